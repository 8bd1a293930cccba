/** The hook beside hooks that are already there: theirs still run, with all their input; ours judges first; uninstall leaves no trace. */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { newRepository, repositoryAt, type TestRepository } from "../git/repository.js";
import { builtProgram, policyFor, ranking } from "../push/program.js";
import { snapshot } from "./snapshot.js";

const { cli } = builtProgram();
const project = join(import.meta.dirname, "../../..");

interface HookedRepository extends TestRepository {
  readonly far: string;
  run(...words: string[]): { status: number; out: string };
  push(...words: string[]): { status: number; err: string };
}

function repository(more: NodeJS.ProcessEnv = {}): HookedRepository {
  const repo = newRepository();
  const environment = { ...repo.environment, ...more };
  const far = join(repo.root, "..", "far.git");
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", far], { env: repo.environment });
  repo.git("remote", "add", "origin", far);
  writeFileSync(join(repo.home, "policy.yaml"), policyFor(far));
  writeFileSync(join(repo.home, ".gitconfig"), "[borderline]\n\tpolicy = ~/policy.yaml\n");
  const run = (...words: string[]): { status: number; out: string } => {
    const done = spawnSync(process.execPath, [cli(), "hook", ...words], { cwd: repo.root, env: environment, encoding: "utf8" });
    return { status: done.status ?? -1, out: done.stdout + done.stderr };
  };
  const push = (...words: string[]): { status: number; err: string } => {
    const done = spawnSync("git", ["push", ...words], { cwd: repo.root, env: environment, encoding: "utf8" });
    return { status: done.status ?? -1, err: done.stderr + done.stdout };
  };
  return { ...repo, far, run, push, environment };
}

/** A program that keeps its input and arguments: what another hook would do with them. */
function listener(repo: TestRepository): { command: string; heard: () => string } {
  const command = join(repo.home, "listener");
  const file = join(repo.home, "heard");
  writeFileSync(command, `#!/bin/sh\n{ printf '[%s]' "$@"; echo; cat; } >> '${file}'\n`, { mode: 0o755 });
  return { command, heard: () => (existsSync(file) ? readFileSync(file, "utf8") : "") };
}

/** Blocked with a marker, then let through without: the owner's hook runs only then, and hears all. */
function judgesFirst(repo: HookedRepository, heard: () => string): void {
  expect(repo.run("status")).toMatchObject({ status: 0 });
  repo.commit({ "README.md": "hello\n" });
  const clean = repo.push("origin", "main", "main:second");
  expect(clean.err).toContain("no known marker found");
  expect(clean.status).toBe(0);
  const lines = heard().split("\n");
  expect(lines.filter((line) => /refs\/heads\/(?:main|second) 0{40}$/.test(line))).toHaveLength(2);
  repo.commit({ "rank/deepfm.py": ranking });
  const before = heard();
  const blocked = repo.push("origin", "main");
  expect(blocked.err).toContain("borderline: blocked");
  expect(blocked.status).not.toBe(0);
  expect(heard()).toBe(before);
}

test("no hook there", () => {
  const repo = repository();
  const hooks = join(repo.root, ".git", "hooks");
  const before = snapshot(hooks);
  expect(repo.run("status").status).toBe(1);
  expect(repo.run("install").status).toBe(0);
  expect(repo.run("install").status).toBe(0);
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("origin", "main").status).not.toBe(0);
  expect(repo.run("uninstall").status).toBe(0);
  expect(snapshot(hooks)).toEqual(before);
  expect(repo.run("status").status).toBe(1);
});

test.each(["#!/bin/sh", "#!/usr/bin/env python3"])("somebody's own hook (%s)", (head) => {
  const repo = repository();
  const { command, heard } = listener(repo);
  const hooks = join(repo.root, ".git", "hooks");
  const body = head.includes("python")
    ? `import subprocess, sys\nsys.exit(subprocess.call(["${command}"] + sys.argv[1:]))\n`
    : `exec '${command}' "$@"\n`;
  writeFileSync(join(hooks, "pre-push"), `${head}\n${body}`, { mode: 0o750 });
  const before = snapshot(hooks);
  expect(repo.run("install").status).toBe(0);
  judgesFirst(repo, heard);
  expect(heard()).toContain(`[origin][${repo.far}]`);
  repo.run("uninstall");
  expect(snapshot(hooks)).toEqual(before);
});

