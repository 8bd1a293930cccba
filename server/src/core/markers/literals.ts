/** A rule's literals: what they are made of, and the byte forms under which the one pass finds them. */

/** One literal of a rule, understood. */
export interface Literal {
  /** As the rule has it. */
  readonly text: string;
  /** The spelling that must stand there letter for letter; null where case does not matter. */
  readonly exact: string | null;
  readonly openLeft: boolean;
  readonly openRight: boolean;
  /** Chinese (and anything else without word borders) matches anywhere. */
  readonly borderless: boolean;
  /** As it is found: without its stars, ASCII letters folded. */
  readonly folded: string;
}

/** Understands a literal. `user_embedding`, `=DIN`, `recommend*`, `*_recsys` (behind a star stands a joint), `个性化推荐`. */
export function parseLiteral(text: string): Literal {
  let body = text;
  const exact = body.startsWith("=");
  if (exact) body = body.slice(1);
  const openLeft = !exact && body.startsWith("*");
  if (openLeft) body = body.slice(1);
  const openRight = body.endsWith("*") && body.length > 1;
  if (openRight) body = body.slice(0, -1);
  return { text, exact: exact ? body : null, openLeft, openRight, borderless: !/[A-Za-z0-9]/.test(body), folded: fold(body) };
}

/** All the ways in which languages join the parts of a name. An underscore at an open end (`fe_*`) is a border that must be there: no camel case then. */
export function spellingsOf({ exact, borderless, folded, openLeft, openRight }: Literal): string[] {
  if (exact !== null || borderless) return [folded];
  const before = openLeft && folded.startsWith("_");
  const after = openRight && folded.endsWith("_");
  const parts = folded.split("_").filter((part) => part !== "");
  if (before || after) return ["_", "-"].map((joint) => (before ? joint : "") + parts.join(joint) + (after ? joint : ""));
  return parts.length > 1 ? ["_", "", "-", " "].map((joint) => parts.join(joint)) : parts;
}

/** Bits: what must be around an occurrence so that it may be a word of its own. */
export const around = { leftBorder: 1, rightBorder: 2, exact: 4 } as const;

/** What must be around an occurrence that may be any of these literals. */
export function aroundOf(literals: readonly Literal[]): number {
  if (literals.length === 0 || literals.some((literal) => literal.borderless)) return 0;
  return (
    (literals.some((literal) => literal.openLeft) ? 0 : around.leftBorder) |
    (literals.some((literal) => literal.openRight) ? 0 : around.rightBorder) |
    (literals.some((literal) => literal.exact === null) ? 0 : around.exact)
  );
}

/** Folds ASCII letters, as the one pass does; other letters stay as they are. */
function fold(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The byte strings under which a spelling may stand in a file: UTF-8, GB18030, and \uXXXX where it has other than ASCII letters. */
export function formsOf(spelling: string, gb18030: (text: string) => Uint8Array | null): Uint8Array[] {
  const encoder = new TextEncoder();
  const forms: Uint8Array[] = [encoder.encode(spelling)];
  if (/[^\x20-\x7e]/.test(spelling)) {
    const legacy = gb18030(spelling);
    if (legacy) forms.push(legacy);
    forms.push(encoder.encode(spelling.replace(/[^\x20-\x7e]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"))));
  }
  return forms;
}

/** Whether a name border lies before `at`: white space, punctuation, an underscore, or a change of case (`userEmbedding`). */
export function borderBefore(text: string, at: number): boolean {
  if (at <= 0) return true;
  const before = text.charCodeAt(at - 1);
  const first = text.charCodeAt(at);
  if (!isLetterOrDigit(before)) return !isOtherLetter(before);
  if (isDigit(before)) return !isDigit(first);
  if (isUpper(first)) return !isUpper(before) || isLower(text.charCodeAt(at + 1));
  return false;
}

/** Whether a name border lies at `at`, the end of a literal. A plural s belongs to the word. */
export function borderAfter(text: string, at: number): boolean {
  if (isBorder(text, at)) return true;
  const next = text.charCodeAt(at);
  return (next === 115 || next === 83) && isBorder(text, at + 1);
}

function isBorder(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const last = text.charCodeAt(at - 1);
  const next = text.charCodeAt(at);
  if (!isLetterOrDigit(next)) return !isOtherLetter(next);
  if (isDigit(next)) return !isDigit(last) && isLetterOrDigit(text.charCodeAt(at - 4)) && isLetterOrDigit(text.charCodeAt(at - 3));
  if (isUpper(next)) return !isUpper(last) || isLower(text.charCodeAt(at + 1));
  return isDigit(last) ? true : false;
}

/** Letters of Base64 in a row from which a run is taken for encoded bytes: a SHA-256 sum has 43, a name seldom so many without an underscore. */
const encodedRun = 40;

/** Whether from..to lies in a run of encoded bytes (hash sums, embedded images): there any three letters meet by chance. */
export function inEncodedRun(text: string, from: number, to: number): boolean {
  let begin = from;
  while (begin > 0 && to - begin < encodedRun && isBase64(text.charCodeAt(begin - 1))) begin--;
  let end = to;
  while (end < text.length && end - begin < encodedRun && isBase64(text.charCodeAt(end))) end++;
  return end - begin >= encodedRun && ofAllKinds(text.slice(begin, end));
}

/** Whether letters of Base64 are digits, capitals and small ones. */
function ofAllKinds(run: string): boolean {
  return /\d/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run);
}

function isBase64(c: number): boolean {
  return isLetterOrDigit(c) || c === 43 || c === 47;
}
function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
function isUpper(c: number): boolean {
  return c >= 65 && c <= 90;
}
function isLower(c: number): boolean {
  return c >= 97 && c <= 122;
}
function isLetterOrDigit(c: number): boolean {
  return isDigit(c) || isUpper(c) || isLower(c);
}
/** Letters of Latin, Greek and Cyrillic words beyond ASCII, which go on with a word (`område`, `Wersén`). Chinese characters do not: `OCR引擎` is OCR. */
function isOtherLetter(c: number): boolean {
  return (c >= 0xc0 && c <= 0x24f && c !== 0xd7 && c !== 0xf7) || (c >= 0x370 && c <= 0x52f);
}
