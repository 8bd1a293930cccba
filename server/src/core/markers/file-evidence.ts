/** The first stage: everything the tree stage needs to know about one file, from its bytes and its path alone. The same everywhere. */
import type { FormatFinding } from "./formats/finding.js";
import type { CompiledRules } from "./compile-rules.js";
import { contentEvidence, formatEvidence, pathEvidence, type ContentEvidence } from "./evidence.js";
import { isManifest, languageOf } from "./language.js";
import type { Evidence, FileSummary, RuleEvidence, Skipped, Suppression } from "./marker.js";
import { computeMeasure, silent, type ComputeMeasure } from "./measures/compute.js";
import { neighbour, type SourceText } from "./occurrences.js";
import { onlyPassesOn } from "./pass-on.js";
import { findSuppressions, mostSuppressions, suppressedLines } from "./suppressions.js";
import { isLongTable, isProse, traitsOf } from "./traits.js";

/** What the bytes of a text say, whatever its path (but for the language): this part is cached by blob. */
export interface TextEvidence extends ContentEvidence {
  readonly suppressions: readonly Suppression[];
  readonly head: string;
  /** Whether it only passes on what other files hold. */
  readonly passesOn: boolean;
  /** How large a computation it sets up; null where it says none, or speaks of something else. */
  readonly scale: ComputeMeasure | null;
}

