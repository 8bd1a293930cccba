/**
 * Which format of model weights a file has, by its content, and what it holds: never by its name, never by unpickling.
 * A file that begins like a format and cannot be read to its end is reported as truncated with what was counted before.
 */
import { buffered, unreadableAs, Unreadable, type Bytes } from "./bytes.js";
import { isCaffe, readCaffe } from "./caffe.js";
import { isCtranslate2, readCtranslate2 } from "./ctranslate2.js";
import type { Measures } from "../marker.js";
import { newTally, type FormatFinding, type Tally } from "./finding.js";
import { isCoreMl, isCoreMlWeights } from "./coreml.js";
import { isDarknet, readDarknet } from "./darknet.js";
import { isDlib, readDlib } from "./dlib.js";
import { isFlax } from "./flax.js";
import { isGguf, readGguf } from "./gguf.js";
import { isHdf5, readHdf5 } from "./hdf5.js";
import { firstOfMagics, magicFormat } from "./magics.js";
import { isMindIr, isMindSporeCheckpoint, readMindIr, readMindSporeCheckpoint } from "./mindspore.js";
import {
  isMnn,
  isNcnnBin,
  isNcnnParam,
  isTflite,
  looksTrained,
  looksTrainedBytes,
  looksTrainedHalves,
  readMnn,
  readNcnnParam,
  readTflite,
} from "./mobile.js";
import { readModelJson } from "./model-json.js";
import { isMxnet, readMxnet } from "./mxnet.js";
import { isNpy } from "./numpy.js";
import { isOnnx, readOnnx } from "./onnx.js";
import { isPaddleParams, isPaddleProgram, readPaddleParams, readPaddleProgram } from "./paddle.js";
import { isPackedPickle, readPackedPickle } from "./packed-pickle.js";
import { isPickle, readNpy, readPickle } from "./pickled-model.js";
import { isPackedWeights, pointerFinding, readPointer } from "./pointers.js";
import { isSafetensors, readSafetensors } from "./safetensors.js";
import { isCheckpointIndex, isGraphDef, isSavedModel, readCheckpointIndex, readGraphDef, readSavedModel } from "./tensorflow.js";
import { isTesseract } from "./tesseract.js";
import { isLegacyTorch, readLegacyTorch } from "./torch.js";
import { isWordVectors, readWordVectors } from "./word-vectors.js";
import { isZip, readZip } from "./zipped-model.js";

/** A format: how its first bytes or its structure show, and how it is counted. What `read` gives back replaces the name; null means it was none of ours after all. */
interface Format {
  readonly name: string;
  is(head: Uint8Array, bytes: Bytes, path: string): boolean;
  read(bytes: Bytes, tally: Tally, head: Uint8Array): string | null | void;
  /** What a model of this format is called when it holds no weights. */
  readonly empty?: string;
}

