/** Evidence: what the hits of the one pass mean in a file's text, rule by rule. `contentEvidence` knows no path; `pathEvidence` knows nothing else. */
import { formLength, linesOf, literalAt, type CompiledRules, type CompiledSignal } from "./compile-rules.js";
import type { Rule, SignalPlace } from "../rulebook/rule.js";
import { lineStarts, ownTexts } from "../text.js";
import { forEachHit } from "./one-pass.js";
import { findImports } from "./imports.js";
import { listAt } from "./lists.js";
import type { Evidence, Measures, RuleEvidence } from "./marker.js";
import { isOfLanguage, placeBit, trait } from "./signal-table.js";
import {
  charOffsets,
  findOccurrences,
  isAt,
  packageAt,
  placesOf,
  shapes,
  standsAlone,
  type Occurrence,
  type SourceText,
} from "./occurrences.js";
import { ownWords, rankOf } from "./shared-words.js";

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
  const tally = createTally(compiled, source, starts);
  findOccurrences(compiled, source, starts, imports, tally.take);
  const silenced = [...source.without.keys()].filter((line) => tally.silenced.has(line));
  return { rules: weigh(compiled, tally.counted(), source, starts), imports: ownTexts(imports.map((one) => one.module)), silenced };
}

/** The evidence in a path. Positions are line 1, column 1. */
export function pathEvidence(compiled: CompiledRules, path: string): readonly RuleEvidence[] {
  const bytes = new TextEncoder().encode(path);
  const tally = createTally(compiled, null, [0]);
  const offsets = charOffsets(path, bytes);
  const note = (form: number, end: number): void => {
    const to = offsets ? (offsets[end] ?? 0) : end;
    const start = end - formLength(compiled, form);
    const from = offsets ? (offsets[start] ?? 0) : start;
    for (const literal of listAt(compiled.literalsOf, form)) {
      if (!standsAlone(literalAt(compiled, literal), path, from, to)) continue;
      tally.take(
        { literal, from, to, line: 1, places: placeBit.path, shape: 0, module: "", inCode: false },
        listAt(compiled.uses, literal),
      );
    }
  };
  forEachHit(compiled.index, bytes, 0, bytes.length, note, null, true);
  return weigh(compiled, tally.counted(), null, [0]);
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

function formatPlace({ signal }: CompiledSignal, format: string, measures: Measures): SignalPlace | null {
  if (signal.in.includes("format") && signal.any.includes(format)) return "format";
  if (signal.in.includes("metric") && signal.metric) {
    const value = measures[signal.metric.name];
    if (typeof value === "number" && value >= signal.metric.atLeast) return "metric";
  }
  return null;
}

/** Occurrences, signal by signal. */
interface Tally {
  /** Adds an occurrence to each signal that uses its literal and for which it counts. */
  readonly take: (occurrence: Occurrence, uses: ArrayLike<number>) => void;
  /** Those that count: near their companions, and often enough. */
  readonly counted: () => (readonly [signal: number, found: readonly Occurrence[]])[];
  /** Lines (from 1) on which a suppression took evidence away. */
  readonly silenced: ReadonlySet<number>;
}

function createTally(compiled: CompiledRules, source: SourceText | null, starts: readonly number[]): Tally {
  const { signals, signalTable } = compiled;
  const { places, traits } = signalTable;
  const bySignal = new Map<number, Occurrence[]>();
  const companions = new Map<number, number[]>();
  const silenced = new Set<number>();
  // Where only some rules are asked, it is for signals of the language alone.
  const asks = trait.ofLines | (source?.asked === null ? trait.ofLanguages : 0);
  const counts = (index: number, one: Occurrence, text: SourceText): boolean => {
    const signal = signals[index]!;
    const rule = compiled.rules[signal.rule]!;
    if (silences(text, one.line, rule.id)) {
      silenced.add(one.line);
      return false;
    }
    return (traits[index]! & asks) === 0 || (isOfLanguage(rule, signal, text.language?.id ?? "") && isOnLine(signal, one, text, starts));
  };
  const take: Tally["take"] = (occurrence, uses) => {
    for (let at = 0; at < uses.length; at++) {
      const use = uses[at]!;
      const signal = use >> 1;
      if (use & 1) {
        const lines = companions.get(signal);
        if (!lines) companions.set(signal, [occurrence.line]);
        else if (lines.at(-1) !== occurrence.line) lines.push(occurrence.line);
      } else if (isAt(occurrence, places[signal]!, source, starts)) {
        const isFree = source === null || (source.without.size === 0 && (traits[signal]! & asks) === 0);
        if (!isFree && !counts(signal, occurrence, source)) continue;
        const list = bySignal.get(signal);
        if (list) list.push(occurrence);
        else bySignal.set(signal, [occurrence]);
      }
    }
  };
  const counted: Tally["counted"] = () => {
    const enough: [number, readonly Occurrence[]][] = [];
    for (const [id, found] of bySignal) {
      const { with: companion, times } = signals[id]!.signal;
      const near = companion === null ? found : found.filter((one) => isNear(companions.get(id), one.line, companion.within));
      if (near.length >= Math.max(1, times)) enough.push([id, near]);
    }
    return enough;
  };
  return { take, counted, silenced };
}

/** Adds up what the occurrences say, rule by rule. */
function weigh(
  compiled: CompiledRules,
  counted: ReturnType<Tally["counted"]>,
  source: SourceText | null,
  starts: readonly number[],
): RuleEvidence[] {
  const { places } = compiled.signalTable;
  const byRule = new Map<number, Weighed>();
  const own = ownWords();
  const rank = ([id]: readonly [number, unknown]): number => rankOf(compiled.signals[id]!.signal);
  const ranked = counted.sort((a, b) => rank(b) - rank(a));
  for (const [id, all] of ranked) {
    const signal = compiled.signals[id]!;
    const rule = compiled.rules[signal.rule]!;
    // Parts weigh little, and live on words that say several things at once.
    const shares = source === null || signal.signal.weight <= 0 || rule.context.needed;
    const near = shares ? all : own(signal.rule, all);
    const weighed = byRule.get(signal.rule) ?? { rule: rule.id, evidence: [], contextual: [] };
    const list = signal.signal.contextual ? weighed.contextual : weighed.evidence;
    if (near.length > 0) list.push(toEvidence(compiled, signal, places[id]!, near, source, starts));
    // Words that others of the rule have spoken for weigh nothing more, but what the rule needs is there.
    else if (isUnmet(rule, weighed, signal.signal.id))
      list.push({ ...toEvidence(compiled, signal, places[id]!, all, source, starts), weight: 0 });
    byRule.set(signal.rule, weighed);
  }
  return [...byRule.values()].filter(({ evidence, contextual }) => evidence.length + contextual.length > 0);
}

/** What is found for one rule. */
interface Weighed {
  readonly rule: string;
  readonly evidence: Evidence[];
  readonly contextual: Evidence[];
}

/** Whether a signal is one that its rule needs, and none of them is there yet. */
function isUnmet({ needs }: Rule, { evidence, contextual }: Weighed, id: string): boolean {
  return needs.includes(id) && ![...evidence, ...contextual].some((one) => needs.includes(one.id));
}

/** Whether one of a signal's own patterns, where it has any, matches the line of an occurrence. */
function isOnLine(signal: CompiledSignal, { line, from, to }: Occurrence, { text }: SourceText, starts: readonly number[]): boolean {
  const patterns = linesOf(signal);
  const part = text.slice(Math.max(starts[line - 1] ?? 0, from - 400), Math.min(starts[line] ?? text.length, to + 400));
  return patterns.length === 0 || patterns.some((pattern) => pattern.test(part));
}

function silences(source: SourceText, line: number, rule: string): boolean {
  const without = source.without.get(line);
  return without !== undefined && (without.has(rule) || without.has("*"));
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
  { signal }: CompiledSignal,
  places: number,
  found: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): Evidence {
  const size = Math.min(Math.abs(signal.weight) * (1 + 0.3 * (differentOf(found) - 1)), Math.abs(signal.most));
  const first = found.find((one) => isAt(one, shapes | placeBit.import, source, starts)) ?? found[0]!;
  const column = source === null ? 1 : first.from - starts[first.line - 1]! + 1;
  const ownPackage = source === null ? null : packageAt(first, source.text);
  const importedFrom = ownPackage !== null && found.every((one) => packageAt(one, source?.text ?? "") === ownPackage) ? ownPackage : null;
  return {
    signal: bestPlace(found, places, source, starts),
    id: signal.id,
    what: signal.what,
    literal: compiled.literals[first.literal]!,
    line: first.line,
    column,
    endColumn: column + first.to - first.from,
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

/** The strongest of a signal's places at which it stands. */
function bestPlace(found: readonly Occurrence[], places: number, source: SourceText | null, starts: readonly number[]): SignalPlace {
  const best = placesByStrength.find((place) => places & placeBit[place]) ?? "identifier";
  let bits = 0;
  for (const one of found) {
    bits |= places & (places & shapes ? placesOf(one, source, starts) : one.places);
    if (bits & placeBit[best]) return best;
  }
  return placesByStrength.find((place) => bits & placeBit[place]) ?? "identifier";
}

/** How many different literals are found. */
function differentOf(found: readonly Occurrence[]): number {
  const different = new Set<number>();
  let last = -1;
  for (const { literal } of found) if (literal !== last) different.add((last = literal));
  return different.size;
}

function round(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}
