/** Models for phones and devices: TFLite and MNN (flatbuffers), ncnn (text and raw weights). Formats: tensorflow/lite/schema, alibaba/MNN schema/default, Tencent/ncnn docs. */
import { hasText, textOf, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { flat, fieldAt, intOf, tableAt, tableOf, tablesOf, vectorOf, type Flat, type Table } from "./flatbuffer.js";

const tfliteTypes: readonly string[] = [
  ...["float32", "float16", "int32", "uint8", "int64", "string", "bool", "int16", "complex64", "int8", "float64", "complex128", "uint64"],
  ...["resource", "variant", "uint32", "uint16", "int4", "bfloat16"],
];

export function isTflite(head: Uint8Array): boolean {
  return hasText(head, 4, "TFL3");
}

/** Counts the tensors whose buffers hold data: Model.subgraphs (2), .buffers (4); Tensor.shape (0), .type (1), .buffer (2). */
export function readTflite(bytes: Bytes, tally: Tally): void {
  const file = flat(bytes);
  const model = tableAt(file, file.u32(0));
  const filled = [...tablesOf(file, model, 4)].map((buffer) => vectorOf(file, buffer, 0).length > 0 || fieldAt(file, buffer, 1) !== null);
  for (const subgraph of tablesOf(file, model, 2)) {
    for (const tensor of tablesOf(file, subgraph, 0)) {
      if (filled[intOf(file, tensor, 2)] !== true) continue;
      const type = fieldAt(file, tensor, 1);
      countTflite(file, tensor, tfliteTypes[type === null ? 0 : file.u8(type)] ?? "other", tally);
    }
  }
}

/** A constant of fewer than 16 elements is a setting; int32 is a shape unless it is long (the bias of a quantised layer). */
function countTflite(file: Flat, tensor: Table, dtype: string, tally: Tally): void {
  const shape = vectorOf(file, tensor, 0);
  const sizes: number[] = [];
  for (let i = 0; i < Math.min(shape.length, 16); i++) sizes.push(file.i32(shape.at + i * 4));
  const elements = elementsOf(sizes);
  if (elements >= 16 && /^(b?float|u?int8|int4|int16|int32)/.test(dtype)) tally.add(elements, dtype);
  else if (sizes.length > 0 && /^b?float/.test(dtype)) tally.few(elements, dtype);
  else tally.aside(elements);
}

/** OpParameter members of MNN's schema that hold weights. */
const mnnBlob = 7;
const mnnConvolution = 9;
const mnnInnerProduct = 20;

/** MNN has no magic: a Net whose list of operations (3) is a list of tables that have an operation type (4 or 5) and parameters. */
export function isMnn(head: Uint8Array, bytes: Bytes): boolean {
  if (bytes.size < 64 || (head[2] ?? 1) + (head[3] ?? 1) !== 0) return false;
  try {
    const file = flat(bytes);
    const net = tableAt(file, file.u32(0));
    if (net.slots < 5 || net.slots > 14) return false;
    const operations = vectorOf(file, net, 3);
    const names = vectorOf(file, net, 7);
    if (operations.length < 2 || operations.length > 100_000 || names.length < 1 || names.length > 100_000) return false;
    const first = tableAt(file, operations.at + file.u32(operations.at));
    const name = names.at + file.u32(names.at);
    const letters = textOf(bytes.read(name + 4, name + 4 + Math.min(200, file.u32(name))));
    return first.slots >= 3 && first.slots <= 9 && intOf(file, first, 5) < 1024 && /^[\x20-\x7e]+$/.test(letters);
  } catch {
    return false;
  }
}

/** Counts convolutions, inner products and constants; a quantised layer counts by its sizes. */
export function readMnn(bytes: Bytes, tally: Tally): void {
  const file = flat(bytes);
  const net = tableAt(file, file.u32(0));
  for (const operation of tablesOf(file, net, 3)) {
    const kindAt = fieldAt(file, operation, 1);
    const kind = kindAt === null ? 0 : file.u8(kindAt);
    const main = tableOf(file, operation, 2);
    if (main === null) continue;
    if (kind === mnnConvolution) mnnLayer(file, main, tally);
    else if (kind === mnnInnerProduct) tally.add(vectorOf(file, main, 3).length + vectorOf(file, main, 4).length, "float32");
    else if (kind === mnnBlob) tally.add(vectorOf(file, main, 7).length, "float32");
  }
}

/** Convolution2D: common (0), weight (1), bias (2), quanParameter (3). */
function mnnLayer(file: Flat, layer: Table, tally: Tally): void {
  const weights = vectorOf(file, layer, 1).length;
  const common = tableOf(file, layer, 0);
  if (weights > 0 || common === null) tally.add(weights, "float32");
  else {
    const kernel = intOf(file, common, 2, 1) * intOf(file, common, 3, 1);
    tally.add(
      elementsOf([kernel, intOf(file, common, 11), Math.floor(intOf(file, common, 10) / Math.max(1, intOf(file, common, 9, 1)))]),
      "quantised",
    );
  }
  tally.add(vectorOf(file, layer, 2).length, "float32");
}

/** ncnn's description of layers is text that begins with this number on a line of its own. */
export function isNcnnParam(head: Uint8Array): boolean {
  return /^7767517\r?\n\s*\d+\s+\d+/.test(textOf(head.subarray(0, 64)));
}

/** Layers and, by `weight_data_size` (6 of convolutions, 2 of inner products), the weights that the .bin beside it holds. */
export function readNcnnParam(bytes: Bytes, tally: Tally): void {
  const lines = textOf(bytes.read(0, 8_000_000)).split("\n");
  for (const line of lines.slice(2)) {
    const type = /^\s*(\w+)/.exec(line)?.[1] ?? "";
    const key = /^(Convolution|Deconvolution)/.test(type)
      ? "6"
      : type === "InnerProduct"
        ? "2"
        : type === "LSTM" || type === "GRU"
          ? "1"
          : null;
    if (key === null) continue;
    const size = new RegExp(`\\s${key}=(\\d{1,12})`).exec(line)?.[1];
    const outputs = /\s0=(\d{1,9})/.exec(line)?.[1];
    const bias = type === "InnerProduct" ? /\s1=1(\s|$)/.test(line) : /\s5=1(\s|$)/.test(line);
    if (size !== undefined) tally.add(Number(size) + (bias ? Number(outputs ?? "0") : 0), "stored beside");
  }
}

/** ncnn's weights begin with a flag of how the first layer is stored; plain float32 (flag 0) cannot be told from other data. */
export function isNcnnBin(head: Uint8Array): boolean {
  const flag = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16) | ((head[3] ?? 0) << 24);
  return flag === 0x01306b47 || flag === 0x000d4b38 || flag === 0x0002c056;
}
