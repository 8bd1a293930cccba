/** The same verdict in pipelines: what the templates run, and that it uploads and executes nothing by itself. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { newRepository, type TestRepository } from "../git/repository.js";
import { builtProgram, policyFor, pushRepository, ranking } from "./program.js";

const { cli } = builtProgram();
const project = join(import.meta.dirname, "../../..");
const text = (path: string): string => readFileSync(join(project, path), "utf8");

function scan(repo: TestRepository, words: NodeJS.ProcessEnv): { status: number | null; out: string; report: string } {
  const report = join(repo.home, "report");
  const done = spawnSync("bash", [join(project, "ci/scan.sh")], {
    cwd: repo.root,
    env: { ...repo.environment, BORDERLINE: cli(), DESTINATION: "US", REPORT: report, ...words },
    encoding: "utf8",
  });
  return { status: done.status, out: done.stdout + done.stderr, report: existsSync(report) ? readFileSync(report, "utf8") : "" };
}

test("a merge request that brings a marker fails, and the log says nothing about where", () => {
  const repo = newRepository();
  const base = repo.commit({ "README.md": "hello\n" });
  const clean = repo.commit({ "a.txt": "a\n" });
  repo.commit({ "rank/deepfm.py": ranking });
  const failed = scan(repo, { BASE: base });
  expect([failed.status, failed.report.includes("rank/deepfm.py"), failed.out.includes("rank")]).toEqual([1, true, false]);
  expect(failed.out).toMatch(/^Open: \d+ warnings?\n/);
  expect(scan(repo, { BASE: base, REPORT_LANG: "zh-CN" }).out).toMatch(/^未处理：\d+ 项警示\n/);
  const none = scan(repo, { BASE: base, HEAD: clean });
  expect([none.status, none.out.startsWith("No known marker found. This does not mean it may be exported.")]).toEqual([0, true]);
  const back = scan(repo, { BASE: clean, HEAD: base });
  expect([back.status, back.out.startsWith("No file was looked at")]).toEqual([0, true]);
  expect(scan(repo, { BASE: base, SHOW: "log" }).out).toContain("deepfm.py");
  const summary = join(repo.home, "summary.md");
  scan(repo, { BASE: base, SHOW: "summary", GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: join(repo.home, "output") });
  expect(readFileSync(summary, "utf8")).toContain("086501X");
  expect(readFileSync(join(repo.home, "output"), "utf8")).toBe(`report=${join(repo.home, "report")}\nstatus=1\n`);
});

test.each([
  ["", "a new branch"],
  ["0".repeat(40), "what a push calls a new branch"],
  ["1".repeat(40), "a base that a shallow checkout lacks"],
])("without a base (%j: %s) everything counts", (base) => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  repo.commit({ "README.md": "hello\n" });
  expect(scan(repo, { BASE: base }).status).toBe(1);
});

test("a base that is the head itself is none: everything counts", () => {
  const repo = newRepository();
  const head = repo.commit({ "rank/deepfm.py": ranking });
  const judged = scan(repo, { BASE: head, HEAD: head });
  expect([judged.status, judged.out.includes("no base; all that is here is judged")]).toEqual([1, true]);
  expect(scan(repo, { BASE: head }).status).toBe(1);
});

test("words of others are never commands or options", () => {
  const repo = newRepository();
  repo.commit({ "README.md": "hello\n" });
  const hostile = `$(touch ${join(repo.home, "pwned")})`;
  expect(scan(repo, { BASE: hostile, RECIPIENT: hostile }).status).toBe(0);
  expect(scan(repo, { BASE: "--output=x" }).status).toBe(0);
  expect(scan(repo, { HEAD: "--output=x" }).status).toBe(2);
  expect([existsSync(join(repo.home, "pwned")), existsSync(join(repo.root, "x"))]).toEqual([false, false]);
});

test("the action: inputs reach scripts by the environment only, and nothing is uploaded or shown by default", () => {
  const action = parse(text("action.yml")) as {
    inputs: Record<string, { default?: string }>;
    runs: { steps: { run?: string; uses?: string; env?: Record<string, string> }[] };
  };
  expect(action.runs.steps.map((step) => step.run ?? "").join("\n")).not.toContain("${{");
  expect(action.runs.steps.flatMap((step) => step.uses ?? [])).toEqual([]);
  expect(action.inputs["show"]?.default).toBe("counts");
  const used = Object.values(action.runs.steps[1]?.env ?? {}).flatMap((value) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []);
  expect(used.sort()).toEqual(Object.keys(action.inputs).sort());
});

test("the templates are YAML and run the same script", () => {
  for (const path of ["ci/gitlab.yml", "ci/gitee-go.yml"]) {
    expect(parse(text(path))).toBeTypeOf("object");
    expect(text(path)).toContain("ci/scan.sh");
  }
  const [hook] = parse(text(".pre-commit-hooks.yaml")) as Record<string, unknown>[];
  expect(hook).toMatchObject({ entry: "borderline pre-push", always_run: true, pass_filenames: false });
  expect(hook?.["name"]).toContain("one ref of each push only");
});

test("as a hook of pre-commit's it sees one ref of a push, whatever else is pushed; the installed hook sees them all", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(repo.far));
  const entry = `${process.execPath} ${cli()} pre-push`;
  repo.commit({
    ".pre-commit-config.yaml": `repos:\n- repo: local\n  hooks:\n  - id: borderline-push\n    name: borderline\n    language: system\n    entry: ${entry}\n    always_run: true\n    pass_filenames: false\n    verbose: true\n    stages: [push]\n`,
  });
  execFileSync("rm", [join(repo.root, ".git/hooks/pre-push")]);
  execFileSync("pre-commit", ["install", "--hook-type", "pre-push"], { cwd: repo.root, env: repo.environment, stdio: "pipe" });
  repo.git("push", "-q", "--no-verify", "origin", "main");
  repo.git("switch", "-q", "-c", "zzz");
  repo.commit({ "rank/deepfm.py": ranking });
  const push = (...words: string[]): string => {
    const done = spawnSync("git", ["push", "--dry-run", "origin", ...words], { cwd: repo.root, env: repo.environment, encoding: "utf8" });
    return done.stdout + done.stderr;
  };
  expect(push("zzz")).toContain("borderline: blocked");
  repo.git("switch", "-q", "main");
  repo.commit({ "README.md": "hello\n" });
  expect(push("main", "zzz")).not.toContain("borderline: blocked");
  execFileSync(process.execPath, [cli(), "hook", "install"], { cwd: repo.root, env: repo.environment, stdio: "pipe" });
  expect(push("main", "zzz")).toContain("borderline: blocked");
});
