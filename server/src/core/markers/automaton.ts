/**
 * The one pass over bytes: Aho-Corasick over the stems of all literals of all rules in one dense table, ASCII letters folded.
 * Everything that decides its speed is here: few byte classes, so that a state's row is 128 bytes and the busy rows stay in the first
 * cache; stems, which end where a literal is told from all others, so that a state fits 16 bits; states numbered breadth first, so that
 * the busy rows lie together; states that end a stem last, so that one comparison finds them.
 */

import { beginsName } from "./byte-borders.js";
import { assembleKernel, chains, chainShift, type Kernel } from "./kernel.js";

/** Plain arrays: they cross worker borders, and the build writes them as they are. */
export interface Automaton {
  /** Byte → class of bytes that the table does not tell apart. */
  readonly classOf: Uint8Array;
  /** A state's row begins at `state << shift`. */
  readonly shift: number;
  /** row + class → next state. */
  readonly next: Uint16Array | Uint32Array;
  /** States from here on end at least one stem. */
  readonly firstHit: number;
  /** For hit state s, the literals of its stems are `outputs[outputsFrom[s - firstHit]]` up to the next state's. */
  readonly outputsFrom: Uint32Array;
  readonly outputs: Uint32Array;
  /** For hit state s, bytes before its end at which a name must begin for any of its literals to stand there; 0: it must not. */
  readonly lead: Uint8Array;
  /** The folded literals one after another, and where each begins. */
  readonly text: Uint8Array;
  readonly textFrom: Uint32Array;
  /** Bytes of each literal's stem: the beginning of it that the table knows. */
  readonly stem: Uint8Array;
  /** 1: a literal is more than its stem, or has bytes that share a class, so that it must be compared on a hit. */
  readonly confirm: Uint8Array;
  /** Bytes of the longest stem: so far a hit may reach over a border between parts. */
  readonly longest: number;
}

/** Calls back for every occurrence of every literal that is wanted between two offsets, in order of its end (exclusive); those inside a name of literals that must begin one may be left out. */
export function forEachHit(
  automaton: Automaton,
  bytes: Uint8Array,
  from: number,
  to: number,
  onHit: (literal: number, end: number) => void,
  isWanted: (literal: number) => boolean = () => true,
): void {
  const { firstHit, outputsFrom, outputs, lead, stem } = automaton;
  const found: number[][] = [];
  passOf(automaton).hits(bytes, from, to, (state, stemEnd, before, part) => {
    if (!mayStand(lead[state - firstHit]!, bytes, stemEnd)) return;
    const last = outputsFrom[state - firstHit + 1]!;
    for (let out = outputsFrom[state - firstHit]!; out < last; out++) {
      const literal = outputs[out]!;
      if (!isWanted(literal)) continue;
      const begin = stemEnd - stem[literal]!;
      const end = begin < before ? endAt(automaton, bytes, literal, begin, to) : 0;
      if (end > 0) (found[part] ??= []).push(end * mostLiterals + literal);
    }
  });
  for (const one of inOrder(found.flat())) onHit(one % mostLiterals, Math.floor(one / mostLiterals));
}

/** Sorts what is nearly sorted: out of order are only hits across the border of two parts, and literals that go on behind their stems. */
function inOrder(list: number[]): number[] {
  for (let i = 1; i < list.length; i++) {
    const one = list[i]!;
    let at = i;
    for (; at > 0 && list[at - 1]! > one; at--) list[at] = list[at - 1]!;
    list[at] = one;
  }
  return list;
}

/** Literals that a number can carry beside an offset. */
const mostLiterals = 2 ** 20;

const passes = new WeakMap<Automaton, OnePass>();

/** The one pass of this thread for an automaton: its memory is prepared once. */
export function passOf(automaton: Automaton): OnePass {
  let pass = passes.get(automaton);
  if (!pass) passes.set(automaton, (pass = createOnePass(automaton)));
  return pass;
}

/** Whether an occurrence counts, by what stands around it; asked until it says yes once for a literal. `begin` may lie before the bytes, `end` behind them. */
export type Accept = (literal: number, bytes: Uint8Array, begin: number, end: number) => boolean;

/** The one pass of one thread, with its memory. */
export interface OnePass {
  /** Bytes that are put here are not copied. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Looks for literals that lie between two offsets and are accepted. */
  readonly see: (bytes: Uint8Array, from: number, to: number, accept: Accept) => void;
  /** The different literals seen since this was last asked. */
  readonly seen: () => readonly number[];
  /** Calls back for each state that ends a stem; only literals that begin before `before` belong to the call, others come in another one. Parts ascend with the offsets. */
  readonly hits: (
    bytes: Uint8Array,
    from: number,
    to: number,
    onHit: (state: number, end: number, before: number, part: number) => void,
  ) => void;
}

/** Bytes that the kernel goes over at a time; its list has room for a hit at each. */
const chunk = 128 << 10;
const stateMask = (1 << chainShift) - 1;
/** Size of `room`: most files fit. */
const roomSize = 1 << 20;

