/** What a report says was looked at: commit, branch and what differs from it; the range of a push or a history. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ScanReport } from "../../src/core/reports/report.js";
import { temporaryFolder, trap } from "../git/repository.js";
import { pushRepository } from "../push/program.js";
import { commandLine, rankRepository, twoTower } from "./program.js";

const { borderline, scan, cli } = commandLine();
const nothing = { what: "tree", commit: null, branch: null, differing: null, ranges: [] };

test("a tree: its commit and branch, and the marked files that are not as that commit has them", () => {
  const repo = rankRepository({ "rank/copy.py": twoTower, "README.md": "x\n" });
  const commit = repo.git("rev-parse", "HEAD");
  expect(scan(repo.root).scanned).toEqual({ what: "tree", commit, branch: "main", differing: [], ranges: [] });
  repo.write("rank/two_tower.py", `${twoTower}# changed\n`);
  repo.write("rank/new.py", twoTower);
  repo.write("README.md", "nothing is found here\n");
  expect(scan(repo.root).scanned.differing).toEqual(["rank/new.py", "rank/two_tower.py"]);
  const below = scan(join(repo.root, "rank"));
  expect([below.scanned.commit, below.scanned.differing]).toEqual([commit, ["new.py", "two_tower.py"]]);
});

test("HEAD where git keeps it: packed, detached, in a linked work tree, unborn, in no repository", () => {
  const repo = rankRepository();
  const commit = repo.git("rev-parse", "HEAD");
  repo.git("pack-refs", "--all");
  expect(scan(repo.root).scanned).toMatchObject({ commit, branch: "main", differing: [] });
  repo.git("worktree", "add", "-q", "-b", "side/one", "../side");
  expect(scan(join(repo.root, "../side")).scanned).toMatchObject({ commit, branch: "side/one", differing: [] });
  repo.git("checkout", "-q", "--detach");
  expect(scan(repo.root).scanned).toMatchObject({ commit, branch: null, differing: [] });
  repo.git("checkout", "-q", "--orphan", "empty");
  expect(scan(repo.root).scanned).toEqual({ ...nothing, branch: "empty" });
  const folder = temporaryFolder();
  writeFileSync(join(folder, "model.py"), twoTower);
  expect(scan(folder).scanned).toEqual(nothing);
});

test("a filter that the repository sets is not run to find out", () => {
  const repo = rankRepository();
  const { run, trace } = trap(join(repo.root, ".."));
  repo.git("config", "filter.x.clean", run);
  repo.git("config", "filter.x.process", run);
  repo.write(".gitattributes", "* filter=x\n");
  repo.write("rank/two_tower.py", `${twoTower}# changed\n`);
  expect(scan(repo.root).scanned.differing).toEqual(["rank/two_tower.py"]);
  expect(() => readFileSync(trace)).toThrow("ENOENT");
});

test("a history and a push: their ranges", () => {
  const repo = rankRepository();
  const first = repo.git("rev-parse", "HEAD");
  const second = repo.commit({ "rank/copy.py": twoTower });
  const history = scan(repo.root, "--history", `${first}..${second}`).scanned;
  expect(history).toEqual({ ...nothing, what: "history", ranges: [{ ref: `${first}..${second}`, from: [first], to: second }] });
});

test("a push: the range of each ref, in its JSON, and in the page of what was saved", () => {
  const repo = pushRepository(cli());
  const first = repo.commit({ "README.md": "x\n" });
  repo.push("origin", "main");
  const second = repo.commit({ "rank/two_tower.py": twoTower });
  const [report] = repo.push("origin", "main", "main:refs/heads/side").reports;
  expect(report?.scanned).toEqual({
    ...nothing,
    what: "push",
    ranges: [
      { ref: "refs/heads/main", from: [first], to: second },
      { ref: "refs/heads/main", from: [], to: second },
    ],
  });
  const saved = join(repo.home, "push.json");
  writeFileSync(saved, JSON.stringify(report));
  const page = borderline(repo.root, "report", saved, "--format", "html").out;
  expect(page).toContain(`push of main: ${first.slice(0, 12)}..${second.slice(0, 12)}, main, all up to ${second.slice(0, 12)}`);
  expect(page).toContain(`推送：main：${first.slice(0, 12)}..${second.slice(0, 12)}、main（截至 ${second.slice(0, 12)} 的全部）`);
});

test("every form of a report says it", () => {
  const repo = rankRepository();
  const commit = repo.git("rev-parse", "HEAD");
  repo.write("rank/two_tower.py", `${twoTower}# changed\n`);
  mkdirSync(join(repo.root, "../saved"));
  const saved = join(repo.root, "../saved/rank.json");
  const record = join(repo.root, "../rank.jsonl");
  borderline(repo.root, "scan", "--format", "json", "--output", saved, "--record", record);
  const en = `tree on ${commit.slice(0, 12)} (main); 1 of the marked files is not as in that commit`;
  const zh = `提交 ${commit.slice(0, 12)} (main) 上的目录树；有标记的文件中有 1 个与该提交不一致`;
  for (const [words, part] of [
    [["scan"], en],
    [["scan", "--lang", "zh-CN"], zh],
    [["scan", "--format", "html"], en],
    [["report", saved, "--format", "html"], zh],
    [["report", record, "--format", "html"], en],
    [["report", join(repo.root, "../saved"), "--format", "html"], en],
  ] as const)
    expect(borderline(repo.root, ...words).out.replace(/\s+/g, " ")).toContain(part);
  const markdown = borderline(repo.root, "report", saved, "--format", "markdown").out;
  for (const part of [commit.slice(0, 12), "Edition CN 2025-07-15", "rulebook sha256&#58;", "reviewed 20", "Borderline 0."])
    expect(markdown).toContain(part);
  const json = JSON.parse(borderline(repo.root, "report", saved, "--format", "classification").out) as ScanReport;
  expect(json.scanned).toEqual({ what: "tree", commit, ranges: [] });
});

test("a place that nobody looked up is told as such, and no level changes by it", () => {
  const repo = rankRepository();
  const byName = new Map(scan(repo.root).destinations.map((each) => [each.name, each]));
  expect([byName.get("origin")?.verification, byName.get("home")?.verification]).toEqual(["official", "memory"]);
  const text = borderline(repo.root, "scan").out.replace(/\s+/g, " ");
  expect(text.match(/not looked up/g)).toHaveLength(1);
  expect(borderline(repo.root, "scan", "--lang", "zh-CN").out).toContain("未经查证");
  expect(borderline(repo.root, "explain", "gitee.com").out).toContain("not looked up\n  Can be checked at: ");
  expect(borderline(repo.root, "explain", "gitee.com", "--lang", "zh-CN").out).toContain("\n  可在此核对：该服务自身网站, https://");
  expect(borderline(repo.root, "explain", "aws:ap-southeast-1").out).toContain("place from a list that others publish");
  repo.write(".borderline.yaml", 'home: CN\nplaces: [{ host: "gitee.com", territory: CN }]\n');
  expect(scan(repo.root).destinations.find((each) => each.name === "home")?.verification).toBeUndefined();
});

test("who asks for one file is not told that the others are hidden", () => {
  const repo = rankRepository({ "rank/a.py": twoTower, "rank/b.py": "x = 1\n", "rank/c.py": "x = 2\n" });
  const { ignoredShare, stats } = JSON.parse(
    borderline(repo.root, "scan", "--no-cache", "--format", "json", "rank/a.py").out,
  ) as ScanReport;
  expect([stats.files, ignoredShare]).toEqual([1, 0]);
  expect(borderline(repo.root, "scan", "rank/a.py").out).not.toContain("Ignore files hide");
});

test("files that were met while only ways out were looked for are looked at for markers all the same", () => {
  const repo = rankRepository();
  const home = temporaryFolder();
  const cached = (...words: string[]): string =>
    spawnSync(process.execPath, [cli(), ...words, "--format", "json"], {
      cwd: repo.root,
      env: { PATH: process.env["PATH"], HOME: home, XDG_CACHE_HOME: join(home, "cache") },
      encoding: "utf8",
    }).stdout;
  const markers = (json: string): number => (JSON.parse(json) as ScanReport).markers.length;
  const found = scan(repo.root).markers.length;
  expect(found).toBeGreaterThan(0);
  const counts = ["destinations", "scan", "scan", "destinations", "scan"].map((command) => markers(cached(command)));
  expect(counts).toEqual([0, found, found, 0, found]);
});
