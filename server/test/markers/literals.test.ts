/** Where a word begins and ends in a text. */
import { describe, expect, it } from "vitest";
import { borderAfter, borderBefore } from "../../src/core/markers/literals.js";

const standsIn = (word: string, text: string): boolean => {
  const from = text.indexOf(word);
  return borderBefore(text, from) && borderAfter(text, from + word.length);
};

describe("borders of a word", () => {
  it("are not where a word of another alphabet goes on", () => {
    expect(standsIn("omr", "kring området")).toBe(false);
    expect(standsIn("cer", "öcer")).toBe(false);
    expect(standsIn("wer", "werä")).toBe(false);
  });

  it("are where Chinese characters stand beside it", () => {
    expect(standsIn("OCR", "通用OCR引擎")).toBe(true);
  });

  it("are where a name changes its part", () => {
    expect(standsIn("ocr", "run_ocr_engine")).toBe(true);
    expect(standsIn("Ocr", "BinaryOcrEngine")).toBe(true);
    expect(standsIn("ocr", "mediocrity")).toBe(false);
  });
});
