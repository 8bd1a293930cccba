/** Evidence: what the hits of the one pass mean in a file's text, rule by rule. `contentEvidence` knows no path; `pathEvidence` knows nothing else. */
import { formLength, linesOf, literalAt, placeBit, type CompiledRules, type CompiledSignal } from "../rulebook/compile-rules.js";
import type { SignalPlace } from "../rulebook/rule.js";
import { lineStarts, ownTexts, positionAt } from "../text.js";
import { forEachHit } from "./automaton.js";
import type { Language } from "./language.js";
import { CODE, COMMENT, lexKinds } from "./lexer.js";
import { listAt } from "./lists.js";
import { borderAfter, borderBefore, inEncodedRun, type Literal } from "./literals.js";
import type { Evidence, Measures, RuleEvidence } from "./marker.js";
import { isCall, isDefinition } from "./names.js";
import { findImports, type ImportLine } from "./imports.js";
import { ownNames } from "./own-names.js";

/** A place in a text where a literal stands as a word or name of its own. Offsets in UTF-16 units. */
interface Spot {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  /** What it is, but for the two that only a look around tells. */
  readonly places: number;
  /** What a look around tells of a name in code: definition, call or neither; null: nobody has looked. */
  shape: number | null;
  /** The module that its line imports, where it stands in code. */
  readonly module: string | null;
  /** Whether it stands in code that imports nothing. */
  readonly inCode: boolean;
}

/** One literal at a place; several literals may stand at one. */
interface Occurrence {
  readonly literal: number;
  readonly spot: Spot;
}

export interface SourceText {
  readonly text: string;
  /** The text as UTF-8. */
  readonly bytes: Uint8Array;
  readonly language: Language | null;
  readonly manifest: boolean;
  /** Lines (from 1) whose evidence does not count: a suppression stands above them. By rule id; `*` is every rule. */
  readonly without: ReadonlyMap<number, ReadonlySet<string>>;
  /** Numbers of the rules that are asked for evidence; null: all. */
  readonly asked: ReadonlySet<number> | null;
}

export interface ContentEvidence {
  readonly rules: readonly RuleEvidence[];
  readonly imports: readonly string[];
  /** Lines (from 1) on which a suppression took evidence away. */
  readonly silenced: readonly number[];
}

/** The evidence in a text for every rule that is asked and has any. */
export function contentEvidence(compiled: CompiledRules, source: SourceText): ContentEvidence {
  const starts = lineStarts(source.text);
  const imports = findImports(source.text, source.language, starts);
  const occurrences = findOccurrences(compiled, source, starts, imports);
  const rules = weigh(compiled, occurrences, source, starts);
  const silenced = [...source.without.keys()].filter((line) =>
    occurrences.some((one) => one.spot.line === line && isSilenced(compiled, source, one, starts)),
  );
  return { rules, imports: ownTexts(imports.map((one) => one.module)), silenced };
}

/** The evidence in a path. Positions are line 1, column 1. */
export function pathEvidence(compiled: CompiledRules, path: string): readonly RuleEvidence[] {
  const bytes = new TextEncoder().encode(path);
  const occurrences: Occurrence[] = [];
  const offsets = charOffsets(path, bytes);
  forEachHit(compiled.automaton, bytes, 0, bytes.length, (form, end) => {
    const to = offsets ? (offsets[end] ?? 0) : end;
    const start = end - formLength(compiled, form);
    const from = offsets ? (offsets[start] ?? 0) : start;
    for (const literal of listAt(compiled.literalsOf, form)) {
      if (standsAlone(literalAt(compiled, literal), path, from, to))
        occurrences.push({ literal, spot: { from, to, line: 1, column: 1, places: placeBit.path, shape: 0, module: null, inCode: false } });
    }
  });
  return weigh(compiled, occurrences, null, [0]);
}

/** The evidence of what readers of binary formats found: the format's name and its measures. */
export function formatEvidence(compiled: CompiledRules, format: string, measures: Measures): readonly RuleEvidence[] {
  const byRule = new Map<number, Evidence[]>();
  for (const signal of compiled.signals) {
    const place = formatPlace(signal, format, measures);
    if (place === null) continue;
    const { id, what, weight } = signal.signal;
    const evidence: Evidence = {
      signal: place,
      id,
      what,
      literal: place === "format" ? format : (signal.signal.metric?.name ?? ""),
      line: 1,
      column: 1,
      endColumn: 1,
      weight,
    };
    byRule.set(signal.rule, [...(byRule.get(signal.rule) ?? []), evidence]);
  }
  return [...byRule].map(([rule, evidence]) => ({ rule: compiled.rules[rule]?.id ?? "", evidence, contextual: [] }));
}

