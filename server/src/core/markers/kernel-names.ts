/**
 * The kernel's first step: where names begin among sixty-four bytes, as `beginsName` and `mayAnchor` tell it, and where bytes above 127 are. What kind each
 * byte is, vectors tell; what stands beside it, shifts.
 */

import {
  get,
  set,
  constant,
  constantLong,
  below,
  subtract,
  subtractLong,
  andLong,
  orLong,
  shiftLeftLong,
  shiftRightLong,
  notLong,
  widen,
  loadByte,
  splat,
  loadVector,
  greater,
  orVector,
  bitmask,
  addVector,
} from "./wasm.js";

/** Leaves sixty-four bits on the stack for the bytes from the local `at` on. Eight long locals from `longs` on are its own, four of which remember the kinds of the bytes before, and two vectors. */
export function namesBegin(at: number, longs: number, vectors: number): number[] {
  const [kinds, before] = [kindsFrom(longs), kindsFrom(longs + 4)];
  const { alnum, digit, capital, high } = kinds;
  /** Where that kind of byte stands so many bytes before. */
  const behind = (kind: keyof Kinds, bytes: number): number[] => [
    ...[...get(kinds[kind]), ...constantLong(bytes), ...shiftLeftLong],
    ...[...get(before[kind]), ...constantLong(64 - bytes), ...shiftRightLong, ...orLong],
  ];
  const smallNext = [
    ...[...get(alnum), ...get(digit), ...subtractLong, ...get(capital), ...subtractLong, ...constantLong(1), ...shiftRightLong],
    ...[...get(at), ...loadByte(64), ...constant(97), ...subtract, ...constant(26), ...below],
    ...[...widen, ...constantLong(63), ...shiftLeftLong, ...orLong],
  ];
  const digitNext = [
    ...[...get(digit), ...constantLong(1), ...shiftRightLong],
    ...[...get(at), ...loadByte(64), ...constant(48), ...subtract, ...constant(10), ...below],
    ...[...widen, ...constantLong(63), ...shiftLeftLong, ...orLong],
  ];
  return [
    ...kindsOfBytes(at, kinds, vectors),
    ...get(alnum),
    // A letter or digit, but not one that stands behind another one without …
    ...behind("alnum", 1),
    // … a byte above 127 before that,
    ...behind("high", 2),
    // a change from digits to letters,
    ...[...behind("digit", 1), ...get(digit), ...notLong, ...andLong, ...orLong],
    // or a capital: the first of several, or one with which a word begins.
    ...[...get(capital), ...behind("capital", 1), ...smallNext, ...notLong, ...andLong, ...notLong, ...andLong, ...orLong],
    ...[...notLong, ...andLong, ...notLong, ...andLong],
    // A digit alone begins nothing.
    ...[...get(digit), ...digitNext, ...notLong, ...andLong, ...notLong, ...andLong],
    ...[...get(high), ...orLong],
    ...[...get(alnum), ...set(before.alnum), ...get(digit), ...set(before.digit)],
    ...[...get(capital), ...set(before.capital), ...get(high), ...set(before.high)],
  ];
}

/** The locals that hold where the kinds of bytes stand; digits and capitals are among the letters and digits. */
type Kinds = Readonly<Record<"alnum" | "digit" | "capital" | "high", number>>;

function kindsFrom(local: number): Kinds {
  return { alnum: local, digit: local + 1, capital: local + 2, high: local + 3 };
}

/** Sets `alnum`, `digit`, `capital` and `high` to the kinds of sixty-four bytes. Signed comparisons tell them, for they take one instruction: so much is added that the last letter, capital or digit is 127, the largest number with a sign. */
function kindsOfBytes(at: number, { alnum, digit, capital, high }: Kinds, vectors: number): number[] {
  const [here, digits] = [vectors, vectors + 1];
  const isLetter = [...get(here), ...splat(32), ...orVector, ...splat(5), ...addVector, ...splat(101), ...greater];
  const isCapital = [...get(here), ...splat(37), ...addVector, ...splat(101), ...greater];
  const isDigit = [...get(here), ...splat(70), ...addVector, ...splat(117), ...greater];
  const note = (kind: number, vector: number[], offset: number): number[] => [
    ...[...vector, ...bitmask, ...widen, ...constantLong(offset), ...shiftLeftLong],
    ...(offset === 0 ? [] : [...get(kind), ...orLong]),
    ...set(kind),
  ];
  return [0, 16, 32, 48].flatMap((offset) => [
    ...[...get(at), ...loadVector(offset), ...set(here), ...isDigit, ...set(digits)],
    ...[...note(high, get(here), offset), ...note(digit, get(digits), offset)],
    ...[...note(capital, isCapital, offset), ...note(alnum, [...isLetter, ...get(digits), ...orVector], offset)],
  ]);
}
