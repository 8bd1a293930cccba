/** Properties over hostile bytes: no reader throws, hangs or loses a number, whatever the file holds. */
import fc from "fast-check";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../src/core/markers/formats/bytes.js";
import { readFormat } from "../../../src/core/markers/formats/read-format.js";
import { readModelConfig } from "../../../src/core/markers/formats/model-json.js";
import * as build from "./build.js";

const seeds: Readonly<Record<string, Uint8Array>> = {
  safetensors: build.safetensors({ "a.weight": [20, 10], "a.bias": [20] }),
  gguf: build.gguf(3, { a: [[64, 32], 12], b: [[32], 0] }),
  "torch zip": build.torchZip(build.torchPickle({ a: [20, 10] })),
  "torch legacy": build.torchLegacy(build.torchPickle({ a: [20, 10] })),
  pickle: build.numpyPickle({ weight: [20, 10], bias: [20] }),
  onnx: build.onnx(
    build.field(1, build.onnxNode("If", build.field(6, build.field(5, build.onnxTensor("w", [8, 10]))))),
    build.field(5, build.onnxTensor("w", [8, 10])),
  ),
  "saved model": build.join(build.number(1, 1), build.field(2, build.field(1, "meta"), build.field(2, build.frozenGraph([30, 4])))),
  "frozen graph": build.frozenGraph([30, 4]),
  "checkpoint index": build.checkpointIndex({ "dense/kernel": [12, 5] }),
  tflite: build.tflite([4, 25]),
  mnn: build.mnn(90, 10),
  hdf5: build.hdf5({ "kernel:0": [20, 10], "bias:0": [20] }),
  npz: build.zip({ "weight.npy": build.npy([20, 10]), "bias.npy": build.npy([20]) }),
  npy: build.npy([20, 10]),
  ctranslate2: build.ctranslate2(6, { w: [20, 10] }),
  "paddle parameters": build.paddleTensor([20, 10]),
  "paddle program": build.paddleProgram("w", [20, 10]),
  "mindspore checkpoint": build.mindSporeValue("w", [20, 10]),
  mindir: build.mindIr([20, 10]),
  caffe: build.caffe([20, 10]),
  "packed pickle": gzipSync(build.numpyPickle({ weight: [20, 10], bias: [20] })),
  mxnet: build.mxnet([20, 10]),
  dlib: build.dlib(300),
  darknet: build.darknet(300),
  "word vectors": build.wordVectors(20, 16),
  tesseract: build.tesseract(),
  coreml: build.coreml(),
  "tfjs manifest": new TextEncoder().encode(build.tfjs("w", [20, 10])),
  "ncnn param": new TextEncoder().encode("7767517\n1 1\nConvolution conv 1 1 data out 0=20 1=3 5=1 6=200\n"),
  "LFS pointer": new TextEncoder().encode(`version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 4000000000\n`),
  "DVC file": new TextEncoder().encode("outs:\n- md5: abc\n  size: 4000000000\n  path: model.pt\n"),
  "annex pointer": new TextEncoder().encode("/annex/objects/SHA256E-s4000000000--abc.safetensors\n"),
  "shard index": new TextEncoder().encode('{"metadata":{"total_size":100},"weight_map":{"a":"x-00001-of-00002.safetensors"}}'),
  config: new TextEncoder().encode('{"architectures":["LlamaForCausalLM"],"hidden_size":4096,"num_hidden_layers":32,"vocab_size":32000}'),
};

/** A file is at most some hundred bytes here: a second is a hang. */
function readQuickly(bytes: Uint8Array, path: string): void {
  const start = performance.now();
  const finding = readFormat(path, bytes.subarray(0, 4096), bytesOf(bytes));
  expect(performance.now() - start).toBeLessThan(1000);
  for (const value of Object.values(finding?.measures ?? {})) {
    if (typeof value === "number") expect(value >= 0 && Number.isFinite(value)).toBe(true);
    else expect(value.length).toBeLessThanOrEqual(200);
  }
}

/** Some bytes replaced, and the whole cut or lengthened. */
const damage = fc.record({
  edits: fc.array(fc.tuple(fc.nat(4096), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x2e)), { maxLength: 12 }),
  cut: fc.option(fc.nat(4096)),
  tail: fc.uint8Array({ maxLength: 40 }),
});

function damaged(
  seed: Uint8Array,
  how: { edits: readonly (readonly [number, number])[]; cut: number | null; tail: Uint8Array },
): Uint8Array {
  const bytes = seed.slice(0, how.cut === null ? seed.length : how.cut % (seed.length + 1));
  for (const [at, byte] of how.edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
  return build.join(bytes, how.tail);
}

describe("hostile bytes", () => {
  it.each(Object.entries(seeds))("reads a damaged %s", (_, seed) => {
    fc.assert(
      fc.property(damage, (how) => readQuickly(damaged(seed, how), "m.dvc")),
      { numRuns: 1000, interruptAfterTimeLimit: 4000 },
    );
  });

  it("reads random bytes behind every beginning", () => {
    const starts = Object.values(seeds).map((seed) => seed.slice(0, 24));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 600 }), (start, rest) =>
        readQuickly(build.join(start, rest), "x.bin"),
      ),
      { numRuns: 10000, interruptAfterTimeLimit: 8000 },
    );
  });

  it("reads any JSON as a configuration, or says it is none", () => {
    fc.assert(
      fc.property(fc.json(), (json) => readModelConfig(json) === null || json.includes("{")),
      { numRuns: 500, interruptAfterTimeLimit: 4000 },
    );
  });

  it("walks a pickle of marks and duplicates without growing", () => {
    const bomb = build.join([0x80, 2], "(", "]", ...Array.from({ length: 60 }, () => build.join("2", [0x86])), ".", build.zeros(10));
    readQuickly(bomb, "a.pkl");
  });

  it("does not follow a ring of HDF5 links", () => {
    const ring = build.hdf5({ self: [1] });
    // The only link of the root group points back at the root (byte 48).
    const view = new DataView(ring.buffer);
    for (let at = 48; at + 8 <= ring.length; at++)
      if (view.getBigUint64(at, true) > 48n && view.getBigUint64(at, true) < 200n) view.setBigUint64(at, 48n, true);
    readQuickly(ring, "a.h5");
  });
});
