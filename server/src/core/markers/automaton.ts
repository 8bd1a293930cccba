/** The one pass over bytes: Aho-Corasick over all literals of all rules, ASCII letters folded, in one dense table. */

export interface Automaton {
  /** Byte → class of bytes that no literal tells apart. */
  readonly classOf: Uint8Array;
  readonly classes: number;
  /** state × class → next state (already multiplied by `classes`). */
  readonly next: Int32Array;
  /** state → first output in `outputs`, or -1. */
  readonly firstOutput: Int32Array;
  /** Pairs: literal, index of the next pair or -1. */
  readonly outputs: Int32Array;
  readonly literals: number;
}

/** Builds the automaton. Literals are given folded (see `fold`); an empty literal never matches. */
export function buildAutomaton(literals: readonly Uint8Array[]): Automaton {
  const classOf = new Uint8Array(256);
  let classes = 1;
  for (const literal of literals) for (const byte of literal) if (classOf[byte] === 0) classOf[byte] = classes++;
  for (let upper = 65; upper <= 90; upper++) classOf[upper] = classOf[upper + 32] ?? 0;

  let capacity = 1;
  for (const literal of literals) capacity += literal.length;
  const next = new Int32Array(capacity * classes);
  const firstOutput = new Int32Array(capacity).fill(-1);
  const outputs: number[] = [];
  let states = 1;
  literals.forEach((literal, index) => {
    if (literal.length === 0) return;
    let state = 0;
    for (const byte of literal) {
      const at = state * classes + (classOf[byte] ?? 0);
      if (next[at] === 0) next[at] = states++;
      state = next[at] ?? 0;
    }
    outputs.push(index, firstOutput[state] ?? -1);
    firstOutput[state] = outputs.length - 2;
  });

  const fail = new Int32Array(states);
  const queue: number[] = [];
  for (let c = 0; c < classes; c++) if (next[c]) queue.push(next[c] ?? 0);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const back = fail[state] ?? 0;
    chainOutputs(outputs, firstOutput, state, back);
    for (let c = 0; c < classes; c++) {
      const at = state * classes + c;
      const target = next[at] ?? 0;
      const through = next[back * classes + c] ?? 0;
      if (target === 0) next[at] = through;
      else {
        fail[target] = through;
        queue.push(target);
      }
    }
  }
  const table = next.slice(0, states * classes);
  for (let i = 0; i < table.length; i++) table[i] = (table[i] ?? 0) * classes;
  return {
    classOf,
    classes,
    next: table,
    firstOutput: firstOutput.slice(0, states),
    outputs: Int32Array.from(outputs),
    literals: literals.length,
  };
}

/** What the failure state says, this state says too: its list is hung behind this state's own. */
function chainOutputs(outputs: number[], firstOutput: Int32Array, state: number, back: number): void {
  const inherited = firstOutput[back] ?? -1;
  if (inherited === -1) return;
  const own = firstOutput[state] ?? -1;
  if (own === -1) {
    firstOutput[state] = inherited;
    return;
  }
  let last = own;
  while ((outputs[last + 1] ?? -1) !== -1) last = outputs[last + 1] ?? -1;
  outputs[last + 1] = inherited;
}

/** Calls back for every occurrence of every literal between two offsets, in order of its end (exclusive). */
export function forEachHit(
  automaton: Automaton,
  bytes: Uint8Array,
  from: number,
  to: number,
  onHit: (literal: number, end: number) => void,
): void {
  const { classOf, classes, next, firstOutput, outputs } = automaton;
  let at = 0;
  for (let i = from; i < to; i++) {
    at = next[at + (classOf[bytes[i] ?? 0] ?? 0)] ?? 0;
    for (let out = firstOutput[at / classes] ?? -1; out !== -1; out = outputs[out + 1] ?? -1) onHit(outputs[out] ?? 0, i + 1);
  }
}

/** Marks in `seen` which literals occur; true if any does. */
export function seenLiterals(automaton: Automaton, bytes: Uint8Array, from: number, to: number, seen: Uint8Array): boolean {
  let any = false;
  forEachHit(automaton, bytes, from, to, (literal) => {
    seen[literal] = 1;
    any = true;
  });
  return any;
}
