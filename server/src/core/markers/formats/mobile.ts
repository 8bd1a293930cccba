/** Models for phones and devices: TFLite and MNN (flatbuffers), ncnn (text and raw weights). Formats: tensorflow/lite/schema, alibaba/MNN schema/default, Tencent/ncnn docs. */
import { hasText, textOf, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { flat, fieldAt, intOf, tableAt, tableOf, tablesOf, vectorOf, type Flat, type Table } from "./flatbuffer.js";

const tfliteTypes: readonly string[] = [
  ...["float32", "float16", "int32", "uint8", "int64", "string", "bool", "int16", "complex64", "int8", "float64", "complex128", "uint64"],
  ...["resource", "variant", "uint32", "uint16", "int4", "bfloat16"],
];

/** The file identifier `TFL3` of the flatbuffer. */
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
    else if (kind === mnnBlob) mnnConstant(file, main, tally);
  }
}

/** Convolution2D: common (0), weight (1), bias (2), quanParameter (3: buffer 0, type 2, of which 3 is half precision), symmetricQuan (4: weight 0). */
function mnnLayer(file: Flat, layer: Table, tally: Tally): void {
  const weights = vectorOf(file, layer, 1).length;
  const packed = tableOf(file, layer, 3);
  const symmetric = tableOf(file, layer, 4);
  const half = packed !== null && intOf(file, packed, 2) === 3;
  if (weights > 0) tally.add(weights, "float32");
  else if (packed !== null && half) tally.add(Math.floor(vectorOf(file, packed, 0).length / 2), "float16");
  else {
    const stored = symmetric === null ? 0 : vectorOf(file, symmetric, 0).length;
    const sizes = stored > 0 ? stored : elementsOfLayer(file, layer);
    tally.add(sizes > 0 || packed === null ? sizes : vectorOf(file, packed, 0).length, "int8");
  }
  tally.add(vectorOf(file, layer, 2).length, "float32");
}

/** Blob: type (2; 19 is half precision), bytes (3, 4), floats (7). */
function mnnConstant(file: Flat, constant: Table, tally: Tally): void {
  const bytes = vectorOf(file, constant, 3).length + vectorOf(file, constant, 4).length;
  const half = intOf(file, constant, 2) === 19;
  if (bytes > 0) tally.add(Math.floor(bytes / (half ? 2 : 1)), half ? "float16" : "int8");
  else tally.add(vectorOf(file, constant, 7).length, "float32");
}

/** Convolution2DCommon: kernel (2, 3), group (9), outputs (10), inputs (11); what is packed below a byte counts by these. */
function elementsOfLayer(file: Flat, layer: Table): number {
  const common = tableOf(file, layer, 0);
  if (common === null) return 0;
  const kernel = intOf(file, common, 2, 1) * intOf(file, common, 3, 1);
  return elementsOf([kernel, intOf(file, common, 11), Math.floor(intOf(file, common, 10) / Math.max(1, intOf(file, common, 9, 1)))]);
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

/** ncnn's weights begin with a flag of how the first layer is stored. Flag 0 (plain float32) counts only where a .bin goes on like weights do. */
export function isNcnnBin(head: Uint8Array, bytes: Bytes, path: string): boolean {
  const flag = (head[0] ?? 0) | ((head[1] ?? 0) << 8) | ((head[2] ?? 0) << 16) | ((head[3] ?? 0) << 24);
  if (flag === 0x01306b47 || flag === 0x000d4b38 || flag === 0x0002c056) return true;
  return flag === 0 && path.endsWith(".bin") && bytes.size % 4 === 0 && looksTrained(head.subarray(4, 1028));
}

/** 256 floats of either sign, nearly all between a millionth and a hundred in size, most of them below one, as trained layers have. */
export function looksTrained(bytes: Uint8Array): boolean {
  if (bytes.length < 1024) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let negative = 0;
  let small = 0;
  let usual = 0;
  for (let i = 0; i < 256; i++) {
    const value = view.getFloat32(i * 4, true);
    if (!(Math.abs(value) < 1000)) return false;
    if (value < 0) negative++;
    if (Math.abs(value) < 1) small++;
    if (Math.abs(value) > 1e-6 && Math.abs(value) < 100 && !Number.isInteger(value)) usual++;
  }
  return usual >= 240 && negative >= 64 && negative <= 192 && small >= 160;
}

/** 512 floats of half precision that look so; a number of 16 bits that is none of a layer has any exponent. */
export function looksTrainedHalves(bytes: Uint8Array): boolean {
  if (bytes.length < 1024) return false;
  let negative = 0;
  let small = 0;
  let usual = 0;
  for (let i = 0; i < 512; i++) {
    const high = bytes[2 * i + 1] ?? 0;
    // Values from about 2^-17 to 64: exponents are biased by 15.
    const exponent = (high >> 2) & 31;
    if (high & 0x80) negative++;
    if (exponent < 15) small++;
    if (exponent < 21 && (exponent > 0 || (high & 3) > 0)) usual++;
  }
  return usual >= 480 && negative >= 128 && negative <= 384 && small >= 480;
}

/**
 * 4,096 numbers of one byte that look so: most of them in a quarter of all values, none of them very often, and each without regard to the one before.
 * What is compressed has all values alike, programs and records have many zeros, and points of a picture are like their neighbours.
 */
export function looksTrainedBytes(bytes: Uint8Array): boolean {
  if (bytes.length < 4096) return false;
  const counts = new Uint16Array(256);
  let [sum, squares, steps] = [0, 0, 0];
  for (let i = 0; i < 4096; i++) {
    const value = bytes[i]!;
    counts[value]!++;
    sum += value;
    squares += value * value;
    steps += Math.abs(value - (bytes[i + 1] ?? value));
  }
  if (counts.some((count) => count > 120)) return false;
  let [inQuarter, most] = [0, 0];
  for (let value = 0; value < 256; value++) {
    inQuarter += counts[value]! - (counts[value - 64] ?? 0);
    most = Math.max(most, inQuarter);
  }
  const deviation = Math.sqrt(squares / 4096 - (sum / 4096) ** 2);
  return most >= 1900 && most <= 3700 && steps / 4096 > 0.95 * deviation;
}
