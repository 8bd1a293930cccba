/** A repository whose configuration names programs and traps: nothing runs, nothing hangs. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles } from "../../src/host/git-files.js";
import { findGit, findRepository } from "../../src/host/git-repository.js";
import { openGit, runGit } from "../../src/host/git.js";
import { newRepository, repositoryAt, temporaryFolder, trap } from "./repository.js";

/** Settings that name a program, each as the lines of a config file. */
const programs: Readonly<Record<string, (run: string) => string>> = {
  "core.fsmonitor": (run) => `[core]\n\tfsmonitor = ${run}\n`,
  "core.sshCommand": (run) =>
    `[core]\n\tsshCommand = ${run}\n[remote "origin"]\n\turl = ssh://example.invalid/x.git\n\tpromisor = true\n\tpartialclonefilter = blob:none\n[extensions]\n\tpartialClone = origin\n`,
  "core.gitProxy": (run) => `[core]\n\tgitProxy = ${run}\n[remote "origin"]\n\turl = git://example.invalid/x.git\n\tpromisor = true\n`,
  "core.pager": (run) => `[core]\n\tpager = ${run}\n[pager]\n\trev-parse = ${run}\n\tls-files = ${run}\n\trev-list = ${run}\n`,
  "core.hooksPath": (run) => `[core]\n\thooksPath = ${join(run, "..")}\n`,
  "core.editor": (run) => `[core]\n\teditor = ${run}\n\taskPass = ${run}\n[credential]\n\thelper = ${run}\n`,
  "diff.external": (run) => `[diff]\n\texternal = ${run}\n[diff "t"]\n\tcommand = ${run}\n\ttextconv = ${run}\n`,
  "filter and process": (run) => `[filter "t"]\n\tclean = ${run}\n\tsmudge = ${run}\n\trequired = true\n[filter "p"]\n\tprocess = ${run}\n`,
  "alias of plumbing": (run) => `[alias]\n\tls-files = !${run}\n\trev-parse = !${run}\n`,
  "core.alternateRefsCommand": (run) => `[core]\n\talternateRefsCommand = ${run}\n`,
};

/** Everything that a scan asks of git, on a repository with changed, untracked and ignored files. */
async function askEverything(root: string, environment: NodeJS.ProcessEnv): Promise<{ tracked: readonly string[]; problems: number }> {
  const listed = await listFiles(root, environment);
  const repository = findRepository(root);
  if (repository === null) throw new Error("no repository");
  const { git, problems } = await openGit(repository, environment);
  if (git !== null) {
    await runGit(git, ["for-each-ref", "--format=%(objectname) %(refname)"], { time: 2000 });
    await runGit(git, ["rev-list", "--objects", "--missing=print", "--all"], { time: 2000 });
    await runGit(git, ["diff-tree", "-r", "-z", "--raw", "--no-ext-diff", "--no-textconv", "--root", "HEAD"], { time: 2000 });
    await runGit(git, ["cat-file", "--batch-check", "--batch-all-objects"], { time: 2000 });
    await runGit(git, ["cat-file", "-p", "0123456789012345678901234567890123456789"], { time: 2000 });
  }
  return { tracked: listed.files?.tracked ?? [], problems: listed.problems.length + problems.length };
}

describe.each(Object.entries(programs))("%s", (_name, config) => {
  test.each(["the repository's config", "an included file", "a submodule's config"])("set in %s, it is not run", async (where) => {
    const repo = newRepository();
    const { run, trace } = trap(repo.home);
    repo.commit({ ".gitattributes": "* filter=t diff=t\n*.p filter=p\n", "a.txt": "one\n", "b.p": "two\n" });
    repo.write("a.txt", "One\n");
    repo.write("new.txt", "three\n");
    let root = repo.root;
    if (where === "a submodule's config") {
      mkdirSync(join(repo.root, "sub"));
      repo.git("init", "-q", "-b", "main", "sub");
      repositoryAt(join(repo.root, "sub"), repo.home).commit({ "s.txt": "s\n", ".gitattributes": "* filter=t diff=t\n" });
      repo.git("-c", "advice.addEmbeddedRepo=false", "add", "sub");
      appendFileSync(join(repo.root, "sub", ".git", "config"), config(run));
      await askEverything(repo.root, repo.environment);
      root = join(repo.root, "sub");
    } else if (where === "an included file") {
      writeFileSync(join(repo.root, ".git", "more"), config(run));
      appendFileSync(join(repo.root, ".git", "config"), "[include]\n\tpath = more\n");
    } else appendFileSync(join(repo.root, ".git", "config"), config(run));
    for (const name of ["pre-push", "post-index-change", "fsmonitor-watchman"])
      writeFileSync(join(root, ".git", "hooks", name), `#!/bin/sh\n${run}\n`, { mode: 0o755 });
    const begin = performance.now();
    const { tracked } = await askEverything(root, repo.environment);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(existsSync(trace)).toBe(false);
    expect(tracked).toContain(".gitattributes");
  });
});

