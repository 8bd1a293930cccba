/** From push URLs to found destinations: hosts behind SSH aliases, folders, helpers. */
import type { FoundDestination, TrailStep } from "../destination.js";
import type { PushUrl } from "./remotes.js";
import type { SshHost } from "./ssh-config.js";
import { type GitUrl, parseGitUrl, shownUrl } from "./url.js";

/** A found destination and the file that names it. */
export interface FoundRemote extends FoundDestination {
  readonly path: string;
}

/** Looks up an SSH alias. */
export type AliasOf = (host: string) => SshHost | null;

/** What one push URL is to the gazetteer. */
export function foundRemote(push: PushUrl, alias: AliasOf, scope: readonly string[]): FoundRemote {
  const first = push.trail[0] ?? { path: "", line: 1, what: "command line" };
  const url = parseGitUrl(push.url);
  const ssh = url.protocol === "ssh" && url.host !== null ? alias(url.host) : null;
  const step: TrailStep[] = ssh === null ? [] : [{ path: ssh.line.path, line: ssh.line.line, what: "HostName" }];
  return {
    kind: push.mirror ? "git-mirror" : "git-remote",
    via: push.mirror ? "mirror" : "push",
    name: shownUrl(push.remote),
    value: shownUrl(push.url),
    ...whereOf(url, ssh, push.helper),
    path: first.path,
    line: first.line,
    trail: [...push.trail, ...step],
    scope,
  };
}

function whereOf(
  url: GitUrl,
  ssh: SshHost | null,
  helper: string | null,
): Pick<FoundDestination, "host" | "cloud" | "region" | "unresolved"> {
  if (helper !== null) return { unresolved: `remote helper ${helper}` };
  if (url.region !== null) return { cloud: "aws", region: url.region };
  if (url.protocol === "ext" || url.protocol === "fd") return { unresolved: `remote helper ${url.protocol}` };
  if (url.protocol === "codecommit") return { unresolved: "region of the AWS profile" };
  if (ssh?.uncertain) return { host: ssh.hostName, unresolved: "an SSH Match block that is not evaluated" };
  if (url.host !== null) return { host: ssh?.hostName ?? url.host };
  return url.protocol === "folder" || url.protocol === "file" ? {} : { unresolved: `remote helper ${url.protocol}` };
}
