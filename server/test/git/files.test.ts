/** What git tracks, what it does not know, and what ignore files name. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/host/git-files.js";
import { newRepository, repositoryAt, temporaryFolder } from "./repository.js";

async function list(root: string, environment: NodeJS.ProcessEnv): Promise<NonNullable<Awaited<ReturnType<typeof listFiles>>["files"]>> {
  const { files, problems } = await listFiles(root, environment);
  expect(problems).toEqual([]);
  if (files === null) throw new Error("not a work tree");
  return files;
}

test("ignore files act on untracked files only", async () => {
  const repo = newRepository();
  repo.commit({ "kept.log": "tracked before it was ignored", "src/出口管制.py": "x = 1\n" });
  repo.write(".gitignore", "*.log\nbuild/\n");
  repo.write("other.log", "x");
  repo.write("build/out/a.bin", "x");
  repo.write("new file\nwith a line end.txt", "x");
  const files = await list(repo.root, repo.environment);
  expect(files.tracked).toEqual(["kept.log", "src/出口管制.py"]);
  expect(files.untracked).toEqual([".gitignore", "new file\nwith a line end.txt"]);
  expect(files.ignored).toEqual(["build/out/a.bin", "other.log"]);
});

test("a folder inside the work tree is listed by itself, relative to itself", async () => {
  const repo = newRepository();
  repo.commit({ "a/b/c.txt": "c", "a/d.txt": "d", "e.txt": "e" });
  expect((await list(join(repo.root, "a"), repo.environment)).tracked).toEqual(["b/c.txt", "d.txt"]);
});

test("submodules, nested repositories and files left out by a sparse checkout stand apart", async () => {
  const repo = newRepository();
  repo.commit({ "in/a.txt": "a", "out/b.txt": "b" });
  for (const name of ["known", "unknown"]) {
    mkdirSync(join(repo.root, "in", name));
    repo.git("init", "-q", `in/${name}`);
    repositoryAt(join(repo.root, "in", name), repo.home).commit({ "s.txt": "s" });
  }
  repo.git("-c", "advice.addEmbeddedRepo=false", "add", "in/known");
  repo.git("sparse-checkout", "set", "in");
  const files = await list(repo.root, repo.environment);
  expect(files).toEqual({
    tracked: ["in/a.txt"],
    untracked: [],
    ignored: [],
    submodules: ["in/known"],
    nested: ["in/unknown"],
    sparse: ["out/b.txt"],
    unnamed: [],
  });
});

test("names that are not UTF-8 are counted, not dropped", async () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "a" });
  const blob = repo.git("rev-parse", "HEAD:a.txt");
  const { execFileSync } = await import("node:child_process");
  const record = Buffer.concat([Buffer.from(`100644 ${blob} 0\t`), Buffer.from([0x66, 0xff, 0x2e, 0x70, 0x79]), Buffer.from([0])]);
  execFileSync("git", ["update-index", "-z", "--index-info"], { cwd: repo.root, env: repo.environment, input: record });
  expect((await list(repo.root, repo.environment)).unnamed).toEqual(["f\\xff.py"]);
});

test("linked work trees list their own files", async () => {
  const repo = newRepository();
  repo.commit({ "a.txt": "a" });
  repo.git("worktree", "add", "-q", "-b", "other", "../linked");
  const linked = repositoryAt(join(repo.root, "..", "linked"), repo.home);
  linked.commit({ "b.txt": "b" });
  expect((await list(linked.root, linked.environment)).tracked).toEqual(["a.txt", "b.txt"]);
});

test("a plain folder, a bare repository and a broken one are not listed by git", async () => {
  const plain = temporaryFolder();
  expect(await listFiles(plain, process.env)).toEqual({ files: null, problems: [] });
  const bare = newRepository("--bare");
  expect(await listFiles(bare.root, bare.environment)).toEqual({ files: null, problems: [] });
  const broken = newRepository();
  broken.commit({ "a.txt": "a" });
  broken.write(".git/config", "[core]\n\trepositoryformatversion = 99\n");
  const listed = await listFiles(broken.root, broken.environment);
  expect(listed.files).toBeNull();
  expect(listed.problems.map((p) => p.code)).toEqual(["git"]);
  rmSync(join(broken.root, ".git"), { recursive: true });
  expect((await listFiles(broken.root, broken.environment)).problems).toEqual([]);
});
