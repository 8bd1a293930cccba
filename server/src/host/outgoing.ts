/** The push that a plain `git push` would make here, without making it. */
import { pushUrls } from "../core/destinations/git/remotes.js";
import type { PushRef } from "../core/push/push-lines.js";
import { readText } from "./bounded-file.js";
import { readGitConfiguration } from "./git-config.js";
import type { GitRepository } from "./git-repository.js";
import { openGit, runGit } from "./git.js";
import { join } from "node:path";

/** The push that `git push` would make. */
export interface Outgoing {
  readonly remote: string;
  readonly url: string;
  readonly refs: readonly PushRef[];
}

/** The current branch to the remote that git would choose. null: no branch, no commit, or no remote. */
export async function outgoingPush(repository: GitRepository, environment: NodeJS.ProcessEnv): Promise<Outgoing | null> {
  const { entries } = readGitConfiguration(repository, environment);
  const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(readText(join(repository.gitDir, "HEAD"), 4096) ?? "")?.[1];
  if (branch === undefined) return null;
  const value = (section: string, subsection: string | null, name: string): string | undefined =>
    entries.findLast((e) => e.section === section && e.subsection === subsection && e.name === name)?.value;
  const remote =
    value("branch", branch, "pushremote") ?? value("remote", null, "pushdefault") ?? value("branch", branch, "remote") ?? "origin";
  const url = pushUrls(entries).find((push) => push.remote === remote)?.url ?? null;
  const { git } = await openGit(repository, environment);
  if (url === null || git === null) return null;
  const oid = async (ref: string): Promise<string | null> => {
    const answer = await runGit(git, ["rev-parse", "--verify", "--quiet", "--end-of-options", ref]);
    return answer.why === null ? answer.stdout.toString("latin1").trim() : null;
  };
  const localOid = await oid(`refs/heads/${branch}`);
  if (localOid === null) return null;
  const remoteOid = /^[\w@+][\w./@+-]*$/.test(remote) ? await oid(`refs/remotes/${remote}/${branch}`) : null;
  return { remote, url, refs: [{ localRef: `refs/heads/${branch}`, localOid, remoteRef: `refs/heads/${branch}`, remoteOid }] };
}
