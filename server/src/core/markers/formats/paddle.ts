/** PaddlePaddle: the program of an inference model and its parameters. Formats: paddle/fluid/framework/framework.proto, lod_tensor serialisation. */
import { absurd, Cursor, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { fieldText, fields, firstFields, numbers, type Field } from "./protobuf.js";

const types: readonly string[] = [
  ...["bool", "int16", "int32", "int64", "float16", "float32", "float64"],
  ...Array<string>(13).fill("other"),
  "uint8",
  "int8",
  "bfloat16",
];
const typeBytes: readonly number[] = [...[1, 2, 4, 8, 2, 4, 8], ...Array<number>(13).fill(0), 1, 1, 2];

/** A ProgramDesc: blocks that begin with their number (0) and their parent's (-1), and then variables that have a name and a type. */
export function isPaddleProgram(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x0a) return false;
  const [block] = firstFields(bytes, 0, bytes.size, 1);
  if (block === undefined) return false;
  const [index, parent, variable] = firstFields(bytes, block.from, block.to, 3);
  if (index?.number !== 1 || index.kind !== 0 || parent?.number !== 2 || parent.kind !== 0) return false;
  return variable !== undefined && variable.kind === 2 && (variable.number === 3 || variable.number === 4);
}

interface TensorDesc {
  readonly elements: number;
  readonly type: number;
}

function tensorDesc(bytes: Bytes, from: number, to: number): TensorDesc {
  const shape: number[] = [];
  let type = 0;
  for (const field of fields(bytes, from, to)) {
    if (field.number === 1 && field.kind === 0) type = field.value;
    if (field.number === 2) shape.push(...numbers(bytes, field));
    if (shape.length > 64) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
  }
  return { elements: elementsOf(shape), type };
}

/** A VarDesc that persists is a parameter, which stands in a file beside the program. */
function persistent(bytes: Bytes, place: Field, tally: Tally): void {
  let desc: TensorDesc | null = null;
  let kept = false;
  let name = "";
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number === 1 && field.kind === 2) name = fieldText(bytes, field);
    if (field.number === 3) kept = field.value === 1;
    if (field.number !== 2 || field.kind !== 2) continue;
    for (const type of fields(bytes, field.from, field.to)) {
      if (type.number !== 3 || type.kind !== 2) continue;
      for (const part of fields(bytes, type.from, type.to))
        if (part.number === 1 && part.kind === 2) desc = tensorDesc(bytes, part.from, part.to);
    }
  }
  if (kept && desc !== null && name !== "feed" && name !== "fetch") tally.add(desc.elements, types[desc.type] ?? "other");
}

/** The parameters that the program declares. */
export function readPaddleProgram(bytes: Bytes, tally: Tally): void {
  for (const block of fields(bytes, 0, bytes.size)) {
    if (block.number !== 1 || block.kind !== 2) continue;
    for (const field of fields(bytes, block.from, block.to)) if (field.number === 3 && field.kind === 2) persistent(bytes, field, tally);
  }
}

/** A serialised tensor: version 0, no levels, version 0 again, then a short description that begins with its type. */
export function isPaddleParams(head: Uint8Array): boolean {
  if (head.length < 24) return false;
  for (let i = 0; i < 16; i++) if (head[i] !== 0) return false;
  const length = head[16] ?? 0;
  return (
    length >= 4 &&
    length <= 100 &&
    head[17] === 0 &&
    head[18] === 0 &&
    head[19] === 0 &&
    head[20] === 8 &&
    (head[21] ?? 99) <= 22 &&
    head[22] === 0x10
  );
}

/** Counts tensor after tensor, stepping over their data. */
export function readPaddleParams(bytes: Bytes, tally: Tally): void {
  const cursor = new Cursor(bytes);
  while (!cursor.done) {
    cursor.skip(4);
    const levels = cursor.u64();
    if (levels > 16) throw absurd({ en: "the levels of a tensor", zh: "张量层级" });
    for (let i = 0; i < levels; i++) cursor.skip(cursor.u64());
    cursor.skip(4);
    const length = cursor.i32();
    const desc = tensorDesc(bytes, cursor.at, cursor.at + length);
    const size = typeBytes[desc.type] ?? 0;
    if (size === 0) throw absurd({ en: "the type of a tensor", zh: "张量类型" });
    cursor.skip(length);
    tally.add(desc.elements, types[desc.type] ?? "other");
    cursor.skip(desc.elements * size);
  }
}
