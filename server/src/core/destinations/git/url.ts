/** What a git URL names: a host, a folder, or a helper program's address. Forms: https://git-scm.com/docs/git-clone#_git_urls */

export interface GitUrl {
  /** `https`, `ssh`, `git`, `file` …; `folder` for a plain path; the helper's name for `helper::address`. */
  readonly protocol: string;
  /** As written, without user and port; null for folders and for helpers whose address is not a URL. */
  readonly host: string | null;
  readonly user: string | null;
  readonly port: string | null;
  readonly path: string;
  /** AWS CodeCommit's helper carries a region instead of a host. */
  readonly region: string | null;
}

/** Reads a URL as git does. Every text is one: what is nothing else is a folder. */
export function parseGitUrl(text: string): GitUrl {
  const helper = /^([a-z0-9][a-z0-9+.-]*)::(.*)$/is.exec(text);
  if (helper) return throughHelper((helper[1] ?? "").toLowerCase(), helper[2] ?? "");
  const url = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(.*)$/is.exec(text);
  if (url) return withScheme((url[1] ?? "").toLowerCase(), url[2] ?? "", url[3] ?? "");
  const scp = /^(?:([^/:@]*(?:@[^/:@]*)*)@)?(\[[^\]/]*\]|[^/:@[\]]+):(.*)$/s.exec(text);
  const drive = /^[a-z]:[\\/]/i.test(text);
  if (scp && !drive) return { ...nothing, protocol: "ssh", ...hostAndPort(scp[2] ?? ""), user: scp[1] ?? null, path: scp[3] ?? "" };
  return { ...nothing, protocol: "folder", path: text };
}

const nothing: GitUrl = { protocol: "", host: null, user: null, port: null, path: "", region: null };

function withScheme(scheme: string, authority: string, path: string): GitUrl {
  if (scheme === "file") return { ...nothing, protocol: "file", path: authority === "localhost" ? path : authority + path };
  const protocol = scheme.replace(/^(?:git\+|persistent-)(?=ssh|https?)/, "").replace(/^ssh\+git$/, "ssh");
  if (scheme === "codecommit") return { ...nothing, protocol, path: authority + path };
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? null : authority.slice(0, at).replace(/:.*$/s, "");
  return { ...nothing, protocol, user, ...hostAndPort(authority.slice(at + 1)), path };
}

/** `[host]`, `[host:port]`, `host:port` and `host`, as git splits them. */
function hostAndPort(text: string): Pick<GitUrl, "host" | "port"> {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(text);
  const inner = bracketed?.[1] ?? text;
  const ported = /^([^:]*):(\d*)$/.exec(inner);
  const host = ported ? (ported[1] ?? "") : inner;
  return { host: host === "" ? null : host, port: bracketed?.[2] ?? (ported?.[2] || null) };
}

/** `helper::address`: a program stands between. Where its address is a URL, that says where to. */
function throughHelper(helper: string, address: string): GitUrl {
  const region = helper === "codecommit" ? /^([a-z0-9-]+):\/\//.exec(address)?.[1] : undefined;
  if (region !== undefined) return { ...nothing, protocol: helper, path: address, region };
  const inner = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? parseGitUrl(address) : { ...nothing, path: address };
  return { ...inner, protocol: helper };
}

/** Without user, password and query: what may be shown and compared. */
export function shownUrl(text: string): string {
  const plain = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/is, "$1").replace(/^([a-z][a-z0-9+.-]*:\/\/[^?]*)\?.*$/is, "$1");
  return plain.replace(/^((?:[a-z0-9+.-]+::)?)[^/@:\s]+:[^/@\s]*@/is, "$1").slice(0, 500);
}
