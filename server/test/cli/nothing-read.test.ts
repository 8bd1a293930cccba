/** A scan that looked at nothing, or not at what was asked for, says so: it never says that nothing was found. */
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ScanReport } from "../../src/core/reports/report.js";
import { newRepository, temporaryFolder } from "../git/repository.js";
import { commandLine, rankRepository, twoTower } from "./program.js";

const { borderline, scan, cli } = commandLine();
const found = "No known marker found";
const said = (cwd: string, ...words: string[]): readonly string[] =>
  scan(cwd, ...words)
    .problems.filter((problem) => problem.code === "nothing-read")
    .map((problem) => `${problem.path}: ${problem.text.en}`);

describe("no file to look at", () => {
  test("an empty folder, in every form that people read", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "empty"));
    for (const form of ["text", "markdown"]) {
      const { out } = borderline(folder, "scan", "empty", "--no-cache", "--format", form);
      expect(out).toContain("No file was looked at");
      expect(out).not.toContain(found);
    }
    expect(borderline(folder, "scan", "empty", "--no-cache", "--quiet").out).toContain("no file was looked at");
    expect(borderline(folder, "scan", "empty", "--no-cache", "--lang", "zh-CN").out).toContain("未检查任何文件");
    expect(borderline(folder, "scan", "empty", "--no-cache", "--format", "html").out).not.toContain(found);
  });

  test("a policy that ignores everything", () => {
    const repo = newRepository();
    repo.commit({ "a.py": twoTower, ".borderline.yaml": 'home: CN\nignore: ["**"]\n' });
    expect(said(repo.root)).toEqual([".: no file was looked at: there is none here, or ignore files or the policy leave all of them out"]);
  });

  test("a range without commits, and a repository without any", () => {
    const repo = rankRepository();
    const empty = [".: these commits bring no file: none was looked at"];
    expect(said(repo.root, "--history", "HEAD..HEAD")).toEqual(empty);
    expect(said(newRepository().root, "--history")).toEqual(empty);
    expect(borderline(repo.root, "scan", "--history", "HEAD..HEAD").out).not.toContain(found);
    expect(said(repo.root, "--history")).toEqual([]);
  });
});

describe("asked for by name", () => {
  test("a file that git ignores, and a link, beside one that is read", () => {
    const repo = newRepository();
    repo.commit({ ".gitignore": "gen/\nb.py\n", "c.py": "x = 1\n" });
    mkdirSync(join(repo.root, "gen"));
    for (const path of ["gen/a.py", "b.py"]) writeFileSync(join(repo.root, path), twoTower);
    symlinkSync("gen/a.py", join(repo.root, "link.py"));
    expect(said(repo.root, "b.py", "gen", "gen/a.py", "c.py", "link.py")).toEqual([
      "b.py: was not looked at: ignore files or the policy leave it out",
      "gen: was not looked at: ignore files or the policy leave it out",
      "gen/a.py: was not looked at: ignore files or the policy leave it out",
      "link.py: this is a link and was not looked at: name what it leads to",
    ]);
    expect(said(repo.root, "c.py")).toEqual([]);
    expect(borderline(repo.root, "scan", "b.py").out).not.toContain(found);
  });
});

describe("in the index, not in the work tree", () => {
  test("a sparse checkout, and a submodule that is not checked out", () => {
    const inner = rankRepository();
    const repo = newRepository();
    repo.commit({ "a/two_tower.py": twoTower, "b/x.txt": "x\n" });
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "inner");
    repo.git("commit", "-qm", "inner");
    expect(said(repo.root)).toEqual([]);
    repo.git("submodule", "--quiet", "deinit", "-f", "inner");
    repo.git("sparse-checkout", "set", "--no-cone", "/b/", "/.gitmodules", "/inner/");
    expect(said(repo.root)).toEqual([
      ".: 1 tracked file not in this work tree (sparse checkout), not looked at",
      "inner: 1 submodule not checked out here, not looked at",
    ]);
  });
});

test("the history of all refs has what is checked out without a ref, as a pipeline's checkout is", () => {
  const repo = newRepository();
  repo.commit({ "x.txt": "x\n" });
  repo.git("checkout", "-q", "--detach");
  repo.commit({ "rank/two_tower.py": twoTower });
  expect([...new Set(scan(repo.root, "--history").markers.map((marker) => marker.path))]).toEqual(["rank/two_tower.py"]);
});

test("a notebook that does not parse is a gap, with the cache as without, and so it is in a history", () => {
  const repo = newRepository();
  const notebook = JSON.stringify({ nbformat: 4, metadata: {}, cells: [{ cell_type: "code", source: twoTower.split(/(?<=\n)/) }] });
  repo.commit({ "whole.ipynb": notebook, "cut.ipynb": notebook.slice(0, -40), "empty.ipynb": "", "no.ipynb": "{}" });
  const gaps = ["cut.ipynb", "no.ipynb"].map((path) => ({ path, reason: "truncated", gap: true }));
  for (const words of [["--no-cache"], [], [], ["--history"]]) {
    const { status, out } = borderline(repo.root, "scan", "--fail-on", "never", "--format", "json", ...words);
    const { skipped } = JSON.parse(out) as ScanReport;
    expect({ status, gaps: skipped.filter((one) => one.gap).sort((a, b) => (a.path < b.path ? -1 : 1)) }).toEqual({ status: 3, gaps });
  }
});

test("a push of marked files that the policy ignores says so, and so does the history", () => {
  const repo = rankRepository();
  const head = repo.git("rev-parse", "HEAD").trim();
  const hidden = "rank/two_tower.py: the policy's ignore: leaves out 1 file with markers, which are not judged";
  const policy = join(repo.home, "policy.yaml");
  writeFileSync(policy, 'home: CN\nignore: ["rank/**"]\n');
  const words = ["pre-push", "--quiet", "--no-cache", "--policy", policy, "origin", "https://github.com/acme/rank.git"];
  const line = `refs/heads/main ${head} refs/heads/main ${"0".repeat(40)}\n`;
  const push = spawnSync(process.execPath, [cli(), ...words], { cwd: repo.root, env: repo.environment, input: line, encoding: "utf8" });
  expect(push.stderr).toContain(hidden);
  expect(said(repo.root, "--history", "--policy", policy)).toEqual([hidden]);
});

test("forms that have no room for it leave it to stderr: what was not looked at, and what could not be read", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "empty"));
  writeFileSync(join(folder, "cut.ipynb"), '{"cells": [');
  writeFileSync(join(folder, "main.tf"), 'a "b" {\n');
  for (const form of ["gitlab", "csv"]) {
    expect(borderline(folder, "scan", "empty", "--no-cache", "--format", form).err).toContain("no file was looked at");
    const { status, err } = borderline(folder, "scan", "--no-cache", "--format", form);
    expect(status).toBe(3);
    expect(err).toMatch(/main\.tf:\d+:\d+: This file is not valid HCL/);
    expect(err).toContain("1 that should have been read could not be");
  }
});
