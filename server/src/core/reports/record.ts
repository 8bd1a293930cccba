/** Decision files (`borderline.record/1`): one self-contained file for each push or recorded scan, with a digest of itself that a decision can refer to. */
import { list, object, text, textOrNull, texts, type Json } from "./decode.js";
import { scanOf } from "./parse-report.js";
import type { ScanReport } from "./report.js";

/** What was looked at: a push (its refs) or a scan (its range, null for a work tree). */
export interface RecordSubject {
  readonly kind: "push" | "scan";
  readonly range: string | null;
  readonly remote: { readonly name: string; readonly url: string } | null;
  readonly refs: readonly { readonly local: string; readonly localOid: string; readonly remote: string; readonly remoteOid: string }[];
  readonly commits: readonly string[];
  /** Blobs in which a marker stands. */
  readonly blobs: readonly { readonly oid: string; readonly path: string }[];
}

/** Who said what against a verdict; a reason is not a licence. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export interface DecisionRecord {
  readonly schema: "borderline.record/1";
  /** `sha256:…` over the canonical JSON of everything else. */
  readonly digest: string;
  /** ISO 8601, UTC. */
  readonly made: string;
  readonly subject: RecordSubject;
  /** Of a push; null for a scan. */
  readonly verdict: string | null;
  readonly acknowledged: Acknowledgement | null;
  /** Markers, destinations with their trail, exposures, cited law with its edition, rulebook digest, and what was not checked. */
  readonly scan: ScanReport;
}

/** SHA-256 of a text's UTF-8 bytes, as lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

/** Closes a record: nothing in it can change without its digest telling. */
export function makeRecord(parts: Omit<DecisionRecord, "schema" | "digest">, sha256: Sha256): DecisionRecord {
  const { made, subject, verdict, acknowledged, scan } = parts;
  const open = { schema: "borderline.record/1" as const, made, subject, verdict, acknowledged, scan };
  return { ...open, digest: digestOf(open, sha256) };
}

/** The record as JSON. */
export function renderRecord(record: DecisionRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** What a reader of a record must know before reading on. */
export interface RecordSeal {
  readonly digest: string;
  /** Whether the digest is that of the content. */
  readonly intact: boolean;
  readonly made: string;
  readonly verdict: string | null;
  readonly subject: RecordSubject;
  readonly acknowledged: Acknowledgement | null;
}

/** Reads a decision file; null where the text is none. Never throws. */
export function readRecord(json: string, sha256: Sha256): { readonly seal: RecordSeal; readonly report: ScanReport } | null {
  const value = parsed(json);
  if (value["schema"] !== "borderline.record/1") return null;
  const { digest, ...open } = value;
  const acknowledged = object(value["acknowledged"]);
  const seal: RecordSeal = {
    digest: text(digest),
    intact: digest === digestOf(open, sha256),
    made: text(value["made"]),
    verdict: textOrNull(value["verdict"]),
    subject: subjectOf(object(value["subject"])),
    acknowledged:
      typeof acknowledged["by"] === "string"
        ? { by: acknowledged["by"], at: text(acknowledged["at"]), reason: text(acknowledged["reason"]) }
        : null,
  };
  return { seal, report: scanOf(object(value["scan"])) };
}

function parsed(json: string): Json {
  try {
    return object(JSON.parse(json));
  } catch {
    return {};
  }
}

function subjectOf(s: Json): RecordSubject {
  const remote = object(s["remote"]);
  return {
    kind: s["kind"] === "push" ? "push" : "scan",
    range: textOrNull(s["range"]),
    remote: typeof remote["url"] === "string" ? { name: text(remote["name"]), url: remote["url"] } : null,
    refs: list(s["refs"], (r) => ({
      local: text(r["local"]),
      localOid: text(r["localOid"]),
      remote: text(r["remote"]),
      remoteOid: text(r["remoteOid"]),
    })),
    commits: texts(s["commits"]),
    blobs: list(s["blobs"], (b) => ({ oid: text(b["oid"]), path: text(b["path"]) })),
  };
}

function digestOf(value: unknown, sha256: Sha256): string {
  return `sha256:${sha256(canonical(value))}`;
}

/** JSON with sorted keys and no blanks (as RFC 8785, for values that JSON.parse gives), so that writing it again changes no digest. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry: unknown) => (entry === undefined ? "null" : canonical(entry))).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
    .join(",")}}`;
}
