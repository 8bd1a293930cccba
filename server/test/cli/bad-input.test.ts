/** What is broken, on purpose or not: said with its place, never a crash, a hang or a silent pass. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../git/repository.js";
import { commandLine } from "./program.js";

const { borderline, scan } = commandLine();

const approval = (item: string): string =>
  `approvals:\n  - { id: a, kind: licence, status: requested, items: ["${item}"], destinations: [x], expires: 2027-01-01 }\n`;
const rule = `id: recommendation.own
family: recommendation
role: implements
title: { en: "x", zh: "x" }
items:
  - { id: CN:086599X, fit: wording }
`;

describe("decisions and rules that are wrong end in 2, with file, line and column", () => {
  test.each([
    ["broken YAML", { ".borderline.yaml": "home: CN\nplaces: [\n" }, ".borderline.yaml:3:1: "],
    ["an unknown key", { ".borderline.yaml": "home: CN\nhoem: CN\n" }, ".borderline.yaml:2:1: "],
    ["an unknown item in an approval", { ".borderline.yaml": approval("CN:999999X") }, '.borderline.yaml:2:57: "CN:999999X"'],
    ["an unknown point in the ledger", { ".borderline/approvals.yaml": approval("CN:086501X/nope") }, ".borderline/approvals.yaml:2:57: "],
    ["an unknown item in a rule", { ".borderline.yaml": "rules: { files: [r.yaml] }\n", "r.yaml": rule }, "r.yaml:6:11: "],
    ["an unknown key in a rule", { ".borderline.yaml": "rules: { files: [r.yaml] }\n", "r.yaml": `${rule}famly: x\n` }, "r.yaml:7:1: "],
    ["a file of rules that is not there", { ".borderline.yaml": "rules: { files: [r.yaml] }\n" }, ".borderline.yaml:1:18: "],
    ["a policy to extend that is not there", { ".borderline.yaml": "home: CN\nextends: none.yaml\n" }, ".borderline.yaml:2:1: "],
    ["a deep policy", { ".borderline.yaml": `a: ${"[".repeat(100_000)}` }, ".borderline.yaml:1:1: "],
    ["a broken baseline", { ".borderline/baseline.json": "{" }, ".borderline/baseline.json:"],
  ])("%s", (_name, files, place) => {
    const repo = newRepository();
    repo.commit(files);
    const ran = borderline(repo.root, "scan");
    expect([ran.status, ran.out]).toEqual([2, ""]);
    expect(ran.err).toContain(`borderline: ${place}`);
  });
});

test("files that cannot be read to their end are gaps, each with its reason", () => {
  const repo = newRepository();
  const long = (bytes: number): Buffer => Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0]), Buffer.alloc(bytes, 0x7b)]);
  repo.commit({ "a.txt": "nothing\n" });
  repo.write("absurd.safetensors", long(40));
  repo.write("absurd.gguf", Buffer.concat([Buffer.from("GGUF"), Buffer.from([3, 0, 0, 0]), Buffer.alloc(16, 0x7f), Buffer.from("abc")]));
  repo.write(
    "absurd.onnx",
    Buffer.from([8, 7, 0x12, 4, 0x74, 0x65, 0x73, 0x74, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0a, 0xff, 0xff, 0xff, 0x7f]),
  );
  repo.write("cut.zip", Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(46)]));
  symlinkSync("nowhere", join(repo.root, "broken"));
  symlinkSync("round", join(repo.root, "round"));
  execFileSync("mkfifo", [join(repo.root, "fifo.py")]);
  repo.write("huge.py", "");
  truncateSync(join(repo.root, "huge.py"), 4 * 2 ** 30);
  mkdirSync(join(repo.root, ".github", "workflows"), { recursive: true });
  repo.write(".github/workflows/deep.yml", `jobs: ${"[".repeat(100_000)}`);
  const report = scan(repo.root);
  expect(Object.fromEntries(report.skipped.filter((one) => one.gap).map(({ path, reason }) => [path, reason]))).toEqual({
    "absurd.safetensors": "truncated",
    "absurd.gguf": "truncated",
    "absurd.onnx": "truncated",
    "cut.zip": "truncated",
    broken: "vanished",
    round: "special-file",
    "fifo.py": "special-file",
    "huge.py": "too-large",
  });
  expect(report.problems.map(({ path, line }) => [path, line])).toEqual([[".github/workflows/deep.yml", 1]]);
});
