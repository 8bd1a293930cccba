/** Runs the examples that a rule carries: what must match, matches; what must not, does not. */
import { fileEvidence, textEvidence, type FormatFound } from "../markers/file-evidence.js";
import type { FileSummary } from "../markers/marker.js";
import { noPackages } from "../markers/origin.js";
import { shownFrom, treeMarkers } from "../markers/tree-context.js";
import { compileRules, type CompiledRules } from "./compile-rules.js";
import type { Example, Rule } from "./rule.js";
import type { Rulebook } from "./rulebook.js";

export interface Outcome {
  readonly example: Example;
  /** null: it holds. */
  readonly fault: string | null;
}

/** The outcome of every example of a rule, judged with the rules of its family beside it. */
export function testRule(rulebook: Rulebook, rule: Rule, readFormat?: (path: string, base64: string) => FormatFound | null): Outcome[] {
  const compiled = compileRules(rulebook.rules.filter((other) => other.family === rule.family));
  const confidence = (example: Example): number =>
    markersOf(compiled, example, readFormat).find((marker) => marker.rule === rule.id && marker.path === example.path)?.confidence ?? 0;
  const must = rule.examples.match.map((example): Outcome => {
    const got = confidence(example);
    return { example, fault: got >= shownFrom ? null : `must match; confidence ${got.toFixed(2)}` };
  });
  const mustNot = rule.examples.miss.map((example): Outcome => {
    const got = confidence(example);
    return { example, fault: got < shownFrom ? null : `must not match; confidence ${got.toFixed(2)}` };
  });
  return [...must, ...mustNot];
}

function markersOf(compiled: CompiledRules, example: Example, readFormat?: (path: string, base64: string) => FormatFound | null) {
  const encoder = new TextEncoder();
  const summaries: FileSummary[] = [];
  const files = { ...example.files };
  if (example.text !== undefined) files[example.path] = example.text;
  for (const [path, text] of Object.entries(files)) {
    const bytes = encoder.encode(text);
    summaries.push(fileEvidence(compiled, path, bytes.length, textEvidence(compiled, path, { text, bytes }, true), null));
  }
  const paths = Object.keys(files);
  if (example.base64 !== undefined && readFormat) {
    const format = readFormat(example.path, example.base64);
    summaries.push(fileEvidence(compiled, example.path, example.base64.length, null, format));
    paths.push(example.path);
  }
  return treeMarkers({ compiled, summaries, paths, packages: noPackages });
}
