/** What stands at the head of a tree's files, the same in each: it says of the tree what it is, and of none of its files what it holds. */
import type { Evidence, FileSummary } from "./marker.js";

/** Lines from the top in which a banner stands. */
const headLines = 12;

/** Files that say the same at the same place of their heads, from which it is a banner where it is a comment. */
const fromFiles = 12;

/** Whether a piece of evidence stands in a banner. */
export type IsBanner = (evidence: Evidence) => boolean;

/** Finds the banners of a tree. */
export function bannersOf(summaries: readonly FileSummary[]): IsBanner {
  const files = new Map<string, number>();
  for (const { rules } of summaries) {
    const heads = new Set(rules.flatMap(({ evidence }) => evidence.filter(isInHead).map(placeOf)));
    for (const head of heads) files.set(head, (files.get(head) ?? 0) + 1);
  }
  return (evidence) => evidence.signal === "comment" && isInHead(evidence) && (files.get(placeOf(evidence)) ?? 0) >= fromFiles;
}

const isInHead = ({ signal, line }: Evidence): boolean => signal !== "path" && line <= headLines;

const placeOf = ({ literal, line, column }: Evidence): string => `${line}:${column} ${literal}`;
