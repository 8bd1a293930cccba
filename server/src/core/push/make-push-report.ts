/** From a judged push to the value that its text, its JSON and its record are made of. */
import type { ScanReport } from "../reports/report.js";
import { idOf } from "../markers/identity.js";
import type { PushReport } from "./push-report.js";
import { counted } from "./verdict.js";

/** What only a push knows. */
export type PushFacts = Pick<
  PushReport,
  "verdict" | "mayGo" | "refs" | "known" | "maySplit" | "undecided" | "policyChanged" | "acknowledged" | "hypothetical"
> & {
  readonly blobs: number;
  readonly bytes: number;
  /** Marker → commit that brings its blob. */
  readonly commits: Readonly<Record<string, string>>;
};

/** The report of a push. */
export function pushReportOf(scan: ScanReport, facts: PushFacts): PushReport {
  const { blobs, bytes, commits, ...rest } = facts;
  const fresh = new Set(scan.exposures.filter((exposure) => exposure.state === "would-leave").map((exposure) => exposure.marker));
  return {
    ...scan,
    schema: "borderline.push/1",
    ...rest,
    digest: verdictDigest(scan, rest.refs),
    new: { markers: scan.markers.filter((marker) => fresh.has(marker.id)).map((marker) => marker.id), blobs, bytes, commits },
  };
}

/** Sixteen digits that change with what is pushed, where it goes, what was found and by which rules. */
export function verdictDigest(scan: Pick<ScanReport, "exposures" | "destinations" | "tool">, refs: PushReport["refs"]): string {
  const open = counted(scan.exposures).map((exposure) => exposure.id);
  const sent = refs.map((ref) => `${ref.localOid ?? ""} ${ref.remoteRef}`);
  return idOf(scan.tool.rulebook.digest, ...scan.destinations.map((each) => each.id), ...sent.sort(), ...open).slice(0, 16);
}
