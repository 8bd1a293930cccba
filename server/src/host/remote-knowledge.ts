/** What this clone may take for granted of the other side of a push: tracking refs, and only where they can speak for exactly this URL. */
import { pushUrls, rewritten } from "../core/destinations/git/remotes.js";
import { parseGitUrl } from "../core/destinations/git/url.js";
import { readTrackingRefs } from "./already-there.js";
import { type Git, runGit } from "./git.js";
import { readGitConfiguration } from "./git-config.js";

/** What this clone knows of what the other side has. */
export interface RemoteKnowledge {
  /** Tips that the other side was last seen to have. */
  readonly oids: readonly string[];
  /** YYYY-MM-DD of the latest of them, where that is known. */
  readonly since: string | null;
  /** The configured remote that the knowledge comes from; null: none speaks for this URL. */
  readonly remote: string | null;
}

const nothing: RemoteKnowledge = { oids: [], since: null, remote: null };

/**
 * The tips of the remote that a push goes to. A push to a bare URL may be to a configured remote all the same.
 * With several push URLs, or one that is another place than is fetched from, tracking refs say nothing: after the first URL they already hold what the second lacks.
 */
export async function knowledgeOf(git: Git, name: string, url: string, environment: NodeJS.ProcessEnv): Promise<RemoteKnowledge> {
  const { entries } = readGitConfiguration(git.repository, environment);
  const byRemote = new Map<string, string[]>();
  for (const push of pushUrls(entries)) byRemote.set(push.remote, [...(byRemote.get(push.remote) ?? []), push.url]);
  const fits = (remote: string): boolean => {
    const urls = byRemote.get(remote) ?? [];
    const fetched = entries.filter((e) => e.section === "remote" && e.subsection === remote && e.name === "url").map((e) => e.value);
    const fetchedFrom = rewritten(fetched[0] ?? "", entries);
    return urls.length === 1 && urls[0] === url && fetched.length === 1 && (fetchedFrom === url || samePlace(fetchedFrom, url));
  };
  const remote = byRemote.has(name) ? (fits(name) ? name : undefined) : [...byRemote.keys()].find(fits);
  if (remote === undefined) return nothing;
  const refs = await readTrackingRefs(git, remote);
  const since =
    refs
      .flatMap((ref) => ref.since ?? [])
      .sort()
      .at(-1) ?? null;
  return { oids: [...new Set(await allTips(git, remote))], since, remote };
}

/** Two URLs of one repository on one host, whatever the protocol and user. */
function samePlace(one: string, other: string): boolean {
  const [a, b] = [parseGitUrl(one), parseGitUrl(other)];
  const path = (text: string): string => text.replace(/^\/+/, "").replace(/(?:\.git)?\/*$/, "");
  return a.host !== null && a.host.toLowerCase() === b.host?.toLowerCase() && path(a.path) === path(b.path);
}

async function allTips(git: Git, remote: string): Promise<string[]> {
  if (!/^[\w@+][\w./@+-]*$/.test(remote)) return [];
  const answer = await runGit(git, ["for-each-ref", "--format=%(objectname)", `refs/remotes/${remote}/`], { time: 60_000 });
  return answer.why === null
    ? answer.stdout
        .toString("latin1")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
