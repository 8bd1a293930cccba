/**
 * Loads a built file with the code that the engine made of it before: reading it back takes a fraction of compiling a megabyte anew. The build puts
 * some beside the file, for the engine that it ran on; what another engine makes is kept in the user's own cache folder. Newer Nodes do that by
 * themselves; for others it is done here. Code that is missing, foreign or of another engine costs only time.
 */
import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { cacheFolder, makeOwnFolder } from "./own-folder.js";
import { isOutsideWorkTrees, sealedFile, type SealedFile } from "./sealed-file.js";

/** Of Node 22.8 on (https://nodejs.org/api/module.html#module-compile-cache). */
interface CompileCache {
  readonly enableCompileCache?: (folder: string) => unknown;
}

/** What a file exports. */
export interface Loaded {
  readonly exports: unknown;
  /** Whether all of it was compiled anew, for want of code. */
  readonly fresh: boolean;
  /** Keeps the code that was missing, once the file has run for a while. */
  readonly keep: () => void;
}

/** A megabyte and a half each: editors and command line, in a few versions. */
const keptCode = { ending: ".code", most: 16 };
/** Bytes before the code that is shipped. */
const digestSize = 32;

/** Loads a CommonJS file of ours. */
export function loadCode(file: string, environment: NodeJS.ProcessEnv): Loaded {
  const folder = cacheFolder(environment);
  const { enableCompileCache } = Module as CompileCache;
  if (enableCompileCache !== undefined) {
    const code = isOutsideWorkTrees(folder) ? codeFolder(folder) : null;
    if (code !== null) enableCompileCache(code);
    return { exports: createRequire(file)(file) as unknown, fresh: false, keep: nothing };
  }
  const source = readFileSync(file);
  const shipped = readShipped(file, source);
  if (shipped !== null) {
    const script = scriptOf(file, source, shipped);
    if (script.cachedDataRejected !== true) return { exports: exportsOf(script, file), fresh: false, keep: nothing };
  }
  const kept = keptFor(file, folder);
  if (kept === null) return { exports: createRequire(file)(file) as unknown, fresh: true, keep: nothing };
  const cachedData = kept.read();
  const script = scriptOf(file, source, cachedData);
  const exports = exportsOf(script, file);
  const fresh = cachedData === null || script.cachedDataRejected === true;
  return { exports, fresh, keep: fresh ? once(() => kept.write(script.createCachedData())) : nothing };
}

/** Puts the code that was kept for a file beside it, for the build; nothing where none was kept. */
export function shipCode(file: string, environment: NodeJS.ProcessEnv): void {
  const code = keptFor(file, cacheFolder(environment))?.read() ?? null;
  if (code !== null) writeFileSync(besideOf(file), Buffer.concat([digestOf(readFileSync(file), code), code]));
}

/** What lies beside a file is as trustworthy as the file; it only has to be whole, and of this very text and engine. */
function readShipped(file: string, source: Buffer): Buffer | null {
  try {
    const bytes = readFileSync(besideOf(file));
    const code = bytes.subarray(digestSize);
    return digestOf(source, code).equals(bytes.subarray(0, digestSize)) ? code : null;
  } catch {
    return null;
  }
}

function besideOf(file: string): string {
  return file.replace(/\.js$/, ".code");
}

function digestOf(source: Buffer, code: Buffer): Buffer {
  return createHash("sha256").update(engine().join("\0")).update(source).update(code).digest();
}

function keptFor(file: string, folder: string): SealedFile | null {
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  return sealedFile(folder, [file, size, mtimeNs, ino, ...engine()].join("\0"), keptCode);
}

/** What the code depends on, besides its file. */
function engine(): string[] {
  const { v8, node } = process.versions;
  return [node, v8, process.arch, ...process.execArgv.filter((word) => word.startsWith("--"))];
}

function scriptOf(file: string, source: Buffer, cachedData: Buffer | null): Script {
  const text = `(function(exports,require,module,__filename,__dirname){${source.toString(isAscii(source) ? "latin1" : "utf8")}\n})`;
  return new Script(text, { filename: file, ...(cachedData === null ? {} : { cachedData }) });
}

function exportsOf(script: Script, file: string): unknown {
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  const module = { exports: {} };
  run(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

function nothing(): void {
  // There is nothing to keep.
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
