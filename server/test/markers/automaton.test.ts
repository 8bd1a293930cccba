/** The one pass against the plainest way of finding the same thing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forEachHit, passOf } from "../../src/core/markers/automaton.js";
import { buildAutomaton } from "../../src/core/markers/build-automaton.js";

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
const literal = fc.array(letter, { minLength: 1, maxLength: 12 }).map((bytes) => Uint8Array.from(bytes));
const noise = fc.array(letter, { minLength: 0, maxLength: 1500 }).map((bytes) => Uint8Array.from(bytes));

/** Literals, and a text in which they, and beginnings of them, really stand. */
const literalsInText = fc.array(literal, { maxLength: 12 }).chain((literals) =>
  fc.record({
    literals: fc.constant(literals),
    bytes: fc
      .array(literals.length === 0 ? noise : fc.oneof(noise, fc.constantFrom(...literals), fc.constantFrom(...literals.map(withoutLast))), {
        maxLength: 30,
      })
      .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part]))),
  }),
);

function withoutLast(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, -1);
}

describe("the automaton", () => {
  it("finds every occurrence of every literal, and nothing else", () => {
    fc.assert(
      fc.property(literalsInText, fc.nat(20), ({ literals, bytes }, from) => {
        const begin = Math.min(from, bytes.length);
        expect(hitsOf(literals, bytes, begin, bytes.length)).toEqual(plainHits(literals, bytes, begin, bytes.length));
      }),
      { numRuns: 300 },
    );
  });

  it("sees in several chains what one chain sees, whatever lies on the borders between them", () => {
    fc.assert(
      fc.property(literalsInText, fc.nat(20), fc.nat(20), ({ literals, bytes }, front, back) => {
        const from = Math.min(front, bytes.length);
        const to = Math.max(from, bytes.length - back);
        const pass = passOf(buildAutomaton(literals));
        pass.see(bytes, from, to, () => true);
        const expected = new Set(plainHits(literals, bytes, from, to).map((hit) => Number(hit.split("@")[0])));
        expect([...pass.seen()].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b));
        expect(pass.seen()).toEqual([]);
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

  it("knows of a long literal what tells it from the others, and compares the rest", () => {
    const literals = ["collaborative_filtering", "collaborative_editing", "collab"].map(bytesOf);
    const text = bytesOf("Collaborative Filtering, collaborative_editor, collaborative-editing, collaborative_e");
    // 23 letters of the first lie between 0 and 23; "-" is not "_", and "editor" is not "editing".
    expect(hitsOf(literals, text, 0, text.length)).toEqual(["2@31", "2@53", "2@6", "2@76"]);
    expect(hitsOf(literals, bytesOf("xcollaborative_editing"), 0, 21)).toEqual(["2@7"]);
    expect(buildAutomaton(literals).next.length).toBeLessThan(32 * 20);
  });

  it("keeps its rows at 64 classes, however many bytes the literals have", () => {
    const literals = Array.from({ length: 120 }, (_, i) => Uint8Array.of(33 + (i % 94), 33 + ((i * 7) % 94)));
    expect(buildAutomaton(literals).shift).toBe(6);
    const bytes = Uint8Array.from({ length: 4000 }, (_, i) => 32 + ((i * i + (i >> 3)) % 96));
    expect(hitsOf(literals, bytes, 0, bytes.length)).toEqual(plainHits(literals, bytes, 0, bytes.length));
  });

  it("takes more states than 16 bits count", () => {
    const literals = Array.from({ length: 20_000 }, (_, i) => bytesOf(`${(i * 7919) % 100003}-${i}-tail`));
    const automaton = buildAutomaton(literals);
    expect(automaton.next).toBeInstanceOf(Uint32Array);
    const text = bytesOf(`x ${Buffer.from(literals[8123] ?? []).toString()} y`);
    passOf(automaton).see(text, 0, text.length, () => true);
    expect(passOf(automaton).seen()).toEqual([8123]);
  });

  it("asks for a literal until it is accepted, and tells where it would stand", () => {
    const pass = passOf(buildAutomaton(["rank", "ranking_model"].map(bytesOf)));
    const asked: string[] = [];
    pass.see(bytesOf("ranking_model rank RANK rank"), 0, 28, (literal, _, begin, end) => {
      asked.push(`${literal}@${begin}-${end}`);
      return literal === 1 || begin === 14;
    });
    expect(new Set(asked)).toEqual(new Set(["0@0-4", "1@0-13", "0@14-18"]));
    expect(pass.seen()).toHaveLength(2);
  });

  it("does not ask for literals that must begin a name where they stand inside one, but for all that begin one", () => {
    const text = bytesOf("construct uct_iface myUct_iface my2uct XUCT a_uct");
    const asked: number[] = [];
    passOf(buildAutomaton([bytesOf("uct")], () => true)).see(text, 0, text.length, (_, __, begin) => {
      asked.push(begin);
      return false;
    });
    // Behind a space, a change of case, a digit, an underscore; not at the end of "construct", nor among capitals.
    expect(asked.sort((a, b) => a - b)).toEqual([10, 22, 35, 46]);
  });

  it("asks for a literal that may stand anywhere also where one that must begin a name ends with it", () => {
    const literals = ["rank", "ank"].map(bytesOf);
    const pass = passOf(buildAutomaton(literals, (literal) => literal === 0));
    pass.see(bytesOf("frank"), 0, 5, (literal) => literal === 1);
    expect(pass.seen()).toEqual([1]);
  });
});
