/** `borderline rules list|test [FILE…]`: the rulebook, and the examples that every rule carries. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { testRule } from "../../core/rulebook/test-rule.js";
import { parseRule } from "../../core/rulebook/parse-rule.js";
import type { Rule } from "../../core/rulebook/rule.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { UsageError, type Arguments } from "../args.js";
import type { Shell } from "../run.js";

export function rules(args: Arguments, shell: Shell): number {
  const [action = "list", ...files] = args.rest;
  if (action !== "list" && action !== "test") throw new UsageError(`rules knows "list" and "test", not "${action}"`);
  const rulebook = loadRulebook(shell.home);
  if (action === "list") {
    shell.out(rulebook.rules.map((rule) => `${rule.id}\t${rule.role}\t${rule.items.map((item) => item.id).join(" ")}\n`).join(""));
    return 0;
  }
  const asked = files.length === 0 ? rulebook.rules : readRules(files, shell);
  if (asked === null) return 2;
  let held = 0;
  let failed = 0;
  for (const rule of asked) {
    const others = rulebook.rules.filter((other) => other.id !== rule.id);
    for (const { example, fault } of testRule({ ...rulebook, rules: [...others, rule] }, rule)) {
      if (fault === null) held++;
      else {
        failed++;
        shell.err(`${rule.from}: ${example.why} (${example.path}): ${fault}\n`);
      }
    }
  }
  shell.out(`${asked.length} rules, ${held + failed} examples: ${held} hold, ${failed} do not\n`);
  return failed === 0 ? 0 : 2;
}

function readRules(files: readonly string[], shell: Shell): Rule[] | null {
  const rules: Rule[] = [];
  let broken = false;
  for (const file of files) {
    const { rule, problems } = parseRule(file, readFileSync(resolve(shell.cwd, file), "utf8"));
    for (const problem of problems) shell.err(`${problem.path}:${problem.line ?? 1}:${problem.column ?? 1}: ${problem.message.en}\n`);
    broken ||= problems.length > 0;
    if (rule) rules.push(rule);
  }
  return broken ? null : rules;
}
