/** A word is one piece of evidence for a rule, not two: where several of its signals have letters in common, one has them. */
import type { Signal } from "../rulebook/rule.js";
import type { Occurrence } from "./occurrences.js";

/** UTF-16 units that an occurrence has at most, generously. */
const longest = 200;

/** What a signal finds, as far as no earlier one of its rule has spoken for it. Signals are asked in their order; what is left is spoken for from then on. */
export type OwnWords = (rule: number, found: readonly Occurrence[]) => readonly Occurrence[];

/** The place of a signal among those of its rule: the heaviest first, ordinary words of the trade, which may not count at all, last. */
export function rankOf({ weight, contextual }: Signal): number {
  return weight - (contextual ? 100 : 0);
}

/** Remembers, rule by rule, which letters of a text are spoken for. */
export function ownWords(): OwnWords {
  const spoken = new Map<number, Spoken>();
  return (rule, found) => {
    const before = spoken.get(rule);
    const own = before ? found.filter((one) => !isAmong(inOrder(before), one)) : found;
    if (own.length === 0) return own;
    if (before) before.fresh.push(own);
    else spoken.set(rule, { ordered: [], fresh: [own] });
    return own;
  };
}

/** What is spoken for in a rule, in the order of the text, and those that nobody has asked about since they came. The last ones, which are the most, never are. */
interface Spoken {
  ordered: Occurrence[];
  fresh: (readonly Occurrence[])[];
}

function inOrder(spoken: Spoken): readonly Occurrence[] {
  if (spoken.fresh.length > 0) {
    for (const found of spoken.fresh) for (const one of found) spoken.ordered.push(one);
    spoken.ordered.sort((a, b) => a.from - b.from);
    spoken.fresh = [];
  }
  return spoken.ordered;
}

/** Whether one of those that are spoken for, which ascend, has letters in common with another. */
function isAmong(ordered: readonly Occurrence[], { from, to }: Occurrence): boolean {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle]!.from < from - longest) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < ordered.length && ordered[at]!.from < to; at++) if (ordered[at]!.to > from) return true;
  return false;
}
