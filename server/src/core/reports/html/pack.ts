/** How the HTML page's data is kept small: what repeats is held once, and what only one opened row needs stands apart. A browser waits for every byte. */
import type { LocalText } from "../../text.js";
import type { ReportMarker } from "../report.js";

/** Texts that many values share, by number. */
export interface Texts {
  readonly texts: readonly LocalText[];
  /** The number of a text in `texts`. */
  readonly number: (text: LocalText) => number;
}

/** One key of many objects: its distinct values once, then the number of each object's own; null where all have the first. */
export interface Column {
  readonly values: readonly unknown[];
  readonly at: readonly number[] | null;
}

/** Objects of one shape, key by key. */
export interface Columns {
  readonly count: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Rows of the list: which marker each has, as the step from the row before, and which group. */
export interface Rows {
  readonly marker: readonly number[];
  readonly group: readonly number[];
}

/** Evidence by marker: flat pairs of a number in `kinds` and a line, then the excerpts by marker and place where there are any. */
export interface PackedEvidence {
  /** Signal, number of the text, weight. */
  readonly kinds: readonly (readonly [string, number, number])[];
  readonly of: readonly (readonly number[])[];
  readonly excerpts: Readonly<Record<string, string>>;
}

/** A new, empty collection of texts. */
export function collectTexts(): Texts {
  const texts = collect<LocalText>((text) => `${text.en}\n${text.zh}`);
  return { texts: texts.values, number: texts.number };
}

/** Objects of one shape as columns. */
export function packed(objects: readonly Readonly<Record<string, unknown>>[]): Columns {
  const keys = [...new Set(objects.flatMap((o) => Object.keys(o)))];
  return { count: objects.length, columns: Object.fromEntries(keys.map((key) => [key, column(objects.map((o) => o[key] ?? null))])) };
}

/** Rows that differ in nothing but their marker are one group, with `n` rows. */
export function packedRows(rows: readonly { readonly marker: number; readonly group: Readonly<Record<string, unknown>> }[]): {
  readonly rows: Rows;
  readonly groups: Columns;
} {
  const groups = collect<Readonly<Record<string, unknown>>>((group) => JSON.stringify(group));
  const group = rows.map((row) => groups.number(row.group));
  const counts = new Array<number>(groups.values.length).fill(0);
  for (const n of group) counts[n] = (counts[n] ?? 0) + 1;
  const marker = rows.map((row, n) => row.marker - (rows[n - 1]?.marker ?? 0));
  return { rows: { marker, group }, groups: packed(groups.values.map((own, n) => ({ ...own, n: counts[n] }))) };
}

/** The evidence of all markers, each marker's strongest first. */
export function packedEvidence(markers: readonly ReportMarker[], number: (text: LocalText) => number): PackedEvidence {
  const kinds = collect<readonly [string, number, number]>((kind) => kind.join("\n"));
  const excerpts: Record<string, string> = {};
  const of = markers.map((m, n) =>
    [...m.evidence]
      .sort((a, b) => b.weight - a.weight)
      .flatMap((e, k) => {
        if (e.excerpt !== undefined) excerpts[`${n}/${k}`] = e.excerpt;
        return [kinds.number([e.signal, number(e.text), e.weight]), e.line];
      }),
  );
  return { kinds: kinds.values, of, excerpts };
}

function column(all: readonly unknown[]): Column {
  const known = collect<unknown>((value) => JSON.stringify(value));
  const at = all.map((value) => known.number(value));
  return { values: known.values, at: known.values.length > 1 ? at : null };
}

/** Distinct values in the order of their coming, and the number of each. */
function collect<T>(nameOf: (value: T) => string): { readonly values: readonly T[]; readonly number: (value: T) => number } {
  const values: T[] = [];
  const known = new Map<string, number>();
  const number = (value: T): number => {
    const name = nameOf(value);
    const there = known.get(name);
    if (there !== undefined) return there;
    known.set(name, values.length);
    return values.push(value) - 1;
  };
  return { values, number };
}
