/** The one pass against the plainest way of finding the same thing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsName, endsName, kindOf, other } from "../../src/core/markers/byte-borders.js";
import { buildFormIndex, type FormIndex } from "../../src/core/markers/form-index.js";
import { around } from "../../src/core/markers/literals.js";
import { forEachHit, imageOf, layOutPass, passOf, type PassMemory, type Steps } from "../../src/core/markers/one-pass.js";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const folded = (bytes: Uint8Array): string => Buffer.from(bytes.map((b) => (b >= 65 && b <= 90 ? b + 32 : b))).toString("latin1");

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Where a form is looked for: its first letter, high byte, or digit that is not alone; a letter or digit must begin a name, and a digit must not be alone there. */
function isLookedFor(form: Uint8Array, bytes: Uint8Array, begin: number): boolean {
  const anchor = form.findIndex((byte, at) => byte > 127 || (kindOf(byte) !== other && !(isDigit(byte) && !isDigit(form[at + 1] ?? 0))));
  return anchor >= 0 && form.length - anchor > 1 && (form[anchor]! > 127 || beginsName(bytes, begin + anchor));
}

/** Every occurrence, by indexOf over folded text. */
function plainHits(forms: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number): string[] {
  const text = folded(bytes.subarray(from, to));
  const hits: string[] = [];
  forms.forEach((form, index) => {
    const wanted = folded(form);
    for (let at = wanted === "" ? -1 : text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
      if (isLookedFor(form, bytes, from + at)) hits.push(`${index}@${from + at + wanted.length}`);
  });
  return hits.sort();
}

function hitsOf(forms: readonly Uint8Array[], bytes: Uint8Array, from: number, to: number): string[] {
  const hits: string[] = [];
  forEachHit(buildFormIndex(forms), bytes, from, to, (form, end) => hits.push(`${form}@${end}`));
  return hits.sort();
}

/** Few letters, so that forms overlap and nest; digits, capitals, joints, high bytes, and signs that look alike once folded. */
const letter = fc.constantFrom(97, 98, 65, 66, 49, 95, 127, 45, 13, 32, 0xe4, 0xd4, 0x94, 0xb8);
const form = fc.array(letter, { minLength: 1, maxLength: 14 }).map((bytes) => Uint8Array.from(bytes));
/** What must be around a form. */
const needs = fc.constantFrom(0, around.rightBorder, around.rightBorder | around.exact, around.leftBorder);
const noise = fc.array(letter, { minLength: 0, maxLength: 1500 }).map((bytes) => Uint8Array.from(bytes));

/** Forms, and a text in which they, and beginnings of them, really stand. */
const formsInText = fc.array(form, { maxLength: 12 }).chain((forms) =>
  fc.record({
    forms: fc.constant(forms),
    bytes: fc
      .array(forms.length === 0 ? noise : fc.oneof(noise, fc.constantFrom(...forms), fc.constantFrom(...forms.map(withoutLast))), {
        maxLength: 30,
      })
      .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part]))),
  }),
);

function laidOut(index: FormIndex): PassMemory {
  return layOutPass(index, imageOf(index));
}

function withoutLast(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, -1);
}

