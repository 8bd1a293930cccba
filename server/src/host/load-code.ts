/**
 * Loads a built file with the code that the engine made of it the last time, kept in the user's own cache folder: reading it back takes a fraction
 * of compiling a megabyte anew. Newer Nodes do this by themselves; for others it is done here. A cache that is missing, foreign or of another engine costs only time.
 */
import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { cacheFolder, makeOwnFolder } from "./own-folder.js";
import { isOutsideWorkTrees, sealedFile } from "./sealed-file.js";

/** Of Node 22.8 on (https://nodejs.org/api/module.html#module-compile-cache). */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** What a file exports, and how to keep its code once it has run for a while. */
export interface Loaded {
  readonly exports: unknown;
  readonly keep: () => void;
}

/** A megabyte and a half each: editors and command line, in a few versions. */
const keptCode = { ending: ".code", most: 16 };

/** Loads a CommonJS file of ours. */
export function loadCode(file: string, environment: NodeJS.ProcessEnv): Loaded {
  const folder = cacheFolder(environment);
  const { enableCompileCache } = Module as CompileCache;
  if (enableCompileCache !== undefined) {
    const code = isOutsideWorkTrees(folder) ? codeFolder(folder) : null;
    if (code !== null) enableCompileCache(code);
    return { exports: createRequire(file)(file) as unknown, keep: () => undefined };
  }
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  const { v8, node } = process.versions;
  const what = [file, size, mtimeNs, ino, node, v8, process.arch, ...process.execArgv.filter((word) => word.startsWith("--"))].join("\0");
  const kept = sealedFile(folder, what, keptCode);
  if (kept === null) return { exports: createRequire(file)(file) as unknown, keep: () => undefined };
  const cachedData = kept.read();
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${readFileSync(file, "utf8")}\n})`, {
    filename: file,
    ...(cachedData === null ? {} : { cachedData }),
  });
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  const module = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
  const fresh = cachedData === null || script.cachedDataRejected === true;
  return { exports: module.exports, keep: () => void (fresh && kept.write(script.createCachedData())) };
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
