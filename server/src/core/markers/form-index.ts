/**
 * The index of all forms of all literals of all rules, as the one pass asks it. Nearly every form begins where a name begins, so the pass
 * needs to look only there (a seventh of the bytes of a program), and asks in steps, each of which lets through a third of the
 * one before: may a form begin with these four bytes; may a key, the first bytes of forms, up to eight; is the key there; are the last four bytes of the form? Then it is compared.
 * Letters are folded by setting one bit (`byte | 32`), which folds a few signs too; what is found is compared before it counts.
 */

import { mayAnchor } from "./byte-borders.js";

/** Where keys may begin. */
export interface Beginnings {
  /** Hash of four bytes → eight times the length of the shortest key that begins so, 0: none. */
  readonly byFour: Uint8Array;
  /** Hash of three bytes → which shorter keys begin so: 1 for one of two bytes, 2 for three. */
  readonly byThree: Uint8Array;
  /** Hash of as many bytes as `byFour` says → lengths of the keys that begin so: 1 for two bytes, 2 for three, and so on. */
  readonly firstKeys: Uint8Array;
}

/** Plain arrays: they cross worker borders, and the build writes them as they are. */
export interface FormIndex {
  /** The forms one after another, ASCII letters folded, and where each begins. */
  readonly text: Uint8Array;
  readonly textFrom: Uint32Array;
  /** Bytes of each form before its anchor, at which the pass finds it: its first letter, number of several digits or byte above 127. */
  readonly anchor: Uint8Array;
  /** What must be around each form (`around` of literals.ts) for any of its literals. */
  readonly around: Uint8Array;
  /** What is looked for in paths, and in texts: few words mean something in a path, and ordinary ones that do so there alone (`conf/`, `cas/`) stand in half of all texts. */
  readonly inPaths: Beginnings;
  readonly inTexts: Beginnings;
  /** Hash of a key → number of the first key in its bucket; the keys are numbered bucket by bucket. */
  readonly buckets: Uint16Array;
  /** Key → the lower half of its hash, different from those of the keys that are looked at before it; eight more at the end. */
  readonly marks: Uint16Array;
  /** The forms of key k: `forms` from `formsFrom[k]` to `formsFrom[k + 1]`. */
  readonly formsFrom: Uint32Array;
  readonly forms: Uint32Array;
  /**
   * Beside `forms`, by which most forms of a key are told apart: the last four bytes of each, as keys are folded; and where they stand, counted from
   * its anchor, 65,536 times the bits that do not belong to a form of three bytes or two, and `more` where the key has another form behind it.
   */
  readonly ends: Uint32Array;
  /** The factor of hashes with which no two marks are mistaken for each other. */
  readonly factor: number;
}

/** Bytes of the longest and of the shortest key. */
export const [longestKey, shortestKey] = [8, 2];
/** Binary logarithms of the sizes of the tables; of a hash the upper bits are used. */
const [bitsOfThree, bitsOfFour] = [14, 16];
export const [firstBits, bucketBits] = [17, 14];
export const [shiftOfThree, shiftOfFour] = [32 - bitsOfThree, 32 - bitsOfFour];
/** Keys that are looked at from the first of a bucket on. */
export const lookedAt = 8;
/** What four folded bytes, or three in the upper bits, are multiplied by. */
export const spread = 0x9e3779b1 | 0;
/** A key is multiplied by 64 bits: the upper ones are these, the lower ones a factor of the index's own. */
export const spreadKeys = 0x85ebca6b | 0;

/**
 * The hash of a key from its first four folded bytes and the others, least significant first; bytes behind a short key are 0. It is the upper half of
 * the lower 64 bits of the product, which is one step for the kernel.
 */
export function hashOfKey(low: number, high: number, factor: number): number {
  const by = factor >>> 0;
  const carried = Math.floor(((low & 0xffff) * by) / 0x10000);
  const fromLow = Math.floor(((low >>> 16) * by + carried) / 0x10000);
  return (fromLow + Math.imul(low, spreadKeys) + Math.imul(high, factor)) | 0;
}

/** Which forms are looked for where. */
export interface Wanted {
  readonly inTexts: ReadonlySet<number>;
  readonly inPaths: ReadonlySet<number>;
}

/** Builds the index. A form without a letter, a number of several digits or a byte above 127 is never found, and one that is not wanted only where it begins as another one. */
export function buildFormIndex(
  forms: readonly Uint8Array[],
  around = new Uint8Array(forms.length),
  wanted: Wanted = { inTexts: new Set(forms.keys()), inPaths: new Set(forms.keys()) },
): FormIndex {
  const textFrom = new Uint32Array(forms.length + 1);
  forms.forEach((form, index) => (textFrom[index + 1] = textFrom[index]! + form.length));
  const text = new Uint8Array(textFrom[forms.length]!);
  forms.forEach((form, index) => text.set(form.map(foldByte), textFrom[index]));
  const anchor = Uint8Array.from(forms, (form) => Math.max(0, anchorOf(form)));

  const keys = new Map<string, Key>();
  forms.forEach((form, index) => {
    const bytes = form.subarray(anchor[index], anchor[index]! + longestKey).map((byte) => byte | 32);
    if (bytes.length < shortestKey || !mayAnchor(form, anchor[index]!)) return;
    const name = bytes.join(" ");
    const key = keys.get(name) ?? { bytes, words: wordsOf(bytes), forms: [] };
    keys.set(name, key);
    key.forms.push(index);
  });
  const all = [...keys.values()];
  const keysOf = (forms: ReadonlySet<number>): Key[] => all.filter((key) => key.forms.some((form) => forms.has(form)));
  const [ofPaths, ofTexts] = [keysOf(wanted.inPaths), keysOf(wanted.inTexts)];
  for (let factor = 0x27d4eb2f | 0, tries = 0; tries < 1000; factor = (factor + 0x3c6ef372) | 1, tries++) {
    const table = bucketsOf(all, factor);
    if (table === null) continue;
    const { sorted, buckets, marks } = table;
    const formsFrom = new Uint32Array(sorted.length + 1);
    sorted.forEach((key, number) => (formsFrom[number + 1] = formsFrom[number]! + key.forms.length));
    const inOrder = Uint32Array.from(sorted.flatMap((key) => key.forms));
    const [inPaths, inTexts] = [beginningsOf(ofPaths, factor), beginningsOf(ofTexts, factor)];
    const ends = Uint32Array.from(
      sorted.flatMap((key) => key.forms.flatMap((form, n) => endOf(forms[form]!.subarray(anchor[form]), n < key.forms.length - 1))),
    );
    return { text, textFrom, anchor, around, inPaths, inTexts, buckets, marks, formsFrom, forms: inOrder, ends, factor };
  }
  throw new Error(`too many forms for the index: ${forms.length}`);
}

