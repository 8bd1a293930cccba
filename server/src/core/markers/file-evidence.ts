/** The first stage: everything the tree stage needs to know about one file, from its bytes and its path alone. The same everywhere. */
import type { CompiledRules } from "../rulebook/compile-rules.js";
import { contentEvidence, formatEvidence, pathEvidence, type ContentEvidence } from "./evidence.js";
import { isManifest, languageOf } from "./language.js";
import type { Evidence, FileSummary, Measures, RuleEvidence, Skipped, Suppression } from "./marker.js";
import type { LocalText } from "../text.js";
import { findSuppressions, suppressedLines } from "./suppressions.js";
import { traitsOf } from "./traits.js";

/** What the bytes of a text say, whatever its path (but for the language): this part is cached by blob. */
export interface TextEvidence extends ContentEvidence {
  readonly suppressions: readonly Suppression[];
  readonly head: string;
}

/** A text as the encoding layer gives it. */
export interface DecodedText {
  readonly text: string;
  /** The same text as UTF-8. */
  readonly bytes: Uint8Array;
}

/** Evidence in a text. `path` is read for its language only. */
export function textEvidence(compiled: CompiledRules, path: string, decoded: DecodedText, inlineSuppressions: boolean): TextEvidence {
  const suppressions = decoded.text.includes("borderline-ignore") ? findSuppressions(decoded.text) : [];
  const content = contentEvidence(compiled, {
    ...decoded,
    language: languageOf(path),
    manifest: isManifest(path),
    without: inlineSuppressions ? suppressedLines(suppressions) : new Map<number, ReadonlySet<string>>(),
  });
  return { ...content, suppressions, head: decoded.text.slice(0, 2000) };
}

/** What a reader of binary formats found. */
export interface FormatFound {
  readonly format: string;
  readonly measures: Measures;
  /** Why the file could not be read to its end: a gap, beside what was found. */
  readonly truncated?: LocalText;
}

/** The summary of one file. `text` is null for what is not text; `format` null where no reader knew it. */
export function fileEvidence(
  compiled: CompiledRules,
  path: string,
  size: number,
  text: TextEvidence | null,
  format: FormatFound | null,
  skipped: readonly Skipped[] = [],
): FileSummary {
  const formats = format ? formatEvidence(compiled, format.format, format.measures) : [];
  const content = text?.rules ?? [];
  const fromPath = content.length + formats.length > 0 ? pathEvidence(compiled, path) : [];
  return {
    path,
    size,
    traits: traitsOf(path, text?.head ?? ""),
    rules: mergeRules(formats, mergeRules(content, fromPath)),
    imports: content.length > 0 ? (text?.imports ?? []) : [],
    suppressions: text?.suppressions ?? [],
    measures: format?.measures ?? {},
    skipped: format?.truncated === undefined ? skipped : [...skipped, { path, reason: "truncated", gap: true }],
  };
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