function formatPlace({ signal, places }: CompiledSignal, format: string, measures: Measures): SignalPlace | null {
  if (places & placeBit.format && signal.any.includes(format)) return "format";
  if (places & placeBit.metric && signal.metric) {
    const value = measures[signal.metric.name];
    if (typeof value === "number" && value >= signal.metric.atLeast) return "metric";
  }
  return null;
}

function findOccurrences(
  compiled: CompiledRules,
  source: SourceText,
  starts: readonly number[],
  imports: readonly ImportLine[],
): Occurrence[] {
  const { text, bytes, language, manifest, asked } = source;
  const offsets = charOffsets(text, bytes);
  const kinds = lexKinds(text, language);
  const namesOwn = ownNames(text, language, kinds);
  const importLines = new Map(imports.map((one) => [one.line, one.module]));
  const config = language?.kind === "config";
  let line = 1;
  const spotAt = (from: number, to: number): Spot => {
    if (from < (starts[line - 1] ?? 0) || from >= (starts[line] ?? Infinity)) line = positionAt(starts, from).line;
    const column = from - (starts[line - 1] ?? 0) + 1;
    const kind = kinds[from] ?? CODE;
    const module = importLines.get(line);
    const isName = kind === CODE && module === undefined;
    let places: number;
    if (namesOwn(from, to, starts[line - 1] ?? 0)) return { from, to, line, column, places: 0, shape: 0, module: null, inCode: false };
    if (kind === COMMENT) places = placeBit.comment;
    else if (module !== undefined) places = placeBit.import | placeBit.identifier;
    else if (isName) places = placeBit.identifier | (config ? placeBit.string : 0);
    else places = placeBit.string | (config ? placeBit.identifier : 0);
    if (manifest && kind !== COMMENT) places |= placeBit.dependency;
    return { from, to, line, column, places, shape: isName ? null : 0, module: kind === COMMENT ? null : (module ?? null), inCode: isName };
  };
  const occurrences: Occurrence[] = [];
  const note = (form: number, end: number): void => {
    const start = end - formLength(compiled, form);
    const from = offsets ? (offsets[start] ?? 0) : start;
    const to = offsets ? (offsets[end] ?? 0) : end;
    let spot: Spot | null = null;
    for (const literal of listAt(compiled.literalsOf, form)) {
      if (!standsAlone(literalAt(compiled, literal), text, from, to)) continue;
      spot ??= spotAt(from, to);
      occurrences.push({ literal, spot });
    }
  };
  forEachHit(compiled.automaton, bytes, 0, bytes.length, note, wantedForms(compiled, asked));
  return occurrences;
}

/** Whether some rule that is asked uses a form: most words of a file are of rules that it cannot reach. */
function wantedForms(compiled: CompiledRules, asked: ReadonlySet<number> | null): (form: number) => boolean {
  if (asked === null) return () => true;
  const [unknown, yes, no] = [0, 1, 2];
  const known = new Uint8Array(compiled.around.length);
  const isUsed = (literal: number): boolean => listAt(compiled.uses, literal).some((use) => asked.has(compiled.signals[use >> 1]!.rule));
  return (form) => {
    if (known[form] === unknown) known[form] = listAt(compiled.literalsOf, form).some(isUsed) ? yes : no;
    return known[form] === yes;
  };
}

const shapes = placeBit.definition | placeBit.call;

/** All that a spot is. Looking around it takes longer than all else, so it is done once, and only where somebody asks. */
function placesOf(spot: Spot, source: SourceText | null, starts: readonly number[]): number {
  if (spot.shape === null && source !== null) {
    const { from, to, line } = spot;
    const defines = isDefinition(source.text, from, to, starts[line - 1] ?? 0);
    spot.shape = defines ? placeBit.definition : isCall(source.text, to) ? placeBit.call : 0;
  }
  return spot.places | (spot.shape ?? 0);
}

