/** `--help` in both languages: every option that there is, and the same commands. */
import { expect, test } from "vitest";
import { optionNames } from "../../src/cli/args.js";
import { help } from "../../src/cli/help.js";

test.each(["en", "zh"] as const)("--help names every option but itself, in %s", (lang) => {
  const missing = optionNames.filter((name) => name !== "help" && !new RegExp(`--${name}(?![\\w-])`).test(help[lang]));
  expect(missing).toEqual([]);
});

test("--help names the same commands in both languages", () => {
  const commands = (text: string): string[] => [...text.matchAll(/^ {2}borderline ([\w-]+)/gm)].map(([, name]) => name ?? "");
  expect(commands(help.zh)).toEqual(commands(help.en));
  expect(commands(help.en)).toContain("scan");
});