test("another hook's refusal stays a refusal", () => {
  const repo = repository();
  writeFileSync(join(repo.root, ".git/hooks/pre-push"), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
  repo.run("install");
  repo.commit({ "README.md": "hello\n" });
  expect(repo.push("origin", "main").status).not.toBe(0);
});

test("a hook that git passes over because it is not executable is not woken up", () => {
  const repo = repository();
  const { command, heard } = listener(repo);
  writeFileSync(join(repo.root, ".git/hooks/pre-push"), `#!/bin/sh\nexec '${command}'\n`, { mode: 0o644 });
  repo.run("install");
  repo.commit({ "README.md": "hello\n" });
  expect(repo.push("origin", "main").status).toBe(0);
  expect(heard()).toBe("");
});

test("git-lfs: its objects go up after our verdict, and only then", () => {
  const repo = repository();
  repo.git("lfs", "install", "--local");
  const hooks = join(repo.root, ".git", "hooks");
  const before = snapshot(hooks);
  expect(readFileSync(join(hooks, "pre-push"), "utf8")).toContain("git lfs pre-push");
  repo.git("lfs", "track", "*.dat");
  expect(repo.run("install").status).toBe(0);
  repo.commit({ "data.dat": "large\n", "rank/deepfm.py": ranking });
  const blocked = repo.push("origin", "main");
  expect(blocked.err).toContain("borderline: blocked");
  expect(existsSync(join(repo.far, "lfs", "objects"))).toBe(false);
  repo.git("rm", "-q", "rank/deepfm.py");
  repo.git("commit", "-q", "--amend", "-m", "without");
  expect(repo.push("origin", "main").status).toBe(0);
  expect(execFileSync("find", [join(repo.far, "lfs"), "-type", "f"], { encoding: "utf8" })).toContain("lfs/objects");
  repo.run("uninstall");
  expect(snapshot(hooks)).toEqual(before);
});

test.each([null, "#!/bin/sh\nLISTEN\n", "LISTEN\n"])("husky 9 with a pre-push of %j", (own) => {
  const repo = repository();
  const { command, heard } = listener(repo);
  mkdirSync(join(repo.root, "node_modules"));
  symlinkSync(join(project, "node_modules/husky"), join(repo.root, "node_modules/husky"));
  execFileSync(process.execPath, ["node_modules/husky/bin.js"], { cwd: repo.root, env: repo.environment });
  if (own !== null) writeFileSync(join(repo.root, ".husky/pre-push"), own.replace("LISTEN", `'${command}' "$@"`));
  const before = snapshot(join(repo.root, ".husky"), join(repo.root, ".git/hooks"));
  expect(repo.run("install").status).toBe(0);
  if (own === null) {
    repo.commit({ "rank/deepfm.py": ranking });
    expect(repo.push("origin", "main").err).toContain("borderline: blocked");
  } else judgesFirst(repo, heard);
  expect(readFileSync(join(repo.root, ".husky/pre-push"), "utf8")).not.toContain(repo.root);
  repo.run("uninstall");
  expect(snapshot(join(repo.root, ".husky"), join(repo.root, ".git/hooks"))).toEqual(before);
});

test.each([null, "# mine\npre-push:\n  commands:\n    own:\n      run: 'true'   # spaced\noutput: [failure]\n"])(
  "lefthook with a local configuration of %j",
  (local) => {
    const bin = join(project, `node_modules/lefthook-${platform().replace("win32", "windows")}-${arch()}/bin`);
    const repo = repository({ PATH: `${bin}:${process.env["PATH"] ?? ""}` });
    writeFileSync(join(repo.root, "lefthook.yml"), "pre-push:\n  commands:\n    theirs:\n      run: touch theirs-ran\n");
    if (local !== null) writeFileSync(join(repo.root, "lefthook-local.yml"), local);
    writeFileSync(join(repo.root, ".gitignore"), "lefthook*\ntheirs-ran\npwned*\n");
    execFileSync(join(bin, "lefthook"), ["install"], { cwd: repo.root, env: repo.environment, stdio: "pipe" });
    const files = [join(repo.root, "lefthook-local.yml"), join(repo.root, ".git/hooks/pre-push")];
    const before = snapshot(...files);
    expect(repo.run("install").status).toBe(0);
    expect(repo.run("status").status).toBe(0);
    repo.commit({ "README.md": "hello\n" });
    const clean = repo.push("origin", "main");
    expect([clean.status, existsSync(join(repo.root, "theirs-ran"))]).toEqual([0, true]);
    const hostile = join(repo.root, "..", "a'b $(touch pwned) `touch pwned2`;touch pwned3.git");
    execFileSync("git", ["init", "-q", "--bare", hostile], { env: repo.environment });
    writeFileSync(join(repo.home, "policy.yaml"), policyFor(repo.far, hostile));
    repo.commit({ "rank/deepfm.py": ranking });
    for (const remote of ["origin", hostile]) {
      const blocked = repo.push(remote, "main");
      expect(blocked.err).toContain("blocked - push");
      expect(blocked.status).not.toBe(0);
    }
    expect(readdirSync(repo.root).filter((name) => name.startsWith("pwned"))).toEqual([]);
    repo.run("uninstall");
    expect(snapshot(...files)).toEqual(before);
  },
);

test.each([true, false])(
  "lefthook neither passes over us nor loses what git tells us, whether its hook reads our script first (%s) or runs a command",
  (rc) => {
    const lefthook = join(project, `node_modules/lefthook-${platform().replace("win32", "windows")}-${arch()}/bin`);
    const repo = repository();
    const bin = join(repo.home, "bin");
    mkdirSync(bin);
    // lefthook asks git-lfs first, and hands it the list; this one ends without having read it.
    writeFileSync(join(bin, "git-lfs"), "#!/bin/sh\necho asked >> ../home/lfs\n", { mode: 0o755 });
    const env = { ...repo.environment, PATH: `${bin}:${lefthook}:${repo.environment["PATH"] ?? ""}` };
    const push = (...words: string[]): ReturnType<typeof spawnSync> =>
      spawnSync("git", ["push", ...words], { cwd: repo.root, env, encoding: "utf8" });
    const asked = (): number => (existsSync(join(repo.home, "lfs")) ? readFileSync(join(repo.home, "lfs"), "utf8").length : 0);
    const before = `${rc ? "" : "rc: ./own-rc\n"}pre-push:\n  commands: {}\n`;
    writeFileSync(join(repo.root, "lefthook.yml"), before);
    writeFileSync(join(repo.root, ".gitignore"), "lefthook*\n");
    execFileSync(join(lefthook, "lefthook"), ["install"], { cwd: repo.root, env, stdio: "pipe" });
    expect(repo.run("install").status).toBe(0);
    repo.commit({ "README.md": "hello\n" });
    expect(push("-u", "origin", "main").status).toBe(0);
    expect(push("origin", "main").status).toBe(0);
    // Installed again, it is renewed, and a setting that people add stays theirs.
    appendFileSync(join(repo.root, "lefthook-local.yml"), "colors: false\n");
    expect(repo.run("install").status).toBe(0);
    const clean = asked();
    repo.git("checkout", "-q", "-b", "side");
    repo.commit({ "rank/deepfm.py": ranking });
    repo.git("checkout", "-q", "main");
    // Nothing differs between the branch that is checked out and its upstream: lefthook sees no file to push.
    const lost = push("origin", "side");
    expect(lost.stderr).toContain("blocked - push");
    expect(lost.status).toBe(1);
    // More than a pipe holds, what is blocked at its head: git-lfs has ended before it could be handed all of it.
    const many = Array.from({ length: 900 }, (_, i) => `main:refs/heads/${"z".repeat(60)}/${String(i)}`);
    if (rc) {
      const blocked = push("origin", "side:a", ...many);
      expect([blocked.status, blocked.stderr?.slice(0, 4000)]).toEqual([1, expect.stringContaining("blocked - push")]);
      expect(asked()).toBe(clean);
    }
    repo.run("uninstall");
    expect(readFileSync(join(repo.root, ".git/hooks/pre-push"), "utf8")).not.toContain("borderline");
    expect(readFileSync(join(repo.root, "lefthook-local.yml"), "utf8")).toMatch(/^(?![^]*borderline)[^]*colors: false\n$/);
  },
);

test.each([false, true])("pre-commit, with a hook that it kept as its own legacy: %s", (legacy) => {
  const repo = repository();
  const { command, heard } = listener(repo);
  const hooks = join(repo.root, ".git/hooks");
  if (legacy) writeFileSync(join(hooks, "pre-push"), `#!/bin/sh\nexec '${command}' "$@"\n`, { mode: 0o755 });
  writeFileSync(
    join(repo.root, ".pre-commit-config.yaml"),
    "repos:\n- repo: local\n  hooks:\n  - id: theirs\n    name: theirs\n    language: system\n    entry: touch theirs-ran\n    pass_filenames: false\n    always_run: true\n    stages: [push]\n",
  );
  writeFileSync(join(repo.root, ".gitignore"), "theirs-ran\n");
  execFileSync("pre-commit", ["install", "--hook-type", "pre-push"], { cwd: repo.root, env: repo.environment, stdio: "pipe" });
  expect(existsSync(join(hooks, "pre-push.legacy"))).toBe(legacy);
  const before = snapshot(hooks);
  expect(repo.run("install").status).toBe(0);
  if (legacy) judgesFirst(repo, heard);
  else {
    repo.commit({ "README.md": "hello\n" });
    expect(repo.push("origin", "main").status).toBe(0);
    repo.commit({ "rank/deepfm.py": ranking });
    expect(repo.push("origin", "main").err).toContain("borderline: blocked");
  }
  expect(existsSync(join(repo.root, "theirs-ran"))).toBe(true);
  repo.run("uninstall");
  expect(snapshot(hooks)).toEqual(before);
});

test("core.hooksPath inside the tree: the hook goes there, without any path of this machine", () => {
  const repo = repository();
  const { command, heard } = listener(repo);
  mkdirSync(join(repo.root, ".githooks"));
  writeFileSync(join(repo.root, ".githooks/pre-push"), `#!/bin/sh\nexec '${command}' "$@"\n`, { mode: 0o755 });
  repo.git("config", "core.hooksPath", ".githooks");
  const before = snapshot(join(repo.root, ".githooks"));
  expect(repo.run("install").status).toBe(0);
  expect(readFileSync(join(repo.root, ".githooks/pre-push"), "utf8")).not.toContain(repo.root);
  writeFileSync(join(repo.root, ".gitignore"), ".githooks\n");
  judgesFirst(repo, heard);
  repo.run("uninstall");
  expect(snapshot(join(repo.root, ".githooks"))).toEqual(before);
});

test("a shared core.hooksPath: other repositories are left alone", () => {
  const repo = repository();
  mkdirSync(join(repo.home, "hooks"));
  writeFileSync(join(repo.home, ".gitconfig"), "[borderline]\n\tpolicy = ~/policy.yaml\n[core]\n\thooksPath = ~/hooks\n");
  expect(repo.run("install").out).toContain("other repositories");
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("origin", "main").status).not.toBe(0);
  execFileSync("git", ["clone", "-q", repo.root, join(repo.root, "..", "other")], { env: repo.environment });
  const other = repositoryAt(join(repo.root, "..", "other"), repo.home);
  expect(other.git("push", repo.far, "main")).toBe("");
});

