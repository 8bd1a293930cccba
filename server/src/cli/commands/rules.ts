/** `borderline rules list|test [FILE…]`: the rulebook, and the examples that every rule carries. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { testRule } from "../../core/markers/test-rule.js";
import { unknownItems } from "../../core/rulebook/unknown-items.js";
import { parseRule } from "../../core/rulebook/parse-rule.js";
import { regimes } from "../../core/rulebook/item.js";
import type { Rulebook } from "../../core/rulebook/rulebook.js";
import { itemsNotLookedFor } from "../../core/rulebook/catalogue.js";
import { say } from "../../core/text.js";
import type { Rule } from "../../core/rulebook/rule.js";
import { loadWithExamples } from "../../host/load-rulebook.js";
import { UsageError, type Arguments } from "../args.js";
import { complain } from "../complain.js";
import { asOfOf, langOf, regimesOf } from "../settings.js";
import { answer, answerForm } from "../render.js";
import type { Shell } from "../run.js";

/** Lists the rulebook, or runs the examples of its rules or of the rule files that are named. */
export function rules(args: Arguments, shell: Shell): number {
  const [action = "list", ...files] = args.rest;
  if (action !== "list" && action !== "test")
    throw new UsageError(`rules knows "list" and "test", not "${action}"`, `rules 后接 list 或 test，不能是“${action}”`);
  answerForm(args);
  const rulebook = loadWithExamples(shell.home);
  if (action === "list") return listRules(args, shell, rulebook);
  const asked = files.length === 0 ? rulebook.rules : readRules(files, args, shell, rulebook);
  if (asked === null) return 2;
  let held = 0;
  const failures: { rule: string; why: string; path: string; fault: string }[] = [];
  for (const rule of asked) {
    const others = rulebook.rules.filter((other) => other.id !== rule.id);
    for (const { example, fault } of testRule({ ...rulebook, rules: [...others, rule] }, rule)) {
      if (fault === null) held++;
      else {
        failures.push({ rule: rule.id, why: example.why, path: example.path, fault });
        shell.err(`${rule.from}: ${example.why} (${example.path}): ${fault}\n`);
      }
    }
  }
  const [failed, examples] = [failures.length, held + failures.length];
  const notLookedFor = unseen(rulebook, args, shell);
  const counts = {
    en: `${many(asked.length, "rule")}, ${many(examples, "example")}: ${held} hold, ${failed} do not`,
    zh: `${asked.length} 条规则，${examples} 个示例：${held} 个成立，${failed} 个不成立`,
  };
  const lang = langOf(args, shell);
  const text = `${say(counts, lang)}\n${files.length === 0 ? `${say(notLookedForLine, lang)}${notLookedFor.join(" ")}\n` : ""}`;
  answer(args, shell, text, "borderline.rules-test/1", { rules: asked.length, examples, held, failed, failures, notLookedFor });
  return failed === 0 ? 0 : 2;
}

function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/** The items in force that no rule looks for. */
function unseen(rulebook: Rulebook, args: Arguments, shell: Shell): readonly string[] {
  return itemsNotLookedFor(rulebook, asOfOf(args, shell), regimesOf(args) ?? regimes, []);
}

/** The rulebook: one line a rule, and the items in force that no rule looks for; as JSON with items, places and the literals of the gate. */
function listRules(args: Arguments, shell: Shell, rulebook: Rulebook): number {
  const notLookedFor = unseen(rulebook, args, shell);
  const atoms = [
    ...new Set(rulebook.rules.flatMap((rule) => rule.signals.flatMap((signal) => [...signal.any, ...(signal.with?.any ?? [])]))),
  ].sort();
  const { digest, reviewed, items, rules: list, places } = rulebook;
  const lines = rulebook.rules.map((rule) => `${rule.id}\t${rule.role}\t${rule.items.map((item) => item.id).join(" ")}\n`);
  const text = `${lines.join("")}${say(notLookedForLine, langOf(args, shell))}${notLookedFor.join(" ")}\n`;
  answer(args, shell, text, "borderline.rules/1", { digest, reviewed, items, rules: list, places, atoms, notLookedFor });
  return 0;
}

const notLookedForLine = { en: "Items in force that no rule looks for: ", zh: "现行但没有规则检查的条目：" };

/** The rules of files; null where one is broken or names an item that there is not, which has been said with its position. */
function readRules(files: readonly string[], args: Arguments, shell: Shell, { items }: Rulebook): Rule[] | null {
  const read = files.map((path) => {
    const text = readFileSync(resolve(shell.cwd, path), "utf8");
    const { rule, problems } = parseRule(path, text);
    return { rule, problems: [...problems, ...unknownItems(items, { path, text }, rule?.items.map((item) => item.id) ?? [])] };
  });
  const problems = read.flatMap((one) => one.problems);
  complain(problems, args, shell);
  return problems.length > 0 ? null : read.flatMap(({ rule }) => rule ?? []);
}
