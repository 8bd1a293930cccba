/** Tells code, comments and strings of one file apart, well enough for evidence: a few language facts, one pass, no parser. */
import type { Language } from "./language.js";

export const CODE = 0;
export const COMMENT = 1;
export const STRING = 2;

/** What is code, comment or string in a text. It is asked in the order of the text, nearly. */
export interface Kinds {
  /** The kind (CODE, COMMENT, STRING) of the UTF-16 unit at an offset. */
  readonly at: (offset: number) => number;
  /** Where the comment or string ends in which an offset lies. */
  readonly endOf: (offset: number) => number;
}

/** The kinds of a text's units. This runs for hundreds of files before the engine has made fast code of it: until then, loops over lists and patterns in assignments cost many times what counting does. */
export function lexKinds(text: string, language: Language | null): Kinds {
  const found: Stretches = { from: [], to: [], kind: [] };
  if (language?.kind === "docs") add(found, COMMENT, 0, text.length);
  else if (language !== null) lex(text, language, found);
  // Behind every text.
  add(found, CODE, 2 ** 30, 2 ** 30);
  const { from, to, kind } = found;
  let now = 0;
  const find = (offset: number): number => {
    while (now > 0 && to[now - 1]! > offset) now--;
    while (to[now]! <= offset) now++;
    return now;
  };
  return { at: (offset) => (from[find(offset)]! <= offset ? kind[now]! : CODE), endOf: (offset) => to[find(offset)]! };
}

/** Comments and strings in the order of the text, side by side; no two of a kind touch. */
interface Stretches {
  readonly from: number[];
  readonly to: number[];
  readonly kind: number[];
}

function add({ from, to, kind }: Stretches, what: number, begin: number, end: number): void {
  const last = to.length - 1;
  if (last >= 0 && to[last] === begin && kind[last] === what) to[last] = end;
  else {
    from.push(begin);
    to.push(end);
    kind.push(what);
  }
}

function lex(text: string, language: Language, found: Stretches): void {
  const openings = openingsOf(language);
  const ends: Ends = { feed: { unit: "\n", at: -1 }, escape: { unit: "\\", at: -1 } };
  for (const opening of openings) opening.at = -1;
  for (let i = 0; ;) {
    const opening = firstOf(text, openings, i);
    if (opening === null) return;
    i = opening.at;
    const comment = commentEnd(text, i, opening, language);
    const end = comment > 0 ? comment : stringEnd(text, i, opening, ends);
    if (end > 0) add(found, comment > 0 || isDocString(text, i, end, opening) ? COMMENT : STRING, i, end);
    i = Math.max(end, i + 1);
  }
}

/** A unit that is looked for, and where it was found last. */
interface Sought {
  readonly unit: string;
  at: number;
}

/** What ends strings, or hinders their end. */
interface Ends {
  readonly feed: Sought;
  readonly escape: Sought;
}

/** A unit with which comments or strings begin, and which. */
interface Opening extends Sought {
  readonly block: Language["block"];
  readonly line: readonly string[];
  readonly longQuotes: readonly string[];
  readonly isQuote: boolean;
  readonly isTick: boolean;
  /** Of a comment in the first column of a line, as fixed-form Fortran has them. */
  readonly inColumn: boolean;
}

/** The place of a unit from `from` on, which ascends; the text's length where there is none. The engine's own search is much faster than any loop over the units. */
function next(text: string, sought: Sought, from: number): number {
  if (sought.at < from) {
    const at = text.indexOf(sought.unit, from);
    sought.at = at < 0 ? text.length : at;
  }
  return sought.at;
}

/** The opening that stands first from `i` on. */
function firstOf(text: string, openings: readonly Opening[], i: number): Opening | null {
  let first: Opening | null = null;
  let least = text.length;
  for (let n = 0; n < openings.length; n++) {
    const at = next(text, openings[n]!, i);
    if (at >= least) continue;
    least = at;
    first = openings[n]!;
  }
  return first;
}

