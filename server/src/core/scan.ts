/** The whole pipeline on one screen: summaries of files → markers; deploy files and remotes → destinations; both → exposures. */
import { readDestinations, type PlaceFound } from "./destinations/read-destinations.js";
import type { Destination } from "./destinations/destination.js";
import type { Policy } from "./exposures/policy.js";
import type { FileSummary, Skipped } from "./markers/marker.js";
import { groupModules } from "./markers/modules.js";
import { noPackages } from "./markers/origin.js";
import { treeMarkers } from "./markers/tree-context.js";
import type { Problem } from "./problem.js";
import type { CompiledRules } from "./rulebook/compile-rules.js";
import type { Rulebook } from "./rulebook/rulebook.js";
import type { ScanResult } from "./scan-result.js";

/** Everything that the outside world knows about a tree, as values. */
export interface ScanInput {
  readonly rulebook: Rulebook;
  readonly compiled: CompiledRules;
  readonly root: string;
  readonly asOf: string;
  readonly policy: Policy;
  readonly summaries: readonly FileSummary[];
  /** What the host could not or should not read. */
  readonly skipped: readonly Skipped[];
  readonly paths: readonly string[];
  readonly deployFiles: ReadonlyMap<string, string>;
  readonly place: PlaceFound;
  /** Destinations that git's own configuration names. */
  readonly remotes: readonly Destination[];
  readonly problems: readonly Problem[];
  readonly ignoredShare: number;
  readonly stats: ScanResult["stats"];
}

/** Scans a tree that the host has read. */
export function scan(input: ScanInput): ScanResult {
  const found = treeMarkers({ compiled: input.compiled, summaries: input.summaries, paths: input.paths, packages: noPackages });
  const { modules, markers } = groupModules(found);
  const deploy = readDestinations(input.deployFiles, input.place);
  const destinations = [...input.remotes, ...deploy.destinations];
  return {
    rulebook: input.rulebook,
    root: input.root,
    asOf: input.asOf,
    editions: {},
    policy: input.policy,
    remotesOf: "this clone only",
    history: false,
    markers,
    modules,
    destinations,
    exposures: [],
    skipped: [...input.skipped, ...input.summaries.flatMap((summary) => summary.skipped)].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    ),
    problems: [...input.problems, ...deploy.problems],
    notLookedFor: [],
    stats: input.stats,
    ignoredShare: input.ignoredShare,
  };
}
