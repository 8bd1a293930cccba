/** A saved scan back into the value that reports are made from. Fields that an older or foreign writer left out get their emptiest value. */
import { approvalKinds, approvalStatuses, type Approval } from "../exposures/approval.js";
import type { Skipped } from "../markers/marker.js";
import { regimes } from "../rulebook/item.js";
import { families } from "../rulebook/rule.js";
import type { LocalText } from "../text.js";
import { list, localText, number, numberOrNull, object, table, text, textOrNull, texts, word, type Json } from "./decode.js";
import { destination, exposure, marker } from "./parse-found.js";
import { edition, item, procedure, rule } from "./parse-law.js";
import { plain } from "./safe.js";
import { levels, type ReportProblem, type ScanReport } from "./report.js";

/** A report, or why the text is none. `first` is what a push's report says before all else. */
export type Parsed = { readonly report: ScanReport; readonly first: LocalText | null } | { readonly failure: LocalText };

/** Reads `borderline.scan/1`; `borderline.push/1` has the same fields. Decision files are record.ts's. */
export function parseScan(json: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(json.startsWith("\ufeff") ? json.slice(1) : json);
  } catch {
    return { failure: { en: "not JSON", zh: "不是 JSON" } };
  }
  const scan = object(value);
  const schema = text(scan["schema"], "none");
  if (schema !== "borderline.scan/1" && schema !== "borderline.push/1") {
    return { failure: { en: `schema ${schema} where borderline.scan/1 was expected`, zh: `schema 为 ${schema}，应为 borderline.scan/1` } };
  }
  if (!["markers", "destinations", "exposures"].some((key) => key in scan))
    return { failure: { en: "no scan: it has neither markers nor destinations nor exposures", zh: "不是扫描：没有标记、去向和暴露" } };
  return { report: scanOf(scan), first: schema === "borderline.push/1" ? pushSentence(scan) : null };
}

/** What a saved push was about: its verdict, and whether anything was really pushed. */
function pushSentence(push: Json): LocalText {
  const verdict = plain(text(push["verdict"], "none"), 20);
  const asIf = push["hypothetical"] === true;
  return {
    en: `${asIf ? "Hypothetical: judged as if it went there. " : ""}Verdict on a push: ${verdict}.`,
    zh: `${asIf ? "假设：按如同前往该处判断。" : ""}推送结论：${verdict}。`,
  };
}

/** The report that a JSON object holds. */
export function scanOf(scan: Json): ScanReport {
  const tool = object(scan["tool"]);
  const rulebook = object(tool["rulebook"]);
  const push = object(scan["push"]);
  const stats = object(scan["stats"]);
  return {
    schema: "borderline.scan/1",
    tool: {
      name: "borderline",
      version: text(tool["version"]),
      rulebook: { digest: text(rulebook["digest"]), reviewed: text(rulebook["reviewed"]), editions: textTable(rulebook["editions"]) },
    },
    root: text(scan["root"]),
    asOf: text(scan["asOf"]),
    home: /^[A-Z]{2}$/.exec(text(scan["home"]))?.[0] ?? "",
    regimes: texts(scan["regimes"]).flatMap((r) => regimes.filter((known) => known === r)),
    policy: textOrNull(scan["policy"]),
    remotesOf: text(scan["remotesOf"]),
    history: scan["history"] === true,
    scanned: scanned(object(scan["scanned"]), scan),
    markers: list(scan["markers"], marker),
    modules: list(scan["modules"], (m) => ({
      id: text(m["id"]),
      path: text(m["path"]),
      family: word(m["family"], families, "data"),
      markers: texts(m["markers"]),
    })),
    destinations: list(scan["destinations"], destination),
    exposures: list(scan["exposures"], exposure),
    skipped: list(scan["skipped"], skipped),
    problems: [...list(scan["undecided"], doubt), ...list(scan["problems"], problem)],
    notLookedFor: texts(scan["notLookedFor"]),
    stats: {
      files: number(stats["files"]),
      bytes: number(stats["bytes"]),
      candidates: number(stats["candidates"]),
      cached: number(stats["cached"]),
      milliseconds: number(stats["milliseconds"]),
    },
    ignoredShare: number(scan["ignoredShare"]),
    contact: list(scan["contact"], (c) => ({
      regime: c["regime"] === undefined || c["regime"] === null ? null : word(c["regime"], regimes, "CN"),
      role: text(c["role"]),
      channel: text(c["channel"]),
      hours: textOrNull(c["hours"]),
    })),
    push: {
      block: word(push["block"], [...levels, "never"], "error"),
      undecided: word(push["undecided"], ["warn", "block"], "warn"),
    },
    unknownPlaces: word(scan["unknownPlaces"], ["warn", "overseas", "home"], "warn"),
    items: table(scan["items"], item),
    editions: list(scan["editions"], edition),
    procedures: table(scan["procedures"], procedure),
    rules: table(scan["rules"], rule),
    judgement: table(scan["judgement"], (row) => ({ level: word(row["level"], levels, "note"), why: localText(row["why"]) })),
    approvals: list(scan["approvals"], approval),
  };
}

