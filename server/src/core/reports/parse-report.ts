/** A saved scan back into the value that reports are made from. Fields that an older or foreign writer left out get their emptiest value. */
import type { Destination } from "../destinations/destination.js";
import type { Approval } from "../exposures/approval.js";
import type { Exposure } from "../exposures/exposure.js";
import type { Measures, Skipped } from "../markers/marker.js";
import { families } from "../rulebook/rule.js";
import type { LocalText, Range } from "../text.js";
import { list, localText, number, numberOrNull, object, table, text, textOrNull, texts, word, type Json } from "./decode.js";
import { classes, edition, item, procedure, procedures, regimes, rule } from "./parse-law.js";
import { plain } from "./safe.js";
import type { ReportEvidence, ReportMarker, ReportProblem, ScanReport } from "./report.js";

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

const levelWords = ["note", "warning", "error"] as const;
const audiences = ["unknown", "public", "organisation", "named"] as const;

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
      regime: c["regime"] === undefined || c["regime"] === null ? null : word(c["regime"], regimes),
      role: text(c["role"]),
      channel: text(c["channel"]),
      hours: textOrNull(c["hours"]),
    })),
    push: { block: word(push["block"], ["error", "warning", "note", "never"]), undecided: word(push["undecided"], ["warn", "block"]) },
    unknownPlaces: word(scan["unknownPlaces"], ["warn", "overseas", "home"]),
    items: table(scan["items"], item),
    editions: list(scan["editions"], edition),
    procedures: table(scan["procedures"], procedure),
    rules: table(scan["rules"], rule),
    judgement: table(scan["judgement"], (row) => ({ level: word(row["level"], levelWords), why: localText(row["why"]) })),
    approvals: list(scan["approvals"], approval),
  };
}

/** Older files have no such field; those of a push have its refs. */
function scanned(own: Json, scan: Json): ScanReport["scanned"] {
  const pushed = list(scan["refs"], (ref) => ({ ref: text(ref["localRef"]), from: texts([ref["remoteOid"]]), to: text(ref["localOid"]) }));
  return {
    what: word(own["what"] ?? (pushed.length > 0 ? "push" : scan["history"] === true ? "history" : "tree"), ["tree", "history", "push"]),
    commit: textOrNull(own["commit"]),
    branch: textOrNull(own["branch"]),
    differing: Array.isArray(own["differing"]) ? texts(own["differing"]) : null,
    ranges: Array.isArray(own["ranges"])
      ? list(own["ranges"], (r) => ({ ref: text(r["ref"]), from: texts(r["from"]), to: text(r["to"]) }))
      : pushed.filter((r) => r.to !== ""),
  };
}

function marker(m: Json): ReportMarker {
  const suppressed = m["suppressed"] === null || m["suppressed"] === undefined ? null : object(m["suppressed"]);
  const message = text(m["message"]);
  return {
    id: text(m["id"]),
    fingerprint: text(m["fingerprint"]),
    rule: text(m["rule"]),
    family: word(m["family"], families, "data"),
    role: word(m["role"], ["mentions", "implements", "carries", "configures", "calls"]),
    items: list(m["items"], (i) => ({ id: text(i["id"]), fit: word(i["fit"], ["arguable", "wording", "carrier"]) })),
    path: text(m["path"]),
    range: range(object(m["range"])),
    confidence: number(m["confidence"]),
    evidence: list(m["evidence"], evidence),
    measures: measures(m["measures"]),
    origin: word(m["origin"], ["first-party", "third-party", "published"]),
    originEvidence: Array.isArray(m["originEvidence"]) ? m["originEvidence"].map(localText) : [],
    module: textOrNull(m["module"]),
    suppressed: suppressed === null ? null : { reason: text(suppressed["reason"]), line: number(suppressed["line"], 1) },
    baselined: m["baselined"] === true,
    message,
    text: localText(m["text"] ?? message),
  };
}

