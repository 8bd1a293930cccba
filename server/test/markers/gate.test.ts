/** What the gate holds back and what it does not ask would not have been shown: every example of every rule, judged with it and without. */
import { describe, expect, it } from "vitest";
import { createExaminer, type Examined } from "../../src/core/markers/examine.js";
import { fileEvidence, textEvidence } from "../../src/core/markers/file-evidence.js";
import { bytesOf } from "../../src/core/markers/formats/bytes.js";
import { readFormat } from "../../src/core/markers/formats/read-format.js";
import { shownFrom, type FileSummary } from "../../src/core/markers/marker.js";
import { noPackages } from "../../src/core/markers/origin.js";
import { saysTopic, topicsOf } from "../../src/core/markers/topic.js";
import { countFiles } from "../../src/core/markers/tree-files.js";
import { raisedByTree, treeMarkers } from "../../src/core/markers/tree-context.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import type { Example } from "../../src/core/rulebook/rule.js";
import { shippedRulebook } from "../shipped.js";

const rulebook = shippedRulebook();
const compiled = compileRules(rulebook.rules, rulebook.devices, undefined, rulebook.topics);
const examiner = createExaminer({
  compiled,
  inlineSuppressions: true,
  readFormat: (file) => readFormat(file.path, file.bytes, bytesOf(file.bytes)),
});

type Tree = ReadonlyMap<string, Uint8Array>;

/** `path rule confidence` of each marker that people see. */
function shown(tree: Tree, summaries: readonly FileSummary[]): string[] {
  const markers = treeMarkers({ compiled, summaries, files: countFiles([...tree.keys()]), packages: noPackages });
  return markers.filter((one) => one.confidence >= shownFrom).map((one) => `${one.path} ${one.rule} ${one.confidence}`);
}

function throughGate(tree: Tree): string[] {
  const look = (path: string, how: "examine" | "examineClosely"): Examined => {
    const bytes = tree.get(path) ?? new Uint8Array();
    return examiner[how]({ path, size: bytes.length, bytes, zero: bytes.includes(0), read: (from, to) => bytes.subarray(from, to) });
  };
  const seen = [...tree.keys()].map((path) => look(path, "examine"));
  const summaries = seen.flatMap((one) => (one.summary === null ? [] : [one.summary]));
  const later = seen.flatMap((one) => (one.later === null ? [] : [one.later]));
  const raised = [...raisedByTree({ compiled, summaries, files: countFiles([...tree.keys()]), packages: noPackages }, later)];
  return shown(tree, [...summaries, ...raised.flatMap(({ path }) => look(path, "examineClosely").summary ?? [])]);
}

function withoutGate(tree: Tree): string[] {
  const summaries = [...tree].map(([path, bytes]): FileSummary => {
    const text = new TextDecoder().decode(bytes);
    const topics = saysTopic(path) ? topicsOf(rulebook.topics, text) : [];
    const summary = fileEvidence(
      compiled,
      path,
      bytes.length,
      textEvidence(compiled, path, { text, bytes }, true),
      readFormat(path, bytes, bytesOf(bytes)),
    );
    return topics.length === 0 ? summary : { ...summary, topics };
  });
  return shown(tree, summaries);
}

function treeOf(example: Example): Tree {
  const files = { ...example.files, ...(example.text === undefined ? {} : { [example.path]: example.text }) };
  return new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
}

describe("the gate", () => {
  it.each(rulebook.rules.map((rule) => [rule.id, rule] as const))("holds back nothing of %s", (_, rule) => {
    const examples = [...rule.examples.match, ...rule.examples.miss].filter(
      (one) => one.base64 === undefined && !one.path.endsWith(".ipynb"),
    );
    for (const example of examples) expect(throughGate(treeOf(example)), example.why).toEqual(withoutGate(treeOf(example)));
  });
});
