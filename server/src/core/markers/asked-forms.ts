/** What the forms in a text may be for the rules that are asked of it: most words of a file are of rules that it cannot reach. */
import { literalAt, type CompiledRules } from "./compile-rules.js";
import { listAt, packLists, type Lists } from "./lists.js";
import type { Literal } from "./literals.js";

/** A literal that a form may be, and all places at which a rule that is asked looks for it. */
export interface Meaning {
  readonly literal: number;
  readonly understood: Literal;
  readonly places: number;
}

/** All bits of places: a companion counts anywhere. */
export const anywhere = -1;

export interface AskedForms {
  /** By number among the index's `forms` 1 where no rule that is asked looks for it; null: all are looked for. */
  readonly unasked: Uint8Array | null;
  readonly meaningsOf: (form: number) => readonly Meaning[];
}

/** What is kept for some rules: files of one trade are asked for the same ones. */
interface Kept {
  readonly formsOf: Lists;
  readonly byAsked: Map<string, AskedForms>;
}

/** Sets of rules that are kept; each takes a byte a form. */
const mostKept = 64;
const kept = new WeakMap<CompiledRules, Kept>();

/** The forms that rules look for; `asked` has a 1 by the number of each rule that is asked, null: all are. */
export function askedForms(compiled: CompiledRules, asked: Uint8Array | null): AskedForms {
  let known = kept.get(compiled);
  if (!known) kept.set(compiled, (known = { formsOf: formsOfRules(compiled), byAsked: new Map() }));
  const { formsOf, byAsked } = known;
  const key = asked === null ? "" : asked.join("");
  let forms = byAsked.get(key);
  if (!forms) {
    if (byAsked.size >= mostKept) byAsked.clear();
    byAsked.set(key, (forms = { unasked: asked && unaskedOf(compiled, formsOf, asked), meaningsOf: createMeanings(compiled, asked) }));
  }
  return forms;
}

/** rule → numbers among the index's `forms` of those that it looks for. */
function formsOfRules({ rules, index, literalsOf, uses, signalTable }: CompiledRules): Lists {
  const numbers = rules.map((): number[] => []);
  index.forms.forEach((form, number) => {
    for (let at = literalsOf.from[form]!; at < literalsOf.from[form + 1]!; at++) {
      const literal = literalsOf.all[at]!;
      for (let use = uses.from[literal]!; use < uses.from[literal + 1]!; use++) {
        const list = numbers[signalTable.rule[uses.all[use]! >> 1]!]!;
        if (list.at(-1) !== number) list.push(number);
      }
    }
  });
  return packLists(numbers);
}

function unaskedOf({ index }: CompiledRules, formsOf: Lists, asked: Uint8Array): Uint8Array {
  const unasked = new Uint8Array(index.forms.length).fill(1);
  for (let rule = 0; rule < asked.length; rule++)
    if (asked[rule] === 1) for (let at = formsOf.from[rule]!; at < formsOf.from[rule + 1]!; at++) unasked[formsOf.all[at]!] = 0;
  return unasked;
}

function createMeanings(compiled: CompiledRules, asked: Uint8Array | null): AskedForms["meaningsOf"] {
  const { literalsOf, uses, signalTable } = compiled;
  const meanings = new Map<number, readonly Meaning[]>();
  /** All places at which a literal is asked for. */
  const placesOf = (literal: number): number => {
    let places = 0;
    for (let at = uses.from[literal]!; at < uses.from[literal + 1]!; at++) {
      const use = uses.all[at]!;
      if (asked === null || asked[signalTable.rule[use >> 1]!] === 1) places |= use & 1 ? anywhere : signalTable.places[use >> 1]!;
    }
    return places;
  };
  return (form) => {
    const found = meanings.get(form);
    if (found) return found;
    const made: Meaning[] = [];
    for (const literal of listAt(literalsOf, form)) {
      const places = placesOf(literal);
      if (places !== 0) made.push({ literal, understood: literalAt(compiled, literal), places });
    }
    meanings.set(form, made);
    return made;
  };
}
