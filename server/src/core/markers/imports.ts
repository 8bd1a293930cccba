/** The modules that a file imports, line by line, and which file of the tree a module may be. */
import { positionAt } from "../text.js";
import type { Language } from "./language.js";

/** A module that is imported, as written, and the line (from 1). */
export interface ImportLine {
  readonly line: number;
  readonly module: string;
}

/** More imports than any file of people has. */
const mostImports = 2000;

/** Finds imports with the language's own patterns; lines over 400 characters are none. */
export function findImports(text: string, language: Language | null, starts: readonly number[]): ImportLine[] {
  if (!language || language.imports.length === 0) return [];
  if (language.id === "go") return goImports(text, language, starts);
  const byLine = new Map<number, string>();
  for (const pattern of overWholeText(language)) {
    for (let match = nextImport(text, 0, pattern, language); match !== null && byLine.size < mostImports;) {
      const end = match.index + match[0].length;
      const { line } = positionAt(starts, end - 1);
      const tooLong = (starts[line] ?? text.length) - (starts[line - 1] ?? 0) > 400;
      if (match[1] && !tooLong && !byLine.has(line)) byLine.set(line, match[1]);
      match = nextImport(text, end, pattern, language);
    }
  }
  return [...byLine].sort((a, b) => a[0] - b[0]).map(([line, module]) => ({ line, module }));
}

/** The first import from `from` on, of a pattern made by `overWholeText`. Where imports begin with a sign, only lines that do are asked: the sign is found much faster. */
function nextImport(text: string, from: number, pattern: RegExp, { importSign }: Language): RegExpExecArray | null {
  pattern.lastIndex = from;
  if (importSign === "") return pattern.exec(text);
  for (let at = text.indexOf(importSign, from); at >= 0; at = text.indexOf(importSign, at + 1)) {
    let begin = at;
    while (begin > from && isBlank(text.charCodeAt(begin - 1))) begin--;
    pattern.lastIndex = begin;
    const match = mayImport(text, at + 1) ? pattern.exec(text) : null;
    if (match) return match;
  }
  return null;
}

/** Whether an `i` (of `include`, `import`) follows the sign: most lines that begin so define something. */
function mayImport(text: string, behind: number): boolean {
  let at = behind;
  while (isBlank(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 105;
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9;
}

const wholeText = new WeakMap<Language, readonly RegExp[]>();

/** The patterns of one line, made to go over a text in one run; white space before them stays on its line, so that blank lines cost nothing twice. */
function overWholeText(language: Language): readonly RegExp[] {
  let patterns = wholeText.get(language);
  if (!patterns) {
    const how = language.importSign === "" ? "gm" : "ym";
    patterns = language.imports.map(({ source, flags }) => new RegExp(source.replaceAll("\\s", "[ \\t]"), flags + how));
    wholeText.set(language, patterns);
  }
  return patterns;
}

/** Go's imports stand in a block, in which every line is one. */
function goImports(text: string, language: Language, starts: readonly number[]): ImportLine[] {
  const found: ImportLine[] = [];
  let block = false;
  for (let i = 0; i < starts.length && found.length < mostImports; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? text.length;
    if (to - from > 400 || (!block && !text.startsWith("import", from))) continue;
    const line = text.slice(from, to);
    if (/^import\s*\(/.test(line)) block = true;
    else if (line.startsWith(")")) block = false;
    else {
      const module = language.imports.map((pattern) => pattern.exec(line)?.[1]).find((one) => one !== undefined);
      if (module) found.push({ line: i + 1, module });
    }
  }
  return found;
}

/** The end of a file's path that an imported module names (`recbole.model.layers` → `recbole/model/layers`), or null for what names no file. */
export function modulePath(module: string, importer: string): string | null {
  const folder = importer.slice(0, Math.max(0, importer.lastIndexOf("/")));
  if (/^\.{1,2}\//.test(module)) return normalise(`${folder}/${module}`);
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  if (dots > 0) {
    const up = folder.split("/").slice(0, folder.split("/").length - (dots - 1));
    return normalise([...up, ...module.slice(dots).split(".")].join("/"));
  }
  const path = module
    .replace(/\.(h|hpp|hh|cuh|js|ts|mjs|proto|hxx|inl)$/, "")
    .replace(/^crate::|^self::|^super::/, "")
    .replace(/::|\\/g, "/");
  return /^[\w./@~-]+$/.test(path) ? normalise(path.includes("/") ? path : path.replaceAll(".", "/")) : null;
}

function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return parts.length > 0 ? parts.join("/") : null;
}
