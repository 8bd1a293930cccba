/** Weights that are cut off, or that announce what cannot be: it is said, and nothing of it is believed. */
import { describe, expect, it } from "vitest";
import { readFormat } from "../../../src/core/markers/formats/read-format.js";
import * as build from "./build.js";
import { read, samples } from "./samples.js";

describe("truncated and absurd files", () => {
  const half = (bytes: Uint8Array) => read(bytes.subarray(0, Math.floor(bytes.length / 2)));
  /** Half of a text of lines is a text of lines. */
  const lines = ["word vectors in text", "ncnn's description"];
  /** Formats whose beginning says how long the file is, or whose end says what it holds. */
  const announced =
    /^(safetensors|gguf|torch.*|onnx|mxnet|ctranslate2|caffe|tflite|keras-hdf5|npz-weights|mindspore.*|paddle-(inference|program).*)$/;

  it.each(samples.filter(({ what }) => !lines.includes(what)))("half of $what is not taken for the whole", ({ bytes }) => {
    const found = half(bytes);
    expect(found === null || found.truncated !== undefined).toBe(true);
  });

  it.each(samples.filter(({ format }) => announced.test(format)))("says of half of $what that it is cut off", ({ bytes }) => {
    expect(half(bytes)?.truncated?.en).toMatch(
      /^it announces data up to byte \d+, but has \d+ bytes$|^its table of contents is missing$|^an offset is out of bounds$/,
    );
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
