/** Imports: the modules that a text names, line by line. */
import { describe, expect, it } from "vitest";
import { findImports } from "../../src/core/markers/imports.js";
import { languageOf } from "../../src/core/markers/language.js";
import { lineStarts } from "../../src/core/text.js";

const importsOf = (path: string, text: string) => findImports(text, languageOf(path), lineStarts(text));

describe("findImports", () => {
  it("finds includes by their sign, however they are spaced, and nothing else that has it", () => {
    const text =
      '#define include "a.h"\n  #  include <mpi.h> // #include "no.h"\nx = 1; #include "b.h"\r\n#include "c.h"#include "d.h"\n#import <e.h>';
    expect(importsOf("a.c", text)).toEqual([
      { line: 2, module: "mpi.h" },
      { line: 4, module: "c.h" },
      { line: 5, module: "e.h" },
    ]);
  });

  it("finds what begins a line with a word", () => {
    expect(importsOf("a.py", "import torch\n  from faiss.contrib import x\nreimport no\n")).toEqual([
      { line: 1, module: "torch" },
      { line: 2, module: "faiss.contrib" },
    ]);
  });

  it("passes over lines that no person writes", () => {
    expect(importsOf("a.c", `#include "a.h" ${" ".repeat(400)}\n#include "b.h"\n`)).toEqual([{ line: 2, module: "b.h" }]);
  });
});
