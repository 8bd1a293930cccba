/** Real pushes of real repositories: what would leave is what is judged, in every form that a push can take. */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parsePushLines } from "../../src/core/push/push-lines.js";
import { newRepository, repositoryAt } from "../git/repository.js";
import { builtProgram, fresh, installHook, policyFor, pushRepository, ranking } from "./program.js";

const { cli } = builtProgram();

test("a new branch: the whole history is looked at, what is blocked is named with its commit, and the rest may go", () => {
  const repo = pushRepository(cli());
  const clean = repo.commit({ "README.md": "hello\n" });
  const bad = repo.commit({ "rank/deepfm.py": ranking });
  repo.commit({ "other.txt": "x\n" });
  const { status, reports } = repo.push("origin", "main");
  expect(status).not.toBe(0);
  expect(reports).toHaveLength(1);
  const [report] = reports;
  expect(report).toMatchObject({ schema: "borderline.push/1", verdict: "block", mayGo: false, known: { remote: "origin", since: null } });
  expect(fresh(report)).toEqual(["rank/deepfm.py"]);
  expect(new Set(Object.values(report?.new.commits ?? {}))).toEqual(new Set([bad]));
  expect(report?.refs).toMatchObject([{ remoteRef: "refs/heads/main", remoteOid: null, whole: true }]);
  expect(report?.destinations).toMatchObject([{ kind: "git-remote", territory: "DE", path: ".git/config" }]);
  expect(report?.maySplit).toEqual([
    { command: `git push origin ${clean}:refs/heads/main`, oid: clean, remoteRef: "refs/heads/main", whole: false },
  ]);
  expect(repo.push(...(report?.maySplit[0]?.command.split(" ").slice(2) ?? [])).status).toBe(0);
  expect(execFileSync("git", ["rev-parse", "main"], { cwd: repo.far, encoding: "utf8" }).trim()).toBe(clean);
});

test("an update: only what is new counts; what is there already is said to be there", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("--no-verify", "origin", "main").status).toBe(0);
  repo.commit({ "README.md": "hello\n" });
  const quiet = repo.push("origin", "main");
  expect([quiet.status, quiet.reports.map((r) => r.verdict)]).toEqual([0, ["none-found"]]);
  repo.commit({ "rank/deepfm.py": ranking + "# more\n" });
  const again = repo.push("origin", "main");
  expect([again.status === 0, again.reports.map((r) => r.verdict), fresh(again.reports[0])]).toEqual([
    false,
    ["block"],
    ["rank/deepfm.py"],
  ]);
  expect(again.reports[0]?.known.since).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test("what was added and deleted within the push leaves all the same", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.push("origin", "main");
  repo.commit({ "rank/deepfm.py": ranking });
  rmSync(join(repo.root, "rank"), { recursive: true });
  repo.commit({});
  const { reports } = repo.push("origin", "main");
  expect([reports[0]?.verdict, fresh(reports[0])]).toEqual(["block", ["rank/deepfm.py"]]);
});

test("a deletion sends nothing; a deletion beside an update does not hide it", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.git("branch", "old");
  repo.push("origin", "main", "old");
  const deleted = repo.push("origin", ":old");
  expect([deleted.status, deleted.reports.map((r) => r.verdict)]).toEqual([0, ["none-found"]]);
  repo.git("push", "-q", "--no-verify", "origin", "main:old");
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("origin", ":old", "main").reports.map((r) => r.verdict)).toEqual(["block"]);
});

test("a force push over a tip that this clone does not have", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.push("origin", "main");
  execFileSync("git", ["clone", "-q", repo.far, join(repo.root, "..", "other")], { env: repo.environment });
  const other = repositoryAt(join(repo.root, "..", "other"), repo.home);
  other.commit({ "x.txt": "x" });
  other.git("push", "-q", "origin", "main");
  repo.commit({ "rank/deepfm.py": ranking });
  const { reports } = repo.push("--force", "origin", "main");
  expect([reports[0]?.verdict, fresh(reports[0]), reports[0]?.undecided]).toEqual(["block", ["rank/deepfm.py"], []]);
});

