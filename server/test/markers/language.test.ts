/** Languages by file name: what the tools of older trades call their files. */
import { describe, expect, it } from "vitest";
import { languageOf } from "../../src/core/markers/language.js";

describe("languageOf", () => {
  it("knows Perl by its long ending, which translation tool kits use", () => {
    expect(languageOf("scripts/generic/multi-bleu.perl")?.id).toBe("perl");
  });
});