/** In the order in which they are asked: fixed letters first, structures without any after. */
const formats: readonly Format[] = [
  { name: "safetensors", is: isSafetensors, read: readSafetensors, empty: "safetensors-empty" },
  { name: "gguf", is: isGguf, read: readGguf, empty: "gguf-vocabulary" },
  { name: "zip", is: isZip, read: readZip },
  { name: "torch-legacy", is: isLegacyTorch, read: readLegacyTorch, empty: "torch-without-tensors" },
  { name: "npy", is: isNpy, read: readNpy },
  { name: "hdf5", is: isHdf5, read: (bytes, tally) => (readHdf5(bytes, tally) ? "keras-hdf5" : "hdf5") },
  { name: "tflite", is: isTflite, read: readTflite, empty: "tflite-graph" },
  { name: "ncnn-param", is: isNcnnParam, read: readNcnnParam },
  { name: "ncnn-weights", is: isNcnnBin, read: () => undefined },
  { name: "coreml-weights", is: isCoreMlWeights, read: () => undefined },
  { name: "mxnet", is: isMxnet, read: readMxnet },
  { name: "darknet", is: isDarknet, read: readDarknet },
  { name: "dlib", is: isDlib, read: readDlib },
  { name: "tesseract-data", is: isTesseract, read: () => undefined },
  { name: "word-vectors", is: isWordVectors, read: readWordVectors },
  { name: "ctranslate2", is: isCtranslate2, read: readCtranslate2 },
  { name: "paddle-inference-params", is: isPaddleParams, read: readPaddleParams },
  { name: "tf-saved-model", is: isSavedModel, read: readSavedModel, empty: "tf-saved-model-graph" },
  { name: "coreml", is: isCoreMl, read: () => undefined },
  { name: "onnx", is: isOnnx, read: readOnnx, empty: "onnx-graph" },
  { name: "tf-checkpoint", is: isCheckpointIndex, read: readCheckpointIndex, empty: "tf-checkpoint-empty" },
  { name: "mindir", is: isMindIr, read: readMindIr, empty: "mindir-graph" },
  { name: "mindspore-checkpoint", is: isMindSporeCheckpoint, read: readMindSporeCheckpoint },
  { name: "paddle-program", is: isPaddleProgram, read: readPaddleProgram },
  { name: "caffe", is: isCaffe, read: readCaffe, empty: "caffe-graph" },
  { name: "tf-frozen-graph", is: isGraphDef, read: readGraphDef, empty: "tf-graph" },
  { name: "pickle", is: isPickle, read: (bytes, tally) => readPickle(bytes, tally) },
  { name: "packed-pickle", is: isPackedPickle, read: readPackedPickle },
  { name: "flax", is: isFlax, read: () => undefined },
  { name: "mnn", is: isMnn, read: readMnn },
];

/**
 * Variables of TensorFlow and shards of TensorFlow.js have no header at all: their name says what they are, their content only that it is no text.
 * A `.bin` of any other name, or what is called weights, counts where its path speaks of models or weights and its numbers look trained.
 */
function readVariables(path: string, start: Uint8Array, size: number): FormatFinding | null {
  if (!lastOfVariables.has(path.charCodeAt(path.length - 1))) return null;
  const head = start.subarray(0, headSize);
  const named = (path.includes("-shard") || path.includes(".data-0")) && /\.data-\d{5}-of-\d{5}$|-shard\d+(of\d+)?(\.bin)?$/.test(path);
  const found = named ? size >= 64 && !isTextOfPeople(head) : size >= 4096 && isNumbersOfModel(path, head);
  return found ? { format: "tf-variables", measures: { bytes: size }, numbers: true } : null;
}

/** Bytes by which a format is told. */
const headSize = 4096;

/** The last letters of such names: digits, `.bin`, `.weights`. Most files of a tree end here. */
const lastOfVariables: ReadonlySet<number> = new Set(Array.from("0123456789ns", (letter) => letter.charCodeAt(0)));

function isNumbersOfModel(path: string, head: Uint8Array): boolean {
  if (!/\.(bin|weights)$/.test(path) || !/(^|[/_.-])(models?|weights?)([/_.-]|$)/i.test(path)) return false;
  return looksTrained(head) || looksTrainedHalves(head) || looksTrainedBytes(head);
}

/** Whether most bytes are letters and there are spaces between: weights of one byte each may lie among the letters, and have no spaces. */
function isTextOfPeople(start: Uint8Array): boolean {
  const foreign = start.reduce((sum, byte) => sum + (byte < 9 || byte > 0x7e ? 1 : 0), 0);
  const spaces = start.reduce((sum, byte) => sum + (byte === 0x20 || byte === 9 || byte === 10 ? 1 : 0), 0);
  return foreign * 4 < start.length && spaces * 50 >= start.length;
}

/**
 * Whether a file begins with letters, spaces or UTF-8 only: then only the few formats that are text can be meant.
 * A line break may also be the first tag of a protocol buffer, in which a tag below 0x20 follows soon.
 */
