/** The few instructions of WebAssembly that the kernel is made of, as bytes. https://webassembly.github.io/spec/core/binary/instructions.html */

export const get = (local: number): number[] => [0x20, local];
export const set = (local: number): number[] => [0x21, local];
export const tee = (local: number): number[] => [0x22, local];
export const constant = (value: number): number[] => [0x41, ...signed(BigInt(value | 0))];
export const constantLong = (value: bigint | number): number[] => [0x42, ...signed(BigInt(value))];
export const [isZero, equals, differs, below, atLeast] = [[0x45], [0x46], [0x47], [0x49], [0x4f]];
export const [trailingZeros, count, add, subtract, multiply] = [[0x68], [0x69], [0x6a], [0x6b], [0x6c]];
export const [and, or, exclusiveOr, shiftLeft, shiftRight] = [[0x71], [0x72], [0x73], [0x74], [0x76]];
export const [subtractLong, multiplyLong] = [[0x7d], [0x7e]];
export const [andLong, orLong, shiftLeftLong, shiftRightLong] = [[0x83], [0x84], [0x86], [0x88]];
export const notLong = [...constantLong(-1), 0x85];
export const drop = [0x1a];
export const [narrow, widen] = [[0xa7], [0xad]];
export const load = (at: number): number[] => [0x28, 0, ...unsigned(at)];
export const loadLong = (at: number): number[] => [0x29, 0, ...unsigned(at)];
export const loadHalf = (at: number): number[] => [0x2f, 0, ...unsigned(at)];
export const loadByte = (at: number): number[] => [0x2d, 0, ...unsigned(at)];
export const store = (at: number): number[] => [0x36, 0, ...unsigned(at)];
export const storeByte = (at: number): number[] => [0x3a, 0, ...unsigned(at)];
/** Eight bytes, folded. */
export const loadFolded = [...loadLong(0), ...constantLong(0x2020202020202020n), ...orLong];
export const splat = (byte: number): number[] => [0xfd, 12, ...Array<number>(16).fill(byte)];
export const loadVector = (at: number): number[] => [0xfd, 0, 0, ...unsigned(at)];
const vector = (code: number): number[] => [0xfd, ...unsigned(code)];
export const [equalBytes, greater, andVector, orVector] = [vector(35), vector(39), vector(78), vector(80)];
export const [bitmask, addVector] = [vector(100), vector(110)];
export const [splatHalf, equalHalves, bitmaskHalves] = [vector(16), vector(45), vector(132)];
export const when = (code: number[]): number[] => [0x04, 0x40, ...code, 0x0b];
/** A block around a loop, which is left where the condition is 0. */
export const whilst = (condition: number[], code: number[]): number[] => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...condition, ...isZero, 0x0d, 1],
  ...code,
  ...[0x0c, 0, 0x0b, 0x0b],
];

/** Locals behind the parameters: so many of 32 bits, of 64, and vectors. */
export interface Locals {
  readonly parameters: number;
  readonly numbers: number;
  readonly longs: number;
  readonly vectors: number;
}

/** A module with one function, exported as `k`, whose parameters and result are numbers of 32 bits. https://webassembly.github.io/spec/core/binary/modules.html */
export function moduleOf(body: number[], { parameters, numbers, longs, vectors }: Locals): Uint8Array<ArrayBuffer> {
  const [i32, i64, v128] = [0x7f, 0x7e, 0x7b];
  const name = (text: string): number[] => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
  const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
  const code = [3, ...unsigned(numbers), i32, ...unsigned(longs), i64, ...unsigned(vectors), v128, ...body, 0x0b];
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

function signed(value: bigint): number[] {
  const low = Number(value & 127n);
  const rest = value >> 7n;
  const isAll = low < 64 ? rest === 0n : rest === -1n;
  return isAll ? [low] : [low | 128, ...signed(rest)];
}
