/** From the engine's result to the plain value that all reports are made of. */
import type { Evidence, Marker } from "../markers/marker.js";
import type { Problem } from "../problem.js";
import type { ScanResult } from "../scan-result.js";
import type { Regime } from "../rulebook/item.js";
import { say, type Lang } from "../text.js";
import { citedItems, citedProcedures, citedRows, citedRules } from "./law.js";
import type { ReportEvidence, ReportItem, ReportMarker, ReportProblem, ScanReport } from "./report.js";
import { lastFolder } from "./names.js";
import { markerSentence } from "./sentences.js";

/** What the core cannot know by itself. */
export interface ReportFacts {
  readonly version: string;
  /** The language of `message` and `what`; both languages are in the report anyway. */
  readonly lang: Lang;
  /** The source line, only where the caller was asked for excerpts. */
  readonly excerpt?: (path: string, line: number) => string | undefined;
  /** Letters and digits of excerpts are masked, and the root loses its folders. */
  readonly redact?: boolean;
}

/** The report of a scan. Order and content depend on the result alone. */
export function reportOf(result: ScanResult, facts: ReportFacts): ScanReport {
  const { rulebook, policy } = result;
  const cited = new Set([
    ...result.exposures.map((e) => e.item),
    ...result.markers.flatMap((m) => m.items.map((i) => i.id)),
    ...result.notLookedFor,
  ]);
  const items = citedItems(rulebook, cited, result.asOf);
  const inForce = new Set(Object.values(result.editions));
  return {
    schema: "borderline.scan/1",
    tool: {
      name: "borderline",
      version: facts.version,
      rulebook: { digest: rulebook.digest, reviewed: rulebook.reviewed, editions: editionDates(result) },
    },
    root: facts.redact === true ? lastFolder(result.root) : result.root,
    asOf: result.asOf,
    home: policy.home,
    regimes: policy.regimes,
    policy: policy.path,
    remotesOf: result.remotesOf,
    history: result.history,
    scanned: result.scanned,
    markers: result.markers.map((marker) => reportMarker(marker, items, policy.regimes, facts)),
    modules: result.modules,
    destinations: result.destinations,
    exposures: result.exposures,
    skipped: result.skipped,
    problems: result.problems.map((problem) => reportProblem(problem, facts.lang)),
    notLookedFor: result.notLookedFor,
    stats: result.stats,
    ignoredShare: result.ignoredShare,
    contact: policy.contact,
    push: policy.push,
    unknownPlaces: policy.unknownPlaces,
    items,
    editions: rulebook.editions.filter((e) => inForce.has(e.id) || Object.values(items).some((item) => item.edition === e.id)),
    procedures: citedProcedures(rulebook, result.exposures),
    rules: citedRules(
      rulebook,
      result.markers.map((m) => m.rule),
    ),
    judgement: citedRows(
      rulebook,
      result.exposures.map((e) => e.decidedBy),
    ),
    approvals: policy.approvals,
  };
}

/** The contract names an edition by the day from which it holds. */
function editionDates(result: ScanResult): ScanReport["tool"]["rulebook"]["editions"] {
  const dates = new Map(result.rulebook.editions.map((e) => [e.id, e.from]));
  return Object.fromEntries(Object.entries(result.editions).map(([regime, id]) => [regime, dates.get(id) ?? id]));
}

function reportMarker(
  marker: Marker,
  items: Readonly<Record<string, ReportItem>>,
  regimes: readonly Regime[],
  facts: ReportFacts,
): ReportMarker {
  const text = markerSentence(marker, items, regimes);
  return { ...marker, evidence: marker.evidence.map((e) => reportEvidence(marker, e, facts)), message: say(text, facts.lang), text };
}

function reportEvidence(marker: Marker, e: Evidence, facts: ReportFacts): ReportEvidence {
  const { signal, id, what, line, column, weight } = e;
  const source = facts.excerpt?.(marker.path, line);
  const excerpt = source === undefined ? {} : { excerpt: facts.redact === true ? masked(short(source)) : short(source) };
  return { signal, id, what: say(what, facts.lang), text: what, line, column, weight, ...excerpt };
}

/** At most 160 characters of a line: a report must not become a copy of the technology. */
function short(line: string): string {
  const text = line.trim();
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

function masked(text: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, "·");
}

function reportProblem(problem: Problem, lang: Lang): ReportProblem {
  const { code, severity, path, line, column, message } = problem;
  return { code, severity, path, line, column, message: say(message, lang), text: message };
}
