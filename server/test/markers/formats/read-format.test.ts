/** What every reader makes of a tiny valid file (format, parameters, types), and of what only looks like one. */
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import * as build from "./build.js";
import { bytesOfText, read, samples } from "./samples.js";

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
    ["boosted-trees", bytesOfText("tree\nversion=v3\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n")],
    ["boosted-trees", bytesOfText('{"learner":{"attributes":{},"feature_names":[],"gradient_booster":{"model":{}}}}')],
    ["ggml", build.join("lmgg", build.zeros(80))],
    ["kaldi", build.join([0, 0x42], "<Nnet3> ", build.zeros(60))],
    ["kmodel", build.join("LDMK", [5, 0, 0, 0], build.zeros(60))],
    ["espdl", build.join("EDL2", [0, 0, 0, 0, 60, 0, 0, 0], build.zeros(64))],
    ["torch7", build.join("4\n1\n3\nV 1\n13\nnn.Sequential\n3\n2\n", build.zeros(60))],
    [
      "torch7",
      build.join(
        [3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0],
        build.u32(3),
        "net",
        build.u32(4),
        "V 1",
        build.u32(13),
        "nn.Sequential",
        build.zeros(60),
      ),
    ],
    ["tnn", build.join([2, 0, 0xbc, 0xfa], build.zeros(60))],
    ["torch7", build.join([4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0], "V 1", [13, 0, 0, 0], "nn.Sequential", build.zeros(60))],
    ["paddle-lite", build.join([2, 0], "v2.10", build.zeros(11), [200, 1], build.zeros(60))],
  ];
  it.each(bare)("recognises %s by its beginning, and reads its size only", (format, bytes) => {
    expect(read(bytes)).toEqual({ format, measures: { bytes: bytes.length } });
  });

  it("takes what bzip2 or xz packed for weights by its name, archives and other data not", () => {
    const bzip2 = build.join("BZh91AY&SY", build.floats(20));
    const xz = build.join([0xfd], "7zXZ", [0], build.floats(20));
    expect(read(bzip2, "shape_predictor.dat.bz2")?.format).toBe("packed-weights");
    expect(read(xz, "net/weights.bin.xz")?.format).toBe("packed-weights");
    expect(read(bzip2, "reads.fastq.bz2")).toBeNull();
    expect(read(xz, "dist/decoder-1.2.tar.xz")).toBeNull();
    expect(read(build.join("not packed at all, ", build.floats(20)), "shape_predictor.dat.bz2")?.format).not.toBe("packed-weights");
  });

  it("does not take lines of numbers, notes or a manifest of pages for vectors and weights", () => {
    expect(read(bytesOfText("20 16\n" + "1 2 3\n".repeat(200)))).toBeNull();
    expect(read(bytesOfText('[{"paths": ["a.html"], "weights": 3}]'))).toBeNull();
    expect(read(build.join([1, 0], "saved game", build.zeros(80)))).toBeNull();
    expect(read(build.join([4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0], "V 1", [17, 0, 0, 0], "torch.FloatTensor", build.zeros(60)))).toBeNull();
    expect(read(bytesOfText("these variables are kept on the release page\n".repeat(3)), "m/variables.data-00000-of-00001")).toBeNull();
    expect(read(build.join(build.u32(0), build.u32(2), build.u32(5), build.u64(1), new Uint8Array(1200).fill(0xff)))).toBeNull();
  });

  it("takes numbers that look trained for the weights of a model where the path speaks of one, in full and half precision", () => {
    const halves = Uint8Array.from({ length: 8000 }, (_, i) => (i % 2 === 0 ? (i * 37) % 256 : 0x24 + (i % 20) + (i % 3 === 0 ? 0x80 : 0)));
    expect(read(build.floats(2000), "models/blazeface.bin")?.format).toBe("tf-variables");
    expect(read(halves, "models/iris.bin")?.format).toBe("tf-variables");
    expect(read(build.floats(2000), "faces/landmarks.weights")?.format).toBe("tf-variables");
    expect(read(build.floats(2000), "scans/000001.bin")).toBeNull();
    expect(
      read(
        Uint8Array.from({ length: 8000 }, (_, i) => (i * 167) % 256),
        "models/mesh.bin",
      ),
    ).toBeNull();
  });

  it("takes bytes that look quantised for the weights of a model where the path speaks of one, not a picture or what is compressed", () => {
    const random = (seed: number): number => Math.abs((Math.sin(seed * 12.9898) * 43758.5453) % 1);
    const bytes = (valueAt: (i: number) => number): Uint8Array => Uint8Array.from({ length: 5000 }, (_, i) => valueAt(i));
    const bell = (i: number): number => 24 + 26 * [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, k) => sum + random(8 * i + k), 0);
    expect(read(bytes(bell), "model/landmarks.bin")?.format).toBe("tf-variables");
    expect(read(bytes(bell), "captures/landmarks.bin")).toBeNull();
    expect(
      read(
        bytes((i) => 128 + 90 * Math.sin(i / 40) + 9 * random(i)),
        "model/texture.bin",
      ),
    ).toBeNull();
    expect(
      read(
        bytes((i) => 256 * random(i)),
        "model/packed.bin",
      ),
    ).toBeNull();
    expect(
      read(
        bytes((i) => (i % 3 === 0 ? 0 : bell(i))),
        "model/records.bin",
      ),
    ).toBeNull();
  });

  it("takes a shard of bytes among the letters for weights, not a text that is called so", () => {
    const quantised = Uint8Array.from({ length: 5000 }, (_, i) => 0x43 + Math.round(9 * Math.sin(i)));
    expect(read(quantised, "web/group1-shard6of6")?.format).toBe("tf-variables");
    expect(read(new TextEncoder().encode("one shard of a list of words that people wrote\n".repeat(40)), "web/words-shard1of2")).toBeNull();
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
    expect(read(build.zeros(400), "m/variables.data-00000-of-00001")).toEqual({
      format: "tf-variables",
      measures: { bytes: 400 },
      numbers: true,
    });
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
    [
      "a file of aligned reads (BAM) whose first bytes are fields of a model",
      build.join(build.field(8, "AM@HD\tVN:1.5"), build.field(7, build.field(5, build.onnxTensor("w", [8, 10])), build.field(2, "chr1"))),
      null,
    ],
    ["a PyTorch file of plain values", build.torchZip(build.join([0x80, 2], "}", ".")), "torch-without-tensors"],
    ["a pickled dictionary", build.join([0x80, 2], "}", "(", [0x55, 1], "a", [0x4b, 1], "u", "."), null],
    ["pickled arrays of measurements", build.numpyPickle({ temperature: [100], pressure: [100] }), "numpy-pickle"],
    ["one array", build.npy([100]), "npy"],
    ["a list that NumPy saved as one object", build.npy([], "|O", build.join([0x80, 2], "]", ".")), "npy"],
    ["measurements that NumPy saved as one object", build.npy([], "|O", build.numpyPickle({ heat: [100], flow: [100] })), "numpy-pickle"],
    ["a gzipped text", gzipSync(bytesOfText("weights\n".repeat(50))), null],
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
        "META-INF/MANIFEST.MF": bytesOfText("Manifest-Version: 1.0\n"),
        "a/B.class": build.join([0xca, 0xfe, 0xba, 0xbe], build.zeros(40)),
      }),
      null,
    ],
    ["a PNG", build.join(0x89, "PNG\r\n", [0x1a, 0x0a], build.u32(13, false), "IHDR", build.zeros(40)), null],
    ["zeros", build.zeros(5000), null],
    ["text", bytesOfText("x = 1\n".repeat(40)), null],
    ["configuration in the Pkl language", bytesOfText('module members\n\nabstract class Foo {\n  hidden bar = "weights"\n}\n'), null],
  ];
  it.each(misses)("%s", (_, bytes, format) => {
    expect(read(bytes, "models/weights.bin")?.format ?? null).toBe(format);
  });
});
