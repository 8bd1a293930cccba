/** Flatbuffers: tables, vectors and numbers by position in the schema, bounded. Format: google/flatbuffers docs, "FlatBuffer Internals". */
import { absurd, Cursor, type Bytes } from "./bytes.js";

/** A table, and where its fields' positions are listed. */
export interface Table {
  readonly at: number;
  readonly vtable: number;
  readonly slots: number;
}

/** Reads numbers anywhere in a file through one window. */
export interface Flat {
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  i32(at: number): number;
}

/** Random access over bytes. */
export function flat(bytes: Bytes): Flat {
  const cursor = new Cursor(bytes);
  const at = (place: number): Cursor => {
    if (place < 0 || place > bytes.size) throw absurd({ en: "an offset", zh: "偏移量" });
    cursor.at = place;
    return cursor;
  };
  return {
    u8: (place) => at(place).u8(),
    u16: (place) => at(place).u16(),
    u32: (place) => at(place).u32(),
    i32: (place) => at(place).i32(),
  };
}

/** The table that stands at an offset. */
export function tableAt(file: Flat, at: number): Table {
  const vtable = at - file.i32(at);
  const length = file.u16(vtable);
  if (length < 4 || length > 4096) throw absurd({ en: "a table", zh: "数据表" });
  return { at, vtable, slots: (length - 4) >> 1 };
}

/** Where a field stands; null where the table does not have it. */
export function fieldAt(file: Flat, table: Table, slot: number): number | null {
  if (slot >= table.slots) return null;
  const offset = file.u16(table.vtable + 4 + slot * 2);
  return offset === 0 ? null : table.at + offset;
}

/** A field that is a table. */
export function tableOf(file: Flat, table: Table, slot: number): Table | null {
  const at = fieldAt(file, table, slot);
  return at === null ? null : tableAt(file, at + file.u32(at));
}

/** A field that is a vector: where its members begin and how many there are. */
export function vectorOf(file: Flat, table: Table, slot: number): { readonly at: number; readonly length: number } {
  const field = fieldAt(file, table, slot);
  if (field === null) return { at: 0, length: 0 };
  const at = field + file.u32(field);
  return { at: at + 4, length: file.u32(at) };
}

/** The tables of a vector of tables, at most a million. */
export function* tablesOf(file: Flat, table: Table, slot: number): Generator<Table> {
  const vector = vectorOf(file, table, slot);
  if (vector.length > 1_000_000) throw absurd({ en: "the length of a list", zh: "列表长度" });
  for (let i = 0; i < vector.length; i++) {
    const at = vector.at + i * 4;
    yield tableAt(file, at + file.u32(at));
  }
}

/** An int field with its default. */
export function intOf(file: Flat, table: Table, slot: number, absent = 0): number {
  const at = fieldAt(file, table, slot);
  return at === null ? absent : file.i32(at);
}
