/**
 * Which format of model weights a file has, by its content, and what it holds: never by its name, never by unpickling.
 * A file that begins like a format and cannot be read to its end is reported as truncated with what was counted before.
 */
import { buffered, unreadableAs, Unreadable, type Bytes } from "./bytes.js";
import { isCaffe, readCaffe } from "./caffe.js";
import { isCtranslate2, readCtranslate2 } from "./ctranslate2.js";
import type { Measures } from "../marker.js";
import { newTally, type FormatFinding, type Tally } from "./finding.js";
import { isGguf, readGguf } from "./gguf.js";
import { isHdf5, readHdf5 } from "./hdf5.js";
import { magicFormat } from "./magics.js";
import { isMindIr, isMindSporeCheckpoint, readMindIr, readMindSporeCheckpoint } from "./mindspore.js";
import { isMnn, isNcnnBin, isNcnnParam, isTflite, readMnn, readNcnnParam, readTflite } from "./mobile.js";
import { readModelJson } from "./model-json.js";
import { isNpy, readNpy } from "./numpy.js";
import { isOnnx, readOnnx } from "./onnx.js";
import { isPaddleParams, isPaddleProgram, readPaddleParams, readPaddleProgram } from "./paddle.js";
import { isPickle, readPickle } from "./pickled-model.js";
import { pointerFinding, readPointer } from "./pointers.js";
import { isSafetensors, readSafetensors } from "./safetensors.js";
import { isCheckpointIndex, isGraphDef, isSavedModel, readCheckpointIndex, readGraphDef, readSavedModel } from "./tensorflow.js";
import { isLegacyTorch, readLegacyTorch } from "./torch.js";
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
  { name: "ctranslate2", is: isCtranslate2, read: readCtranslate2 },
  { name: "paddle-inference-params", is: isPaddleParams, read: readPaddleParams },
  { name: "tf-saved-model", is: isSavedModel, read: readSavedModel, empty: "tf-saved-model-graph" },
  { name: "onnx", is: isOnnx, read: readOnnx, empty: "onnx-graph" },
  { name: "tf-checkpoint", is: isCheckpointIndex, read: readCheckpointIndex, empty: "tf-checkpoint-empty" },
  { name: "mindir", is: isMindIr, read: readMindIr, empty: "mindir-graph" },
  { name: "mindspore-checkpoint", is: isMindSporeCheckpoint, read: readMindSporeCheckpoint },
  { name: "paddle-program", is: isPaddleProgram, read: readPaddleProgram },
  { name: "caffe", is: isCaffe, read: readCaffe, empty: "caffe-graph" },
  { name: "tf-frozen-graph", is: isGraphDef, read: readGraphDef, empty: "tf-graph" },
  { name: "pickle", is: isPickle, read: readPickle },
  { name: "mnn", is: isMnn, read: readMnn },
];

/** Variables of TensorFlow have no header at all: their name says what they are, their content only that it is no text. */
function isVariablesData(path: string, head: Uint8Array, size: number): boolean {
  return /\.data-\d{5}-of-\d{5}$/.test(path) && size >= 64 && head.subarray(0, 4096).some((byte) => byte < 9);
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

const textFormats: readonly Format[] = formats.filter((format) => format.name === "ncnn-param" || format.name === "pickle");

/** First letters of the formats that are text: pointers, JSON, ncnn, pickles of protocol 0. Most files of a tree end here, after a few comparisons. */
function readText(path: string, head: Uint8Array, bytes: Bytes): FormatFinding | null {
  const pointer = readPointer(path, head, bytes);
  if (pointer !== null) return pointerFinding(pointer, bytes.size);
  if (head[0] === 0x7b) return readModelJson(head, bytes);
  if (head[0] !== 0x37 && head[0] !== 0x63 && head[0] !== 0x28 && head[0] !== 0x7d && head[0] !== 0x5d) return null;
  const format = textFormats.find((candidate) => candidate.is(head, bytes, path));
  return format === undefined ? null : readAs(format, head, buffered(bytes));
}

/**
 * Recognises and measures a file of model weights, of a pointer to them, of their index or configuration; null for everything else. Never throws.
 * `head` are the file's first bytes (4 KiB do), `bytes` the whole of it; `path` matters only to pointers, whose content is elsewhere, and to raw variables.
 * What `bytes.read` gives must stay as it is until the reader is done.
 */
export function readFormat(path: string, head: Uint8Array, bytes: Bytes): FormatFinding | null {
  if (head.length < 8 || bytes.size < 8) return null;
  if (beginsAsText(head)) return readText(path, head, bytes);
  const magic = magicFormat(head);
  if (magic !== null && bytes.size >= 64) return { format: magic, measures: { bytes: bytes.size } };
  const blocks = buffered(bytes);
  const format = formats.find((candidate) => candidate.is(head, blocks, path));
  if (format !== undefined) return readAs(format, head, blocks);
  return isVariablesData(path, head, bytes.size) ? { format: "tf-variables", measures: { bytes: bytes.size } } : null;
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