/** Older files have no such field; those of a push have its refs. */
function scanned(own: Json, scan: Json): ScanReport["scanned"] {
  const pushed = list(scan["refs"], (ref) => ({ ref: text(ref["localRef"]), from: texts([ref["remoteOid"]]), to: text(ref["localOid"]) }));
  return {
    what: word(
      own["what"] ?? (pushed.length > 0 ? "push" : scan["history"] === true ? "history" : "tree"),
      ["tree", "history", "push"],
      "tree",
    ),
    commit: textOrNull(own["commit"]),
    branch: textOrNull(own["branch"]),
    differing: Array.isArray(own["differing"]) ? texts(own["differing"]) : null,
    ranges: Array.isArray(own["ranges"])
      ? list(own["ranges"], (r) => ({ ref: text(r["ref"]), from: texts(r["from"]), to: text(r["to"]) }))
      : pushed.filter((r) => r.to !== ""),
  };
}

/** Why a push's verdict was not about everything, among what was not checked. */
function doubt(why: Json): ReportProblem {
  const said = localText(why);
  return { code: "git", severity: "warning", path: ".", line: null, column: null, message: said.en, text: said };
}

function skipped(s: Json): Skipped {
  return {
    path: text(s["path"]),
    reason: word(
      s["reason"],
      [
        "unreadable",
        "binary",
        "minified",
        "generated",
        "ignored",
        "vanished",
        "too-large",
        "timeout",
        "encoding",
        "truncated",
        "special-file",
      ],
      "unreadable",
    ),
    gap: s["gap"] !== false,
  };
}

function problem(p: Json): ReportProblem {
  const message = text(p["message"]);
  return {
    code: text(p["code"], "internal") as ReportProblem["code"],
    severity: word(p["severity"], ["error", "warning"], "warning"),
    path: text(p["path"]),
    line: numberOrNull(p["line"]),
    column: numberOrNull(p["column"]),
    message,
    text: localText(p["text"] ?? message),
  };
}

function approval(a: Json): Approval {
  return {
    id: text(a["id"]),
    kind: word(a["kind"], approvalKinds, "letter-of-intent"),
    status: word(a["status"], approvalStatuses, "requested"),
    items: texts(a["items"]),
    paths: texts(a["paths"]),
    destinations: texts(a["destinations"]),
    recipient: textOrNull(a["recipient"]),
    reference: textOrNull(a["reference"]),
    contract: textOrNull(a["contract"]),
    issued: textOrNull(a["issued"]),
    expires: text(a["expires"]),
    requestedBy: textOrNull(a["requestedBy"]),
    approvedBy: textOrNull(a["approvedBy"]),
    approvedAt: textOrNull(a["approvedAt"]),
    reason: textOrNull(a["reason"]),
    content: texts(a["content"]),
    measures: Object.fromEntries(
      Object.entries(object(a["measures"])).flatMap(([k, v]): [string, number][] => (typeof v === "number" ? [[k, v]] : [])),
    ),
    uses: numberOrNull(a["uses"]),
    basis: textOrNull(a["basis"]),
    path: text(a["path"]),
    line: number(a["line"], 1),
  };
}

function textTable(value: unknown): ScanReport["tool"]["rulebook"]["editions"] {
  const source = object(value);
  return Object.fromEntries(regimes.flatMap((r) => (typeof source[r] === "string" ? [[r, source[r]]] : [])));
}
