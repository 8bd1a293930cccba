/** The most that any rule could find in a file, from the forms that one pass saw: never below what `contentEvidence` and `treeMarkers` give. */
import type { CompiledRules } from "./compile-rules.js";
import type { Rule } from "../rulebook/rule.js";
import { isManifest, languageOf, type Language } from "./language.js";
import { silent } from "./measures/compute.js";
import { isOfLanguage, placeBit, trait } from "./signal-table.js";
import { inPlumbing, isDocs, isPlumbing, isTest } from "./traits.js";

/** A rule that this file alone cannot raise to its threshold, but its tree might. */
export interface Hope {
  /** Index among the compiled rules. */
  readonly rule: number;
  /** What the file itself may hold at most, before its kind scales it down. */
  readonly own: number;
  /** What contextual evidence adds to it once the tree speaks for the family at all. */
  readonly contextual: number;
  /** Half of the threshold is only reached with contextual words, which then count where nearly the whole folder is of the family. */
  readonly inTrade: boolean;
}

/** Hopes as they travel between threads and are kept, for a third of a large tree has some: four whole numbers each, evidence in thousandths. */
export type Hopes = ArrayLike<number>;

/** Numbers of one of them, of which the first is the rule. */
export const hopeSize = 4;

/** One of them. */
export function hopeAt(hopes: Hopes, at: number): Hope {
  return { rule: hopes[at]!, own: hopes[at + 1]! / 1000, contextual: hopes[at + 2]! / 1000, inTrade: hopes[at + 3] === 1 };
}

/** Hopes of two parts of a long text: for each rule that of the part which may hold most. */
export function joinHopes(some: Hopes, others: Hopes): Hopes {
  const best = new Map<number, number[]>();
  for (const hopes of [some, others])
    for (let at = 0; at < hopes.length; at += hopeSize) {
      const [rule, own, contextual, inTrade] = [hopes[at]!, hopes[at + 1]!, hopes[at + 2]!, hopes[at + 3]!];
      const known = best.get(rule);
      if (!known || own + contextual > known[1]! + known[2]!) best.set(rule, [rule, own, contextual, inTrade]);
    }
  return [...best.values()].flat();
}

/** A file that was put off: what is needed to know whether its tree raises it. */
export interface PutOff {
  readonly path: string;
  readonly hopes: Hopes;
}

/** What the bound says of a file. */
export interface GateAnswer {
  /** Some rule may reach its threshold by this file alone: it is to be read. */
  readonly now: boolean;
  /** Otherwise the rules that the tree may still raise; mostly none. */
  readonly hopes: Hopes;
  /** Rules that may reach their threshold at all, alone or with their tree: of all others the file's evidence is not asked. null: every rule. */
  readonly possible: readonly number[] | null;
}

/** Nothing in it. */
export const noHope: GateAnswer = { now: false, hopes: [], possible: [] };
/** To be read for all rules. */
export const readAll: GateAnswer = { now: true, hopes: [], possible: null };

/** Weights are rounded to thousandths: a bound may lie this much below what it bounds. */
const rounding = 0.01;

/** Forms in the text, the path, and how to learn the forms in the path: few files are asked. */
export type Bound = (inText: readonly number[], path: string, inPath: () => readonly number[]) => GateAnswer;

/**
 * Adds up what the seen forms could mean, rule by rule. It runs for most files of a tree: its memory is there from the start, and is known
 * to be of the file at hand by the number of the round written into it.
 */
