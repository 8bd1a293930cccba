/** What kernel.ts and sight.ts do, in TypeScript: for paths, which are short and have tables of their own, for machines whose WebAssembly has no vectors, and to hold the others to. */
import { beginsName, endsName, mayAnchor } from "./byte-borders.js";
import { bucketBits, firstBits, foldByte, hashOfFour, hashOfKey, hashOfThree, lookedAt, more, shortestKey } from "./form-index.js";
import type { Kernel, KernelPlaces } from "./kernel.js";
import { endsThere, isAsked, type Sight, type SightPlaces } from "./sight.js";

/** The kernel over the same memory. */
export function createPlainKernel(memory: ArrayBuffer, places: KernelPlaces): Kernel {
  const bytes = new Uint8Array(memory);
  const words = new DataView(memory);
  const wordAt = (at: number): number => words.getInt32(at, true) | 0x20202020;
  const hashAt = (at: number, length: number): number => {
    const mask = (half: number): number => words.getInt32(places.masks + 8 * length + 4 * half, true);
    return hashOfKey(wordAt(at) & mask(0), wordAt(at + 4) & mask(1), places.factor);
  };
  return (from, to, list) => {
    let last = list;
    const listForms = (at: number, first: number): void => {
      for (let form = first, goesOn = true; goesOn; form++) {
        const end = words.getUint32(places.ends + 8 * form + 4, true);
        goesOn = end >= more;
        const differ = wordAt(at + (end & 0xffff)) ^ words.getInt32(places.ends + 8 * form, true);
        if ((differ & (-1 >>> (end >>> 16))) !== 0) continue;
        words.setUint32(last, at, true);
        words.setUint32(last + 4, form, true);
        last += 8;
      }
    };
    const lookUp = (at: number, length: number): void => {
      const hash = hashAt(at, length);
      const first = words.getUint16(places.buckets + 2 * (hash >>> (32 - bucketBits)), true);
      for (let number = first; number < first + lookedAt; number++) {
        if (words.getUint16(places.marks + 2 * number, true) !== (hash & 0xffff)) continue;
        listForms(at, words.getUint32(places.formsFrom + 4 * number, true));
        return;
      }
    };
    for (let at = from; at < to; at++) {
      if (!mayAnchor(bytes, at) || (bytes[at]! < 128 && !beginsName(bytes, at))) continue;
      const begun = bytes[places.byFour + hashOfFour(wordAt(at))]! | bytes[places.byThree + hashOfThree(wordAt(at))]!;
      if (begun === 0) continue;
      const lengths = bytes[places.firstKeys + (hashAt(at, begun >> 3) >>> (32 - firstBits))]! | (begun & 3);
      for (let bit = 0; lengths >> bit > 0; bit++) if ((lengths >> bit) & 1) lookUp(at, bit + shortestKey);
    }
    return last;
  };
}

/** The sight over the same memory. */
export function createPlainSight(memory: ArrayBuffer, { text, wholes, seen }: SightPlaces, once: boolean): Sight {
  const bytes = new Uint8Array(memory);
  const words = new Uint32Array(memory);
  const isWhole = (form: number, begin: number, end: number): boolean => {
    for (let at = begin; at < end; at++) if (foldByte(bytes[at]!) !== bytes[form + at - begin]!) return false;
    return true;
  };
  return (list, last, from, to, into) => {
    let kept = into >> 2;
    for (let at = list >> 2; at < last >> 2; at += 2) {
      const [place, number] = [words[at]!, words[at + 1]!];
      if (bytes[seen + number] === 1) continue;
      const [form, whole] = [text + words[(wholes >> 2) + 2 * number]!, words[(wholes >> 2) + 2 * number + 1]!];
      const begin = place - ((whole >> 16) & 255);
      const end = begin + (whole & 0xffff);
      if (begin < from || end > to || !isWhole(form, begin, end)) continue;
      if (whole & endsThere && !endsName(bytes, end)) continue;
      if (once && !(whole & isAsked)) bytes[seen + number] = 1;
      words[kept] = place;
      words[kept + 1] = number;
      kept += 2;
    }
    return kept << 2;
  };
}
