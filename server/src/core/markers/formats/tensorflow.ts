/** TensorFlow: SavedModel and frozen GraphDef (constants of nodes), and the index of a checkpoint bundle. Formats: tensorflow/core/protobuf, core/util/tensor_bundle, lib/io/table. */
import { absurd, Cursor, textOf, Unreadable, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { fieldText, fields, firstFields, numbers, varint, type Field } from "./protobuf.js";

/** DataType by number (types.proto). */
const types: readonly string[] = [
  ...[
    "invalid",
    "float32",
    "float64",
    "int32",
    "uint8",
    "int16",
    "int8",
    "string",
    "complex64",
    "int64",
    "bool",
    "int8",
    "uint8",
    "int32",
    "bfloat16",
  ],
  ...[
    "int16",
    "uint16",
    "uint16",
    "complex128",
    "float16",
    "resource",
    "variant",
    "uint32",
    "uint64",
    "float8",
    "float8",
    "",
    "",
    "",
    "int4",
    "uint4",
  ],
];
const weightTypes = /^(float|bfloat|u?int8$|u?int4$)/;
const fewest = 16;

/** A NodeDef begins with its name (1) and the name of its operation (2), both of printable letters. */
function isNode(bytes: Bytes, field: Field): boolean {
  if (field.number !== 1 || field.kind !== 2) return false;
  const [name, op] = firstFields(bytes, field.from, field.to, 2);
  if (name?.number !== 1 || name.kind !== 2 || op?.number !== 2 || op.kind !== 2) return false;
  return /^[\w./\-^>]+$/.test(fieldText(bytes, name)) && /^[A-Z_][A-Za-z0-9_>]{1,80}$/.test(fieldText(bytes, op));
}

/** A GraphDef: nodes, and nothing that a graph does not have (versions, functions). */
export function isGraphDef(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x0a) return false;
  const seen = firstFields(bytes, 0, bytes.size, 20);
  const [first] = seen;
  return (
    first !== undefined && isNode(bytes, first) && seen.every((field) => field.number <= 5 && (field.number === 3 || field.kind === 2))
  );
}

/** A SavedModel: schema version 1 and a MetaGraphDef with a graph inside. */
export function isSavedModel(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x08 || head[1] !== 1 || head[2] !== 0x12) return false;
  const meta = firstFields(bytes, 0, bytes.size, 2)[1];
  return meta !== undefined && firstFields(bytes, meta.from, meta.to, 3).some((field) => field.number === 2 && field.kind === 2);
}

/** A TensorProto: type 1, shape 2 (dim 2, size 1). */
function tensor(bytes: Bytes, place: Field, tally: Tally): void {
  let type = 0;
  let sizes: readonly number[] = [];
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number === 1 && field.kind === 0) type = field.value;
    if (field.number === 2 && field.kind === 2) sizes = shape(bytes, field);
  }
  const elements = elementsOf(sizes);
  const dtype = types[type] ?? "other";
  if (!weightTypes.test(dtype) || sizes.length === 0) tally.aside(elements);
  else if (elements >= fewest) tally.add(elements, dtype);
  else tally.few(elements, dtype);
}

/** Sizes of a TensorShapeProto. */
function shape(bytes: Bytes, place: Field): number[] {
  const sizes: number[] = [];
  for (const dim of fields(bytes, place.from, place.to)) {
    if (dim.number !== 2 || dim.kind !== 2) continue;
    if (sizes.length > 32) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
    sizes.push(...[...fields(bytes, dim.from, dim.to)].filter((part) => part.number === 1).flatMap((part) => numbers(bytes, part)));
  }
  return sizes;
}

/** A NodeDef: its attributes (5) are a map of AttrValue, of which 8 is a tensor. */
function node(bytes: Bytes, place: Field, tally: Tally): void {
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number !== 5 || field.kind !== 2) continue;
    for (const entry of fields(bytes, field.from, field.to)) {
      if (entry.number !== 2 || entry.kind !== 2) continue;
      for (const value of fields(bytes, entry.from, entry.to)) if (value.number === 8 && value.kind === 2) tensor(bytes, value, tally);
    }
  }
}

