/** `scan --history`: the same verdict where no hook reaches, for a merge request or a whole repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ScanReport } from "../../src/core/reports/report.js";
import { newRepository, type TestRepository } from "../git/repository.js";
import { builtProgram, pushRepository, ranking } from "./program.js";

const { cli } = builtProgram();

function run(repo: TestRepository, ...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli(), ...words], { cwd: repo.root, env: repo.environment, encoding: "utf8" });
}

function scan(repo: TestRepository, ...words: string[]): { status: number | null; report: ScanReport } {
  const { status, stdout, stderr } = run(repo, "scan", "--history", "--format", "json", ...words);
  if (stdout === "") throw new Error(stderr);
  return { status, report: JSON.parse(stdout) as ScanReport };
}

const paths = (report: ScanReport): string[] => [...new Set(report.markers.filter((m) => m.confidence >= 0.5).map((m) => m.path))];

test("all refs, a range, and what only the history holds", () => {
  const repo = newRepository();
  repo.commit({ "old/deepfm.py": ranking });
  rmSync(join(repo.root, "old"), { recursive: true });
  const base = repo.commit({ "README.md": "hello\n" });
  repo.git("switch", "-q", "-c", "side");
  repo.commit({ "new/deepfm.py": ranking.replace("DeepFM(", "DeepFM2(") });
  repo.git("switch", "-q", "main");
  expect(scan(repo).report).toMatchObject({ history: true, schema: "borderline.scan/1" });
  expect(paths(scan(repo).report)).toEqual(["new/deepfm.py", "old/deepfm.py"]);
  expect(paths(scan(repo, `${base}..side`).report)).toEqual(["new/deepfm.py"]);
  expect(paths(scan(repo, "main").report)).toEqual(["old/deepfm.py"]);
});

test("a range has what it brings, not what its tree held before", () => {
  const repo = newRepository();
  const base = repo.commit({ "old/deepfm.py": ranking, "old/same.py": ranking.replace("DeepFM(", "DeepFM3(") });
  repo.git("mv", "old/same.py", "moved.py");
  repo.commit({ "new/deepfm.py": ranking.replace("DeepFM(", "DeepFM2(") });
  for (const words of [[], ["--destination", "US"]]) {
    const { report } = scan(repo, `${base}..HEAD`, ...words);
    expect([...new Set(report.markers.map((m) => m.path))]).toEqual(["new/deepfm.py"]);
  }
  expect(paths(scan(repo, "HEAD").report)).toEqual(["moved.py", "new/deepfm.py", "old/deepfm.py"]);
  repo.commit({ "README.md": "hello\n" });
  expect(scan(repo, "HEAD~1..HEAD", "--destination", "US")).toMatchObject({ status: 0, report: { markers: [], exposures: [] } });
});

test("judged as if it went somewhere, and labelled so", () => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  const abroad = scan(repo, "--destination", "SG", "--recipient", "Acme Pte");
  expect(abroad.status).toBe(1);
  expect(abroad.report.destinations).toMatchObject([{ kind: "declared", territory: "SG", reason: "hypothetical", recipient: "Acme Pte" }]);
  expect(abroad.report.exposures[0]).toMatchObject({ leaves: true, state: "would-leave" });
  expect(scan(repo, "--destination", "CN").status).toBe(0);
  expect(scan(repo, "--destination", "https://github.com/acme/x").report.destinations).toMatchObject([
    { kind: "git-remote", host: "github.com", territory: "US", reason: "hypothetical" },
  ]);
});

test("in other forms: SARIF for GitHub, GitLab's list, a summary", () => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  const sarif = JSON.parse(run(repo, "scan", "--history", "--destination", "US", "--format", "sarif-github").stdout) as {
    runs: { results: unknown[] }[];
  };
  expect(sarif.runs[0]?.results.length).toBeGreaterThan(0);
  expect(
    (JSON.parse(run(repo, "scan", "--history", "--destination", "US", "--format", "gitlab").stdout) as unknown[]).length,
  ).toBeGreaterThan(0);
  expect(run(repo, "scan", "--history", "--destination", "US", "--format", "markdown").stdout).toContain("086501X");
});

test("the policy is that of the range's start: a merge request does not judge itself", () => {
  const repo = newRepository();
  const strict = "home: CN\n";
  const base = repo.commit({ ".borderline.yaml": strict, "README.md": "hello\n" });
  repo.commit({ ".borderline.yaml": "home: US\nregimes: []\nignore: ['rank/**']\n", "rank/deepfm.py": ranking });
  const { status, report } = scan(repo, `${base}..HEAD`, "--destination", "US");
  expect([status, report.home, paths(report)]).toEqual([1, "CN", ["rank/deepfm.py"]]);
  expect(report.problems.map((p) => [p.path, p.message])).toContainEqual([
    ".borderline.yaml",
    "changed within this range; judged by the policy at its start",
  ]);
});

test("where no range begins anywhere, the policy is that of the work tree, as for a scan", () => {
  const repo = newRepository();
  repo.commit({ ".borderline.yaml": "home: CN\ncontact: [{ role: Export desk, channel: room 5 }]\n", "rank/deepfm.py": ranking });
  for (const words of [[], ["--destination", "US"], ["main"]]) {
    const { report } = scan(repo, ...words);
    expect([words, report.policy, report.contact.map((one) => one.role), report.problems]).toEqual([
      words,
      ".borderline.yaml",
      ["Export desk"],
      [],
    ]);
  }
  expect(scan(repo, "main", "--destination", "US").report.policy).toBe(null);
});

test("in every form people are told that it is hypothetical, in both languages, wherever it would go", () => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  for (const to of ["HK", "https://git.nowhere.example/a/b.git"])
    for (const form of ["text", "markdown", "html", "csv", "sarif", "gitlab", "json"]) {
      const said = (lang: string): string =>
        run(repo, "scan", "--history", "--destination", to, "--format", form, "--lang", lang).stdout.replace(/\s+/g, " ");
      expect([to, form, /hypothetical/i.test(said("en"))]).toEqual([to, form, true]);
      expect([to, form, said("zh-CN").includes("假设")]).toEqual([to, form, form !== "json"]);
    }
  expect(run(repo, "scan", "--history", "--destination", "HK").stdout).toMatch(/^Hypothetical: judged as if it went to HK \(Hong Kong/);
});

test("--regime holds for a history and for a push", () => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  expect(scan(repo, "--destination", "SG", "--regime", "US").report.regimes).toEqual(["US"]);
});

test("a folder instead of a range: its history, under the policy that is named from here", () => {
  const repo = newRepository();
  repo.commit({ "rank/deepfm.py": ranking });
  writeFileSync(join(repo.home, "p.yaml"), "home: CN\n");
  const bare = join(repo.home, "bare.git");
  repo.git("clone", "-q", "--bare", repo.root, bare);
  const at = { ...repo, root: repo.home };
  for (const folder of [repo.root, "bare.git"]) {
    const { report } = scan(at, folder, "--policy", "p.yaml");
    expect([paths(report), report.policy?.endsWith("p.yaml")]).toEqual([["rank/deepfm.py"], true]);
  }
  const plain = JSON.parse(run(at, "scan", "bare.git", "--policy", "p.yaml", "--format", "json").stdout) as ScanReport;
  expect([paths(plain), plain.policy?.endsWith("p.yaml")]).toEqual([["rank/deepfm.py"], true]);
});

test("what is missing is a gap: exit 3", () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  const blob = repo.git("rev-parse", "HEAD:a.txt");
  execFileSync("rm", ["-f", join(repo.root, ".git", "objects", blob.slice(0, 2), blob.slice(2))]);
  const { status, report } = scan(repo);
  expect([status, report.skipped.map((one) => one.gap)]).toEqual([3, [true]]);
});

test.each([["nowhere..HEAD"], ["--all"], ["-x"]])("a range that is none (%s): exit 2", (range) => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  expect(run(repo, "scan", "--history", "--", range).status).toBe(2);
});

test("a territory that is none: exit 2", () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  expect(run(repo, "scan", "--history", "--destination", "XX").status).toBe(2);
});

test("scan, pre-push and history find the same in the same tree", () => {
  const repo = pushRepository(cli());
  const files: Record<string, string> = { "README.md": "A shop.\n", "requirements.txt": "torch\ndeepctr\n" };
  for (const [index, name] of ["deepfm", "din", "mmoe", "features", "dataset", "train"].entries()) {
    files[`rank/${name}.py`] =
      index % 2 === 0
        ? ranking.replace("DeepFM", name.toUpperCase())
        : `from rank.deepfm import DeepFM\n\ndef ${name}(user_id, item_id, click):\n    return DeepFM(user_id, item_id)\n`;
  }
  repo.commit(files);
  writeFileSync(join(repo.home, "policy.yaml"), "home: CN\n");
  const marks = (report: Pick<ScanReport, "markers">): (string | number)[][] =>
    report.markers.map((m) => [m.path, m.rule, m.confidence, m.fingerprint]);
  const tree = JSON.parse(run(repo, "scan", "--format", "json").stdout) as ScanReport;
  expect(tree.markers.length).toBeGreaterThan(4);
  expect(marks(scan(repo).report)).toEqual(marks(tree));
  expect(marks(repo.push("origin", "main").reports[0] ?? { markers: [] })).toEqual(marks(tree));
});
