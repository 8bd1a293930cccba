/** Which files a remote already has, by the tracking refs of this clone. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { indexPlaces, placeIn } from "../../src/core/destinations/place-of.js";
import { placeRemotes } from "../../src/core/destinations/git/place-remotes.js";
import type { Destination } from "../../src/core/destinations/destination.js";
import { readAlreadyThere, stateFrom, type Presence } from "../../src/host/already-there.js";
import { readGitRemotes } from "../../src/host/git-remotes.js";
import { newRepository, type TestRepository } from "../git/repository.js";

function withRemote(...options: string[]): TestRepository {
  const repo = newRepository(...options);
  execFileSync("git", ["init", "-q", "--bare", ...options, join(repo.root, "..", "far.git")], { env: repo.environment });
  repo.git("remote", "add", "origin", join(repo.root, "..", "far.git"));
  return repo;
}

function destinationsOf(repo: TestRepository): readonly Destination[] {
  return placeRemotes(readGitRemotes(repo.root, repo.environment).found, placeIn(indexPlaces([]), []));
}

async function ask(repo: TestRepository, root: string, paths: readonly string[]): Promise<Record<string, Presence[]>> {
  const destinations = destinationsOf(repo);
  const there = await readAlreadyThere(root, repo.environment, paths, destinations);
  return Object.fromEntries(paths.map((path) => [path, destinations.map((d) => there.presenceOf(path, d))]));
}

test.each([[[]], [["--object-format=sha256"]]])("same, changed, absent: compared with what was pushed %s", async (options) => {
  const repo = withRemote(...options);
  repo.commit({ "src/same.py": "a = 1\n", "src/changed.py": "b = 1\n" });
  repo.git("push", "-q", "origin", "main");
  repo.commit({ "src/changed.py": "b = 2\n", "src/new.py": "c = 1\n" });
  repo.write("src/untracked.py", "d = 1\n");
  expect(await ask(repo, repo.root, ["src/same.py", "src/changed.py", "src/new.py", "src/untracked.py", "src/gone.py"])).toEqual({
    "src/same.py": ["same"],
    "src/changed.py": ["changed"],
    "src/new.py": ["absent"],
    "src/untracked.py": ["absent"],
    "src/gone.py": ["unknown"],
  });
  expect(await ask(repo, join(repo.root, "src"), ["same.py"])).toEqual({ "same.py": ["same"] });
});

test("the day is that on which this clone last heard of the remote", async () => {
  const repo = withRemote();
  repo.commit({ "a.py": "a" });
  execFileSync("git", ["push", "-q", "origin", "main"], {
    cwd: repo.root,
    env: { ...repo.environment, GIT_COMMITTER_DATE: "2026-03-04T12:00:00Z" },
  });
  const there = await readAlreadyThere(repo.root, repo.environment, ["a.py"], destinationsOf(repo));
  expect(there.since.get("origin")).toBe("2026-03-04");
});

test("nothing is claimed of a remote that was never heard of, nor of one with several push URLs", async () => {
  const repo = withRemote();
  repo.commit({ "a.py": "a" });
  expect(await ask(repo, repo.root, ["a.py"])).toEqual({ "a.py": ["unknown"] });
  repo.git("push", "-q", "origin", "main");
  repo.git("config", "--add", "remote.origin.pushurl", "/srv/one.git");
  repo.git("config", "--add", "remote.origin.pushurl", "/srv/two.git");
  expect(await ask(repo, repo.root, ["a.py"])).toEqual({ "a.py": ["unknown", "unknown"] });
});

test("a changed file would leave; only the same contents are already there", () => {
  expect((["same", "changed", "absent", "unknown"] as const).map(stateFrom)).toEqual([
    "already-there",
    "would-leave",
    "would-leave",
    "unknown",
  ]);
});
