/** Bytes that somebody prepared: whatever they are, an answer comes, nothing hangs, nothing grows without bound. */
import fc from "fast-check";
import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { archiveLimits, isArchive, readArchive } from "../../src/core/markers/containers/archive.js";
import { readNotebook } from "../../src/core/markers/containers/notebook.js";
import { decodeText } from "../../src/core/markers/encoding.js";
import { createExaminer, type Examined } from "../../src/core/markers/examine.js";
import { createGate } from "../../src/core/markers/gate.js";
import { encodeGb18030 } from "../../src/core/markers/gb18030.js";
import { shownFrom, type FileSummary } from "../../src/core/markers/marker.js";
import { noPackages } from "../../src/core/markers/origin.js";
import { countFiles } from "../../src/core/markers/tree-files.js";
import { raisedByTree, treeMarkers } from "../../src/core/markers/tree-context.js";
import { bytesOf } from "../../src/core/markers/formats/bytes.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const ruleOf = (id: string, signals: string, more = "threshold: 3") => {
  const text = `
id: ${id}
family: ${id.split(".")[0]}
role: implements
title: { en: Test, zh: 测试 }
items: [{ id: "CN:free", fit: arguable }]
why: { en: Because., zh: 因为。 }
advice: { en: Ask., zh: 询问。 }
${more}
signals: ${signals}
examples: { match: [{ why: x, path: a.c, text: "int x;" }], miss: [{ why: x, path: a.c, text: "int x;" }] }
`;
  const { rule, problems } = parseRule(`${id}.yaml`, text);
  if (!rule) throw new Error(JSON.stringify(problems));
  return rule;
};
const what = "what: { en: a, zh: b }";
const compiled = compileRules([
  ruleOf(
    "crypto.one",
    `[{ id: a, in: [identifier], any: [round_key, "=SBox", "mix*"], weight: 1.6, ${what} }, { id: b, in: [comment, string], any: [轮密钥, block cipher], weight: 1.6, ${what} },
      { id: c, in: [path], any: [cipher], weight: 0.8, ${what} }, { id: d, in: [call], any: [permute], contextual: true, weight: 1, ${what} }]`,
    "threshold: 3\nneeds: [a, b]",
  ),
  ruleOf(
    "speech.two",
    `[{ id: a, in: [identifier, comment, string], any: [wake_word, "*_phone"], with: { any: [audio], within: 2 }, weight: 2.2, ${what} }, { id: b, in: [import], any: [audio], weight: 1.2, ${what} },
      { id: c, in: [identifier], any: [server], weight: -1, ${what} }]`,
  ),
]);
const examiner = createExaminer({ compiled, inlineSuppressions: true, readFormat: () => null });
function examine(path: string, bytes: Uint8Array): Examined {
  const read = (from: number, to: number): Uint8Array => bytes.subarray(Math.max(0, from), Math.max(0, to));
  return examiner.examine({ path, size: bytes.length, bytes: bytes.subarray(0, 1 << 20), zero: bytes.subarray(0, 8000).includes(0), read });
}
const evidenceLines = ({ summary, inside }: Examined): string[] =>
  [...(summary ? [summary] : []), ...inside].flatMap(({ path, rules }) =>
    rules.flatMap((rule) => rule.evidence.map((one) => `${path}:${one.line}:${one.column} ${rule.rule}/${one.id}`)),
  );

