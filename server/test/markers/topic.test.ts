/** What a project says that it is about. */
import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { createExaminer } from "../../src/core/markers/examine.js";
import { encodeGb18030 } from "../../src/core/markers/gb18030.js";
import { parseTopics, saysTopic, topicsOf } from "../../src/core/markers/topic.js";

const { topics } = parseTopics("topics.yaml", "topics: { speech: [speech recognition, text-to-speech] }");
const filler = "It edits captions of films. ".repeat(40);

describe("topics of a README", () => {
  it("are what its beginning names", () => {
    expect(topicsOf(topics, "# Lark\nSpeech recognition for the desk.\n")).toEqual(["speech"]);
  });

  it("are what its first words name, over the end of a line and behind badges, tags and a licence", () => {
    const badges =
      "[![build](https://example.org/build.svg?branch=main&label=(linux,%20gcc))](https://example.org/builds) <img src='logo.png' width='400'>\n".repeat(
        20,
      );
    const licence = `<!--\n${"Licensed under the terms below. ".repeat(40)}-->\n`;
    expect(topicsOf(topics, `${licence}${badges}# Lark\nA library of speech\nrecognition.\n`)).toEqual(["speech"]);
  });

  it("are not what a link's address or a comment names", () => {
    expect(topicsOf(topics, "# Lark\n<!-- speech recognition -->\nSee [this](https://example.org/text-to-speech).")).toEqual([]);
  });

  it("are what it comes back to further down", () => {
    expect(topicsOf(topics, `# Lark\n${filler}It does speech recognition.\n${filler}It also does text-to-speech.`)).toEqual(["speech"]);
  });

  it("are what it says twice, if that is more than a word", () => {
    expect(topicsOf(topics, `# Lark\n${filler}It does speech recognition.\n${filler}More on its speech recognition.`)).toEqual(["speech"]);
    expect(topicsOf({ speech: ["vocoder"] }, `# Lark\n${filler}Vocoder, our server.\n${filler}Start the vocoder.`)).toEqual([]);
  });

  it("are not what one sentence lists as services", () => {
    expect(topicsOf(topics, `# Captions\n${filler}Optional services (speech recognition, text-to-speech) get your data.`)).toEqual([]);
  });

  it("are not what translated the README itself", () => {
    const said = (text: string): string[] => topicsOf({ translation: ["machine translation"] }, `# Lark\n${text}`);
    expect(said("This document was obtained through machine translation, please check the original.")).toEqual([]);
    expect(said("Lark is machine translation for the desk.")).toEqual(["translation"]);
  });

  it("are not what a package is built of", () => {
    const about = { crypto: ["stream cipher"] };
    const built = `[features]\n# with stream-cipher\nstream-cipher = []\n${filler}\n# stream-cipher\n`;
    expect(topicsOf(about, `[package]\nname = "relay"\n\n${built}`)).toEqual([]);
    expect(topicsOf(about, `# the package\n[package]\ndescription = "A stream cipher"\n\n${built}`)).toEqual(["crypto"]);
  });

  it("are not what an application of another kind uses", () => {
    const uses = { crypto: ["block cipher", "-password manager"] };
    expect(topicsOf(uses, "# Lark\nA password-manager with a block cipher.\n")).toEqual([]);
    expect(topicsOf(uses, `# Lark\nA block cipher.\n${filler}Use it in a password manager.\n`)).toEqual(["crypto"]);
  });

  it("are not what its table of contents leads to", () => {
    const contents = "# Robots\n\n- [About](#about)\n  * [Speech recognition](#speech-recognition)\n1. [Text-to-speech](#tts)\n";
    expect(topicsOf(topics, contents + filler)).toEqual([]);
    expect(topicsOf(topics, "# Robots\n\n- [Speech recognition](docs/speech.md)\n")).toEqual(["speech"]);
  });

  it("are the same whether their words are joined or not", () => {
    expect(topicsOf(topics, "# Lark\nText to speech, and Speech-Recognition.\n")).toEqual(["speech"]);
    expect(topicsOf(topics, "# Lark\nText to speeches.\n")).toEqual([]);
  });

  it("are not what a phrase names that only counts beside another", () => {
    const runs = { "distributed-compute": ["+hpc", "+openmp", "collective communication"] };
    expect(topicsOf(runs, "# Crate\nContainers for HPC.\n")).toEqual([]);
    expect(topicsOf(runs, `# Crate\nContainers for HPC.\n${filler}They run on HPC machines.\n`)).toEqual([]);
    expect(topicsOf(runs, `# Ocean\nA model for HPC.\n${filler}It needs OpenMP.\n`)).toEqual(["distributed-compute"]);
    expect(topicsOf(runs, "# Ring\nCollective communication for HPC.\n")).toEqual(["distributed-compute"]);
  });

  it("are not what a phrase names that only counts in the project's name", () => {
    const reads = { "marking-ocr": ["^ocr"] };
    expect(topicsOf(reads, "# Attention-OCR\nAuthors: A and B\n")).toEqual(["marking-ocr"]);
    expect(
      topicsOf(reads, "Package pictures\n================\n\n**Warning: letters in these pictures can be read by advanced OCR.**\n"),
    ).toEqual([]);
    expect(topicsOf(reads, `# Papers\n${filler}It archives documents, with OCR.\n${filler}Set up OCR.\n`)).toEqual([]);
  });

  it("are what the end of a word in the project's name tells", () => {
    const recommends = { recommendation: ["^*rec"] };
    expect(topicsOf(recommends, "# TagRec\nSee the wiki.\n")).toEqual(["recommendation"]);
    expect(topicsOf(recommends, "# Direct\nSee the record; rec starts one.\n")).toEqual([]);
    expect(topicsOf(recommends, `# Papers\n${filler}Compared with TagRec.\n`)).toEqual([]);
  });

  it("are read in the encoding that older Chinese editors write", () => {
    const compiled = compileRules([], [], undefined, { "uav-control": ["四轴飞行器"] });
    const { examine } = createExaminer({ compiled, inlineSuppressions: true, readFormat: () => null });
    const bytes = encodeGb18030("# -\n基于stm32的四轴飞行器\n\n源代码文件统一使用编码\n") ?? new Uint8Array();
    const read = (from: number, to: number): Uint8Array => bytes.subarray(from, to);
    const { summary } = examine({ path: "README.md", size: bytes.length, bytes, zero: false, read });
    expect(summary?.topics).toEqual(["uav-control"]);
  });

  it("are nothing where no phrase stands", () => {
    expect(topicsOf(topics, filler)).toEqual([]);
  });
});

describe("what says what a tree is about", () => {
  it.each([
    ...["README", "README.md", "readme.rst", "README_zh-CN.md", "README.en_US.md", "README.md.in", "Cargo.toml", "DESCRIPTION"],
    ...["package.xml", "library.properties", "mapping/package.xml", "crates/matching/Cargo.toml", "core/pom.xml", "src/scans/README.md"],
  ])("is %s", (path) => {
    expect(saysTopic(path)).toBe(true);
  });

  it.each([
    ...["README.mbedtls", "README.ec", "README-WIN32", "README_dev.md", "Cargo.lock"],
    ...["packages/forms/package.json", "third_party/matching/README.md", "tests/README.md", "a/b/c/README.md"],
  ])("is not %s", (path) => {
    expect(saysTopic(path)).toBe(false);
  });
});
