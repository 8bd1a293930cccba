/**
 * Runs git: plumbing from one list, by absolute path, without a shell, with everything switched off that a repository could make it run.
 * Node's own spawn rather than a wrapper: what comes back are bytes (file names need not be UTF-8), with a bound on time and on size, and it adds nothing to the start of a hook.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { devNull } from "node:os";
import { join, resolve } from "node:path";
import type { Problem } from "../core/problem.js";
import { isSpecialFile } from "./bounded-file.js";
import { displayPath, expandHome, readGitConfiguration } from "./git-config.js";
import { findGit, findRepository, type GitRepository } from "./git-repository.js";

/** Every git command that this program runs. All of them only read, and none of them touches the work tree's contents. */
export type Plumbing =
  "version" | "rev-parse" | "ls-files" | "ls-tree" | "for-each-ref" | "rev-list" | "cat-file" | "diff-tree" | "merge-base";

/** A repository that git may be run in. */
export interface Git {
  readonly program: string;
  readonly repository: GitRepository;
  readonly environment: NodeJS.ProcessEnv;
}

/** What a call gave. `why` is null where git ended by itself with 0. */
export interface GitAnswer {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly code: number | null;
  readonly why: null | "failed" | "timeout" | "too-much";
}

/** How long git may take and how much it may say. */
export interface GitBounds {
  /** Milliseconds; 10,000 where none are given. */
  readonly time?: number;
  /** Bytes of output; 64 MB where none are given. */
  readonly bytes?: number;
  readonly input?: string;
  /** Ends the call as a time-out does. */
  readonly signal?: AbortSignal;
}

/** Settings of a repository that name programs, and the values that switch them off. */
const harmless = {
  "core.fsmonitor": "false",
  "core.hooksPath": devNull,
  "core.untrackedCache": "false",
  "core.pager": "cat",
  "core.sshCommand": "false",
  "core.gitProxy": "",
  "core.askPass": "",
  "core.alternateRefsCommand": "",
  "core.attributesFile": devNull,
  "credential.helper": "",
  "protocol.allow": "never",
  "submodule.recurse": "false",
  "diff.ignoreSubmodules": "all",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "log.showSignature": "false",
} as const;

/** What git's own variables are set to; every other GIT_ variable but these few of the user's is taken away. */
const fixed = {
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: devNull,
  GIT_PAGER: "cat",
  GIT_ATTR_NOSYSTEM: "1",
  LC_ALL: "C",
} as const;
const usersOwn = new Set([
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_GLOBAL",
  "GIT_CEILING_DIRECTORIES",
  "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  "GIT_TEST_ASSUME_DIFFERENT_OWNER",
]);

/** git finds the repository from its folder; only one that `GIT_DIR` alone names must be named to it. */
function environmentFor(repository: GitRepository, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = findRepository(repository.root)?.gitDir !== repository.gitDir;
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name) || usersOwn.has(name)));
  return { ...kept, ...fixed, ...(named ? { GIT_DIR: repository.gitDir } : {}) };
}

/**
 * Makes sure that git may be run in a repository and that it answers there; a problem says why not.
 * A repository of somebody else's (`safe.directory`), a broken one, and one whose configuration would hold git up are such reasons.
 */
export async function openGit(
  repository: GitRepository,
  environment: NodeJS.ProcessEnv,
): Promise<{ git: Git | null; problems: readonly Problem[] }> {
  const problem = (en: string, zh: string): Problem => ({
    code: "git",
    severity: "warning",
    path: ".",
    line: null,
    column: null,
    message: { en, zh },
  });
  const program = findGit([repository.root, repository.top ?? repository.root, repository.gitDir], environment);
  if (program === null) return { git: null, problems: [problem("git was not found outside this tree", "在此目录之外未找到 git")] };
  const held = whatHoldsGitUp(repository, environment);
  if (held !== null) {
    return { git: null, problems: [problem(`git is not run here: ${held} is not a regular file`, `未在此运行 git：${held} 不是普通文件`)] };
  }
  const git: Git = { program, repository, environment: environmentFor(repository, environment) };
  const answer = await runGit(git, ["rev-parse", "--is-bare-repository"], { time: 1500 });
  if (answer.why === null) return { git, problems: [] };
  const said = answer.why === "timeout" ? "no answer within 1.5 s" : firstLine(answer.stderr);
  return { git: null, problems: [problem(`git does not work here: ${said}`, `git 在此无法使用：${said}`)] };
}

/** Files of a git folder at which git would wait for ever if they were FIFOs or devices. */
const ownFiles = [
  "HEAD",
  "index",
  "packed-refs",
  "shallow",
  "commondir",
  "info/exclude",
  "info/attributes",
  "info/sparse-checkout",
  "objects/info/alternates",
];

/** The first file that would hold git up or feed it without end, as people know it; null where there is none. */
function whatHoldsGitUp(repository: GitRepository, environment: NodeJS.ProcessEnv): string | null {
  const configuration = readGitConfiguration(repository, environment);
  if (configuration.heldBy !== null) return configuration.heldBy;
  const ignores = configuration.entries.filter((e) => e.section === "core" && e.subsection === null && e.name === "excludesfile");
  const paths = [
    ...ownFiles.flatMap((name) => [join(repository.gitDir, name), join(repository.commonDir, name)]),
    ...ignores.map((entry) => resolve(repository.top ?? repository.gitDir, expandHome(entry.value, environment))),
  ];
  const found = paths.find(isSpecialFile);
  return found === undefined ? null : displayPath(repository, found, environment);
}

/** Runs one command to its end. Never throws: a failure, a time-out and too much output are answers. */
export function runGit(git: Git, command: readonly [Plumbing, ...string[]], bounds: GitBounds = {}): Promise<GitAnswer> {
  return new Promise((settle) => {
    const child = startGit(git, command);
    const chunks: Buffer[] = [];
    const most = bounds.bytes ?? 64 << 20;
    let size = 0;
    let stderr = "";
    let why: GitAnswer["why"] = null;
    const stop = (reason: "timeout" | "too-much"): void => {
      why = reason;
      child.kill("SIGKILL");
    };
    const abort = (): void => stop("timeout");
    const timer = setTimeout(abort, bounds.time ?? 10_000);
    bounds.signal?.addEventListener("abort", abort);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      bounds.signal?.removeEventListener("abort", abort);
      settle({ stdout: Buffer.concat(chunks), stderr, code, why: why ?? (code === 0 ? null : "failed") });
    };
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) stop("too-much");
      else chunks.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      if (stderr.length < 4096) stderr += chunk.toString("utf8");
    });
    child.stdin.on("error", () => undefined);
    child.on("error", () => end(null));
    child.on("close", end);
    child.stdin.end(bounds.input ?? "");
  });
}

/** Starts one command whose input and output are streamed by the caller, who also bounds it. */
export function startGit(git: Git, command: readonly [Plumbing, ...string[]]): ChildProcessWithoutNullStreams {
  const settings = Object.entries(harmless).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(git.program, ["--no-pager", "--literal-pathspecs", ...settings, ...command], {
    cwd: git.repository.root,
    env: git.environment,
    stdio: "pipe",
    windowsHide: true,
  });
}

/** git's first line of complaint without control characters, at most 200 characters: it may quote hostile names. */
export function firstLine(stderr: string): string {
  return (stderr.split("\n", 1)[0] ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD").slice(0, 200);
}