export function createBound(compiled: CompiledRules): Bound {
  const { rules, signals, literalsOf, uses } = compiled;
  const { rule: ruleOf, places: placesOf, traits: traitsOf, weight: weightOf, most: mostOf } = compiled.signalTable;
  const literalRound = new Uint32Array(compiled.literals.length);
  const companionRound = new Uint32Array(signals.length);
  const counts = new Uint16Array(signals.length);
  const ruleRound = new Uint32Array(rules.length);
  const [own, fromContext, isNeeded] = [new Float64Array(rules.length), new Float64Array(rules.length), new Uint8Array(rules.length)];
  const touched = new Uint32Array(signals.length);
  // What is asked of the rules for most files, side by side.
  const threshold = Float64Array.from(rules, (rule) => rule.threshold - rounding);
  const half = Float64Array.from(rules, (rule) => rule.threshold / 2 - rounding);
  const fromTree = Float64Array.from(rules, (rule) => rule.context.folder + rule.context.imports);
  // What the scale of a computation, which is read from text and not found by the one pass, may add.
  const fromScale = Float64Array.from(rules, (rule) =>
    rule.signals.reduce((sum, { metric, most }) => sum + (metric === null ? 0 : Math.abs(most)), 0),
  );
  const silentIn = createSilence(compiled);
  const { asking, needing } = familiesOf(compiled);
  let round = 0;
  let file = 0;

  /** Bits of the families that have a rule which needs one of the forms. */
  const neededBy = (forms: readonly number[]): number => {
    let families = 0;
    for (const form of forms)
      for (let at = literalsOf.from[form]!; at < literalsOf.from[form + 1]!; at++) families |= needing[literalsOf.all[at]!]!;
    return families;
  };

  /** Counts, signal by signal, the different literals among the forms, of those that these families ask for; gives how many signals have any. */
  const count = (forms: readonly number[], places: number, families: number): number => {
    round++;
    let length = 0;
    for (const form of forms) {
      for (let at = literalsOf.from[form]!; at < literalsOf.from[form + 1]!; at++) {
        const literal = literalsOf.all[at]!;
        if ((asking[literal]! & families) === 0 || literalRound[literal] === round) continue;
        literalRound[literal] = round;
        for (let use = uses.from[literal]!; use < uses.from[literal + 1]!; use++) {
          const signal = uses.all[use]! >> 1;
          if (uses.all[use]! & 1) companionRound[signal] = round;
          else if (placesOf[signal]! & places && counts[signal]!++ === 0) touched[length++] = signal;
        }
      }
    }
    return length;
  };

  const add = (length: number, language: Language | null | "any", found: number[]): void => {
    const isSilent = language === "any" ? null : silentIn(language?.id ?? "");
    for (let i = 0; i < length; i++) {
      const signal = touched[i]!;
      const different = counts[signal]!;
      counts[signal] = 0;
      const traits = traitsOf[signal]!;
      if (weightOf[signal]! <= 0 || (traits & trait.accompanied && companionRound[signal] !== round)) continue;
      if (isSilent?.[signal] === 1) continue;
      const rule = ruleOf[signal]!;
      if (ruleRound[rule] !== file) {
        ruleRound[rule] = file;
        own[rule] = fromContext[rule] = isNeeded[rule] = 0;
        found.push(rule);
      }
      const most = Math.min(weightOf[signal]! * (1 + 0.3 * (different - 1)), mostOf[signal]!);
      if (traits & trait.contextual) fromContext[rule]! += most;
      else own[rule]! += most;
      if (traits & trait.needed) isNeeded[rule] = 1;
    }
  };

  /** Of the rules found those that the file alone may raise, and those that its tree may. */
  const judge = (found: readonly number[], path: string, language: Language | null): GateAnswer => {
    const isSilent = silent.has(language?.id ?? "");
    let kind: FileKind | null = null;
    let now = false;
    const hopes: number[] = [];
    const possible: number[] = [];
    for (const index of found) {
      if (isNeeded[index] === 0) continue;
      if (!isSilent) own[index]! += fromScale[index]!;
      const itself = own[index]!;
      // As in `toMarker`: what a file does not say for itself by half, no tree says for it, unless nearly its whole folder is of the family.
      const inTrade = itself < half[index]!;
      if (itself === 0 || (inTrade && itself + fromContext[index]! < half[index]!)) continue;
      const help = fromContext[index]! + fromTree[index]!;
      if (threshold[index]! - itself > help) continue;
      const rule = rules[index]!;
      // What kind of file it is takes long to say: it is asked where it decides whether to read now, and of the others once their tree speaks.
      if (threshold[index]! <= itself) kind ??= kindOf(path, language);
      const missing = kind === null ? Infinity : missingIn(rule, kind, itself);
      if (kind !== null && missing > help) continue;
      possible.push(index);
      // A rule that needs its context says nothing of a file alone.
      if (missing <= 0 && !rule.context.needed) now = true;
      else hopes.push(index, Math.ceil(itself * 1000), Math.ceil(fromContext[index]! * 1000), inTrade ? 1 : 0);
    }
    return possible.length === 0 ? noHope : { now, hopes, possible };
  };

  return (inText, path, inPath) => {
    // Most of what stands in a text are ordinary words, which say nothing where no word stands that a rule needs.
    const named = inPath();
    const families = neededBy(inText) | neededBy(named);
    if (families === 0) return noHope;
    file++;
    const found: number[] = [];
    const language = languageOf(path);
    const places = placesIn(language, isManifest(path));
    add(count(inText, places, families), language, found);
    // What only its path speaks for is not asked, unless the text says something of another trade at least.
    if (found.length === 0) add(count(inText, places, -1), language, found);
    if (found.length === 0) return noHope;
    add(count(named, placeBit.path, families), "any", found);
    return judge(found, path, language);
  };
}

