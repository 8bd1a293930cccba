/**
 * What files gave in earlier scans, in the user's own cache folder. A file counts as unchanged while its path, size, inode and both times
 * are the same; the code and the rules that looked at it are part of the cache's name. Everything is keyed by a secret of the user's:
 * nobody else can prepare an entry. A cache that is damaged, foreign or too large is as good as none.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { closeSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PutOff } from "../core/markers/bound.js";
import type { FileSummary } from "../core/markers/marker.js";
import { readSecret } from "./own-folder.js";

/** A file that was put off. */
export interface PutOffFile extends PutOff {
  /** How its path is written on disk, one character per byte, where it is not UTF-8; else null. */
  readonly bytePath: string | null;
}

/** What one file gave; files that gave nothing have no entry, only their key. */
export interface CacheEntry {
  readonly summaries: readonly FileSummary[];
  readonly later: PutOffFile | null;
}

/** An entry from its JSON, as it is kept and sent between threads. */
export function entryOf(text: string): CacheEntry {
  return JSON.parse(text) as CacheEntry;
}

/** The part that threads share: an open-addressed table of keys, each with the number of its entry (from 1; 0: nothing). */
export interface CacheTable {
  readonly seed: Uint32Array;
  /** Slots of five words: four of the key, one of the entry. An empty slot is all zero. A power of two of them. */
  readonly slots: Uint32Array;
  /** One byte for each slot: met in this scan. */
  readonly met: Uint8Array;
}

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

/** What this scan learned beside what was known: keys (four words each) of files that gave nothing, and of those that gave something with what they gave. */
export interface Learned {
  readonly plain: readonly Uint32Array[];
  /** As many keys as entries; one that is all zero is of an entry that is not to be kept. */
  readonly told: readonly Uint32Array[];
  /** As JSON. */
  readonly entries: readonly string[];
  /** null: not to be kept. */
  readonly ways: KeptWays | null;
}

/** Whether there is anything new in it. */
export function isNew({ ways }: Cache, learned: Learned): boolean {
  if (learned.ways !== null && learned.ways.states !== ways?.states) return true;
  return [...learned.plain, ...learned.told].some((keys) => keys.some((word) => word !== 0));
}

const magic = "borderline cache 4\n";
/** A larger file is not read (bytes); a tree with more files is not kept. */
const largestCache = 256 << 20;
/** All caches together are kept below this (bytes); the ones not used for longest go first. */
const largestFolder = 1 << 30;
const words = 5;

/** Opens the cache of a tree; empty where there is none. null where this user has no folder to keep one. `identity` names code and rules. */
export function openCache(folder: string, root: string, identity: string): Cache | null {
  const secret = readSecret(folder);
  if (secret === null) return null;
  const name = createHmac("sha256", secret).update(`${identity}\0${root}`).digest();
  const file = join(folder, `${name.toString("hex").slice(0, 40)}.scan`);
  const seed = Uint32Array.from({ length: 4 }, (_, i) => name.readUInt32LE(i * 4));
  const { slots, entries, ways } = readCache(file, secret) ?? { slots: new Uint32Array(0), entries: [], ways: null };
  const shared = new Uint32Array(new SharedArrayBuffer(slots.byteLength));
  shared.set(slots);
  return { file, secret, entries, ways, table: { seed, slots: shared, met: new Uint8Array(new SharedArrayBuffer(slots.length / words)) } };
}

