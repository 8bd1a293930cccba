/** The one pass against the plainest way of finding the same thing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildAutomaton, forEachHit, passOf } from "../src/core/markers/automaton.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const folded = (bytes: Uint8Array): string => Buffer.from(bytes.map((b) => (b >= 65 && b <= 90 ? b + 32 : b))).toString("latin1");

/** Every occurrence, by indexOf over folded text. */
function plainHits(literals: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number): string[] {
  const text = folded(bytes.subarray(from, to));
  const hits: string[] = [];
  literals.forEach((literal, index) => {
    const wanted = folded(literal);
    for (let at = wanted === "" ? -1 : text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
      hits.push(`${index}@${from + at + wanted.length}`);
  });
  return hits.sort();
}

function hitsOf(literals: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number): string[] {
  const hits: string[] = [];
  forEachHit(buildAutomaton(literals), bytes, from, to, (literal, end) => hits.push(`${literal}@${end}`));
  return hits.sort();
}

/** Few letters, so that literals overlap, nest and straddle; joints and high bytes, which share their classes. */
const letter = fc.constantFrom(97, 98, 65, 66, 95, 45, 32, 0xe4, 0xd4, 0x94, 0xb8);
const literal = fc.array(letter, { minLength: 1, maxLength: 7 }).map((bytes) => Uint8Array.from(bytes));
const text = fc.array(letter, { minLength: 0, maxLength: 1500 }).map((bytes) => Uint8Array.from(bytes));

describe("the automaton", () => {
  it("finds every occurrence of every literal, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 12 }), text, fc.nat(20), (literals, bytes, from) => {
        const begin = Math.min(from, bytes.length);
        expect(hitsOf(literals, bytes, begin, bytes.length)).toEqual(plainHits(literals, bytes, begin, bytes.length));
      }),
      { numRuns: 300 },
    );
  });

  it("sees in several chains what one chain sees, whatever lies on the borders between them", () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 12 }), text, fc.nat(20), fc.nat(20), (literals, bytes, front, back) => {
        const from = Math.min(front, bytes.length);
        const to = Math.max(from, bytes.length - back);
        const seen = new Uint8Array(literals.length);
        passOf(buildAutomaton(literals)).see(bytes, from, to, seen, () => true);
        const expected = new Set(plainHits(literals, bytes, from, to).map((hit) => Number(hit.split("@")[0])));
        expect([...seen.keys()].filter((index) => seen[index] === 1)).toEqual([...expected].sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });

  it("folds ASCII letters and no others", () => {
    expect(hitsOf([bytesOf("DIN"), bytesOf("ä")], bytesOf("din Din dIN Ä ä"), 0, 17)).toEqual(["0@11", "0@3", "0@7", "1@17"]);
  });

  it("reports literals that end at the same byte, and the same literal given twice", () => {
    expect(hitsOf(["user_embedding", "embedding", "embedding", ""].map(bytesOf), bytesOf("user_embedding"), 0, 14)).toEqual([
      "0@14",
      "1@14",
      "2@14",
    ]);
  });

  it("takes more states than 16 bits count", () => {
    const literals = Array.from({ length: 9000 }, (_, i) => bytesOf(`${(i * 7919) % 100003}-${i}-tail`));
    const automaton = buildAutomaton(literals);
    expect(automaton.next).toBeInstanceOf(Uint32Array);
    const seen = new Uint8Array(literals.length);
    passOf(automaton).see(bytesOf(`x ${Buffer.from(literals[8123] ?? []).toString()} y`), 0, 40, seen, () => true);
    expect(seen.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(seen[8123]).toBe(1);
  });
});
