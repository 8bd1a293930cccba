/** The decision file: what was asked, what was found, what the law said that day, what was not checked. One JSON line for each verdict given. */
import { recordedMarker } from "../reports/scan-record.js";
import type { PushReport } from "./push-report.js";

/** What only the caller knows of the moment of a verdict. */
export interface RecordFacts {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The commits that the push would have brought, oldest first, at most the first 10,000; `commitCount` counts them all. */
  readonly commits: readonly string[];
  readonly commitCount: number;
  /** sha256 over the sorted names of all new blobs, one a line. */
  readonly blobsDigest: string;
  /** Marker → blob. */
  readonly blobs: Readonly<Record<string, string>>;
  /** Digest of the line before; null in a new file. */
  readonly previous: string | null;
}

/** A record without its own digest, which the caller puts last. The verdict was given; whether anything was sent, nobody here knows. */
export function recordOf(report: PushReport, facts: RecordFacts) {
  const { tool, asOf, home, regimes, policy, refs, verdict, mayGo, digest, known, policyChanged, acknowledged, hypothetical } = report;
  return {
    schema: "borderline.record/1",
    at: facts.at,
    what: "verdict given",
    verdict,
    mayGo,
    verdictDigest: digest,
    hypothetical,
    tool,
    asOf,
    home,
    regimes,
    root: report.root,
    remotesOf: report.remotesOf,
    history: report.history,
    scanned: report.scanned,
    stats: report.stats,
    policy: { path: policy, push: report.push, changedByThePush: policyChanged },
    contact: report.contact,
    refs,
    known,
    commits: facts.commits,
    commitCount: facts.commitCount,
    newBlobs: { count: report.new.blobs, bytes: report.new.bytes, digest: facts.blobsDigest },
    destinations: report.destinations,
    markers: report.markers.map((marker) => recordedMarker(marker, facts.blobs[marker.id] ?? null, report.new.commits[marker.id] ?? null)),
    exposures: report.exposures,
    law: { items: report.items, editions: report.editions, procedures: report.procedures, judgement: report.judgement },
    rules: report.rules,
    approvals: report.approvals.filter((approval) => report.exposures.some((exposure) => exposure.approval?.id === approval.id)),
    notChecked: { undecided: report.undecided, skipped: report.skipped, problems: report.problems, notLookedFor: report.notLookedFor },
    acknowledged,
    previous: facts.previous,
  } as const;
}