describe("the gate", () => {
  const word = fc.constantFrom(
    "round_key",
    "roundKey",
    "SBox",
    "sbox",
    "mixer",
    "// 轮密钥",
    "/* block-cipher */",
    "permute(",
    "wake-word",
    "tele_phone",
    "audio",
    "server",
    "user",
    ";",
    "\n",
    "import audio\n",
    '"',
    "S",
    "9",
  );
  const path = fc.constantFrom("src/cipher/a.c", "a.py", "docs/a.md", "tests/test_a.py", "Makefile", "x", "a.yaml");

  it("never holds back a file that would give a marker, alone or beside what was read of its tree", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            path,
            fc.array(word, { maxLength: 25 }).map((words) => words.join(" ")),
          ),
          { maxLength: 5 },
        ),
        (files) => {
          const sources = new Map(files.map(([name, text], i) => [`d${i % 2}/${i}${name}`, utf8(text)]));
          const contents = (name: string, bytes: Uint8Array) => ({ path: name, size: bytes.length, bytes, zero: false, read: () => bytes });
          const gated = [...sources].map(([name, bytes]) => examiner.examine(contents(name, bytes)));
          const counted = countFiles([...sources.keys()]);
          const known = gated.flatMap(({ summary }) => (summary ? [summary] : []));
          const putOff = gated.flatMap((one) => one.later ?? []);
          const later = [...raisedByTree({ compiled, summaries: known, files: counted, packages: noPackages }, putOff)];
          const wholly = new Map([...sources].map(([name, bytes]) => [name, examiner.examineClosely(contents(name, bytes)).summary]));
          const shown = (summaries: readonly (FileSummary | null | undefined)[]): string[] =>
            treeMarkers({ compiled, summaries: summaries.filter((one) => one != null), files: counted, packages: noPackages })
              .filter((marker) => marker.confidence >= shownFrom)
              .map((marker) => `${marker.path} ${marker.rule} ${marker.confidence}`);
          const raised = later.map(({ path: name }) => examiner.examineClosely(contents(name, sources.get(name) ?? utf8(""))).summary);
          const read = [...known, ...later].map((one) => one.path);
          expect(shown([...known, ...raised])).toEqual(shown(read.map((name) => wholly.get(name))));
          for (const held of [...sources.keys()].filter((name) => !read.includes(name)))
            expect(shown([...known, ...raised, wholly.get(held)]).filter((line) => line.startsWith(`${held} `))).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("finds Chinese as UTF-8, GB18030 and escaped, behind letters of either", () => {
    const gate = createGate(compiled);
    const ask = (bytes: Uint8Array): string => {
      gate.look(bytes, 0, bytes.length);
      const answer = gate.answer("a.c");
      return answer.now ? "now" : `${answer.hopes.length / 4} later`;
    };
    expect(ask(utf8("// 轮密钥 round_key"))).toBe("now");
    expect(ask(utf8('"\\u8f6e\\u5BC6\\u94a5" round_key'))).toBe("now");
    expect(ask(Uint8Array.from([...(encodeGb18030("说轮密钥") ?? []), ...utf8(" roundKey")]))).toBe("now");
    // The letter 乣 is 0x81 0x61 in GB18030: its second byte is an ASCII "a", and yet a name may begin behind it.
    expect(ask(Uint8Array.from([...(encodeGb18030("轮密钥") ?? []), 0x81, 0x61, ...utf8("round_key")]))).toBe("now");
    expect(ask(utf8("background_keyring 密钥"))).toBe("0 later");
  });
});

describe("long texts", () => {
  it("are examined to their end, with the lines of the file, and words far apart make no evidence", () => {
    const filler = "int value; // nothing of interest here\n".repeat(9000);
    const together = utf8(filler + "void round_key() {} // block cipher\n" + filler);
    expect(evidenceLines(examine("a.c", together))).toContain("a.c:9001:6 crypto.one/a");
    const apart = utf8("int round_key;\n" + filler + "// block cipher\n" + filler);
    expect(examine("a.c", apart).summary).toBeNull();
  });
});

describe("notebooks", () => {
  const notebook = JSON.stringify(
    {
      cells: [
        { cell_type: "markdown", source: ["# Title\n", "a block cipher\n"] },
        { cell_type: "code", source: "x = 1\nround_key = 'S\\t'", outputs: [{ data: { "image/png": "wake_word audio" } }] },
      ],
      nbformat: 4,
    },
    null,
    1,
  );

  it("are read cell by cell, at the file's own lines, without their outputs", () => {
    const read = readNotebook(notebook);
    expect(read?.text).toBe("# # Title\n# a block cipher\n\nx = 1\nround_key = 'S\\t'\n");
    expect(read?.places.map((one) => one.line)).toEqual([6, 7, 7, 12, 12, 12]);
    expect(evidenceLines(examine("a.ipynb", utf8(notebook)))).toEqual(["a.ipynb:7:8 crypto.one/b", "a.ipynb:12:1 crypto.one/a"]);
  });

  it("that are none are text like any other, and none of them throws", () => {
    expect(readNotebook("[1, 2]")).toBeNull();
    expect(readNotebook("{".repeat(100_000))).toBeNull();
    expect(readNotebook(`{"cells": ${"[".repeat(500)}`)).toBeNull();
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void readNotebook(`{"cells":[{"cell_type":"code","source":${text}}]}`)));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readNotebook(JSON.stringify({ cells: [{ cell_type: "code", source: value }, value] }, null, 1));
        expect(read?.places).toHaveLength(read?.text.split("\n").length ?? -1);
      }),
    );
  });
});