test("a linked work tree uses the same hook; a relative hooksPath that it lacks is told", () => {
  const repo = repository();
  repo.commit({ "README.md": "hello\n" });
  repo.git("worktree", "add", "-q", "-b", "side", "../linked");
  const linked = join(repo.root, "..", "linked");
  const statusThere = (): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, [cli(), "hook", "status"], { cwd: linked, env: repo.environment, encoding: "utf8" });
  spawnSync(process.execPath, [cli(), "hook", "install"], { cwd: linked, env: repo.environment });
  expect(statusThere().status).toBe(0);
  repositoryAt(linked, repo.home).commit({ "rank/deepfm.py": ranking });
  expect(spawnSync("git", ["push", "origin", "side"], { cwd: linked, env: repo.environment, encoding: "utf8" }).stderr).toContain(
    "borderline: blocked",
  );
  mkdirSync(join(repo.root, "hooks-here"));
  repo.git("config", "core.hooksPath", "hooks-here");
  repo.run("install");
  expect(repo.run("status").status).toBe(0);
  expect(statusThere()).toMatchObject({ status: 1, stdout: expect.stringContaining("names a folder that is not here") as unknown });
});

test("status tells the truth: not executable, program gone, runner gone, config hooks on an old git", () => {
  const repo = repository();
  const copy = join(repo.home, "program");
  execFileSync("cp", ["-r", dirname(cli()), copy]);
  const install = (): unknown =>
    spawnSync(process.execPath, [join(copy, "cli.js"), "hook", "install"], { cwd: repo.root, env: repo.environment });
  install();
  expect(repo.run("status").status).toBe(0);
  chmodSync(join(repo.root, ".git/hooks/pre-push"), 0o644);
  expect(repo.run("status")).toMatchObject({ status: 1, out: expect.stringContaining("not executable") as unknown });
  install();
  rmSync(copy, { recursive: true });
  expect(repo.run("status")).toMatchObject({ status: 1, out: expect.stringContaining("is gone") as unknown });
  rmSync(join(repo.root, ".git/borderline/pre-push"));
  expect(repo.run("status")).toMatchObject({ status: 1, out: expect.stringContaining("runner is gone") as unknown });
  repo.run("uninstall");
  repo.git("config", "hook.borderline.event", "pre-push");
  repo.git("config", "hook.borderline.command", "true");
  const { status, out } = repo.run("status");
  expect(status).toBe(1);
  expect(out).toMatch(/git \d+\.\d+ (?:passes hooks in its configuration over in silence|runs the hook from its configuration)/);
});