/** Whether a spot is at one of the places. */
function isAt(spot: Spot, places: number, source: SourceText | null, starts: readonly number[]): boolean {
  return (spot.places & places) !== 0 || ((places & shapes) !== 0 && (placesOf(spot, source, starts) & places) !== 0);
}

/** The package whose name a spot is, where it stands in the first part of an imported module or names a namespace; else null. */
function packageAt({ from, to, module, inCode }: Spot, text: string): string | null {
  if (module !== null) return packageOf(module, text.slice(from, to));
  return inCode ? spaceOf(text, from, to) : null;
}

/** The first part of a module's name (`torchrec` of `torchrec.models.dlrm`, `espeak-ng` of `espeak-ng/voice.h`), where the word stands in it. */
function packageOf(module: string, word: string): string | null {
  const first = /^[@\w-]+/.exec(module)?.[0] ?? "";
  return first.toLowerCase().includes(word.toLowerCase()) ? first : null;
}

/** The namespace whose name the word is or is part of (`small_gicp` of `namespace small_gicp {` and `small_gicp::align`), or null. */
function spaceOf(text: string, from: number, to: number): string | null {
  const before = /\w{0,40}$/.exec(text.slice(Math.max(0, from - 40), from))?.[0].length ?? 0;
  const after = /^\w{0,40}/.exec(text.slice(to, to + 40))?.[0].length ?? 0;
  const [begin, end] = [from - before, to + after];
  const opens = /\b(?:namespace|package|module)\s{1,4}(?:\w{1,40}::)*$/;
  return text.startsWith("::", end) || opens.test(text.slice(Math.max(0, begin - 60), begin)) ? text.slice(begin, end) : null;
}

function standsAlone(literal: Literal, text: string, from: number, to: number): boolean {
  if (literal.borderless) return true;
  if (literal.exact !== null && text.slice(from, to) !== literal.exact) return false;
  if (!(literal.openLeft || borderBefore(text, from)) || !(literal.openRight || borderAfter(text, to))) return false;
  return !inEncodedRun(text, from, to);
}

/** UTF-8 offset → UTF-16 offset, or null where they are the same. */
function charOffsets(text: string, bytes: Uint8Array): Uint32Array | null {
  if (text.length === bytes.length) return null;
  const offsets = new Uint32Array(bytes.length + 1);
  let unit = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) offsets[i] = unit++;
    else if (byte >= 0xc0) {
      offsets[i] = unit;
      unit += byte >= 0xf0 ? 2 : 1;
    } // A continuation byte belongs to the letter before it; the entry of a first byte is that letter's own offset.
    else offsets[i] = offsets[i - 1] ?? 0;
  }
  offsets[bytes.length] = text.length;
  return offsets;
}

/** Adds up what the occurrences say, signal by signal. */
function weigh(
  compiled: CompiledRules,
  occurrences: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): RuleEvidence[] {
  const bySignal = new Map<number, Occurrence[]>();
  const companions = new Map<number, number[]>();
  const asked = source?.asked ?? null;
  for (const occurrence of occurrences) {
    const { spot } = occurrence;
    for (const use of listAt(compiled.uses, occurrence.literal)) {
      const signal = use >> 1;
      const compiledSignal = compiled.signals[signal];
      if (!compiledSignal || (asked !== null && !asked.has(compiledSignal.rule))) continue;
      if (use & 1) {
        const lines = companions.get(signal);
        if (!lines) companions.set(signal, [spot.line]);
        else if (lines.at(-1) !== spot.line) lines.push(spot.line);
      } else if (isAt(spot, compiledSignal.places, source, starts) && counts(compiledSignal, spot, compiled, source, starts)) {
        const list = bySignal.get(signal);
        if (list) list.push(occurrence);
        else bySignal.set(signal, [occurrence]);
      }
    }
  }
  const byRule = new Map<number, { evidence: Evidence[]; contextual: Evidence[] }>();
  for (const [id, found] of bySignal) {
    const signal = compiled.signals[id];
    if (!signal) continue;
    const near =
      signal.signal.with === null
        ? found
        : found.filter((one) => isNear(companions.get(id), one.spot.line, signal.signal.with?.within ?? 0));
    if (near.length < signal.signal.times || near.length === 0) continue;
    const rule = byRule.get(signal.rule) ?? { evidence: [], contextual: [] };
    byRule.set(signal.rule, rule);
    (signal.signal.contextual ? rule.contextual : rule.evidence).push(toEvidence(compiled, signal, near, source, starts));
  }
  return [...byRule].map(([rule, { evidence, contextual }]) => ({ rule: compiled.rules[rule]?.id ?? "", evidence, contextual }));
}

