/** One folder as the editor sees it: its policy, its ways out, what the last scan kept of it. Nothing here knows the protocol. */
import { isAbsolute, join, relative, sep } from "node:path";
import type { Destination } from "../core/destinations/destination.js";
import { placeRemotes } from "../core/destinations/git/place-remotes.js";
import { forwardIn, placeIn } from "../core/destinations/place-of.js";
import { readDestinations, type DestinationsRead, type PlaceFound } from "../core/destinations/read-destinations.js";
import { declaredDestinations } from "../core/exposures/declared.js";
import type { TerritoryOfForward } from "../core/exposures/territory.js";
import { createExaminer, type Examiner } from "../core/markers/examine.js";
import { noPackages } from "../core/markers/origin.js";
import { treeContext, type TreeContext } from "../core/markers/tree-context.js";
import type { Problem } from "../core/problem.js";
import type { CompiledRules } from "../core/markers/compile-rules.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { scan } from "../core/scan.js";
import { readFormat } from "../host/batch.js";
import { readDeployFiles } from "../host/deploy-files.js";
import { findRepository, type GitRepository } from "../host/git-repository.js";
import { readGitRemotes } from "../host/git-remotes.js";
import { loadPolicy, type Judgement } from "../host/load-policy.js";
import { compileBuilt } from "../host/load-rulebook.js";
import { gazetteer } from "../host/places-file.js";
import { excludedBy, type KeptScan } from "../host/scan-tree.js";
import { knownStates, type KnownState } from "./known-state.js";

/** What all projects of a server share. */
export interface World {
  /** The folder of the built program. */
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly rulebook: Rulebook;
  /** The file that documents the rules, absolute; null: it is not installed. */
  readonly rulePages: string | null;
  /** YYYY-MM-DD, UTC. */
  readonly today: () => string;
  /** The text of an open document by absolute path; null: it is not open. */
  readonly openText: (path: string) => string | null;
}

/** One folder and what is known of it; it changes as long as the folder is open. */
export interface Project {
  readonly root: string;
  readonly repository: GitRepository | null;
  readonly world: World;
  judgement: Judgement;
  compiled: CompiledRules;
  examiner: Examiner;
  place: PlaceFound;
  forward: TerritoryOfForward;
  remotes: readonly Destination[];
  /** Absolute paths of git's configuration, the user's and what they include among it. */
  gitFiles: readonly string[];
  /** Text of the deploy files; null until they have been looked for. */
  deployFiles: ReadonlyMap<string, string> | null;
  /** What they say. */
  deploy: DestinationsRead;
  /** All ways out, git's own first. */
  destinations: readonly Destination[];
  /** Of policy, ledger, rules, git's configuration and deploy files. */
  problems: readonly Problem[];
  /** The last scan of the whole folder. */
  kept: KeptScan | null;
  context: TreeContext | null;
  readonly known: Map<string, KnownState>;
  /** Grows with everything that changes what a file means. */
  generation: number;
}

/** Opens a folder with what is quick to read: policy and git's configuration. Nothing is run. */
export async function openProject(root: string, world: World, policy: string | null): Promise<Project> {
  const judgement = await judgementOf(root, world, policy);
  const place = placeIn(gazetteer(judgement.rulebook, world.home), judgement.policy.places);
  const compiled = compileBuilt(judgement.rulebook, world.home, world.environment);
  const project: Project = {
    root,
    repository: findRepository(root),
    world,
    judgement,
    compiled,
    examiner: examinerOf(compiled, judgement),
    place,
    forward: forwardIn(place),
    remotes: [],
    gitFiles: [],
    deployFiles: null,
    deploy: { destinations: [], problems: [] },
    destinations: [],
    problems: [],
    kept: null,
    context: null,
    known: new Map(),
    generation: 0,
  };
  refreshDestinations(project);
  return project;
}

function examinerOf(compiled: CompiledRules, { policy }: Judgement): Examiner {
  return createExaminer({ compiled, inlineSuppressions: policy.inlineSuppressions, readFormat });
}

function judgementOf(root: string, world: World, policy: string | null): Promise<Judgement> {
  const { rulebook, environment, openText } = world;
  return loadPolicy({ root, rulebook, environment, named: policy, regimes: null, unsaved: openText });
}

