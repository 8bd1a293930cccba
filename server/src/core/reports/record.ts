/** Reads decision files (`borderline.record/1`): one JSON line for each decision, each closed by a digest of itself and naming the digest of the line before. */
import type { LocalText } from "../text.js";
import { list, number, object, text, textOrNull, texts, type Json } from "./decode.js";
import { scanOf } from "./parse-report.js";
import type { ScanReport } from "./report.js";
import { plain } from "./safe.js";

/** SHA-256 of a text's UTF-8 bytes, as lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

/** What a reader of a decision must know before reading on. */
export interface RecordSeal {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly digest: string;
  /** Lines of the file whose digest is not that of their content, or that do not follow the line before; from 1. */
  readonly broken: readonly number[];
  /** How many decisions the file has; the last is the one that is shown. */
  readonly decisions: number;
  readonly verdict: string | null;
  readonly refs: readonly {
    readonly localRef: string;
    readonly localOid: string;
    readonly remoteRef: string;
    readonly remoteOid: string;
  }[];
  readonly commits: readonly string[];
  readonly commitCount: number;
  readonly acknowledged: { readonly name: string; readonly at: string; readonly reason: string } | null;
}

/** The last decision of a file, as a report; null where the text is no decision file. Never throws. */
export function readRecord(file: string, sha256: Sha256): { readonly seal: RecordSeal; readonly report: ScanReport } | null {
  const lines = file.split("\n").filter((line) => line.trim() !== "");
  const value = parsed(lines.at(-1) ?? "");
  if (value["schema"] !== "borderline.record/1") return null;
  const acknowledged = object(value["acknowledged"]);
  const commits = texts(value["commits"]);
  const seal: RecordSeal = {
    at: text(value["at"]),
    digest: text(value["digest"]),
    broken: brokenLines(lines, sha256),
    decisions: lines.length,
    verdict: textOrNull(value["verdict"]),
    refs: list(value["refs"], (r) => ({
      localRef: text(r["localRef"]),
      localOid: text(r["localOid"]),
      remoteRef: text(r["remoteRef"]),
      remoteOid: text(r["remoteOid"]),
    })),
    commits,
    commitCount: number(value["commitCount"], commits.length),
    acknowledged:
      typeof acknowledged["name"] === "string"
        ? { name: acknowledged["name"], at: text(acknowledged["at"]), reason: text(acknowledged["reason"]) }
        : null,
  };
  return { seal, report: reportIn(value) };
}

function parsed(json: string): Json {
  try {
    return object(JSON.parse(json));
  } catch {
    return {};
  }
}

/** A line's digest is its last key, over the line as it was without it. */
const closing = /,"digest":"(sha256:[0-9a-f]{64})"\}$/;

function brokenLines(lines: readonly string[], sha256: Sha256): number[] {
  const broken: number[] = [];
  let before: string | null = null;
  lines.forEach((line, n) => {
    const digest = closing.exec(line)?.[1] ?? null;
    const own = digest !== null && digest === `sha256:${sha256(`${line.replace(closing, "")}}`)}`;
    if (!own || !line.includes(`"previous":${JSON.stringify(before)},"digest"`)) broken.push(n + 1);
    before = digest;
  });
  return broken;
}

/** The decision's own fields in the places where a report has them. */
function reportIn(value: Json): ScanReport {
  const law = object(value["law"]);
  const notChecked = object(value["notChecked"]);
  const policy = object(value["policy"]);
  const newBlobs = object(value["newBlobs"]);
  const markers = list(value["markers"], (m) => {
    const line = number(m["line"], 1);
    return {
      ...m,
      range: { line, column: 1, endLine: line, endColumn: 1 },
      evidence: list(m["because"], (e) => ({ ...e, text: e["what"] })),
    };
  });
  return scanOf({
    ...value,
    schema: "borderline.scan/1",
    stats: value["stats"] ?? { files: newBlobs["count"], bytes: newBlobs["bytes"] },
    policy: policy["path"],
    push: policy["push"],
    markers,
    rules: law["rules"] ?? value["rules"],
    items: law["items"],
    editions: law["editions"],
    procedures: law["procedures"],
    judgement: law["judgement"],
    skipped: notChecked["skipped"],
    undecided: notChecked["undecided"],
    problems: notChecked["problems"],
    notLookedFor: notChecked["notLookedFor"],
  });
}

/** When, with what outcome, by whom it was overridden, and whether the file is as it was written. */
export function sealSentence(seal: RecordSeal): LocalText {
  const { at, digest, verdict, commitCount, acknowledged, decisions, broken } = seal;
  const lines = broken.slice(0, 5).join(", ");
  const en = [
    `Decision of ${plain(at, 40)}${verdict === null ? "" : `: ${plain(verdict, 20)}`}, ${commitCount === 0 ? "" : `${commitCount} ${commitCount === 1 ? "commit" : "commits"}, `}${plain(digest, 80)}.`,
    ...(acknowledged === null
      ? []
      : [`${plain(acknowledged.name, 80)} went on for a recorded reason: ${plain(acknowledged.reason)}. A reason is not a licence.`]),
    ...(decisions > 1 ? [`It is the last of ${decisions} in this file.`] : []),
    broken.length === 0 ? "Every digest is that of its line." : `NOT AS IT WAS WRITTEN: the digest does not match in line ${lines}.`,
  ];
  const zh = [
    `${plain(at, 40)} 的决定${verdict === null ? "" : `：${plain(verdict, 20)}`}，${commitCount === 0 ? "" : `${commitCount} 个提交，`}${plain(digest, 80)}。`,
    ...(acknowledged === null
      ? []
      : [`${plain(acknowledged.name, 80)} 以记录在案的理由继续：${plain(acknowledged.reason)}。理由不等于许可。`]),
    ...(decisions > 1 ? [`本文件共 ${decisions} 项决定，此为最后一项。`] : []),
    broken.length === 0 ? "各行摘要与内容一致。" : `内容已被改动：第 ${lines} 行的摘要与内容不符。`,
  ];
  return { en: en.join(" "), zh: zh.join("") };
}
