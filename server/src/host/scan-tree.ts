/** Reads a tree from disk and hands it to the core: the one way in which command line, server and hook scan a work tree. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { placeRemotes } from "../core/destinations/git/place-remotes.js";
import { forwardIn, placeIn } from "../core/destinations/place-of.js";
import { destinationsStepwise, type Texts } from "../core/destinations/read-destinations.js";
import { noPackages } from "../core/markers/origin.js";
import { raisedByTree } from "../core/markers/tree-context.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { scan, type ScanInput } from "../core/scan.js";
import type { ScanResult } from "../core/scan-result.js";
import type { Baseline } from "../core/exposures/baseline.js";
import { matcher } from "../core/exposures/globs.js";
import type { Policy } from "../core/exposures/policy.js";
import { isOwnOutput, mayBeOwnOutput } from "../core/own-output.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import { readBounded, readText } from "./bounded-file.js";
import { cacheIdentity, openCache, type Cache } from "./cache.js";
import { readAlreadyThere, stateFrom } from "./already-there.js";
import { readGitRemotes } from "./git-remotes.js";
import { findRepository } from "./git-repository.js";
import { compileBuilt } from "./load-rulebook.js";
import { listIgnored } from "./ignored.js";
import { unlooked } from "./nothing-read.js";
import { objectNames } from "./object-names.js";
import { cacheFolderOutside } from "./own-folder.js";
import { gazetteer } from "./places-file.js";
import { readScanned } from "./scanned.js";
import { withWorkers, type EarlyWorker } from "./threads.js";
import { examineTree, type TreeRequest } from "./examine-tree.js";

/** The tree to scan, and by what. */
export interface ScanRequest {
  readonly root: string;
  readonly rulebook: Rulebook;
  readonly policy: Policy;
  /** Files and folders below the root that alone are read; empty or absent: all. */
  readonly only?: readonly string[];
  readonly asOf: string;
  /** What was known at adoption; null and absent: there is no baseline. */
  readonly baseline?: Baseline | null;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder of the built program; worker.js lies there. null: no worker threads. */
  readonly home: string | null;
  /** Threads; as many as the machine has, at most eight, where it is not given. */
  readonly jobs?: number;
  /** A thread that is there already. */
  readonly early?: EarlyWorker;
  /** Whether files that have not changed since an earlier scan are read again. */
  readonly noCache?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, met: number) => void;
}

/** A scan and what it was made of: who keeps the latter can judge the same tree again under other decisions, or with one file changed. */
export interface KeptScan {
  readonly input: ScanInput;
  readonly result: ScanResult;
  /** Text of the deploy, CI and IaC files by path. */
  readonly deployFiles: ReadonlyMap<string, string>;
}

/** Scans the work tree or folder at `root`. */
export async function scanTree(request: ScanRequest): Promise<ScanResult> {
  return scan((await readTree(request, false)).input);
}

/** Scans a tree and keeps what was read of it. */
export async function scanKept(request: ScanRequest): Promise<KeptScan> {
  const { input, deployFiles } = await readTree(request, true);
  const texts = Array.from(deployFiles.keys(), (path) => [path, deployFiles.get(path) ?? ""] as const);
  return { input, result: scan(input), deployFiles: new Map(texts) };
}

/** What was read, and the texts of deploy files. */
interface Read {
  readonly input: ScanInput;
  readonly deployFiles: Texts;
}

/** Everything that a scan is made of. */
async function readTree(request: ScanRequest, wantsTexts: boolean): Promise<Read> {
  const built = request.home === null ? null : join(request.home, "worker.js");
  const script = built !== null && existsSync(built) ? built : null;
  const jobs = request.jobs ?? Math.min(8, availableParallelism());
  return withWorkers(jobs, script, (workers) => readTreeWith(workers, script, request, wantsTexts), request.early);
}

