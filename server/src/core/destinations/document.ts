/** One tree of nodes with positions for YAML and JSON (and whatever else becomes the same tree), so that a reader knows its format and not a parser. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type ParsedNode } from "yaml";
import type { Problem } from "../problem.js";
import { lineStarts, positionAt } from "../text.js";
import { yamlErrorZh } from "../words/yaml-errors.js";
import type { DeployTree } from "./reader.js";
import { withoutJinja } from "./template.js";

interface At {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** A YAML tag such as `!Sub`; null where the file has none. */
  readonly tag: string | null;
}

/** A text, number, boolean or nothing, as the file writes it. */
export interface Scalar extends At {
  readonly kind: "scalar";
  readonly text: string;
  /** The line of the first line of `text`: one below `line` for a YAML block (`|`, `>`). */
  readonly textLine: number;
  /** False for an empty value (`key:`) and an explicit null. */
  readonly given: boolean;
}

/** One key of a mapping with its value; the place is the key's. */
export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly column: number;
  readonly value: Node;
}

/** Keys with values. */
export interface Mapping extends At {
  readonly kind: "map";
  readonly entries: readonly Entry[];
}

/** Values in order. */
export interface List extends At {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export type Node = Scalar | Mapping | List;

/** A YAML or JSON file, parsed as far as it goes. */
export interface Parsed {
  /** One per document; what a syntax error left is still there. */
  readonly roots: readonly Node[];
  readonly problems: readonly Problem[];
}

/** Longest configuration text that is parsed, in UTF-16 units. */
export const MAX_TEXT = 2 << 20;
/** Most nodes of one file once its aliases are counted in full: beyond it an alias stands for nothing. */
const MAX_NODES = 200_000;
const MAX_DOCUMENTS = 500;
const MAX_DEPTH = 200;

const parsedOf = new WeakMap<DeployTree, Map<string, Parsed>>();

/** Files whose nodes are kept at a time: the readers of one file come one after the other, and others' files are asked for seldom. */
const KEPT = 8;

/** Parses a YAML or JSON file, once however many readers ask for it in turn. */
export function documentsOf(tree: DeployTree, path: string, text: string): Parsed {
  let files = parsedOf.get(tree);
  if (!files) parsedOf.set(tree, (files = new Map<string, Parsed>()));
  let parsed = files.get(path);
  if (parsed) return parsed;
  parsed = parseYaml(path, text);
  files.set(path, parsed);
  const [oldest] = files.keys();
  if (files.size > KEPT && oldest !== undefined) files.delete(oldest);
  return parsed;
}

/** Whether a text is a list of objects in JSON, as long data mostly is: templates and manifests are one object each. */
export function isListOfObjects(text: string): boolean {
  return /^\s*\[\s*\{/.test(text);
}

/** The parser looks at each blank line, a million of them for seconds; behind the line of the last word they say nothing. */
function withoutBlankEnd(text: string): string {
  const end = text.indexOf("\n", text.trimEnd().length);
  return end < 0 ? text : text.slice(0, end + 1);
}

/** Parses YAML text (JSON is YAML too) of any number of documents. Never throws. `path` is for the problems, `firstLine` for text that lies inside another file. */
export function parseYaml(path: string, text: string, firstLine = 1): Parsed {
  if (text.length > MAX_TEXT)
    return { roots: [], problems: [unreadable(path, firstLine, 1, "is too large to be read as configuration", "过大，未按配置文件读取")] };
  const plain = withoutBlankEnd(withoutJinja(text));
  try {
    const documents = parseAllDocuments(plain, {
      strict: false,
      uniqueKeys: false,
      logLevel: "silent",
      merge: false,
      keepSourceTokens: false,
      prettyErrors: false,
    });
    const list: readonly Document.Parsed[] = Array.isArray(documents) ? documents : [];
    return new Converter(path, plain, firstLine).convert(list.slice(0, MAX_DOCUMENTS));
  } catch (error) {
    const deep = error instanceof RangeError;
    return {
      roots: [],
      problems: [unreadable(path, firstLine, 1, deep ? "is nested too deeply" : "cannot be parsed", deep ? "嵌套过深" : "无法解析")],
    };
  }
}

/** A deploy, CI or IaC file that could not be read as its format. */
export function unreadable(path: string, line: number | null, column: number | null, en: string, zh: string): Problem {
  return { code: "destination-file", severity: "warning", path, line, column, message: { en: `This file ${en}.`, zh: `该文件${zh}。` } };
}

/** Turns the parser's documents into nodes, counting what aliases multiply. */
class Converter {
  readonly #starts: readonly number[];
  readonly #problems: Problem[] = [];
  readonly #anchors = new Map<string, { node: Node; size: number }>();
  #nodes = 0;
  #overflowed = false;

  constructor(
    readonly path: string,
    text: string,
    readonly firstLine: number,
  ) {
    this.#starts = lineStarts(text);
  }

  convert(documents: readonly Document.Parsed[]): Parsed {
    const roots: Node[] = [];
    for (const document of documents) {
      const error = document.errors[0];
      if (error) {
        const at = this.#at(error.pos[0]);
        const [reason = error.code] = error.message.split("\n");
        this.#problems.push(
          unreadable(
            this.path,
            at.line,
            at.column,
            `is not valid YAML or JSON here: ${reason.slice(0, 160)}`,
            `此处不是有效的 YAML 或 JSON：${yamlErrorZh(error.code)}`,
          ),
        );
      }
      this.#anchors.clear();
      if (document.contents) roots.push(this.#node(document.contents, 0));
    }
    return { roots, problems: this.#problems };
  }

  #at(offset: number): { line: number; column: number } {
    const at = positionAt(this.#starts, offset);
    return { line: at.line + this.firstLine - 1, column: at.column };
  }

  #node(node: ParsedNode | null, depth: number, fallback = 0): Node {
    const before = this.#nodes++;
    const offset = node?.range[0] ?? fallback;
    const at = {
      ...this.#at(offset),
      tag: node && "tag" in node && typeof node.tag === "string" && node.tag.startsWith("!") ? node.tag : null,
    };
    if (depth > MAX_DEPTH) throw new RangeError("deep");
    let made: Node = { kind: "scalar", ...at, text: "", textLine: at.line, given: false };
    if (isAlias(node)) return this.#alias(node.source, made);
    if (isMap(node))
      made = {
        kind: "map",
        ...at,
        entries: merged(node.items.flatMap((pair) => this.#entry(pair.key, pair.value, depth, offset))),
      };
    else if (isSeq(node)) made = { kind: "list", ...at, items: node.items.map((item) => this.#node(item, depth + 1, offset)) };
    else if (isScalar(node)) {
      const block = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
      const text = scalarText(node);
      made = {
        kind: "scalar",
        ...at,
        text: node.value === null ? "" : text,
        textLine: at.line + (block ? 1 : 0),
        given: node.value !== null,
      };
    }
    if (node?.anchor) this.#anchors.set(node.anchor, { node: made, size: this.#nodes - before });
    return made;
  }

  #alias(name: string, nothing: Node): Node {
    const anchor = this.#anchors.get(name);
    if (!anchor || this.#overflowed) return nothing;
    this.#nodes += anchor.size;
    if (this.#nodes <= MAX_NODES) return anchor.node;
    this.#overflowed = true;
    this.#problems.push(
      unreadable(
        this.path,
        nothing.line,
        nothing.column,
        "multiplies by its aliases; from here on they are not followed",
        "因别名反复展开而过大，此后的别名不再展开",
      ),
    );
    return nothing;
  }

  #entry(key: ParsedNode, value: ParsedNode | null, depth: number, fallback: number): Entry[] {
    const at = key.range[0];
    const text = isScalar(key) ? scalarText(key) : "";
    return [{ key: text, ...this.#at(at ?? fallback), value: this.#node(value, depth + 1, at ?? fallback) }];
  }
}

/** The text of a scalar: its meaning where it is a string, else as written. */
function scalarText(node: { readonly value: unknown; readonly source?: string }): string {
  if (typeof node.value === "string") return node.value;
  return node.source ?? (typeof node.value === "number" || typeof node.value === "boolean" ? String(node.value) : "");
}

/** Spreads `<<` entries: what the map says itself wins. */
function merged(entries: readonly Entry[]): Entry[] {
  if (!entries.some((entry) => entry.key === "<<")) return [...entries];
  const own = entries.filter((entry) => entry.key !== "<<");
  const names = new Set(own.map((entry) => entry.key));
  for (const entry of entries) {
    if (entry.key !== "<<") continue;
    for (const from of entry.value.kind === "list" ? entry.value.items : [entry.value]) {
      for (const inherited of entriesOf(from)) if (!names.has(inherited.key)) own.push(inherited);
    }
  }
  return own;
}

/** The entries of a map; none for anything else. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === "map" ? node.entries : [];
}

/** The items of a list; none for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "list" ? node.items : [];
}

/** The node at a path of keys, or undefined. */
export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let here = node;
  for (const key of keys) here = entriesOf(here).find((entry) => entry.key === key)?.value;
  return here;
}

/** The text of a scalar that is given; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.given ? node.text : undefined;
}

/** A scalar that is given, at a path of keys; undefined otherwise. */
export function scalarAt(node: Node | undefined, ...keys: readonly string[]): Scalar | undefined {
  const found = at(node, ...keys);
  return found?.kind === "scalar" && found.given ? found : undefined;
}

/** Calls `visit` for every scalar with the keys that lead to it (list items add nothing), in file order. */
export function eachScalar(node: Node, visit: (scalar: Scalar, keys: readonly string[]) => void, keys: readonly string[] = []): void {
  if (node.kind === "scalar") visit(node, keys);
  else if (node.kind === "list") for (const item of node.items) eachScalar(item, visit, keys);
  else for (const entry of node.entries) eachScalar(entry.value, visit, [...keys, entry.key]);
}