/** For each literal bits of the families that ask for it, and of those among them that have a rule which says nothing without it or its like. */
function familiesOf({ rules, literals, uses, signalTable }: CompiledRules): { readonly asking: Int32Array; readonly needing: Int32Array } {
  const families = [...new Set(rules.map(({ family }) => family))];
  const bitOf = rules.map(({ family }) => 1 << (families.indexOf(family) & 31));
  const asks = Int32Array.from(signalTable.rule, (rule) => bitOf[rule]!);
  const needs = asks.map((bit, signal) => (signalTable.traits[signal]! & trait.needed && signalTable.weight[signal]! > 0 ? bit : 0));
  const [asking, needing] = [new Int32Array(literals.length), new Int32Array(literals.length)];
  for (let literal = 0; literal < literals.length; literal++)
    for (let at = uses.from[literal]!; at < uses.from[literal + 1]!; at++) {
      const signal = uses.all[at]! >> 1;
      asking[literal]! |= asks[signal]!;
      // A companion is needed by nothing.
      if ((uses.all[at]! & 1) === 0) needing[literal]! |= needs[signal]!;
    }
  return { asking, needing };
}

/** For a language (its id) 1 by the number of each signal that does not count in it: asked of every word, so it is told once for each language. */
function createSilence({ rules, signals }: CompiledRules): (language: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (language) => {
    let silent = known.get(language);
    if (!silent) known.set(language, (silent = Uint8Array.from(signals, (one) => (isOfLanguage(rules[one.rule], one, language) ? 0 : 1))));
    return silent;
  };
}

/** Kinds of files whose evidence counts for less, as their paths tell. */
type FileKind = "plumbing" | "docs" | "test" | "plain";

function kindOf(path: string, language: Language | null): FileKind {
  if (isPlumbing(path)) return "plumbing";
  return isDocs(path, language, "") ? "docs" : isTest(path) ? "test" : "plain";
}

function scaleOf(rule: Rule, kind: FileKind): number {
  return kind === "plumbing" ? inPlumbing : kind === "docs" ? rule.inDocs : kind === "test" ? rule.inTests : 1;
}

/** What folder and imports must add to what a file holds for a rule; Infinity where nothing that they add counts. */
function missingIn(rule: Rule, kind: FileKind, own: number): number {
  const missing = (rule.threshold - rounding) / scaleOf(rule, kind) - own;
  return kind === "plumbing" && missing > 0 ? Infinity : missing;
}

/** Whether what the tree adds to a hope may be enough for the rule, for a file that counts fully. */
export function mayBeEnough(added: number, rule: Rule, { own }: Hope): boolean {
  return added >= rule.threshold - rounding - own;
}

/** Whether it is enough for the file at a path. */
export function isEnough(added: number, path: string, rule: Rule, hope: Hope): boolean {
  return mayBeEnough(added, rule, hope) && added >= missingIn(rule, kindOf(path, languageOf(path)), hope.own);
}

/** The places that a hit in a file of this language can have, as `contentEvidence` gives them. */
function placesIn(language: Language | null, manifest: boolean): number {
  const dependency = manifest ? placeBit.dependency : 0;
  if (language?.kind === "docs") return placeBit.comment;
  const code = placeBit.identifier | placeBit.definition | placeBit.call;
  if (language === null) return code | dependency;
  return code | placeBit.comment | placeBit.string | (language.imports.length > 0 ? placeBit.import : 0) | dependency;
}
