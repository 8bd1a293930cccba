/** Every way out that git's own configuration knows: remotes, mirrors, branches' push remotes, submodules. Read as text; git is not run. */
import { lstatSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseGitConfig, type PlacedEntry } from "../core/destinations/git/config.js";
import { type AliasOf, type FoundRemote, foundRemote } from "../core/destinations/git/found-remotes.js";
import { type PushUrl, pushUrls, rewritten } from "../core/destinations/git/remotes.js";
import { resolveRelative, type Submodule, submodulesOf } from "../core/destinations/git/submodules.js";
import { parseGitUrl } from "../core/destinations/git/url.js";
import { escaped } from "../core/destinations/paths.js";
import type { Problem } from "../core/problem.js";
import { readBounded, readText } from "./bounded-file.js";
import { displayPath, type GitConfiguration, homeOf, readGitConfiguration } from "./git-config.js";
import { findRepository, type GitRepository } from "./git-repository.js";
import { sshHosts } from "./ssh-hosts.js";

/** What was found, in the order of the files, and what could not be read. `repository` is null for a plain folder. */
export interface GitRemotes {
  readonly repository: GitRepository | null;
  readonly found: readonly FoundRemote[];
  readonly problems: readonly Problem[];
  /** Absolute paths of the configuration files that this rests on; some of them may not be there. */
  readonly read: readonly string[];
}

const limits = { submodules: 500, depth: 4, legacyFiles: 1000 };

/** The ways out of the repository that a folder belongs to. */
export function readGitRemotes(root: string, environment: NodeJS.ProcessEnv): GitRemotes {
  const repository = findRepository(root);
  if (repository === null) return { repository, found: [], problems: [], read: [] };
  const reading: Reading = {
    environment,
    top: repository,
    seen: new Set(),
    problems: [],
    read: new Set([join(homeOf(environment), ".ssh", "config")]),
  };
  const found = remotesOf(repository, "", reading, 0);
  return { repository, found: distinct(found), problems: reading.problems, read: [...reading.read] };
}

/** The place that a push names on its command line, after git's rewriting, as the pre-push hook gets it. */
export function foundForPush(repository: GitRepository, remote: string, url: string, environment: NodeJS.ProcessEnv): FoundRemote {
  const configuration = readGitConfiguration(repository, environment);
  const known = pushUrls(configuration.entries).find((push) => push.remote === remote && push.url === url);
  const push: PushUrl = known ?? { remote, url, mirror: false, helper: null, trail: [] };
  return foundRemote(push, aliases(configuration, environment), ["**"]);
}

interface Reading {
  readonly environment: NodeJS.ProcessEnv;
  /** The repository that was asked about: paths are shown relative to it. */
  readonly top: GitRepository;
  readonly seen: Set<string>;
  readonly problems: Problem[];
  readonly read: Set<string>;
}

function remotesOf(repository: GitRepository, folder: string, reading: Reading, depth: number): FoundRemote[] {
  if (reading.seen.has(repository.gitDir)) return [];
  reading.seen.add(repository.gitDir);
  const configuration = readGitConfiguration(repository, reading.environment, reading.top);
  reading.problems.push(...configuration.problems);
  for (const file of configuration.read) reading.read.add(file);
  const alias = aliases(configuration, reading.environment);
  const scope = [folder === "" ? "**" : `${escaped(folder)}/**`];
  const entries = [...configuration.entries, ...legacyRemotes(repository, reading)];
  const own = pushUrls(entries)
    .filter((push) => !isNowhere(push, repository))
    .map((push) => foundRemote(push, alias, scope));
  return [...own, ...submodules(repository, folder, { ...configuration, entries }, alias, reading, depth)];
}

function aliases(configuration: GitConfiguration, environment: NodeJS.ProcessEnv): AliasOf {
  const command =
    environment["GIT_SSH_COMMAND"] ??
    configuration.entries.findLast((e) => e.section === "core" && e.subsection === null && e.name === "sshcommand")?.value;
  return sshHosts(environment, command ?? null);
}

/** People write `no_push` or `DISABLED` as a pushurl so that pushing fails: a bare word without a folder of that name. */
function isNowhere(push: PushUrl, repository: GitRepository): boolean {
  if (parseGitUrl(push.url).protocol !== "folder" || !/^[\w-]*$/.test(push.url)) return false;
  return statSync(resolve(repository.top ?? repository.gitDir, push.url), { throwIfNoEntry: false }) === undefined;
}

