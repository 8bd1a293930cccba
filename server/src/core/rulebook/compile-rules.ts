/** Rules made ready for the one pass: every literal of every rule in one automaton, and for each what it means to whom. */
import { buildAutomaton, type Automaton } from "../markers/automaton.js";
import { encodeGb18030 } from "../markers/gb18030.js";
import { formsOf, parseLiteral, type Literal } from "../markers/literals.js";
import type { Topics } from "../markers/topic.js";
import type { Rule, Signal, SignalPlace } from "./rule.js";
import type { Device } from "./rulebook.js";

/** Bits of the places of a signal. */
export const placeBit: Readonly<Record<SignalPlace, number>> = {
  import: 1,
  call: 2,
  definition: 4,
  identifier: 8,
  comment: 16,
  string: 32,
  path: 64,
  dependency: 128,
  format: 256,
  metric: 512,
};

export interface CompiledSignal {
  readonly rule: number;
  readonly index: number;
  readonly signal: Signal;
  readonly places: number;
  readonly lines: readonly RegExp[];
}

/** How a signal uses a literal: as one of its own, or as the companion that must stand near. */
export interface Use {
  readonly signal: number;
  readonly companion: boolean;
}

export interface CompiledRules {
  readonly rules: readonly Rule[];
  readonly signals: readonly CompiledSignal[];
  readonly literals: readonly Literal[];
  readonly uses: readonly (readonly Use[])[];
  /** Byte forms; `literalsOf[form]` are the literals that a form may be. */
  readonly forms: readonly Uint8Array[];
  readonly literalsOf: readonly (readonly number[])[];
  readonly automaton: Automaton;
  /** The table of accelerators, for measures of scale. */
  readonly devices: readonly Device[];
  readonly topics: Topics;
  /** The form that begins a suppression comment. */
  readonly suppressionForm: number;
}

/** What suppression comments begin with; it is in the automaton so that files without one are never searched for it. */
export const suppressionWord = "borderline-ignore";

/** The part that takes time and that the build keeps beside the rulebook: `forms` are the automaton's own literals, one after another. */
export type LiteralTables = Pick<CompiledRules, "literals" | "uses" | "literalsOf" | "automaton" | "suppressionForm">;

/** Compiles rules; `tables` are those of exactly these rules, where somebody has them already. */
export function compileRules(
  rules: readonly Rule[],
  devices: readonly Device[] = [],
  tables: LiteralTables = literalTables(rules),
  topics: Topics = {},
): CompiledRules {
  const signals = rules.flatMap((rule, ruleIndex) =>
    rule.signals.map((signal, index) => ({
      rule: ruleIndex,
      index,
      signal,
      places: placesOf(signal),
      lines: signal.lines.map((line) => new RegExp(line, "iu")),
    })),
  );
  const { text, textFrom } = tables.automaton;
  const forms = tables.literalsOf.map((_, form) => text.subarray(textFrom[form], textFrom[form + 1]));
  return { rules, signals, devices, topics, forms, ...tables };
}

function placesOf(signal: Signal): number {
  return signal.in.reduce((bits, place) => bits | placeBit[place], 0);
}

/** Every literal of the rules in one automaton. Two rules that share a literal share its forms. */
export function literalTables(rules: readonly Rule[]): LiteralTables {
  const { literals, uses } = literalsOfRules(rules);
  const forms: Uint8Array[] = [];
  const literalsOf: number[][] = [];
  const formIndex = new Map<string, number>();
  const addForm = (bytes: Uint8Array): number => {
    const key = bytes.join(" ");
    let index = formIndex.get(key);
    if (index === undefined) {
      index = forms.length;
      formIndex.set(key, index);
      forms.push(bytes);
      literalsOf.push([]);
    }
    return index;
  };
  literals.forEach((literal, index) => {
    for (const spelling of literal.spellings) for (const form of formsOf(spelling, encodeGb18030)) literalsOf[addForm(form)]?.push(index);
  });
  const suppressionForm = addForm(new TextEncoder().encode(suppressionWord));
  return { literals, uses, literalsOf, automaton: buildAutomaton(forms), suppressionForm };
}

function literalsOfRules(rules: readonly Rule[]): { literals: Literal[]; uses: Use[][] } {
  const literals: Literal[] = [];
  const uses: Use[][] = [];
  const literalIndex = new Map<string, number>();
  const use = (text: string, signal: number, companion: boolean): void => {
    let index = literalIndex.get(text);
    if (index === undefined) {
      index = literals.length;
      literalIndex.set(text, index);
      literals.push(parseLiteral(text));
      uses.push([]);
    }
    uses[index]?.push({ signal, companion });
  };
  rules
    .flatMap((rule) => rule.signals)
    .forEach((signal, id) => {
      if ((placesOf(signal) & ~(placeBit.format | placeBit.metric)) === 0) return;
      for (const text of signal.any) use(text, id, false);
      for (const text of signal.with?.any ?? []) use(text, id, true);
    });
  return { literals, uses };
}
