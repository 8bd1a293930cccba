/** Word vectors of word2vec and fastText: a line of two numbers (words, width), then a word and its vector, in text or in float32. */
import { textOf, type Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";

interface Sizes {
  readonly words: number;
  readonly width: number;
}

function sizesOf(head: Uint8Array): (Sizes & { readonly after: number }) | null {
  const first = head[0] ?? 0;
  if (first < 0x31 || first > 0x39) return null;
  const match = /^(\d{1,9}) (\d{1,5})\r?\n/.exec(textOf(head.subarray(0, 24)));
  if (match === null) return null;
  return { words: Number(match[1]), width: Number(match[2]), after: match[0].length };
}

/** Whether the first record has as many numbers as the head says, and the file as many bytes as all of them need. */
export function isWordVectors(head: Uint8Array, bytes: Bytes): boolean {
  const sizes = sizesOf(head);
  if (sizes === null || sizes.width < 8 || sizes.words < 16) return false;
  const { words, width, after } = sizes;
  const record = head.subarray(after, Math.min(head.length, after + 65_536));
  const end = record.indexOf(0x0a);
  const line = textOf(record.subarray(0, end < 0 ? record.length : end))
    .trim()
    .split(/[ \t]+/);
  if (end >= 0 && line.length === width + 1 && line.slice(1).every((part) => /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(part)))
    return bytes.size >= words * width * 2;
  const space = record.indexOf(0x20);
  const binary = words * width * 4;
  return (
    space > 0 &&
    space < 200 &&
    bytes.size >= binary + words * 2 &&
    bytes.size <= binary + words * 100 &&
    record.subarray(space).some((byte) => byte < 9)
  );
}

/** Words × width. */
export function readWordVectors(bytes: Bytes, tally: Tally): void {
  const sizes = sizesOf(bytes.read(0, 24));
  if (sizes !== null) tally.add(sizes.words * sizes.width, "float32");
}
