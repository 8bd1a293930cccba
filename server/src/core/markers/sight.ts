/**
 * The step behind the kernel: of the forms that it lists those that stand there whole, end where a name may end, and have not been seen yet.
 * Most of what the kernel lists was met before, so this loop decides what a gate costs; it is a WebAssembly module like the kernel,
 * over the same memory.
 */

import { around } from "./literals.js";
import type { FormIndex } from "./form-index.js";
import { digit, other, small, capital } from "./byte-borders.js";
import {
  get,
  set,
  tee,
  constant,
  isZero,
  equals,
  differs,
  below,
  atLeast,
  add,
  subtract,
  and,
  or,
  exclusiveOr,
  shiftLeft,
  shiftRight,
  load,
  loadByte,
  store,
  storeByte,
  splat,
  loadVector,
  greater,
  equalBytes,
  andVector,
  orVector,
  addVector,
  bitmask,
  when,
  whilst,
  moduleOf,
} from "./wasm.js";

/**
 * The module's one function: goes through the kernel's list from `list` to `last`, about bytes of which those from `from` to `to` may belong to a form, and
 * writes what is new from `kept` on, whose end it gives; that may be the beginning of the list. Reads four bytes before `from` and three behind `to`, and up to 16 behind a form.
 * Where it marks what it has seen, a form that nobody need be asked about is listed once; of others all places are left.
 */
export type Sight = (list: number, last: number, from: number, to: number, kept: number) => number;

/** Offsets in the memory, in bytes. */
export interface SightPlaces {
  /** The text of the index, and what `wholesOf` says of each of its `forms`. */
  readonly text: number;
  readonly wholes: number;
  /** The `kinds` of byte-borders.ts. */
  readonly kinds: number;
  /** One byte for each of `forms`: 1 where it was seen, or need not be. */
  readonly seen: number;
}

/** In the second number of `wholesOf`, beside the length and 65,536 times the bytes before the anchor: the form must end a name; and more must hold that only its literals tell. */
export const [endsThere, isAsked] = [1 << 24, 1 << 25];

/** Two numbers for each of the index's `forms`: where its text begins, and its length, anchor and needs. */
export function wholesOf({ forms, textFrom, text, anchor, around: needs }: FormIndex): Uint32Array {
  const wholes = new Uint32Array(2 * forms.length);
  forms.forEach((form, at) => {
    const [begin, need] = [textFrom[form]!, needs[form]!];
    // The kernel looks for letters and digits only where names begin.
    const isBegun = anchor[form] === 0 && text[begin]! < 128;
    const asked = (need & around.exact) !== 0 || ((need & around.leftBorder) !== 0 && !isBegun);
    wholes[2 * at] = begin;
    wholes[2 * at + 1] =
      (textFrom[form + 1]! - begin) | (anchor[form]! << 16) | (need & around.rightBorder ? endsThere : 0) | (asked ? isAsked : 0);
  });
  return wholes;
}

// The locals: parameters, numbers, vector.
const [list, last, from, to, kept] = [0, 1, 2, 3, 4];
const [place, number, whole, begin, end, at, differ, border] = [5, 6, 7, 8, 9, 10, 11, 12];
const here = 13;

/** Bytes of a form, and those before its anchor, of the second number that `wholesOf` has for it. */
export const lengthOf = (whole: number): number => whole & 0xffff;
export const anchorOf = (whole: number): number => (whole >>> 16) & 255;

