/** Names in git's `-z` output: bytes, of which UTF-8 ones become text and others are counted by a shown form. */

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Splits NUL-terminated records. */
export function records(output: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0, at);
    if (end < 0) break;
    found.push(output.subarray(at, end));
    at = end + 1;
  }
  return found;
}

/** The text of a name, or null where it is not UTF-8. */
export function nameOf(bytes: Buffer): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** A name that is not UTF-8, shown: ASCII as it is, other bytes as `\xNN`. */
export function shownName(bytes: Buffer): string {
  return Array.from(bytes, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : `\\x${b.toString(16).padStart(2, "0")}`)).join("");
}
