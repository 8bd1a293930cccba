/** What docs/contract.md promises, asked of the built program: statuses, forms, days, regimes, languages. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../git/repository.js";
import { cipher, commandLine, rankRepository } from "./program.js";
import { disclaimer } from "../../src/core/words/sentences.js";

const { borderline, scan } = commandLine();
const push = "CN:086501X/personalised-push";

describe("exit status of scan", () => {
  test.each([
    [[], 1],
    [["--fail-on", "never"], 0],
    [["--fail-on", "error"], 0],
    [["--fail-on", "note"], 1],
    [["--fail-on", "loud"], 2],
    [["--format", "yaml"], 2],
    [["--as-of", "2025-02-30"], 2],
    [["--regime", "XX"], 2],
    [["--lang", "fr"], 2],
    [["--jobs", "0"], 2],
    [["--nothing-like-it"], 2],
    [["no-such-folder"], 2],
    [["--policy", "none.yaml"], 2],
    [["--output", "none/at/all.json"], 2],
    [["--record", "."], 2],
  ])("%j is %i", (words, status) => {
    const ran = borderline(rankRepository().root, "scan", ...words);
    expect(ran.status).toBe(status);
    if (status === 2) expect([ran.out, ran.err.trimEnd().split("\n").length]).toEqual(["", 1]);
  });

  test("a gap is 3, what is open goes before it, wrong usage before both", () => {
    const repo = newRepository();
    repo.commit({ "a.txt": "nothing\n", "cut.safetensors": Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]) });
    expect(borderline(repo.root, "scan").status).toBe(3);
    const open = rankRepository();
    open.write("cut.safetensors", Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1]));
    expect(borderline(open.root, "scan").status).toBe(1);
    open.write(".borderline.yaml", "hom: CN\n");
    const wrong = borderline(open.root, "scan");
    expect([wrong.status, wrong.out]).toEqual([2, ""]);
    expect(wrong.err).toContain(".borderline.yaml:1:1: ");
  });

  test("--quiet says nothing where nothing is open at the threshold, and everything where something is", () => {
    const { root } = rankRepository();
    expect(borderline(root, "scan", "--quiet", "--fail-on", "error").out).toBe("");
    expect(borderline(root, "scan", "--quiet").out).toContain("086501X");
    expect(borderline(root, "scan", "--quiet", "--fail-on", "error", "--format", "json").out).toContain("borderline.scan/1");
  });
});

test("--format json is one document on stdout and nothing else, whatever else is asked", () => {
  const { root } = rankRepository();
  for (const words of [["scan"], ["scan", "--history"], ["destinations"], ["rules", "list"]]) {
    const ran = borderline(root, ...words, "--format", "json", "--lang", "zh-CN");
    expect(JSON.parse(ran.out)).toHaveProperty("schema");
    if (words[0] !== "rules") expect(Object.entries(JSON.parse(ran.out) as object).at(-1)).toEqual(["notice", disclaimer]);
    expect(ran.err).toBe("");
  }
});

describe("the day picks the edition", () => {
  test.each([
    ["2019-12-31", "2008-11-01", []],
    ["2020-08-27", "2008-11-01", []],
    ["2020-08-28", "2020-08-28", [push]],
    ["2025-07-14", "2023-12-21", [push]],
    ["2025-07-15", "2025-07-15", [push]],
  ])("%s is judged by %s", (day, edition, items) => {
    const report = scan(rankRepository().root, "--as-of", day);
    expect(report.tool.rulebook.editions["CN"]).toBe(edition);
    expect([...new Set(report.exposures.map((e) => e.item))].filter((id) => id !== "CN:free")).toEqual(items);
    const says = report.markers.some((m) => m.message.includes("086501X") || m.message.includes("Personalised information push"));
    expect(says).toBe(items.length > 0);
  });

  test("cathode materials are in force from 2025-07-15", () => {
    const { root } = rankRepository();
    expect(borderline(root, "explain", "252604X", "--as-of", "2025-07-14").out).toContain("not in force on 2025-07-14");
    expect(borderline(root, "explain", "252604X", "--as-of", "2025-07-15").out).toContain("  in force on 2025-07-15");
  });
});

test("foreign lists are opt-in, say first on what they depend, and never block a push", () => {
  const repo = newRepository();
  repo.commit({ "aes.c": cipher });
  repo.git("remote", "add", "origin", "git@gitee.com:acme/aes.git");
  expect(scan(repo.root).exposures.every((e) => e.regime === "CN")).toBe(true);
  const report = scan(repo.root, "--regime", "US,EU");
  expect([...new Set(report.exposures.map((e) => `${e.regime} ${e.class}`))].sort()).toEqual(["EU foreign", "US foreign"]);
  expect(report.exposures.some((e) => e.level === "error")).toBe(false);
  const text = borderline(repo.root, "scan", "--regime", "US").out.replace(/\s+/g, " ");
  expect(text).toContain("Only if this item is subject to the EAR (US origin, de minimis, foreign direct product); not determined here.");
  expect(text).not.toContain("Commercial cryptography");
  // Also where nothing leaves that regime's own territory.
  repo.git("remote", "set-url", "origin", "https://github.com/acme/aes.git");
  expect(scan(repo.root, "--regime", "US").markers.map((marker) => marker.message)).toEqual([
    expect.stringMatching(
      /^Only if this item is subject to the EAR \(US origin, de minimis, foreign direct product\); not determined here\. \w/,
    ),
  ]);
  repo.write("policy.yaml", "regimes: [US, EU]\npush: { block: warning }\n");
  const pushed = borderline(repo.root, "pre-push", "origin", "git@gitee.com:acme/aes.git", "--policy", "policy.yaml");
  expect(pushed.status).toBe(0);
});

describe("explain", () => {
  test.each([
    "CN:086501X",
    "086501X",
    push,
    "056101X/personalised-push",
    "recommendation",
    "recommendation.ranking-model",
    "github.com",
    "ap-southeast-1",
    "aws:ap-southeast-1",
    "HK",
    "CN:free",
    "US:4E091",
    "judgement",
  ])("%s, in both languages, ends with what it is not", (id) => {
    const { root } = rankRepository();
    for (const lang of ["en", "zh-CN"] as const) {
      const ran = borderline(root, "explain", id, "--lang", lang);
      expect(ran.status).toBe(0);
      if (lang === "zh-CN") expect(ran.out).not.toMatch(/ art\. \d/);
      expect(ran.out.trimEnd().endsWith(disclaimer[lang === "en" ? "en" : "zh"])).toBe(true);
    }
  });
});

test("a saved scan becomes every other form, and the forms that people read end with what they are not", () => {
  const { root } = rankRepository();
  borderline(root, "scan", "--format", "json", "--output", "saved.json");
  for (const form of ["text", "json", "sarif", "sarif-github", "gitlab", "markdown", "html", "csv", "classification", "materials"]) {
    const ran = borderline(root, "report", "saved.json", "--format", form);
    expect([form, ran.status, ran.out.length > 2]).toEqual([form, 0, true]);
    if (["json", "sarif", "sarif-github", "gitlab", "classification"].includes(form)) JSON.parse(ran.out);
    if (["text", "markdown", "html"].includes(form)) expect(ran.out.replace(/\s+/g, " ")).toContain(disclaimer.en);
    expect(ran.out).not.toContain("nn.Embedding");
  }
});

test("the contract's own policy, with every key, is taken; what its words do not meet is said where it stands", () => {
  const contract = readFileSync(join(import.meta.dirname, "../../../docs/contract.md"), "utf8");
  const example = /```yaml\n(home:[\s\S]*?)```/.exec(contract)?.[1] ?? "";
  const repo = rankRepository();
  mkdirSync(join(repo.root, "..", "org"));
  writeFileSync(join(repo.root, "..", "org", "borderline.yaml"), "push: { block: error }\nlocked: [push.block]\n");
  repo.write(".borderline.yaml", example);
  const report = scan(repo.root);
  const found = report.problems.map(({ code, severity, path, line }) => `${severity} ${code} ${path}:${line ?? "-"}`);
  expect(found.filter((one) => one.startsWith("error"))).toEqual([]);
  expect(found).toContain(`warning locked-key .borderline.yaml:${example.split("\n").findIndex((line) => line.startsWith("push:")) + 1}`);
  expect(found).toContain(
    `warning unknown-value .borderline.yaml:${example.split("\n").findIndex((line) => line.startsWith("rules:")) + 1}`,
  );
  expect([report.push.block, report.home, report.contact.length]).toEqual(["error", "CN", 1]);
});

test("a way out that nothing meets is not called unknown: no item was in force, or none of the regimes asked for", () => {
  const { root } = rankRepository();
  for (const words of [
    ["--as-of", "1990-01-01"],
    ["--regime", "EU"],
  ]) {
    const { out } = borderline(root, "scan", ...words);
    expect(out).toContain("no item in force on that day under the regimes asked for names this");
    expect(out).not.toContain("no way out found for this");
  }
});

test("Chinese output says in Chinese why a file cannot be read and why a place is unknown", () => {
  const repo = rankRepository({ "main.tf": 'provider "aws" {\n  region = "eu-central-1"\nresource\n', ".gitlab-ci.yml": "x: [1\n" });
  repo.git("remote", "add", "far", "git@git.nowhere.example:a/b.git");
  repo.git("remote", "add", "odd", "ext::sh -c true");
  const { out } = borderline(repo.root, "destinations", "--lang", "zh-CN");
  for (const part of ["缩进不正确", "此处应为名称或值", "地名录中没有的主机", "git 远程助手 ext"]) expect(out).toContain(part);
  for (const part of ["unknown host", "is expected", "Flow ", "remote helper"]) expect(out).not.toContain(part);
  repo.write(".borderline.yaml", "home: [CN\n");
  expect(borderline(repo.root, "scan", "--lang", "zh-CN").err).toMatch(
    /^borderline: \.borderline\.yaml:2:1: 不是有效的 YAML：[\u4e00-\u9fff（），、]+\n$/,
  );
});

test("destinations as CSV and Markdown are the ways out, and say nothing of markers that nobody looked for", () => {
  const { root } = rankRepository();
  for (const [form, lang, place] of [
    ["csv", "en", "United States"],
    ["markdown", "en", "United States"],
    ["csv", "zh-CN", "美国"],
    ["markdown", "zh-CN", "美国"],
  ] as const) {
    const { status, out } = borderline(root, "destinations", "--format", form, "--lang", lang);
    expect([status, out.includes(place), out.includes("github.com/acme/rank"), out.includes(".git/config:")]).toEqual([
      0,
      true,
      true,
      true,
    ]);
    expect(out).not.toMatch(/No known marker|未发现已知标记/);
    expect(out).toContain(disclaimer[lang === "en" ? "en" : "zh"]);
  }
});

test("what Borderline itself wrote into the tree is no technology, in a scan as in a push; what only calls itself so is read", () => {
  const repo = rankRepository();
  for (const [form, name] of [
    ["json", "scan.json"],
    ["sarif", "scan.sarif"],
    ["gitlab", "quality.json"],
    ["classification", "summary.json"],
  ] as const)
    borderline(repo.root, "scan", "--format", form, "--output", name, "--record", "records.jsonl");
  const before = scan(repo.root);
  expect([...new Set(before.markers.map((marker) => marker.path))]).toEqual(["rank/two_tower.py"]);
  expect(before.skipped).toContainEqual({ path: "scan.json", reason: "generated", gap: false });
  repo.git("add", "-A");
  repo.git("commit", "-q", "-m", "reports");
  const pushed = scan(repo.root, "--history");
  expect([...new Set(pushed.markers.map((marker) => marker.path))]).toEqual(["rank/two_tower.py"]);
  expect(pushed.skipped.map((one) => one.path)).toContain("scan.json");
  const saved = JSON.parse(readFileSync(join(repo.root, "scan.json"), "utf8")) as object;
  repo.write("scan.json", JSON.stringify({ ...saved, notes: "more" }, null, 2));
  expect(scan(repo.root).skipped.map((one) => one.path)).not.toContain("scan.json");
});
