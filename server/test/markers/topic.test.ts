/** What a tree says that it is about raises its files; it never makes a marker of a file that has nothing of its own. */
import { describe, expect, it } from "vitest";
import { fileEvidence, textEvidence } from "../../src/core/markers/file-evidence.js";
import { noPackages } from "../../src/core/markers/origin.js";
import { parseTopics, saysTopic, topicsOf } from "../../src/core/markers/topic.js";
import { treeMarkers } from "../../src/core/markers/tree-context.js";
import { compileRules } from "../../src/core/rulebook/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";

const { topics, problems } = parseTopics("topics.yaml", "topics:\n  translation: [machine translation, word aligner, 机器翻译]\n");

describe("the topic of a tree", () => {
  it("is said by a README or a package description at its top, and nowhere else", () => {
    expect(problems).toEqual([]);
    expect(["README.md", "readme", "README.zh-CN.rst", "package.json", "Cargo.toml"].filter((path) => !saysTopic(path))).toEqual([]);
    expect(["docs/README.md", "src/package.json", "readmes.py", "NOTES.md"].filter(saysTopic)).toEqual([]);
  });

  it("needs one phrase in the title, or two in the opening", () => {
    const far = "x ".repeat(500);
    expect(topicsOf(topics, "# A fast word aligner")).toEqual(["translation"]);
    expect(topicsOf(topics, "# 机器翻译工具")).toEqual(["translation"]);
    expect(topicsOf(topics, `${far}used by one machine translation project`)).toEqual([]);
    expect(topicsOf(topics, `${far}machine translation with a word aligner`)).toEqual(["translation"]);
    expect(topicsOf(topics, "# A keyword alignernet")).toEqual([]);
  });

  it("raises a file that has half of the evidence, and no other", () => {
    const { rule } = parseRule(
      "t.yaml",
      `{ id: translation.test, family: translation, role: implements, title: { en: t, zh: t }, items: [{ id: "CN:free", fit: arguable }],
  why: { en: w, zh: w }, advice: { en: a, zh: a }, threshold: 3, context: { folder: 1.6, imports: 0 },
  signals: [{ id: one, in: [identifier], any: [lexical_table], weight: 1.8, what: { en: o, zh: o } }, { id: two, in: [identifier], any: [weak_word], weight: 0.8, what: { en: o, zh: o } }],
  examples: { match: [{ why: m, path: a.c, text: x }], miss: [{ why: m, path: a.c, text: x }] } }`,
    );
    if (!rule) throw new Error("the rule of this test does not parse");
    const compiled = compileRules([rule]);
    const summary = (path: string, text: string) => {
      const bytes = new TextEncoder().encode(text);
      return fileEvidence(compiled, path, bytes.length, textEvidence(compiled, path, { text, bytes }, true), null);
    };
    const files = [summary("a.c", "lexical_table t;"), summary("b.c", "weak_word w;"), summary("README.md", "")];
    const marked = (about: boolean) =>
      treeMarkers({
        compiled,
        summaries: files.map((file) => (about && file.path === "README.md" ? { ...file, topics: ["translation" as const] } : file)),
        paths: files.map((file) => file.path),
        packages: noPackages,
      })
        .filter((marker) => marker.confidence >= 0.5)
        .map((marker) => marker.path);
    expect(marked(false)).toEqual([]);
    expect(marked(true)).toEqual(["a.c"]);
  });
});
