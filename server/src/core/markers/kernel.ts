/**
 * The loop over the automaton's table, as a WebAssembly module written out here: no bounds checks, several chains at once.
 * It takes 0.4 of the time of the same loop in TypeScript, and every byte of every scanned tree goes through it.
 *
 *     for i in 0 .. steps:  for each chain k:  state[k] = next[(state[k] << shift) | classOf[bytes[from + k × stride + i]]]
 *
 * Whenever a state is one that ends a literal, where and which is written to a list.
 */

/** The module's one function: bytes from `from`, each chain `stride` after the one before, `steps` each; hits to `hits`. Gives the end of the list. */
export type Kernel = (from: number, stride: number, steps: number, hits: number, firstHit: number) => number;

/** Chains that run at once: each waits some six cycles for its next state, and the processor steps the others meanwhile. */
export const chains = 6;

/** A hit is an offset and a state, with the number of its chain above this bit. */
export const chainShift = 24;

/** Offsets in the module's memory, in bytes. */
export interface KernelPlaces {
  /** 256 bytes: byte → twice its class. */
  readonly classOf: number;
  /** Rows of 16-bit (or 32-bit) states. */
  readonly table: number;
  readonly wide: boolean;
  readonly shift: number;
}

/** Assembles the module for a table; its memory has to be given as import `m.m`. */
export function assembleKernel({ classOf, table, wide, shift }: KernelPlaces): Uint8Array<ArrayBuffer> {
  const [from, stride, steps, hits, firstHit] = [0, 1, 2, 3, 4];
  const end = 5;
  const offset = (chain: number): number => 6 + chain;
  const state = (chain: number): number => 6 + chains + chain;
  const each = (code: (chain: number) => number[]): number[] => Array.from({ length: chains }, (_, chain) => code(chain)).flat();
  const entry = wide ? 4 : 2;

  const step = (chain: number): number[] => [
    // state = next[(state << rowBits) + classOf[bytes[from + offset]]]
    ...get(state(chain)),
    ...constant(shift + Math.log2(entry)),
    ...shiftLeft,
    ...get(from),
    ...(chain === 0 ? [] : [...get(offset(chain)), ...add]),
    ...loadByte(0),
    ...loadByte(classOf),
    ...(wide ? [...constant(1), ...shiftLeft] : []),
    ...add,
    ...(wide ? loadWord(table) : loadHalf(table)),
    ...set(state(chain)),
  ];
  // Written whether it is a hit or not; only then does the list grow.
  const note = (chain: number): number[] => [
    ...get(hits),
    ...get(from),
    ...(chain === 0 ? [] : [...get(offset(chain)), ...add]),
    ...constant(1),
    ...add,
    ...store(0),
    ...get(hits),
    ...get(state(chain)),
    ...constant(chain << chainShift),
    ...or,
    ...store(4),
    ...get(hits),
    ...get(state(chain)),
    ...get(firstHit),
    ...notBelow,
    ...constant(3),
    ...shiftLeft,
    ...add,
    ...set(hits),
  ];
  const anyHit = each((chain) => [...get(state(chain)), ...get(firstHit), ...notBelow, ...(chain === 0 ? [] : or)]);

  const body = [
    ...get(from),
    ...get(steps),
    ...add,
    ...set(end),
    ...each((chain) => (chain === 0 ? [] : [...get(stride), ...constant(chain), ...multiply, ...set(offset(chain))])),
    ...block(
      loop([
        ...get(from),
        ...get(end),
        ...notBelow,
        ...leave(1),
        ...each(step),
        ...anyHit,
        ...when(each(note)),
        ...get(from),
        ...constant(1),
        ...add,
        ...set(from),
        ...again(0),
      ]),
    ),
    ...get(hits),
  ];
  return moduleOf(body, { parameters: 5, locals: 1 + 2 * chains });
}

// The few instructions that are needed. https://webassembly.github.io/spec/core/binary/instructions.html
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const add = [0x6a];
const multiply = [0x6c];
const or = [0x72];
const shiftLeft = [0x74];
const notBelow = [0x4f];
const loadWord = (at: number): number[] => [0x28, 2, ...unsigned(at)];
const loadByte = (at: number): number[] => [0x2d, 0, ...unsigned(at)];
const loadHalf = (at: number): number[] => [0x2f, 1, ...unsigned(at)];
const store = (at: number): number[] => [0x36, 2, ...unsigned(at)];
const block = (code: number[]): number[] => [0x02, 0x40, ...code, 0x0b];
const loop = (code: number[]): number[] => [0x03, 0x40, ...code, 0x0b];
const when = (code: number[]): number[] => [0x04, 0x40, ...code, 0x0b];
const again = (depth: number): number[] => [0x0c, depth];
const leave = (depth: number): number[] => [0x0d, depth];
const i32 = 0x7f;

/** A module with one function of 32-bit numbers, exported as `k`. https://webassembly.github.io/spec/core/binary/modules.html */
function moduleOf(body: number[], { parameters, locals }: { parameters: number; locals: number }): Uint8Array<ArrayBuffer> {
  const name = (text: string): number[] => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
  const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
  const code = [1, ...unsigned(locals), i32, ...body, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...Array<number>(parameters).fill(i32), 1, i32]),
    ...section(2, [1, ...name("m"), ...name("m"), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name("k"), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 64 ? [value] : [(value & 127) | 128, ...signed(value >>> 7)];
}
