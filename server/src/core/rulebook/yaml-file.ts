/** Opens YAML with positions: what cannot be read becomes a problem with its line and column. Bounded, never throws. */
import { LineCounter, parseDocument, type Document, type Node } from "yaml";
import type { Problem, ProblemCode } from "../problem.js";
import { yamlErrorZh } from "../words/yaml-errors.js";
import { depthOf, expandsTooFar, limits } from "./yaml-bounds.js";

/** A YAML text that was opened: its root (null where it could not be parsed) and the problems so far. Reading on adds to `problems`. */
export interface YamlFile {
  readonly path: string;
  readonly root: YamlField | null;
  readonly problems: Problem[];
}

interface Source {
  readonly path: string;
  readonly document: Document | null;
  readonly lines: LineCounter;
  readonly severity: Problem["severity"];
  readonly problems: Problem[];
}

/** Where something stands: enough to say a problem about it. */
export interface YamlPlace {
  readonly source: Source;
  /** UTF-16 offset, from 0. */
  readonly offset: number;
  /** How a person would point at it: `signals[2].weight`; empty for the whole file. */
  readonly name: string;
}

/** One value, not yet looked at. */
export interface YamlField extends YamlPlace {
  readonly node: Node | null;
}

/** One mapping, its keys known and unique. */
export interface YamlMap extends YamlPlace {
  readonly fields: ReadonlyMap<string, YamlField>;
}

/** Opens a YAML text. `severity` is what its problems are: a broken rule or policy stops a command, a broken file of the scanned tree does not. */
export function openYaml(path: string, text: string, severity: Problem["severity"] = "error"): YamlFile {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const source: Source = { path, document: null, lines, severity, problems };
  const refuse = (en: string, zh: string): YamlFile => {
    complain({ source, offset: 0, name: "" }, "yaml-syntax", en, zh);
    return { path, root: null, problems };
  };
  if (text.length > limits.characters)
    return refuse(`has more than ${limits.characters} characters; not read`, `超过 ${limits.characters} 个字符，未读取`);
  if (depthOf(text) > limits.depth)
    return refuse(`is nested deeper than ${limits.depth} levels; not read`, `嵌套超过 ${limits.depth} 层，未读取`);
  const document = composed(text, lines);
  if (!document) return refuse("cannot be read as YAML", "无法按 YAML 读取");
  // JSON is read as YAML, which whoever wrote it need not hear.
  const isJson = path.endsWith(".json");
  for (const error of document.errors.slice(0, isJson ? 1 : limits.problems)) {
    const at = { source, offset: error.pos[0], name: "" };
    if (isJson) complain(at, "yaml-syntax", "is not valid JSON here", "此处不是有效的 JSON");
    else complain(at, "yaml-syntax", `is not valid YAML: ${error.message}`, `不是有效的 YAML：${yamlErrorZh(error.code)}`);
  }
  if (document.errors.length > 0) return { path, root: null, problems };
  if (expandsTooFar(document)) return refuse("uses too many aliases; not read", "别名（*alias）过多，未读取");
  return { path, root: { source: { ...source, document }, node: document.contents, offset: 0, name: "" }, problems };
}

/** The package reports what is wrong with a text on the document; should it throw after all, the text is refused. */
function composed(text: string, lines: LineCounter): Document | null {
  try {
    return parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  } catch {
    return null;
  }
}

/** Says a problem at a place. */
export function complain(at: YamlPlace, code: ProblemCode, en: string, zh: string): void {
  if (at.source.problems.length >= 200) return;
  const position = at.source.lines.linePos(at.offset);
  const name = at.name === "" ? "" : `\`${at.name}\` `;
  at.source.problems.push({
    code,
    severity: at.source.severity,
    path: at.source.path,
    line: Math.max(position.line, 1),
    column: Math.max(position.col, 1),
    message: { en: name + en, zh: name + zh },
  });
}

/** The line (from 1) of a place. */
export function lineOf(at: YamlPlace): number {
  return Math.max(at.source.lines.linePos(at.offset).line, 1);
}

/** Whether reading has met a problem that must stop the caller since `from` (a former length of `problems`). */
export function failedSince(at: YamlPlace, from: number): boolean {
  return at.source.problems.slice(from).some((problem) => problem.severity === "error");
}
