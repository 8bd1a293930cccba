/**
 * What files gave in earlier scans, in the user's own cache folder. A file counts as unchanged while its path, size, inode and both times
 * are the same; the code and the rules that looked at it are part of the cache's name. Everything is keyed by a secret of the user's:
 * nobody else can prepare an entry. A cache that is damaged, foreign or too large is as good as none.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { merge, slotWords, type CacheTable, type LearnedTurn } from "./cache-table.js";
import { readSecret } from "./own-folder.js";

/** What the deploy files of a tree said together, as JSON, and the states that they were in. */
export interface KeptWays {
  readonly states: string;
  readonly read: string;
}

/** The opened cache of a scan. Plain data, which each thread may save. */
export interface Cache {
  readonly file: string;
  readonly secret: Uint8Array;
  readonly table: CacheTable;
  /** Entries as JSON, which most of them may stay: a `CacheEntry` each. */
  readonly entries: readonly string[];
  readonly ways: KeptWays | null;
}

/** What this scan learned beside what was known. */
export interface Learned {
  readonly turns: readonly LearnedTurn[];
  /** null: not to be kept. */
  readonly ways: KeptWays | null;
}

/** Whether there is anything new in it. */
export function isNew({ ways }: Cache, learned: Learned): boolean {
  if (learned.ways !== null && learned.ways.states !== ways?.states) return true;
  return learned.turns.some(({ slots }) => slots.length > 0);
}

const magic = "borderline cache 5\n";
/** A larger file is not read (bytes); a tree with more files is not kept. */
const largestCache = 256 << 20;
/** All caches together are kept below this (bytes); the ones not used for longest go first. */
const largestFolder = 1 << 30;

/** Opens the cache of a tree; empty where there is none. null where this user has no folder to keep one. `identity` names code and rules. */
export function openCache(folder: string, root: string, identity: string): Cache | null {
  const secret = readSecret(folder);
  if (secret === null) return null;
  const name = createHmac("sha256", secret).update(`${identity}\0${root}`).digest();
  const file = join(folder, `${name.toString("hex").slice(0, 40)}.scan`);
  const seed = Uint32Array.from({ length: 4 }, (_, i) => name.readUInt32LE(i * 4));
  const { slots, hopes, entries, ways } = readCache(file, secret) ?? nothingKept;
  const met = new Uint8Array(new SharedArrayBuffer(slots.length / slotWords));
  return { file, secret, entries, ways, table: { seed, slots: inSharedMemory(slots), hopes: inSharedMemory(hopes), met } };
}

function inSharedMemory(words: Uint32Array): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(words.byteLength));
  shared.set(words);
  return shared;
}

/** Keeps what was met and what was learned. Written beside and renamed, so that a reader finds the old or the new one; failure costs only time. */
export function saveCache(cache: Cache, learned: Learned): void {
  const { slots, hopes, entries } = merge(cache, learned.turns);
  try {
    const body = [
      Buffer.from(Uint32Array.of(slots.length, hopes.length).buffer),
      Buffer.from(slots.buffer),
      Buffer.from(hopes.buffer, 0, hopes.byteLength),
      Buffer.from([JSON.stringify(learned.ways), ...entries].join("\n")),
    ];
    if (body.reduce((sum, part) => sum + part.length, 0) > largestCache) return;
    const beside = `${cache.file}.${process.pid}`;
    writeParts(beside, [Buffer.from(magic), sign(cache.secret, body), ...body]);
    renameSync(beside, cache.file);
    prune(join(cache.file, ".."), cache.file);
  } catch {
    // A full disk or a folder that may not be written: the next scan reads again.
  }
}

/** Parts one after another, so that a large cache is not held once more. */
function writeParts(file: string, parts: readonly Buffer[]): void {
  const descriptor = openSync(file, "w", 0o600);
  try {
    for (const part of parts) writeFileSync(descriptor, part);
  } finally {
    closeSync(descriptor);
  }
}

interface Kept {
  readonly slots: Uint32Array;
  readonly hopes: Uint32Array;
  readonly entries: readonly string[];
  readonly ways: KeptWays | null;
}

const nothingKept: Kept = { slots: new Uint32Array(0), hopes: new Uint32Array(0), entries: [], ways: null };

function readCache(file: string, secret: Uint8Array): Kept | null {
  try {
    if (statSync(file).size > largestCache) return null;
    const bytes = readFileSync(file);
    const body = bytes.subarray(magic.length + 32);
    if (bytes.toString("latin1", 0, magic.length) !== magic) return null;
    if (!timingSafeEqual(sign(secret, [body]), bytes.subarray(magic.length, magic.length + 32))) return null;
    const numbers = (from: number, to: number): Uint32Array =>
      new Uint32Array(body.buffer.slice(body.byteOffset + 4 * from, body.byteOffset + 4 * to));
    const hopesFrom = 2 + body.readUInt32LE(0);
    const textFrom = hopesFrom + body.readUInt32LE(4);
    const [ways = "null", ...entries] = body.toString("utf8", 4 * textFrom).split("\n");
    const [slots, hopes] = [numbers(2, hopesFrom), numbers(hopesFrom, textFrom)];
    return { slots, hopes, entries, ways: JSON.parse(ways) as KeptWays | null };
  } catch {
    return null;
  }
}

function sign(secret: Uint8Array, body: readonly Buffer[]): Buffer {
  const mac = createHmac("sha256", secret);
  for (const part of body) mac.update(part);
  return mac.digest();
}

/** Removes the caches that were not written for longest until the folder is small enough; the one just written stays. */
function prune(folder: string, newest: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".scan"))
    .map((name) => join(folder, name))
    .filter((file) => file !== newest)
    .map((file) => ({ file, stat: statSync(file) }))
    .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
  let total = statSync(newest).size;
  for (const { file, stat } of files) {
    total += stat.size;
    if (total > largestFolder || Date.now() - stat.mtimeMs > 60 * 86_400_000) rmSync(file, { force: true });
  }
}

/** The name of what looks at files: the built code and the rules. Whichever changes, old caches are not found any more. */
export function cacheIdentity(code: readonly Uint8Array[], rulebookDigest: string, settings: unknown): string {
  const hash = createHash("sha256");
  for (const bytes of code) hash.update(bytes);
  return hash.update(rulebookDigest).update(JSON.stringify(settings)).digest("hex");
}
