/** The whole pipeline on one screen: summaries of files → markers; deploy files and remotes → destinations; both → exposures. */
import type { DestinationsRead } from "./destinations/read-destinations.js";
import type { Destination } from "./destinations/destination.js";
import { alikeProblem } from "./exposures/alike-problem.js";
import { applyBaseline } from "./exposures/baseline.js";
import { decisionProblems } from "./exposures/decision-problems.js";
import { declaredDestinations } from "./exposures/declared.js";
import { judgeAll, type ExposureContext } from "./exposures/exposures-of.js";
import type { Policy } from "./exposures/policy.js";
import { shownFrom, type FileSummary, type Skipped } from "./markers/marker.js";
import type { TreeFiles } from "./markers/tree-files.js";
import { groupModules } from "./markers/modules.js";
import { noPackages } from "./markers/origin.js";
import { suppressionProblems } from "./markers/suppression-problems.js";
import { treeMarkers } from "./markers/tree-context.js";
import type { Problem } from "./problem.js";
import { ageProblem, editionDays, itemsNotLookedFor } from "./rulebook/catalogue.js";
import type { CompiledRules } from "./markers/compile-rules.js";
import type { Rulebook } from "./rulebook/rulebook.js";
import type { Scanned, ScanResult } from "./scan-result.js";

/** Everything that the outside world knows about a tree, as values. */
export interface ScanInput {
  readonly rulebook: Rulebook;
  readonly compiled: CompiledRules;
  readonly root: string;
  readonly scanned: Scanned;
  readonly asOf: string;
  readonly policy: Policy;
  readonly summaries: readonly FileSummary[];
  /** What the host could not or should not read. */
  readonly skipped: readonly Skipped[];
  readonly files: TreeFiles;
  /** What its deploy files say. */
  readonly deploy: DestinationsRead;
  /** What git knows of what is already there, and what the policy's ledger and baseline say. */
  readonly exposure: ExposureContext;
  /** Destinations that git's own configuration names. */
  readonly remotes: readonly Destination[];
  readonly problems: readonly Problem[];
  readonly ignoredShare: number;
  /** Whether only some paths of the root were asked for. */
  readonly part: boolean;
  readonly stats: ScanResult["stats"];
}

/** What files say beyond git's own configuration: a line of `.gitmodules` that git's reading has already is not told twice. */
function beyond(remotes: readonly Destination[], found: readonly Destination[]): readonly Destination[] {
  const told = new Set(
    remotes.filter((each) => each.kind === "submodule").flatMap((each) => each.trail.map((step) => `${step.path}:${step.line}`)),
  );
  return found.filter((each) => each.kind !== "submodule" || !told.has(`${each.path}:${each.line}`));
}

/** Of the files that differ from the commit, those with markers. */
function marked(differing: readonly string[] | null, markers: readonly { readonly path: string }[]): readonly string[] | null {
  const paths = new Set(markers.map((marker) => marker.path));
  return differing?.filter((path) => paths.has(path)) ?? null;
}

/** Scans a tree that the host has read. */
export function scan(input: ScanInput): ScanResult {
  const found = treeMarkers({ compiled: input.compiled, summaries: input.summaries, files: input.files, packages: noPackages });
  const { modules, markers: grouped } = groupModules(found);
  const markers = applyBaseline(grouped, input.exposure.baseline ?? null);
  const { deploy } = input;
  const destinations = [...input.remotes, ...declaredDestinations(input.policy), ...beyond(input.remotes, deploy.destinations)];
  const shown = markers.filter((marker) => marker.confidence >= shownFrom);
  const { exposures, alike } = judgeAll(input.rulebook, input.policy, input.asOf, shown, destinations, input.exposure);
  const whole = !input.part && input.policy.base === "";
  const decided = { markers: shown, destinations, exposures, context: input.exposure, whole };
  const old = ageProblem(input.rulebook.reviewed, input.asOf);
  return {
    rulebook: input.rulebook,
    root: input.root,
    asOf: input.asOf,
    editions: editionDays(input.rulebook, input.asOf),
    policy: input.policy,
    remotesOf: "this clone only",
    history: false,
    scanned: { ...input.scanned, differing: marked(input.scanned.differing, markers) },
    markers,
    modules,
    destinations,
    exposures,
    skipped: [...input.skipped, ...input.summaries.flatMap((summary) => summary.skipped)].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    ),
    problems: [
      ...input.problems,
      ...deploy.problems,
      ...alikeProblem(alike, destinations.length, shown.length),
      ...(input.policy.inlineSuppressions
        ? suppressionProblems(input.summaries, markers, new Set(input.rulebook.rules.map((rule) => rule.id)))
        : []),
      ...decisionProblems(input.rulebook, input.policy, input.asOf, decided),
      ...(old ? [old] : []),
    ],
    notLookedFor: itemsNotLookedFor(input.rulebook, input.asOf, input.policy.regimes, input.policy.rules.off),
    stats: input.stats,
    ignoredShare: input.ignoredShare,
  };
}