/** Prepares the one pass: the table is copied into the kernel's memory. */
function createOnePass(automaton: Automaton): OnePass {
  const { classOf, shift, next, firstHit, longest } = automaton;
  const wide = next instanceof Uint32Array;
  const beyond = longest + 2 * chains;
  const table = 256;
  const copies = table + next.byteLength;
  const input = copies + chunk + longest + beyond;
  const hits = (input + roomSize + beyond + 7) & ~7;
  const memory = memoryOf(Math.ceil((hits + 8 * (1 + chunk + chains * (beyond + longest))) / 65536));
  const all = new Uint8Array(memory.buffer);
  all.set(classOf.map((one) => one * 2));
  all.set(new Uint8Array(next.buffer, next.byteOffset, next.byteLength), table);
  const module = new WebAssembly.Module(assembleKernel({ classOf: 0, table, wide, shift }));
  const kernel = new WebAssembly.Instance(module, { m: { m: memory } }).exports["k"] as Kernel;
  const list = new Uint32Array(memory.buffer);
  const room = all.subarray(input, input + roomSize);

  const sight = createSight(automaton);
  const see: OnePass["see"] = (bytes, from, to, accept) => {
    const inRoom = bytes.buffer === memory.buffer;
    for (let at = from; at < to; at += chunk) {
      const begin = Math.max(from, at - longest);
      const end = Math.min(to, at + chunk);
      if (!inRoom) all.set(bytes.subarray(begin, end), copies);
      const first = inRoom ? bytes.byteOffset + begin : copies;
      const stride = Math.ceil((end - begin) / chains);
      // Each chain runs on into the next one's part, for a literal may lie across; the last ones into what lies behind.
      const last = kernel(first, stride, stride + longest, hits, firstHit);
      for (let hit = hits >> 2; hit < last >> 2; hit += 2) {
        const hitEnd = list[hit]! - first + begin;
        if (hitEnd <= end) sight.note((list[hit + 1]! & stateMask) - firstHit, bytes, hitEnd, to, accept);
      }
    }
  };
  const hitsOf: OnePass["hits"] = (bytes, from, to, onHit) => {
    for (let at = from; at < to; at += chunk) {
      const end = Math.min(to, at + chunk);
      const seenTo = Math.min(to, end + longest);
      if (bytes.buffer !== memory.buffer) all.set(bytes.subarray(at, seenTo), copies);
      const first = bytes.buffer === memory.buffer ? bytes.byteOffset + at : copies;
      const stride = Math.ceil((end - at) / chains);
      const last = kernel(first, stride, stride + longest, hits, firstHit) >> 2;
      for (let hit = hits >> 2; hit < last; hit += 2) {
        const chain = list[hit + 1]! >>> chainShift;
        const hitEnd = list[hit]! - first + at;
        if (hitEnd <= seenTo)
          onHit(list[hit + 1]! & stateMask, hitEnd, Math.min(end, at + (chain + 1) * stride), ((at - from) / chunk) * chains + chain);
      }
    }
  };
  return { room, see, seen: sight.take, hits: hitsOf };
}

/** Memory of so many pages of 64 KB. Every such memory reserves 8 GB of addresses, which a limit on them (`ulimit -v`) refuses. */
function memoryOf(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    const message = "out of memory: the machine gives no room for the one pass over the files (a limit on addresses, ulimit -v?)";
    throw Object.assign(new Error(message, { cause }), { code: "ENOMEM" });
  }
}

/** Which literals one file has. Most hits are of words that were met before, so a state whose literals are all seen is passed over. */
function createSight(automaton: Automaton) {
  const { outputsFrom, outputs, lead, stem, textFrom } = automaton;
  const seen = new Uint8Array(stem.length);
  const spent = new Uint8Array(outputsFrom.length);
  let literals: number[] = [];
  const states: number[] = [];
  const note = (state: number, bytes: Uint8Array, stemEnd: number, to: number, accept: Accept): void => {
    if (spent[state] === 1 || !mayStand(lead[state]!, bytes, stemEnd)) return;
    const last = outputsFrom[state + 1]!;
    let open = false;
    for (let out = outputsFrom[state]!; out < last; out++) {
      const literal = outputs[out]!;
      if (seen[literal] === 1) continue;
      const begin = stemEnd - stem[literal]!;
      const end = begin + textFrom[literal + 1]! - textFrom[literal]!;
      if (accept(literal, bytes, begin, end) && endAt(automaton, bytes, literal, begin, to) > 0) {
        seen[literal] = 1;
        literals.push(literal);
      } else open = true;
    }
    if (open) return;
    spent[state] = 1;
    states.push(state);
  };
  const take = (): readonly number[] => {
    const taken = literals;
    for (const literal of taken) seen[literal] = 0;
    for (const state of states) spent[state] = 0;
    states.length = 0;
    if (taken.length > 0) literals = [];
    return taken;
  };
  return { note, take };
}

/** Whether a name begins where all literals of a state ask for one. Half of the hits are ends of other words (`struct` is no CT). */
function mayStand(lead: number, bytes: Uint8Array, stemEnd: number): boolean {
  return lead === 0 || beginsName(bytes, stemEnd - lead);
}

/** Where a literal whose stem stands at `begin` ends (exclusive); 0 where its other bytes are not there, or lie beyond `to`. */
function endAt({ text, textFrom, confirm }: Automaton, bytes: Uint8Array, literal: number, begin: number, to: number): number {
  const first = textFrom[literal]!;
  const end = begin + textFrom[literal + 1]! - first;
  if (confirm[literal] === 0) return end;
  if (begin < 0 || end > to) return 0;
  for (let at = begin; at < end; at++) if (foldByte(bytes[at]!) !== text[first + at - begin]) return 0;
  return end;
}

/** Folds an ASCII capital. */
export function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
