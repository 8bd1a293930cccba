/** YAML text → rule, or problems with positions. What this accepts is what rules/README.md teaches. */
import type { Problem } from "../problem.js";
import { families, fits, roles, signalPlaces, type Example, type Rule, type RuleItem, type Signal } from "./rule.js";
import { patternFault } from "./safe-pattern.js";
import {
  complain,
  flagOr,
  itemsOf,
  listAt,
  localText,
  mapAt,
  mapping,
  mapsAt,
  numberOr,
  oneOf,
  openYaml,
  someOf,
  text,
  textOr,
  texts,
  type YamlMap,
} from "./yaml-reader.js";

const ruleKeys = [
  "id",
  "family",
  "role",
  "title",
  "items",
  "why",
  "advice",
  "references",
  "languages",
  "threshold",
  "needs",
  "signals",
  "context",
  "inTests",
  "inDocs",
  "examples",
];
const signalKeys = ["id", "in", "any", "lines", "with", "times", "weight", "most", "contextual", "metric", "languages", "what"];

/** Parses one rule file. A rule comes out even where there are problems, so that all of them are found at once; do not use it then. */
export function parseRule(path: string, source: string): { rule: Rule | null; problems: readonly Problem[] } {
  const file = openYaml(path, source);
  if (!file.root) return { rule: null, problems: file.problems };
  const map = mapping(file.root, ruleKeys);
  const context = mapAt(map, "context", ["folder", "imports", "needed"]);
  const signals = mapsAt(map, "signals", signalKeys).map(parseSignal);
  const examples = mapAt(map, "examples", ["match", "miss"]);
  const rule: Rule = {
    id: text(map, "id"),
    family: oneOf(map, "family", families),
    role: oneOf(map, "role", roles),
    title: localText(map, "title"),
    items: mapsAt(map, "items", ["id", "fit"]).map((item): RuleItem => ({ id: text(item, "id"), fit: oneOf(item, "fit", fits) })),
    why: localText(map, "why"),
    advice: localText(map, "advice"),
    references: texts(map, "references"),
    languages: texts(map, "languages"),
    threshold: numberOr(map, "threshold", 3, { min: 0.5, max: 20 }),
    needs: texts(map, "needs"),
    signals,
    context: {
      folder: context ? numberOr(context, "folder", 1, { min: 0, max: 4 }) : 1,
      imports: context ? numberOr(context, "imports", 0.8, { min: 0, max: 4 }) : 0.8,
      needed: context ? flagOr(context, "needed", false) : false,
    },
    inTests: numberOr(map, "inTests", 0.6, { min: 0, max: 1 }),
    inDocs: numberOr(map, "inDocs", 0.35, { min: 0, max: 1 }),
    examples: { match: examples ? parseExamples(examples, "match") : [], miss: examples ? parseExamples(examples, "miss") : [] },
    from: path,
  };
  checkRule(rule, map);
  return { rule, problems: file.problems };
}

/** Letters of a literal at most: a word or a number of the trade, not a text. The index of all literals counts on it. */
const longestLiteral = 200;

