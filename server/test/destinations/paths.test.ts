/** Paths inside the tree, and which files a description of infrastructure stands for. */
import { expect, test } from "vitest";
import { escaped, folderScope, inside, projectScope, resolved } from "../../src/core/destinations/paths.js";

test.each([
  ["services/rank/terraform/envs/prod/main.tf", ["services/rank/**"]],
  ["examples/complete/main.tf", ["examples/complete/**"]],
  ["terraform/main.tf", undefined],
  ["main.tf", undefined],
  ["a[b]/main.tf", ["a\\[b\\]/**"]],
])("%s stands for %j", (path, scope) => {
  expect(projectScope(path)).toEqual(scope);
});

test("a relative name never leads out of the tree", () => {
  expect([
    resolved("a/b/c.yml", "../d.yml"),
    resolved("a/b.yml", "../../../etc/passwd"),
    inside("", "./x//y"),
    inside("a", "..\\..\\b"),
  ]).toEqual(["a/d.yml", "etc/passwd", "x/y", "b"]);
});

test("a folder's scope is a glob that means only it", () => {
  expect([folderScope("fly.toml"), folderScope("apps/{x}/fly.toml"), escaped("a*b")]).toEqual([["**"], ["apps/\\{x\\}/**"], "a\\*b"]);
});
