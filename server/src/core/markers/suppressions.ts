/** Inline suppressions: `borderline-ignore-next-line RULE -- reason`, `borderline-ignore-file RULE -- reason`, in any comment syntax, with full-width signs too. */
import { lineStarts } from "../text.js";
import type { Suppression } from "./marker.js";

const comment = /borderline-ignore-(next-line|file)(?:[ \t　：:]+([\w.*-]+))?[ \t　]*(?:(?:--|—+|：|:)[ \t　]*([^\n\r]*))?/g;

/** All suppressions of a text, in order. What lacks a rule or a reason has null there: it suppresses nothing and is reported. */
export function findSuppressions(text: string): Suppression[] {
  const starts = lineStarts(text);
  const found: Suppression[] = [];
  let line = 0;
  for (const match of text.matchAll(comment)) {
    while ((starts[line + 1] ?? Infinity) <= match.index) line++;
    const reason = (match[3] ?? "").replace(/\s*(\*\/|-->|#\}|\}\}|%>)\s*$/, "").trim();
    // `<why>` is what an editor leaves for a person to fill in.
    const given = reason !== "" && !/^<[^<>]*>$/.test(reason);
    found.push({
      kind: match[1] === "file" ? "file" : "next-line",
      rule: match[2]?.replace(/-+$/, "") || null,
      reason: given ? reason : null,
      line: line + 1,
      column: match.index - (starts[line] ?? 0) + 1,
      used: false,
    });
  }
  return found;
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
