/** `--format sarif`: SARIF 2.1.0 (OASIS standard). One result for each exposure; no source text, no machine's paths. */
import type { Location, Log, Notification, ReportingDescriptor, Result, Run, Suppression, ToolComponent } from "sarif";
import type { Level } from "../exposures/policy.js";
import { say, type Lang } from "../text.js";
import { byLevelThenPlace, fingerprints } from "./fingerprint.js";
import { destinationName, itemName } from "./names.js";
import { type ReportItem, type ReportMarker, type ReportRule, type ScanReport } from "./report.js";
import { inPieces } from "./pieces.js";
import { markdownText, plain } from "./safe.js";
import { findingSentence } from "./sentences.js";
import { compare, findings, loudest, standing, type Finding } from "./view.js";
import { coverNames } from "../words/names.js";
import { disclaimer, notVisibleHere } from "../words/sentences.js";

/** How the SARIF is written. GitHub shows suppressed results as open alerts, so its mode leaves closed and home-bound ones out, and keeps to its limit. */
export interface SarifOptions {
  readonly lang: Lang;
  readonly mode: "full" | "github";
}

/** GitHub keeps 5,000 results of a run. */
const githubMost = 5000;

/** The scan as a SARIF log. */
export function renderSarif(report: ScanReport, options: SarifOptions): string {
  return [...sarifPieces(report, options)].join("");
}

/** The same in pieces of about a megabyte; a line for each result. */
export function sarifPieces(report: ScanReport, options: SarifOptions): Iterable<string> {
  return inPieces(textsOf(report, options));
}

function* textsOf(report: ScanReport, options: SarifOptions): Generator<string> {
  const { mode } = options;
  const all = findings(report).filter(({ exposure }) => mode === "full" || (!exposure.closed && exposure.leaves !== false));
  const sorted = [...all].sort(byLevelThenPlace);
  const shown = mode === "github" ? sorted.slice(0, githubMost) : sorted;
  const rules = [...new Set(shown.map((f) => f.marker.rule))].sort(compare);
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [runOf(report, rules, shown, sorted.length - shown.length, options.lang)],
  };
  // Only a member is written so: within a text every quote has a backslash before it.
  const whole = JSON.stringify(log, null, 2);
  const at = whole.lastIndexOf(`"results": []`) + `"results": [`.length;
  yield whole.slice(0, at);
  const index = new Map(rules.map((id, n) => [id, n]));
  const print = fingerprints();
  let before = "\n        ";
  for (const found of shown) {
    yield `${before}${JSON.stringify(resultOf(found, index.get(found.marker.rule) ?? 0, print(found), options))}`;
    before = ",\n        ";
  }
  yield `${whole.slice(at)}\n`;
}

/** The run, but for its results. */
function runOf(report: ScanReport, rules: readonly string[], shown: readonly Finding[], left: number, lang: Lang): Run {
  return {
    tool: { driver: driver(report, rules, shown, lang) },
    language: lang,
    columnKind: "utf16CodeUnits",
    automationDetails: { id: "borderline/" },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report, left, lang) }],
    taxonomies: taxonomies(report, shown, lang),
    properties: {
      asOf: report.asOf,
      rulebook: report.tool.rulebook,
      history: report.history,
      scanned: report.scanned,
      notLookedFor: report.notLookedFor,
      notVisibleHere: notVisibleHere.map((s) => say(s, lang)),
      disclaimer: say(disclaimer, lang),
    },
    results: [],
  };
}

function driver(report: ScanReport, rules: readonly string[], shown: readonly Finding[], lang: Lang): ToolComponent {
  const { version, rulebook } = report.tool;
  return {
    name: "Borderline",
    version,
    ...(/^\d+\.\d+\.\d+/.test(version) ? { semanticVersion: version } : {}),
    shortDescription: { text: "What in this code resembles controlled technology, and where it can go." },
    rules: rules.map((id) => ruleOf(id, report.rules[id], loudestOf(id, shown), lang)),
    properties: { rulebookDigest: rulebook.digest, rulebookReviewed: rulebook.reviewed },
  };
}

function loudestOf(rule: string, shown: readonly Finding[]): Level {
  return loudest(shown.filter((f) => f.marker.rule === rule)) ?? "note";
}

/** What GitHub shows as high, medium and low; a place in a list, no measurement. */
const severity: Readonly<Record<Level, string>> = { error: "8.0", warning: "5.0", note: "2.0" };

function ruleOf(id: string, rule: ReportRule | undefined, level: Level, lang: Lang): ReportingDescriptor {
  const title = rule === undefined ? id : say(rule.title, lang);
  const why = rule === undefined ? "" : say(rule.why, lang);
  const advice = rule === undefined ? "" : say(rule.advice, lang);
  const page = rule?.references.find((r) => /^https:\/\/[^\s]+$/.test(r));
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: why || title },
    help: {
      text: [why, advice, say(disclaimer, lang)].filter(Boolean).join("\n\n"),
      markdown: [why, advice, `*${say(disclaimer, lang)}*`].filter(Boolean).join("\n\n"),
    },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level },
    properties: {
      tags: ["export-control", ...(rule === undefined ? [] : [rule.family, rule.role])],
      precision: "medium",
      "security-severity": severity[level],
    },
  };
}