test.each([
  ["closed", 1],
  ["open", 0],
] as const)("when the program is gone, a hook installed as %s ends so", (missing, status) => {
  const repo = repository();
  const copy = join(repo.home, "program");
  execFileSync("cp", ["-r", dirname(cli()), copy]);
  spawnSync(process.execPath, [join(copy, "cli.js"), "hook", "install", "--on-missing", missing], {
    cwd: repo.root,
    env: repo.environment,
  });
  rmSync(copy, { recursive: true });
  repo.commit({ "README.md": "hello\n" });
  const pushed = repo.push("origin", "main");
  expect([pushed.status, pushed.err]).toEqual([status, expect.stringContaining("is gone")]);
});

test("config hooks are installed only where git understands them", () => {
  const fake = (repo: HookedRepository, version: string): NodeJS.ProcessEnv => {
    const bin = join(repo.home, "bin");
    mkdirSync(bin, { recursive: true });
    const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
    writeFileSync(join(bin, "git"), `#!/bin/sh\n[ "$1" = version ] && echo "git version ${version}" && exit\nexec ${real} "$@"\n`, {
      mode: 0o755,
    });
    return { ...repo.environment, PATH: `${bin}:${repo.environment["PATH"] ?? ""}` };
  };
  const repo = repository();
  const before = snapshot(join(repo.root, ".git/config"), join(repo.root, ".git/hooks"));
  const run = (version: string, ...words: string[]): { status: number | null; stdout: string } =>
    spawnSync(process.execPath, [cli(), "hook", ...words], { cwd: repo.root, env: fake(repo, version), encoding: "utf8" });
  expect(run("2.53.9", "install", "--as", "config")).toMatchObject({ status: 1, stdout: expect.stringContaining("2.54") as unknown });
  expect(run("2.54.0", "install", "--as", "config").status).toBe(0);
  expect(repo.git("config", "hook.borderline.event")).toBe("pre-push");
  expect(run("2.54.0", "status").status).toBe(0);
  expect(run("2.39.5", "status").status).toBe(1);
  const command = repo.git("config", "hook.borderline.command");
  repo.commit({ "rank/deepfm.py": ranking });
  const input = `refs/heads/main ${repo.git("rev-parse", "HEAD")} refs/heads/main ${"0".repeat(40)}\n`;
  const ran = spawnSync("sh", ["-c", `${command} "$@"`, command, "origin", repo.far], {
    cwd: repo.root,
    env: repo.environment,
    input,
    encoding: "utf8",
  });
  expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining("borderline: blocked")]);
  expect(run("2.54.0", "uninstall").status).toBe(0);
  expect(snapshot(join(repo.root, ".git/config"), join(repo.root, ".git/hooks"))).toEqual(before);
});

test("a copy of the program in the user's data folder outlives the one that installed", () => {
  const repo = repository();
  const copy = join(repo.home, "program");
  execFileSync("cp", ["-r", dirname(cli()), copy]);
  spawnSync(process.execPath, [join(copy, "cli.js"), "hook", "install", "--copy"], { cwd: repo.root, env: repo.environment });
  rmSync(copy, { recursive: true });
  expect(repo.run("status").status).toBe(0);
  repo.commit({ "rank/deepfm.py": ranking });
  expect(repo.push("origin", "main").err).toContain("borderline: blocked");
});
