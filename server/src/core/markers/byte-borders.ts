/** Where names begin and end, told from bytes (UTF-8, or GB18030 as it is): as `borderBefore` and `borderAfter` of literals.ts tell it from a text, or more generously. */

/** Kinds of bytes. */
export const [other, digit, small, capital] = [0, 1, 2, 3];
/** The kind of each byte; those above 127 are `other`. */
export const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 48 && byte <= 57) return digit;
  if (byte >= 97 && byte <= 122) return small;
  return byte >= 65 && byte <= 90 ? capital : other;
});

/** What kind of byte it is; those above 127 are `other`. */
export function kindOf(byte: number): number {
  return kinds[byte]!;
}

function kindAt(bytes: Uint8Array, at: number): number {
  return at >= 0 && at < bytes.length ? kinds[bytes[at]!]! : other;
}

/** Whether a name may begin at an offset. The second byte of a GB18030 letter may look like an ASCII letter: behind such a pair is a border. */
export function beginsName(bytes: Uint8Array, at: number): boolean {
  const before = kindAt(bytes, at - 1);
  if (before === other || (at >= 2 && bytes[at - 2]! > 127)) return true;
  const first = kindAt(bytes, at);
  if (before === digit) return first !== digit;
  return first === capital && (before !== capital || kindAt(bytes, at + 1) === small);
}

/** Whether the letter, digit or byte above 127 at an offset is one from which on something is looked for: a digit alone (`a[0]`, `0x1f`) is too common. */
export function mayAnchor(bytes: Uint8Array, at: number): boolean {
  const kind = kindAt(bytes, at);
  return kind === digit ? kindAt(bytes, at + 1) === digit : kind !== other || bytes[at]! > 127;
}

/** Whether a name may end before an offset; a plural s belongs to it. */
export function endsName(bytes: Uint8Array, at: number): boolean {
  if (isBorder(bytes, at)) return true;
  const next = bytes[at];
  return (next === 115 || next === 83) && isBorder(bytes, at + 1);
}

function isBorder(bytes: Uint8Array, at: number): boolean {
  const next = kindAt(bytes, at);
  const last = kindAt(bytes, at - 1);
  if (next === other) return true;
  if (next === digit) return last !== digit && kindAt(bytes, at - 4) !== other && kindAt(bytes, at - 3) !== other;
  return next === capital ? last !== capital || kindAt(bytes, at + 1) === small : last === digit;
}