/** A text and the same as UTF-8. */
export interface Utf8Text {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Evidence in a text. `path` is read for its language only; `possible` are the rules that are asked, null: all; where the gate names some, it saw no suppression. */
export function textEvidence(
  compiled: CompiledRules,
  path: string,
  decoded: Utf8Text,
  inlineSuppressions: boolean,
  possible: readonly number[] | null = null,
): TextEvidence {
  const suppressions = possible === null && decoded.text.includes("borderline-ignore") ? findSuppressions(decoded.text) : [];
  const source: SourceText = {
    ...decoded,
    language: languageOf(path),
    manifest: isManifest(path),
    without: inlineSuppressions ? suppressedLines(suppressions) : new Map<number, ReadonlySet<string>>(),
    asked: possible,
  };
  const { rules: found, imports, silenced } = contentEvidence(compiled, source);
  // What people wrote is no technology but where the texts themselves are: corpora.
  const rules =
    source.language !== null
      ? found
      : isProse(decoded.text)
        ? found.filter(({ rule }) => rule.startsWith("data."))
        : isLongTable(decoded.text)
          ? found.flatMap(asInTable)
          : found;
  const launches = !silent.has(source.language?.id ?? "") && rules.some(({ rule }) => rule.startsWith("distributed-compute."));
  const scale = launches ? computeMeasure(path, decoded.text, compiled.devices) : null;
  const used = new Set(silenced);
  const told = suppressions.map((one) => (one.kind === "next-line" && used.has(one.line + 1) ? { ...one, used: true } : one));
  const passesOn = rules.length > 0 && onlyPassesOn(decoded.text, source.language);
  return { rules, imports, silenced, suppressions: told, head: decoded.text.slice(0, 2000), passesOn, scale };
}

/** Lines by which the pieces of evidence of a table are apart at most: a dictionary has the words of every trade, thousands of lines from each other. */
const together = 60;

/** What a long table says for a rule: the pieces that stand near another one, or the only one that there is. A corpus is all of its lines. */
function asInTable(found: RuleEvidence): readonly RuleEvidence[] {
  if (found.rule.startsWith("data.") || found.evidence.length + found.contextual.length < 2) return [found];
  const lines = [...found.evidence, ...found.contextual].map((one) => one.line);
  const near = ({ line }: Evidence): boolean => lines.filter((other) => Math.abs(other - line) <= together).length > 1;
  const kept = { ...found, evidence: found.evidence.filter(near), contextual: found.contextual.filter(near) };
  return kept.evidence.length + kept.contextual.length > 0 ? [kept] : [];
}

/** The same evidence, so many lines further down. */
export function lowered(evidence: TextEvidence, lines: number): TextEvidence {
  if (lines === 0) return evidence;
  const lower = <T extends { readonly line: number }>(list: readonly T[]): T[] => list.map((one) => ({ ...one, line: one.line + lines }));
  return {
    ...evidence,
    rules: evidence.rules.map((rule) => ({ ...rule, evidence: lower(rule.evidence), contextual: lower(rule.contextual) })),
    suppressions: lower(evidence.suppressions),
    silenced: evidence.silenced.map((line) => line + lines),
  };
}

/** The evidence of two parts of a long text: for each rule that of the part which says more. */
export function joinEvidence(first: TextEvidence, second: TextEvidence): TextEvidence {
  const rules = new Map(first.rules.map((rule) => [rule.rule, rule]));
  for (const rule of second.rules) {
    const known = rules.get(rule.rule);
    if (!known || weightOf(rule) > weightOf(known)) rules.set(rule.rule, rule);
  }
  return {
    head: first.head,
    passesOn: first.passesOn && second.passesOn,
    rules: [...rules.values()],
    imports: [...first.imports, ...second.imports],
    suppressions: [...first.suppressions, ...second.suppressions].slice(0, mostSuppressions),
    silenced: [...first.silenced, ...second.silenced],
    scale: first.scale ?? second.scale,
  };
}

function weightOf({ evidence, contextual }: RuleEvidence): number {
  return [...evidence, ...contextual].reduce((sum, one) => sum + one.weight, 0);
}

/** The summary of one file. `text` is null for what is not text; `format` null where no reader knew it. */
export function fileEvidence(
  compiled: CompiledRules,
  path: string,
  size: number,
  text: TextEvidence | null,
  format: FormatFinding | null,
  skipped: readonly Skipped[] = [],
): FileSummary {
  const measures = { ...text?.scale?.measures, ...format?.measures };
  const measured = format !== null || (text?.scale ?? null) !== null;
  const formats = measured ? formatEvidence(compiled, format?.format ?? "", measures) : [];
  const content = withScale(withoutOwnName(text?.rules ?? [], path), text?.scale ?? null);
  const traits = traitsOf(path, text?.head ?? "");
  const fromPath = content.length + formats.length > 0 ? pathEvidence(compiled, path) : [];
  return {
    path,
    size,
    traits: text?.passesOn === true ? { ...traits, plumbing: true } : traits,
    rules: mergeRules(formats, mergeRules(content, fromPath)),
    imports: content.length > 0 ? (text?.imports ?? []) : [],
    suppressions: text?.suppressions ?? [],
    measures,
    skipped: format?.truncated === undefined ? skipped : [...skipped, { path, reason: "truncated", gap: true }],
  };
}

/** A file that imports its own package names it as every file of it does, and what it imports from beside it is told there: that is no evidence of anything. */
function withoutOwnName(rules: readonly RuleEvidence[], path: string): readonly RuleEvidence[] {
  const folders = path.toLowerCase().split("/").slice(0, -1);
  const foreign = ({ importedFrom }: Evidence): boolean =>
    importedFrom === undefined || (importedFrom !== neighbour && !folders.includes(importedFrom.toLowerCase()));
  return rules.flatMap((found) => {
    if (found.evidence.every(foreign) && found.contextual.every(foreign)) return [found];
    const kept = { ...found, evidence: found.evidence.filter(foreign), contextual: found.contextual.filter(foreign) };
    return kept.evidence.length + kept.contextual.length > 0 ? [kept] : [];
  });
}

/** The arithmetic of the scale, told beside the evidence of the rules that see the launch. It weighs nothing: the figure alone is no marker. */
function withScale(rules: readonly RuleEvidence[], scale: ComputeMeasure | null): readonly RuleEvidence[] {
  if (scale === null) return rules;
  const place = { line: scale.line, column: 1, endColumn: 1 };
  const told: Evidence = { signal: "metric", id: "scale", what: scale.arithmetic, literal: "scale", ...place, weight: 0 };
  return rules.map((found) => (found.rule.startsWith("distributed-compute.") ? { ...found, evidence: [...found.evidence, told] } : found));
}

/** Evidence of two sources for the same rules; a signal that both found counts once, at its greater weight. */
function mergeRules(some: readonly RuleEvidence[], others: readonly RuleEvidence[]): readonly RuleEvidence[] {
  if (others.length === 0) return some;
  const byRule = new Map(some.map((rule) => [rule.rule, rule]));
  for (const other of others) {
    const own = byRule.get(other.rule);
    byRule.set(
      other.rule,
      own
        ? {
            rule: own.rule,
            evidence: mergeEvidence(own.evidence, other.evidence),
            contextual: mergeEvidence(own.contextual, other.contextual),
          }
        : other,
    );
  }
  return [...byRule.values()];
}

function mergeEvidence(some: readonly Evidence[], others: readonly Evidence[]): readonly Evidence[] {
  const ids = new Set(some.map((one) => one.id));
  return [...some, ...others.filter((one) => !ids.has(one.id))];
}
