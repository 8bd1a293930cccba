/** Files that only pass on what others hold (`__init__.py`, `index.ts`, `mod.rs`, a header of headers): they name all of a package, and hold none of it. */
import type { Language } from "./language.js";

/** Characters of a text up to which it may be such a file. */
const longest = 32_000;

/** Lines of its own that such a file may have (a version, a logger), and as a share of its statements. */
const own = { most: 3, share: 0.25 };

/** What is no statement, and whole lines that only take names or give them on. */
interface Passing {
  readonly notes: RegExp;
  /** At the start of a line. */
  readonly statement: RegExp;
}

const slashNotes = /\/\*[^]{0,4000}?\*\/|\/\/[^\n]*$/gm;

const includes: Passing = {
  notes: slashNotes,
  statement: lines(
    String.raw`#[ \t]{0,8}(?:(?:include|import)[ \t]{0,8}[<"][^<>"\n]{1,300}[>"]|pragma[ \t]+once|(?:if|ifdef|ifndef|elif|else|endif)\b[^\n]{0,300}|define[ \t]+\w{1,120})`,
    String.raw`extern[ \t]+"C"[ \t]{0,8}\{?`,
    // What Xcode writes into the header of a framework
    String.raw`FOUNDATION_EXPORT[ \t]+(?:double|const[ \t]+unsigned[ \t]+char)[ \t]+\w{1,120}Version(?:Number|String)(?:\[\])?`,
    "[{}]",
  ),
};

const byLanguage: Readonly<Record<string, Passing>> = {
  python: {
    notes: /^[ \t]{0,40}(?:#[^\n]*|[rRuU]?(?:"""[^]{0,4000}?"""|'''[^]{0,4000}?'''|"[^"\n]*"|'[^'\n]*')[ \t]{0,40}\r?)$/gm,
    statement: lines(
      String.raw`from[ \t]{1,8}[\w.]{1,300}[ \t]{1,8}import[ \t]{0,8}(?:\([^()]{0,4000}\)|[\w.*, \t]{1,400}(?:\\\r?\n[\w.*, \t]{1,400}){0,99})`,
      String.raw`import[ \t][\w., \t]{1,400}`,
      String.raw`__\w{1,40}__[ \t]{0,8}(?::[^=\n]{0,60})?\+?=[ \t]{0,8}(?:\[[^\]]{0,4000}\]|\([^()]{0,4000}\)|[^\n]{0,400}?)`,
      String.raw`(?:try|else|finally)[ \t]{0,8}:|except[^:\n]{0,120}:|if[ \t]{1,8}(?:typing\.)?TYPE_CHECKING[ \t]{0,8}:|pass`,
    ),
  },
  javascript: {
    notes: slashNotes,
    statement: lines(
      String.raw`(?:import|export)[ \t]{1,8}(?:type[ \t]{1,8})?(?:[\w$]{1,80},[ \t]{0,8})?(?:\*(?:[ \t]{1,8}as[ \t]{1,8}[\w$]{1,80})?|[\w$]{1,80}|\{[^{}]{0,4000}\})[ \t]{1,8}from[ \t]{0,8}["'][^"'\n]{1,300}["']`,
      String.raw`import[ \t]{1,8}["'][^"'\n]{1,300}["']|export[ \t]{1,8}(?:default[ \t]{1,8}|type[ \t]{1,8})?(?:\{[^{}]{0,4000}\}|[\w$]{1,80})|["']use [\w ]{1,20}["']`,
      String.raw`(?:const|let|var)[ \t]{1,8}(?:[\w$]{1,80}|\{[^{}]{0,4000}\})[ \t]{0,8}=[ \t]{0,8}require\([^()\n]{1,300}\)[\w$.]{0,80}`,
      String.raw`(?:module\.)?exports(?:\.[\w$]{1,80})?[ \t]{0,8}=[ \t]{0,8}(?:\{[^{}]{0,4000}\}|require\([^()\n]{1,300}\)[\w$.]{0,80}|[\w$.]{1,200})`,
    ),
  },
  rust: {
    notes: slashNotes,
    statement: lines(
      String.raw`(?:pub(?:\([\w: ]{1,40}\))?[ \t]{1,8})?(?:use[ \t]{1,8}[^;]{1,4000}|mod[ \t]{1,8}\w{1,80}|extern[ \t]{1,8}crate[^;\n]{1,100});`,
      String.raw`(?:pub(?:\([\w: ]{1,40}\))?[ \t]{1,8})?mod[ \t]{1,8}\w{1,80}[ \t]{0,8}\{`,
      String.raw`#!?\[[^\]\n]{0,400}\]`,
    ),
  },
  c: includes,
  cpp: includes,
};

/** A statement of one of the kinds, alone on its lines. */
function lines(...kinds: readonly string[]): RegExp {
  return new RegExp(String.raw`^[ \t]{0,40}(?:${kinds.join("|")})[ \t]{0,40};?[ \t]{0,40}(?:#[^\n]*)?\r?$`, "my");
}

/** Whether a program's text does nothing but take names from elsewhere and give them on. */
export function onlyPassesOn(text: string, language: Language | null): boolean {
  const passing = byLanguage[language?.id ?? ""];
  if (!passing || text.length > longest) return false;
  const left = text.replace(passing.notes, "");
  const others: string[] = [];
  let passed = 0;
  // Most files are known after their first lines of code.
  for (let at = 0; at <= left.length && others.length <= own.most;) {
    passing.statement.lastIndex = at;
    if (passing.statement.test(left)) {
      passed++;
      at = passing.statement.lastIndex;
    }
    const feed = left.indexOf("\n", at);
    const line = left.slice(at, feed < 0 ? left.length : feed);
    if (/\w/.test(line)) others.push(line);
    at += line.length + 1;
  }
  return passed > 0 && others.length <= Math.min(own.most, own.share * passed) && !others.some((line) => defines.test(line));
}

/** Whoever defines something holds it. */
const defines = /\b(?:def|class|fn|function|async|struct|enum|union|typedef|impl|trait|macro_rules|return)\b|=>|#\s{0,8}define\b/;
