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
  type Spot,
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
  forEachHit(compiled.index, bytes, 0, bytes.length, (form, end) => {
    const to = offsets ? (offsets[end] ?? 0) : end;
    const start = end - formLength(compiled, form);
    const from = offsets ? (offsets[start] ?? 0) : start;
    for (const literal of listAt(compiled.literalsOf, form)) {
      if (standsAlone(literalAt(compiled, literal), path, from, to))
        occurrences.push({ literal, spot: { from, to, line: 1, column: 1, places: placeBit.path, shape: 0, module: "", inCode: false } });
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

function formatPlace({ signal }: CompiledSignal, format: string, measures: Measures): SignalPlace | null {
  if (signal.in.includes("format") && signal.any.includes(format)) return "format";
  if (signal.in.includes("metric") && signal.metric) {
    const value = measures[signal.metric.name];
    if (typeof value === "number" && value >= signal.metric.atLeast) return "metric";
  }
  return null;
}

/** The occurrences that count, signal by signal. */
function countedBySignal(
  compiled: CompiledRules,
  occurrences: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): ReadonlyMap<number, readonly Occurrence[]> {
  const bySignal = new Map<number, Occurrence[]>();
  const companions = new Map<number, number[]>();
  const asked = source?.asked ?? null;
  const { rule: ruleOf, places } = compiled.signalTable;
  const { from, all } = compiled.uses;
  for (const occurrence of occurrences) {
    const { spot, literal } = occurrence;
    for (let at = from[literal]!; at < from[literal + 1]!; at++) {
      const use = all[at]!;
      const signal = use >> 1;
      if (asked !== null && asked[ruleOf[signal]!] === 0) continue;
      if (use & 1) {
        const lines = companions.get(signal);
        if (!lines) companions.set(signal, [spot.line]);
        else if (lines.at(-1) !== spot.line) lines.push(spot.line);
      } else if (isAt(spot, places[signal]!, source, starts) && (source === null || counts(signal, spot, compiled, source, starts))) {
        const list = bySignal.get(signal);
        if (list) list.push(occurrence);
        else bySignal.set(signal, [occurrence]);
      }
    }
  }
  const counted = new Map<number, readonly Occurrence[]>();
  for (const [id, found] of bySignal) {
    const { with: companion, times } = compiled.signals[id]!.signal;
    const near = companion === null ? found : found.filter((one) => isNear(companions.get(id), one.spot.line, companion.within));
    if (near.length >= Math.max(1, times)) counted.set(id, near);
  }
  return counted;
}

/** Adds up what the occurrences say, rule by rule. */
function weigh(
  compiled: CompiledRules,
  occurrences: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): RuleEvidence[] {
  const { places } = compiled.signalTable;
  const byRule = new Map<number, Weighed>();
  const own = ownWords();
  const rank = ([id]: readonly [number, unknown]): number => rankOf(compiled.signals[id]!.signal);
  const ranked = [...countedBySignal(compiled, occurrences, source, starts)].sort((a, b) => rank(b) - rank(a));
  for (const [id, all] of ranked) {
    const signal = compiled.signals[id]!;
    const rule = compiled.rules[signal.rule]!;
    // Parts weigh little, and live on words that say several things at once.
    const shares = source === null || signal.signal.weight <= 0 || rule.context.needed;
    const near = shares ? all : own(signal.rule, all);
    const weighed = byRule.get(signal.rule) ?? { evidence: [], contextual: [] };
    const list = signal.signal.contextual ? weighed.contextual : weighed.evidence;
    if (near.length > 0) list.push(toEvidence(compiled, signal, places[id]!, near, source, starts));
    // Words that others of the rule have spoken for weigh nothing more, but what the rule needs is there.
    else if (isUnmet(rule, weighed, signal.signal.id))
      list.push({ ...toEvidence(compiled, signal, places[id]!, all, source, starts), weight: 0 });
    byRule.set(signal.rule, weighed);
  }
  return [...byRule].flatMap(([rule, weighed]) =>
    weighed.evidence.length + weighed.contextual.length === 0 ? [] : [{ rule: compiled.rules[rule]?.id ?? "", ...weighed }],
  );
}

/** What is found for one rule. */
interface Weighed {
  readonly evidence: Evidence[];
  readonly contextual: Evidence[];
}

/** Whether a signal is one that its rule needs, and none of them is there yet. */
function isUnmet({ needs }: Rule, { evidence, contextual }: Weighed, id: string): boolean {
  return needs.includes(id) && ![...evidence, ...contextual].some((one) => needs.includes(one.id));
}

/** Whether an occurrence counts for a signal: the language, the line's own pattern, no suppression above it. */
function counts(index: number, spot: Spot, compiled: CompiledRules, source: SourceText, starts: readonly number[]): boolean {
  const traits = compiled.signalTable.traits[index]!;
  if (source.without.size === 0 && !(traits & (trait.ofLanguages | trait.ofLines))) return true;
  const signal = compiled.signals[index]!;
  const rule = compiled.rules[signal.rule]!;
  if (!isOfLanguage(rule, signal, source.language?.id ?? "") || silences(source, spot.line, rule.id)) return false;
  if (!(traits & trait.ofLines)) return true;
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
      isAt(spot, compiled.signalTable.places[use >> 1]!, source, starts) &&
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
  { signal }: CompiledSignal,
  places: number,
  found: readonly Occurrence[],
  source: SourceText | null,
  starts: readonly number[],
): Evidence {
  const size = Math.min(Math.abs(signal.weight) * (1 + 0.3 * (differentOf(found) - 1)), Math.abs(signal.most));
  const first = found.find((one) => isAt(one.spot, shapes | placeBit.import, source, starts)) ?? found[0];
  const spot = first?.spot;
  const ownPackage = spot === undefined || source === null ? null : packageAt(spot, source.text);
  const importedFrom =
    ownPackage !== null && found.every((one) => packageAt(one.spot, source?.text ?? "") === ownPackage) ? ownPackage : null;
  return {
    signal: bestPlace(found, places, source, starts),
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

/** The strongest of a signal's places at which it stands. */
function bestPlace(found: readonly Occurrence[], places: number, source: SourceText | null, starts: readonly number[]): SignalPlace {
  const best = placesByStrength.find((place) => places & placeBit[place]) ?? "identifier";
  let bits = 0;
  for (const { spot } of found) {
    bits |= places & (places & shapes ? placesOf(spot, source, starts) : spot.places);
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