test.each([
  ["an annotated tag", (git: (...words: string[]) => string) => git("tag", "-a", "-m", "t", "t", "HEAD")],
  ["a light tag", (git: (...words: string[]) => string) => git("tag", "t", "HEAD")],
  ["a tag of a tree", (git: (...words: string[]) => string) => git("tag", "-a", "-m", "t", "t", "HEAD^{tree}")],
  [
    "a tag of a tag",
    (git: (...words: string[]) => string) => git("tag", "-a", "-m", "s", "s", "HEAD") + git("tag", "-a", "-m", "t", "t", "s"),
  ],
])("%s is looked into", (_name, tag) => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.push("origin", "main");
  repo.commit({ "rank/deepfm.py": ranking });
  tag(repo.git);
  const { reports } = repo.push("origin", "t");
  expect([reports[0]?.verdict, fresh(reports[0])]).toEqual(["block", ["rank/deepfm.py"]]);
});

test("a tag of a blob and a note have no path and are looked at by themselves", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.push("origin", "main");
  writeFileSync(join(repo.home, "x"), ranking);
  const blob = repo.git("hash-object", "-w", join(repo.home, "x"));
  repo.git("tag", "-a", "-m", "t", "t", blob);
  const tagged = repo.push("origin", "t");
  expect(fresh(tagged.reports[0])).toEqual([`(object ${blob.slice(0, 12)})`]);
  repo.git("notes", "add", "-F", join(repo.home, "x"), "HEAD");
  const noted = repo.push("origin", "refs/notes/commits");
  expect([noted.reports[0]?.new.blobs, fresh(noted.reports[0]).length]).toEqual([1, 1]);
});

test.each([["--all"], ["--mirror"], ["--atomic", "--all"], ["--follow-tags", "--all"]])(
  "%s %s: every line counts, each blob once",
  (...words) => {
    const repo = pushRepository(cli());
    repo.commit({ "README.md": "hello\n" });
    repo.git("switch", "-q", "-c", "a");
    repo.commit({ "a/deepfm.py": ranking });
    repo.git("switch", "-q", "main");
    repo.git("switch", "-q", "-c", "b");
    repo.commit({ "b/deepfm.py": ranking, "c/deepfm.py": ranking });
    const { reports, status } = repo.push("origin", ...words);
    expect(status).not.toBe(0);
    expect(reports).toHaveLength(1);
    expect(fresh(reports[0])).toEqual(["a/deepfm.py", "b/deepfm.py", "c/deepfm.py"]);
    expect(reports[0]?.new.blobs).toBe(2);
    expect(reports[0]?.maySplit.filter((split) => split.whole).map((split) => split.remoteRef)).toEqual(["refs/heads/main"]);
  },
);

test("with several push URLs each is judged by itself: tracking refs say nothing for the second", () => {
  const repo = pushRepository(cli());
  const second = join(repo.root, "..", "second.git");
  execFileSync("git", ["init", "-q", "--bare", second], { env: repo.environment });
  writeFileSync(
    join(repo.home, "policy.yaml"),
    `home: CN\nplaces:\n  - { path: "${repo.far}", territory: CN }\n  - { path: "${second}", territory: DE }\npush: { block: warning }\n`,
  );
  repo.git("remote", "set-url", "--add", "--push", "origin", repo.far);
  repo.git("remote", "set-url", "--add", "--push", "origin", second);
  repo.commit({ "rank/deepfm.py": ranking });
  const { reports, status } = repo.push("origin", "main");
  expect(status).not.toBe(0);
  expect(reports.map((r) => [r.verdict, r.destinations[0]?.territory])).toEqual([
    ["none-found", "CN"],
    ["block", "DE"],
  ]);
  expect(existsSync(join(second, "refs/heads/main"))).toBe(false);
});

