/** The modules that a file imports, line by line, and which file of the tree a module may be. */
import type { Language } from "./language.js";

export interface ImportLine {
  readonly line: number;
  readonly module: string;
}

const quick = /import|include|require|use|using|from|open|library|alias|with/;

/** Finds imports with the language's own patterns; lines over 400 characters are none. */
export function findImports(text: string, language: Language | null, starts: readonly number[]): ImportLine[] {
  const found: ImportLine[] = [];
  if (!language || language.imports.length === 0) return found;
  let goBlock = false;
  for (let i = 0; i < starts.length && found.length < 2000; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? text.length;
    if (to - from < 5 && !goBlock) continue;
    if (to - from > 400) continue;
    const line = text.slice(from, to);
    if (language.id === "go") {
      if (/^import\s*\(/.test(line)) goBlock = true;
      else if (goBlock && line.startsWith(")")) goBlock = false;
      else if (!goBlock && !line.startsWith("import")) continue;
    } else if (!quick.test(line)) continue;
    for (const pattern of language.imports) {
      const module = pattern.exec(line)?.[1];
      if (module) {
        found.push({ line: i + 1, module });
        break;
      }
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
