/**
 * The loop over all bytes of a tree, as a WebAssembly module written out here: sixty-four bytes at a time where names begin, and no bounds checks.
 * Five passes over ever fewer places. But for the last, their own steps have no branch that depends on what they find: the processor need
 * not guess, and works at many places at once.
 *
 *     names   where a name begins, or a byte above 127 stands
 *     begun   of those where `byFour` or `byThree` says that some key begins with these bytes
 *     likely  of those where `firstKeys` says that the shortest key with this beginning may stand, and of which lengths others may
 *     keys    place and number of each key that stands there, by its hash
 *     list    of the forms of those the ones whose last bytes stand there too
 */

import { namesBegin } from "./kernel-names.js";
import { bucketBits, firstBits, longestKey, shiftOfFour, shiftOfThree, shortestKey, spread, spreadKeys } from "./form-index.js";
import {
  get,
  set,
  tee,
  constant,
  constantLong,
  isZero,
  differs,
  below,
  trailingZeros,
  count,
  add,
  subtract,
  multiply,
  and,
  or,
  exclusiveOr,
  shiftLeft,
  shiftRight,
  multiplyLong,
  subtractLong,
  andLong,
  shiftLeftLong,
  shiftRightLong,
  drop,
  narrow,
  widen,
  load,
  loadLong,
  loadHalf,
  loadByte,
  store,
  loadFolded,
  loadVector,
  splatHalf,
  equalHalves,
  bitmaskHalves,
  when,
  whilst,
  moduleOf,
} from "./wasm.js";

/**
 * The module's one function: writes pairs of a place and a number among the index's `forms` to `list`, and gives its end. Reads 64 bytes before `from`,
 * of which two count, and behind `to` 80, or as many as the longest form has; they are 64 KB apart at most. A list that outgrows the memory is an error.
 */
export type Kernel = (from: number, to: number, list: number) => number;

/** Offsets in the module's memory, in bytes. */
export interface KernelPlaces {
  /** The parts of a FormIndex. */
  readonly byThree: number;
  readonly byFour: number;
  readonly firstKeys: number;
  readonly buckets: number;
  readonly marks: number;
  readonly formsFrom: number;
  readonly ends: number;
  /** Eight bytes for each length of a key from 0 on: ones for the bytes that belong to it. */
  readonly masks: number;
  /** Room for four bytes for each byte between `from` and `to`, and 200 more. */
  readonly names: number;
  readonly kept: number;
  /** Room for eight bytes for each length of a key and byte. */
  readonly keys: number;
  /** The factor of the index's hashes. */
  readonly factor: number;
}

/** Assembles the module for an index at these places; its memory has to be given as import `m.m`. */
export function assembleKernel(places: KernelPlaces): Uint8Array<ArrayBuffer> {
  const body = [...noteNames(places), ...keepBegun(places), ...keepLikely(places), ...listKeys(places), ...listForms(places), ...get(list)];
  return moduleOf(body, { parameters: 3, numbers: 8, longs: 9, vectors: 2 });
}

// The locals: parameters, numbers, longs, vectors. `next` and `last` go through lists.
const [from, to, list] = [0, 1, 2];
const [at, next, last, word, found, hash, behind, keys] = [3, 4, 5, 6, 7, 8, 9, 10];
const names = 11;
const [kinds, vectors] = [12, 20];

/** Writes where names begin to the list of names. Both halves of 64 bytes are written out side by side: each place waits for the one before. */
function noteNames(places: KernelPlaces): number[] {
  const [low, high, lowTo, highTo, place] = [word, found, last, next, hash];
  const noteOne = (bits: number, list: number, i: number): number[] => [
    ...[...get(list), ...get(bits), ...trailingZeros, ...get(place), ...add, ...store(4 * i)],
    ...[...get(bits), ...get(bits), ...constant(1), ...subtract, ...and, ...set(bits)],
  ];
  const behindOf = (list: number, bits: number): number[] => [...get(list), ...get(bits), ...count, ...constant(2), ...shiftLeft, ...add];
  const others = (bits: number, list: number): number[] =>
    whilst(get(bits), [...noteOne(bits, list, atOnce), ...get(list), ...constant(4), ...add, ...set(list)]);
  const some = Array.from({ length: atOnce }, (_, i) => i);
  const thirtyTwo = [...constant(32), ...get(place), ...add, ...set(place)];
  return [
    // What stands before `from` is looked at for its kinds alone.
    ...[...constant(places.names), ...set(last), ...get(from), ...constant(64), ...subtract, ...set(at)],
    ...[...namesBegin(at, kinds, vectors), ...drop, ...get(from), ...set(at)],
    ...whilst(
      [...get(at), ...get(to), ...below],
      [
        ...[...namesBegin(at, kinds, vectors), ...set(names), ...onlyBefore(to, at, names)],
        ...[...get(names), ...narrow, ...set(low), ...get(names), ...constantLong(32), ...shiftRightLong, ...narrow, ...set(high)],
        ...[...behindOf(lowTo, low), ...set(highTo), ...behindOf(highTo, high), ...set(behind)],
        ...[...get(at), ...set(place)],
        // What is written behind the last place of the first half is overwritten by the second.
        ...[...some.flatMap((i) => noteOne(low, lowTo, i)), ...others(low, lowTo), ...thirtyTwo],
        ...[...some.flatMap((i) => noteOne(high, highTo, i)), ...others(high, highTo)],
        ...[...get(behind), ...set(last)],
        ...[...get(at), ...constant(64), ...add, ...set(at)],
      ],
    ),
  ];
}

