/** What people read when they push, what is recorded, what is remembered, and what a hostile repository can do about it: nothing. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PushReport } from "../../src/core/push/push-report.js";
import { trap } from "../git/repository.js";
import { builtProgram, fresh, policyFor, type PushRepository, pushRepository, ranking } from "./program.js";

const { cli } = builtProgram();

interface Judged {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a hook would run it, for a first push of a branch. */
function prePush(
  repo: PushRepository,
  words: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
  url = repo.far,
  ref = "refs/heads/main",
): Judged {
  const input = `${ref} ${repo.git("rev-parse", ref)} ${ref} ${"0".repeat(40)}\n`;
  const done = spawnSync(process.execPath, [cli(), "pre-push", ...words, "--", "origin", url], {
    cwd: repo.root,
    env: { ...repo.environment, ...more },
    input,
    encoding: "utf8",
  });
  // On a busy machine it says that it is at work before it says what it found.
  return { ...done, stderr: done.stderr.replace(/^borderline: (?:looking at|looked at|正在检查|已检查).*\n/gm, "") };
}

test("for a person in a hurry: the verdict first and last, what is new, what may go, whom to call", () => {
  const repo = pushRepository(cli());
  writeFileSync(
    join(repo.home, "policy.yaml"),
    policyFor(repo.far) + "contact: [{ regime: CN, role: Export compliance, channel: export@example.cn, hours: 9-18 }]\n",
  );
  const clean = repo.commit({ "README.md": "hello\n" });
  repo.commit({ "rank/deepfm.py": ranking });
  const { stderr, status, stdout } = prePush(repo);
  expect([status, stdout]).toEqual([1, ""]);
  const lines = stderr.trimEnd().split("\n");
  expect(lines.every((line) => line.startsWith("borderline: "))).toBe(true);
  expect(lines[0]).toMatch(/^borderline: blocked - push · origin \(.*far\), Germany: 1 warning/);
  expect(lines.at(-1)).toBe(lines[0]);
  const at = (part: string): number => lines.findIndex((line) => line.includes(part));
  const order = [
    "blocked",
    "New because of this push",
    "rank/deepfm.py:",
    "may still be pushed",
    `git push origin ${clean}:refs/heads/main`,
    "To request a review: borderline approve --kind licence --item CN:086501X",
    "Whom to call: Export compliance, export@example.cn, 9-18",
    "not legal advice",
  ].map(at);
  expect(order.every((line, index) => line >= 0 && line > (order[index - 1] ?? -1))).toBe(true);
  expect(lines[at("rank/deepfm.py:")]).toMatch(/rank\/deepfm\.py:\d+ warning 086501X/);
});

test("who is only warned is told that the push goes on", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(repo.far).replace("block: warning", "block: error"));
  repo.commit({ "rank/deepfm.py": ranking, "rank/deepfm_two.py": ranking });
  const { stderr, status } = prePush(repo);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^borderline: look at this - the push goes on; push · origin \(.*far\), Germany: \d+ warnings/);
  expect(stderr).toContain(" (and 1 more file)\n");
  expect(prePush(repo, ["--lang", "zh-CN"]).stderr).toMatch(/^borderline: 请留意：推送继续；推送 · origin/);
});

test("in Chinese, without any word that a verdict must not use", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  const { stderr } = prePush(repo, [], { LANG: "zh_CN.UTF-8", LC_ALL: undefined });
  expect(stderr.split("\n")[0]).toMatch(/^borderline: 已拦截：推送 · origin（?.*德国：1 项警示/);
  expect(stderr).toContain("联系人：");
  expect(stderr).not.toMatch(/通过|放行|合规|违规|违法|海外|国外/);
  expect(prePush(repo).stderr).not.toMatch(/\b(?:clear|passed|safe|compliant|legal\b(?! advice))/i);
});

test("markers that stay at home are counted and hold nothing up", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, "policy.yaml"), `home: CN\nplaces: [{ path: "${repo.far}", territory: CN }]\npush: { block: warning }\n`);
  repo.commit({ "rank/deepfm.py": ranking });
  const { stderr, status } = prePush(repo);
  expect(status).toBe(0);
  expect(stderr.split("\n")[0]).toContain("nothing open - push");
  expect(stderr).not.toContain("No known marker found");
});

