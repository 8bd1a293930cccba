/** The built program on a hostile repository: scan, destinations, history and a push leave no trace of any program that its configuration names. */
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtProgram } from "../push/program.js";
import { newRepository, repositoryAt, type TestRepository, trap } from "./repository.js";

const { cli } = builtProgram();

/** Every setting that names a program, all at once. */
function hostile(run: string): string {
  const keys = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.gitProxy",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.t.command",
    "diff.t.textconv",
    "filter.t.clean",
    "filter.t.smudge",
    "filter.t.process",
    "credential.helper",
    "gpg.program",
    "uploadpack.packObjectsHook",
    "merge.t.driver",
    "sequence.editor",
    "pager.ls-files",
    "alias.ls-files",
    "submodule.sub.update",
  ];
  return keys
    .map((key) => {
      const parts = /^(\w+)(?:\.(\w+))?\.([\w-]+)$/.exec(key) ?? [];
      return `[${parts[1]}${parts[2] === undefined ? "" : ` "${parts[2]}"`}]\n\t${parts[3]} = ${key.startsWith("alias") || key.startsWith("submodule") ? "!" : ""}${run}\n`;
    })
    .join("");
}

function run(repo: TestRepository, ...words: string[]): { time: number; status: number | null; out: string } {
  const began = performance.now();
  const done = spawnSync(process.execPath, [cli(), ...words], {
    cwd: repo.root,
    env: repo.environment,
    encoding: "utf8",
    input: `HEAD ${repo.git("rev-parse", "HEAD")} refs/heads/main ${"0".repeat(40)}\n`,
  });
  return { time: performance.now() - began, status: done.status, out: done.stdout + done.stderr };
}

const commands = [
  ["scan"],
  ["destinations"],
  ["scan", "--history"],
  ["pre-push", "origin", "https://github.com/a/b"],
  ["hook", "status"],
  ["approvals", "check"],
];

test.each(["config", "an include", "a submodule"])("everything in %s: no trace, and hardly slower than a clean repository", (where) => {
  const repo = newRepository();
  const { run: program, trace } = trap(repo.home);
  repo.commit({ ".gitattributes": "* filter=t diff=t merge=t\n", "a.py": "print(1)\n" });
  mkdirSync(join(repo.root, "sub"));
  repo.git("init", "-q", "-b", "main", "sub");
  repositoryAt(join(repo.root, "sub"), repo.home).commit({ ".gitattributes": "* filter=t diff=t\n", "b.py": "print(2)\n" });
  repo.write(".gitmodules", '[submodule "sub"]\n\tpath = sub\n\turl = ../sub.git\n');
  repo.git("-c", "advice.addEmbeddedRepo=false", "add", "-A");
  repo.git("commit", "-q", "-m", "sub");
  repo.write("a.py", "print(3)\n");
  repo.write("new.py", "print(4)\n");
  const clean = commands.map((words) => run(repo, ...words).time);
  for (const folder of [".git/hooks", "sub/.git/hooks"])
    for (const name of ["pre-push", "post-index-change", "reference-transaction"])
      writeFileSync(join(repo.root, folder, name), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  writeFileSync(join(repo.root, ".git/more"), hostile(program));
  if (where === "config") appendFileSync(join(repo.root, ".git/config"), hostile(program));
  else if (where === "an include") appendFileSync(join(repo.root, ".git/config"), "[include]\n\tpath = more\n");
  else appendFileSync(join(repo.root, "sub/.git/config"), hostile(program));
  commands.forEach((words, index) => {
    const { time, status } = run(repo, ...words);
    expect([words, status === null, existsSync(trace)]).toEqual([words, false, false]);
    expect(time - (clean[index] ?? 0)).toBeLessThan(2000);
  });
});

test("a FIFO behind an include holds no command up", () => {
  const repo = newRepository();
  repo.commit({ "a.py": "print(1)\n" });
  const clean = commands.map((words) => run(repo, ...words).time);
  const oid = repo.git("rev-parse", "HEAD");
  execFileSync("mkfifo", [join(repo.root, ".git/fifo")]);
  appendFileSync(join(repo.root, ".git/config"), "[include]\n\tpath = fifo\n");
  commands.forEach((words, index) => {
    const began = performance.now();
    const done = spawnSync(process.execPath, [cli(), ...words], {
      cwd: repo.root,
      env: repo.environment,
      encoding: "utf8",
      input: `HEAD ${oid} refs/heads/main ${"0".repeat(40)}\n`,
      timeout: 20_000,
    });
    expect([words, done.status === null]).toEqual([words, false]);
    expect(performance.now() - began - (clean[index] ?? 0)).toBeLessThan(2000);
    if (words[0] === "pre-push") expect([done.status, done.stderr]).toEqual([2, expect.stringContaining("not a regular file")]);
  });
});