test("the traps are real: git left to itself runs them", () => {
  const repo = newRepository();
  const { run, trace } = trap(repo.home);
  repo.commit({ "a.txt": "one\n" });
  appendFileSync(join(repo.root, ".git", "config"), programs["core.fsmonitor"]?.(run) ?? "");
  repo.git("ls-files", "-o");
  expect(existsSync(trace)).toBe(true);
});

/** Files at which git itself waits for ever. */
const fifos: Readonly<Record<string, string>> = {
  "include.path": "[include]\n\tpath = fifo\n",
  "includeIf onbranch": '[includeIf "onbranch:main"]\n\tpath = fifo\n',
  "includeIf gitdir": '[includeIf "gitdir:**"]\n\tpath = fifo\n',
  "includeIf hasconfig": '[remote "o"]\n\turl = https://example.com/x\n[includeIf "hasconfig:remote.*.url:https://**"]\n\tpath = fifo\n',
  "core.excludesFile": "[core]\n\texcludesFile = .git/fifo\n",
  "an endless device": "[include]\n\tpath = /dev/zero\n",
};

test.each(Object.entries(fifos))("a FIFO behind %s is a problem within two seconds", async (_name, config) => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  execFileSync("mkfifo", [join(repo.root, ".git", "fifo")]);
  appendFileSync(join(repo.root, ".git", "config"), config);
  const begin = performance.now();
  const { problems, tracked } = await askEverything(repo.root, repo.environment);
  expect(performance.now() - begin).toBeLessThan(2000);
  expect(problems).toBe(2);
  expect(tracked).toEqual([]);
});

test.each(["index", "packed-refs", "info/exclude", "HEAD"])("a FIFO in place of .git/%s does not hold us up", async (name) => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  const path = join(repo.root, ".git", name);
  if (existsSync(path)) renameSync(path, `${path}.was`);
  execFileSync("mkfifo", [path]);
  const begin = performance.now();
  const { files } = await listFiles(repo.root, repo.environment);
  expect(performance.now() - begin).toBeLessThan(2000);
  expect(files).toBeNull();
});

test("a FIFO in place of .gitignore is named, and nothing is taken as ignored", async () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  mkdirSync(join(repo.root, "deep"));
  repo.write("deep/new.txt", "x");
  execFileSync("mkfifo", [join(repo.root, "deep", ".gitignore")]);
  const begin = performance.now();
  const { files, problems } = await listFiles(repo.root, repo.environment);
  expect(performance.now() - begin).toBeLessThan(2000);
  expect(files?.untracked).toEqual(["deep/new.txt"]);
  expect(problems.map((p) => p.message.en)).toEqual([expect.stringContaining("deep/.gitignore is not a regular file")]);
});

test("a missing object of a partial clone is not fetched", async () => {
  const repo = newRepository();
  const { run, trace } = trap(repo.home);
  repo.commit({ "a.txt": "one\n" });
  const blob = repo.git("rev-parse", "HEAD:a.txt");
  execFileSync("rm", ["-f", join(repo.root, ".git", "objects", blob.slice(0, 2), blob.slice(2))]);
  appendFileSync(join(repo.root, ".git", "config"), programs["core.sshCommand"]?.(run) ?? "");
  const repository = findRepository(repo.root);
  if (repository === null) throw new Error("no repository");
  const { git } = await openGit(repository, repo.environment);
  if (git === null) throw new Error("git does not open");
  const answer = await runGit(git, ["cat-file", "--batch"], { input: `${blob}\n` });
  expect(answer.stdout.toString()).toBe(`${blob} missing\n`);
  expect(existsSync(trace)).toBe(false);
});

test("a repository of somebody else's is a problem, not a crash", async () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "one\n" });
  const { files, problems } = await listFiles(repo.root, { ...repo.environment, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" });
  expect(files).toBeNull();
  expect(problems.map((p) => p.message.en)).toEqual([expect.stringContaining("dubious ownership")]);
});

test("git is never taken from the scanned tree", () => {
  const tree = temporaryFolder();
  mkdirSync(join(tree, "bin"));
  writeFileSync(join(tree, "bin", "git"), "#!/bin/sh\n", { mode: 0o755 });
  const other = temporaryFolder();
  writeFileSync(join(other, "git"), "#!/bin/sh\n", { mode: 0o755 });
  expect(findGit([tree], { PATH: `${join(tree, "bin")}:.:${other}` })).toBe(join(other, "git"));
  expect(findGit([tree], { PATH: `${join(tree, "bin")}:.` })).toBeNull();
});