/** Whether an occurrence counts for a signal: the language, the line's own pattern, no suppression above it. */
function counts(
  signal: CompiledSignal,
  spot: Spot,
  compiled: CompiledRules,
  source: SourceText | null,
  starts: readonly number[],
): boolean {
  const rule = compiled.rules[signal.rule];
  if (source === null) return true;
  const language = source.language?.id ?? "";
  if (signal.signal.languages.length > 0 && !signal.signal.languages.includes(language)) return false;
  if (rule && rule.languages.length > 0 && !rule.languages.includes(language)) return false;
  if (rule && silences(source, spot.line, rule.id)) return false;
  if (signal.signal.lines.length === 0) return true;
  const begin = starts[spot.line - 1] ?? 0;
  const line = source.text.slice(Math.max(begin, spot.from - 400), Math.min(starts[spot.line] ?? source.text.length, spot.to + 400));
  return linesOf(signal).some((pattern) => pattern.test(line));
}

function silences(source: SourceText, line: number, rule: string): boolean {
  const without = source.without.get(line);
  return without !== undefined && (without.has(rule) || without.has("*"));
}

/** Whether a suppression above the occurrence takes it away from a rule that would have counted it. */
function isSilenced(compiled: CompiledRules, source: SourceText, { literal, spot }: Occurrence, starts: readonly number[]): boolean {
  return listAt(compiled.uses, literal).some((use) => {
    const used = compiled.signals[use >> 1];
    const rule = compiled.rules[used?.rule ?? -1];
    return (
      !(use & 1) &&
      used !== undefined &&
      rule !== undefined &&
      isAt(spot, used.places, source, starts) &&
      silences(source, spot.line, rule.id)
    );
  });
}

/** Whether one of the lines, which ascend, is at most so far away. */
function isNear(lines: readonly number[] | undefined, line: number, within: number): boolean {
  if (!lines) return false;
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) < line - within) low = middle + 1;
    else high = middle;
  }
  return (lines[low] ?? Infinity) <= line + within;
}

/** One piece of evidence of all places of a signal: more different words add a little, repetition nothing. */
function toEvidence(
  compiled: CompiledRules,
  { signal, places }: CompiledSignal,
  found: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): Evidence {
  const different = new Set(found.map((one) => one.literal)).size;
  const size = Math.min(Math.abs(signal.weight) * (1 + 0.3 * (different - 1)), Math.abs(signal.most));
  const first = found.find((one) => isAt(one.spot, shapes | placeBit.import, source, starts)) ?? found[0];
  const asked = (spot: Spot): number => places & (places & shapes ? placesOf(spot, source, starts) : spot.places);
  const spot = first?.spot;
  const ownPackage = spot === undefined || source === null ? null : packageAt(spot, source.text);
  const importedFrom =
    ownPackage !== null && found.every((one) => packageAt(one.spot, source?.text ?? "") === ownPackage) ? ownPackage : null;
  return {
    signal: bestPlace(found.reduce((bits, one) => bits | asked(one.spot), 0)),
    id: signal.id,
    what: signal.what,
    literal: compiled.literals[first?.literal ?? 0] ?? "",
    line: spot?.line ?? 1,
    column: spot?.column ?? 1,
    endColumn: (spot?.column ?? 1) + (spot ? spot.to - spot.from : 0),
    weight: round(Math.sign(signal.weight) * size),
    ...(importedFrom === null ? {} : { importedFrom }),
  };
}

const placesByStrength: readonly SignalPlace[] = [
  "definition",
  "import",
  "call",
  "dependency",
  "identifier",
  "string",
  "comment",
  "path",
  "format",
  "metric",
];

function bestPlace(bits: number): SignalPlace {
  return placesByStrength.find((place) => bits & placeBit[place]) ?? "identifier";
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}
