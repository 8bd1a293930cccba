/** What we read as text is what git itself says: git is asked beside us, on configurations that nobody thought of. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pushUrls } from "../../src/core/destinations/git/remotes.js";
import { readGitConfiguration } from "../../src/host/git-config.js";
import { findRepository, type GitRepository } from "../../src/host/git-repository.js";
import { newRepository, type TestRepository } from "../git/repository.js";

function opened(repo: TestRepository): GitRepository {
  const repository = findRepository(repo.root);
  if (repository === null) throw new Error("no repository");
  return repository;
}

const core = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n";

const piece = fc.constantFrom(
  "[a]",
  '[a "B c"]',
  '[a "x\\"y"]',
  "[A.Sub]",
  "\n",
  "\n\t",
  "n = ",
  "name=",
  "n",
  "v w ",
  '"q # r"',
  "\\n",
  "\\\\",
  "\\\n",
  " # c",
  "; d",
  '"',
  "x",
  "é",
  "\r\n",
  "  ",
  '\\"',
  "[a",
);

test("the parser reads what git reads, and where git gives up it has a problem", () => {
  const repo = newRepository();
  const repository = opened(repo);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      writeFileSync(join(repo.root, ".git", "config"), core + "[a]\n" + pieces.join(""));
      const ours = readGitConfiguration(repository, repo.environment);
      let theirs: string | null = null;
      try {
        theirs = repo.git("config", "--file", ".git/config", "-z", "--list");
      } catch {
        // git refuses the file
      }
      if (theirs === null) expect(ours.problems.length).toBeGreaterThan(0);
      else {
        const said = ours.entries.map((e) => [e.section, e.subsection, e.name].filter((part) => part !== null).join(".") + "\n" + e.value);
        // git prints a bare name without a line end; we give it the value that it has.
        const heard = theirs
          .split("\0")
          .filter((entry) => entry !== "")
          .map((entry) => (entry.includes("\n") ? entry : `${entry}\ntrue`));
        expect(ours.problems).toEqual([]);
        expect(said).toEqual(heard);
      }
    }),
    { numRuns: 250, seed: 20261120 },
  );
});

const url = fc.constantFrom("gh:acme/x", "https://example.com/x.git", "git@example.com:x.git", "gh:other", "work:acme/x", "/srv/x.git");
const prefix = fc.constantFrom("gh:", "gh:acme", "https://", "work:", "git@", "https://example.com/");
const target = fc.constantFrom("https://github.com/", "git@gitee.com:", "ssh://git@work.example/", "gh:");
const line = fc.oneof(
  fc.record({ key: fc.constantFrom("remote.o.url", "remote.o.pushurl", "remote.p.url", "remote.p.pushurl"), value: url }),
  fc.record({
    key: fc.tuple(target, fc.constantFrom("insteadOf", "pushInsteadOf")).map(([to, name]) => `url.${to}.${name}`),
    value: prefix,
  }),
);

test("push URLs are those that git would use", () => {
  const repo = newRepository();
  const repository = opened(repo);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
      const text = lines.map(({ key, value }) => {
        const [, section = "", sub = "", name = ""] = /^(\w+)\.(.*)\.(\w+)$/.exec(key) ?? [];
        return `[${section} "${sub}"]\n\t${name} = ${value}\n`;
      });
      writeFileSync(join(repo.root, ".git", "config"), core + text.join(""));
      const ours = pushUrls(readGitConfiguration(repository, repo.environment).entries);
      for (const remote of ["o", "p"]) {
        if (!lines.some(({ key }) => key === `remote.${remote}.url`)) continue;
        const theirs = repo.git("remote", "get-url", "--push", "--all", remote).split("\n");
        expect(ours.filter((push) => push.remote === remote).map((push) => push.url)).toEqual(theirs);
      }
    }),
    { numRuns: 150, seed: 20261120 },
  );
});
