/** The positioned YAML reading: what was expected is said at its line and column, and hostile texts are refused at once. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as yaml from "../../src/core/rulebook/yaml-reader.js";

const open = (text: string) => yaml.openYaml("a.yaml", text);
const root = (text: string, known: readonly string[] | null = null) => {
  const file = open(text);
  if (!file.root) throw new Error("not read");
  return { map: yaml.mapping(file.root, known), problems: file.problems };
};

describe("typed reading", () => {
  it("gives values of each kind", () => {
    const { map, problems } = root(
      'id: 086501X\nzero: 052701\nday: 2026-03-01\nmany: [a, b]\none: a\nweight: 1.5\non: true\ntitle: { en: "A", zh: "甲" }\nempty:\n',
    );
    expect(yaml.text(map, "id")).toBe("086501X");
    expect(yaml.text(map, "zero")).toBe("052701");
    expect(yaml.date(map, "day")).toBe("2026-03-01");
    expect(yaml.texts(map, "many")).toEqual(["a", "b"]);
    expect(yaml.texts(map, "one")).toEqual(["a"]);
    expect(yaml.numberOr(map, "weight", 0)).toBe(1.5);
    expect(yaml.flagOr(map, "on", false)).toBe(true);
    expect(yaml.localText(map, "title")).toEqual({ en: "A", zh: "甲" });
    expect(yaml.textOr(map, "empty", "x")).toBe("x");
    expect(problems).toEqual([]);
  });

  it("names an unknown key with its position and the nearest known one", () => {
    const { problems } = root("home: CN\n  \nregime: [CN]\n", ["home", "regimes"]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: "unknown-key", severity: "error", path: "a.yaml", line: 3, column: 1 });
    expect(problems[0]?.message.en).toContain("did you mean `regimes`");
  });

  it.each([
    ["a: [1]", (m: yaml.YamlMap) => yaml.text(m, "a"), "wrong-type", 4],
    ["a: 2026-02-30", (m: yaml.YamlMap) => yaml.date(m, "a"), "wrong-type", 4],
    ["a: yes please", (m: yaml.YamlMap) => yaml.flagOr(m, "a", true), "wrong-type", 4],
    ["a: 7", (m: yaml.YamlMap) => yaml.numberOr(m, "a", 0, { max: 1 }), "wrong-type", 4],
    ["a: blue", (m: yaml.YamlMap) => yaml.oneOf(m, "a", ["red", "green"]), "unknown-value", 4],
    ["b: 1", (m: yaml.YamlMap) => yaml.text(m, "a"), "missing-key", 1],
    ["a: { en: x }", (m: yaml.YamlMap) => yaml.localText(m, "a"), "missing-key", 4],
    ["b: 1\nb: 2", (m: yaml.YamlMap) => m, "duplicate", 1],
  ] as const)("says what is wrong in %j", (text, read, code, column) => {
    const { map, problems } = root(text);
    read(map);
    expect(problems.map((p) => [p.code, p.column])).toEqual([[code, column]]);
  });

  it("reads through aliases", () => {
    const { map, problems } = root("a: &t { en: x, zh: 乙 }\nb: *t\n");
    expect(yaml.localText(map, "b")).toEqual({ en: "x", zh: "乙" });
    expect(problems).toEqual([]);
  });
});

describe("hostile texts", () => {
  const laughs = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefghi".split("").map((k, i) => `${k}: &${k} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
  ].join("\n");
  it.each([
    ["billion laughs", laughs],
    ["deep flow", "[".repeat(50_000)],
    ["deep closed flow", "[".repeat(50_000) + "]".repeat(50_000)],
    ["deep block list", "- ".repeat(20_000) + "x"],
    ["deep mappings", Array.from({ length: 200 }, (_, i) => " ".repeat(i) + "a:").join("\n")],
    ["too long", "a: " + "x".repeat(1_000_001)],
    ["alias to nothing", "a: *b"],
    ["broken", 'a: "b\nc: {'],
  ])("%s is refused within two seconds, with a problem", (_name, text) => {
    const begin = performance.now();
    const file = open(text);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(file.root).toBeNull();
    expect(file.problems[0]?.code).toBe("yaml-syntax");
    expect(file.problems.length).toBeLessThanOrEqual(20);
  });

  it("many distinct keys are read in linear time", () => {
    const timeOf = (keys: number): number => {
      const text = Array.from({ length: keys }, (_, i) => `k${i}: 1`).join("\n");
      const begin = performance.now();
      expect(root(text).map.fields.size).toBe(keys);
      return performance.now() - begin;
    };
    timeOf(2000);
    // Sixteen times as many take sixteen times as long, and a square of it would be 256.
    expect(timeOf(32_000) / timeOf(2000)).toBeLessThan(90);
  });

  it("never throws on arbitrary text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom("a", ":", " ", "\n", "-", "[", "{", "*", "&", "!", "|", ">", '"', "'", "#", "?")).map((c) => c.join("")),
        ),
        (text) => {
          const file = open(text);
          if (file.root) yaml.texts(yaml.mapping(file.root, ["a"]), "a");
        },
      ),
      { numRuns: 500 },
    );
  });
});

it("calls a file by the format of its name: one problem for JSON, in the words of neither format's parser", () => {
  const broken = '{"schema": "x", "markers": [\n  {"rule": }\n';
  const json = yaml.openYaml(".borderline/baseline.json", broken).problems;
  expect(json.map(({ line, message }) => [line, message])).toEqual([[3, { en: "is not valid JSON here", zh: "此处不是有效的 JSON" }]]);
  for (const { message } of yaml.openYaml("a.yaml", broken).problems) expect(message.en).toMatch(/^is not valid YAML: /);
});
