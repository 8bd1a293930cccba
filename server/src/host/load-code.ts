/**
 * Loads a built file with the code that the engine made of it the last time, kept in the user's own cache folder: reading it back takes a fraction
 * of compiling a megabyte anew. Newer Nodes do this by themselves; for others it is done here. A cache that is missing, foreign or of another engine costs only time.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { cacheFolder, makeOwnFolder, readSecret } from "./own-folder.js";
import { real } from "./git-repository.js";

/** Of Node 22.8 on (https://nodejs.org/api/module.html#module-compile-cache). */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** What a file exports, and how to keep its code once it has run for a while. */
export interface Loaded {
  readonly exports: unknown;
  readonly keep: () => void;
}

const seal = 32;
/** Kept files of code, the newest (a megabyte and a half each): editors and command line, in a few versions. */
const mostKept = 16;

/** Loads a CommonJS file of ours. */
export function loadCode(file: string, environment: NodeJS.ProcessEnv): Loaded {
  const folder = cacheFolder(environment);
  const { enableCompileCache } = Module as CompileCache;
  const ours = isOutsideWorkTrees(folder);
  const secret = ours && enableCompileCache === undefined ? readSecret(folder) : null;
  if (secret === null) {
    const code = ours && enableCompileCache !== undefined ? codeFolder(folder) : null;
    if (code !== null) enableCompileCache?.(code);
    return { exports: createRequire(file)(file) as unknown, keep: () => undefined };
  }
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  const { v8, node } = process.versions;
  const what = [file, size, mtimeNs, ino, node, v8, process.arch, ...process.execArgv.filter((word) => word.startsWith("--"))].join("\0");
  const kept = join(folder, `${createHmac("sha256", secret).update(what).digest("hex").slice(0, 40)}.code`);
  const cachedData = readSealed(kept, secret);
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${readFileSync(file, "utf8")}\n})`, {
    filename: file,
    ...(cachedData === null ? {} : { cachedData }),
  });
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  const module = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
  const fresh = cachedData === null || script.cachedDataRejected === true;
  return { exports: module.exports, keep: () => void (fresh && writeSealed(kept, secret, script.createCachedData())) };
}

/** Made before Node makes it, so that it is the user's alone; null where it cannot be made, and Node keeps nothing. */
function codeFolder(folder: string): string | null {
  const code = join(folder, "code");
  try {
    makeOwnFolder(code);
    return code;
  } catch {
    return null;
  }
}

/** Whether no git work tree holds the folder: code that a repository brings along is never run, however it is sealed. */
function isOutsideWorkTrees(folder: string): boolean {
  for (let at = real(dirname(folder)); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return false;
    if (at === dirname(at)) return true;
  }
}

function readSealed(file: string, secret: Buffer): Buffer | null {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(seal);
    return timingSafeEqual(sealOf(secret, body), bytes.subarray(0, seal)) ? body : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that a reader finds all of it or nothing. */
function writeSealed(file: string, secret: Buffer, body: Buffer): void {
  try {
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, Buffer.concat([sealOf(secret, body), body]), { mode: 0o600 });
    renameSync(beside, file);
    const folder = dirname(file);
    const others = readdirSync(folder)
      .filter((name) => name.endsWith(".code"))
      .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.time - a.time);
    for (const { path } of others.slice(mostKept)) rmSync(path, { force: true });
  } catch {
    // A full disk or a folder that may not be written: the next start compiles again.
  }
}

function sealOf(secret: Buffer, body: Buffer): Buffer {
  return createHmac("sha256", secret).update(body).digest();
}