/** Keeps what was met and what was learned. Written beside and renamed, so that a reader finds the old or the new one; failure costs only time. */
export function saveCache(cache: Cache, learned: Learned): void {
  const { slots, entries } = merge(cache, learned);
  try {
    const body = [
      Buffer.from(Uint32Array.of(slots.length).buffer),
      Buffer.from(slots.buffer),
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

/** The slot of a key, or -1. */
export function slotOf({ slots }: CacheTable, key: Uint32Array): number {
  const count = slots.length / words;
  if (count === 0) return -1;
  for (let slot = key[0]! & (count - 1), tries = 0; tries < count; slot = (slot + 1) & (count - 1), tries++) {
    const at = slot * words;
    if (slots[at + 3] === 0) return -1;
    if (slots[at] === key[0] && slots[at + 1] === key[1] && slots[at + 2] === key[2] && slots[at + 3] === key[3]) return slot;
  }
  return -1;
}

/** The number of the entry in a slot; 0: the file gave nothing. Notes that the slot was met. */
export function entryAt({ slots, met }: CacheTable, slot: number): number {
  met[slot] = 1;
  return slots[slot * words + 4]!;
}

/** What of a file decides whether it is the same. Times in milliseconds: a double tells a quarter of a microsecond apart. */
export interface FileState {
  readonly size: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
}

/** What a key mixes in behind the path: the state's four numbers, a word of what was asked, and four that stir what came before. */
const behindPath = Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
const stateNumbers = new Float64Array(behindPath.buffer, 0, 4);

/** The key of a file, 128 bits under the user's secret, written into `key`. */
export function fileKey(seed: Uint32Array, path: string, closely: boolean, state: FileState, key: Uint32Array): void {
  stateNumbers[0] = state.size;
  stateNumbers[1] = state.modifiedMs;
  stateNumbers[2] = state.changedMs;
  stateNumbers[3] = state.inode;
  behindPath[8] = path.length * 2 + (closely ? 1 : 0);
  let [a, b, c, d] = [seed[0]!, seed[1]!, seed[2]!, seed[3]!];
  for (let i = 0; i < path.length + behindPath.length; i++) {
    const word = i < path.length ? path.charCodeAt(i) : behindPath[i - path.length]!;
    a = Math.imul(a ^ word, 0x85ebca6b);
    b = Math.imul(b ^ word ^ (a >>> 15), 0xc2b2ae35);
    c = Math.imul(c ^ word ^ (b >>> 13), 0x27d4eb2f);
    d = Math.imul(d ^ word ^ (c >>> 16), 0x165667b1);
    a ^= d >>> 14;
  }
  key[0] = a;
  key[1] = b;
  key[2] = c;
  key[3] = d | 1;
}

/**
 * Whether a file may have changed after it was read without its times showing it: they are as young as the clock that stamps files is coarse.
 * Where the stamps have whole seconds only, two seconds; otherwise a few ticks of the kernel.
 */
export function tooFresh(state: FileState, nowMs: number): boolean {
  const newest = Math.max(state.modifiedMs, state.changedMs);
  return nowMs - newest < (newest % 1000 === 0 ? 2000 : 20);
}

function merge(cache: Cache, learned: Learned): { slots: Uint32Array<ArrayBuffer>; entries: string[] } {
  const { slots: old, met } = cache.table;
  let kept = [...learned.plain, ...learned.told].reduce((sum, keys) => sum + keys.length / 4, 0);
  for (const one of met) kept += one;
  let count = 1024;
  while (count < kept * 1.6) count *= 2;
  const slots = new Uint32Array(count * words);
  const entries: string[] = [];
  const put = (key: Uint32Array, at: number, entry: string | undefined): void => {
    if (key[at + 3] === 0) return;
    let slot = key[at]! & (count - 1);
    while (slots[slot * words + 3] !== 0) slot = (slot + 1) & (count - 1);
    for (let i = 0; i < 4; i++) slots[slot * words + i] = key[at + i]!;
    if (entry !== undefined) slots[slot * words + 4] = entries.push(entry);
  };
  met.forEach((one, slot) => {
    if (one === 1) put(old, slot * words, cache.entries[old[slot * words + 4]! - 1]);
  });
  for (const keys of learned.plain) for (let at = 0; at < keys.length; at += 4) put(keys, at, undefined);
  let next = 0;
  for (const keys of learned.told) for (let at = 0; at < keys.length; at += 4) put(keys, at, learned.entries[next++]);
  return { slots, entries };
}

function readCache(file: string, secret: Uint8Array): { slots: Uint32Array; entries: string[]; ways: KeptWays | null } | null {
  try {
    if (statSync(file).size > largestCache) return null;
    const bytes = readFileSync(file);
    const body = bytes.subarray(magic.length + 32);
    if (bytes.toString("latin1", 0, magic.length) !== magic) return null;
    if (!timingSafeEqual(sign(secret, [body]), bytes.subarray(magic.length, magic.length + 32))) return null;
    const length = body.readUInt32LE(0);
    const slots = new Uint32Array(body.buffer.slice(body.byteOffset + 4, body.byteOffset + 4 + length * 4));
    const [ways = "null", ...entries] = body.toString("utf8", 4 + length * 4).split("\n");
    return { slots, entries, ways: JSON.parse(ways) as KeptWays | null };
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
