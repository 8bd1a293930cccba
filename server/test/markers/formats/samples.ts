/** Tiny files with weights, one or more of each format that is counted. */
import { gzipSync, zlibSync } from "fflate";
import type { FormatFinding } from "../../../src/core/markers/formats/finding.js";
import { bytesOf } from "../../../src/core/markers/formats/bytes.js";
import { readFormat } from "../../../src/core/markers/formats/read-format.js";
import * as build from "./build.js";

/** Reads a file whose name says nothing. */
export function read(bytes: Uint8Array, path = "some/file"): FormatFinding | null {
  return readFormat(path, bytes.subarray(0, 4096), bytesOf(bytes));
}

/** The bytes of a text. */
export const bytesOfText = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A tiny valid file and what must be read in it. */
export interface Sample {
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly format: string;
  /** Thought out by hand from the shapes. */
  readonly parameters: number;
  readonly tensors: number;
  readonly dtype: string;
}

const state = { "fc.weight": [20, 10], "fc.bias": [20] };
/** 20 × 10 + 20 parameters in two tensors. */
const twoTensors = { parameters: 220, tensors: 2, dtype: "float32" };

/** One or more of each format whose weights are counted. */
export const samples: readonly Sample[] = [
  {
    what: "an estimator that joblib packed",
    bytes: zlibSync(build.numpyPickle({ coef_: [10, 3] }, "csklearn.linear_model._logistic\nLogisticRegression\n0")),
    format: "estimator-pickle",
    parameters: 30,
    tensors: 1,
    dtype: "float32",
  },
  { what: "layers in a gzipped pickle", bytes: gzipSync(build.numpyPickle(state)), format: "pickle-weights", ...twoTensors },
  { what: "MXNet", bytes: build.mxnet([20, 11]), format: "mxnet", parameters: 220, tensors: 1, dtype: "float32" },
  { what: "dlib network", bytes: build.dlib(300), format: "dlib", parameters: 305, tensors: 1, dtype: "float32" },
  { what: "dlib shape predictor", bytes: build.dlibShape(68, 300), format: "dlib", parameters: 301, tensors: 1, dtype: "float32" },
  { what: "Darknet", bytes: build.darknet(300), format: "darknet", parameters: 300, tensors: 1, dtype: "float32" },
  {
    what: "word vectors in binary",
    bytes: build.wordVectors(20, 16),
    format: "word-vectors",
    parameters: 320,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "word vectors in text",
    bytes: bytesOfText(build.wordVectorsText(20, 16)),
    format: "word-vectors",
    parameters: 320,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "a manifest of TensorFlow.js",
    bytes: bytesOfText(build.tfjs("dense/kernel", [20, 11])),
    format: "tfjs-manifest",
    parameters: 220,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "Marian's npz",
    bytes: build.zip({ "encoder_Wemb.npy": build.npy([20, 11]), "special:model.yml.npy": build.npy([40], "|i1") }),
    format: "npz-weights",
    parameters: 260,
    tensors: 2,
    dtype: "float32",
  },
  { what: "safetensors", bytes: build.safetensors(state), format: "safetensors", ...twoTensors },
  { what: "half-precision safetensors", bytes: build.safetensors(state, "F16", 2), format: "safetensors", ...twoTensors, dtype: "float16" },
  {
    what: "safetensors with eight 4-bit weights to an I32",
    bytes: build.safetensors({ "q.qweight": [4, 8] }, "I32"),
    format: "safetensors",
    parameters: 256,
    tensors: 1,
    dtype: "int32",
  },
  ...[1, 2, 3].map((version) => ({
    what: `GGUF version ${version}`,
    bytes: build.gguf(version, { a: [[64, 32], 12], b: [[32], 0] }),
    format: "gguf",
    parameters: 2080,
    tensors: 2,
    dtype: "q4_k",
  })),
  {
    what: "big-endian GGUF",
    bytes: build.gguf(3, { a: [[64, 32], 8] }, false),
    format: "gguf",
    parameters: 2048,
    tensors: 1,
    dtype: "q8_0",
  },
  { what: "a PyTorch checkpoint", bytes: build.torchZip(build.torchPickle(state)), format: "torch-zip", ...twoTensors },
  {
    what: "a PyTorch checkpoint of half precision",
    bytes: build.torchZip(build.torchPickle(state, "HalfStorage")),
    format: "torch-zip",
    ...twoTensors,
    dtype: "float16",
  },
  {
    what: "tied PyTorch weights, counted once",
    bytes: build.torchZip(build.torchPickle({ a: [20, 10], b: [20, 10] }, "FloatStorage", true)),
    format: "torch-zip",
    parameters: 200,
    tensors: 2,
    dtype: "float32",
  },
  {
    what: "TorchScript",
    bytes: build.torchZip(build.torchPickle(state), { "archive/code/__torch__.py": bytesOfText("class M: pass") }),
    format: "torchscript",
    ...twoTensors,
  },
  { what: "an older PyTorch checkpoint", bytes: build.torchLegacy(build.torchPickle(state)), format: "torch-legacy", ...twoTensors },
  { what: "pickled arrays of layers", bytes: build.numpyPickle(state), format: "pickle-weights", ...twoTensors },
  {
    what: "PaddlePaddle parameters",
    bytes: build.numpyPickle({ ...state, "StructuredToParameterName@@": [1] }),
    format: "paddle-params",
    parameters: 221,
    tensors: 3,
    dtype: "float32",
  },
  {
    what: "a fitted estimator",
    bytes: build.numpyPickle({ coef_: [10, 3] }, "csklearn.linear_model._logistic\nLogisticRegression\n0"),
    format: "estimator-pickle",
    parameters: 30,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "ONNX with initialisers",
    bytes: build.onnx(
      build.field(5, build.onnxTensor("w", [8, 10])),
      build.field(5, build.onnxTensor("b", [8])),
      build.field(5, build.onnxTensor("shape", [4], 7)),
    ),
    format: "onnx",
    parameters: 88,
    tensors: 2,
    dtype: "float32",
  },
  {
    what: "half-precision ONNX",
    bytes: build.onnx(build.field(5, build.onnxTensor("w", [8, 10], 10))),
    format: "onnx",
    parameters: 80,
    tensors: 1,
    dtype: "float16",
  },
  {
    what: "ONNX with weights in the branch of an If",
    bytes: build.onnx(
      build.field(
        1,
        build.onnxNode(
          "If",
          build.join(
            build.field(1, "then_branch"),
            build.field(
              6,
              build.field(
                1,
                build.onnxNode("Constant", build.join(build.field(1, "value"), build.field(5, build.onnxTensor("", [16, 16])))),
              ),
            ),
          ),
        ),
      ),
    ),
    format: "onnx",
    parameters: 256,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "a frozen TensorFlow graph",
    bytes: build.frozenGraph([30, 4]),
    format: "tf-frozen-graph",
    parameters: 120,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "a SavedModel with constants",
    bytes: build.join(build.number(1, 1), build.field(2, build.field(1, "meta"), build.field(2, build.frozenGraph([30, 4])))),
    format: "tf-saved-model",
    parameters: 120,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "the index of a TensorFlow checkpoint",
    bytes: build.checkpointIndex({ "dense/kernel": [12, 5], "dense/bias": [5], "dense/kernel/Adam": [12, 5] }),
    format: "tf-checkpoint",
    parameters: 65,
    tensors: 2,
    dtype: "float32",
  },
  { what: "TFLite", bytes: build.tflite([4, 25]), format: "tflite", parameters: 100, tensors: 1, dtype: "float32" },
  { what: "MNN", bytes: build.mnn(90, 10), format: "mnn", parameters: 100, tensors: 2, dtype: "float32" },
  { what: "HDF5 of layers", bytes: build.hdf5({ "kernel:0": [20, 10], "bias:0": [20] }), format: "keras-hdf5", ...twoTensors },
  {
    what: "a Keras archive",
    bytes: build.zip({
      "metadata.json": bytesOfText("{}"),
      "config.json": bytesOfText("{}"),
      "model.weights.h5": build.hdf5({ "0": [20, 10], "1": [20] }),
    }),
    format: "keras",
    ...twoTensors,
  },
  {
    what: "an npz of layers",
    bytes: build.zip({ "fc.weight.npy": build.npy([20, 10]), "fc.bias.npy": build.npy([20]) }),
    format: "npz-weights",
    ...twoTensors,
  },
  {
    what: "a dictionary of layers that NumPy saved as one object",
    bytes: build.npy([], "|O", build.numpyPickle({ weights: [20, 10], biases: [20] })),
    format: "pickle-weights",
    ...twoTensors,
  },
  { what: "CTranslate2", bytes: build.ctranslate2(6, { "decoder/w": [20, 10], "decoder/b": [20] }), format: "ctranslate2", ...twoTensors },
  {
    what: "PaddlePaddle inference parameters",
    bytes: build.join(build.paddleTensor([20, 10]), build.paddleTensor([20])),
    format: "paddle-inference-params",
    ...twoTensors,
  },
  {
    what: "a PaddlePaddle program",
    bytes: build.paddleProgram("conv_w", [20, 11]),
    format: "paddle-program",
    parameters: 220,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "a MindSpore checkpoint",
    bytes: build.join(build.mindSporeValue("w", [20, 10]), build.mindSporeValue("b", [20])),
    format: "mindspore-checkpoint",
    ...twoTensors,
  },
  { what: "MindIR", bytes: build.mindIr([20, 11]), format: "mindir", parameters: 220, tensors: 1, dtype: "float32" },
  { what: "Caffe", bytes: build.caffe([4, 5, 11, 1]), format: "caffe", parameters: 220, tensors: 1, dtype: "float32" },
  {
    what: "ncnn's description",
    bytes: bytesOfText("7767517\n2 2\nInput data 0 1 data 0=3\nConvolution conv 1 1 data out 0=20 1=3 5=1 6=200\n"),
    format: "ncnn-param",
    parameters: 220,
    tensors: 1,
    dtype: "stored beside",
  },
];
