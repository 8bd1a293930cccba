/** A push as a scan result: its markers against the one way out that it goes by. */
import type { Destination } from "../destinations/destination.js";
import { applyBaseline, type Baseline } from "../exposures/baseline.js";
import type { ExposureState } from "../exposures/exposure.js";
import { exposuresOf } from "../exposures/exposures-of.js";
import { matcher } from "../exposures/globs.js";
import type { Policy } from "../exposures/policy.js";
import type { TerritoryOfForward } from "../exposures/territory.js";
import { shownFrom, type Marker, type Skipped } from "../markers/marker.js";
import { groupModules } from "../markers/modules.js";
import type { Problem } from "../problem.js";
import { ageProblem, editionDays, itemsNotLookedFor } from "../rulebook/catalogue.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import type { Scanned, ScanResult } from "../scan-result.js";

/** What was found in a push, and by what it is judged. */
export interface PushInput {
  readonly rulebook: Rulebook;
  readonly root: string;
  readonly scanned: Scanned;
  readonly asOf: string;
  readonly policy: Policy;
  readonly baseline: Baseline | null;
  readonly markers: readonly Marker[];
  /** Ids of the markers that the other side does not have yet. */
  readonly fresh: ReadonlySet<string>;
  /** One state for all, where no push tells them apart. */
  readonly state?: ExposureState;
  readonly destinations: readonly Destination[];
  readonly forward: TerritoryOfForward;
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  readonly stats: ScanResult["stats"];
}

/** Judges what a push would send. */
export function judgePush(input: PushInput): ScanResult {
  const { rulebook, policy, asOf } = input;
  const off = new Set(policy.rules.off);
  const ignored = matcher(policy.ignore, false);
  const counting = input.markers.filter((marker) => !off.has(marker.rule) && !(policy.ignore.length > 0 && ignored(marker.path)));
  const { modules, markers } = groupModules(applyBaseline(counting, input.baseline));
  const shown = markers.filter((marker) => marker.confidence >= shownFrom);
  const old = ageProblem(rulebook.reviewed, asOf);
  return {
    rulebook,
    root: input.root,
    asOf,
    editions: editionDays(rulebook, asOf),
    policy,
    remotesOf: "this clone only",
    history: true,
    scanned: input.scanned,
    markers,
    modules,
    destinations: input.destinations,
    exposures: exposuresOf(rulebook, policy, asOf, shown, input.destinations, {
      stateOf: (marker) => input.state ?? (input.fresh.has(marker.id) ? "would-leave" : "already-there"),
      forward: input.forward,
      baseline: input.baseline,
    }),
    skipped: input.skipped,
    problems: [...input.problems, ...(old ? [old] : [])],
    notLookedFor: itemsNotLookedFor(rulebook, asOf, policy.regimes, policy.rules.off),
    stats: input.stats,
    ignoredShare: 0,
  };
}
