/** The wire format of protocol buffers, walked without a schema: field numbers, kinds and lengths. Format: protobuf.dev/programming-guides/encoding. */
import { absurd, textOf, type Bytes, Cursor } from "./bytes.js";

/** One field of a message. For kind 2 the content stands from `from` to `to`; for kind 0 `value` is the number. */
export interface Field {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  readonly kind: number;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** A varint up to 2^53; higher bits (negative numbers) are given as -1. */
export function varint(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10; i++) {
    const byte = cursor.u8();
    value += (byte & 127) * scale;
    if (byte < 128) return value > Number.MAX_SAFE_INTEGER ? -1 : value;
    scale *= 128;
  }
  throw absurd({ en: "a field number or length", zh: "字段编号或长度" });
}

/** The fields of the message between two places. The content of a field is stepped over, not read. */
export function* fields(bytes: Bytes, from: number, to: number): Generator<Field> {
  const cursor = new Cursor(bytes, from, to);
  while (!cursor.done) {
    const tag = varint(cursor);
    const number = Math.floor(tag / 8);
    const kind = tag % 8;
    const start = cursor.at;
    if (number < 1 || number > 536_870_911) throw absurd({ en: "a field number or length", zh: "字段编号或长度" });
    if (kind === 0) yield { number, kind, value: varint(cursor), from: start, to: cursor.at };
    else if (kind === 1 || kind === 5) {
      cursor.skip(kind === 1 ? 8 : 4);
      yield { number, kind, value: 0, from: start, to: cursor.at };
    } else if (kind === 2) {
      const length = varint(cursor);
      if (length < 0) throw absurd({ en: "a field number or length", zh: "字段编号或长度" });
      const begin = cursor.at;
      yield { number, kind, value: length, from: begin, to: begin + length };
      cursor.skip(length);
    } else throw absurd({ en: "a field kind", zh: "字段类型" });
  }
}

/** The text of a field, at most 4 kB of it. */
export function fieldText(bytes: Bytes, field: Field): string {
  return textOf(bytes.read(field.from, Math.min(field.to, field.from + 4096)));
}

/** The numbers of a repeated varint field, packed or not. */
export function numbers(bytes: Bytes, field: Field, most = 64): readonly number[] {
  if (field.kind === 0) return [field.value];
  if (field.kind !== 2) return [];
  const cursor = new Cursor(bytes, field.from, field.to);
  const found: number[] = [];
  while (!cursor.done && found.length < most) found.push(varint(cursor));
  return found;
}

/** The first fields of a message, as far as they can be walked: to recognise it by its structure. Never throws. */
export function firstFields(bytes: Bytes, from: number, to: number, most: number): readonly Field[] {
  const found: Field[] = [];
  try {
    for (const field of fields(bytes, from, to)) {
      found.push(field);
      if (found.length >= most) break;
    }
  } catch {
    return found;
  }
  return found;
}
