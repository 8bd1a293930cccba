/** Reads git's configuration as text, with its includes, inside bounds: git itself would wait for ever on an include that is a FIFO. */
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { minimatch } from "minimatch";
import { type GitConfigEntry, isTrue, parseGitConfig, type PlacedEntry } from "../core/destinations/git/config.js";
import type { Problem } from "../core/problem.js";
import { readBounded, readText } from "./bounded-file.js";
import { type GitRepository, real } from "./git-repository.js";

/** All entries that git would see, in git's order (a later one wins). */
export interface GitConfiguration {
  readonly entries: readonly PlacedEntry[];
  readonly problems: readonly Problem[];
  /** The file that would make git wait or read without end, as people know it: git must then not be run here. null: there is none. */
  readonly heldBy: string | null;
  /** Absolute paths of all files that were read, and of those that would be if they were there. */
  readonly read: readonly string[];
}

const limits = { bytes: 1 << 20, files: 64, depth: 10 };

/** The configuration of a repository: system, user, repository and work tree files with their includes. Paths are shown from `shownFrom`. */
export function readGitConfiguration(repository: GitRepository, environment: NodeJS.ProcessEnv, shownFrom = repository): GitConfiguration {
  const plain = load(repository, shownFrom, environment, null);
  if (!plain.conditional) return plain;
  const urls = plain.entries.filter((e) => e.section === "remote" && e.subsection !== null && e.name === "url").map((e) => e.value);
  return load(repository, shownFrom, environment, urls);
}

/** The user's folder, as git and ssh take it. */
export function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment["HOME"] ?? homedir();
}

/** A path as people know it: relative to the top where it lies inside, `~/…` where it is the user's. POSIX separators. */
export function displayPath(repository: GitRepository, path: string, environment: NodeJS.ProcessEnv): string {
  const posix = (text: string): string => text.split(sep).join("/");
  const inside = relative(repository.top ?? repository.root, path);
  if (inside !== "" && !inside.startsWith("..") && !isAbsolute(inside)) return posix(inside);
  const atHome = relative(homeOf(environment), path);
  return atHome.startsWith("..") || isAbsolute(atHome) ? posix(path) : posix(join("~", atHome));
}

/** What one loading carries along. `urls` is null on the first pass, in which `hasconfig` conditions cannot be answered yet. */
interface Loading {
  readonly repository: GitRepository;
  /** The repository relative to which paths are shown: a submodule's files are shown from its superproject. */
  readonly shownFrom: GitRepository;
  readonly environment: NodeJS.ProcessEnv;
  readonly urls: readonly string[] | null;
  readonly entries: PlacedEntry[];
  readonly problems: Problem[];
  readonly read: string[];
  conditional: boolean;
  heldBy: string | null;
}

function load(
  repository: GitRepository,
  shownFrom: GitRepository,
  environment: NodeJS.ProcessEnv,
  urls: readonly string[] | null,
): Loading {
  const loading: Loading = {
    repository,
    shownFrom,
    environment,
    urls,
    entries: [],
    problems: [],
    read: [],
    conditional: false,
    heldBy: null,
  };
  for (const path of userFiles(environment)) loadFile(loading, path, false, []);
  loadFile(loading, join(repository.commonDir, "config"), true, []);
  const perWorkTree = loading.entries.some((e) => e.section === "extensions" && e.name === "worktreeconfig" && isTrue(e.value));
  if (perWorkTree) loadFile(loading, join(repository.gitDir, "config.worktree"), true, []);
  return loading;
}

