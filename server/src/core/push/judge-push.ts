/** A push as a scan result: its markers against the one way out that it goes by. */
import type { Destination } from "../destinations/destination.js";
import { alikeProblem } from "../exposures/alike-problem.js";
import { applyBaseline, type Baseline } from "../exposures/baseline.js";
import type { ExposureState } from "../exposures/exposure.js";
import { judgeAll } from "../exposures/exposures-of.js";
import { matcher } from "../exposures/globs.js";
import type { Policy } from "../exposures/policy.js";
import type { TerritoryOfForward } from "../exposures/territory.js";
import { shownFrom, type Marker, type Skipped } from "../markers/marker.js";
import { groupModules } from "../markers/modules.js";
import type { Problem } from "../problem.js";
import { ageProblem, editionDays, itemsNotLookedFor } from "../rulebook/catalogue.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import type { Scanned, ScanResult } from "../scan-result.js";
import { many } from "../text.js";

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
  const hidden =
    policy.ignore.length === 0
      ? []
      : input.markers.filter((marker) => !off.has(marker.rule) && input.fresh.has(marker.id) && ignored(marker.path));
  const counting = input.markers.filter((marker) => !off.has(marker.rule) && !(policy.ignore.length > 0 && ignored(marker.path)));
  const { modules, markers } = groupModules(applyBaseline(counting, input.baseline));
  const shown = markers.filter((marker) => marker.confidence >= shownFrom);
  const { exposures, alike } = judgeAll(rulebook, policy, asOf, shown, input.destinations, {
    stateOf: (marker) => input.state ?? (input.fresh.has(marker.id) ? "would-leave" : "already-there"),
    forward: input.forward,
    baseline: input.baseline,
  });
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
    exposures,
    skipped: [...input.skipped, ...pathsOf(hidden).map((path): Skipped => ({ path, reason: "ignored", gap: false }))],
    problems: [
      ...input.problems,
      ...alikeProblem(alike, input.destinations.length, shown.length),
      ...hiddenBy(hidden),
      ...(old ? [old] : []),
    ],
    notLookedFor: itemsNotLookedFor(rulebook, asOf, policy.regimes, policy.rules.off),
    stats: input.stats,
    ignoredShare: 0,
  };
}

/** What a policy's `ignore:` keeps out of a push, which sends it all the same. */
function hiddenBy(hidden: readonly Marker[]): readonly Problem[] {
  const [first, ...others] = pathsOf(hidden);
  if (first === undefined) return [];
  const message = {
    en: `the policy's ignore: leaves out ${many(others.length + 1, "file")} with markers, which are not judged`,
    zh: `策略的 ignore: 排除了 ${others.length + 1} 个有标记的文件，未作判断`,
  };
  return [{ code: "nothing-read", severity: "warning", path: first, line: null, column: null, message }];
}

function pathsOf(markers: readonly Marker[]): readonly string[] {
  return [...new Set(markers.filter((marker) => marker.confidence >= shownFrom).map((marker) => marker.path))].sort();
}