/** Assembles the module for tables at these places; its memory has to be given as import `m.m`. `once`: whether it marks what it has seen. */
export function assembleSight(places: SightPlaces, once: boolean): Uint8Array<ArrayBuffer> {
  const length = [...get(whole), ...constant(0xffff), ...and];
  const anchor = [...get(whole), ...constant(16), ...shiftRight, ...constant(255), ...and];
  const body = [
    ...whilst(
      [...get(list), ...get(last), ...below],
      [
        ...[...get(list), ...load(0), ...set(place), ...get(list), ...load(4), ...set(number)],
        ...[...get(number), ...loadByte(places.seen), ...isZero],
        ...when([
          ...[...get(number), ...constant(3), ...shiftLeft, ...load(places.wholes + 4), ...set(whole)],
          ...[...get(place), ...anchor, ...subtract, ...tee(begin), ...length, ...add, ...set(end)],
          ...[...get(begin), ...get(from), ...atLeast, ...get(to), ...get(end), ...atLeast, ...and],
          ...when([...compare(places, length), ...get(differ), ...isZero, ...when(keepWhereItEnds(places, once))]),
        ]),
        ...[...get(list), ...constant(8), ...add, ...set(list)],
      ],
    ),
    ...get(kept),
  ];
  return moduleOf(body, { parameters: 5, numbers: 8, longs: 0, vectors: 1 });
}

/** Sets `differ` to 0 where the bytes from `begin` to `end`, capitals folded, are the form's: sixteen at a time. */
function compare({ text, wholes }: SightPlaces, length: number[]): number[] {
  const folded = [
    ...[...get(here), ...splat(37), ...addVector, ...splat(101), ...greater, ...splat(32), ...andVector],
    ...[...get(here), ...orVector],
  ];
  const textAt = [...get(number), ...constant(3), ...shiftLeft, ...load(wholes), ...get(at), ...add];
  return [
    ...[...constant(0), ...set(at), ...constant(0), ...set(differ)],
    ...whilst(
      [...get(at), ...length, ...below, ...get(differ), ...isZero, ...and],
      [
        ...[...get(begin), ...get(at), ...add, ...loadVector(0), ...set(here)],
        ...[...folded, ...textAt, ...loadVector(text), ...equalBytes, ...bitmask, ...constant(0xffff), ...exclusiveOr, ...set(differ)],
        // Bytes behind the form do not belong to it.
        ...[...length, ...get(at), ...subtract, ...tee(border), ...constant(16), ...below],
        ...when([...[...get(differ), ...constant(1), ...get(border), ...shiftLeft, ...constant(1), ...subtract, ...and, ...set(differ)]]),
        ...[...get(at), ...constant(16), ...add, ...set(at)],
      ],
    ),
  ];
}

/** Keeps the form unless it has to end a name and does not; a plural s belongs to a name. */
function keepWhereItEnds(places: SightPlaces, once: boolean): number[] {
  const next = [...get(end), ...loadByte(0), ...constant(32), ...or, ...constant(115), ...equals];
  return [
    ...[...constant(1), ...set(border)],
    ...[...get(whole), ...constant(endsThere), ...and],
    ...when([
      ...[...isBorder(places, 0), ...set(border)],
      ...[...get(border), ...isZero, ...next, ...and],
      ...when([...isBorder(places, 1), ...set(border)]),
    ]),
    ...get(border),
    ...when([
      ...[...get(kept), ...get(place), ...store(0), ...get(kept), ...get(number), ...store(4)],
      ...[...get(kept), ...constant(8), ...add, ...set(kept)],
      ...(once ? [...get(number), ...get(whole), ...constant(isAsked), ...and, ...isZero, ...storeByte(places.seen)] : []),
    ]),
  ];
}

/** Whether a name may end so many bytes behind `end`: `isBorder` of byte-borders.ts. */
function isBorder({ kinds }: SightPlaces, behind: number): number[] {
  const kindAt = (offset: number): number[] => [
    ...[...get(end), ...constant(4 - behind - offset), ...subtract, ...loadByte(4), ...loadByte(kinds)],
  ];
  const is = (offset: number, kind: number): number[] => [...kindAt(offset), ...constant(kind), ...equals];
  const isNot = (offset: number, kind: number): number[] => [...kindAt(offset), ...constant(kind), ...differs];
  return [
    ...is(0, other),
    ...[...is(0, digit), ...isNot(-1, digit), ...and, ...isNot(-4, other), ...and, ...isNot(-3, other), ...and, ...or],
    ...[...is(0, capital), ...isNot(-1, capital), ...is(1, small), ...or, ...and, ...or],
    ...[...is(0, small), ...is(-1, digit), ...and, ...or],
  ];
}
