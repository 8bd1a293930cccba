/** What a name in code is: defined here, called here, or merely used. Told from its own line, for all languages alike. */

const definingWord =
  /(?:^|[\s(])(?:def|class|func(?:\s+\([^()]*\))?|fn|fun|function|struct|interface|trait|object|enum|union|type|typedef|impl|module|namespace|record|subroutine|program|procedure|protocol|extension|macro|macro_rules!|#\s*define|create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?(?:table|view|function|procedure|index)(?:\s+if\s+not\s+exists)?|message|service|__global__\s+\w+|__device__\s+\w+)\s+[`"\w.:<>*&]*$/i;

/** Words before a name and an argument list that make it a call or something else, not a C-like definition. */
const notType =
  /(?:^|\s)(?:return|new|await|else|case|throw|delete|goto|yield|in|not|and|or|if|while|for|switch|print|echo|raise|assert|do|defer|go|call|exec|sudo|from|import|select)\s*$/i;

/** A line with nothing but a C type: the name of the function it defines stands at the start of the next line. */
const typeAlone =
  /^(?:\w+\s+){0,4}(?:static|inline|extern|void|int|unsigned|char|long|bool|double|float|size_t|u?int\d+_t|struct\s+\w+|enum\s+\w+|const\s+\w+|\w+_t)(?:\s+\w+){0,2}\s*\**$/;

/** What stands behind a name that is given a function: `name = function (`, `name: async (a, b) =>`, R's `name <- function(`. */
const givenFunction =
  /^\s{0,4}(?:=|<-|:)\s{0,4}(?:async\s{1,4})?(?:function\b|class\b|lambda\b|(?:\([\w\s,={}[\].:?]{0,120}\)|\w{1,60})\s{0,4}=>)/;

function lineBefore(text: string, lineStart: number): string {
  const begin = text.lastIndexOf("\n", lineStart - 2) + 1;
  return lineStart - begin > 120 ? "" : text.slice(begin, Math.max(begin, lineStart - 1)).trim();
}

/** Whether the name around from..to is being defined. `lineStart` is where its line begins. */
export function isDefinition(text: string, from: number, to: number, lineStart: number): boolean {
  let begin = from;
  while (begin > lineStart && isNameUnit(text.charCodeAt(begin - 1))) begin--;
  const after = nameEnd(text, to);
  const next = text.charCodeAt(skipSpace(text, after));
  const first = Math.max(lineStart, begin - 160);
  if (followsWord(text, first, begin) && definingWord.test(text.slice(first, begin))) return true;
  if (mayGive(next) && givenFunction.test(text.slice(after, after + 160))) return true;
  if (next !== 40) return false;
  const before = text.slice(first, begin);
  if (before === "" && typeAlone.test(lineBefore(text, lineStart))) return true;
  // C, C++, Java, C#: `type name(` with nothing but types before it, and no semicolon at the end of the line.
  if (!/^[\w:<>,*&[\]~\s@]*[\w>*&\]]\s+[*&~\w:<>]*$/.test(before) || notType.test(before) || /^\s*\w+\s*:\s*$/.test(before)) return false;
  const end = text.indexOf("\n", after);
  const rest = text.slice(after, end < 0 ? Math.min(text.length, after + 400) : Math.min(end, after + 400)).trimEnd();
  return !rest.endsWith(";");
}

/** Whether first..begin ends as `definingWord` does, whatever the word: most names follow a sign, which is quickly seen. */
function followsWord(text: string, first: number, begin: number): boolean {
  let end = begin;
  while (end > first && isNamePart(text.charCodeAt(end - 1))) end--;
  let word = end;
  while (word > first && isSpace(text.charCodeAt(word - 1))) word--;
  if (word === end || word === first) return false;
  const last = text.charCodeAt(word - 1);
  return last === 41 || last === 33 || isNameUnit(last);
}

/** Whether what follows a name may be the beginning of `givenFunction`. */
function mayGive(next: number): boolean {
  return next === 61 || next === 58 || next === 60 || isSpace(next);
}

/** A unit of a name as it is defined, with its path, its quotes and what C puts before it. */
function isNamePart(c: number): boolean {
  return isNameUnit(c) || c === 34 || c === 38 || c === 42 || c === 46 || c === 58 || c === 60 || c === 62 || c === 96;
}

/** White space, or a unit beyond ASCII, which may be some. */
function isSpace(c: number): boolean {
  return c <= 32 || c > 127;
}

/** Whether the name that ends at or after `to` is followed by an argument list. */
export function isCall(text: string, to: number): boolean {
  let at = nameEnd(text, to);
  if (text[at] === "!") at++;
  if (text.startsWith("::<", at)) at += 2;
  if (text[at] === "<" || text[at] === "[") at = closing(text, at);
  return text[skipSpace(text, at)] === "(";
}

function closing(text: string, at: number): number {
  const close = text[at] === "<" ? ">" : "]";
  for (let i = at + 1; i < text.length && i < at + 80; i++) {
    const c = text[i];
    if (c === close) return i + 1;
    if (c === "\n" || c === ";" || c === "(") return at;
  }
  return at;
}

function nameEnd(text: string, to: number): number {
  let end = to;
  while (end < text.length && isNameUnit(text.charCodeAt(end))) end++;
  return end;
}

/** Units that belong to a name on either side of a word in it, at most. */
const mostAround = 40;

/** Where the name begins that goes on at `from`, as far as it is looked at. */
export function wordBegin(text: string, from: number): number {
  let begin = from;
  while (begin > 0 && from - begin < mostAround && isNameUnit(text.charCodeAt(begin - 1))) begin--;
  return begin;
}

/** Where the name ends that goes on at `to`, as far as it is looked at. */
export function wordEnd(text: string, to: number): number {
  let end = to;
  while (end < text.length && end - to < mostAround && isNameUnit(text.charCodeAt(end))) end++;
  return end;
}

function skipSpace(text: string, at: number): number {
  let i = at;
  while (text[i] === " " || text[i] === "\t") i++;
  return i;
}

function isNameUnit(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
}
