/** Words that the command line cannot take, and answers that are no scan: one line in the reader's language, or one JSON document. */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ScanReport } from "../../src/core/reports/report.js";
import { newRepository } from "../git/repository.js";
import { approveWords, shop } from "./decisions.js";
import { commandLine } from "./program.js";

const { borderline, cli } = commandLine();

describe("wrong usage is one line, in the reader's language, and exit status 2", () => {
  test.each([
    [["--foo"], "there is no option --foo; see borderline --help"],
    [["scan", "-x"], "there is no option -x; see borderline --help"],
    [["scan", "--format"], "--format needs a value"],
    [["scan", "--history=HEAD"], "--history takes no value"],
    [["scan", "--format", "constructor"], "--format takes one of "],
    [["toString"], 'unknown command "toString"; see borderline --help'],
    [[], "name a command; see borderline --help"],
    [["lsp"], "lsp takes --stdio"],
    [["scan", "--destination", "US"], "--destination needs --history"],
    [["scan", "--history", "--recipient", "Acme"], "--recipient needs --destination"],
    [["destinations", "--history"], "--history belongs to scan, not to destinations"],
    [["explain", "CN:086501X", "--format", "sarif"], "--format takes one of text, json"],
    [["rules", "list", "--format", "csv"], "--format takes one of text, json"],
    [["init", "extra"], 'init does not know what to do with "extra"'],
    [["rules", "list", "extra"], 'rules does not know what to do with "extra"'],
    [["hook", "install", "extra"], 'hook does not know what to do with "extra"'],
    [["scan", "--history", "--destination", "nonsense"], '--destination takes a URL or a territory (ISO 3166-1), not "nonsense"'],
    [["scan", "--history", "--destination", ""], "--destination takes a URL or a territory"],
    [
      ["approve", "--kind", "licence", "--item", "CN:nosuch", "--to", "x/y", "--expires", "2027-01-01", "--requested-by", "a"],
      "--item CN:nosuch is no item",
    ],
    [["pre-push"], "pre-push takes the remote's name and its URL"],
    [["explain", "nothing-like-it"], 'nothing is called "nothing-like-it"'],
    [["explain", "git.corp.example.cn"], "its place is unknown until the policy's `places:` says where it stands"],
    [["scan", "--history", "nowhere"], "git finds no commits in nowhere\n"],
    [["scan", "--output", "none/at/all"], "ENOENT"],
  ])("%j", (words, said) => {
    const { root } = newRepository();
    const ran = borderline(root, ...words);
    expect([ran.status, ran.out, ran.err.split("\n").length]).toEqual([2, "", 2]);
    expect(ran.err.startsWith("borderline: ") && ran.err.includes(said)).toBe(true);
    const zh = borderline(root, ...words, "--lang", "zh-CN");
    if (words.at(-1) !== "--format") expect([zh.status, /[\u4e00-\u9fff]/.test(zh.err)]).toEqual([2, true]);
  });

  test("the locale of the environment speaks where --lang does not", () => {
    const { root } = newRepository();
    const ran = spawnSync(process.execPath, [cli(), "scan", "--foo"], { cwd: root, env: { LC_ALL: "zh_CN.UTF-8" }, encoding: "utf8" });
    expect([ran.status, ran.stderr]).toEqual([2, "borderline: 没有选项 --foo；见 borderline --help\n"]);
    // An empty LC_ALL is as good as none.
    const empty = spawnSync(process.execPath, [cli(), "--help"], { cwd: root, env: { LC_ALL: "", LANG: "zh_CN.UTF-8" }, encoding: "utf8" });
    expect(empty.stdout).toContain("一切都在本机完成");
  });
});

describe("every command answers --format json with one document", () => {
  test.each([
    [["explain", "086501X"], "borderline.explain/1", 0],
    [["approvals"], "borderline.approvals/1", 0],
    [["approvals", "check", "--as-of", "2026-11-20"], "borderline.problems/1", 0],
    [["baseline", "check"], "borderline.problems/1", 0],
    [["hook", "status"], "borderline.hook/1", 1],
    [["hook", "install"], "borderline.hook/1", 0],
    [["hook", "uninstall"], "borderline.hook/1", 0],
    [["rules", "list"], "borderline.rules/1", 0],
    [["baseline", "write"], "borderline.written/1", 0],
    [["init"], "borderline.written/1", 0],
    [approveWords({ paths: "other/**" }), "borderline.approve/1", 0],
  ])("%j", (words, schema, status) => {
    const repo = shop();
    borderline(repo.root, ...approveWords());
    const ran = borderline(repo.root, ...words, "--format", "json");
    expect([ran.status, ran.err, (JSON.parse(ran.out) as { schema: string }).schema]).toEqual([status, "", schema]);
    rmSync(join(repo.root, ".borderline.yaml"), { force: true });
    const saved = borderline(repo.root, ...words, "--format", "json", "--output", "answer.json");
    expect([saved.out, existsSync(join(repo.root, "answer.json"))]).toEqual(["", true]);
  });
});

test("a wrong form is refused before anything is written", () => {
  const repo = shop();
  for (const words of [["init"], ["baseline", "write"], ["hook", "install"], approveWords()])
    expect(borderline(repo.root, ...words, "--format", "html").status).toBe(2);
  expect([".borderline.yaml", ".borderline", ".git/hooks/pre-push"].filter((name) => existsSync(join(repo.root, name)))).toEqual([]);
});

test("what is said twice counts once, a territory may be written small", () => {
  const repo = shop();
  const report = (...words: string[]): ScanReport =>
    JSON.parse(borderline(repo.root, "scan", "--format", "json", ...words).out) as ScanReport;
  expect(report("--regime", "CN,cn").regimes).toEqual(["CN"]);
  expect(report("--history", "--destination", "hk").destinations).toMatchObject([{ territory: "HK", value: "HK" }]);
});

test("--version answers wherever it stands", () => {
  const { root } = newRepository();
  expect(borderline(root, "scan", "--version")).toMatchObject({ status: 0, out: borderline(root, "--version").out });
});

test("init takes home and contact from a pipe, and says what nobody answered", () => {
  const { root } = newRepository();
  const init = (input: string): string =>
    spawnSync(process.execPath, [cli(), "init"], { cwd: root, input, env: { PATH: process.env["PATH"] }, encoding: "utf8" }).stdout;
  const file = join(root, ".borderline.yaml");
  expect(init("us\nExport desk\nroom 5\n")).toBe("Written: .borderline.yaml. Next: borderline scan, then borderline hook install.\n");
  expect(readFileSync(file, "utf8")).toMatch(/home: US\ncontact:\n {2}- regime: US\n {4}role: Export desk\n {4}channel: room 5\n/);
  rmSync(file);
  expect(init("")).toContain("Nobody said where this is made: home CN. No contact:");
  expect(readFileSync(file, "utf8")).toMatch(/home: CN\nunknownPlaces: warn\n/);
  expect(borderline(root, "scan").status).toBe(0);
});

test.runIf(existsSync("/dev/full"))("an answer that cannot be written to its end is said in one line, and exit status 2", () => {
  const { root } = newRepository();
  const full = openSync("/dev/full", "w");
  const ran = spawnSync(process.execPath, [cli(), "scan"], { cwd: root, stdio: ["ignore", full, "pipe"], encoding: "utf8" });
  closeSync(full);
  expect([ran.status, ran.stderr]).toEqual([2, "borderline: ENOSPC: no space left on device, write\n"]);
});
