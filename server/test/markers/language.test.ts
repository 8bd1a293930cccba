/** Languages by file name: what the tools of older trades call their files. */
import { describe, expect, it } from "vitest";
import { languageOf } from "../../src/core/markers/language.js";

describe("languageOf", () => {
  it("knows Perl by its long ending, which translation tool kits use", () => {
    expect(languageOf("scripts/generic/multi-bleu.perl")?.id).toBe("perl");
  });

  it("tells tables from documents, so that a rule about rows does not read prose", () => {
    expect(languageOf("data/ratings.csv")).toMatchObject({ id: "table", kind: "docs" });
    expect(languageOf("data/user_behavior.tsv")?.id).toBe("table");
    expect(languageOf("docs/als.md")?.id).toBe("docs");
    expect(languageOf("cfg/imagenet.shortnames.list")?.id).toBe("docs");
    expect(languageOf("doc/tesseract.1.asc")?.id).toBe("docs");
    expect(["RELEASE-NOTES", "INSTALL.unix", "security.txt"].map((name) => languageOf(name)?.id)).toEqual(["docs", "docs", "docs"]);
  });

  it("reads the sketches of older boards, templates beside their headers and rules of work flows", () => {
    expect(languageOf("ArduCopter/Attitude.pde")?.id).toBe("cpp");
    expect(languageOf("src/kd_tree.tcc")?.id).toBe("cpp");
    expect(languageOf("workflow/Snakefile")?.id).toBe("python");
    expect(languageOf("workflow/rules/align.smk")?.id).toBe("python");
    expect(languageOf("lib/ger.coffee")).toMatchObject({ id: "javascript", line: ["#"] });
  });
});