test("a policy that the push brings does not lower the verdict, and is named", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, ".gitconfig"), "");
  const strict = policyFor(repo.far);
  repo.commit({ ".borderline.yaml": strict, "README.md": "hello\n" });
  repo.git("push", "-q", "--no-verify", "origin", "main");
  repo.commit({
    ".borderline.yaml": strict.replace("block: warning", "block: never").replace("territory: DE", "territory: CN"),
    "rank/deepfm.py": ranking,
  });
  const lowered = repo.push("origin", "main");
  expect(lowered.status).not.toBe(0);
  expect(lowered.reports.map((r) => [r.verdict, r.policyChanged.map((p) => [p.path, p.before])])).toEqual([
    ["block", [[".borderline.yaml", "block"]]],
  ]);
  expect(lowered.stderr).toContain("this push changes .borderline.yaml");
  repo.git("reset", "-q", "--hard", "origin/main");
  repo.commit({ "rank/deepfm.py": ranking });
  writeFileSync(join(repo.root, ".borderline.yaml"), strict.replace("block: warning", "block: never"));
  expect(repo.push("origin", "main").reports.map((r) => r.verdict)).toEqual(["block"]);
});

test.each([
  ["rules: { off: [recommendation.ranking-model, recommendation.preference-learning] }\n", {}],
  ["ignore: ['rank/**']\n", {}],
  [
    "",
    {
      ".borderline/approvals.yaml":
        "approvals:\n  - { id: A-1, kind: not-controlled, status: approved, items: ['CN:086501X/personalised-push'], paths: ['**'], destinations: ['**'], expires: 2030-01-01, requestedBy: a, approvedBy: b, approvedAt: 2026-01-01, basis: x, reason: x }\n",
    },
  ],
])("neither do rules switched off, ignored paths or a ledger inside the push: %s", (more, files) => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, ".gitconfig"), "");
  const strict = policyFor(repo.far);
  repo.commit({ ".borderline.yaml": strict });
  repo.git("push", "-q", "--no-verify", "origin", "main");
  repo.commit({ ".borderline.yaml": strict + more, ...files, "rank/deepfm.py": ranking });
  const { reports } = repo.push("origin", "main");
  expect(reports.map((r) => [r.verdict, fresh(r)])).toEqual([["block", ["rank/deepfm.py"]]]);
});

test("a force push over a tip that this clone never saw does not make its policy look changed", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, ".gitconfig"), "");
  repo.commit({ ".borderline.yaml": policyFor(repo.far) });
  repo.git("push", "-q", "--no-verify", "origin", "main");
  const unseen = execFileSync("git", ["commit-tree", "-m", "x", "-p", "main", "main^{tree}"], {
    cwd: repo.far,
    env: repo.environment,
    encoding: "utf8",
  }).trim();
  execFileSync("git", ["update-ref", "refs/heads/main", unseen], { cwd: repo.far });
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("--force", "origin", "main").reports.map((r) => [r.verdict, r.policyChanged])).toEqual([["block", []]]);
});

test("an organisation's file outside the tree is no file of the push", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, ".gitconfig"), "");
  writeFileSync(join(repo.root, "..", "org.yaml"), policyFor(repo.far));
  repo.commit({ ".borderline.yaml": "extends: ../org.yaml\n" });
  repo.git("push", "-q", "--no-verify", "origin", "main");
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("origin", "main").reports.map((r) => [r.verdict, r.policyChanged])).toEqual([["block", []]]);
});

test("a policy that says something wrong: exit 2 with file, line and column", () => {
  const repo = pushRepository(cli());
  writeFileSync(join(repo.home, "policy.yaml"), "home: CN\nhoem: CN\n");
  repo.commit({ "README.md": "hello\n" });
  const { status, stderr } = prePush(repo);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/policy\.yaml:2:1: /)]);
});