function userFiles(environment: NodeJS.ProcessEnv): string[] {
  const files: string[] = [];
  if (!isTrue(environment["GIT_CONFIG_NOSYSTEM"] ?? "")) files.push(environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig");
  const global = environment["GIT_CONFIG_GLOBAL"];
  if (global !== undefined) return [...files, global];
  const home = homeOf(environment);
  return [...files, join(environment["XDG_CONFIG_HOME"] || join(home, ".config"), "git", "config"), join(home, ".gitconfig")];
}

function loadFile(loading: Loading, path: string, own: boolean, through: PlacedEntry["through"]): void {
  const shown = displayPath(loading.shownFrom, path, loading.environment);
  const from = through.at(-1);
  const say = (en: string, zh: string): void => {
    loading.problems.push({
      code: "git",
      severity: "warning",
      path: from?.path ?? shown,
      line: from?.line ?? null,
      column: null,
      message: { en, zh },
    });
  };
  if (loading.read.push(path) > limits.files || through.length > limits.depth) {
    if (own) loading.heldBy ??= shown;
    say("includes go too deep; the rest is not read", "include 层次过深，其余未读取");
    return;
  }
  const file = readBounded(path, limits.bytes);
  if (!file.ok) {
    // /dev/null is how people say "no such configuration"; git skips what is missing and dies, quickly, on what it may not read.
    if (file.why === "missing" || path === "/dev/null") return;
    if (file.why !== "unreadable") loading.heldBy ??= shown;
    say(`${shown} is not read as git configuration (${file.why})`, `未将 ${shown} 作为 git 配置读取（${file.why}）`);
    return;
  }
  const parsed = parseGitConfig(shown, file.bytes.toString("utf8"));
  loading.problems.push(...parsed.problems);
  for (const entry of parsed.entries) {
    loading.entries.push({ ...entry, path: shown, own, through });
    const target = includeOf(loading, entry, path);
    if (target !== null) loadFile(loading, target, own, [...through, { path: shown, line: entry.line, what: whatOf(entry) }]);
  }
}

function whatOf(entry: GitConfigEntry): string {
  return entry.section === "include" ? "include.path" : `includeIf.${(entry.subsection ?? "").replace(/:[^]*$/, "")}`;
}

/** The file that an `include.path` or a true `includeIf` names; null for every other entry. */
function includeOf(loading: Loading, entry: GitConfigEntry, path: string): string | null {
  if (entry.name !== "path" || entry.value === "") return null;
  const applies =
    entry.section === "include"
      ? entry.subsection === null
      : entry.section === "includeif" && conditionHolds(loading, entry.subsection ?? "", path);
  return applies ? resolve(dirname(path), expandHome(entry.value, loading.environment)) : null;
}

/** A path with `~/` resolved. */
export function expandHome(path: string, environment: NodeJS.ProcessEnv): string {
  return path === "~" || path.startsWith("~/") ? join(homeOf(environment), path.slice(1)) : path;
}

/** https://git-scm.com/docs/git-config#_conditional_includes */
function conditionHolds(loading: Loading, condition: string, path: string): boolean {
  const colon = condition.indexOf(":");
  const kind = condition.slice(0, colon);
  const pattern = condition.slice(colon + 1);
  if (kind === "gitdir" || kind === "gitdir/i") {
    const folders = [loading.repository.gitDir, real(loading.repository.gitDir)].map((folder) => folder.split(sep).join("/"));
    return folders.some((folder) => matches(folder, folderPattern(pattern, path, loading.environment), kind === "gitdir/i"));
  }
  if (kind === "onbranch") {
    const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(readText(join(loading.repository.gitDir, "HEAD"), 4096) ?? "")?.[1];
    return branch !== undefined && matches(branch, pattern.endsWith("/") ? pattern + "**" : pattern, false);
  }
  if (kind !== "hasconfig" || !pattern.startsWith("remote.*.url:")) return false;
  loading.conditional = true;
  const wanted = pattern.slice("remote.*.url:".length);
  return loading.urls?.some((url) => matches(url, wanted, false)) ?? false;
}

function folderPattern(pattern: string, path: string, environment: NodeJS.ProcessEnv): string {
  let whole = expandHome(pattern, environment);
  if (whole.startsWith("./")) whole = join(dirname(real(path)), whole);
  else if (!isAbsolute(whole)) whole = "**/" + whole;
  return whole.endsWith("/") ? whole + "**" : whole;
}

function matches(text: string, pattern: string, nocase: boolean): boolean {
  return (
    pattern.length <= 4096 && minimatch(text, pattern, { dot: true, nobrace: true, noext: true, nonegate: true, nocomment: true, nocase })
  );
}
