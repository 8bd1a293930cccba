/** The user's own folder outside all trees, where caches lie, and the secret that seals what is kept there. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, sep } from "node:path";
import { real } from "./git-repository.js";

/** The folder for caches of this user. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment["XDG_CACHE_HOME"] || environment["LOCALAPPDATA"];
  return join(base || join(homedir(), ".cache"), "borderline");
}

/** The same; null where it would lie inside a scanned folder: what a repository brings along is no memory of ours. */
export function cacheFolderOutside(environment: NodeJS.ProcessEnv, scanned: readonly string[]): string | null {
  const folder = cacheFolder(environment);
  const base = real(dirname(folder));
  return scanned.map(real).some((root) => base === root || base.startsWith(root.endsWith(sep) ? root : root + sep)) ? null : folder;
}

/**
 * Makes a folder, and those above it that are missing, for the user alone. Step by step, for `recursive` never ends in Node 20 below a folder
 * in which nothing can be made (`/proc`). Throws where it cannot be made.
 */
export function makeOwnFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeOwnFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** The user's own 32 bytes, made on first use; null where they cannot be kept, or others may read them. */
export function readSecret(folder: string): Buffer | null {
  const file = join(folder, "secret");
  try {
    makeOwnFolder(folder);
    try {
      writeFileSync(file, randomBytes(32), { mode: 0o600, flag: "wx" });
    } catch {
      // It is there already.
    }
    const { mode } = statSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) return null;
    const secret = readFileSync(file);
    return secret.length === 32 ? secret : null;
  } catch {
    return null;
  }
}