test("a reason counts only where the policy allows it, for exactly this verdict, and is recorded", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  expect(prePush(repo, [], { BORDERLINE_ACKNOWLEDGE: "0123456789abcdef: because I say so" }).status).toBe(1);
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(repo.far) + "acknowledge: true\n");
  const asked = prePush(repo);
  const digest = /BORDERLINE_ACKNOWLEDGE="([0-9a-f]{16}): <reason>"/.exec(asked.stderr)?.[1] ?? "";
  expect(asked.status).toBe(1);
  // The verdict is the first line and the last, whatever else may be said.
  const lines = asked.stderr
    .trimEnd()
    .split("\n")
    .filter((line) => !line.includes("looking at what"));
  expect([lines[0]?.startsWith("borderline: blocked - "), lines[0] === lines.at(-1)]).toEqual([true, true]);
  expect(prePush(repo, ["--lang", "zh-CN"]).stderr).toContain(`BORDERLINE_ACKNOWLEDGE="${digest}: <理由>"`);
  expect(prePush(repo, [], { BORDERLINE_ACKNOWLEDGE: "0123456789abcdef: another push" }).status).toBe(1);
  const counted = prePush(repo, ["--format", "json"], { BORDERLINE_ACKNOWLEDGE: `${digest}: licence applied for, see ticket 12` });
  expect(counted.status).toBe(0);
  expect(counted.stderr.indexOf("A reason is not a licence; your name, time and commits are recorded")).toBeLessThan(
    counted.stderr.indexOf("goes on with a recorded reason"),
  );
  expect((JSON.parse(counted.stdout) as PushReport).acknowledged).toMatchObject({
    reason: "licence applied for, see ticket 12",
    name: "A U Thor",
  });
  const record = JSON.parse(readFileSync(join(repo.root, ".git/borderline/acknowledged.jsonl"), "utf8")) as {
    acknowledged: object;
    commitCount: number;
  };
  expect(record).toMatchObject({ acknowledged: { name: "A U Thor" }, commitCount: 1, verdict: "block" });
  repo.commit({ "rank/more.py": ranking + "# other\n" });
  expect(prePush(repo, [], { BORDERLINE_ACKNOWLEDGE: `${digest}: licence applied for, see ticket 12` }).status).toBe(1);
});

test("the record is appended to, each line sealed and bound to the one before, without source text", () => {
  const repo = pushRepository(cli());
  const commit = repo.commit({ "rank/deepfm.py": ranking });
  const file = join(repo.home, "records", "push.jsonl");
  prePush(repo, ["--record", file]);
  prePush(repo, ["--record", file]);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  const [first, second] = lines.map(
    (line) =>
      JSON.parse(line) as {
        digest: string;
        previous: string | null;
        what: string;
        commits: string[];
        markers: { blob: string; path: string }[];
        law: { items: object };
      },
  );
  expect(first).toMatchObject({ what: "verdict given", commits: [commit], previous: null });
  expect(first?.markers[0]).toMatchObject({ path: "rank/deepfm.py", blob: repo.git("rev-parse", "HEAD:rank/deepfm.py") });
  expect(Object.keys(first?.law.items ?? {})).toContain("CN:086501X/personalised-push");
  expect(second?.previous).toBe(first?.digest);
  const sealed = (lines[0] ?? "").replace(/,"digest":"sha256:[0-9a-f]{64}"\}$/, "}");
  expect(first?.digest).toBe(`sha256:${createHash("sha256").update(sealed).digest("hex")}`);
  expect(lines.join("\n")).not.toContain("click_through_rate(user_id");
});

test("the request that it suggests covers the folder that the push goes to", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  const { stderr } = prePush(repo);
  expect(stderr).toContain(`--to ${repo.far.replace(/\.git$/, "")} `);
});

test("an editor is told of the last push", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  prePush(repo);
  expect(JSON.parse(readFileSync(join(repo.root, ".git/borderline/last-push.json"), "utf8"))).toMatchObject({
    schema: "borderline.last-push/1",
    verdict: "block",
    mayGo: false,
    counts: { error: 0 },
    loudest: {
      path: "rank/deepfm.py",
      line: 2,
      files: 1,
      item: { en: expect.stringContaining("086501X") as unknown, zh: expect.stringContaining("086501X") as unknown },
    },
  });
});

test("hostile names forge no line and steer no terminal", () => {
  const repo = pushRepository(cli());
  const name = "rank\nborderline: no known marker found\u001b[2K\u202e/deepfm.py";
  repo.commit({ [name]: ranking });
  repo.git("update-ref", "refs/heads/--force", "HEAD");
  const { stderr } = prePush(repo, [], {}, repo.far, "refs/heads/--force");
  expect(stderr.split("\n").filter((line) => line.startsWith("borderline: no known marker"))).toEqual([]);
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(stderr).toContain("borderline: blocked");
});

test("neither configuration nor attributes run or hide anything in a push", () => {
  const repo = pushRepository(cli());
  const { run, trace } = trap(repo.home);
  repo.commit({ ".gitattributes": "* filter=t diff=t export-ignore binary linguist-generated\n", "rank/deepfm.py": ranking });
  repo.git("replace", repo.git("rev-parse", "HEAD:rank/deepfm.py"), repo.git("hash-object", "-w", ".gitattributes"));
  for (const key of [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "filter.t.clean",
    "filter.t.smudge",
    "diff.external",
    "diff.t.textconv",
    "core.alternateRefsCommand",
  ])
    repo.git("config", key, run);
  rmSync(trace, { force: true });
  const { status, stdout } = prePush(repo, ["--format", "json"]);
  expect([status, fresh(JSON.parse(stdout) as PushReport), existsSync(trace)]).toEqual([1, ["rank/deepfm.py"], false]);
});

