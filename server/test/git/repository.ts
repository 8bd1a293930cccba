/** Real repositories in temporary folders, made with the machine's git and an environment of their own. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A temporary folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "borderline-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The machine's PATH and nothing of the developer's configuration. */
export function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A U Thor",
    GIT_AUTHOR_EMAIL: "author@example.com",
    GIT_COMMITTER_NAME: "C O Mitter",
    GIT_COMMITTER_EMAIL: "committer@example.com",
    LC_ALL: "C",
  };
}

export interface TestRepository {
  readonly root: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs git in the repository and gives its output without the last line end. */
  readonly git: (...command: string[]) => string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  /** Writes the files, adds everything and commits. */
  commit(files: Readonly<Record<string, string | Uint8Array>>, message?: string): string;
}

/** A new repository with branch main, below a folder that also holds its user's home. */
export function newRepository(...options: string[]): TestRepository {
  const folder = temporaryFolder();
  const home = join(folder, "home");
  mkdirSync(home);
  const root = join(folder, "repo");
  execFileSync("git", ["init", "-q", "-b", "main", ...options, root], { env: cleanEnvironment(home) });
  return repositoryAt(root, home);
}

/** An existing folder as a test repository. */
export function repositoryAt(root: string, home: string): TestRepository {
  const environment = cleanEnvironment(home);
  const git = (...command: string[]): string =>
    execFileSync("git", command, { cwd: root, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).replace(/\n$/, "");
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const commit = (files: Readonly<Record<string, string | Uint8Array>>, message = "change"): string => {
    for (const [path, content] of Object.entries(files)) write(path, content);
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return git("rev-parse", "HEAD");
  };
  return { root, home, environment, git, write, commit };
}

/** A program that leaves a trace when anybody runs it; `run` is its command line. */
export function trap(folder: string): { run: string; trace: string } {
  const trace = join(folder, "trace");
  const run = join(folder, "trap.sh");
  writeFileSync(run, `#!/bin/sh\necho "$0 $*" >> ${trace}\n`);
  chmodSync(run, 0o755);
  return { run, trace };
}
