/** Which files of a work tree git tracks, which it does not know, and which its ignore files name. */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../core/problem.js";
import { type Git, type GitAnswer, firstLine, openGit, runGit } from "./git.js";
import { nameOf, records, shownName } from "./git-names.js";
import { findRepository } from "./git-repository.js";

/** The files below the asked folder: POSIX paths relative to it, sorted, each once. */
export interface GitFiles {
  readonly tracked: readonly string[];
  /** Neither tracked nor ignored. */
  readonly untracked: readonly string[];
  /** Untracked and named by an ignore file. */
  readonly ignored: readonly string[];
  /** Folders that are submodules (gitlinks), without a slash at the end. */
  readonly submodules: readonly string[];
  /** Folders that hold a repository of their own which this one does not know. */
  readonly nested: readonly string[];
  /** Tracked, but not in the work tree by the wish of a sparse checkout. */
  readonly sparse: readonly string[];
  /** Names that are not UTF-8, shown with `\xNN`: nobody reads these files. */
  readonly unnamed: readonly string[];
}

const bounds = { time: 120_000, bytes: 512 << 20 };

/**
 * Lists a folder of a work tree. null where git cannot say (no repository, a bare one, a broken or forbidden one): walk the folder instead.
 * `problems` then say why, and are empty where there simply is no repository.
 */
export async function listFiles(
  root: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ files: GitFiles | null; problems: readonly Problem[] }> {
  const repository = findRepository(root);
  if (repository === null || repository.top === null) return { files: null, problems: [] };
  const opened = await openGit(repository, environment);
  if (opened.git === null) return { files: null, problems: opened.problems };
  const index = await runGit(opened.git, ["ls-files", "-z", "-s", "-t"], bounds);
  if (index.why !== null) return { files: null, problems: [complaint("ls-files", index)] };
  const others = await listOthers(opened.git, repository.top);
  return { files: readFiles(index.stdout, others), problems: others.problems };
}

/** What is not in the index: with the ignore files applied, and without. */
interface Others {
  readonly untracked: Buffer;
  readonly all: Buffer;
  readonly problems: readonly Problem[];
}

/** git waits for ever on an ignore file that is a FIFO. Where its answer is slow, such a file is looked for; if there is one, the ignore files are left out. */
async function listOthers(git: Git, top: string): Promise<Others> {
  const stop = new AbortController();
  let trap: string | null = null;
  const slow = setTimeout(() => {
    trap = ignoreTrap(top);
    if (trap !== null) stop.abort();
  }, 600);
  const [visible, all] = await Promise.all([
    runGit(git, ["ls-files", "-z", "-o", "--exclude-standard"], { ...bounds, signal: stop.signal }).finally(() => clearTimeout(slow)),
    runGit(git, ["ls-files", "-z", "-o"], bounds),
  ]);
  if (all.why !== null) return { untracked: Buffer.alloc(0), all: Buffer.alloc(0), problems: [complaint("ls-files -o", all)] };
  if (visible.why === null) return { untracked: visible.stdout, all: all.stdout, problems: [] };
  return {
    untracked: all.stdout,
    all: all.stdout,
    problems: [trap === null ? complaint("ls-files --exclude-standard", visible) : trapped(trap)],
  };
}

/** The first ignore file that is neither a regular file nor missing, or null. Looks at 200,000 folders at most. */
function ignoreTrap(top: string): string | null {
  const folders = [top];
  for (let seen = 0; seen < folders.length && seen < 200_000; seen++) {
    const folder = folders[seen] ?? top;
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory() && entry.name !== ".git") folders.push(join(folder, entry.name));
      else if (entry.name === ".gitignore" && !entry.isFile() && !entry.isSymbolicLink()) return join(folder, entry.name);
    }
  }
  return null;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readFiles(index: Buffer, found: Others): GitFiles {
  const lists = { tracked: new Set<string>(), submodules: new Set<string>(), sparse: new Set<string>() };
  const unnamed: string[] = [];
  const named = (bytes: Buffer): string | null => {
    const name = nameOf(bytes);
    if (name === null) unnamed.push(shownName(bytes));
    return name;
  };
  for (const record of records(index)) {
    // "H 100644 <oid> 0\t<name>"
    const name = named(record.subarray(record.indexOf(9) + 1));
    if (name === null) continue;
    const gitlink = record.toString("latin1", 2, 8) === "160000";
    (gitlink ? lists.submodules : record[0] === 0x53 ? lists.sparse : lists.tracked).add(name);
  }
  const names = (output: Buffer): string[] =>
    records(output)
      .map(named)
      .filter((name) => name !== null);
  const visible = new Set(names(found.untracked));
  const others = names(found.all);
  return {
    tracked: [...lists.tracked].sort(),
    untracked: [...visible].filter((name) => !name.endsWith("/")).sort(),
    ignored: others.filter((name) => !name.endsWith("/") && !visible.has(name)).sort(),
    submodules: [...lists.submodules].sort(),
    nested: others
      .filter((name) => name.endsWith("/"))
      .map((name) => name.slice(0, -1))
      .sort(),
    sparse: [...lists.sparse].sort(),
    unnamed: [...new Set(unnamed)].sort(),
  };
}

function complaint(command: string, answer: GitAnswer): Problem {
  const why = answer.why === "failed" ? firstLine(answer.stderr) : (answer.why ?? "");
  return problem(`git ${command}: ${why}`, `git ${command}：${why}`);
}

function trapped(path: string): Problem {
  return problem(`${path} is not a regular file; ignore files are left out`, `${path} 不是普通文件；未应用忽略规则`);
}

function problem(en: string, zh: string): Problem {
  return { code: "git", severity: "warning", path: ".", line: null, column: null, message: { en, zh } };
}