function parseSignal(map: YamlMap, index: number): Signal {
  const weight = numberOr(map, "weight", 1, { min: -10, max: 10 });
  const companion = mapAt(map, "with", ["any", "within"]);
  const metric = mapAt(map, "metric", ["name", "atLeast"]);
  const lines = listAt(map, "lines").flatMap((field) => {
    const pattern = itemsOf(field).length === 1 ? (texts({ ...map, fields: new Map([["lines", field]]) }, "lines")[0] ?? "") : "";
    const fault = patternFault(pattern);
    if (fault) complain(field, "bad-pattern", fault.en, fault.zh);
    return fault ? [] : [pattern];
  });
  const signal: Signal = {
    id: textOr(map, "id", `s${index + 1}`),
    in: someOf(map, "in", signalPlaces),
    any: texts(map, "any"),
    lines,
    with: companion ? { any: texts(companion, "any"), within: numberOr(companion, "within", 3, { min: 0, max: 1000, whole: true }) } : null,
    times: numberOr(map, "times", 1, { min: 1, max: 100, whole: true }),
    weight,
    most: numberOr(map, "most", weight * 1.75, { min: -20, max: 20 }),
    contextual: flagOr(map, "contextual", false),
    metric: metric ? { name: text(metric, "name"), atLeast: numberOr(metric, "atLeast", 0, { min: 0 }) } : null,
    languages: texts(map, "languages"),
    what: localText(map, "what"),
  };
  if (signal.in.length === 0) complain(map, "missing-key", "needs `in`: where the signal may stand", "缺少 `in`：信号可出现的位置");
  if (signal.any.length === 0 && !signal.metric)
    complain(map, "missing-key", "needs `any`: the literals to look for", "缺少 `any`：要查找的字面词");
  for (const literal of signal.any) {
    const bare = literal.replace(/^[=*]+|\*+$/g, "");
    const letters = /[^\x20-\x7e]/.test(bare) ? 2 : 3;
    if (!signal.in.includes("format") && bare.length < letters)
      complain(map, "bad-pattern", `literal "${literal}" is shorter than ${letters} letters`, `字面词“${literal}”短于 ${letters} 个字符`);
    else if (bare.length > longestLiteral)
      complain(
        map,
        "bad-pattern",
        `literal "${literal.slice(0, 20)}…" is longer than ${longestLiteral} letters`,
        `字面词“${literal.slice(0, 20)}…”长于 ${longestLiteral} 个字符`,
      );
    else if (!/[A-Za-z0-9]|[^\x20-\x7e]/.test(bare))
      complain(map, "bad-pattern", `literal "${literal}" has no letter and no digit`, `字面词“${literal}”既无字母也无数字`);
    else if (/^\*[A-Za-z0-9]/.test(literal))
      complain(
        map,
        "bad-pattern",
        `literal "${literal}": words are looked for where a name begins, so only a joint may follow the star (*_zh)`,
        `字面词“${literal}”：只在名称开头处查找，星号之后须为连接符（*_zh）`,
      );
  }
  return signal;
}

function parseExamples(examples: YamlMap, key: "match" | "miss"): Example[] {
  return mapsAt(examples, key, ["why", "path", "text", "base64", "files"]).map((map) => {
    const files = mapAt(map, "files", null);
    const content = textOr(map, "text", null);
    const base64 = textOr(map, "base64", null);
    return {
      why: text(map, "why"),
      path: text(map, "path"),
      ...(content === null ? {} : { text: content }),
      ...(base64 === null ? {} : { base64 }),
      ...(files === null ? {} : { files: Object.fromEntries([...files.fields.keys()].map((name) => [name, text(files, name)])) }),
    };
  });
}

/** What one rule must hold on its own: id and family agree, needs name signals, ids are unique, examples are there. */
function checkRule(rule: Rule, map: YamlMap): void {
  if (!rule.id.startsWith(`${rule.family}.`))
    complain(map, "unknown-value", `id must begin with "${rule.family}."`, `id 应以“${rule.family}.”开头`);
  const ids = new Set<string>();
  for (const signal of rule.signals) {
    if (ids.has(signal.id)) complain(map, "duplicate", `signal id "${signal.id}" is there twice`, `信号 id“${signal.id}”重复`);
    ids.add(signal.id);
  }
  for (const need of rule.needs)
    if (!ids.has(need))
      complain(map, "unknown-value", `needs names "${need}", which is no signal of this rule`, `needs 中的“${need}”不是本规则的信号`);
  if (rule.signals.length === 0) complain(map, "missing-key", "has no signals", "没有信号");
  if (rule.examples.match.length === 0 || rule.examples.miss.length === 0)
    complain(map, "missing-key", "needs examples that must match and examples that must not", "需要应命中与不应命中的示例");
}
