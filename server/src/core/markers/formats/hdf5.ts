/** HDF5: datasets and their sizes through groups of both layouts (symbol tables; links in object headers). Format: HDF5 File Format Specification 3.0. */
import { absurd, Cursor, hasText, includesText, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { isWeightName } from "./numpy.js";

const mostObjects = 200_000;
const deepest = 32;

/** The signature of the superblock. */
export function isHdf5(head: Uint8Array): boolean {
  return head[0] === 0x89 && hasText(head, 1, "HDF\r\n") && head[6] === 0x1a && head[7] === 0x0a;
}

interface Walk {
  readonly bytes: Bytes;
  readonly tally: Tally;
  /** Objects seen, by address: links may form a ring. */
  readonly seen: Set<number>;
  /** Datasets that are called like a layer's parameter. */
  weights: number;
}

/** What the messages of one object header say. */
interface ObjectHeader {
  shape: readonly number[] | null;
  dtype: string;
  tree: number;
  heap: number;
  readonly links: { readonly name: string; readonly at: number }[];
}

/** An address or length of 8 bytes; the undefined address (all ones) is -1. */
function address(cursor: Cursor): number {
  const low = cursor.u32();
  const high = cursor.u32();
  if (low === 0xffffffff && high === 0xffffffff) return -1;
  const value = low + high * 4294967296;
  if (!Number.isSafeInteger(value)) throw absurd({ en: "an address", zh: "地址" });
  return value;
}

/** Reads every dataset's shape; true where the file is of a neural network (Keras attributes, or datasets called like parameters). */
export function readHdf5(bytes: Bytes, tally: Tally): boolean {
  const walk: Walk = { bytes, tally, seen: new Set(), weights: 0 };
  const start = bytes.read(0, Math.min(bytes.size, 1 << 19));
  const keras = includesText(start, "keras_version") || includesText(start, "layer_names") || includesText(start, "weight_names");
  if (includesText(start, "keras_version")) tally.note("framework", "keras");
  const cursor = new Cursor(bytes, 8);
  const version = cursor.u8();
  if (version <= 1) {
    cursor.at = 13;
    if (cursor.u8() !== 8) throw absurd({ en: "the size of its addresses", zh: "地址长度" });
    cursor.at = (version === 0 ? 24 : 28) + 4 * 8 + 8;
    object(walk, address(cursor), "", 0);
  } else if (version <= 3) {
    cursor.at = 12 + 3 * 8;
    object(walk, address(cursor), "", 0);
  } else throw absurd({ en: "its version", zh: "版本号" });
  return keras || walk.weights >= 2;
}

function object(walk: Walk, at: number, name: string, depth: number): void {
  if (at < 0 || depth > deepest || walk.seen.has(at)) return;
  if (walk.seen.size > mostObjects) throw absurd({ en: "the number of its objects", zh: "对象数量" });
  walk.seen.add(at);
  const header: ObjectHeader = { shape: null, dtype: "other", tree: -1, heap: -1, links: [] };
  if (hasText(walk.bytes.read(at, at + 4), 0, "OHDR")) headerV2(walk.bytes, at, header);
  else headerV1(walk.bytes, at, header);
  if (header.shape !== null) dataset(walk, header, name);
  if (header.tree >= 0) groupTree(walk, header.tree, header.heap, depth, 0);
  for (const link of header.links) object(walk, link.at, link.name, depth + 1);
}

function dataset(walk: Walk, header: ObjectHeader, name: string): void {
  const elements = elementsOf(header.shape ?? []);
  if (!/^(float|int|uint)/.test(header.dtype)) return walk.tally.aside(elements);
  walk.tally.add(elements, header.dtype);
  if (header.dtype.startsWith("float") && isWeightName(name)) walk.weights++;
}

/** Version 1: messages of 8-byte heads, in the header's own block and in continuations. */
function headerV1(bytes: Bytes, at: number, header: ObjectHeader): void {
  const cursor = new Cursor(bytes, at);
  if (cursor.u8() !== 1) throw absurd({ en: "an object header", zh: "对象头" });
  cursor.skip(1);
  let left = cursor.u16();
  cursor.skip(4);
  const blocks = [{ from: at + 16, to: at + 16 + cursor.u32() }];
  for (let b = 0; b < blocks.length && b < 1000; b++) {
    const block = blocks[b];
    if (block === undefined) break;
    const inside = new Cursor(bytes, block.from, block.to);
    while (left-- > 0 && inside.at + 8 <= block.to) {
      const type = inside.u16();
      const size = inside.u16();
      inside.skip(4);
      message(bytes, { type, from: inside.at, to: inside.at + size }, header, blocks);
      inside.skip(size);
    }
  }
}

/** Version 2 ("OHDR"): messages of 4-byte heads, 6 where their order is tracked. */
function headerV2(bytes: Bytes, at: number, header: ObjectHeader): void {
  const cursor = new Cursor(bytes, at + 5);
  const flags = cursor.u8();
  cursor.skip((flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0));
  const width = flags & 3;
  const size = width === 0 ? cursor.u8() : width === 1 ? cursor.u16() : width === 2 ? cursor.u32() : cursor.u64();
  const blocks = [{ from: cursor.at, to: cursor.at + size }];
  for (let b = 0; b < blocks.length && b < 1000; b++) {
    const block = blocks[b];
    if (block === undefined) break;
    // A continuation begins with "OCHK" and ends, like every block of this version, with a checksum.
    const inside = new Cursor(bytes, b === 0 ? block.from : block.from + 4, b === 0 ? block.to : block.to - 4);
    while (inside.at + 4 <= inside.end) {
      const type = inside.u8();
      const length = inside.u16();
      inside.skip(flags & 4 ? 3 : 1);
      message(bytes, { type, from: inside.at, to: inside.at + length }, header, blocks);
      inside.skip(length);
    }
  }
}

interface Message {
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

function message(bytes: Bytes, found: Message, header: ObjectHeader, blocks: { from: number; to: number }[]): void {
  const cursor = new Cursor(bytes, found.from, found.to);
  if (found.type === 0x01) header.shape = dataspace(cursor);
  else if (found.type === 0x03) header.dtype = datatype(cursor);
  else if (found.type === 0x06) link(cursor, header);
  else if (found.type === 0x10) {
    const from = address(cursor);
    blocks.push({ from, to: from + address(cursor) });
  } else if (found.type === 0x11) {
    header.tree = address(cursor);
    header.heap = address(cursor);
  }
}

function dataspace(cursor: Cursor): readonly number[] {
  const version = cursor.u8();
  const rank = cursor.u8();
  cursor.skip(version === 1 ? 6 : 2);
  if (rank > 32) throw absurd({ en: "the rank of a dataset", zh: "数据集维数" });
  return Array.from({ length: rank }, () => cursor.u64());
}

function datatype(cursor: Cursor): string {
  const kind = cursor.u8() & 15;
  const bits = cursor.u8();
  cursor.skip(2);
  const size = cursor.u32() * 8;
  if (kind === 1) return `float${size}`;
  return kind === 0 ? `${bits & 8 ? "int" : "uint"}${size}` : "other";
}

/** A hard link (kind 0): name and address. */
function link(cursor: Cursor, header: ObjectHeader): void {
  cursor.skip(1);
  const flags = cursor.u8();
  const kind = flags & 8 ? cursor.u8() : 0;
  cursor.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0));
  const width = flags & 3;
  const length = width === 0 ? cursor.u8() : width === 1 ? cursor.u16() : cursor.u32();
  const name = cursor.text(length);
  if (kind === 0) header.links.push({ name, at: address(cursor) });
}

