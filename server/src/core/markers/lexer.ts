/** Tells code, comments and strings of one file apart, well enough for evidence: a few language facts, one pass, no parser. */
import type { Language } from "./language.js";

export const CODE = 0;
export const COMMENT = 1;
export const STRING = 2;

/** The kind (CODE, COMMENT, STRING) of every UTF-16 unit of a text. */
export function lexKinds(text: string, language: Language | null): Uint8Array {
  const kinds = new Uint8Array(text.length);
  if (language === null) return kinds;
  if (language.kind === "docs") return kinds.fill(COMMENT);
  const starts = openings(language);
  for (let i = nextOpening(text, 0, starts); i < text.length; i = nextOpening(text, i, starts)) {
    const end = commentEnd(text, i, language) || 0;
    if (end > 0) {
      kinds.fill(COMMENT, i, end);
      i = end;
      continue;
    }
    const stop = stringEnd(text, i, language);
    if (stop > 0) {
      kinds.fill(
        beginsLine(text, i) && stop - i > 5 && language.longQuotes.some((q) => q.length === 3 && text.startsWith(q, i)) ? COMMENT : STRING,
        i,
        stop,
      );
      i = stop;
      continue;
    }
    i++;
  }
  return kinds;
}

/** A unit that may begin a comment or a string, and where it stands next. */
interface Opening {
  readonly unit: string;
  at: number;
}

/** From `i` on the first place that may begin a comment or a string; the text's length where there is none. The engine's own search is much faster than any loop over the units. */
function nextOpening(text: string, i: number, openings: readonly Opening[]): number {
  let first = text.length;
  for (const opening of openings) {
    if (opening.at < i) {
      const at = text.indexOf(opening.unit, i);
      opening.at = at < 0 ? text.length : at;
    }
    if (opening.at < first) first = opening.at;
  }
  return first;
}

function openings(language: Language): Opening[] {
  const tokens = [...language.line, ...language.block.map(([open]) => open), ...language.longQuotes, ...language.quotes];
  if (language.shortTick) tokens.push("'");
  if (language.id === "fortran") tokens.push("c", "C", "*");
  return [...new Set(tokens.map((token) => token.charAt(0)))].map((unit) => ({ unit, at: -1 }));
}

/** Where the comment that begins at `i` ends, or 0. */
function commentEnd(text: string, i: number, language: Language): number {
  for (const block of language.block) {
    if (!text.startsWith(block[0], i)) continue;
    const end = text.indexOf(block[1], i + block[0].length);
    return end < 0 ? text.length : end + block[1].length;
  }
  for (const token of language.line) {
    if (!text.startsWith(token, i)) continue;
    if (language.spaced && i > 0 && !/\s/.test(text[i - 1] ?? "")) continue;
    return lineEnd(text, i);
  }
  // Fixed-form Fortran: a letter C or a star in the first column makes the line a comment.
  if (language.id === "fortran" && (i === 0 || text[i - 1] === "\n") && /^[cC*](\s|[-=*])/.test(text.slice(i, i + 2)))
    return lineEnd(text, i);
  return 0;
}

/** Where the string that begins at `i` ends, or 0. */
function stringEnd(text: string, i: number, language: Language): number {
  for (const quote of language.longQuotes) {
    if (!text.startsWith(quote, i)) continue;
    let at = i + quote.length;
    while (at < text.length) {
      if (text.charCodeAt(at) === 92) at += 2;
      else if (text.startsWith(quote, at)) return at + quote.length;
      else at++;
    }
    return text.length;
  }
  const quote = text[i] ?? "";
  if (quote === "'" && language.shortTick) {
    const close = text.indexOf("'", i + (text[i + 1] === "\\" ? 3 : 2));
    return close > 0 && close - i <= 4 ? close + 1 : 0;
  }
  if (!language.quotes.includes(quote)) return 0;
  for (let at = i + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 10) return at;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function lineEnd(text: string, i: number): number {
  const end = text.indexOf("\n", i);
  return end < 0 ? text.length : end;
}

function beginsLine(text: string, i: number): boolean {
  for (let at = i - 1; at >= 0; at--) {
    const c = text[at];
    if (c === "\n") return true;
    if (c !== " " && c !== "\t" && c !== "r" && c !== "u" && c !== "b" && c !== "f") return false;
  }
  return true;
}
