/** Remotes as destinations: every URL a push can go to, with the lines that say so. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostNameOf, matchesPattern, parseSshConfig } from "../../src/core/destinations/git/ssh-config.js";
import { parseGitUrl, shownUrl } from "../../src/core/destinations/git/url.js";
import { resolveRelative } from "../../src/core/destinations/git/submodules.js";
import { foundForPush, readGitRemotes } from "../../src/host/git-remotes.js";
import { findRepository } from "../../src/host/git-repository.js";
import { newRepository, temporaryFolder, type TestRepository } from "../git/repository.js";

function config(repo: TestRepository, text: string): void {
  appendFileSync(join(repo.root, ".git", "config"), text);
}

/** Name, place and trail of every way out, in short. */
function ways(repo: TestRepository, root = repo.root): string[] {
  const { found, problems } = readGitRemotes(root, repo.environment);
  expect(problems).toEqual([]);
  return found.map(
    (f) =>
      `${f.kind} ${f.name} ${f.host ?? f.region ?? f.unresolved ?? "folder"} ${f.value} ${f.scope?.join() ?? ""} <- ${f.trail.map((s) => `${s.path}:${s.line} ${s.what}`).join(", ")}`,
  );
}

test("several pushurls are several destinations, without credentials", () => {
  const repo = newRepository();
  config(
    repo,
    '[remote "origin"]\n\turl = https://gitee.com/acme/x.git\n\tpushurl = https://user:token@github.com/acme/x.git\n\tpushurl = git@codeup.aliyun.com:acme/x.git\n',
  );
  expect(ways(repo)).toEqual([
    "git-remote origin github.com https://github.com/acme/x.git ** <- .git/config:8 remote.pushurl",
    "git-remote origin codeup.aliyun.com git@codeup.aliyun.com:acme/x.git ** <- .git/config:9 remote.pushurl",
  ]);
});

test("insteadOf and pushInsteadOf of the user's configuration show in the trail", () => {
  const repo = newRepository();
  config(repo, '[remote "origin"]\n\turl = gh:acme/x\n[remote "two"]\n\turl = https://gitee.com/acme/y\n');
  writeFileSync(
    join(repo.home, ".gitconfig"),
    '[url "https://github.com/"]\n\tinsteadOf = gh:\n[url "ssh://git@gitlab.com/"]\n\tpushInsteadOf = https://gitee.com/\n',
  );
  expect(ways(repo)).toEqual([
    "git-remote origin github.com https://github.com/acme/x ** <- .git/config:7 remote.url, ~/.gitconfig:2 url.insteadOf",
    "git-remote two gitlab.com ssh://gitlab.com/acme/y ** <- .git/config:9 remote.url, ~/.gitconfig:4 url.pushInsteadOf",
  ]);
});

test("mirrors, and URLs that branches name", () => {
  const repo = newRepository();
  config(
    repo,
    '[remote "m"]\n\turl = git@bitbucket.org:a/b\n\tmirror = true\n[branch "main"]\n\tpushRemote = https://codeberg.org/a/b\n\tremote = m\n[remote]\n\tpushDefault = https://gitlab.com/a/b\n',
  );
  expect(ways(repo)).toEqual([
    "git-mirror m bitbucket.org git@bitbucket.org:a/b ** <- .git/config:7 remote.url, .git/config:8 remote.mirror",
    "git-remote branch.pushRemote codeberg.org https://codeberg.org/a/b ** <- .git/config:10 branch.pushRemote",
    "git-remote remote.pushDefault gitlab.com https://gitlab.com/a/b ** <- .git/config:13 remote.pushDefault",
  ]);
});

test.each([
  ['includeIf "gitdir:~/../repo/"', true],
  ['includeIf "gitdir:repo/"', true],
  ['includeIf "gitdir/i:**/REPO/.git"', true],
  ['includeIf "gitdir:/elsewhere/"', false],
  ['includeIf "onbranch:ma*"', true],
  ['includeIf "onbranch:release/"', false],
  ['includeIf "hasconfig:remote.*.url:https://gitee.com/**"', true],
  ['includeIf "hasconfig:remote.*.url:https://gitlab.com/**"', false],
  ["include", true],
])("[%s] of the user's configuration holds: %s, as git says too", (section, holds) => {
  const repo = newRepository();
  config(repo, '[remote "origin"]\n\turl = https://gitee.com/a/b\n');
  const condition = section.replace("~/../repo/", `${repo.root}/`);
  writeFileSync(join(repo.home, ".gitconfig"), `[${condition}]\n\tpath = more\n`);
  writeFileSync(join(repo.home, "more"), '[url "https://github.com/"]\n\tpushInsteadOf = https://gitee.com/\n');
  const { found } = readGitRemotes(repo.root, repo.environment);
  expect(found.map((f) => f.host)).toEqual([holds ? "github.com" : "gitee.com"]);
  expect(repo.git("remote", "get-url", "--push", "origin")).toContain(holds ? "github.com" : "gitee.com");
  if (holds) expect(found[0]?.trail.map((s) => `${s.path}:${s.line}`)).toEqual([".git/config:7", "~/.gitconfig:2", "~/more:2"]);
});