function resultOf(found: Finding, ruleIndex: number, print: string, { lang, mode }: SarifOptions): Result {
  const { marker, exposure, destination } = found;
  const suppressions = mode === "full" ? suppressionsOf(found, lang) : [];
  return {
    ruleId: marker.rule,
    ruleIndex,
    level: exposure.level,
    kind: "fail",
    message: { text: say(findingSentence(found), lang) },
    locations: [quoted(locationOf(marker.path, marker.range), marker)],
    relatedLocations: relatedOf(found, lang),
    partialFingerprints: { "borderline/v1": print, ...(mode === "github" ? { primaryLocationLineHash: print } : {}) },
    taxa: [{ id: exposure.item, toolComponent: { name: exposure.regime } }],
    ...(suppressions.length > 0 ? { suppressions } : {}),
    properties: {
      marker: marker.id,
      destination: destination.id,
      territory: destination.territory,
      item: exposure.item,
      class: exposure.class,
      procedure: exposure.procedure,
      leaves: exposure.leaves,
      state: exposure.state,
      standing: standing(found),
      decidedBy: exposure.decidedBy,
    },
  };
}

/** Percent-encoded, as a URI reference below the root of the tree. */
function uriOf(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd")))
    .join("/");
}

function locationOf(
  path: string,
  range: { readonly line: number; readonly column?: number; readonly endLine?: number; readonly endColumn?: number },
): Location {
  const startLine = Math.max(1, Math.floor(range.line));
  const endLine = Math.max(startLine, Math.floor(range.endLine ?? startLine));
  const startColumn = Math.max(1, Math.floor(range.column ?? 1));
  const endColumn = Math.max(endLine === startLine ? startColumn : 1, Math.floor(range.endColumn ?? startColumn));
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path), uriBaseId: "%SRCROOT%" },
      region: { startLine, startColumn, endLine, endColumn },
    },
  };
}

/** With the source line, only where the caller asked for excerpts. */
function quoted(location: Location, marker: ReportMarker): Location {
  const excerpt = marker.evidence.find((e) => e.line === marker.range.line)?.excerpt;
  const { physicalLocation } = location;
  if (excerpt === undefined || physicalLocation?.region === undefined) return location;
  return { ...location, physicalLocation: { ...physicalLocation, region: { ...physicalLocation.region, snippet: { text: excerpt } } } };
}

/** Whether a path lies below the root; others (a user's own git configuration) are left out of what leaves the machine. */
function inside(path: string): boolean {
  return !/^(~|\/|[A-Za-z]:|\\)/.test(path) && !path.split("/").includes("..");
}

function relatedOf({ marker, destination }: Finding, lang: Lang): Location[] {
  const where = destinationName(destination, lang);
  const said = [
    { path: destination.path, line: destination.line, text: where },
    ...destination.trail.map((s) => ({ path: s.path, line: s.line, text: s.what })),
  ];
  const because = marker.evidence.filter((e) => e.weight > 0 && e.line !== marker.range.line).slice(0, 5);
  return [
    ...said
      .filter((s) => s.path !== "" && inside(s.path))
      .slice(0, 6)
      .map((s) => ({ ...locationOf(s.path, s), message: { text: plain(s.text) } })),
    ...because.map((e) => ({
      ...locationOf(marker.path, { line: e.line, column: e.column }),
      message: { text: plain(say(e.text, lang)) },
    })),
  ];
}

function suppressionsOf(found: Finding, lang: Lang): Suppression[] {
  const { marker, exposure } = found;
  const { approval } = exposure;
  const own: Suppression[] = [];
  if (marker.suppressed !== null) own.push({ kind: "inSource", status: "accepted", justification: plain(marker.suppressed.reason) });
  if (marker.baselined)
    own.push({ kind: "external", status: "accepted", justification: lang === "zh-CN" ? "在基线内" : "in the baseline" });
  if (approval?.status === "closes")
    own.push({
      kind: "external",
      status: "accepted",
      justification: `${plain(approval.id)} (${approval.kind}), ${say(coverNames.closes, lang)}, ${approval.expires}`,
    });
  if (approval?.status === "requested")
    own.push({ kind: "external", status: "underReview", justification: `${plain(approval.id)} (${approval.kind})` });
  return own;
}

function taxonomies(report: ScanReport, shown: readonly Finding[], lang: Lang): ToolComponent[] {
  const ids = [...new Set(shown.map((f) => f.exposure.item))].sort(compare);
  const regimes = [...new Set(shown.map((f) => f.exposure.regime))].sort(compare);
  return regimes.map((regime) => ({
    name: regime,
    ...(report.tool.rulebook.editions[regime] === undefined ? {} : { version: report.tool.rulebook.editions[regime] }),
    taxa: ids.filter((id) => id.startsWith(`${regime}:`)).map((id) => taxon(id, report.items[id], report, lang)),
  }));
}

function taxon(id: string, item: ReportItem | undefined, report: ScanReport, lang: Lang): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: itemName(id, report, lang) },
    ...(item === undefined ? {} : { properties: { class: item.class, verification: item.verification } }),
  };
}

function notifications(report: ScanReport, leftOut: number, lang: Lang): Notification[] {
  const gaps = report.skipped.filter((s) => s.gap);
  return [
    ...report.problems.map((p): Notification => ({
      level: p.severity,
      descriptor: { id: p.code },
      message: { text: plain(say(p.text, lang)) },
      ...(p.path === "" || !inside(p.path) ? {} : { locations: [locationOf(p.path, { line: p.line ?? 1, column: p.column ?? 1 })] }),
    })),
    ...gaps.map((s): Notification => ({
      level: "warning",
      descriptor: { id: s.reason },
      message: { text: lang === "zh-CN" ? "应读取而未能读取" : "should have been read and could not be" },
      locations: [locationOf(s.path, { line: 1 })],
    })),
    ...(leftOut > 0
      ? [
          {
            level: "warning",
            message: {
              text: markdownText(
                lang === "zh-CN" ? `另有 ${leftOut} 条结果超出上限，未列出` : `${leftOut} more results are over the limit and left out`,
              ),
            },
          } satisfies Notification,
        ]
      : []),
  ];
}
