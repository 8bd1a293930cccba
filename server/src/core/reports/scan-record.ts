/** A recorded scan (`scan --record FILE`): the line of a decision file for a tree, without a verdict, because nothing was about to leave. */
import type { ReportMarker, ScanReport } from "./report.js";

/** A marker as decision files keep it: what and where, the reasons in words, no source text. `blob` and `commit` where git knows them. */
export function recordedMarker(marker: ReportMarker, blob: string | null, commit: string | null) {
  return {
    id: marker.id,
    fingerprint: marker.fingerprint,
    rule: marker.rule,
    family: marker.family,
    role: marker.role,
    path: marker.path,
    line: marker.range.line,
    blob,
    commit,
    confidence: marker.confidence,
    items: marker.items,
    measures: marker.measures,
    origin: marker.origin,
    because: marker.evidence.map(({ signal, id, line, text }) => ({ signal, id, line, what: text })),
    suppressed: marker.suppressed,
    baselined: marker.baselined,
    text: marker.text,
  };
}

/** The record without its own digest, which the caller puts last. `at` is ISO 8601 in UTC, `previous` the digest of the line before. */
export function scanRecordOf(report: ScanReport, at: string, previous: string | null) {
  const { tool, asOf, home, regimes, policy, push, root, remotesOf, history, scanned, stats } = report;
  return {
    schema: "borderline.record/1",
    at,
    what: history ? "history scanned" : "tree scanned",
    verdict: null,
    tool,
    asOf,
    home,
    regimes,
    root,
    remotesOf,
    history,
    scanned,
    stats,
    policy: { path: policy, push },
    contact: report.contact,
    refs: [],
    commits: [],
    commitCount: 0,
    destinations: report.destinations,
    markers: report.markers.map((marker) => recordedMarker(marker, null, null)),
    modules: report.modules,
    exposures: report.exposures,
    law: { items: report.items, editions: report.editions, procedures: report.procedures, judgement: report.judgement },
    rules: report.rules,
    approvals: report.approvals,
    notChecked: { undecided: [], skipped: report.skipped, problems: report.problems, notLookedFor: report.notLookedFor },
    acknowledged: null,
    previous,
  } as const;
}
