/** A saved scan back into the value that reports are made from. Fields that an older or foreign writer left out get their emptiest value. */
import type { Destination } from "../destinations/destination.js";
import type { Approval } from "../exposures/approval.js";
import type { Exposure } from "../exposures/exposure.js";
import type { Measures, Skipped } from "../markers/marker.js";
import type { Edition, Measure, Source } from "../rulebook/item.js";
import { families } from "../rulebook/rule.js";
import type { LocalText, Range } from "../text.js";
import {
  list,
  localText,
  localTextOrNull,
  number,
  numberOrNull,
  object,
  table,
  text,
  textOrNull,
  texts,
  word,
  type Json,
} from "./decode.js";
import type { ReportEvidence, ReportItem, ReportMarker, ReportProblem, ReportProcedure, ReportRule, ScanReport } from "./report.js";

/** A report, or why the text is none. */
export type Parsed = { readonly report: ScanReport } | { readonly failure: LocalText };

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
  return { report: scanOf(scan) };
}

const regimes = ["CN", "US", "EU"] as const;
const verifications = ["memory", "official", "secondary", "seed", "derived", "draft"] as const;
const classes = ["reference", "prohibited", "restricted", "dual-use", "free", "foreign"] as const;
const procedures = ["review", "prohibited", "licence", "registration"] as const;
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
    home: text(scan["home"]),
    regimes: texts(scan["regimes"]).flatMap((r) => regimes.filter((known) => known === r)),
    policy: textOrNull(scan["policy"]),
    remotesOf: text(scan["remotesOf"]),
    history: scan["history"] === true,
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
    problems: list(scan["problems"], problem),
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
          },
    closed: e["closed"] === true,
  };
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

function item(i: Json, id: string): ReportItem {
  return {
    id,
    regime: word(i["regime"], regimes),
    parent: textOrNull(i["parent"]),
    title: localText(i["title"] ?? id),
    procedure: word(i["procedure"], procedures),
    notes: Array.isArray(i["notes"]) ? i["notes"].map(localText) : [],
    sources: list(i["sources"], source),
    reviewed: text(i["reviewed"]),
    code: textOrNull(i["code"]),
    class: word(i["class"], classes),
    verification: word(i["verification"], verifications),
    edition: textOrNull(i["edition"]),
    wording: localTextOrNull(i["wording"]),
    status: list(i["status"], (s) => ({
      text: localText(s["text"]),
      verification: word(s["verification"], verifications),
      from: text(s["from"]),
      until: textOrNull(s["until"]),
      source: source(object(s["source"])),
    })),
    measures: list(i["measures"], measure),
    until: textOrNull(i["until"]),
  };
}

function measure(m: Json): Measure {
  const endUse = localTextOrNull(m["endUse"]);
  return {
    territory: text(m["territory"], "*"),
    effect: localText(m["effect"]),
    source: source(object(m["source"])),
    from: text(m["from"]),
    verification: word(m["verification"], verifications),
    ...(endUse === null ? {} : { endUse }),
    ...until(m),
  };
}

function source(s: Json): Source {
  const url = textOrNull(s["url"]);
  const date = textOrNull(s["date"]);
  return { name: text(s["name"]), ...(url === null ? {} : { url }), ...(date === null ? {} : { date }) };
}

function until(p: Json): { until?: string } {
  const value = textOrNull(p["until"]);
  return value === null ? {} : { until: value };
}

function edition(e: Json): Edition {
  const totals = localTextOrNull(e["totals"]);
  return {
    id: text(e["id"]),
    regime: word(e["regime"], regimes),
    list: text(e["list"]),
    instrument: localText(e["instrument"]),
    verification: word(e["verification"], verifications),
    source: source(object(e["source"])),
    from: text(e["from"]),
    ...(totals === null ? {} : { totals }),
    ...until(e),
  };
}

function procedure(p: Json, id: string): ReportProcedure {
  return {
    id,
    title: localText(p["title"] ?? id),
    steps: list(p["steps"], (s) => {
      const days = localTextOrNull(s["days"]);
      return {
        text: localText(s["text"]),
        authority: localText(s["authority"]),
        articles: text(s["articles"]),
        ...(days === null ? {} : { days }),
      };
    }),
    sources: list(p["sources"], source),
    verification: word(p["verification"], verifications),
  };
}

function rule(r: Json, id: string): ReportRule {
  return {
    id,
    family: word(r["family"], families, "data"),
    role: word(r["role"], ["mentions", "implements", "carries", "configures", "calls"]),
    title: localText(r["title"] ?? id),
    why: localText(r["why"]),
    advice: localText(r["advice"]),
    references: texts(r["references"]),
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