/** In `ends`: the key has another form. */
export const more = 2 ** 31;

/** What `ends` says of the bytes of a form from its anchor on. */
function endOf(bytes: Uint8Array, hasMore: boolean): [tail: number, place: number] {
  const at = Math.max(0, bytes.length - 4);
  const [tail] = wordsOf(bytes.subarray(at).map((byte) => byte | 32));
  return [tail >>> 0, at + 65536 * 8 * Math.max(0, 4 - bytes.length) + (hasMore ? more : 0)];
}

/** A key and its forms. */
interface Key {
  /** Folded. */
  readonly bytes: Uint8Array;
  /** The same as two numbers. */
  readonly words: readonly [low: number, high: number];
  readonly forms: number[];
}

/** Where a form is found: what stands before that are signs and digits alone, so a name begins there in every text. -1: nowhere. */
function anchorOf(form: Uint8Array): number {
  return form.findIndex((_, at) => mayAnchor(form, at));
}

/** What is told of beginnings. A key of two bytes is told of under all that may follow it. */
function beginningsOf(keys: readonly Key[], factor: number): Beginnings {
  const [byThree, byFour] = [new Uint8Array(1 << bitsOfThree), new Uint8Array(1 << bitsOfFour)];
  for (const { bytes } of keys) {
    const [first] = wordsOf(bytes);
    if (bytes.length > 3) {
      const hash = hashOfFour(first);
      byFour[hash] = byFour[hash] === 0 ? 8 * bytes.length : Math.min(byFour[hash]!, 8 * bytes.length);
    } else if (bytes.length === 3) byThree[hashOfThree(first)]! |= 2;
    else for (let next = 0; next < 256; next++) byThree[hashOfThree(first | ((next | 32) << 16))]! |= 1;
  }
  return { byThree, byFour, firstKeys: firstKeysOf(keys, byFour, factor) };
}

function firstKeysOf(keys: readonly Key[], byFour: Uint8Array, factor: number): Uint8Array {
  const firstKeys = new Uint8Array(1 << firstBits);
  for (const { bytes } of keys) {
    if (bytes.length < 4) continue;
    const first = bytes.subarray(0, byFour[hashOfFour(wordsOf(bytes)[0])]! >> 3);
    firstKeys[hashOfKey(...wordsOf(first), factor) >>> (32 - firstBits)]! |= 1 << (bytes.length - shortestKey);
  }
  return firstKeys;
}

/** Keys in the order of their buckets; null where a key would not be found: too many in its bucket, or another one's mark is the same. */
function bucketsOf(keys: readonly Key[], factor: number): (Pick<FormIndex, "buckets" | "marks"> & { sorted: readonly Key[] }) | null {
  if (keys.length >= 0x10000) return null;
  // Hash and number of a key in one number each: a table takes many factors until one fits, and numbers are sorted fastest.
  const hashed = Float64Array.from(
    keys,
    ({ words: [low, high] }, number) => (hashOfKey(low, high, factor) >>> 0) * 0x10000 + number,
  ).sort();
  const hashes = Uint32Array.from(hashed, (both) => Math.floor(both / 0x10000));
  const buckets = new Uint16Array(1 << bucketBits);
  const marks = new Uint16Array(keys.length + lookedAt);
  for (let number = keys.length - 1; number >= 0; number--) {
    buckets[hashes[number]! >>> (32 - bucketBits)] = number;
    marks[number] = hashes[number]! & 0xffff;
  }
  for (let number = 0; number < keys.length; number++) {
    const first = buckets[hashes[number]! >>> (32 - bucketBits)]!;
    if (number - first >= lookedAt || marks.indexOf(marks[number]!, first) !== number) return null;
  }
  return { buckets, marks, sorted: Array.from(hashed, (both) => keys[both % 0x10000]!) };
}

/** Where `byThree` tells of three folded bytes; a fourth one does not matter. */
export function hashOfThree(word: number): number {
  return Math.imul(word << 8, spread) >>> shiftOfThree;
}

/** Where `byFour` tells of four folded bytes. */
export function hashOfFour(word: number): number {
  return Math.imul(word, spread) >>> shiftOfFour;
}

/** A key as two numbers. */
function wordsOf(key: Uint8Array): [low: number, high: number] {
  const wordAt = (at: number): number =>
    (key[at] ?? 0) | ((key[at + 1] ?? 0) << 8) | ((key[at + 2] ?? 0) << 16) | ((key[at + 3] ?? 0) << 24);
  return [wordAt(0), wordAt(4)];
}

/** Folds an ASCII capital. */
export function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
