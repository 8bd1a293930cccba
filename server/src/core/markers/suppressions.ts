/** Inline suppressions: `borderline-ignore-next-line RULE -- reason`, `borderline-ignore-file RULE -- reason`, in any comment syntax, with full-width signs too. */
import { lineStarts } from "../text.js";
import type { Suppression } from "./marker.js";

const comment = /borderline-ignore-(next-line|file)(?:[ \t　：:]+([\w.*-]+))?[ \t　]*(?:(?:--|—+|：|:)[ \t　]*([^\n\r]*))?/g;

/** Another word in the same place, before what has the form of a rule: meant to be one of the two. */
const misspelt = /borderline-ignore(?!-next-line|-file)[\w-]{0,40}[ \t　：:]{1,8}(\*|[a-z][a-z-]{2,60}\.[\w*-][\w.*-]{2,80})/g;

/** Suppressions that a file may have: those beyond it suppress nothing, so that a file of nothing else costs no more. */
export const mostSuppressions = 1000;

/** The suppressions of a text, in order. What lacks a rule or a reason has null there: it suppresses nothing and is reported, as is what is misspelt. */
export function findSuppressions(text: string): Suppression[] {
  const starts = lineStarts(text);
  const found: Suppression[] = [];
  let line = 0;
  const matches = [...text.matchAll(comment), ...text.matchAll(misspelt)].sort((a, b) => a.index - b.index).slice(0, mostSuppressions);
  for (const match of matches) {
    while ((starts[line + 1] ?? Infinity) <= match.index) line++;
    found.push({ ...saidIn(match), line: line + 1, column: match.index - (starts[line] ?? 0) + 1, used: false });
  }
  return found;
}

function saidIn([, kind, rule, words]: RegExpExecArray): Pick<Suppression, "kind" | "rule" | "reason"> {
  if (kind !== "next-line" && kind !== "file") return { kind: "misspelt", rule: kind ?? null, reason: null };
  const reason = (words ?? "").replace(/\s*(\*\/|\*\)|-\}|-->|#\}|\}\}|%>)\s*$/, "").trim();
  // `<why>` is what an editor leaves for a person to fill in.
  const given = reason !== "" && !/^<[^<>]*>$/.test(reason);
  return { kind, rule: rule?.replace(/-+$/, "") || null, reason: given ? reason : null };
}

/** Lines (from 1) whose evidence the next-line suppressions take away, by rule. */
export function suppressedLines(suppressions: readonly Suppression[]): ReadonlyMap<number, ReadonlySet<string>> {
  const lines = new Map<number, Set<string>>();
  for (const { kind, rule, reason, line } of suppressions) {
    if (kind !== "next-line" || rule === null || reason === null) continue;
    const set = lines.get(line + 1) ?? new Set<string>();
    lines.set(line + 1, set.add(rule));
  }
  return lines;
}
