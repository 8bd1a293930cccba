/** Where a text only names what it belongs to (its namespace or package, its header's guard, the licence at its head) or what is installed. That says nothing of what it holds. */
import type { Language } from "./language.js";
import { CODE, COMMENT, type Kinds } from "./lexer.js";
import { wordBegin, wordEnd } from "./names.js";

/** Whether what stands at from..to (UTF-16 units) only names what the text belongs to. `lineStart` is where its line begins. */
export type OwnNames = (from: number, to: number, lineStart: number) => boolean;

/** A stretch of a text, in UTF-16 units. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/** Characters from the start in which a licence may stand. */
const headWithin = 6000;

const declaration = /^[ \t]{0,8}(?:inline[ \t]{1,4})?(namespace|package)[ \t]{1,4}([\w.:]{1,120})/gm;
const licence = /copyright|licen[cs]e|all rights reserved|(?:file|code|software) is part of|\(c\) ?\d{4}|版权所有/i;
const guard = /^#\s{0,8}(?:ifndef|define|endif)\b.{0,120}_(?:H|HH|HPP|HXX|H_|CUH|INC)(?:_INCLUDED)?_{0,2}\s{0,8}(?:\*\/|\r)?\n/i;

/** A line that asks a package for its version, or R for a file of a package: it names what is installed there. */
const asksVersion = /^[^\n]{0,200}(?:\.__version__\b|get_distribution\(|importlib\.metadata|packageVersion\(|system\.file\()/;

/** One of the words stands in every such line. The part before it begins with a rarer letter and is short: the engine finds it in a third of the time. */
const versionWords: readonly (readonly [part: string, word: string])[] = [
  [".__ver", ".__version__"],
  ["bution", "get_distribution("],
  [".metad", "importlib.metadata"],
  ["Versio", "packageVersion("],
  [".file(", "system.file("],
];

/** A comment's line that says who wrote the file: people and groups are called after what they do. */
const namesAuthor = /^[ \t#*/%;-]{0,12}@author\b/;

/** What a text says of where it belongs. `kinds` are of the lexer. */
export function ownNames(text: string, language: Language | null, kinds: Kinds): OwnNames {
  const heads = licenceBlocks(text, kinds);
  const asksSomewhere = versionWords.some(([part, word]) => text.includes(part) && text.includes(word));
  const hasAuthor = text.includes("@auth");
  const isOwnLine = (start: number): boolean =>
    (hasAuthor && namesAuthor.test(text.slice(start, start + 40))) ||
    (text[start] === "#" && mayGuard(text, start) && guard.test(text.slice(start, start + 160))) ||
    (asksSomewhere && asksVersion.test(text.slice(start, start + 240)));
  const headsEnd = heads.at(-1)?.to ?? 0;
  const isCode = language?.kind === "code";
  let declared: ReadonlySet<string> | null = null;
  const qualifies = isCode && text.includes("::");
  // Words come line by line, and each line is looked at once.
  let [line, ownLine, namesSpace] = [-1, false, false];
  return (from, to, lineStart) => {
    if (from < headsEnd && isWithin(heads, from)) return true;
    if (line !== lineStart) {
      line = lineStart;
      ownLine = isOwnLine(lineStart);
      namesSpace = isCode && mayNameSpace(text, lineStart);
    }
    if (ownLine) return true;
    const name = qualifies || namesSpace ? nameOfSpace(text, from, to, lineStart) : null;
    return name !== null && (declared ??= declaredNames(text, kinds)).has(name);
  };
}

/** Whether the line that begins so ends as the name of a guard does, or in a comment: most that define something do not, and this is quickly seen. */
function mayGuard(text: string, start: number): boolean {
  let end = text.indexOf("\n", start);
  while (end > start && isBlankAtEnd(text.charCodeAt(end - 1))) end--;
  return "HhPpXxCcDd/#".includes(text.charAt(end - 1));
}

/** White space, a unit beyond ASCII, which may be some, or an underscore. */
function isBlankAtEnd(c: number): boolean {
  return c <= 32 || c > 127 || c === 95;
}

function isWithin(blocks: readonly Block[], at: number): boolean {
  for (const { from, to } of blocks) if (at >= from && at < to) return true;
  return false;
}

/** Comments before the first line of code that speak of copyright or licence; each ends with its block or at an empty line. */
function licenceBlocks(text: string, kinds: Kinds): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  const close = (to: number): void => {
    if (licence.test(text.slice(from, to))) blocks.push({ from, to });
    from = to;
  };
  for (let at = 0; at < headWithin && at < text.length; at++) {
    if (kinds.at(at) === COMMENT) {
      at = Math.min(kinds.endOf(at), headWithin) - 1;
      if (text.startsWith("*/", at - 1) && kinds.at(at + 1) !== COMMENT) close(at + 1);
    } else if (text[at] === "\n" && /^\r?\n/.test(text.slice(at + 1, at + 3))) close(at + 1);
    else if (text.charCodeAt(at) > 32 && !text.startsWith("#!", at)) {
      close(at);
      break;
    } else if (text.startsWith("#!", at)) break;
  }
  return blocks;
}

/** Namespaces and packages around the whole text: one that closes before its end is a part of it, and tells of the part. */
function declaredNames(text: string, kinds: Kinds): ReadonlySet<string> {
  const names = new Set<string>();
  if (!text.includes("namespace") && !text.includes("package")) return names;
  let asked = 0;
  for (const found of text.matchAll(declaration)) {
    if (asked++ >= 6) break;
    const [all, word, path] = found;
    if (word === "package" ? !(path ?? "").includes(".") : !isAroundAll(text, kinds, found.index + all.length)) continue;
    for (const name of (path ?? "").split(/[.:]+/)) if (name !== "") names.add(name);
  }
  return names;
}

/** Whether the braces that open behind `from`, if any do before a semicolon, close where nothing but closing follows. */
function isAroundAll(text: string, kinds: Kinds, from: number): boolean {
  const opens = /^\s{0,8}\{/.exec(text.slice(from, from + 12));
  if (!opens) return true;
  let depth = 0;
  let at = from + opens[0].length - 1;
  for (; at < text.length; at++) {
    const unit = kinds.at(at) === CODE ? text[at] : "";
    if (unit === "{") depth++;
    else if (unit === "}" && --depth === 0) break;
  }
  for (at++; at < text.length; at++) {
    if (kinds.at(at) !== CODE) continue;
    if (text[at] === "#") return /^#\s{0,8}endif/.test(text.slice(at, at + 16));
    if (!/[\s};]/.test(text[at] ?? "")) return false;
  }
  return true;
}

/** How a line goes up to the name of a namespace that it declares, imports or closes. */
const upToSpace =
  /^(?:\s{0,8}\}\s{0,8}\/[/*])?\s{0,8}(?:end\s{1,4}(?:of\s{1,4})?)?(?:inline\s{1,4})?(?:namespace|package|using\s{1,4}namespace|import)\s[\w.:\s]{0,200}$|^\s{0,8}\}\s{0,8}\/[/*]\s{0,8}$/;
/** What stands first on such a line, and the units with which that begins. */
const firstOfSpace: readonly string[] = ["}", "end", "inline", "namespace", "package", "using", "import"];
const beginsFirst: ReadonlySet<number> = new Set(firstOfSpace.map((word) => word.charCodeAt(0)));

/** Whether a line may name a namespace so: hardly any does, and this is quickly seen. */
function mayNameSpace(text: string, lineStart: number): boolean {
  let at = lineStart;
  while (text.charCodeAt(at) <= 32) at++;
  const unit = text.charCodeAt(at);
  return unit > 127 || (beginsFirst.has(unit) && isFirstOfSpace(text, at));
}

function isFirstOfSpace(text: string, at: number): boolean {
  return firstOfSpace.some((word) => text.startsWith(word, at));
}

/** The name that from..to is part of where it stands as a namespace's: before `::`, in a declaration, in the path of an import; null elsewhere. */
function nameOfSpace(text: string, from: number, to: number, lineStart: number): string | null {
  const begin = wordBegin(text, from);
  const end = wordEnd(text, to);
  return text.startsWith("::", end) || upToSpace.test(text.slice(lineStart, begin)) ? text.slice(begin, end) : null;
}