function range(r: Json): Range {
  return {
    line: number(r["line"], 1),
    column: number(r["column"], 1),
    endLine: number(r["endLine"], 1),
    endColumn: number(r["endColumn"], 1),
  };
}

function evidence(e: Json): ReportEvidence {
  const what = text(e["what"]);
  const excerpt = textOrNull(e["excerpt"]);
  return {
    signal: word(e["signal"], [
      "identifier",
      "import",
      "call",
      "definition",
      "comment",
      "string",
      "path",
      "dependency",
      "format",
      "metric",
      "folder",
    ]),
    id: text(e["id"]),
    what,
    text: localText(e["text"] ?? what),
    line: number(e["line"], 1),
    column: number(e["column"], 1),
    weight: number(e["weight"]),
    ...(excerpt === null ? {} : { excerpt }),
  };
}

function measures(value: unknown): Measures {
  return Object.fromEntries(
    Object.entries(object(value)).flatMap(([key, v]): [string, number | string][] =>
      typeof v === "number" || typeof v === "string" ? [[key, v]] : [],
    ),
  );
}

function destination(d: Json): Destination {
  return {
    id: text(d["id"]),
    kind: word(d["kind"], [
      "host",
      "git-remote",
      "git-mirror",
      "submodule",
      "cloud-region",
      "registry",
      "object-storage",
      "model-hub",
      "package-registry",
      "declared",
    ]),
    via: word(d["via"], ["push", "mirror", "deploy", "publish", "upload", "serve", "handover"]),
    name: text(d["name"]),
    value: text(d["value"]),
    host: textOrNull(d["host"]),
    region: textOrNull(d["region"]),
    territory: textOrNull(d["territory"]),
    certainty: word(d["certainty"], ["unknown", "known", "inferred"]),
    ...(typeof d["verification"] === "string"
      ? { verification: word(d["verification"], ["memory", "official", "secondary", "derived"]) }
      : {}),
    reason: textOrNull(d["reason"]),
    audience: word(d["audience"], audiences),
    recipient: textOrNull(d["recipient"]),
    forwards: texts(d["forwards"]),
    path: text(d["path"]),
    line: number(d["line"], 1),
    trail: list(d["trail"], (s) => ({ path: text(s["path"]), line: number(s["line"], 1), what: text(s["what"]) })),
    scope: texts(d["scope"]),
    scopeKnown: d["scopeKnown"] === true,
  };
}

function exposure(e: Json): Exposure {
  const cover = e["approval"] === null || e["approval"] === undefined ? null : object(e["approval"]);
  return {
    id: text(e["id"]),
    marker: text(e["marker"]),
    destination: text(e["destination"]),
    regime: word(e["regime"], regimes),
    item: text(e["item"]),
    class: word(e["class"], classes),
    leaves: typeof e["leaves"] === "boolean" ? e["leaves"] : null,
    state: word(e["state"], ["unknown", "would-leave", "already-there"]),
    procedure: word(e["procedure"], procedures),
    level: word(e["level"], levelWords, "warning"),
    decidedBy: text(e["decidedBy"]),
    approval:
      cover === null
        ? null
        : {
            id: text(cover["id"]),
            kind: text(cover["kind"]),
            status: word(cover["status"], ["recorded", "closes", "expired", "misfit", "requested"]),
            expires: text(cover["expires"]),
            ...(cover["edited"] === true ? { edited: true as const } : {}),
          },
    closed: e["closed"] === true,
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
    reason: word(s["reason"], [
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
    ]),
    gap: s["gap"] !== false,
  };
}

function problem(p: Json): ReportProblem {
  const message = text(p["message"]);
  return {
    code: text(p["code"], "internal") as ReportProblem["code"],
    severity: word(p["severity"], ["warning", "error"]),
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
    kind: word(a["kind"], ["letter-of-intent", "licence", "registration", "public-domain", "not-controlled"]),
    status: word(a["status"], ["requested", "approved", "revoked"]),
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
