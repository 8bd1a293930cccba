/** A word is one piece of evidence for a rule, not two: where several of its signals have letters in common, one has them. */
import type { Signal } from "../rulebook/rule.js";
import type { Occurrence, Spot } from "./occurrences.js";

/** UTF-16 units that a spot has at most, generously. */
const longest = 200;

/** What a signal finds, as far as no earlier one of its rule has spoken for it. Signals are asked in their order; what is left is spoken for from then on. */
export type OwnWords = (rule: number, found: readonly Occurrence[]) => readonly Occurrence[];

/** The place of a signal among those of its rule: the heaviest first, ordinary words of the trade, which may not count at all, last. */
export function rankOf({ weight, contextual }: Signal): number {
  return weight - (contextual ? 100 : 0);
}

/** Remembers, rule by rule, which letters of a text are spoken for. */
export function ownWords(): OwnWords {
  const spoken = new Map<number, readonly Spot[]>();
  return (rule, found) => {
    const before = spoken.get(rule);
    const own = before ? found.filter(({ spot }) => !isAmong(before, spot)) : found;
    if (own.length > 0)
      spoken.set(
        rule,
        [...(before ?? []), ...own.map(({ spot }) => spot)].sort((a, b) => a.from - b.from),
      );
    return own;
  };
}

/** Whether one of the spots, which ascend, has letters in common with another. */
function isAmong(spots: readonly Spot[], { from, to }: Spot): boolean {
  let low = 0;
  let high = spots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spots[middle]!.from < from - longest) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < spots.length && spots[at]!.from < to; at++) if (spots[at]!.to > from) return true;
  return false;
}
