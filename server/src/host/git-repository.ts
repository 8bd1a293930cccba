/** Finds the repository that a folder belongs to, and git itself, without running anything. */
import { type Stats, accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve, sep } from "node:path";
import { readText } from "./bounded-file.js";

/** Where a repository has its parts. All paths are absolute. */
export interface GitRepository {
  /** The folder that was asked about. */
  readonly root: string;
  /** Top of the work tree; null in a bare repository. */
  readonly top: string | null;
  /** This work tree's own git folder. */
  readonly gitDir: string;
  /** The folder that all work trees share: config, refs, objects. */
  readonly commonDir: string;
}

/** The repository of a folder: its own `.git`, a bare repository, or that of the nearest parent; null where there is none. */
export function findRepository(folder: string): GitRepository | null {
  const root = resolve(folder);
  for (let at = root; ; at = dirname(at)) {
    const linked = gitFolderOf(join(at, ".git"));
    if (linked !== null) return { root, top: at, gitDir: linked, commonDir: commonDirOf(linked) };
    if (looksLikeGitFolder(at)) return { root, top: null, gitDir: at, commonDir: commonDirOf(at) };
    if (dirname(at) === at) return null;
  }
}

/** The repository that git's own environment names (`GIT_DIR`, as hooks get it in linked work trees and submodules, and `GIT_WORK_TREE`), else the folder's. */
export function findRepositoryForHook(folder: string, environment: NodeJS.ProcessEnv): GitRepository | null {
  const named = environment["GIT_DIR"];
  if (named === undefined || named === "") return findRepository(folder);
  const root = resolve(folder);
  const gitDir = resolve(root, named);
  if (!looksLikeGitFolder(gitDir)) return findRepository(folder);
  const found = findRepository(folder);
  if (found !== null && real(found.gitDir) === real(gitDir)) return found;
  const tree = environment["GIT_WORK_TREE"] ?? "";
  const top = tree !== "" && isFolder(resolve(root, tree)) ? resolve(root, tree) : null;
  // The folder that git was called in has nothing to do with such a repository.
  return { root: top ?? gitDir, top, gitDir, commonDir: commonDirOf(gitDir) };
}

/** `.git` as a folder, or as a file that names one (linked work trees, submodules). */
function gitFolderOf(path: string): string | null {
  if (looksLikeGitFolder(path)) return path;
  const text = readText(path, 4096);
  const named = text === null ? null : /^gitdir: ([^\r\n]+)/.exec(text);
  if (named === null) return null;
  const target = resolve(dirname(path), named[1] ?? "");
  return looksLikeGitFolder(target) ? target : null;
}

/** What git itself asks of a git folder: HEAD, objects and refs, the latter two possibly in the common folder. */
function looksLikeGitFolder(path: string): boolean {
  if (!isFile(join(path, "HEAD"))) return false;
  const common = commonDirOf(path);
  return isFolder(join(common, "objects")) && (isFolder(join(common, "refs")) || isFolder(join(common, "reftable")));
}

function commonDirOf(gitDir: string): string {
  const text = readText(join(gitDir, "commondir"), 4096);
  return text === null ? gitDir : resolve(gitDir, text.replace(/\r?\n[^]*$/, ""));
}

/**
 * git by absolute path: the first `git` of PATH that is not inside any of the scanned folders.
 * Relative entries of PATH are left out, for they would name a program of the tree.
 */
export function findGit(scanned: readonly string[], environment: NodeJS.ProcessEnv): string | null {
  const roots = scanned.map(real);
  const names = process.platform === "win32" ? ["git.exe"] : ["git"];
  for (const folder of (environment["PATH"] ?? environment["Path"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const path = join(folder, name);
      if (!isProgram(path)) continue;
      const places = [real(folder), real(path)];
      if (!roots.some((root) => places.some((place) => place === root || place.startsWith(root.endsWith(sep) ? root : root + sep))))
        return path;
    }
  }
  return null;
}

/** The path with links resolved, or as it is where that fails. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isFile(path: string): boolean {
  return kindOf(path)?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return kindOf(path)?.isDirectory() ?? false;
}

function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
