/** What git ignores in a tree and in the work trees inside it, as few paths as say it. */
import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Problem } from "../core/problem.js";
import { listFiles, type GitFiles } from "./git-files.js";
import { notCheckedOut } from "./nothing-read.js";

/** What git ignores in a tree. */
export interface Ignored {
  /** By absolute folder: paths relative to it, folders with a slash at the end. Folders that git could not speak for are missing. */
  readonly byFolder: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

/** Work trees inside one another that git is asked about. */
const mostTrees = 200;

/** Asks git about a folder and about the submodules and strange repositories inside it. In a plain folder nothing is ignored. */
export async function listIgnored(root: string, environment: NodeJS.ProcessEnv): Promise<Ignored> {
  const byFolder = new Map<string, readonly string[]>();
  const problems: Problem[] = [];
  const folders = [root];
  for (let i = 0; i < folders.length && i < mostTrees; i++) {
    const folder = folders[i] ?? root;
    const listed = await listFiles(folder, environment);
    problems.push(...listed.problems);
    if (listed.files === null) continue;
    byFolder.set(folder, fewestPaths(listed.files));
    const { submodules, nested, sparse } = listed.files;
    const empty = submodules.filter((path) => !existsSync(join(folder, path, ".git")));
    problems.push(...notCheckedOut(relative(root, folder).split(sep).join("/"), sparse.length, empty));
    // A folder of the list is a work tree of its own; asked from inside itself, it never names itself again. One that is not checked out is none, and would.
    folders.push(...[...submodules.filter((path) => !empty.includes(path)), ...nested].map((inner) => join(folder, inner)));
  }
  return { byFolder, problems };
}

/** A folder in which everything is ignored stands for all that is in it. */
function fewestPaths({ tracked, untracked, ignored, submodules, nested, sparse }: GitFiles): string[] {
  const shown = new Set<string>([""]);
  for (const path of [...tracked, ...untracked, ...sparse, ...submodules.map(asFolder), ...nested.map(asFolder)]) {
    for (let at = path.lastIndexOf("/"); at > 0 && !shown.has(path.slice(0, at)); at = path.lastIndexOf("/", at - 1))
      shown.add(path.slice(0, at));
  }
  return [...new Set(ignored.map((path) => topmostHidden(path, shown)))];
}

function asFolder(path: string): string {
  return path + "/";
}

function topmostHidden(path: string, shown: ReadonlySet<string>): string {
  for (let at = path.indexOf("/"); at > 0; at = path.indexOf("/", at + 1)) if (!shown.has(path.slice(0, at))) return path.slice(0, at + 1);
  return path;
}
