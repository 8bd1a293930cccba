/** The table of contents of a zip archive, and single entries of it, bounded. Format: PKWARE APPNOTE (with Zip64). */
import { Inflate } from "fflate";
import { absurd, Cursor, stretchOf, textOf, Unreadable, type Bytes } from "./bytes.js";

/** One file of the table of contents. Sizes in bytes. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

const mostEntries = 200_000;

/** Where the end record stands, from the last 66 kB; -1 where there is none (a truncated archive). */
function endRecord(tail: Uint8Array): number {
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail[i] === 0x50 && tail[i + 1] === 0x4b && tail[i + 2] === 5 && tail[i + 3] === 6) return i;
  }
  return -1;
}

/** Name of the first entry, from its local header: the only thing a truncated archive still says. */
export function firstName(head: Uint8Array): string {
  if (head.length < 30) return "";
  return textOf(head.subarray(30, 30 + (head[26] ?? 0) + (head[27] ?? 0) * 256));
}

/** The entries in the order of the central directory. */
export function zipEntries(bytes: Bytes): readonly ZipEntry[] {
  const from = Math.max(0, bytes.size - 66_000);
  const tail = bytes.read(from, bytes.size);
  const end = endRecord(tail);
  if (end < 0) throw new Unreadable({ en: "its table of contents is missing", zh: "缺少压缩包目录" });
  const record = new Cursor(bytes, from + end + 10);
  let count = record.u16();
  record.skip(4);
  let start = record.u32();
  if (count === 0xffff || start === 0xffffffff) {
    const locator = new Cursor(bytes, Math.max(0, from + end - 20));
    if (locator.u32() === 0x07064b50) {
      locator.skip(4);
      const big = new Cursor(bytes, locator.u64() + 32);
      count = big.u64();
      big.skip(8);
      start = big.u64();
    }
  }
  if (count > mostEntries) throw absurd({ en: "the number of its entries", zh: "条目数量" });
  const cursor = new Cursor(bytes, start);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) entries.push(nextEntry(cursor));
  return entries;
}

function nextEntry(cursor: Cursor): ZipEntry {
  if (cursor.u32() !== 0x02014b50) throw absurd({ en: "its table of contents", zh: "压缩包目录" });
  cursor.skip(6);
  const method = cursor.u16();
  cursor.skip(8);
  let packed = cursor.u32();
  let size = cursor.u32();
  const nameLength = cursor.u16();
  const extraLength = cursor.u16();
  const commentLength = cursor.u16();
  cursor.skip(8);
  let at = cursor.u32();
  const name = cursor.text(nameLength);
  const extraEnd = cursor.at + extraLength;
  while (cursor.at + 4 <= extraEnd) {
    const id = cursor.u16();
    const next = cursor.u16() + cursor.at;
    if (id === 1) {
      if (size === 0xffffffff) size = cursor.u64();
      if (packed === 0xffffffff) packed = cursor.u64();
      if (at === 0xffffffff) at = cursor.u64();
    }
    cursor.skip(Math.max(0, next - cursor.at));
  }
  cursor.skip(Math.max(0, extraEnd - cursor.at) + commentLength);
  return { name, method, packed, size, at };
}

/** The content of an entry as bytes; a deflated one is unpacked up to `most` bytes, and no further. */
export function entryBytes(bytes: Bytes, entry: ZipEntry, most: number): Bytes {
  const local = new Cursor(bytes, entry.at + 26);
  const from = entry.at + 30 + local.u16() + local.u16();
  const stored = stretchOf(bytes, from, from + entry.packed);
  if (entry.method === 0) return stored;
  if (entry.method !== 8) throw new Unreadable({ en: "an entry is packed by a method that is not read", zh: "条目使用了不支持的压缩方式" });
  return inflated(stored, most);
}

function inflated(stored: Bytes, most: number): Bytes {
  const parts: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((chunk) => {
    if (size < most) parts.push(chunk);
    size += chunk.length;
  });
  const step = 16_384;
  try {
    for (let at = 0; at < stored.size && size < most; at += step) inflate.push(stored.read(at, at + step), at + step >= stored.size);
  } catch {
    throw new Unreadable({ en: "an entry does not unpack", zh: "条目无法解压" });
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { size: whole.length, read: (a, b) => whole.subarray(Math.max(0, a), Math.max(0, b)) };
}
