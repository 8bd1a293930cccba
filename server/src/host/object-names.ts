/** The names that git would give to files of a work tree, computed without git: its own hashing runs filters that the repository chooses. */
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./bounded-file.js";
import type { GitRepository } from "./git-repository.js";

/** A file's object name by its path below the scanned folder; null where it cannot be read or is larger than 256 MB. */
export type ObjectNames = (path: string) => string | null;

/** Larger files are not compared (bytes). */
const largestCompared = 256 << 20;

/** Names of the files' bytes as they are, each computed once. A filter or another line end makes a file look changed, never the same. */
export function objectNames(repository: GitRepository, root: string): ObjectNames {
  const known = new Map<string, string | null>();
  const algorithm = /objectformat\s*=\s*sha256/i.test(readText(join(repository.commonDir, "config")) ?? "") ? "sha256" : "sha1";
  return (path) => {
    const there = known.get(path);
    if (there !== undefined) return there;
    const name = objectName(join(root, path), algorithm);
    known.set(path, name);
    return name;
  };
}

/** The scanned folder inside the work tree, with a slash, or nothing: what stands before a path in git's own names. */
export function prefixOf({ top, root }: GitRepository): string {
  return top === null || top === root
    ? ""
    : root
        .slice(top.length + 1)
        .split("\\")
        .join("/") + "/";
}

function objectName(path: string, algorithm: "sha1" | "sha256"): string | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > largestCompared) return null;
    const hash = createHash(algorithm).update(`blob ${stat.size}\0`);
    const buffer = Buffer.allocUnsafe(Math.min(1 << 20, stat.size + 1));
    let size = 0;
    for (let n = readSync(file, buffer); n > 0; n = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, n));
      size += n;
    }
    return size === stat.size ? hash.digest("hex") : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}
