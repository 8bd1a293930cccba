/** What a remote already has, as far as this clone knows: the tips that its tracking refs name, with the day on which they were last heard of. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Destination } from "../core/destinations/destination.js";
import type { ExposureState } from "../core/exposures/exposure.js";
import type { Problem } from "../core/problem.js";
import { readText } from "./bounded-file.js";
import { type Git, openGit, runGit } from "./git.js";
import { findRepository } from "./git-repository.js";
import { type ObjectNames, objectNames, prefixOf } from "./object-names.js";

/** One tracking ref. */
export interface TrackingRef {
  readonly name: string;
  readonly oid: string;
  /** YYYY-MM-DD on which it was last moved by a fetch or a push of this clone; null where nothing tells. */
  readonly since: string | null;
}

/** What is known of one file at one remote: the same contents, other contents (an update would continue what is there), or nothing. */
export type Presence = "same" | "changed" | "absent" | "unknown";

/** What git's remotes were last seen to have of some files. */
export interface AlreadyThere {
  /** A path is relative to the scanned root; a destination is one that `readGitRemotes` gave. */
  readonly presenceOf: (path: string, destination: Destination) => Presence;
  /** By name of the remote: the day since which its tips are known. */
  readonly since: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Tips per remote that are asked about, latest first. */
const mostTips = 16;

/** The state of an exposure, from what is known of its file. */
export function stateFrom(presence: Presence): ExposureState {
  return presence === "same" ? "already-there" : presence === "unknown" ? "unknown" : "would-leave";
}

/** Asks about some files at all remotes of the repository that `root` belongs to. Nothing is known of other ways out. `named`: for who has the names already. */
export async function readAlreadyThere(
  root: string,
  environment: NodeJS.ProcessEnv,
  paths: readonly string[],
  destinations: readonly Destination[],
  named?: ObjectNames,
): Promise<AlreadyThere> {
  const nothing: AlreadyThere = { presenceOf: () => "unknown", since: new Map(), problems: [] };
  const repository = findRepository(root);
  const remotes = remotesToAsk(destinations);
  if (repository === null || remotes.size === 0 || paths.length === 0 || !mayHaveTips(repository.commonDir)) return nothing;
  const { git, problems } = await openGit(repository, environment);
  if (git === null) return { ...nothing, problems };
  const since = new Map<string, string>();
  const known = new Map<string, Map<string, Presence>>();
  const own = named ?? objectNames(repository, root);
  for (const remote of remotes) {
    const tips = await readTrackingRefs(git, remote);
    const [first] = tips
      .map((tip) => tip.since)
      .filter((day) => day !== null)
      .sort()
      .reverse();
    if (first !== undefined) since.set(remote, first);
    if (tips.length > 0) known.set(remote, await presences(git, tips, paths, own));
  }
  const presenceOf = (path: string, destination: Destination): Presence =>
    isRemote(destination) ? (known.get(destination.name)?.get(path) ?? "unknown") : "unknown";
  return { presenceOf, since, problems: [] };
}

/** Whether any tracking ref can be there; where none can, git need not be started to hear so. */
function mayHaveTips(commonDir: string): boolean {
  if (existsSync(join(commonDir, "refs", "remotes")) || existsSync(join(commonDir, "reftable"))) return true;
  const packed = readText(join(commonDir, "packed-refs"), 64 << 20);
  return packed === null ? existsSync(join(commonDir, "packed-refs")) : packed.includes(" refs/remotes/");
}

function isRemote(destination: Destination): boolean {
  return (destination.kind === "git-remote" || destination.kind === "git-mirror") && destination.scope.includes("**");
}

/** Remotes with one push URL: of several, tracking refs do not say which of them was reached. */
function remotesToAsk(destinations: readonly Destination[]): Set<string> {
  const count = new Map<string, number>();
  for (const destination of destinations.filter(isRemote)) count.set(destination.name, (count.get(destination.name) ?? 0) + 1);
  return new Set([...count].filter(([, urls]) => urls === 1).map(([name]) => name));
}

/** The tracking refs of a remote, latest first, at most sixteen. A name that git would take as a pattern has none. */
export async function readTrackingRefs(git: Git, remote: string): Promise<readonly TrackingRef[]> {
  if (!/^[\w@+][\w./@+-]*$/.test(remote)) return [];
  const answer = await runGit(git, [
    "for-each-ref",
    `--count=${mostTips}`,
    "--sort=-committerdate",
    "--format=%(objectname) %(refname)",
    `refs/remotes/${remote}/`,
  ]);
  if (answer.why !== null) return [];
  return answer.stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [oid = "", name = ""] = line.split(" ", 2);
      return { oid, name, since: lastMoved(git, name) };
    });
}

/** The day of the last line of a ref's log. */
function lastMoved(git: Git, ref: string): string | null {
  const log = readText(join(git.repository.commonDir, "logs", ref), 16 << 20);
  const seconds = log === null ? undefined : /> (\d{1,12}) [+-]\d{4}(?:\t[^\n]*)?\n?$/.exec(log.slice(-4096))?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
}

/** Each path at each tip in one `cat-file --batch-check`; the best answer counts. */
async function presences(
  git: Git,
  tips: readonly TrackingRef[],
  paths: readonly string[],
  own: ObjectNames,
): Promise<Map<string, Presence>> {
  const asked = paths.filter((path) => own(path) !== null && !path.includes("\n"));
  const prefix = prefixOf(git.repository);
  const input = asked.flatMap((path) => tips.map((tip) => `${tip.oid}:${prefix}${path}\n`)).join("");
  const answer = await runGit(git, ["cat-file", "--batch-check"], { input, time: 60_000 });
  const lines = answer.stdout.toString("utf8").split("\n");
  const found = new Map<string, Presence>();
  if (answer.why !== null || lines.length <= asked.length * tips.length - 1) return found;
  asked.forEach((path, index) => {
    const oids = lines
      .slice(index * tips.length, (index + 1) * tips.length)
      .flatMap((line) => /^([0-9a-f]{40,64}) blob /.exec(line)?.[1] ?? []);
    found.set(path, oids.includes(own(path) ?? "") ? "same" : oids.length > 0 ? "changed" : "absent");
  });
  return found;
}
