/** Which commits a push's policy is compared with: those that others have seen. */
import type { PushAsk } from "./push.js";
import { type Git, runGit } from "./git.js";
import type { RemoteKnowledge } from "./remote-knowledge.js";

/**
 * Where the policy as it was is looked for: in the refs that the push updates, else in what the remote has, else in what any remote has,
 * for what is there has been seen by others. Of a history only its start counts.
 */
export async function policyBases(git: Git, ask: PushAsk, known: RemoteKnowledge): Promise<readonly string[]> {
  const updated = await presentOf(
    git,
    ask.refs.flatMap((ref) => ref.remoteOid ?? []),
  );
  if (ask.history !== undefined) return known.oids.slice(0, 32);
  if (updated.length > 0) return updated.slice(0, 32);
  return known.oids.length > 0 ? known.oids.slice(0, 32) : await trackedTips(git);
}

/** Those of some commits that this clone has: a force push may go over one that it never saw. */
async function presentOf(git: Git, oids: readonly string[]): Promise<readonly string[]> {
  if (oids.length === 0) return [];
  const answer = await runGit(git, ["cat-file", "--batch-check=%(objectname)"], { input: oids.map((oid) => `${oid}\n`).join("") });
  return answer.stdout
    .toString("latin1")
    .split("\n")
    .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}

/** Tips that any remote is known to have. */
async function trackedTips(git: Git): Promise<string[]> {
  const answer = await runGit(git, ["for-each-ref", "--count=24", "--sort=-committerdate", "--format=%(objectname)", "refs/remotes/"]);
  return answer.why === null
    ? answer.stdout
        .toString("latin1")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
