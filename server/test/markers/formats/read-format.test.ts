/** What every reader makes of a tiny valid file: format, parameters, types. */
import { gzipSync, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../src/core/markers/formats/bytes.js";
import type { FormatFinding } from "../../../src/core/markers/formats/finding.js";
import { readFormat } from "../../../src/core/markers/formats/read-format.js";
import * as build from "./build.js";

/** Reads a file whose name says nothing. */
function read(bytes: Uint8Array, path = "some/file"): FormatFinding | null {
  return readFormat(path, bytes.subarray(0, 4096), bytesOf(bytes));
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

interface Sample {
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

const samples: readonly Sample[] = [
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
    bytes: text(build.wordVectorsText(20, 16)),
    format: "word-vectors",
    parameters: 320,
    tensors: 1,
    dtype: "float32",
  },
  {
    what: "a manifest of TensorFlow.js",
    bytes: text(build.tfjs("dense/kernel", [20, 11])),
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
    bytes: build.torchZip(build.torchPickle(state), { "archive/code/__torch__.py": text("class M: pass") }),
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
      "metadata.json": text("{}"),
      "config.json": text("{}"),
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
    bytes: text("7767517\n2 2\nInput data 0 1 data 0=3\nConvolution conv 1 1 data out 0=20 1=3 5=1 6=200\n"),
    format: "ncnn-param",
    parameters: 220,
    tensors: 1,
    dtype: "stored beside",
  },
];

describe("weights by content", () => {
  it.each(samples)("counts $what", ({ bytes, format, parameters, tensors, dtype }) => {
    const finding = read(bytes);
    expect(finding).toMatchObject({ format, measures: { bytes: bytes.length, parameters, tensors, dtype } });
    expect(finding?.truncated).toBeUndefined();
  });

  it("tells the architecture where the file says it", () => {
    expect(read(build.gguf(3, { a: [[64], 0] }))?.measures["architecture"]).toBe("llama");
    expect(read(build.ctranslate2(6, { w: [20] }))?.measures["architecture"]).toBe("TransformerSpec");
  });

  it("counts the weights of ONNX that stand in a file beside it", () => {
    const outside = build.join(
      build.number(1, 1000),
      build.number(1, 50),
      build.number(2, 1),
      build.field(13, build.field(1, "location"), build.field(2, "w.bin")),
      build.number(14, 1),
    );
    expect(read(build.onnx(build.field(5, outside)))?.measures).toMatchObject({ parameters: 50_000, externalData: "yes" });
  });

  const bare: readonly (readonly [string, Uint8Array])[] = [
    ["tesseract-data", build.tesseract()],
    ["coreml", build.coreml()],
    ["coreml-weights", build.join(build.u32(1), build.u32(2), build.zeros(56), build.u32(0xdeadbeef), build.zeros(64))],
    ["flax", build.flax()],
    ["kenlm", build.join("mmap lm http://kheafield.com/code format version 5\n", build.zeros(60))],
    ["boosted-trees", text("tree\nversion=v3\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n")],
    ["boosted-trees", text('{"learner":{"attributes":{},"feature_names":[],"gradient_booster":{"model":{}}}}')],
    ["ggml", build.join("lmgg", build.zeros(80))],
    ["kaldi", build.join([0, 0x42], "<Nnet3> ", build.zeros(60))],
    ["kmodel", build.join("LDMK", [5, 0, 0, 0], build.zeros(60))],
    ["tnn", build.join([2, 0, 0xbc, 0xfa], build.zeros(60))],
    ["torch7", build.join([4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0], "V 1", [13, 0, 0, 0], "nn.Sequential", build.zeros(60))],
    ["paddle-lite", build.join([2, 0], "v2.10", build.zeros(11), [200, 1], build.zeros(60))],
  ];
  it.each(bare)("recognises %s by its beginning, and reads its size only", (format, bytes) => {
    expect(read(bytes)).toEqual({ format, measures: { bytes: bytes.length } });
  });

  it("does not take lines of numbers, notes or a manifest of pages for vectors and weights", () => {
    expect(read(text("20 16\n" + "1 2 3\n".repeat(200)))).toBeNull();
    expect(read(text('[{"paths": ["a.html"], "weights": 3}]'))).toBeNull();
    expect(read(build.join([1, 0], "saved game", build.zeros(80)))).toBeNull();
    expect(read(build.join([4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0], "V 1", [17, 0, 0, 0], "torch.FloatTensor", build.zeros(60)))).toBeNull();
    expect(read(text("these variables are kept on the release page\n".repeat(3)), "m/variables.data-00000-of-00001")).toBeNull();
    expect(read(build.join(build.u32(0), build.u32(2), build.u32(5), build.u64(1), new Uint8Array(1200).fill(0xff)))).toBeNull();
  });

  it("takes plain floats behind a zero for ncnn's weights where they look trained, and nothing else", () => {
    const weights = build.join(build.u32(0), build.floats(400));
    expect(read(weights, "net.bin")?.format).toBe("ncnn-weights");
    expect(read(weights, "capture.raw")).toBeNull();
    const samples = Uint8Array.from({ length: 2004 }, (_, i) => (i < 4 ? 0 : (i * 37) % 251));
    expect(read(samples, "firmware.bin")).toBeNull();
    expect(read(build.join(build.u32(0), build.zeros(2000)), "zeros.bin")).toBeNull();
  });

  it("sees raw variables of TensorFlow, which have no header", () => {
    expect(read(build.zeros(400), "m/variables.data-00000-of-00001")).toEqual({ format: "tf-variables", measures: { bytes: 400 } });
  });
});

describe("models without weights and arrays that are data", () => {
  const misses: readonly (readonly [string, Uint8Array, string | null])[] = [
    ["an ONNX graph without initialisers", build.onnx(build.field(1, build.onnxNode("Add"))), "onnx-graph"],
    [
      "an ONNX graph whose only constants are shapes and an epsilon",
      build.onnx(build.field(5, build.onnxTensor("s", [4], 7)), build.field(5, build.onnxTensor("e", [1]))),
      "onnx-graph",
    ],
    ["an ONNX tensor of a test's input", build.onnxTensor("x", [1, 3, 8, 8]), null],
    ["a PyTorch file of plain values", build.torchZip(build.join([0x80, 2], "}", ".")), "torch-without-tensors"],
    ["a pickled dictionary", build.join([0x80, 2], "}", "(", [0x55, 1], "a", [0x4b, 1], "u", "."), null],
    ["pickled arrays of measurements", build.numpyPickle({ temperature: [100], pressure: [100] }), "numpy-pickle"],
    ["one array", build.npy([100]), "npy"],
    ["a list that NumPy saved as one object", build.npy([], "|O", build.join([0x80, 2], "]", ".")), "npy"],
    ["measurements that NumPy saved as one object", build.npy([], "|O", build.numpyPickle({ heat: [100], flow: [100] })), "numpy-pickle"],
    ["a gzipped text", gzipSync(text("weights\n".repeat(50))), null],
    [
      "an npz of a linear program",
      build.zip({ "c.npy": build.npy([20]), "A_ub.npy": build.npy([20, 10]), "b_ub.npy": build.npy([20]), "b_eq.npy": build.npy([20]) }),
      "npz",
    ],
    ["an npz of data", build.zip({ "images.npy": build.npy([20, 10]), "labels.npy": build.npy([20]) }), "npz"],
    ["HDF5 of data", build.hdf5({ images: [20, 10] }), "hdf5"],
    ["a TensorFlow graph without weights", build.frozenGraph([2]), "tf-graph"],
    [
      "a jar",
      build.zip({
        "META-INF/MANIFEST.MF": text("Manifest-Version: 1.0\n"),
        "a/B.class": build.join([0xca, 0xfe, 0xba, 0xbe], build.zeros(40)),
      }),
      null,
    ],
    ["a PNG", build.join(0x89, "PNG\r\n", [0x1a, 0x0a], build.u32(13, false), "IHDR", build.zeros(40)), null],
    ["zeros", build.zeros(5000), null],
    ["text", text("x = 1\n".repeat(40)), null],
    ["configuration in the Pkl language", text('module members\n\nabstract class Foo {\n  hidden bar = "weights"\n}\n'), null],
  ];
  it.each(misses)("%s", (_, bytes, format) => {
    expect(read(bytes, "models/weights.bin")?.format ?? null).toBe(format);
  });
});

describe("truncated and absurd files", () => {
  const readable = samples.filter((sample) => sample.format !== "ncnn-param");
  it.each(
    readable.filter(
      (sample) =>
        !/program|mindir|caffe|mnn|pickle|params|estimator|keras|npz|graph|SavedModel|saved|word|darknet|tfjs/.test(sample.format),
    ),
  )("says of a half of $what that it is cut off, or nothing", ({ bytes }) => {
    const half = read(bytes.subarray(0, Math.floor(bytes.length / 2)));
    if (half !== null) expect(half.truncated?.en).toMatch(/\w/);
  });

  it("says up to which byte the header announces data", () => {
    const whole = build.safetensors({ w: [100, 100] });
    const finding = read(whole.subarray(0, 500));
    expect(finding?.truncated?.en).toBe(`it announces data up to byte ${whole.length}, but has 500 bytes`);
    expect(finding?.measures["parameters"]).toBe(10_000);
  });

  it("keeps what was counted before an absurd tensor", () => {
    const finding = read(build.gguf(3, { a: [[64], 0], b: [[2 ** 40, 2 ** 40], 0] }));
    expect(finding?.measures["parameters"]).toBe(64);
    expect(finding?.truncated?.en).toBe("the shape of a tensor is out of bounds");
  });

  it("does not believe a header of 90 exabytes, or a million million tensors", () => {
    const header = build.join(build.u64(2n ** 62n), '{"a":{"dtype":"F32"}}');
    expect(read(header)).toBeNull();
    const tensors = build.join("GGUF", build.u32(3), build.u64(10 ** 12), build.u64(0), build.zeros(64));
    expect(read(tensors)?.truncated?.en).toMatch(/announces data/);
  });

  it("reads a 4 TB file by its header alone", () => {
    const header = JSON.stringify({ w: { dtype: "F32", shape: [1000, 1000, 1000, 1000], data_offsets: [0, 4e12] } });
    const start = build.join(build.u64(header.length), header);
    let readBytes = 0;
    const size = 8 + header.length + 4e12;
    const finding = readFormat("w", start, {
      size,
      read(from, to) {
        const end = Math.min(to, size);
        readBytes += end - from;
        const part = new Uint8Array(end - from);
        part.set(start.subarray(from, end));
        return part;
      },
    });
    expect(finding).toEqual({ format: "safetensors", measures: { bytes: size, parameters: 1e12, tensors: 1, dtype: "float32" } });
    expect(readBytes).toBeLessThan(2_000_000);
  });

  it("does not unpack a bomb", () => {
    const bomb = build.zip({
      "archive/data.pkl": build.join([0x80, 2], build.zeros(1), ".".repeat(1)),
      "archive/version": build.zeros(30_000_000),
    });
    expect(read(bomb)?.format).toBe("torch-zip");
  });
});