/** Places that are written out of 32 bytes without asking whether there are so many: mostly there are five. */
const atOnce = 7;

/** Keeps of the names those with which a form may begin: 256 times the place, and what the tables say. */
function keepBegun(places: KernelPlaces): number[] {
  return [
    ...[...get(last), ...set(at), ...constant(places.names), ...set(next), ...constant(places.kept), ...set(last)],
    ...inFours(at, places.masks, (i) => [
      ...[...get(next), ...load(i), ...tee(found), ...load(0), ...constant(0x20202020), ...or, ...set(word)],
      ...[...get(found), ...constant(8), ...shiftLeft, ...set(found)],
      ...keep(found, beginningsAt(places, word)),
    ]),
  ];
}

/** Keeps of those the ones at which the shortest key may stand: their lower byte is then the lengths of keys. The list is written over itself. */
function keepLikely(places: KernelPlaces): number[] {
  return [
    ...[...get(last), ...set(at), ...constant(places.kept), ...tee(next), ...set(last)],
    ...inFours(at, places.masks << 8, (i) => [
      ...[...get(next), ...load(i), ...tee(found), ...constant(8), ...shiftRight, ...loadFolded, ...set(names)],
      ...productOf(places.masks, places, [...get(found), ...constant(15 << 3), ...and]),
      ...[...constantLong(64 - firstBits), ...shiftRightLong, ...narrow, ...set(hash)],
      ...[...get(found), ...constant(3), ...and, ...set(word)],
      ...[...get(found), ...constant(-256), ...and, ...set(found)],
      ...keep(found, [...get(hash), ...loadByte(places.firstKeys), ...get(word), ...or]),
    ]),
  ];
}

/** Takes the list from `next` to `end` four by four, for each turn of a loop costs a tenth of what is done in it. Up to three times more it is `filler`: zeros outside of the text, where no form stands. */
function inFours(end: number, filler: number, step: (offset: number) => number[]): number[] {
  return [
    ...[0, 4, 8].flatMap((behind) => [...get(end), ...constant(filler), ...store(behind)]),
    ...whilst([...get(next), ...get(end), ...below], [...[0, 4, 8, 12].flatMap(step), ...get(next), ...constant(16), ...add, ...set(next)]),
  ];
}

/** Writes the number, with what a table says of it (0 to 127), to the end of a list, which grows only where that is not 0. */
function keep(number: number, said: number[]): number[] {
  return [...[...get(last), ...get(number), ...said, ...tee(word), ...or, ...store(0)], ...growWhere(word, 7, last, 2)];
}

/** Adds to the end of a list the bytes of an entry, given as its binary logarithm, where a number of so many bits is not 0: in fewer steps than a comparison. */
function growWhere(number: number, bits: number, list: number, entry: number): number[] {
  const isSome = [...get(number), ...constant((1 << bits) - 1), ...add, ...constant(bits), ...shiftRight];
  return [...get(list), ...isSome, ...constant(entry), ...shiftLeft, ...add, ...set(list)];
}

/**
 * Lists the keys, each by the number of its first form: of each length that is said the one that has the hash. One length of every place at a
 * time: what is left of the others is kept for another round.
 */
