/** "Did you mean": the known word that is nearest to one that was written. */

/** The known word with the fewest edits, two at most, the first of equals; undefined where there is none. */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  const near = known.map((word) => ({ word, edits: distance(word, written) })).filter(({ edits }) => edits <= 2);
  return near.sort((a, b) => a.edits - b.edits)[0]?.word;
}

/** Edits between two short words (Levenshtein). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2 || b.length > 40) return 9;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 9;
}
