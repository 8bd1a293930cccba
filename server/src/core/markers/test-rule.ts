/** Runs the examples that a rule carries: what must match, matches; what must not, does not. */
import { fileEvidence, textEvidence } from "./file-evidence.js";
import { bytesOf } from "./formats/bytes.js";
import { readFormat } from "./formats/read-format.js";
import { shownFrom, type FileSummary } from "./marker.js";
import { noPackages } from "./origin.js";
import { saysTopic, topicsOf } from "./topic.js";
import { countFiles } from "./tree-files.js";
import { treeMarkers } from "./tree-context.js";
import { compileRules, type CompiledRules } from "./compile-rules.js";
import type { Example, Rule } from "../rulebook/rule.js";
import type { Rulebook } from "../rulebook/rulebook.js";

/** What became of one example. */
export interface Outcome {
  readonly example: Example;
  /** null: it holds. */
  readonly fault: string | null;
}

/** The outcome of every example of a rule, judged with the rules of its family beside it. */
export function testRule(rulebook: Rulebook, rule: Rule): Outcome[] {
  const compiled = compileRules(
    rulebook.rules.filter((other) => other.family === rule.family),
    rulebook.devices,
    undefined,
    rulebook.topics,
  );
  const confidence = (example: Example): number =>
    markersOf(compiled, example).find((marker) => marker.rule === rule.id && marker.path === example.path)?.confidence ?? 0;
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

function markersOf(compiled: CompiledRules, example: Example) {
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>(Object.entries(example.files ?? {}).map(([path, text]) => [path, encoder.encode(text)]));
  if (example.text !== undefined) files.set(example.path, encoder.encode(example.text));
  if (example.base64 !== undefined) files.set(example.path, base64Bytes(example.base64));
  const summaries = [...files].map(([path, bytes]): FileSummary => {
    const format = readFormat(path, bytes, bytesOf(bytes));
    const text: string | null = example.base64 !== undefined && path === example.path ? null : new TextDecoder().decode(bytes);
    const evidence = text === null ? null : textEvidence(compiled, path, { text, bytes }, true);
    const topics = text !== null && saysTopic(path) ? topicsOf(compiled.topics, text) : [];
    return { ...fileEvidence(compiled, path, bytes.length, evidence, format), ...(topics.length === 0 ? {} : { topics }) };
  });
  return treeMarkers({ compiled, summaries, files: countFiles([...files.keys()]), packages: noPackages });
}

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a base64 text; anything that is no letter of it (line breaks, padding) is passed over. */
function base64Bytes(base64: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of base64) {
    const digit = base64Letters.indexOf(letter);
    if (digit < 0) continue;
    value = ((value << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255);
  }
  return new Uint8Array(bytes);
}
