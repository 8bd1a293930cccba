/** Hover and completion in Borderline's own files: the keys of the schemas, and the names that the rulebook has. */
import type { CompletionItem, Position } from "vscode-languageserver/node";
import { explain } from "../core/exposures/explain.js";
import { markdownText } from "../core/reports/safe.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { say, type Lang } from "../core/text.js";
import { isTerritory, territoryName } from "../core/words/territories.js";
import { CompletionItemKind } from "./library.js";
import type { OwnFile } from "./own-files.js";
import { lineOf } from "./to-lsp.js";
import { schemaOf, type SchemaNode } from "./schemas.js";

/** Where a position stands in a YAML text: the keys above it by indentation, and what is written on its line. */
interface Spot {
  /** Keys from the outermost; lists leave no trace. */
  readonly path: readonly string[];
  /** The key of the line, where it has one. */
  readonly key: string | null;
  /** Whether the position is behind the key's colon. */
  readonly inValue: boolean;
  /** The word under the position. */
  readonly word: string;
}

/** Reads the spot from lines alone: a text under edit is rarely whole YAML. */
function spotAt(text: string, position: Position): Spot {
  const lines = text.split("\n");
  const line = (lines[position.line] ?? "").replace(/\r$/, "");
  const { indent, key, colon } = partsOf(line);
  const path: string[] = [];
  let above = key === null && line.trim() === "" ? position.character : indent;
  for (let i = position.line - 1; i >= 0 && above > 0; i--) {
    const other = partsOf(lines[i] ?? "");
    if (other.key === null || other.indent >= above) continue;
    path.unshift(other.key);
    above = other.indent;
  }
  const before = /[\w./:@*#-]*$/.exec(line.slice(0, position.character))?.[0] ?? "";
  const after = /^[\w./:@*#-]*/.exec(line.slice(position.character))?.[0] ?? "";
  return { path, key, inValue: colon >= 0 && position.character > colon, word: before + after };
}

/** A line's indentation (list dashes count as blanks), its key and where the colon is. */
function partsOf(line: string): { indent: number; key: string | null; colon: number } {
  const match = /^(\s*(?:-\s+)*)(?:"?([\w.-]+)"?\s*:)?/.exec(line);
  const indent = match?.[1]?.length ?? 0;
  const key = match?.[2] ?? null;
  return { indent, key, colon: key === null ? -1 : (match?.[0].length ?? 0) - 1 };
}

/** The schema's node for a path of keys; null where the schema has none. */
function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | null {
  let node: SchemaNode | undefined = root;
  for (const key of path) node = withoutList(node)?.properties?.[key];
  return withoutList(node) ?? null;
}

function withoutList(node: SchemaNode | undefined): SchemaNode | undefined {
  const chosen = node?.oneOf?.find((one) => one.properties !== undefined || one.items !== undefined) ?? node;
  return chosen?.items ?? chosen;
}

/** Markdown for a position in one of our files; null: nothing to say. */
export function hoverOwnFile(
  kind: OwnFile,
  text: string,
  position: Position,
  rulebook: Rulebook,
  today: string,
  lang: Lang,
): string | null {
  const spot = spotAt(text, position);
  if (spot.inValue || spot.key === null) return spot.word === "" ? null : explained(rulebook, spot, today, lang);
  const parent = nodeAt(schemaOf(kind), spot.path);
  const own = parent?.properties?.[spot.key];
  return own === undefined ? null : `**${spot.key}**\n\n${markdownText(describe(own, lang))}`;
}

function explained(rulebook: Rulebook, spot: Spot, today: string, lang: Lang): string | null {
  if (isTerritory(spot.word)) return markdownText(say(territoryName(spot.word), lang));
  const lines = explain(rulebook, spot.word.replace(/\/\*\*?$/, ""), lang, today);
  return lines === null ? null : lines.split("\n").slice(0, 24).map(markdownText).join("  \n");
}

function describe(node: SchemaNode, lang: Lang): string {
  return (lang === "zh-CN" ? node["x-zh"] : node.description) ?? node.description ?? "";
}

/** What may be written at a position. */
export function completeOwnFile(kind: OwnFile, text: string, position: Position, rulebook: Rulebook, lang: Lang): CompletionItem[] {
  const spot = spotAt(text, position);
  const root = schemaOf(kind);
  const line = lineOf(text, position.line + 1);
  if (spot.inValue && spot.key !== null) return valuesFor(spot.key, nodeAt(root, [...spot.path, spot.key]), rulebook, lang);
  const listKey = spot.path.at(-1);
  const listed = listKey === undefined ? null : nodeAt(root, spot.path);
  if (/^\s*-\s/.test(line) && listKey !== undefined && listed?.properties === undefined) return valuesFor(listKey, listed, rulebook, lang);
  const node = nodeAt(root, spot.path);
  return Object.entries(node?.properties ?? {}).map(([name, value]) => ({
    label: name,
    kind: CompletionItemKind.Property,
    insertText: `${name}: `,
    documentation: describe(value, lang),
  }));
}

function valuesFor(key: string, node: SchemaNode | null, rulebook: Rulebook, lang: Lang): CompletionItem[] {
  if (key === "territory" || key === "home") {
    const codes = [...new Set(rulebook.places.flatMap((place) => place.territory ?? []))].filter(isTerritory).sort();
    return codes.map((code) => ({ label: code, kind: CompletionItemKind.Value, detail: say(territoryName(code), lang) }));
  }
  if (key === "items" && node?.enum === undefined)
    return rulebook.items.map((item) => ({ label: item.id, kind: CompletionItemKind.Reference, detail: say(item.title, lang) }));
  if (key === "off")
    return rulebook.rules.map((rule) => ({ label: rule.id, kind: CompletionItemKind.Reference, detail: say(rule.title, lang) }));
  const values = node?.enum ?? (node?.type === "boolean" ? [true, false] : []);
  return values.map((value) => ({ label: String(value), kind: CompletionItemKind.EnumMember }));
}
