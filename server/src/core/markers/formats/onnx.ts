/** ONNX: initialisers of every graph and the constants of its nodes, sub-graphs and functions included. Format: onnx/onnx onnx/onnx.proto. */
import { absurd, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { fieldText, fields, firstFields, numbers, type Field } from "./protobuf.js";

/** The first seventeen of TensorProto.DataType, by number; MindIR has the same. */
export const firstTypes: readonly string[] =
  "undefined float32 uint8 int8 uint16 int16 int32 int64 string bool float16 float64 uint32 uint64 complex64 complex128 bfloat16".split(
    " ",
  );
const types: readonly string[] = [...firstTypes, ..."float8 float8 float8 float8 uint4 int4 float4 float8 uint2 int2".split(" ")];
/** Types in which trained weights stand; the others are shapes, indices and texts. */
const weightTypes = /^(float|bfloat|u?int8$|u?int4$|u?int2$)/;
/** Fewer elements than this are settings of an operator (an epsilon, a scale), not weights. */
const fewest = 16;
const deepest = 24;
const modelFields = new Set([1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]);
const graphFields = new Set([1, 2, 5, 10, 11, 12, 13, 14, 15, 16]);

/** A ModelProto: an IR version below 100 and a graph, sets of operators that are sets of operators, and no field that a model does not have. */
export function isOnnx(head: Uint8Array, bytes: Bytes): boolean {
  const first = head[0];
  if (first !== 0x08 && first !== 0x12 && first !== 0x3a && first !== 0x42) return false;
  const seen = firstFields(bytes, 0, bytes.size, 400);
  const graph = seen.find((field) => field.number === 7 && field.kind === 2);
  const version = seen.find((field) => field.number === 1);
  if (graph === undefined || (version !== undefined && (version.kind !== 0 || version.value > 99))) return false;
  if (version === undefined && !seen.some((field) => field.number === 8 && field.kind === 2)) return false;
  if (seen.some((field) => !modelFields.has(field.number) || (field.number === 8 && !isOperatorSet(bytes, field)))) return false;
  const inside = firstFields(bytes, graph.from, graph.to, 3);
  return inside.length > 0 && inside.every((field) => graphFields.has(field.number) && field.kind === 2);
}

/** An OperatorSetIdProto: a domain, a version, or nothing. */
function isOperatorSet(bytes: Bytes, { kind, from, to }: Field): boolean {
  return kind === 2 && firstFields(bytes, from, to, 3).every(({ number }) => number === 1 || number === 2);
}

/** One TensorProto. */
interface Tensor {
  readonly rank: number;
  readonly elements: number;
  readonly dtype: string;
  readonly external: boolean;
}

function tensorOf(bytes: Bytes, place: Field): Tensor {
  const shape: number[] = [];
  let type = 0;
  let external = false;
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number === 1) shape.push(...numbers(bytes, field));
    else if (field.number === 2 && field.kind === 0) type = field.value;
    else if (field.number === 13 || (field.number === 14 && field.value === 1)) external = true;
    if (shape.length > 64) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
  }
  return { rank: shape.length, elements: elementsOf(shape), dtype: types[type] ?? `onnx-${type}`, external };
}

interface Walk {
  readonly bytes: Bytes;
  readonly tally: Tally;
}

function count(walk: Walk, place: Field): void {
  const tensor = tensorOf(walk.bytes, place);
  if (tensor.external) walk.tally.note("externalData", "yes");
  if (!weightTypes.test(tensor.dtype) || tensor.rank === 0) walk.tally.aside(tensor.elements);
  else if (tensor.elements >= fewest) walk.tally.add(tensor.elements, tensor.dtype);
  else walk.tally.few(tensor.elements, tensor.dtype);
}

/** A SparseTensorProto: its values are a TensorProto of their own. */
function countSparse(walk: Walk, place: Field): void {
  for (const field of fields(walk.bytes, place.from, place.to)) if (field.number === 1 && field.kind === 2) count(walk, field);
}

function attribute(walk: Walk, place: Field, depth: number): void {
  for (const field of fields(walk.bytes, place.from, place.to)) {
    if (field.kind !== 2) continue;
    if (field.number === 5 || field.number === 10) count(walk, field);
    else if (field.number === 6 || field.number === 11) graph(walk, field, depth + 1);
    else if (field.number === 22 || field.number === 23) countSparse(walk, field);
    else if (field.number === 7 && field.to - field.from >= fewest * 4) walk.tally.add((field.to - field.from) / 4, "float32");
  }
}

function node(walk: Walk, place: Field, depth: number): void {
  for (const field of fields(walk.bytes, place.from, place.to)) if (field.number === 5 && field.kind === 2) attribute(walk, field, depth);
}

function graph(walk: Walk, place: Field, depth: number): void {
  if (depth > deepest) throw absurd({ en: "the depth of its sub-graphs", zh: "子图嵌套深度" });
  for (const field of fields(walk.bytes, place.from, place.to)) {
    if (field.kind !== 2) continue;
    if (field.number === 1) node(walk, field, depth);
    else if (field.number === 2 && depth === 0) walk.tally.note("architecture", fieldText(walk.bytes, field));
    else if (field.number === 5) count(walk, field);
    else if (field.number === 15) countSparse(walk, field);
  }
}

/** Counts the weights of a model; a model without any is a graph and no carrier. */
export function readOnnx(bytes: Bytes, tally: Tally): void {
  const walk: Walk = { bytes, tally };
  for (const field of fields(bytes, 0, bytes.size)) {
    if (field.kind !== 2) continue;
    if (field.number === 7) graph(walk, field, 0);
    else if (field.number === 20)
      for (const part of fields(bytes, field.from, field.to)) if (part.number < 3 && part.kind === 2) graph(walk, part, 1);
    if (field.number === 25)
      for (const part of fields(bytes, field.from, field.to)) if (part.number === 7 && part.kind === 2) node(walk, part, 1);
  }
}
