/** Builds the automaton: once, when the product is built. */
import { foldByte, type Automaton } from "./automaton.js";

/**
 * Builds the automaton; ASCII capitals in literals are folded. An empty literal never matches.
 * `beginsName` says of a literal by its number whether it is looked for only where a name begins.
 */
export function buildAutomaton(literals: readonly Uint8Array[], beginsName: (literal: number) => boolean = () => false): Automaton {
  const { text, textFrom } = foldedText(literals);
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
  const longest = stem.reduce((most, length) => Math.max(most, length), 0);
  const lead = leadsOf(outputsFrom, outputs, stem, beginsName);
  return { classOf, shift, next: table, firstHit, outputsFrom, outputs, lead, text, textFrom, stem, confirm, longest };
}

function foldedText(literals: readonly Uint8Array[]): { text: Uint8Array; textFrom: Uint32Array } {
  const textFrom = new Uint32Array(literals.length + 1);
  literals.forEach((literal, index) => (textFrom[index + 1] = textFrom[index]! + literal.length));
  const text = new Uint8Array(textFrom[literals.length]!);
  literals.forEach((literal, index) => text.set(literal.map(foldByte), textFrom[index]));
  return { text, textFrom };
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

/** For each state that ends stems how far before its end a name must begin; 0 where one of its literals may stand anywhere, or they differ. */
function leadsOf(outputsFrom: Uint32Array, outputs: Uint32Array, stem: Uint8Array, beginsName: (literal: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: outputsFrom.length - 1 }, (_, state) => {
    const literals = outputs.subarray(outputsFrom[state], outputsFrom[state + 1]);
    const lead = stem[literals[0]!]!;
    return literals.every((literal) => stem[literal] === lead && beginsName(literal)) ? lead : 0;
  });
}
