/** Repositories whose git configuration names programs, asked through the commands that people type: nothing runs, nothing hangs. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newRepository, repositoryAt, trap, type TestRepository } from "../git/repository.js";
import { commandLine } from "./program.js";

const { borderline } = commandLine();
const commands = [["scan", "--no-cache"], ["destinations"], ["scan", "--history"], ["hook", "status"], ["explain", "CN:free"]] as const;

/** Every setting that names a program, all at once. */
const settings = (run: string): string => `[core]
	fsmonitor = ${run}
	sshCommand = ${run}
	gitProxy = ${run}
	pager = ${run}
	editor = ${run}
	askPass = ${run}
	alternateRefsCommand = ${run}
	hooksPath = ${join(run, "..", "hooks")}
[pager]
	ls-files = ${run}
	rev-list = ${run}
[diff]
	external = ${run}
[diff "t"]
	command = ${run}
	textconv = ${run}
[filter "t"]
	clean = ${run}
	smudge = ${run}
	process = ${run}
	required = true
[credential]
	helper = ${run}
[alias]
	ls-files = !${run}
[remote "origin"]
	url = ssh://example.invalid/x.git
	promisor = true
	partialclonefilter = blob:none
	uploadpack = ${run}
	receivepack = ${run}
`;

function armed(where: "config" | "include" | "submodule"): { repo: TestRepository; root: string; trace: string } {
  const repo = newRepository();
  const { run, trace } = trap(repo.home);
  mkdirSync(join(repo.home, "hooks"));
  for (const name of ["pre-push", "post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout"])
    writeFileSync(join(repo.home, "hooks", name), `#!/bin/sh\n${run} "$@"\n`, { mode: 0o755 });
  const files = { ".gitattributes": "* filter=t diff=t\n", "a.py": "x = 1\n" };
  repo.commit(files);
  const config = join(repo.root, ".git", "config");
  if (where === "include") {
    writeFileSync(join(repo.root, ".git", "more"), settings(run));
    appendFileSync(config, "[include]\n\tpath = more\n");
  } else if (where === "config") appendFileSync(config, settings(run));
  else {
    repo.git("init", "-q", "-b", "main", "sub");
    repositoryAt(join(repo.root, "sub"), repo.home).commit(files);
    repo.git("-c", "advice.addEmbeddedRepo=false", "add", "sub");
    appendFileSync(join(repo.root, "sub", ".git", "config"), settings(run));
  }
  repo.write("a.py", "x = 2\n");
  repo.write("new.py", "y = 1\n");
  return { repo, root: where === "submodule" ? join(repo.root, "sub") : repo.root, trace };
}

test.each(["config", "include", "submodule"] as const)("programs named in the %s are not run by any command", (where) => {
  const { repo, root, trace } = armed(where);
  const usual = newRepository();
  usual.commit({ "a.py": "x = 1\n" });
  for (const words of commands) {
    const bare = borderline(usual.root, ...words).seconds;
    for (const folder of new Set([repo.root, root])) {
      const ran = borderline(folder, ...words);
      expect([words, ran.status === null || ran.status > 3]).toEqual([words, false]);
      expect(ran.seconds).toBeLessThan(2 + 3 * bare);
    }
    expect([words, existsSync(trace)]).toEqual([words, false]);
  }
});

test("an include that is a FIFO is a problem and holds nobody up", () => {
  const repo = newRepository();
  repo.commit({ "a.py": "x = 1\n" });
  execFileSync("mkfifo", [join(repo.root, ".git", "fifo")]);
  const bare = borderline(repo.root, "scan").seconds;
  appendFileSync(join(repo.root, ".git", "config"), "[include]\n\tpath = fifo\n");
  const ran = borderline(repo.root, "scan");
  expect(ran.seconds).toBeLessThan(2 + 3 * bare);
  expect(ran.out).toContain("Problem");
});