test("a push to a bare URL knows what the remote of that URL has; to an unknown place everything is new", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  repo.push("--no-verify", "origin", "main");
  repo.commit({ "README.md": "hello\n" });
  expect(repo.push(repo.far, "main:other").reports.map((r) => [r.verdict, r.known.remote])).toEqual([["none-found", "origin"]]);
  const third = join(repo.root, "..", "third.git");
  execFileSync("git", ["init", "-q", "--bare", third], { env: repo.environment });
  const { reports } = repo.push(third, "main");
  expect(reports.map((r) => [r.known.remote, fresh(r), r.refs[0]?.whole, r.destinations[0]?.certainty])).toEqual([
    [null, ["rank/deepfm.py"], true, "unknown"],
  ]);
});

test("refs as people type them: object names, HEAD~1, and phrases with spaces", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking }, "add a model");
  const oid = repo.git("rev-parse", "HEAD");
  repo.commit({ "README.md": "hello\n" });
  for (const source of [oid, "HEAD~1", "HEAD^{/add a model}"]) {
    expect(repo.push("origin", `${source}:refs/heads/x`).reports.map((r) => [r.verdict, r.refs[0]?.localRef])).toEqual([["block", source]]);
  }
});

test("a dry run is judged like a push", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("--dry-run", "origin", "main").reports.map((r) => r.verdict)).toEqual(["block"]);
});

test("nothing to push: the hook runs, and ends without a word", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.push("origin", "main");
  writeFileSync(
    join(repo.root, ".git/hooks/pre-push"),
    `#!/bin/sh\n'${process.execPath}' '${cli()}' pre-push -- "$@"\necho "ran $?" >&2\n`,
    { mode: 0o755 },
  );
  expect(repo.push("origin", "main").stderr).toBe("ran 0\nEverything up-to-date\n");
});

test("SHA-256 repositories", () => {
  const repo = pushRepository(cli(), "--object-format=sha256");
  const clean = repo.commit({ "README.md": "hello\n" });
  repo.commit({ "rank/deepfm.py": ranking });
  const { reports } = repo.push("origin", "main");
  expect([reports[0]?.verdict, fresh(reports[0]), reports[0]?.maySplit[0]?.oid]).toEqual(["block", ["rank/deepfm.py"], clean]);
});

test("a linked work tree pushes by the same hook", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  repo.git("worktree", "add", "-q", "-b", "side", "../linked");
  repositoryAt(join(repo.root, "..", "linked"), repo.home).commit({ "rank/deepfm.py": ranking });
  const { reports } = repo.pushIn(join(repo.root, "..", "linked"), "origin", "side");
  expect([reports[0]?.verdict, fresh(reports[0]), reports[0]?.destinations[0]?.territory]).toEqual(["block", ["rank/deepfm.py"], "DE"]);
});

test("a submodule's own hook judges what the submodule sends", () => {
  const repo = pushRepository(cli());
  const inner = newRepository();
  inner.commit({ "README.md": "hello\n" });
  const farInner = join(repo.root, "..", "inner.git");
  execFileSync("git", ["clone", "-q", "--bare", inner.root, farInner], { env: repo.environment });
  repo.git("submodule", "add", "-q", farInner, "sub");
  repo.commit({});
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(repo.far, farInner));
  installHook(join(repo.root, ".git/modules/sub/hooks"), cli(), join(repo.home, "reports"));
  repositoryAt(join(repo.root, "sub"), repo.home).commit({ "rank/deepfm.py": ranking });
  repo.commit({});
  const { reports, status } = repo.push("--recurse-submodules=on-demand", "origin", "main");
  expect(status).not.toBe(0);
  expect(reports.map((r) => [r.verdict, fresh(r)])).toContainEqual(["block", ["rank/deepfm.py"]]);
});