/** A version 1 B-tree of symbol table nodes; names stand in the group's heap. */
function groupTree(walk: Walk, at: number, heap: number, depth: number, level: number): void {
  if (at < 0 || level > deepest || walk.seen.has(at)) return;
  walk.seen.add(at);
  const cursor = new Cursor(walk.bytes, at);
  const signature = cursor.text(4);
  if (signature === "SNOD") return symbols(walk, at, heap, depth);
  if (signature !== "TREE") throw absurd({ en: "a group's tree", zh: "组索引" });
  cursor.skip(2);
  const used = cursor.u16();
  cursor.skip(16 + 8);
  for (let i = 0; i < used; i++) {
    const child = address(cursor);
    if (!cursor.done) cursor.skip(8);
    groupTree(walk, child, heap, depth, level + 1);
  }
}

function symbols(walk: Walk, at: number, heap: number, depth: number): void {
  const names = new Cursor(walk.bytes, Math.max(0, heap) + 24);
  const base = address(names);
  const cursor = new Cursor(walk.bytes, at + 6);
  const count = cursor.u16();
  for (let i = 0; i < count; i++) {
    const name = nameAt(walk.bytes, base + address(cursor));
    const child = address(cursor);
    cursor.skip(24);
    object(walk, child, name, depth + 1);
  }
}

function nameAt(bytes: Bytes, at: number): string {
  const letters = bytes.read(at, at + 200);
  const end = letters.indexOf(0);
  return String.fromCharCode(...letters.subarray(0, end < 0 ? letters.length : end));
}