function listKeys(places: KernelPlaces): number[] {
  const masks = places.masks + 8 * shortestKey;
  const rounds = whilst(
    [...get(last), ...constant(places.kept), ...differs],
    [
      ...[...get(last), ...set(behind), ...constant(places.kept), ...tee(next), ...set(last)],
      ...inFours(behind, (places.masks << 8) | 1, (i) => [
        ...[...get(next), ...load(i), ...tee(found), ...constant(8), ...shiftRight, ...tee(at), ...loadFolded, ...set(names)],
        ...productOf(masks, places, [...get(found), ...trailingZeros, ...constant(3), ...shiftLeft]),
        ...[...constantLong(32), ...shiftRightLong, ...narrow, ...set(hash)],
        // word = the number of the bucket's first key; to = where in the marks from there on it stands
        ...[...get(hash), ...constant(32 - bucketBits), ...shiftRight, ...constant(1), ...shiftLeft],
        ...[...loadHalf(places.buckets), ...tee(word), ...constant(1), ...shiftLeft, ...loadVector(places.marks)],
        ...[...get(hash), ...splatHalf, ...equalHalves, ...bitmaskHalves, ...set(to)],
        ...[...get(keys), ...get(at), ...store(0)],
        ...[
          ...get(keys),
          ...get(word),
          ...get(to),
          ...trailingZeros,
          ...add,
          ...constant(2),
          ...shiftLeft,
          ...load(places.formsFrom),
          ...store(4),
        ],
        ...growWhere(to, 8, keys, 3),
        ...[...get(found), ...get(found), ...constant(1), ...subtract, ...and, ...set(found)],
        ...keep(found, [...get(found), ...constant(255), ...and]),
      ]),
    ],
  );
  return [...constant(places.keys), ...set(keys), ...rounds];
}

/** Lists the forms of the keys whose last bytes stand where they would. A key mostly has one form, so the loop over them mostly guesses right. */
function listForms(places: KernelPlaces): number[] {
  return [
    ...[...constant(places.keys), ...set(next)],
    ...whilst(
      [...get(next), ...get(keys), ...below],
      [
        ...[...get(next), ...load(0), ...set(at), ...get(next), ...load(4), ...set(found)],
        ...[...constant(-1), ...set(word)],
        ...whilst(
          [...get(word), ...constant(31), ...shiftRight],
          [
            // word = what `ends` says of the form; hash = where its last bytes differ from those that stand there
            ...[...get(found), ...constant(3), ...shiftLeft, ...tee(hash), ...load(places.ends + 4), ...set(word)],
            ...[...get(at), ...get(word), ...constant(0xffff), ...and, ...add, ...load(0), ...constant(0x20202020), ...or],
            ...[...get(hash), ...load(places.ends), ...exclusiveOr],
            ...[...constant(-1), ...get(word), ...constant(16), ...shiftRight, ...shiftRight, ...and, ...set(hash)],
            ...[...get(list), ...get(at), ...store(0), ...get(list), ...get(found), ...store(4)],
            ...[...get(list), ...get(hash), ...isZero, ...constant(3), ...shiftLeft, ...add, ...set(list)],
            ...[...get(found), ...constant(1), ...add, ...set(found)],
          ],
        ),
        ...[...get(next), ...constant(8), ...add, ...set(next)],
      ],
    ),
  ];
}

/** Takes away what lies behind the end. */
function onlyBefore(to: number, at: number, names: number): number[] {
  const rest = [...get(to), ...get(at), ...subtract];
  const ones = [...constantLong(1), ...rest, ...widen, ...shiftLeftLong, ...constantLong(1), ...subtractLong];
  return [...rest, ...constant(64), ...below, ...when([...get(names), ...ones, ...andLong, ...set(names)])];
}

/** What the tables say of a beginning: eight times the length of the shortest key of four bytes or more, and in the lower two bits which shorter ones. */
function beginningsAt({ byThree, byFour }: KernelPlaces, word: number): number[] {
  return [
    ...[...get(word), ...constant(spread), ...multiply, ...tee(hash), ...constant(shiftOfFour), ...shiftRight, ...loadByte(byFour)],
    // The hash of three bytes, which leaves the fourth one out, is a part of the same product.
    ...[...get(hash), ...constant(8), ...shiftLeft, ...constant(shiftOfThree), ...shiftRight, ...loadByte(byThree), ...or],
  ];
}

/** The 64 bits of which the upper half is the `hashOfKey` of so many bytes of `names`. */
function productOf(masks: number, { factor }: KernelPlaces, eightfold: number[]): number[] {
  const by = BigInt.asIntN(64, (BigInt(spreadKeys) << 32n) | BigInt(factor >>> 0));
  return [...get(names), ...eightfold, ...loadLong(masks), ...andLong, ...constantLong(by), ...multiplyLong];
}

/** The contents of `masks`: for each length of a key, from 0 on, ones for its bytes. */
export const keyMasks = Uint8Array.from(
  Array.from({ length: longestKey + 1 }, (_, length) => Array.from({ length: longestKey }, (__, i) => (i < length ? 255 : 0))).flat(),
);
