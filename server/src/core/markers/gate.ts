/**
 * Which files are worth reading closely: from the literals that one pass saw, the most that each rule could find.
 * The bound is never below what `contentEvidence` and `treeMarkers` give, so a file that the gate holds back has nothing to show;
 * and it is close enough that few files pass it: literals must stand alone, in a kind of file where their signal may count.
 */
import { placeBit, type CompiledRules, type CompiledSignal } from "../rulebook/compile-rules.js";
import type { Rule } from "../rulebook/rule.js";
import { passOf } from "./automaton.js";
import { isManifest, languageOf, type Language } from "./language.js";
import { traitsOf } from "./traits.js";

/** A rule that this file alone cannot raise to its threshold, but its tree might. */
export interface Hope {
  /** Index among the compiled rules. */
  readonly rule: number;
  /** What folder and imports must add before the file's kind scales it down. */
  readonly missing: number;
  /** What contextual evidence adds to it once the tree speaks for the family at all. */
  readonly contextual: number;
}

/** A file that was put off: what is needed to know whether its tree raises it. */
export interface PutOff {
  readonly path: string;
  readonly hopes: readonly Hope[];
  /** Modules that its first part imports. */
  readonly imports: readonly string[];
}

/** `readNow`: some rule may reach its threshold by this file alone. Otherwise the rules that the tree may still raise; mostly none. */
export type GateAnswer = typeof readNow | readonly Hope[];
export const readNow = "now";
const noHope: readonly Hope[] = [];

/** A gate keeps what it saw between calls: one for each thread. */
export interface Gate {
  /** Memory of the one pass: bytes that lie here need no copy. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Looks at bytes of the file at hand (UTF-8, or GB18030 as it is). Stretches of one file overlap by `overlap`. */
  readonly look: (bytes: Uint8Array, from: number, to: number) => void;
  /** The answer for what was looked at, and the gate is ready for the next file. */
  readonly answer: (path: string) => GateAnswer;
  /** Bytes of the longest literal and what must be seen around it. */
  readonly overlap: number;
}

/** Weights are rounded to thousandths: a bound may lie this much below what it bounds. */
const rounding = 0.01;

/** Builds the gate of compiled rules. */
export function createGate(compiled: CompiledRules): Gate {
  const bound = createBound(compiled);
  const stands = compiled.literalsOf.map((literals, form) => formStands(compiled, literals, form));
  const pass = passOf(compiled.automaton);
  const seen = new Uint8Array(compiled.forms.length);
  let found: number[] = [];
  const accept = (form: number, bytes: Uint8Array, end: number): boolean => {
    const check = stands[form];
    if (check && !check(bytes, end)) return false;
    found.push(form);
    return true;
  };
  const take = (): readonly number[] => {
    const taken = found;
    for (const form of taken) seen[form] = 0;
    if (taken.length > 0) found = [];
    return taken;
  };
  const look = (bytes: Uint8Array, from: number, to: number): void => pass.see(bytes, from, to, seen, accept);
  const encoder = new TextEncoder();
  const answer = (path: string): GateAnswer => {
    const inText = take();
    if (inText.length === 0) return noHope;
    if (inText.includes(compiled.suppressionForm)) return readNow;
    const name = encoder.encode(path);
    look(name, 0, name.length);
    return bound(inText, take(), path);
  };
  return { room: pass.room, look, answer, overlap: compiled.automaton.longest + 4 };
}

/** Whether an occurrence of a form stands as a word of its own for any literal that it may be: as `standsAlone` in evidence.ts, on bytes. */
function formStands(
  compiled: CompiledRules,
  indexes: readonly number[],
  form: number,
): ((bytes: Uint8Array, end: number) => boolean) | null {
  const literals = indexes.map((index) => compiled.literals[index]).filter((literal) => literal !== undefined);
  const length = compiled.forms[form]?.length ?? 0;
  if (literals.length === 0 || literals.some((literal) => literal.borderless || (literal.openLeft && literal.openRight))) return null;
  const left = literals.some((literal) => literal.openLeft);
  const right = literals.some((literal) => literal.openRight);
  const spellings = literals.every((literal) => literal.exact !== null) ? literals.map((literal) => literal.exact) : null;
  return (bytes, end) =>
    (left || beginsName(bytes, end - length)) &&
    (right || endsName(bytes, end)) &&
    (spellings === null || spellings.includes(String.fromCharCode(...bytes.subarray(end - length, end))));
}

const [other, digit, small, capital] = [0, 1, 2, 3];
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return digit;
  if (byte >= 97 && byte <= 122) return small;
  return byte >= 65 && byte <= 90 ? capital : other;
});

function kindAt(bytes: Uint8Array, at: number): number {
  return at >= 0 && at < bytes.length ? kinds[bytes[at]!]! : other;
}

/** `borderBefore` of literals.ts on bytes. The second byte of a GB18030 letter may look like an ASCII letter: behind such a pair is a border. */
function beginsName(bytes: Uint8Array, at: number): boolean {
  const before = kindAt(bytes, at - 1);
  if (before === other || (at >= 2 && bytes[at - 2]! > 127)) return true;
  const first = kindAt(bytes, at);
  if (before === digit) return first !== digit;
  return first === capital && (before !== capital || kindAt(bytes, at + 1) === small);
}

