/** How a line of comment is written in a language, by its identifier in the protocol or the file's name. */
import { languageOf } from "../core/markers/language.js";

export interface CommentStyle {
  readonly before: string;
  /** Empty where the comment ends with its line. */
  readonly after: string;
}

const slashes: CommentStyle = { before: "// ", after: "" };
const hash: CommentStyle = { before: "# ", after: "" };
const dashes: CommentStyle = { before: "-- ", after: "" };
const percent: CommentStyle = { before: "% ", after: "" };
const semicolon: CommentStyle = { before: "; ", after: "" };
const block: CommentStyle = { before: "/* ", after: " */" };
const bang: CommentStyle = { before: "! ", after: "" };
const tick: CommentStyle = { before: "' ", after: "" };
const remark: CommentStyle = { before: "REM ", after: "" };
const starred: CommentStyle = { before: "(* ", after: " *)" };
const markup: CommentStyle = { before: "<!-- ", after: " -->" };

const byLanguage: Readonly<Record<string, CommentStyle>> = {
  ...each(
    hash,
    "python r ruby perl perl6 shellscript sh bash zsh fish yaml toml makefile make dockerfile terraform hcl cmake julia elixir powershell dockercompose properties coffeescript nim starlark bazel tcl awk gdscript jupyter conf",
  ),
  ...each(dashes, "sql lua haskell ada vhdl elm"),
  ...each(percent, "latex tex matlab octave erlang prolog"),
  ...each(semicolon, "ini clojure lisp scheme racket emacs-lisp elisp"),
  ...each(bang, "fortran fortran-modern FortranFreeForm fortran_fixed-form"),
  ...each(tick, "vb"),
  ...each(remark, "bat dosbatch"),
  ...each(starred, "ocaml sml wolfram"),
  ...each(block, "css c-ansi"),
  ...each(markup, "html xml xsl svg markdown vue svelte"),
};

const byEnding: Readonly<Record<string, string>> = {
  py: "python", pyx: "python", rb: "ruby", sh: "shellscript", bash: "shellscript", yml: "yaml", yaml: "yaml", toml: "toml", mk: "makefile", tf: "terraform",
  hcl: "terraform", tfvars: "terraform", r: "r", jl: "julia", pl: "perl", ps1: "powershell", sql: "sql", lua: "lua", hs: "haskell", tex: "latex", ini: "ini",
  clj: "clojure", css: "css", html: "html", htm: "html", xml: "xml", md: "markdown", vue: "vue", ex: "elixir", cmake: "cmake", bzl: "starlark",
  vb: "vb", bat: "bat", cmd: "bat", nim: "nim",
}; // prettier-ignore

/** `.m` is MATLAB only where the editor says so: Objective-C has the same ending. What neither names nor endings tell here is written as the scan reads it, else with `//`. */
export function commentStyle(languageId: string, path: string): CommentStyle {
  const known = byLanguage[languageId];
  if (known) return known;
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/^(dockerfile|makefile|jenkinsfile\.sh|\.env)/.test(name)) return hash;
  const ending = byEnding[name.slice(name.lastIndexOf(".") + 1)];
  const plainText = languageId === "" || languageId === "plaintext" || languageId === "text";
  return (plainText && ending !== undefined ? byLanguage[ending] : undefined) ?? asRead(path);
}

/** How the scan reads comments of a file of this name. */
function asRead(path: string): CommentStyle {
  const language = languageOf(path.replaceAll("\\", "/"));
  const [line] = language?.line ?? [];
  if (line !== undefined) return { before: `${line} `, after: "" };
  const [block] = language?.block ?? [];
  return block === undefined ? slashes : { before: `${block[0]} `, after: ` ${block[1]}` };
}

function each(style: CommentStyle, names: string): Record<string, CommentStyle> {
  return Object.fromEntries(names.split(" ").map((name) => [name, style]));
}

/** JSON has no comments: nothing can be left out in the file itself. */
export function hasComments(languageId: string, path: string): boolean {
  return languageId !== "json" && !/\.(json|jsonl|ndjson|webmanifest|ipynb|csv|tsv)$/i.test(path);
}

/** The line (from 0) before which a comment for the whole file may stand: behind `#!`, an encoding line, `<?xml` and `<?php`. */
export function firstFreeLine(text: string): number {
  const lines = text.split("\n", 4);
  let line = 0;
  while (line < lines.length && /^(\uFEFF?#!|#.*coding[:=]|<\?|<!doctype|---\s*$)/i.test(lines[line] ?? "")) line++;
  return line;
}