describe("archives", () => {
  const inner = utf8("void round_key() {} // block cipher\n");
  const collect = (path: string, bytes: Uint8Array) => {
    const members: Record<string, number> = {};
    const skipped = readArchive(path, bytesOf(bytes), (name, content) => (members[name] = content.length));
    return { members, skipped };
  };

  it("are opened one level deep, and their files named behind an exclamation mark", () => {
    const zip = zipSync({ "src/a.c": inner, "empty.c": new Uint8Array(0), "deep.zip": zipSync({ "b.c": inner }) });
    expect(evidenceLines(examine("lib/x.zip", zip))).toEqual([
      "lib/x.zip!/src/a.c:1:6 crypto.one/a",
      "lib/x.zip!/src/a.c:1:24 crypto.one/b",
    ]);
    expect(evidenceLines(examine("a.c.gz", gzipSync(inner)))).toEqual(["a.c.gz!/a.c:1:6 crypto.one/a", "a.c.gz!/a.c:1:24 crypto.one/b"]);
    expect(evidenceLines(examine("x.tar.gz", gzipSync(tar({ "src/a.c": inner }))))).toEqual([
      "x.tar.gz!/src/a.c:1:6 crypto.one/a",
      "x.tar.gz!/src/a.c:1:24 crypto.one/b",
    ]);
    expect(isArchive("report.docx", zip)).toBe(false);
  });

  it("that unpack without end are cut off and named", () => {
    const bomb = zipSync({ "zeros.c": new Uint8Array(archiveLimits.one + 1), "ok.c": inner }, { level: 9 });
    expect(collect("b.zip", bomb)).toEqual({
      members: { "ok.c": inner.length },
      skipped: [{ path: "b.zip!/zeros.c", reason: "too-large", gap: true }],
    });
    const stream = collect("b.gz", gzipSync(new Uint8Array(archiveLimits.all + 10)));
    expect(stream.skipped.map((one) => one.reason)).toContain("truncated");
    const many = tar(Object.fromEntries(Array.from({ length: archiveLimits.members + 5 }, (_, i) => [`${i}.c`, utf8("x")])));
    const cut = collect("m.tar", many);
    expect(Object.keys(cut.members)).toHaveLength(archiveLimits.members);
    expect(cut.skipped).toEqual([{ path: "m.tar", reason: "truncated", gap: true }]);
  });

  it("that lie about their lengths are truncated, never trusted", () => {
    const zip = zipSync({ "a.c": inner });
    for (let length = 4; length < zip.length; length++) expect(collect("t.zip", zip.subarray(0, length)).skipped.length).toBeGreaterThan(0);
    const absurd = tar({ "a.c": inner });
    absurd.set(utf8("77777777777\0"), 124);
    resum(absurd);
    expect(collect("t.tar", absurd)).toEqual({ members: {}, skipped: [{ path: "t.tar!/a.c", reason: "truncated", gap: true }] });
  });

  it("survive any damage", () => {
    const sound = [zipSync({ "a.c": inner, "b/c.py": utf8("x".repeat(5000)) }), tar({ "a.c": inner }), gzipSync(tar({ "a.c": inner }))];
    fc.assert(
      fc.property(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }), (archive, changes) => {
        const bytes = archive.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const { members } = collect("x.zip", bytes);
        expect(Object.values(members).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(archiveLimits.all);
      }),
      { numRuns: 300 },
    );
  });
});

describe("decoding", () => {
  it("tells UTF-8, UTF-16 and GB18030 apart, and gives text for any bytes", () => {
    expect(decodeText(utf8("\ufeff推荐"))).toEqual({ text: "推荐", encoding: "utf-8" });
    expect(decodeText(utf8("推荐").subarray(0, 5))).toEqual({ text: "推", encoding: "utf-8" });
    expect(decodeText(Uint8Array.from([0xff, 0xfe, 0xa8, 0x63, 0x50]))).toEqual({ text: "推", encoding: "utf-16le" });
    expect(decodeText(Uint8Array.from([0xfe, 0xff, 0x63, 0xa8]))).toEqual({ text: "推", encoding: "utf-16be" });
    expect(decodeText(encodeGb18030("个性化推荐 x") ?? utf8(""))).toEqual({ text: "个性化推荐 x", encoding: "gb18030" });
    expect(decodeText(Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0xfc, 0x62]))).toEqual({ text: "café üb", encoding: "latin1" });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeText(bytes).text.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const blocks = Object.entries(files).map(([name, content]) => {
    const block = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
    block.set(utf8(name));
    block.set(utf8("0000644\0"), 100);
    block.set(utf8(content.length.toString(8).padStart(11, "0") + "\0"), 124);
    block[156] = 0x30;
    block.set(utf8("ustar\x0000"), 257);
    block.set(content, 512);
    return resum(block);
  });
  return Uint8Array.from(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

/** Writes the sum of the first header. */
function resum(block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  block.fill(32, 148, 156);
  const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  block.set(utf8(sum.toString(8).padStart(6, "0") + "\0 "), 148);
  return block;
}