function beginsAsText(head: Uint8Array): boolean {
  const end = head[0] === 0x0a ? 256 : 16;
  for (let i = 0; i < end; i++) {
    const byte = head[i] ?? 0x20;
    if (byte < 0x20 ? byte !== 9 && byte !== 10 && byte !== 13 : byte === 0x7f) return false;
  }
  return true;
}

const textFormats: readonly Format[] = formats.filter((format) => ["ncnn-param", "pickle", "word-vectors"].includes(format.name));

/** `1` to `9` of word vectors (7 of ncnn), `c`, `(`, `}`, `]` of pickles. */
const firstOfText: ReadonlySet<number> = new Set([0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x63, 0x28, 0x7d, 0x5d]);

/** First letters of what `readText` knows. */
const firstOfFormats: ReadonlySet<number> = new Set([
  ...firstOfText,
  ...firstOfMagics,
  ...Array.from("v.ao{[", (letter) => letter.charCodeAt(0)),
]);

/** Whether a text may be of a format, by its first letters: most files of a tree are not. Comments of many languages begin with a slash, as pointers of git-annex do. */
function mayBeFormat(start: Uint8Array, path: string): boolean {
  const first = start[0]!;
  return (first === 0x2f ? start[1] === 0x61 : firstOfFormats.has(first)) || path.endsWith(".dvc");
}

/** First letters of the formats that are text: pointers, JSON, ncnn, pickles of protocol 0. */
function readText(path: string, head: Uint8Array, bytes: Bytes): FormatFinding | null {
  const pointer = readPointer(path, head, bytes);
  if (pointer !== null) return pointerFinding(pointer, bytes.size);
  const magic = magicFormat(head);
  if (magic !== null) return { format: magic, measures: { bytes: bytes.size } };
  const first = head[0] ?? 0;
  const json = first === 0x7b || first === 0x5b ? readModelJson(head, bytes) : null;
  if (json !== null) return json;
  if (!firstOfText.has(first)) return readVariables(path, head, bytes.size);
  const format = textFormats.find((candidate) => candidate.is(head, bytes, path));
  return format === undefined ? readVariables(path, head, bytes.size) : readAs(format, head, buffered(bytes));
}

/**
 * Recognises and measures a file of model weights, of a pointer to them, of their index or configuration; null for everything else. Never throws.
 * `start` are the file's first bytes (4 KiB do), `bytes` the whole of it; `path` matters only to pointers, whose content is elsewhere, and to raw variables.
 * What `bytes.read` gives must stay as it is until the reader is done.
 */
export function readFormat(path: string, start: Uint8Array, bytes: Bytes): FormatFinding | null {
  if (start.length < 8 || bytes.size < 8) return null;
  if (isPackedWeights(path, start)) return { format: "packed-weights", measures: { bytes: bytes.size } };
  if (beginsAsText(start))
    return mayBeFormat(start, path) ? readText(path, start.subarray(0, headSize), bytes) : readVariables(path, start, bytes.size);
  const head = start.subarray(0, headSize);
  const magic = magicFormat(head);
  if (magic !== null && bytes.size >= 64) return { format: magic, measures: { bytes: bytes.size } };
  const blocks = buffered(bytes);
  const format = formats.find((candidate) => candidate.is(head, blocks, path));
  if (format !== undefined) return readAs(format, head, blocks);
  return readVariables(path, head, bytes.size);
}

function readAs(format: Format, head: Uint8Array, bytes: Bytes): FormatFinding | null {
  const tally = newTally();
  try {
    const name = format.read(bytes, tally, head);
    if (name === null) return null;
    const measures: Measures = { bytes: bytes.size, ...tally.measures() };
    const weighs = typeof measures["parameters"] === "number" && measures["parameters"] > 0;
    return { format: weighs ? (name ?? format.name) : (format.empty ?? name ?? format.name), measures };
  } catch (error) {
    const failure = error instanceof Unreadable ? error : unreadableAs(format.name, error);
    const name = failure.format === undefined ? format.name : failure.format;
    return name === null ? null : { format: name, measures: { bytes: bytes.size, ...tally.measures() }, truncated: failure.text };
  }
}