/** Reads policy, ledger, baseline and own rules again. Says whether a scan that was made must be made anew, because the rules are others. */
export async function refreshPolicy(project: Project, policy: string | null): Promise<boolean> {
  const before = project.judgement;
  const next = await judgementOf(project.root, project.world, policy);
  const otherRules = next.rulebook.digest !== before.rulebook.digest || next.policy.inlineSuppressions !== before.policy.inlineSuppressions;
  project.judgement = next;
  if (otherRules) {
    project.compiled = compileBuilt(next.rulebook, project.world.home, project.world.environment);
    project.examiner = examinerOf(project.compiled, next);
    project.context = null;
  }
  project.place = placeIn(gazetteer(next.rulebook, project.world.home), next.policy.places);
  project.forward = forwardIn(project.place);
  refreshDestinations(project);
  return otherRules && project.kept !== null;
}

/** Reads git's configuration again and places everything anew; deploy files are those that were read last. */
export function refreshDestinations(project: Project): void {
  const git = readGitRemotes(project.root, project.world.environment);
  project.remotes = placeRemotes(git.found, project.place);
  project.gitFiles = git.read;
  const deploy = readDestinations(project.deployFiles ?? new Map(), project.place);
  project.deploy = deploy;
  const told = new Set(project.remotes.flatMap((each) => (each.kind === "submodule" ? each.trail.map(stepKey) : [])));
  const beyond = deploy.destinations.filter((each) => each.kind !== "submodule" || !told.has(stepKey(each)));
  project.destinations = [...project.remotes, ...declaredDestinations(project.judgement.policy), ...beyond];
  project.problems = [...project.judgement.problems, ...git.problems, ...deploy.problems];
  project.known.clear();
  rejudge(project);
}

function stepKey(step: { readonly path: string; readonly line: number }): string {
  return `${step.path}:${step.line}`;
}

/** Looks for deploy files in the whole folder. */
export async function findDeployFiles(project: Project, signal: AbortSignal): Promise<void> {
  const { root, world, judgement } = project;
  const files = await readDeployFiles(root, world.environment, excludedBy(judgement.policy, []), signal);
  if (signal.aborted) return;
  project.deployFiles = new Map([...files].map(([path, text]) => [path, world.openText(join(root, path)) ?? text]));
  refreshDestinations(project);
}

/** One deploy file changed: null means that it is gone. */
export function changeDeployFile(project: Project, path: string, text: string | null): void {
  const files = new Map(project.deployFiles ?? []);
  if (text === null) files.delete(path);
  else files.set(path, text);
  project.deployFiles = files;
  refreshDestinations(project);
}

/** Keeps a scan: its summaries are the context of every file from now on. */
export function keepScan(project: Project, kept: KeptScan): void {
  project.kept = kept;
  project.deployFiles = kept.deployFiles;
  const { compiled, summaries, files } = kept.input;
  project.context = treeContext({ compiled, summaries, files, packages: noPackages });
  refreshDestinations(project);
}

/** Judges what the last scan kept again, under the policy and the ways out as they are now. */
function rejudge(project: Project): void {
  project.generation++;
  const { kept, judgement } = project;
  if (kept === null || project.deployFiles === null) return;
  const input = {
    ...kept.input,
    asOf: project.world.today(),
    rulebook: judgement.rulebook,
    policy: judgement.policy,
    deploy: project.deploy,
    remotes: project.remotes,
    exposure: { ...kept.input.exposure, forward: project.forward, baseline: judgement.baseline },
    problems: kept.input.problems,
  };
  project.kept = { ...kept, input, result: scan(input) };
}

/** POSIX path of an absolute one inside the folder; null outside. */
export function pathIn(project: Project, absolute: string): string | null {
  const inside = relative(project.root, absolute);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? null : inside.split(sep).join("/");
}

/** The absolute path of one that a report or a trail shows; null where none can be opened. */
export function absoluteOf(project: Project, shown: string): string | null {
  if (shown.startsWith("~/")) {
    const home = project.world.environment["HOME"];
    return home === undefined ? null : join(home, shown.slice(2));
  }
  return isAbsolute(shown) ? shown : join(project.root, shown);
}

/** What remotes have of a file, as far as it has been asked. */
export async function askKnown(project: Project, path: string): Promise<void> {
  if (project.known.has(path)) return;
  const generation = project.generation;
  const state = await knownStates(project.root, project.world.environment, path, project.remotes);
  if (project.generation === generation) project.known.set(path, state);
}
