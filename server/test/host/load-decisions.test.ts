/** Where decisions are read from: the nearest policy, a named one, git's configuration; with ledger, baseline and own items. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeBaseline } from "../../src/core/exposures/baseline.js";
import { loadDecisions } from "../../src/host/load-decisions.js";
import { marker } from "../values.js";

const base = realpathSync(mkdtempSync(join(tmpdir(), "borderline-load-")));
const repo = join(base, "repo");
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
};
const environment = { PATH: process.env["PATH"], HOME: base };
const load = (folder: string, named: string | null = null) => loadDecisions(join(base, folder), named, environment);
const entry = "kind: licence, status: requested, items: [x], destinations: [y], expires: 2027-01-01";

beforeAll(() => {
  mkdirSync(repo, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: repo });
  put(".borderline.yaml", "home: SG\n"); // above the work tree: must never be read
  put("org/borderline.yaml", "locked: [unverified]\nunverified: keep\n");
  put(
    "repo/.borderline.yaml",
    'extends: "../org/borderline.yaml"\nunverified: note\nrules: { items: ["law/*.yaml", "law/deep/**/*.yaml"], files: ["law/one.yaml"] }\n',
  );
  put("repo/.borderline/approvals.yaml", `approvals: [{ id: A-1, ${entry} }]\n`);
  put("repo/.borderline/baseline.json", writeBaseline([marker()], []));
  for (const path of ["law/one.yaml", "law/deep/a/two.yaml", "law/note.txt", "other/three.yaml"]) put(`repo/${path}`, "items: []\n");
  symlinkSync(join(base, "org"), join(repo, "law", "deep", "away"));
  put("repo/sub/.borderline.yaml", "home: US\n");
  mkdirSync(join(repo, "sub2", "deep"), { recursive: true });
  put("plain/file.txt", "x");
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("the policy of a tree", () => {
  it("is the one at its top, with what it extends, its ledger, its baseline and its own items; links are not followed", async () => {
    const found = await load("repo");
    expect([found.policy.path, found.policy.unverified, found.folder]).toEqual([".borderline.yaml", "keep", repo]);
    expect(found.problems.map(({ code, path, line }) => [code, path, line])).toEqual([["locked-key", ".borderline.yaml", 2]]);
    expect(found.policy.approvals).toMatchObject([{ id: "A-1", path: ".borderline/approvals.yaml", line: 1 }]);
    expect(found.baseline?.entries).toMatchObject([{ rule: "recommendation.ranking-model", fingerprint: "f1" }]);
    expect(found.items.map((one) => one.path)).toEqual(["law/deep/a/two.yaml", "law/one.yaml"]);
    expect(found.rules.map((one) => one.path)).toEqual(["law/one.yaml"]);
  });

  it("is the nearest one from a folder up to the top, and never one above the work tree", async () => {
    expect((await load("repo/sub")).policy.home).toBe("US");
    expect((await load("repo/sub2/deep")).folder).toBe(repo);
    const plain = await load("plain");
    expect([plain.policy.path, plain.policy.home, plain.baseline]).toEqual([null, "CN", null]);
  });

  it("is an error where it is there and cannot be read, never passed over for the defaults", async () => {
    for (const [name, make] of [
      ["folder", (path: string) => void mkdirSync(path)],
      ["dangling", (path: string) => void symlinkSync("nowhere", path)],
      ["huge", (path: string) => void writeFileSync(path, `# ${"x".repeat(1 << 20)}\n`)],
    ] as const) {
      mkdirSync(join(repo, name));
      make(join(repo, name, ".borderline.yaml"));
      const { problems } = await load(`repo/${name}`);
      expect([name, problems.map(({ severity, path }) => [severity, path])]).toEqual([name, [["error", ".borderline.yaml"]]]);
    }
  });

  it("is the named one where a name is given; one that cannot be read is an error", async () => {
    const named = await load("repo", join(base, "org", "borderline.yaml"));
    expect([named.policy.path, named.policy.unverified, named.folder]).toEqual([join(base, "org", "borderline.yaml"), "keep", repo]);
    expect((await load("repo", join(base, "nowhere.yaml"))).problems).toMatchObject([{ code: "policy", severity: "error" }]);
  });

  it("is git's configured one where git names one", async () => {
    execFileSync("git", ["config", "borderline.policy", "../org/borderline.yaml"], { cwd: repo });
    expect((await load("repo")).policy.path).toBe(join(base, "org", "borderline.yaml"));
    execFileSync("git", ["config", "--unset", "borderline.policy"], { cwd: repo });
  });
});
