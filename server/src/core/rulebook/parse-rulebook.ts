/** The texts of rules/ → the rulebook. Run at build time for our own rules, at run time for rules that a policy adds. */
import type { Problem } from "../problem.js";
import { parseRule } from "./parse-rule.js";
import type { Rule } from "./rule.js";
import type { Rulebook } from "./rulebook.js";

/** Parses all rule texts, by path below rules/. The digest is the host's to give. */
export function parseRulebook(texts: ReadonlyMap<string, string>, digest: string): { rulebook: Rulebook; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const rules: Rule[] = [];
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!path.startsWith("markers/") || !path.endsWith(".yaml")) continue;
    const parsed = parseRule(path, text);
    problems.push(...parsed.problems);
    if (parsed.rule) rules.push(parsed.rule);
  }
  problems.push(...duplicates(rules));
  return {
    rulebook: { digest, reviewed: "", items: [], editions: [], procedures: [], rules, places: [], judgement: [], devices: [] },
    problems,
  };
}

function duplicates(rules: readonly Rule[]): Problem[] {
  const seen = new Map<string, string>();
  return rules.flatMap((rule) => {
    const other = seen.get(rule.id);
    seen.set(rule.id, rule.from);
    if (other === undefined) return [];
    const message = { en: `rule "${rule.id}" is already in ${other}`, zh: `规则“${rule.id}”已在 ${other} 中` };
    return [{ code: "duplicate" as const, severity: "error" as const, path: rule.from, line: 1, column: 1, message }];
  });
}