test("a pointer of Git LFS stands for the weights that it names", () => {
  const repo = pushRepository(cli());
  repo.commit({
    "README.md": "hello\n",
    "model/weights.safetensors": `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 13476839424\n`,
  });
  const { reports } = repo.push("origin", "main");
  expect(reports[0]?.markers.map((marker) => [marker.family, marker.path])).toEqual([["model-weights", "model/weights.safetensors"]]);
});

test("a partial clone: what is missing is not fetched and is no silent pass", () => {
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n", "rank/deepfm.py": ranking });
  repo.push("--no-verify", "origin", "main");
  execFileSync("git", ["config", "uploadpack.allowFilter", "true"], { cwd: repo.far });
  const partial = join(repo.root, "..", "partial");
  execFileSync("git", ["clone", "-q", "--filter=blob:none", "--no-checkout", `file://${repo.far}`, partial], { env: repo.environment });
  const third = join(repo.root, "..", "third.git");
  execFileSync("git", ["init", "-q", "--bare", third], { env: repo.environment });
  installHook(join(partial, ".git/hooks"), cli(), join(repo.home, "reports"));
  const { reports } = repo.pushIn(partial, "--dry-run", third, "main");
  expect(reports.map((r) => [r.verdict, r.mayGo, r.undecided.map((why) => why.en)])).toEqual([
    ["undecided", true, ["2 objects are not in this clone (partial clone?) and were not looked at"]],
  ]);
  appendFileSync(join(repo.home, "policy.yaml"), "");
  writeFileSync(join(repo.home, "policy.yaml"), "push: { undecided: block }\n");
  expect(repo.pushIn(partial, "--dry-run", third, "main").reports.map((r) => [r.verdict, r.mayGo])).toEqual([["undecided", false]]);
});

test("a shallow clone says that its history is not whole", () => {
  const repo = pushRepository(cli());
  repo.commit({ "rank/deepfm.py": ranking });
  rmSync(join(repo.root, "rank"), { recursive: true });
  repo.commit({ "README.md": "hello\n" });
  repo.push("--no-verify", "origin", "main");
  const shallow = join(repo.root, "..", "shallow");
  execFileSync("git", ["clone", "-q", "--depth=1", `file://${repo.far}`, shallow], { env: repo.environment });
  const third = join(repo.root, "..", "third.git");
  execFileSync("git", ["init", "-q", "--bare", third], { env: repo.environment });
  installHook(join(shallow, ".git/hooks"), cli(), join(repo.home, "reports"));
  const { reports } = repo.pushIn(shallow, third, "main");
  expect(reports.map((r) => [r.verdict, r.undecided.map((why) => why.en)])).toEqual([
    ["undecided", ["this clone is shallow: the history before it was not looked at"]],
  ]);
});