/** `borderAfter` of literals.ts on bytes. */
function endsName(bytes: Uint8Array, at: number): boolean {
  if (isBorder(bytes, at)) return true;
  const next = bytes[at];
  return (next === 115 || next === 83) && isBorder(bytes, at + 1);
}

function isBorder(bytes: Uint8Array, at: number): boolean {
  const next = kindAt(bytes, at);
  const last = kindAt(bytes, at - 1);
  if (next === other) return true;
  if (next === digit) return last !== digit && kindAt(bytes, at - 4) !== other && kindAt(bytes, at - 3) !== other;
  return next === capital ? last !== capital || kindAt(bytes, at + 1) === small : last === digit;
}

type Bound = (inText: readonly number[], inPath: readonly number[], path: string) => GateAnswer;

/**
 * Adds up what the seen forms could mean, rule by rule. It runs for most files of a tree: its memory is there from the start, and is known
 * to be of the file at hand by the number of the round written into it.
 */
function createBound(compiled: CompiledRules): Bound {
  const { rules, signals, uses, literalsOf } = compiled;
  const needed = signals.map(({ rule, signal }) => {
    const needs = rules[rule]?.needs ?? [];
    return needs.length === 0 || needs.includes(signal.id);
  });
  const literalRound = new Uint32Array(compiled.literals.length);
  const companionRound = new Uint32Array(signals.length);
  const counts = new Uint16Array(signals.length);
  const ruleRound = new Uint32Array(rules.length);
  const [own, contextual, isNeeded] = [new Float64Array(rules.length), new Float64Array(rules.length), new Uint8Array(rules.length)];
  let round = 0;
  let file = 0;

  /** Counts, signal by signal, the different literals among the forms; gives the signals that have any. */
  const count = (forms: readonly number[], places: number): number[] => {
    round++;
    const touched: number[] = [];
    for (const form of forms) {
      for (const literal of literalsOf[form]!) {
        if (literalRound[literal] === round) continue;
        literalRound[literal] = round;
        for (const { signal, companion } of uses[literal]!) {
          if (companion) companionRound[signal] = round;
          else if (signals[signal]!.places & places && counts[signal]!++ === 0) touched.push(signal);
        }
      }
    }
    return touched;
  };

  const add = (touched: readonly number[], language: Language | null | "any", found: number[]): void => {
    for (const id of touched) {
      const { signal, rule } = signals[id]!;
      const different = counts[id]!;
      counts[id] = 0;
      if (signal.weight <= 0 || (signal.with !== null && companionRound[id] !== round)) continue;
      if (language !== "any" && !isRead(rules[rule], signals[id]!, language)) continue;
      if (ruleRound[rule] !== file) {
        ruleRound[rule] = file;
        own[rule] = contextual[rule] = isNeeded[rule] = 0;
        found.push(rule);
      }
      const most = Math.min(signal.weight * (1 + 0.3 * (different - 1)), Math.abs(signal.most));
      if (signal.contextual) contextual[rule]! += most;
      else own[rule]! += most;
      if (needed[id]) isNeeded[rule] = 1;
    }
  };

  return (inText, inPath, path) => {
    file++;
    const found: number[] = [];
    const language = languageOf(path);
    add(count(inText, placesIn(language, isManifest(path))), language, found);
    if (found.length === 0) return noHope;
    add(count(inPath, placeBit.path), "any", found);
    if (!found.some((rule) => isNeeded[rule] === 1)) return noHope;
    const { docs, test } = traitsOf(path, "");
    const hopes: Hope[] = [];
    for (const index of found) {
      const rule = rules[index]!;
      if (isNeeded[index] === 0) continue;
      const scale = docs ? rule.inDocs : test ? rule.inTests : 1;
      const missing = (rule.threshold - rounding) / scale - own[index]!;
      if (missing <= 0) return readNow;
      // As in `toMarker`: what a file does not say for itself by half, no tree says for it.
      if (own[index]! < rule.threshold / 2 - rounding) continue;
      if (missing <= contextual[index]! + rule.context.folder + rule.context.imports)
        hopes.push({ rule: index, missing, contextual: contextual[index]! });
    }
    return hopes.length === 0 ? noHope : hopes;
  };
}

/** Whether a signal and its rule count in a language. */
function isRead(rule: Rule | undefined, { signal }: CompiledSignal, language: Language | null): boolean {
  const id = language?.id ?? "";
  if (signal.languages.length > 0 && !signal.languages.includes(id)) return false;
  return !rule || rule.languages.length === 0 || rule.languages.includes(id);
}

/** The places that a hit in a file of this language can have, as `contentEvidence` gives them. */
function placesIn(language: Language | null, manifest: boolean): number {
  const dependency = manifest ? placeBit.dependency : 0;
  if (language?.kind === "docs") return placeBit.comment;
  const code = placeBit.identifier | placeBit.definition | placeBit.call;
  if (language === null) return code | dependency;
  return code | placeBit.comment | placeBit.string | (language.imports.length > 0 ? placeBit.import : 0) | dependency;
}
