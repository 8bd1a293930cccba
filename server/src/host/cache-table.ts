/** The part of a cache that threads share: what each file gave, found by its key. Files that gave nothing are most of it, and next to nothing else. */
import type { Hopes } from "../core/markers/bound.js";
import type { FileSummary } from "../core/markers/marker.js";
import type { Cache } from "./cache.js";

/** What one file has to say, those inside it among it. */
export type CacheEntry = readonly FileSummary[];

/** An entry from its JSON, as it is kept and sent between threads. */
export function entryOf(text: string): CacheEntry {
  return JSON.parse(text) as CacheEntry;
}

/** The part that threads share: an open-addressed table of what files gave. */
export interface CacheTable {
  readonly seed: Uint32Array;
  /** A power of two of slots, of six words each. An empty one is all zero. */
  readonly slots: Uint32Array;
  /** Hopes of files that were put off: how many numbers, and then these. */
  readonly hopes: Uint32Array;
  /** One byte for each slot: met in this scan. */
  readonly met: Uint8Array;
}

/** Words of a slot: four of a file's key, the number of its entry, and where its hopes stand, both from 1. A file that gave nothing has neither. */
export const slotWords = 6;
const [entryWord, hopesWord] = [4, 5];

/** What the files of a turn gave: as in the table, and entries as JSON. */
export interface LearnedTurn {
  readonly slots: Uint32Array;
  readonly hopes: Uint32Array;
  readonly entries: readonly string[];
}

interface Merged {
  readonly slots: Uint32Array<ArrayBuffer>;
  readonly hopes: Uint32Array<ArrayBuffer>;
  readonly entries: string[];
}

/** A table of what was met of an old one and of what turns gave, with its entries. */
export function merge({ table, entries: known }: Pick<Cache, "table" | "entries">, turns: readonly LearnedTurn[]): Merged {
  let kept = turns.reduce((sum, turn) => sum + turn.slots.length / slotWords, 0);
  for (const one of table.met) kept += one;
  let count = 1024;
  while (count < kept * 1.6) count *= 2;
  const slots = new Uint32Array(count * slotWords);
  const hopes = new Uint32Array(turns.reduce((sum, turn) => sum + turn.hopes.length, table.hopes.length));
  const entries: string[] = [];
  let end = 0;
  const put = (from: LearnedTurn, at: number): void => {
    let slot = from.slots[at]! & (count - 1);
    while (slots[slot * slotWords + 3] !== 0) slot = (slot + 1) & (count - 1);
    const to = slot * slotWords;
    for (let i = 0; i < 4; i++) slots[to + i] = from.slots[at + i]!;
    const entry = from.slots[at + entryWord]!;
    if (entry > 0) slots[to + entryWord] = entries.push(from.entries[entry - 1]!);
    const place = from.slots[at + hopesWord]!;
    if (place === 0) return;
    slots[to + hopesWord] = end + 1;
    for (let i = place - 1, last = i + from.hopes[i]!; i <= last; i++) hopes[end++] = from.hopes[i]!;
  };
  const old = { ...table, entries: known };
  table.met.forEach((one, slot) => {
    if (one === 1) put(old, slot * slotWords);
  });
  for (const turn of turns) for (let at = 0; at < turn.slots.length; at += slotWords) put(turn, at);
  return { slots, hopes: hopes.subarray(0, end), entries };
}

/** The slot of a key, or -1. */
export function slotOf({ slots }: CacheTable, key: Uint32Array): number {
  const count = slots.length / slotWords;
  if (count === 0) return -1;
  for (let slot = key[0]! & (count - 1), tries = 0; tries < count; slot = (slot + 1) & (count - 1), tries++) {
    const at = slot * slotWords;
    if (slots[at + 3] === 0) return -1;
    if (slots[at] === key[0] && slots[at + 1] === key[1] && slots[at + 2] === key[2] && slots[at + 3] === key[3]) return slot;
  }
  return -1;
}

/** What the file in a slot gave: the number of its entry (0: none), and its hopes. Notes that the slot was met. */
export function givenAt({ slots, hopes, met }: CacheTable, slot: number): { readonly entry: number; readonly hopes: Hopes } {
  met[slot] = 1;
  return { entry: slots[slot * slotWords + entryWord]!, hopes: hopesAt(hopes, slots[slot * slotWords + hopesWord]!) };
}

/** Fills a slot: with a file's key, the number of its entry and where its hopes stand (both from 1; 0: none). */
export function fillSlot(slots: Uint32Array, slot: number, key: Uint32Array, entry: number, hopes: number): void {
  const at = slot * slotWords;
  slots.set(key, at);
  slots[at + entryWord] = entry;
  slots[at + hopesWord] = hopes;
}

const noHopes = new Uint32Array(0);

/** The hopes that stand at a place. */
function hopesAt(hopes: Uint32Array, place: number): Uint32Array {
  return place === 0 ? noHopes : hopes.subarray(place, place + hopes[place - 1]!);
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
