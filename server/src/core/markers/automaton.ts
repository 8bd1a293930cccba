/**
 * The one pass over bytes: Aho-Corasick over the stems of all literals of all rules in one dense table, ASCII letters folded.
 * Everything that decides its speed is here: few byte classes, so that a state's row is 128 bytes and the busy rows stay in the first
 * cache; stems, which end where a literal is told from all others, so that a state fits 16 bits; states numbered breadth first, so that
 * the busy rows lie together; states that end a stem last, so that one comparison finds them.
 */

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
  /** The folded literals one after another, and where each begins. */
  readonly text: Uint8Array;
  readonly textFrom: Uint32Array;
  /** Bytes of each literal's stem: the beginning of it that the table knows. */
  readonly stem: Uint8Array;
  /** 1: a literal is more than its stem, or has bytes that share a class, so that it must be compared on a hit. */
  readonly confirm: Uint8Array;
  /** Bytes of the longest literal. */
  readonly longest: number;
}

/** Builds the automaton; ASCII capitals in literals are folded. An empty literal never matches. */
export function buildAutomaton(literals: readonly Uint8Array[]): Automaton {
  const { text, textFrom, longest } = foldedText(literals);
  const { classOf, classes, shared } = classesOf(text);
  const shift = Math.max(1, Math.ceil(Math.log2(classes)));
  const stem = stemsOf(literals.length, text, textFrom, classOf);
  const trie = buildTrie(literals.length, text, textFrom, stem, classOf, shift);
  const { order, fail, next } = completeTrie(trie, shift, classes);
  const { firstHit, outputsFrom, outputs, table } = renumber(trie, order, fail, next, shift);
  const confirm = stem.map((length, literal) => {
    const bytes = text.subarray(textFrom[literal], textFrom[literal + 1]);
    return length < bytes.length || bytes.some((byte) => shared[byte] === 1) ? 1 : 0;
  });
  return { classOf, shift, next: table, firstHit, outputsFrom, outputs, text, textFrom, stem, confirm, longest };
}

