/** Writes an approval into a ledger or policy: everything else in the file stays as it is, byte for byte where the list is a block list. */
import { isMap, isSeq, parseDocument, stringify, type Document, type YAMLSeq } from "yaml";
import { openYaml } from "../rulebook/yaml-reader.js";
import type { ApprovalKind, ApprovalStatus } from "./approval.js";

/** An entry as people write it: only the keys that say something, in this order. */
export interface ApprovalEntry {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly status: ApprovalStatus;
  readonly items: readonly string[];
  readonly paths?: readonly string[];
  readonly destinations: readonly string[];
  readonly recipient?: string;
  readonly reference?: string;
  readonly contract?: string;
  readonly issued?: string;
  readonly expires: string;
  readonly content?: readonly string[];
  readonly measures?: Readonly<Record<string, number>>;
  readonly uses?: number;
  readonly basis?: string;
  readonly requestedBy?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
  readonly reason?: string;
}

/**
 * The text with the entry in it: by id where the list is sorted, so that two branches rarely meet in one line; at the end otherwise.
 * Null where the text cannot be read as a ledger or policy. Each way of writing is tried and read back before it counts.
 */
export function writeApproval(text: string, entry: ApprovalEntry): string | null {
  if (openYaml("", text).problems.length > 0) return null;
  const before = entriesIn(text);
  return before < 0 ? null : (ways(text, entry).find((longer) => entriesIn(longer) === before + 1) ?? null);
}

/** From the one that keeps every byte to the one that writes the document anew. */
function ways(text: string, entry: ApprovalEntry): readonly string[] {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const document = parseDocument(text, { uniqueKeys: false });
  const list = listOf(document);
  if (list === "other") return [];
  const found: string[] = [];
  if (list && !list.flow && list.items.length > 0) found.push(spliced(text, list, entry, eol));
  if (!list) found.push(`${text === "" || text.endsWith("\n") ? text : text + eol}approvals:${eol}${entryText(entry, "  ", eol)}`);
  if (list) {
    list.flow = false;
    list.add(document.createNode(entry));
  } else if (isMap(document.contents)) {
    document.contents.flow = false;
    document.set("approvals", document.createNode([entry]));
  }
  found.push(document.toString({ lineWidth: 0 }).replaceAll("\n", eol));
  return found;
}

/** How many entries a text has; -1 where it cannot be read, or holds something else there. */
function entriesIn(text: string): number {
  const document = parseDocument(text, { uniqueKeys: false });
  const list = document.errors.length > 0 ? null : listOf(document);
  if (document.errors.length > 0 || list === "other") return -1;
  return list === null ? 0 : list.items.length;
}

/** The list of approvals, null where there is none yet, "other" where something else stands there. */
function listOf(document: Document): YAMLSeq | null | "other" {
  const root = document.contents;
  if (root === null) return null;
  if (isSeq(root)) return root;
  if (!isMap(root)) return "other";
  const value = root.get("approvals", true);
  if (isSeq(value)) return value;
  return (root.get("approvals") ?? null) === null ? null : "other";
}

function spliced(text: string, list: YAMLSeq, entry: ApprovalEntry, eol: string): string {
  const starts = list.items.map((item) => lineStart(text, (item as { range?: [number, number, number] | null }).range?.[0] ?? 0));
  const ids = list.items.map((item) => textAt(item, "id"));
  const first = starts[0] ?? 0;
  const indent = /^[ \t]*/.exec(text.slice(first))?.[0] ?? "";
  const sorted = ids.every((id, i) => i === 0 || (ids[i - 1] ?? "") <= id);
  const before = sorted ? ids.findIndex((id) => id > entry.id) : -1;
  const at = before >= 0 ? aboveComments(text, starts[before] ?? 0) : afterLast(text, list);
  const head = text.slice(0, at);
  const gap = head === "" || head.endsWith("\n") ? "" : eol;
  return head + gap + entryText(entry, indent, eol) + text.slice(at);
}

function textAt(item: unknown, key: string): string {
  const value = isMap(item) ? item.get(key) : null;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The start of the line after the last entry's own lines. */
function afterLast(text: string, list: YAMLSeq): number {
  const end = (list.items.at(-1) as { range?: [number, number, number] | null } | undefined)?.range?.[1] ?? text.length;
  if (text[end - 1] === "\n") return end;
  const newline = text.indexOf("\n", end);
  return newline < 0 ? text.length : newline + 1;
}

/** Comment lines directly above an entry belong to it. */
function aboveComments(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const previous = lineStart(text, at - 1);
    if (!/^[ \t]*#/.test(text.slice(previous, at))) return at;
    at = previous;
  }
  return at;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** One entry as a block list item, one key per line. */
function entryText(entry: ApprovalEntry, indent: string, eol: string): string {
  const lines = stringify([entry], { lineWidth: 0, defaultStringType: "PLAIN", collectionStyle: "any" }).trimEnd().split("\n");
  return lines.map((line) => indent + line + eol).join("");
}