async function readTreeWith(
  workers: TreeRequest["workers"],
  script: string | null,
  request: ScanRequest,
  wantsTexts: boolean,
): Promise<Read> {
  const { root, rulebook, policy, asOf, home } = request;
  const began = performance.now();
  const compiled = compileBuilt(rulebook, home, request.environment);
  const ignored = await listIgnored(root, request.environment);
  const place = placeIn(gazetteer(rulebook, home), policy.places);
  const tree = await examineTree({
    root,
    cache: request.noCache === true || script === null ? null : openOwnCache(request, script),
    compiled,
    inlineSuppressions: policy.inlineSuppressions,
    walk: { ignoredIn: (folder) => ignored.byFolder.get(folder) ?? null, excluded: excludedBy(policy, request.only ?? []) },
    workers,
    raised: (tree, putOff) => raisedByTree({ compiled, packages: noPackages, ...tree }, putOff),
    meanwhile: (deployFiles) => destinationsStepwise(deployFiles, place),
    wantsTexts,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
  });
  const own = ownOutputs(root, tree.summaries);
  const summaries = own.size === 0 ? tree.summaries : tree.summaries.filter(({ path }) => !own.has(path));
  const git = readGitRemotes(root, request.environment);
  const remotes = placeRemotes(git.found, place);
  const speaking = summaries.filter((summary) => summary.rules.length > 0).map((summary) => summary.path);
  const repository = findRepository(root);
  const names = repository === null ? () => null : objectNames(repository, root);
  const [there, scanned] = await Promise.all([
    readAlreadyThere(root, request.environment, speaking, remotes, names),
    readScanned(root, request.environment, speaking, names),
  ]);
  const input: ScanInput = {
    rulebook,
    compiled,
    root,
    scanned,
    asOf,
    policy,
    summaries,
    skipped: [...tree.skipped, ...[...own].map((path): Skipped => ({ path, reason: "generated", gap: false }))],
    files: tree.files,
    deploy: tree.deploy,
    exposure: {
      stateOf: (marker, destination) => stateFrom(there.presenceOf(marker.path, destination)),
      forward: forwardIn(place),
      baseline: request.baseline ?? null,
    },
    remotes,
    problems: [
      ...unlooked({ root, only: request.only ?? [], files: tree.files.all, skipped: tree.skipped }),
      ...ignored.problems,
      ...git.problems,
      ...there.problems,
    ],
    part: (request.only ?? []).length > 0,
    // Of a part, what lies beside it was not hidden by anybody.
    ignoredShare: (request.only ?? []).length > 0 ? 0 : tree.ignored / Math.max(1, tree.ignored + tree.files.all),
    stats: {
      files: tree.files.all,
      bytes: tree.bytes,
      candidates: tree.candidates,
      cached: tree.cached,
      milliseconds: Math.round(performance.now() - began),
    },
  };
  return { input, deployFiles: tree.deployFiles };
}

/** Files with evidence that Borderline itself wrote. */
function ownOutputs(root: string, summaries: readonly FileSummary[]): ReadonlySet<string> {
  const maybe = summaries.filter(({ path, rules }) => rules.length > 0 && mayBeOwnOutput(path));
  return new Set(maybe.flatMap(({ path }) => (isOwnOutput(readText(join(root, path), 64 << 20) ?? "") ? [path] : [])));
}

/** The cache for this tree, this built code, these rules. */
function openOwnCache({ root, environment, rulebook, policy }: ScanRequest, script: string): Cache | null {
  const folder = cacheFolderOutside(environment, [root]);
  // What reads deploy files is not in the workers' code.
  const parts = ["worker-thread.js", "commands.js"].map((part) => join(dirname(script), part));
  const code = folder === null ? [] : parts.map((file) => readBounded(file, 64 << 20));
  const bytes = code.flatMap((one) => (one.ok ? [one.bytes] : []));
  if (folder === null || bytes.length === 0) return null;
  // The digest names the rulebook as it was built; who looks for ways out alone takes its rules away.
  const rules = rulebook.rules.map((rule) => rule.id);
  return openCache(
    folder,
    resolve(root),
    cacheIdentity(bytes, rulebook.digest, [policy.inlineSuppressions, policy.rules, policy.places, rules]),
  );
}

/** What is left out, as a question about a path: what the policy's `ignore:` names, and what `only` does not. Folders are asked with a slash at the end; a folder is left out only where all of it is. */
export function excludedBy({ ignore, base }: Pick<Policy, "ignore" | "base">, only: readonly string[]): (path: string) => boolean {
  const ignored = matcher(ignore, false);
  // A pattern that takes all below a folder, or a plain name, takes the folder itself.
  const whole = ignore.filter((glob) => /(^|\/)(\*\*(\/\*)?)?$/.test(glob) || !/[*?[\]{}()!+@\\]/.test(glob));
  const folders = matcher(
    whole.map((glob) => glob.replace(/\/(\*\*(\/\*)?)?$/, "")),
    false,
  );
  const outside = (path: string): boolean =>
    only.length > 0 &&
    !only.some((asked) => path === asked || path.startsWith(`${asked}/`) || (path.endsWith("/") && asked.startsWith(path)));
  return (path) => outside(path) || (ignore.length > 0 && (path.endsWith("/") ? folders(base + path.slice(0, -1)) : ignored(base + path)));
}
