/** What the forms in a text may be for the rules that are asked of it: most words of a file are of rules that it cannot reach. */
import { literalAt, type CompiledRules } from "./compile-rules.js";
import type { Literal } from "./literals.js";
import { isOfLanguage } from "./signal-table.js";

/** A literal that a form may be, and what it says to the rules that are asked. */
export interface Meaning {
  readonly literal: number;
  readonly understood: Literal;
  /** All places at which they look for it. */
  readonly places: number;
  /** Its uses, as in `CompiledRules`, but for signals that are of other languages. */
  readonly uses: readonly number[];
}

/** All bits of places: a companion counts anywhere. */
export const anywhere = -1;

export interface AskedForms {
  /** By number among the index's `forms` 1 where no rule that is asked looks for it; null: all are looked for. */
  readonly unasked: Uint8Array | null;
  readonly meaningsOf: (form: number) => readonly Meaning[];
}

/** The forms of a text in a language (its id) that these rules look for, null: all rules. Good until other rules are asked. */
export type AskForms = (asked: readonly number[] | null, language: string) => AskedForms;

const made = new WeakMap<CompiledRules, AskForms>();

/** What tells the forms that some of the rules look for; its memory is there from the start. */
export function askedForms(compiled: CompiledRules): AskForms {
  let ask = made.get(compiled);
  if (!ask) made.set(compiled, (ask = createAskForms(compiled)));
  return ask;
}

function createAskForms(compiled: CompiledRules): AskForms {
  const { rules, signals, index, literalsOf, uses, signalTable, formsOfRules } = compiled;
  const unasked = new Uint8Array(index.forms.length);
  const isAsked = new Uint8Array(rules.length);
  const meanings = new Array<readonly Meaning[] | undefined>(index.around.length).fill(undefined);
  let [met, spoken]: [number[], string | null] = [[], null];

  const meaningOf = (literal: number): Meaning => {
    const asked: number[] = [];
    let places = 0;
    for (let at = uses.from[literal]!; at < uses.from[literal + 1]!; at++) {
      const use = uses.all[at]!;
      const signal = use >> 1;
      if (isAsked[signalTable.rule[signal]!] === 0) continue;
      places |= use & 1 ? anywhere : signalTable.places[signal]!;
      if (use & 1 || spoken === null || isOfLanguage(rules[signalTable.rule[signal]!], signals[signal]!, spoken)) asked.push(use);
    }
    return { literal, understood: literalAt(compiled, literal), places, uses: asked };
  };
  const meaningsOf = (form: number): readonly Meaning[] => {
    const known = meanings[form];
    if (known) return known;
    const found: Meaning[] = [];
    for (let at = literalsOf.from[form]!; at < literalsOf.from[form + 1]!; at++) {
      const meaning = meaningOf(literalsOf.all[at]!);
      if (meaning.places !== 0) found.push(meaning);
    }
    met.push(form);
    return (meanings[form] = found);
  };
  return (asked, language) => {
    for (const form of met) meanings[form] = undefined;
    [met, spoken] = [[], asked === null ? null : language];
    isAsked.fill(asked === null ? 1 : 0);
    if (asked === null) return { unasked: null, meaningsOf };
    unasked.fill(1);
    for (const rule of asked) {
      isAsked[rule] = 1;
      for (let at = formsOfRules.from[rule]!; at < formsOfRules.from[rule + 1]!; at++) unasked[formsOfRules.all[at]!] = 0;
    }
    return { unasked, meaningsOf };
  };
}
