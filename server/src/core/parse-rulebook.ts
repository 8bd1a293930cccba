/** The texts of rules/ → the rulebook. Run at build time for our own rules, at run time for rules that a policy adds. */
import { parseJudgement } from "./exposures/parse-judgement.js";
import { parseTopics } from "./markers/topic.js";
import { parseDevices } from "./markers/measures/devices.js";
import type { Problem } from "./problem.js";
import { parseCatalogue } from "./rulebook/parse-catalogue.js";
import { duplicatePlaces, parsePlaces } from "./rulebook/parse-place.js";
import { unknownItems } from "./rulebook/unknown-items.js";
import { parseRule } from "./rulebook/parse-rule.js";
import type { Rule } from "./rulebook/rule.js";
import type { Rulebook } from "./rulebook/rulebook.js";

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
  const catalogue = parseCatalogue(
    [...texts].filter(([path]) => path.startsWith("catalogue/") && path.endsWith(".yaml")).map(([path, text]) => ({ path, text })),
  );
  const placeFiles = [...texts].filter(([path]) => path.startsWith("places/")).map(([path, text]) => parsePlaces(path, text));
  const places = placeFiles.flatMap((file) => file.places);
  problems.push(...placeFiles.flatMap((file) => file.problems), ...duplicatePlaces(places));
  const { items, editions, procedures } = catalogue;
  const judgement = parseJudgement("judgement.yaml", texts.get("judgement.yaml") ?? "rows: []");
  const { devices, problems: deviceProblems } = parseDevices("devices.yaml", texts.get("devices.yaml") ?? "devices: []");
  const { topics, problems: topicProblems } = parseTopics("topics.yaml", texts.get("topics.yaml") ?? "topics: {}");
  problems.push(
    ...topicProblems,
    ...deviceProblems,
    ...duplicates(rules),
    ...rules.flatMap((rule) =>
      unknownItems(
        items,
        { path: rule.from, text: texts.get(rule.from) ?? "" },
        rule.items.map((item) => item.id),
      ),
    ),
    ...catalogue.problems,
    ...judgement.problems,
  );
  const reviewed = items.map((item) => item.reviewed).sort()[0] ?? "";
  return {
    rulebook: { digest, reviewed, items, editions, procedures, rules, places, judgement: judgement.rows, devices, topics },
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