test("SSH aliases are followed through includes and first values, and Match exec is never run", () => {
  const repo = newRepository();
  config(
    repo,
    '[remote "a"]\n\turl = work:team/x.git\n[remote "b"]\n\turl = ssh://git@eu:2222/x\n[remote "c"]\n\turl = git@github.com:x/y\n[remote "d"]\n\turl = odd:x/y\n',
  );
  mkdirSync(join(repo.home, ".ssh", "config.d"), { recursive: true });
  const trace = join(repo.home, "trace");
  writeFileSync(
    join(repo.home, ".ssh", "config"),
    `Include config.d/*\nHost work\n  HostName later.example.com\nMatch originalhost odd exec "touch ${trace}"\n  HostName maybe.example.com\nHost odd\n  HostName=git.example.jp\nHost *\n  User git\n`,
  );
  writeFileSync(
    join(repo.home, ".ssh", "config.d", "one"),
    'Host work home\n  HostName "git.example.de"\nHost eu !github.com\n  HostName %h.example.fr\n',
  );
  const { found } = readGitRemotes(repo.root, repo.environment);
  expect(found.map((f) => [f.name, f.host, f.unresolved])).toEqual([
    ["a", "git.example.de", undefined],
    ["b", "eu.example.fr", undefined],
    ["c", "github.com", undefined],
    ["d", "git.example.jp", "an SSH Match block that is not evaluated"],
  ]);
  expect(found[0]?.trail.at(-1)).toEqual({ path: "~/.ssh/config.d/one", line: 2, what: "HostName" });
  expect(() => execFileSync("test", ["-e", trace])).toThrow();
});

test("aliases are what ssh itself would take", () => {
  const text =
    "Host a b*\n HostName one.example\nHost *.x !y.x\n HostName two.example\nMatch host z\n HostName three.example\nHost *\n HostName four.example\n";
  const folder = temporaryFolder();
  writeFileSync(join(folder, "config"), text);
  for (const alias of ["a", "bcd", "m.x", "y.x", "z", "other"]) {
    const theirs = /^hostname (.*)$/m.exec(execFileSync("ssh", ["-G", "-F", join(folder, "config"), alias], { encoding: "utf8" }))?.[1];
    expect(hostNameOf(alias, parseSshConfig("config", text))?.hostName).toBe(theirs);
  }
});

test("a pattern of stars costs no more than its length times the text's", () => {
  const begin = performance.now();
  expect(matchesPattern("a".repeat(20_000), "*a".repeat(500) + "b")).toBe(false);
  expect(performance.now() - begin).toBeLessThan(1000);
});

test("submodules count for their own folder: relative URLs, overrides, and remotes of those that are there", () => {
  const repo = newRepository();
  config(repo, '[remote "origin"]\n\turl = git@gitee.com:acme/main.git\n[submodule "two"]\n\turl = https://gitlab.com/acme/two.git\n');
  repo.write(
    ".gitmodules",
    '[submodule "one"]\n\tpath = libs/one\n\turl = ../one.git\n[submodule "two"]\n\tpath = two\n\turl = ../two.git\n[submodule "bad"]\n\tpath = ../../out\n\turl = https://github.com/a/bad\n',
  );
  repo.git("init", "-q", "libs/one");
  appendFileSync(
    join(repo.root, "libs/one/.git/config"),
    '[remote "origin"]\n\turl = git@gitee.com:acme/one.git\n[remote "mirror"]\n\turl = https://github.com/acme/one\n',
  );
  expect(ways(repo)).toEqual([
    "git-remote origin gitee.com git@gitee.com:acme/main.git ** <- .git/config:7 remote.url",
    "submodule one gitee.com git@gitee.com:acme/one.git libs/one/** <- .gitmodules:3 submodule.url, libs/one/.git/config:7 remote.url",
    "git-remote mirror github.com https://github.com/acme/one libs/one/** <- libs/one/.git/config:9 remote.url",
    "submodule two gitlab.com https://gitlab.com/acme/two.git two/** <- .gitmodules:6 submodule.url, .git/config:9 submodule.url",
    "submodule bad github.com https://github.com/a/bad ** <- .gitmodules:9 submodule.url",
  ]);
});