/** Calls back for every occurrence of every literal that is wanted between two offsets, in order of its end (exclusive). */
export function forEachHit(
  automaton: Automaton,
  bytes: Uint8Array,
  from: number,
  to: number,
  onHit: (literal: number, end: number) => void,
  isWanted: (literal: number) => boolean = () => true,
): void {
  const { firstHit, outputsFrom, outputs, stem } = automaton;
  const found: number[][] = [];
  passOf(automaton).hits(bytes, from, to, (state, stemEnd, before, part) => {
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
  const memory = new WebAssembly.Memory({ initial: Math.ceil((hits + 8 * (chunk + chains * (beyond + longest))) / 65536) });
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

/** Which literals one file has. Most hits are of words that were met before, so a state whose literals are all seen is passed over. */
function createSight(automaton: Automaton) {
  const { outputsFrom, outputs, stem, textFrom } = automaton;
  const seen = new Uint8Array(stem.length);
  const spent = new Uint8Array(outputsFrom.length);
  let literals: number[] = [];
  const states: number[] = [];
  const note = (state: number, bytes: Uint8Array, stemEnd: number, to: number, accept: Accept): void => {
    if (spent[state] === 1) return;
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

/** Where a literal whose stem stands at `begin` ends (exclusive); 0 where its other bytes are not there, or lie beyond `to`. */
function endAt({ text, textFrom, confirm }: Automaton, bytes: Uint8Array, literal: number, begin: number, to: number): number {
  const first = textFrom[literal]!;
  const end = begin + textFrom[literal + 1]! - first;
  if (confirm[literal] === 0) return end;
  if (begin < 0 || end > to) return 0;
  for (let at = begin; at < end; at++) if (foldByte(bytes[at]!) !== text[first + at - begin]) return 0;
  return end;
}

function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function foldedText(literals: readonly Uint8Array[]): { text: Uint8Array; textFrom: Uint32Array; longest: number } {
  const textFrom = new Uint32Array(literals.length + 1);
  literals.forEach((literal, index) => (textFrom[index + 1] = textFrom[index]! + literal.length));
  const text = new Uint8Array(textFrom[literals.length]!);
  literals.forEach((literal, index) => text.set(literal.map(foldByte), textFrom[index]));
  return { text, textFrom, longest: literals.reduce((most, literal) => Math.max(most, literal.length), 0) };
}

/** What joins the parts of names: `user_embedding`, `user-embedding` and `user embedding` are one way through the table. */
const joints: readonly number[] = [0x5f, 0x2d, 0x20];

/** Classes that fit a row: one more would double the table. */
const mostClasses = 64;

/**
 * Bytes of literals have a class each, the most frequent first, and the last class is of all for which none is left; the joints share one,
 * and bytes above 127 are taken by their low four bits. Class 0 is all bytes that no literal has.
 */
function classesOf(text: Uint8Array): { classOf: Uint8Array; classes: number; shared: Uint8Array } {
  const groupOf = (byte: number): number => (byte > 127 ? 256 + (byte & 15) : joints.includes(byte) ? 272 : byte);
  const members = new Map<number, Set<number>>();
  const frequency = new Uint32Array(273);
  for (const byte of text) {
    const group = groupOf(byte);
    frequency[group]!++;
    members.set(group, (members.get(group) ?? new Set()).add(byte));
  }
  const classOf = new Uint8Array(256);
  const groups = [...members.keys()].sort((a, b) => frequency[b]! - frequency[a]! || a - b);
  groups.forEach((group, index) => {
    for (const byte of members.get(group)!) classOf[byte] = Math.min(index + 1, mostClasses - 1);
  });
  for (let upper = 65; upper <= 90; upper++) classOf[upper] = classOf[upper + 32]!;
  const shared = Uint8Array.from(classOf, (_, byte) => (groupOf(byte) > 255 || classOf[byte] === mostClasses - 1 ? 1 : 0));
  return { classOf, classes: Math.min(groups.length + 1, mostClasses), shared };
}

/** A stem shorter than this would be met too often (bytes); a longer literal cannot be told apart within a byte's count. */
const [shortestStem, longestStem] = [8, 255];

/** For each literal the bytes from which the table knows that no other one goes the same way. */
function stemsOf(literals: number, text: Uint8Array, textFrom: Uint32Array, classOf: Uint8Array): Uint8Array {
  const ways = Array.from({ length: literals }, (_, literal) =>
    String.fromCharCode(...text.subarray(textFrom[literal], textFrom[literal + 1]).map((byte) => classOf[byte]!)),
  );
  const different = [...new Set(ways)].sort((a, b) => (a < b ? -1 : 1));
  const stems = new Map<string, number>();
  different.forEach((way, index) => {
    const told = 1 + Math.max(sharedLength(way, different[index - 1] ?? ""), sharedLength(way, different[index + 1] ?? ""));
    stems.set(way, Math.min(way.length, longestStem, Math.max(shortestStem, told)));
  });
  return Uint8Array.from(ways, (way) => stems.get(way)!);
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

interface Trie {
  readonly states: number;
  /** row + class → child, 0: none. */
  readonly child: Uint32Array;
  /** state → first literal whose stem ends there, or -1; literal → the next one with the same stem. */
  readonly ends: Int32Array;
  readonly alike: Int32Array;
}

function buildTrie(literals: number, text: Uint8Array, textFrom: Uint32Array, stem: Uint8Array, classOf: Uint8Array, shift: number): Trie {
  let child = new Uint32Array(1024 << shift);
  const ends: number[] = [-1];
  const alike = new Int32Array(literals).fill(-1);
  for (let literal = 0; literal < literals; literal++) {
    const from = textFrom[literal]!;
    const to = from + stem[literal]!;
    if (from === to) continue;
    let state = 0;
    for (let i = from; i < to; i++) {
      const at = (state << shift) | classOf[text[i]!]!;
      if (child[at] === 0) {
        child[at] = ends.length;
        ends.push(-1);
        if (ends.length << shift > child.length) child = grown(child);
      }
      state = child[at]!;
    }
    alike[literal] = ends[state]!;
    ends[state] = literal;
  }
  return { states: ends.length, child, ends: Int32Array.from(ends), alike };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Turns the trie into a complete table, breadth first: where a state has no child, it goes where its longest proper suffix goes. */
function completeTrie(trie: Trie, shift: number, classes: number): { order: Uint32Array; fail: Uint32Array; next: Uint32Array } {
  const { child: next, states } = trie;
  const order = new Uint32Array(states);
  const fail = new Uint32Array(states);
  let found = 1;
  for (let head = 0; head < found; head++) {
    const state = order[head]!;
    for (let c = 0; c < classes; c++) {
      const at = (state << shift) | c;
      const through = state === 0 ? 0 : next[(fail[state]! << shift) | c]!;
      if (next[at] === 0) next[at] = through;
      else {
        fail[next[at]!] = through;
        order[found++] = next[at]!;
      }
    }
  }
  return { order, fail, next };
}

/** Numbers the states anew: breadth first, those that end a literal after all others; gathers what each of those ends. */
function renumber(trie: Trie, order: Uint32Array, fail: Uint32Array, next: Uint32Array, shift: number) {
  const { states, ends, alike } = trie;
  const isHit = new Uint8Array(states);
  for (const state of order) isHit[state] = ends[state] !== -1 || (state !== 0 && isHit[fail[state]!] === 1) ? 1 : 0;
  const hits = order.filter((state) => isHit[state] === 1);
  const newOrder = [...order.filter((state) => isHit[state] === 0), ...hits];
  const numberOf = new Uint32Array(states);
  newOrder.forEach((state, index) => (numberOf[state] = index));
  const table = states <= 0x10000 ? new Uint16Array(states << shift) : new Uint32Array(states << shift);
  newOrder.forEach((state, index) => {
    for (let c = 0; c < 1 << shift; c++) table[(index << shift) | c] = numberOf[next[(state << shift) | c]!]!;
  });
  const outputs: number[] = [];
  const outputsFrom = new Uint32Array(hits.length + 1);
  hits.forEach((hit, index) => {
    for (let state = hit; state !== 0; state = fail[state]!) {
      for (let literal = ends[state]!; literal !== -1; literal = alike[literal]!) outputs.push(literal);
    }
    outputsFrom[index + 1] = outputs.length;
  });
  return { firstHit: states - hits.length, outputsFrom, outputs: Uint32Array.from(outputs), table };
}