function graphDef(bytes: Bytes, from: number, to: number, tally: Tally): void {
  for (const field of fields(bytes, from, to)) {
    if (field.kind !== 2) continue;
    if (field.number === 1) node(bytes, field, tally);
    if (field.number !== 2) continue;
    for (const made of fields(bytes, field.from, field.to)) {
      if (made.number !== 1 || made.kind !== 2) continue;
      for (const part of fields(bytes, made.from, made.to)) if (part.number === 3 && part.kind === 2) node(bytes, part, tally);
    }
  }
}

/** Counts the constants of a frozen graph. */
export function readGraphDef(bytes: Bytes, tally: Tally): void {
  graphDef(bytes, 0, bytes.size, tally);
}

/** Counts the constants of the graphs of a SavedModel; its variables stand in files of their own. */
export function readSavedModel(bytes: Bytes, tally: Tally): void {
  for (const meta of fields(bytes, 0, bytes.size)) {
    if (meta.number !== 2 || meta.kind !== 2) continue;
    for (const field of fields(bytes, meta.from, meta.to))
      if (field.number === 2 && field.kind === 2) graphDef(bytes, field.from, field.to, tally);
  }
}

/** The footer's magic number of a table file: 0xdb4775248b80fb57, little-endian. */
const tableMagic = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];

/** A checkpoint's index is a table file whose first key is empty (the bundle's header). */
export function isCheckpointIndex(head: Uint8Array, bytes: Bytes): boolean {
  if (bytes.size < 60 || head[0] !== 0 || head[1] !== 0) return false;
  const tail = bytes.read(bytes.size - 8, bytes.size);
  return tableMagic.every((byte, i) => tail[i] === byte);
}

interface Block {
  readonly from: number;
  readonly to: number;
}

function handle(cursor: Cursor): Block {
  const from = varint(cursor);
  return { from, to: from + varint(cursor) };
}

/** Entries of a block: keys share a prefix with the one before. */
function* entries(bytes: Bytes, block: Block): Generator<{ readonly key: string; readonly from: number; readonly to: number }> {
  if (block.from < 0 || block.to + 5 > bytes.size) throw absurd({ en: "a block's place", zh: "数据块位置" });
  if ((bytes.read(block.to, block.to + 1)[0] ?? 1) !== 0) throw new Unreadable({ en: "its blocks are compressed", zh: "数据块经过压缩" });
  const restarts = new Cursor(bytes, Math.max(block.from, block.to - 4)).u32();
  const cursor = new Cursor(bytes, block.from, Math.max(block.from, block.to - 4 - restarts * 4));
  let key = "";
  while (!cursor.done) {
    const shared = varint(cursor);
    const rest = varint(cursor);
    const length = varint(cursor);
    key = key.slice(0, Math.min(shared, 1000)) + textOf(cursor.raw(rest)).slice(0, 1000);
    yield { key, from: cursor.at, to: cursor.at + length };
    cursor.skip(length);
  }
}

/** Counts the variables that a checkpoint's index lists. Slots of optimizers are set aside: they are no parameters of the model. */
export function readCheckpointIndex(bytes: Bytes, tally: Tally): void {
  const footer = new Cursor(bytes, bytes.size - 48);
  handle(footer);
  for (const listed of entries(bytes, handle(footer))) {
    for (const entry of entries(bytes, handle(new Cursor(bytes, listed.from, listed.to)))) {
      if (entry.key !== "") variable(bytes, entry, tally);
    }
  }
}

/** A BundleEntryProto: type 1, shape 2. */
function variable(bytes: Bytes, entry: { readonly key: string; readonly from: number; readonly to: number }, tally: Tally): void {
  let type = 0;
  let elements = 1;
  for (const field of fields(bytes, entry.from, entry.to)) {
    if (field.number === 1 && field.kind === 0) type = field.value;
    if (field.number === 2 && field.kind === 2) elements = elementsOf(shape(bytes, field));
  }
  if (/OPTIMIZER_SLOT|\/(Adam|Momentum|RMSProp|Adagrad)(_\d)?$/.test(entry.key) || !weightTypes.test(types[type] ?? ""))
    tally.aside(elements);
  else tally.add(elements, types[type] ?? "other");
}
