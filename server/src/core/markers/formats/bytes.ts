/** Bytes of a file or a git blob, read in stretches: a 100 GB file costs what its header costs. */
import type { LocalText } from "../../text.js";

/** A file or blob. `read` gives the bytes from `from` (inclusive) to `to` (exclusive), clipped to the size: what lies outside is simply not there. */
export interface Bytes {
  readonly size: number;
  read(from: number, to: number): Uint8Array;
}

/** Bytes that are in memory already. */
export function bytesOf(array: Uint8Array): Bytes {
  return { size: array.length, read: (from, to) => array.subarray(Math.max(0, from), Math.max(0, Math.min(array.length, to))) };
}

/** A stretch of other bytes, seen as bytes of their own (a file stored in an archive). */
export function stretchOf(bytes: Bytes, from: number, to: number): Bytes {
  const end = Math.max(from, Math.min(bytes.size, to));
  return { size: end - from, read: (a, b) => bytes.read(from + Math.max(0, a), Math.min(end, from + Math.max(0, b))) };
}

const blockSize = 1 << 18;

/** The same bytes, read in blocks of 256 KiB of which the last is kept: small messages inside one another cost one read. */
export function buffered(bytes: Bytes): Bytes {
  let start = 0;
  let block: Uint8Array = new Uint8Array(0);
  return {
    size: bytes.size,
    read(from, to) {
      const a = Math.max(0, from);
      const b = Math.min(bytes.size, to);
      if (b <= a) return new Uint8Array(0);
      if (b - a > blockSize / 2) return bytes.read(a, b);
      if (a < start || b > start + block.length) {
        start = a;
        block = bytes.read(a, Math.min(bytes.size, a + blockSize));
      }
      return block.subarray(a - start, b - start);
    },
  };
}

/** Why a file that began like a known format could not be read to its end. Thrown inside a reader only; `readFormat` turns it into `truncated`. */
export class Unreadable extends Error {
  readonly text: LocalText;
  /** What the file seemed to be, where the reader knows better than its caller; null: nothing of ours. */
  readonly format: string | null | undefined;
  constructor(text: LocalText, format?: string | null) {
    super(text.en);
    this.text = text;
    this.format = format;
  }
}

/** The file ends before what it announces. */
export function endsEarly(at: number, size: number): Unreadable {
  return new Unreadable({
    en: `it announces data up to byte ${at}, but has ${size} bytes`,
    zh: `文件声明的数据到第 ${at} 字节，实际只有 ${size} 字节`,
  });
}

/** The same failure, with the format that the file seemed to have. */
export function unreadableAs(format: string | null, error: unknown): Unreadable {
  return new Unreadable(error instanceof Unreadable ? error.text : { en: "its structure makes no sense", zh: "结构无法解析" }, format);
}

/** A length, count or offset that no real file has. */
export function absurd(what: LocalText): Unreadable {
  return new Unreadable({ en: `${what.en} is out of bounds`, zh: `${what.zh}超出合理范围` });
}

/** Reads that one file may cost; a hostile header cannot keep us longer. */
const mostReads = 20_000_000;
const windowSize = 1 << 16;
const utf8 = new TextDecoder("utf-8");

/** UTF-8 text of some bytes; what is not UTF-8 becomes the replacement character. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Whether `bytes` has the ASCII letters of `text` at `at`. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Whether `text` (ASCII) stands anywhere in `bytes`. Looks for its second letter, which is rarer than a quote. */
export function includesText(bytes: Uint8Array, text: string): boolean {
  const second = text.charCodeAt(1);
  for (let at = bytes.indexOf(second, 1); at > 0; at = bytes.indexOf(second, at + 1)) if (hasText(bytes, at - 1, text)) return true;
  return false;
}

/** Walks forward through bytes by a window of 64 KiB; throws `Unreadable` past the end. */
export class Cursor {
  at: number;
  readonly end: number;
  private readonly bytes: Bytes;
  private readonly little: boolean;
  private window: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  private start = 0;
  private reads = 0;

  constructor(bytes: Bytes, from = 0, to = bytes.size, little = true) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.little = little;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** Offset in the window at which `count` bytes from the current place stand; moves on behind them. */
  private take(count: number): number {
    if (++this.reads > mostReads) throw absurd({ en: "the number of its fields", zh: "字段数量" });
    const to = this.at + count;
    if (to > this.end || to > this.bytes.size) throw endsEarly(to, Math.min(this.end, this.bytes.size));
    if (this.at < this.start || to > this.start + this.window.length) {
      this.start = this.at;
      this.window = this.bytes.read(this.at, Math.max(to, Math.min(this.end, this.at + windowSize)));
      if (this.window.length < count) throw endsEarly(to, this.at + this.window.length);
      this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.byteLength);
    }
    const offset = this.at - this.start;
    this.at = to;
    return offset;
  }

  u8(): number {
    const offset = this.take(1);
    return this.window[offset] ?? 0;
  }
  u16(): number {
    const offset = this.take(2);
    return this.view.getUint16(offset, this.little);
  }
  u32(): number {
    const offset = this.take(4);
    return this.view.getUint32(offset, this.little);
  }
  i32(): number {
    const offset = this.take(4);
    return this.view.getInt32(offset, this.little);
  }
  f64(): number {
    const offset = this.take(8);
    return this.view.getFloat64(offset, this.little);
  }
  /** An unsigned 64-bit number; what JavaScript cannot count exactly (above 2^53) is absurd in a file. */
  u64(): number {
    const offset = this.take(8);
    const value = this.view.getBigUint64(offset, this.little);
    if (value > 9007199254740991n) throw absurd({ en: "a length or size", zh: "长度或大小" });
    return Number(value);
  }
  /** A copy-free stretch of at most `most` bytes. */
  raw(count: number, most = 1 << 20): Uint8Array {
    if (count > most) throw absurd({ en: "the length of a name or field", zh: "名称或字段的长度" });
    const offset = this.take(count);
    return this.window.subarray(offset, offset + count);
  }
  text(count: number, most = 1 << 16): string {
    return textOf(this.raw(count, most));
  }
  skip(count: number): void {
    if (!(count >= 0)) throw absurd({ en: "a length or size", zh: "长度或大小" });
    const to = this.at + count;
    if (to > this.end || to > this.bytes.size) throw endsEarly(to, Math.min(this.end, this.bytes.size));
    this.at = to;
  }
}
