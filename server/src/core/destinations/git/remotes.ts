/** Remotes as git would use them to push: urls, pushurls, rewriting, mirrors, and what branches name. Rules: https://git-scm.com/docs/git-push#_git_urls and git's remote.c */
import type { TrailStep } from "../destination.js";
import { isTrue, type PlacedEntry, trailOf } from "./config.js";

/** One URL that a push may go to, and every line that says so. */
export interface PushUrl {
  /** The remote's name; for a URL that a branch names, the branch's key. */
  readonly remote: string;
  /** After rewriting. */
  readonly url: string;
  readonly mirror: boolean;
  /** The program of `remote.<name>.vcs`, where one stands between. */
  readonly helper: string | null;
  readonly trail: readonly TrailStep[];
}

/** More rewriting rules than anybody has: each is tried on each URL. */
const mostRewrites = 1000;

interface Rewrite {
  readonly from: string;
  readonly to: string;
  readonly entry: PlacedEntry;
}

interface Remote {
  readonly urls: PlacedEntry[];
  readonly pushUrls: PlacedEntry[];
  mirror: PlacedEntry | null;
  helper: string | null;
}

/** Every URL that pushes of this configuration can go to, in the order of the files. */
export function pushUrls(entries: readonly PlacedEntry[]): readonly PushUrl[] {
  const rewrites = rewritesOf(entries, "insteadof");
  const pushRewrites = rewritesOf(entries, "pushinsteadof");
  const remotes = remotesOf(entries);
  const found = [...remotes].flatMap(([name, remote]) => urlsOf(name, remote, rewrites, pushRewrites));
  return [...found, ...ofBranches(entries, remotes, rewrites, pushRewrites)];
}

/** The URL that a name or URL on a push's command line means after rewriting; for relative submodules. */
export function rewritten(url: string, entries: readonly PlacedEntry[]): string {
  return rewrite(url, rewritesOf(entries, "insteadof")).url;
}

function remotesOf(entries: readonly PlacedEntry[]): Map<string, Remote> {
  const remotes = new Map<string, Remote>();
  for (const entry of entries) {
    if (entry.section !== "remote" || entry.subsection === null) continue;
    const remote = remotes.get(entry.subsection) ?? { urls: [], pushUrls: [], mirror: null, helper: null };
    remotes.set(entry.subsection, remote);
    if (entry.name === "url") append(remote.urls, entry);
    if (entry.name === "pushurl") append(remote.pushUrls, entry);
    if (entry.name === "mirror") remote.mirror = isTrue(entry.value) || /^(?:push|fetch)$/i.test(entry.value) ? entry : null;
    if (entry.name === "vcs") remote.helper = entry.value;
  }
  return remotes;
}

/** An empty value clears the list (git 2.46). */
function append(list: PlacedEntry[], entry: PlacedEntry): void {
  if (entry.value === "") list.length = 0;
  else list.push(entry);
}

/** Explicit pushurls win; else the urls that `pushInsteadOf` rewrites, if there are any; else all urls. A remote without urls is its own name, as for git. */
function urlsOf(name: string, remote: Remote, rewrites: readonly Rewrite[], pushRewrites: readonly Rewrite[]): PushUrl[] {
  const common = { remote: name, mirror: remote.mirror !== null, helper: remote.helper };
  const mirror = remote.mirror === null ? [] : trailOf(remote.mirror, "remote.mirror");
  const through = (entry: PlacedEntry, what: string, by: readonly Rewrite[], key: string): PushUrl => {
    const { url, used } = rewrite(entry.value, by);
    return { ...common, url, trail: [...trailOf(entry, what), ...(used ? trailOf(used.entry, key) : []), ...mirror] };
  };
  if (remote.pushUrls.length > 0) return remote.pushUrls.map((entry) => through(entry, "remote.pushurl", rewrites, "url.insteadOf"));
  const aliased = remote.urls.filter((entry) => rewrite(entry.value, pushRewrites).used !== null);
  if (aliased.length > 0) return aliased.map((entry) => through(entry, "remote.url", pushRewrites, "url.pushInsteadOf"));
  return remote.urls.map((entry) => through(entry, "remote.url", rewrites, "url.insteadOf"));
}

/** `branch.*.pushRemote`, `branch.*.remote` and `remote.pushDefault` may hold URLs instead of names. */
function ofBranches(
  entries: readonly PlacedEntry[],
  remotes: ReadonlyMap<string, Remote>,
  rewrites: readonly Rewrite[],
  pushRewrites: readonly Rewrite[],
): PushUrl[] {
  return entries.flatMap((entry) => {
    const ofBranch = entry.section === "branch" && entry.subsection !== null && (entry.name === "pushremote" || entry.name === "remote");
    const ofAll = entry.section === "remote" && entry.subsection === null && entry.name === "pushdefault";
    if (!(ofBranch || ofAll) || entry.value === "." || entry.value === "" || remotes.has(entry.value)) return [];
    const what = ofAll ? "remote.pushDefault" : entry.name === "remote" ? "branch.remote" : "branch.pushRemote";
    const first = rewrite(entry.value, pushRewrites);
    const { url, used } = first.used ? first : rewrite(entry.value, rewrites);
    const key = first.used ? "url.pushInsteadOf" : "url.insteadOf";
    return [
      { remote: what, url, mirror: false, helper: null, trail: [...trailOf(entry, what), ...(used ? trailOf(used.entry, key) : [])] },
    ];
  });
}

function rewritesOf(entries: readonly PlacedEntry[], name: "insteadof" | "pushinsteadof"): readonly Rewrite[] {
  const found = entries.flatMap((entry) =>
    entry.section === "url" && entry.subsection !== null && entry.name === name && entry.value !== ""
      ? [{ from: entry.value, to: entry.subsection, entry }]
      : [],
  );
  // git keeps the rules by the base that they rewrite to, in the order in which the bases first appear.
  const bases = new Map<string, Rewrite[]>();
  for (const each of found.slice(0, mostRewrites)) bases.set(each.to, [...(bases.get(each.to) ?? []), each]);
  return [...bases.values()].flat();
}

/** The longest matching prefix is replaced; of equal ones the first. */
function rewrite(url: string, rewrites: readonly Rewrite[]): { url: string; used: Rewrite | null } {
  let used: Rewrite | null = null;
  for (const each of rewrites) if (url.startsWith(each.from) && each.from.length > (used?.from.length ?? 0)) used = each;
  return used === null ? { url, used } : { url: used.to + url.slice(used.from.length), used };
}