const known = new WeakMap<Language, readonly Opening[]>();

function openingsOf(language: Language): readonly Opening[] {
  let made = known.get(language);
  if (!made) known.set(language, (made = createOpenings(language)));
  return made;
}

function createOpenings({ id, line, block, longQuotes, quotes, shortTick }: Language): Opening[] {
  const inColumn = id === "fortran" ? "cC*" : "";
  const tokens = [...line, ...block.map(([open]) => open), ...longQuotes, ...quotes, ...(shortTick ? "'" : ""), ...inColumn];
  return [...new Set(tokens.map((token) => token.charAt(0)))].map((unit) => ({
    unit,
    at: -1,
    block: block.filter(([open]) => open.startsWith(unit)),
    line: line.filter((token) => token.startsWith(unit)),
    longQuotes: longQuotes.filter((quote) => quote.startsWith(unit)),
    isQuote: quotes.includes(unit),
    isTick: shortTick && unit === "'",
    inColumn: inColumn.includes(unit),
  }));
}

/** Where the comment that begins at `i` ends, or 0. */
function commentEnd(text: string, i: number, { block, line, inColumn }: Opening, { spaced }: Language): number {
  for (let n = 0; n < block.length; n++) {
    const pair = block[n]!;
    if (!text.startsWith(pair[0], i)) continue;
    const end = text.indexOf(pair[1], i + pair[0].length);
    return end < 0 ? text.length : end + pair[1].length;
  }
  for (let n = 0; n < line.length; n++) {
    if (!text.startsWith(line[n]!, i)) continue;
    if (spaced && i > 0 && !/\s/.test(text[i - 1] ?? "")) continue;
    return lineEnd(text, i);
  }
  // Fixed-form Fortran: a letter C or a star in the first column makes the line a comment.
  if (inColumn && (i === 0 || text[i - 1] === "\n") && /^[cC*](\s|[-=*])/.test(text.slice(i, i + 2))) return lineEnd(text, i);
  return 0;
}

/** Where the string that begins at `i` ends, or 0. */
function stringEnd(text: string, i: number, opening: Opening, { feed, escape }: Ends): number {
  for (const quote of opening.longQuotes) if (text.startsWith(quote, i)) return longStringEnd(text, i + quote.length, quote, escape);
  if (opening.isTick) {
    const close = text.indexOf("'", i + (text[i + 1] === "\\" ? 3 : 2));
    return close > 0 && close - i <= 4 ? close + 1 : 0;
  }
  if (!opening.isQuote) return 0;
  for (let at = i + 1; ;) {
    const end = next(text, feed, at);
    const close = next(text, opening, at);
    const escaped = next(text, escape, at);
    if (escaped >= end || escaped >= close) return close < end ? close + 1 : end;
    at = escaped + 2;
  }
}

/** Where a string that may span lines and goes on at `from` ends. */
function longStringEnd(text: string, from: number, quote: string, escape: Sought): number {
  let close = text.indexOf(quote, from);
  for (let at = from; close >= 0 && next(text, escape, at) < close;) {
    at = escape.at + 2;
    if (close < at) close = text.indexOf(quote, at);
  }
  return close < 0 ? text.length : close + quote.length;
}

function lineEnd(text: string, i: number): number {
  const end = text.indexOf("\n", i);
  return end < 0 ? text.length : end;
}

/** Whether a string documents what it stands in: it begins a line, between three quotes. */
function isDocString(text: string, from: number, to: number, { longQuotes }: Opening): boolean {
  return to - from > 5 && longQuotes.some((quote) => quote.length === 3 && text.startsWith(quote, from)) && beginsLine(text, from);
}

function beginsLine(text: string, i: number): boolean {
  for (let at = i - 1; at >= 0; at--) {
    const c = text[at];
    if (c === "\n") return true;
    if (c !== " " && c !== "\t" && c !== "r" && c !== "u" && c !== "b" && c !== "f") return false;
  }
  return true;
}