test("lines are read from their right end; what is no line is a doubt", () => {
  const [a, b] = ["1".repeat(40), "2".repeat(40)];
  expect(parsePushLines(`HEAD^{/a b c} ${a} refs/heads/x ${b}\n\n(delete) ${"0".repeat(40)} refs/heads/y ${b}\r\nnonsense\n`)).toEqual({
    refs: [
      { localRef: "HEAD^{/a b c}", localOid: a, remoteRef: "refs/heads/x", remoteOid: b },
      { localRef: "(delete)", localOid: null, remoteRef: "refs/heads/y", remoteOid: b },
    ],
    unreadable: [4],
  });
  const repo = pushRepository(cli());
  repo.commit({ "README.md": "hello\n" });
  mkdirSync(join(repo.root, "x"));
  const out = execFileSync(process.execPath, [cli(), "pre-push", "--format", "json", "--", "origin", repo.far], {
    cwd: repo.root,
    env: repo.environment,
    input: "nonsense\n",
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
  expect(JSON.parse(out)).toMatchObject({ verdict: "undecided" });
});

test("a list that comes late, in pieces, or is longer than a pipe holds is waited for; one that cannot be read is no empty one", () => {
  const repo = pushRepository(cli());
  const oid = repo.commit({ "rank/deepfm.py": ranking });
  const run = (list: string): { status: number | null; stderr: string } =>
    spawnSync("sh", ["-c", `{ ${list}; } | '${process.execPath}' '${cli()}' pre-push -- origin '${repo.far}'`], {
      cwd: repo.root,
      env: repo.environment,
      encoding: "utf8",
    });
  const line = `refs/heads/main ${oid} refs/heads/main ${"0".repeat(40)}`;
  expect(run(`sleep 1; printf %s '${line.slice(0, 30)}'; sleep 1; echo '${line.slice(30)}'`)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("borderline: blocked") as unknown,
  });
  const many = repo.push("origin", ...Array.from({ length: 900 }, (_, i) => `main:refs/heads/${"a".repeat(60)}/${String(i)}`));
  expect([many.status, many.reports[0]?.refs.length]).toEqual([1, 900]);
  const closed = spawnSync("sh", ["-c", `'${process.execPath}' '${cli()}' pre-push -- origin '${repo.far}' < .`], {
    cwd: repo.root,
    env: repo.environment,
    encoding: "utf8",
  });
  expect([closed.status, closed.stderr]).toEqual([2, expect.stringContaining("cannot be read")]);
});

test("nobody who stops reading changes the answer, and a machine without room for it gives none, in one line", () => {
  const repo = pushRepository(cli());
  const line = `refs/heads/main ${repo.commit({ "rank/deepfm.py": ranking })} refs/heads/main ${"0".repeat(40)}`;
  const run = (before: string, after: string): { status: number | null; stderr: string } =>
    spawnSync("sh", ["-c", `${before}; echo '${line}' | '${process.execPath}' '${cli()}' pre-push ${after}`], {
      cwd: repo.root,
      env: repo.environment,
      encoding: "utf8",
    });
  const words = `-- origin '${repo.far}'`;
  const script = `{ echo '${line}' | '${process.execPath}' '${cli()}' pre-push --format json ${words} 2>&1; echo "status $?" >&3; } 3>&2 | true`;
  expect(spawnSync("sh", ["-c", script], { cwd: repo.root, env: repo.environment, encoding: "utf8" }).stderr).toBe("status 1\n");
  const small = run("ulimit -v 4000000", `--no-cache ${words}`);
  expect([small.status, small.stderr]).toEqual([70, expect.stringMatching(/^borderline: out of memory: [^\n]*\n$/)]);
});

test.each([
  ["from another folder", (root: string) => ({ GIT_DIR: join(root, ".git"), GIT_WORK_TREE: root })],
  ["with another work tree", (root: string) => ({ GIT_DIR: join(root, ".git"), GIT_WORK_TREE: join(root, "../home") })],
  ["without a work tree, from the root", (root: string) => ({ GIT_DIR: join(root, ".git") })],
])("a repository that only git's environment names is judged by its own policy: %s", (_, named) => {
  const repo = pushRepository(cli());
  const policy = join(repo.home, "own.yaml");
  renameSync(join(repo.home, "policy.yaml"), policy);
  writeFileSync(join(repo.home, ".gitconfig"), "");
  repo.git("config", "borderline.policy", policy);
  repo.commit({ "rank/deepfm.py": ranking });
  const env = { ...repo.environment, ...named(repo.root) };
  const pushed = spawnSync("git", ["push", repo.far, "main"], { cwd: "/", env, encoding: "utf8" });
  const out = readdirSync(join(repo.home, "reports")).map((name) => readFileSync(join(repo.home, "reports", name), "utf8"));
  expect([pushed.status, out.map((text) => (JSON.parse(text) as { verdict: string }).verdict)]).toEqual([1, ["block"]]);
});