/** `.git/remotes/NAME`, the form before configuration files: `URL: …` lines. git still reads it. */
function legacyRemotes(repository: GitRepository, reading: Reading): PlacedEntry[] {
  const folder = join(repository.commonDir, "remotes");
  return namesIn(folder).flatMap((name) => {
    const path = displayPath(reading.top, join(folder, name), reading.environment);
    const lines = (readText(join(folder, name)) ?? "").split("\n");
    return lines.flatMap((text, index) => {
      const value = /^URL:\s*(.*?)\s*$/.exec(text)?.[1];
      return value === undefined
        ? []
        : [{ section: "remote", subsection: name, name: "url", value, line: index + 1, path, own: true, through: [] }];
    });
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort().slice(0, limits.legacyFiles);
  } catch {
    return [];
  }
}

function submodules(
  repository: GitRepository,
  folder: string,
  configuration: GitConfiguration,
  alias: AliasOf,
  reading: Reading,
  depth: number,
): FoundRemote[] {
  if (repository.top === null) return [];
  const modules = submodulesOf(readModules(repository, reading), configuration.entries);
  if (modules.length > limits.submodules) {
    const message = {
      en: `${modules.length} submodules; the first ${limits.submodules} are read`,
      zh: `共 ${modules.length} 个子模块，仅读取前 ${limits.submodules} 个`,
    };
    reading.problems.push({ code: "git", severity: "warning", path: ".gitmodules", line: null, column: null, message });
  }
  const base = baseUrl(repository, configuration);
  return modules.slice(0, limits.submodules).flatMap((module) => {
    const inside = module.path === null ? folder : [folder, module.path].filter((part) => part !== "").join("/");
    const scope = [inside === "" ? "**" : `${escaped(inside)}/**`];
    const url = rewritten(resolveRelative(base, module.url), configuration.entries);
    const found = foundRemote({ remote: module.name, url, mirror: false, helper: null, trail: module.trail }, alias, scope);
    return [{ ...found, kind: "submodule" as const }, ...checkedOut(repository, module, inside, reading, depth)];
  });
}

/** A submodule that is there has remotes of its own, for what lies in its folder. */
function checkedOut(repository: GitRepository, module: Submodule, inside: string, reading: Reading, depth: number): FoundRemote[] {
  if (module.path === null || repository.top === null || depth >= limits.depth) return [];
  const folder = join(repository.top, module.path);
  try {
    if (!lstatSync(folder).isDirectory()) return [];
  } catch {
    return [];
  }
  const own = findRepository(folder);
  return own === null || own.top !== folder ? [] : remotesOf(own, inside, reading, depth + 1);
}

function readModules(repository: GitRepository, reading: Reading): PlacedEntry[] {
  const path = join(repository.top ?? "", ".gitmodules");
  const shown = displayPath(reading.top, path, reading.environment);
  const file = readBounded(path, 1 << 20);
  if (!file.ok) {
    if (file.why !== "missing") {
      const message = { en: `.gitmodules cannot be read (${file.why})`, zh: `无法读取 .gitmodules（${file.why}）` };
      reading.problems.push({ code: "git", severity: "warning", path: shown, line: null, column: null, message });
    }
    return [];
  }
  const parsed = parseGitConfig(shown, file.bytes.toString("utf8"));
  reading.problems.push(...parsed.problems);
  return parsed.entries.map((entry) => ({ ...entry, path: shown, own: true, through: [] }));
}

/** What relative submodule URLs are relative to: the current branch's remote, else origin, else the work tree itself. */
function baseUrl(repository: GitRepository, configuration: GitConfiguration): string {
  const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(readText(join(repository.gitDir, "HEAD"), 4096) ?? "")?.[1];
  const value = (section: string, subsection: string, name: string): string | undefined =>
    configuration.entries.findLast((e) => e.section === section && e.subsection === subsection && e.name === name)?.value;
  const remote = (branch === undefined ? undefined : value("branch", branch, "remote")) ?? "origin";
  return value("remote", remote, "url") ?? repository.top ?? repository.gitDir;
}

/** A checked-out submodule's remote usually repeats `.gitmodules`: one destination, with both trails. */
function distinct(found: readonly FoundRemote[]): FoundRemote[] {
  const kept = new Map<string, FoundRemote>();
  for (const each of found) {
    const place = [each.value, ...(each.scope ?? [])].join("\n");
    const submodule = `submodule\n${place}`;
    const same = kept.get(submodule);
    if (same !== undefined && each.kind !== "git-mirror") kept.set(submodule, { ...same, trail: [...same.trail, ...each.trail] });
    else kept.set(each.kind === "submodule" ? submodule : `${each.kind}\n${each.name}\n${place}`, each);
  }
  return [...kept.values()];
}