describe("the one pass", () => {
  it("finds every occurrence of every form where a name begins, and nothing else", () => {
    fc.assert(
      fc.property(formsInText, fc.nat(20), ({ forms, bytes }, from) => {
        const begin = Math.min(from, bytes.length);
        expect(hitsOf(forms, bytes, begin, bytes.length)).toEqual(plainHits(forms, bytes, begin, bytes.length));
      }),
      { numRuns: 300 },
    );
  });

  it("sees in its own room what it sees elsewhere, whatever lay there before", () => {
    fc.assert(
      fc.property(formsInText, fc.nat(20), fc.nat(20), ({ forms, bytes }, front, back) => {
        const from = Math.min(front, bytes.length);
        const to = Math.max(from, bytes.length - back);
        const pass = passOf(buildFormIndex(forms));
        const expected = [...new Set(plainHits(forms, bytes, from, to).map((hit) => Number(hit.split("@")[0])))].sort((a, b) => a - b);
        const seenIn = (where: Uint8Array): number[] => {
          pass.see(where, from, to, () => true);
          return [...pass.seen()].sort((a, b) => a - b);
        };
        expect(seenIn(bytes)).toEqual(expected);
        for (const room of [pass.room, pass.nameRoom].filter(({ length }) => length >= bytes.length)) {
          room.fill(97);
          room.set(bytes);
          expect(seenIn(room.subarray(0, bytes.length))).toEqual(expected);
        }
        expect(pass.seen()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("says the same with vectors and without, of what stands there and of what counts", () => {
    fc.assert(
      fc.property(formsInText, fc.array(needs, { minLength: 12, maxLength: 12 }), ({ forms, bytes }, around) => {
        const { bytes: all, room, list, seen, steps, plainSteps } = laidOut(buildFormIndex(forms, Uint8Array.from(around)));
        all.set(bytes, room);
        const words = new Uint32Array(all.buffer);
        const pairs = (last: number): string[] =>
          Array.from({ length: (last - list) / 8 }, (_, i) => `${words[list / 4 + 2 * i]} ${words[list / 4 + 2 * i + 1]}`);
        const told = (by: Steps | null): string[][] => {
          if (by === null) throw new Error("no vectors on this machine");
          const last = by.kernel(room, room + bytes.length, list);
          const listed = pairs(last).sort();
          // Of a form that is told once it is the first in the list, and lists differ in their order.
          const counted = [
            ...new Set(pairs(by.sight(list, last, room, room + bytes.length, list)).map((pair) => pair.split(" ")[1] ?? "")),
          ].sort();
          all.fill(0, seen, seen + forms.length);
          return [listed, counted];
        };
        expect(told(steps)).toEqual(told(plainSteps));
      }),
      { numRuns: 300 },
    );
  });

  it("finds the same in what it has just looked at, whatever its name, as in what it has not", () => {
    fc.assert(
      fc.property(formsInText, fc.constantFrom(0, 60_000, 140_000, 300_000), ({ forms, bytes }, gap) => {
        const pass = passOf(buildFormIndex(forms));
        const text = new Uint8Array(2 * bytes.length + gap).fill(46);
        text.set(bytes);
        text.set(bytes, bytes.length + gap);
        const expected = [...pass.hits(text.slice(), 0, text.length, null)];
        pass.see(text, 0, text.length, () => true);
        const name = pass.nameRoom.subarray(0, Math.min(bytes.length, 200));
        name.set(bytes.subarray(0, name.length));
        pass.see(name, 0, name.length, () => true);
        expect([...pass.hits(text, 0, text.length, null)]).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it("counts a form that must end a name only where one ends", () => {
    fc.assert(
      fc.property(formsInText, ({ forms, bytes }) => {
        const pass = passOf(buildFormIndex(forms, new Uint8Array(forms.length).fill(around.rightBorder)));
        const ends = plainHits(forms, bytes, 0, bytes.length).map((hit) => hit.split("@").map(Number));
        const expected = new Set(ends.filter(([, end]) => endsName(bytes, end ?? 0)).map(([one]) => one));
        pass.see(bytes, 0, bytes.length, () => true);
        expect(new Set(pass.seen())).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("finds what lies across the border between two parts", () => {
    const [first, second] = [bytesOf("user_embedding"), bytesOf("cc")];
    for (let at = 65_520; at < 65_540; at++) {
      const bytes = new Uint8Array(70_000).fill(46);
      bytes.set(first, at);
      bytes.set(second, at + 20);
      expect(hitsOf([first, second], bytes, 0, bytes.length)).toEqual([`0@${at + 14}`, `1@${at + 22}`]);
    }
  });

  it("folds ASCII letters and no others", () => {
    const text = bytesOf("din Din dIN Ä ä");
    expect(hitsOf([bytesOf("DIN"), bytesOf("ä")], text, 0, text.length)).toEqual(["0@11", "0@3", "0@7", "1@17"]);
  });

  it("reports forms that end at the same byte, and the same form given twice", () => {
    expect(hitsOf(["user_embedding", "embedding", "embedding", ""].map(bytesOf), bytesOf("user_embedding"), 0, 14)).toEqual([
      "0@14",
      "1@14",
      "2@14",
    ]);
  });

  it("tells long forms with one beginning from each other", () => {
    const forms = ["collaborative_filtering", "collaborative_editing", "collab"].map(bytesOf);
    const text = bytesOf("Collaborative Filtering, collaborative_editor, collaborative-editing, collaborative_e");
    // " " and "-" are not "_", and "editor" is not "editing".
    expect(hitsOf(forms, text, 0, text.length)).toEqual(["2@31", "2@53", "2@6", "2@76"]);
    expect(hitsOf(forms, bytesOf("x collaborative_editing"), 0, 22)).toEqual(["2@8"]);
  });

  it("holds twenty thousand forms", () => {
    const forms = Array.from({ length: 20_000 }, (_, i) => bytesOf(`${(i * 7919) % 100003}-${i}-tail`));
    const index = buildFormIndex(forms);
    const text = bytesOf(forms.map((one) => Buffer.from(one).toString()).join("\n"));
    passOf(index).see(text, 0, text.length, () => true);
    expect(passOf(index).seen()).toHaveLength(20_000);
  });

  it("asks for a form until it is accepted, and tells where it begins", () => {
    const { rightBorder, exact } = around;
    const pass = passOf(buildFormIndex(["rank", "ranking_model"].map(bytesOf), Uint8Array.of(rightBorder | exact, rightBorder | exact)));
    const asked: string[] = [];
    pass.see(bytesOf("ranking_model rank RANK ranks rank"), 0, 34, (one, _, begin) => {
      asked.push(`${one}@${begin}`);
      return one === 1 || begin === 19;
    });
    expect(asked.sort()).toEqual(["0@14", "0@19", "1@0"]);
    expect(pass.seen()).toHaveLength(2);
  });

  it("looks in paths for what means something there, and in texts for what does so in texts", () => {
    const index = buildFormIndex(["des", "conf", "cipher"].map(bytesOf), undefined, {
      inTexts: new Set([2]),
      inPaths: new Set([0, 1]),
    });
    const text = bytesOf("crypto/des/conf.c cipher");
    const found = (isPath: boolean): number[] => {
      const forms: number[] = [];
      forEachHit(index, text, 0, text.length, (one) => forms.push(one), null, isPath);
      return forms;
    };
    expect(found(true)).toEqual([0, 1]);
    expect(found(false)).toEqual([2]);
    const pass = passOf(index);
    for (const [room, expected] of [
      [pass.nameRoom, [0, 1]],
      [pass.room, [2]],
    ] as const) {
      room.set(text);
      pass.see(room.subarray(0, text.length), 0, text.length, () => true);
      expect([...pass.seen()].sort()).toEqual(expected);
    }
  });

  it("looks only where a name begins", () => {
    const text = bytesOf("construct uct_iface myUct_iface my2uct XUCT a_uct");
    const asked: number[] = [];
    passOf(buildFormIndex([bytesOf("uct")], Uint8Array.of(around.exact))).see(text, 0, text.length, (_, __, begin) => {
      asked.push(begin);
      return false;
    });
    // Behind a space, a change of case, a digit, an underscore; not at the end of "construct", nor among capitals.
    expect(asked.sort((a, b) => a - b)).toEqual([10, 22, 35, 46]);
  });

  it("finds a form that begins with a joint or another sign by the letter behind it", () => {
    const text = bytesOf("train_zh.txt corpus-zh a.gnt \\u63a8\\u8350");
    expect(hitsOf(["_zh", "-zh", ".gnt", "\\u63a8\\u8350"].map(bytesOf), text, 0, text.length)).toEqual(["0@8", "1@22", "2@28", "3@41"]);
  });
});