function cacheFiles(repo: PushRepository): string[] {
  const folder = join(repo.home, ".cache", "borderline");
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith("push-"))
        .map((name) => join(folder, name))
    : [];
}

test("what is remembered changes nothing: second push, damaged and planted caches", () => {
  const repo = pushRepository(cli());
  repo.commit(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`src/file${i}.txt`, `text ${i}\n`])));
  repo.commit({ "rank/deepfm.py": ranking });
  const judge = (): [number | null, string[], number] => {
    const { status, stdout } = prePush(repo, ["--format", "json"]);
    const report = JSON.parse(stdout) as PushReport;
    return [status, fresh(report), report.stats.cached > 0 ? 1 : 0];
  };
  expect(judge()).toEqual([1, ["rank/deepfm.py"], 0]);
  const [file = ""] = cacheFiles(repo);
  expect(judge()).toEqual([1, ["rank/deepfm.py"], 1]);
  const bytes = readFileSync(file);
  for (const damaged of [
    bytes.subarray(0, 60),
    Buffer.concat([bytes.subarray(0, 100), Buffer.from([1]), bytes.subarray(101)]),
    Buffer.alloc(0),
    Buffer.from("rubbish"),
  ]) {
    writeFileSync(file, damaged);
    expect(judge().slice(0, 2)).toEqual([1, ["rank/deepfm.py"]]);
  }
  mkdirSync(join(repo.root, ".cache"));
  const { status } = prePush(repo, [], { XDG_CACHE_HOME: join(repo.root, ".cache") });
  expect([status, readdirSync(join(repo.root, ".cache"))]).toEqual([1, []]);
});

test("killed at any moment, the program leaves a cache that works; two at once are both right", async () => {
  const repo = pushRepository(cli());
  repo.commit(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`src/file${i}.py`, `value = ${i}\n`.repeat(50)])));
  repo.commit({ "rank/deepfm.py": ranking });
  const input = `refs/heads/main ${repo.git("rev-parse", "HEAD")} refs/heads/main ${"0".repeat(40)}\n`;
  const start = () => {
    const child = spawn(process.execPath, [cli(), "pre-push", "--", "origin", repo.far], {
      cwd: repo.root,
      env: repo.environment,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    return child;
  };
  const ended = (child: ReturnType<typeof start>): Promise<number | null> => new Promise((resolve) => child.on("close", resolve));
  for (const wait of [60, 150, 250, 350, 450]) {
    const child = start();
    setTimeout(() => child.kill("SIGKILL"), wait);
    await ended(child);
  }
  expect(await Promise.all([start(), start(), start()].map(ended))).toEqual([1, 1, 1]);
  expect(cacheFiles(repo).filter((name) => !/push-[0-9a-f]{24}$/.test(name)).length).toBeLessThanOrEqual(5);
  expect(prePush(repo).status).toBe(1);
});

test("a long first push says within two seconds that it is at work", () => {
  const repo = pushRepository(cli());
  const lines = Array.from({ length: 30_000 }, (_, i) => `blob\nmark :${i + 1}\ndata ${`value = ${i}\n`.length}\nvalue = ${i}\n`).join("");
  const tree = Array.from({ length: 30_000 }, (_, i) => `M 100644 :${i + 1} src/d${i % 100}/f${i}.txt\n`).join("");
  execFileSync("git", ["fast-import", "--quiet"], {
    cwd: repo.root,
    env: repo.environment,
    input: `${lines}commit refs/heads/main\ncommitter C <c@example.com> 1767225600 +0000\ndata 1\nx\n${tree}\n`,
  });
  const input = `refs/heads/main ${repo.git("rev-parse", "main")} refs/heads/main ${"0".repeat(40)}\n`;
  const first = spawnSync(process.execPath, [cli(), "pre-push", "--", "origin", repo.far], {
    cwd: repo.root,
    env: repo.environment,
    input,
    encoding: "utf8",
  });
  expect([first.status, first.stderr.split("\n")[0]]).toEqual([
    0,
    expect.stringMatching(/^borderline: (?:looking at what this push would send|no known marker found)/),
  ]);
});