test("linked work trees, bare repositories, subfolders and old remotes files", () => {
  const repo = newRepository();
  repo.commit({ "sub/a.txt": "a" });
  repo.git("remote", "add", "origin", "https://github.com/a/b");
  repo.git("worktree", "add", "-q", "../linked");
  repo.git("config", "extensions.worktreeConfig", "true");
  repo.git("-C", "../linked", "config", "--worktree", "remote.origin.pushurl", "https://gitlab.com/a/b");
  mkdirSync(join(repo.root, ".git", "remotes"), { recursive: true });
  writeFileSync(join(repo.root, ".git", "remotes", "old"), "URL: https://sourceforge.net/x\nPush: refs/heads/main\n");
  const hosts = (root: string): (string | undefined)[] => readGitRemotes(root, repo.environment).found.map((f) => f.host);
  expect(hosts(join(repo.root, "sub"))).toEqual(["github.com", "sourceforge.net"]);
  expect(hosts(join(repo.root, "..", "linked"))).toEqual(["gitlab.com", "sourceforge.net"]);
  const bare = newRepository("--bare");
  bare.git("remote", "add", "--mirror=push", "m", "https://codeberg.org/a/b");
  expect(readGitRemotes(bare.root, bare.environment).found.map((f) => [f.kind, f.host, f.path])).toEqual([
    ["git-mirror", "codeberg.org", "config"],
  ]);
});

test("folders, helpers, regions and words that mean nowhere", () => {
  const repo = newRepository();
  config(
    repo,
    [
      "/srv/x.git",
      "file:///srv/y.git",
      "ext::sh -c evil",
      "codecommit::cn-north-1://repo",
      "no_push",
      "gcrypt::ssh://git@example.com/x",
      "C:\\repos\\x",
    ]
      .map((url, i) => `[remote "r${i}"]\n\turl = "${url.replaceAll("\\", "\\\\")}"\n`)
      .join(""),
  );
  expect(readGitRemotes(repo.root, repo.environment).found.map((f) => [f.name, f.host, f.region, f.unresolved])).toEqual([
    ["r0", undefined, undefined, undefined],
    ["r1", undefined, undefined, undefined],
    ["r2", undefined, undefined, "remote helper ext"],
    ["r3", undefined, "cn-north-1", undefined],
    ["r5", "example.com", undefined, undefined],
    ["r6", undefined, undefined, undefined],
  ]);
});

test.each([
  ["git@github.com:a/b", "ssh", "github.com", null],
  ["github.com:a/b", "ssh", "github.com", null],
  ["[::1]:a/b", "ssh", "::1", null],
  ["[host:22]:a/b", "ssh", "host", "22"],
  ["./a:b", "folder", null, null],
  ["ssh://git@host:443/a", "ssh", "host", "443"],
  ["ssh://[fd00::1]:22/a", "ssh", "fd00::1", "22"],
  ["https://u:p%40@host/a", "https", "host", null],
  ["git+ssh://host/a", "ssh", "host", null],
  ["file://localhost/a", "file", null, null],
])("%s is %s to %s", (text, protocol, host, port) => {
  expect(parseGitUrl(text)).toMatchObject({ protocol, host, port });
});

test("shown URLs carry no secrets", () => {
  expect(["https://u:p@h/x?token=1", "u:p@h:x", "ssh://git@h/x", "git@h:x"].map(shownUrl)).toEqual([
    "https://h/x",
    "h:x",
    "ssh://h/x",
    "git@h:x",
  ]);
});

test.each([
  ["git@h:a/b.git", "../c.git", "git@h:a/c.git"],
  ["git@h:b.git", "../c.git", "git@h:c.git"],
  ["https://h/a/b/", "../../c", "https://h/c"],
  ["/srv/a/b", "./c", "/srv/a/b/c"],
  ["x", "../../../../c", "../../../c"],
])("%s and %s make %s", (base, url, expected) => {
  expect(resolveRelative(base, url)).toBe(expected);
});

test("what a push is given on its command line is found with its trail", () => {
  const repo = newRepository();
  config(repo, '[remote "origin"]\n\turl = gh:a/b\n[url "https://github.com/"]\n\tinsteadOf = gh:\n');
  const repository = findRepository(repo.root);
  if (repository === null) throw new Error("no repository");
  expect(foundForPush(repository, "origin", "https://github.com/a/b", repo.environment)).toMatchObject({
    name: "origin",
    host: "github.com",
    path: ".git/config",
    line: 7,
  });
  expect(foundForPush(repository, "https://u:p@gitlab.com/a", "https://u:p@gitlab.com/a", repo.environment)).toMatchObject({
    name: "https://gitlab.com/a",
    host: "gitlab.com",
    trail: [],
  });
});

test("a configuration of a hundred thousand lines is bounded", () => {
  const repo = newRepository();
  config(repo, '[remote "x"]\n' + "\turl = https://example.com/x\n".repeat(30_000));
  const begin = performance.now();
  const { found, problems } = readGitRemotes(repo.root, repo.environment);
  expect(performance.now() - begin).toBeLessThan(2000);
  expect(found).toHaveLength(1);
  expect(problems.map((p) => p.code)).toContain("git");
});
