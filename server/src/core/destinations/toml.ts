/** TOML as the same tree of nodes with positions that YAML and JSON give. */
import { ParseError, parseTOML, type AST } from "toml-eslint-parser";
import type { Problem } from "../problem.js";
import { MAX_TEXT, unreadable, type Entry, type Node, type Parsed } from "./document.js";

/** How often a line that is no TOML is left out and the rest tried again. */
const MAX_TRIES = 5;
const MAX_DEPTH = 60;

/** Parses TOML text: one root. A line that is no TOML is a problem, and the other lines are read. Never throws. */
export function parseToml(path: string, text: string): Parsed {
  if (text.length > MAX_TEXT)
    return { roots: [], problems: [unreadable(path, 1, 1, "is too large to be read as configuration", "过大，未按配置文件读取")] };
  const problems: Problem[] = [];
  const lines = text.split("\n");
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      const [top] = parseTOML(lines.join("\n")).body;
      return { roots: [rootOf(top)], problems };
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 120) : "";
      let line = error instanceof ParseError ? error.lineNumber : 0;
      // An error at the end of a line may be told at the next: the one with text is meant.
      while (line > 0 && (lines[line - 1] ?? "").trim() === "") line--;
      const column = error instanceof ParseError && error.lineNumber === line ? error.column + 1 : 1;
      problems.push(unreadable(path, Math.max(line, 1), column, `is not valid TOML here: ${reason}`, `此处不是有效的 TOML：${reason}`));
      if (line === 0) break;
      lines[line - 1] = "";
    }
  }
  return { roots: [], problems };
}

/** A map under construction. */
interface Table {
  readonly kind: "map";
  readonly line: number;
  readonly column: number;
  readonly tag: null;
  readonly entries: Entry[];
}

function table(node: AST.TOMLNode): Table {
  return { kind: "map", line: node.loc.start.line, column: node.loc.start.column + 1, tag: null, entries: [] };
}

function rootOf(top: AST.TOMLTopLevelTable): Node {
  const root = table(top);
  for (const item of top.body) {
    if (item.type === "TOMLKeyValue") set(root, item, 0);
    else {
      const keys = item.resolvedKey.filter((key): key is string => typeof key === "string");
      const home = keys.slice(0, -1).reduce((here, key) => inner(here, key, item), root);
      const last = keys.at(-1) ?? "";
      const own = item.kind === "array" ? element(home, last, item) : inner(home, last, item);
      for (const pair of item.body) set(own, pair, 0);
    }
  }
  return root;
}

/** The table under a key, made where it is not there yet; of a list of tables the last. */
function inner(home: Table, key: string, node: AST.TOMLNode): Table {
  const before = home.entries.find((entry) => entry.key === key)?.value;
  if (before?.kind === "map") return before as Table;
  const last = before?.kind === "list" ? before.items.at(-1) : undefined;
  if (last?.kind === "map") return last as Table;
  const made = table(node);
  home.entries.push({ key, line: made.line, column: made.column, value: made });
  return made;
}

function element(home: Table, key: string, node: AST.TOMLNode): Table {
  const made = table(node);
  const before = home.entries.find((entry) => entry.key === key)?.value;
  if (before?.kind === "list") (before.items as Node[]).push(made);
  else
    home.entries.push({
      key,
      line: made.line,
      column: made.column,
      value: { kind: "list", line: made.line, column: made.column, tag: null, items: [made] },
    });
  return made;
}

function set(home: Table, pair: AST.TOMLKeyValue, depth: number): void {
  const keys = pair.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value));
  const to = keys.slice(0, -1).reduce((here, key) => inner(here, key, pair), home);
  const at = { line: pair.loc.start.line, column: pair.loc.start.column + 1 };
  to.entries.push({ key: keys.at(-1) ?? "", ...at, value: valueOf(pair.value, depth + 1) });
}

function valueOf(node: AST.TOMLContentNode, depth: number): Node {
  const at = { line: node.loc.start.line, column: node.loc.start.column + 1, tag: null };
  if (node.type === "TOMLArray")
    return { kind: "list", ...at, items: depth > MAX_DEPTH ? [] : node.elements.map((each) => valueOf(each, depth + 1)) };
  if (node.type === "TOMLInlineTable") {
    const made = table(node);
    if (depth <= MAX_DEPTH) for (const pair of node.body) set(made, pair, depth);
    return made;
  }
  const text = node.kind === "string" ? node.value : node.kind === "integer" || node.kind === "float" ? node.number : String(node.value);
  return { kind: "scalar", ...at, text, textLine: at.line + (text.includes("\n") ? 1 : 0), given: true };
}
