/** Chinese text as GB18030 bytes: the platform decodes that encoding but does not encode it, so the two-byte part is turned round once. */

let table: Map<string, number> | null = null;

/** The two-byte GB18030 form of a text, or null where a letter of it has none. ASCII stays as it is. */
export function encodeGb18030(text: string): Uint8Array | null {
  table ??= reverseTable();
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 128) {
      bytes.push(code);
      continue;
    }
    const pair = table.get(letter);
    if (pair === undefined) return null;
    bytes.push(pair >> 8, pair & 255);
  }
  return Uint8Array.from(bytes);
}

function reverseTable(): Map<string, number> {
  const decoder = new TextDecoder("gb18030");
  const map = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    const row = new Uint8Array(191 * 2);
    for (let trail = 0x40; trail <= 0xfe; trail++) row.set(trail === 0x7f ? [0x20, 0x20] : [lead, trail], (trail - 0x40) * 2);
    // Decoded pair by pair: a pair without a letter would otherwise swallow its neighbour.
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const letter = decoder.decode(row.subarray((trail - 0x40) * 2, (trail - 0x40) * 2 + 2));
      if (letter.length === 1 && letter !== "\ufffd" && !map.has(letter)) map.set(letter, (lead << 8) | trail);
    }
  }
  return map;
}
