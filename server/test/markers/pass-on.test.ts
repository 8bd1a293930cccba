import { expect, test } from "vitest";
import { languageOf } from "../../src/core/markers/language.js";
import { onlyPassesOn } from "../../src/core/markers/pass-on.js";

const passesOn = (path: string, text: string): boolean => onlyPassesOn(text, languageOf(path));

test.each([
  [
    "__init__.py",
    `# Copyright\n"""Models.\n\nOf all kinds."""\nimport logging\nfrom .deepfm import DeepFM\nfrom .din import (  # the second\n    DIN,\n    DIEN,\n)\nfrom a.b import c, \\\n    d\ntry:\n    from .gpu import run\nexcept ImportError:\n    pass\n\n__all__ = ["DeepFM",\n  "DIN"]\n__version__ = "1.0"\nlogger = logging.getLogger(__name__)\n`,
  ],
  [
    "index.ts",
    `/* All. */\nexport * from "./model";\nexport {\n  Ranker,\n  type Item,\n} from './ranker';\nimport a from "./a";\nexport { a };\n`,
  ],
  [
    "index.js",
    `"use strict";\nconst { rank } = require("./rank");\nexports.recall = require('./recall').recall;\nmodule.exports = { rank, };\n`,
  ],
  [
    "lib.rs",
    `//! A crate.\n#![no_std]\npub mod aes;\nmod block;\npub use crate::{\n    aes::Aes128,\n    block::Block,\n};\n/// Modes.\npub mod modes {\n    pub use modes::{Cbc, Ctr};\n}\n`,
  ],
  [
    "all.h",
    `#ifndef ALL_H\n#define ALL_H\n#include <stdint.h>\n#include "aes.h" /* one */\n#ifdef __cplusplus\nextern "C" {\n#endif\n#endif\n`,
  ],
  [
    "Reader.h",
    `#import <Cocoa/Cocoa.h>\n\n//! Version.\nFOUNDATION_EXPORT double ReaderVersionNumber;\nFOUNDATION_EXPORT const unsigned char ReaderVersionString[];\n#import <Reader/Line.h>\n`,
  ],
])("a file that only passes names on: %s", (path, text) => {
  expect(passesOn(path, text)).toBe(true);
  expect(passesOn(path, text.replaceAll("\n", "\r\n"))).toBe(true);
});

test.each([
  ["__init__.py", `from .model import Model\n\ndef build():\n    return Model()\n`],
  ["__init__.py", `from .a import A\nx = A()\ny = x.run()\nz = y.rank()\nw = z + 1\n`],
  ["index.ts", `import { a } from "./a";\nexport const run = () => a(1);\n`],
  ["mod.rs", `pub mod aes;\npub fn encrypt() {}\n`],
  ["mod.rs", `pub mod aes;\nuse core::fmt;\n// ${"long ".repeat(800)}\npub fn encrypt() {}\n`],
  ["mod.rs", `use a::B;\nmod inner {\n    pub fn encrypt() {}\n}\n`],
  ["table.h", `#include "aes.h"\n#define ROUNDS 10\n`],
  ["empty.py", `"""Nothing."""\n`],
  ["Main.java", `import a.B;\n`],
])("a file that holds something itself, or of a language that does not pass on: %s", (path, text) => {
  expect(passesOn(path, text)).toBe(false);
});

test("what never closes is given up soon", () => {
  const started = performance.now();
  for (const line of [
    "from a import (\n",
    "__all__ = [\n",
    '"""\n"',
    "import {\n",
    "/*\n",
    "use a::{\n",
    "import " + " ".repeat(300) + "(\n",
  ])
    for (const path of ["a.py", "a.ts", "a.rs", "a.c"]) passesOn(path, line.repeat(64_000 / line.length));
  expect(performance.now() - started).toBeLessThan(20_000);
});
