/** Rules made ready for the one pass: every literal of every rule in one index, and for each what it means to whom. */
import { buildFormIndex, type FormIndex } from "./form-index.js";
import { encodeGb18030 } from "./gb18030.js";
import { packLists, type Lists } from "./lists.js";
import { aroundOf, formsOf, parseLiteral, spellingsOf, type Literal } from "./literals.js";
import { imageOf, type PassImage } from "./one-pass.js";
import { placeBit, placesOf, signalTable, type SignalTable } from "./signal-table.js";
import type { Topics } from "./topic.js";
import type { Rule, Signal } from "../rulebook/rule.js";
import type { Device } from "../rulebook/rulebook.js";

/** A signal with its rule. */
export interface CompiledSignal {
  /** Index of its rule. */
  readonly rule: number;
  readonly signal: Signal;
}

/** All rules, ready for the one pass and for reading closely. */
export interface CompiledRules extends LiteralTables {
  readonly rules: readonly Rule[];
  readonly signals: readonly CompiledSignal[];
  readonly signalTable: SignalTable;
  /** The table of accelerators, for measures of scale. */
  readonly devices: readonly Device[];
  readonly topics: Topics;
}

/** What the literals of all rules are made into: it takes time, so the build keeps it beside the rulebook. Texts and flat numbers. */
export interface LiteralTables {
  /** The literals as the rules have them; `literalAt` understands one. */
  readonly literals: readonly string[];
  /** literal → its uses: twice the number of the signal, and one more where the literal is the companion that must stand near. */
  readonly uses: Lists;
  /** form (one byte spelling that the one pass finds) → the literals that it may be. */
  readonly literalsOf: Lists;
  readonly index: FormIndex;
  readonly image: PassImage;
  /** rule → numbers among the index's `forms` of those that it looks for. */
  readonly formsOfRules: Lists;
  /** The form that begins a suppression comment. */
  readonly suppressionForm: number;
}

/** What suppression comments begin with; it is in the index so that files without one are never searched for it. */
const suppressionWord = "borderline-ignore";

/** Compiles rules; `tables` are those of exactly these rules, where somebody has them already. */
export function compileRules(
  rules: readonly Rule[],
  devices: readonly Device[] = [],
  tables: LiteralTables = literalTables(rules),
  topics: Topics = {},
): CompiledRules {
  const signals = rules.flatMap((rule, ruleIndex) => rule.signals.map((signal) => ({ rule: ruleIndex, signal })));
  return { rules, signals, signalTable: signalTable(rules, signals), devices, topics, ...tables };
}

const patterns = new WeakMap<Signal, readonly RegExp[]>();

/** The patterns of which one must match the line of an occurrence: made where somebody asks, for few signals are ever met. */
export function linesOf({ signal }: CompiledSignal): readonly RegExp[] {
  let made = patterns.get(signal);
  if (!made) patterns.set(signal, (made = signal.lines.map((line) => new RegExp(line, "iu"))));
  return made;
}

const understood = new WeakMap<readonly string[], (Literal | undefined)[]>();

/** A literal, understood: each once, where somebody asks. */
export function literalAt({ literals }: LiteralTables, index: number): Literal {
  let known = understood.get(literals);
  if (!known) understood.set(literals, (known = new Array<Literal | undefined>(literals.length).fill(undefined)));
  return (known[index] ??= parseLiteral(literals[index] ?? ""));
}

/** Bytes of a form. */
export function formLength({ index: { textFrom } }: LiteralTables, form: number): number {
  return textFrom[form + 1]! - textFrom[form]!;
}

/** Places that no text has. */
const notInTexts = placeBit.path | placeBit.format | placeBit.metric;

/** Every literal of the rules in one index. Two rules that share a literal share its forms. */
export function literalTables(rules: readonly Rule[]): LiteralTables {
  const { literals, uses } = literalsOfRules(rules);
  const places = rules.flatMap((rule) => rule.signals.map(placesOf));
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
  const understoodOnes = literals.map(parseLiteral);
  understoodOnes.forEach((literal, index) => {
    for (const spelling of spellingsOf(literal))
      for (const form of formsOf(spelling, encodeGb18030)) literalsOf[addForm(form)]?.push(index);
  });
  const suppressionForm = addForm(new TextEncoder().encode(suppressionWord));
  const around = Uint8Array.from(literalsOf, (indexes) => aroundOf(indexes.map((index) => understoodOnes[index]!)));
  const inTexts = uses.map((list) => list.some((use) => (use & 1) === 1 || (places[use >> 1]! & ~notInTexts) !== 0));
  const inPaths = uses.map((list) => list.some((use) => (places[use >> 1]! & placeBit.path) !== 0));
  const formsIn = (wanted: readonly boolean[]): Set<number> =>
    new Set(literalsOf.flatMap((list, form) => (list.length === 0 || list.some((literal) => wanted[literal]) ? [form] : [])));
  const index = buildFormIndex(forms, around, { inTexts: formsIn(inTexts), inPaths: formsIn(inPaths) });
  return {
    literals,
    uses: packLists(uses),
    literalsOf: packLists(literalsOf),
    index,
    image: imageOf(index),
    formsOfRules: packLists(formsOfRules(rules, uses, literalsOf, index)),
    suppressionForm,
  };
}

function formsOfRules(
  rules: readonly Rule[],
  uses: readonly (readonly number[])[],
  literalsOf: readonly (readonly number[])[],
  { forms }: FormIndex,
): readonly (readonly number[])[] {
  const ruleOf = rules.flatMap((rule, at) => rule.signals.map(() => at));
  const numbers = rules.map((): number[] => []);
  forms.forEach((form, number) => {
    const asking = literalsOf[form]!.flatMap((literal) => uses[literal]!.map((use) => ruleOf[use >> 1]!));
    for (const rule of new Set(asking)) numbers[rule]!.push(number);
  });
  return numbers;
}

function literalsOfRules(rules: readonly Rule[]): { literals: string[]; uses: number[][] } {
  const literals: string[] = [];
  const uses: number[][] = [];
  const literalIndex = new Map<string, number>();
  const use = (text: string, signal: number, companion: boolean): void => {
    let index = literalIndex.get(text);
    if (index === undefined) {
      index = literals.length;
      literalIndex.set(text, index);
      literals.push(text);
      uses.push([]);
    }
    uses[index]?.push(2 * signal + (companion ? 1 : 0));
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
