/** Parses the text of one git config file into entries with their lines; nothing is followed, computed or run. Format: https://git-scm.com/docs/git-config#_syntax */
import type { Problem } from "../../problem.js";
import type { TrailStep } from "../destination.js";

/** One `name = value` of a git config file. */
export interface GitConfigEntry {
  /** Lower case, as git compares it. */
  readonly section: string;
  /** As written in quotes; null where the section has none. */
  readonly subsection: string | null;
  /** Lower case. */
  readonly name: string;
  /** "true" where only a name stands. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** An entry and the file that it stands in, as people know that file. */
export interface PlacedEntry extends GitConfigEntry {
  readonly path: string;
  /** Whether the file is the repository's own or one that it includes, rather than the user's or the system's. */
  readonly own: boolean;
  /** The include lines that led here, outermost first. */
  readonly through: readonly TrailStep[];
}

/** The steps that led to an entry, itself last. `what` names the entry's key without its subsection. */
export function trailOf(entry: PlacedEntry, what: string): readonly TrailStep[] {
  return [...entry.through, { path: entry.path, line: entry.line, what }];
}

/** git's idea of a true value. */
export function isTrue(value: string): boolean {
  return /^(?:true|yes|on|[1-9]\d*)$/i.test(value);
}

/** The entries of one file, in order, and what could not be read of it. */
export interface GitConfigFile {
  readonly entries: readonly GitConfigEntry[];
  readonly problems: readonly Problem[];
}

/** More entries than any real configuration has; what follows is a problem, not a wait. */
const mostEntries = 20_000;

/** Reads the text of a git config file. Bad lines are problems with a position; the lines after them are still read. */
export function parseGitConfig(path: string, text: string): GitConfigFile {
  const entries: GitConfigEntry[] = [];
  const problems: Problem[] = [];
  let section: { section: string; subsection: string | null } | null = null;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    if (entries.length >= mostEntries) {
      problems.push(bad(path, line, 1, "more entries than are read", "条目过多，其余未读取"));
      break;
    }
    const begin = at;
    const c = text[at];
    if (c === "\n" || c === " " || c === "\t" || c === "\r") {
      if (c === "\n") line++;
      at++;
    } else if (c === "#" || c === ";") {
      at = endOfLine(text, at);
    } else if (c === "[") {
      const head = readSection(text, at);
      if (head === null) {
        problems.push(bad(path, line, columnOf(text, begin), "section header that git cannot read", "git 无法识别的节标题"));
        section = null;
        at = endOfLine(text, at);
      } else {
        section = head;
        at = head.end;
      }
    } else {
      const entry = readEntry(text, at);
      if (entry === null || section === null) {
        problems.push(bad(path, line, columnOf(text, begin), "line that git cannot read", "git 无法识别的行"));
        at = endOfLine(text, at);
      } else {
        entries.push({ section: section.section, subsection: section.subsection, name: entry.name, value: entry.value, line });
        line += entry.lines;
        at = entry.end;
      }
    }
  }
  return { entries, problems };
}

/** `[section]`, `[section "Sub\"section"]` or the old `[section.sub]`, whose second part git takes in lower case. */
function readSection(text: string, from: number): { section: string; subsection: string | null; end: number } | null {
  let at = from + 1;
  while (/[\w.-]/.test(text[at] ?? "")) at++;
  const word = text.slice(from + 1, at).toLowerCase();
  if (word === "") return null;
  if (text[at] === "]") {
    const dot = word.indexOf(".");
    return dot < 0
      ? { section: word, subsection: null, end: at + 1 }
      : { section: word.slice(0, dot), subsection: word.slice(dot + 1), end: at + 1 };
  }
  while (text[at] === " " || text[at] === "\t") at++;
  if (text[at] !== '"') return null;
  let subsection = "";
  for (at++; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === "\n") return null;
    if (text[at] === "\\") at++;
    subsection += text[at] ?? "";
  }
  return text[at + 1] === "]" ? { section: word, subsection, end: at + 2 } : null;
}

/** `name`, or `name = value` with quotes, escapes, comments and continued lines. `lines` counts the line ends inside the value. */
function readEntry(text: string, from: number): { name: string; value: string; lines: number; end: number } | null {
  let at = from;
  if (!/[A-Za-z]/.test(text[at] ?? "")) return null;
  while (/[A-Za-z0-9-]/.test(text[at] ?? "")) at++;
  const name = text.slice(from, at).toLowerCase();
  while (text[at] === " " || text[at] === "\t") at++;
  if (text[at] === "\r" && text[at + 1] === "\n") at++;
  if (at >= text.length || text[at] === "\n") return { name, value: "true", lines: 0, end: at };
  if (text[at] !== "=") return null;
  const value = readValue(text, at + 1);
  return value === null ? null : { name, ...value };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", '"': '"', "\\": "\\" };

function readValue(text: string, from: number): { value: string; lines: number; end: number } | null {
  let value = "";
  let space = "";
  let quoted = false;
  let lines = 0;
  let at = from;
  for (; at < text.length; at++) {
    const c = text[at] ?? "";
    if (c === "\n") {
      if (quoted) return null;
      break;
    }
    if (c === "\r" && text[at + 1] === "\n") continue;
    if (!quoted && (c === "#" || c === ";")) {
      at = endOfLine(text, at);
      break;
    }
    if (!quoted && (c === " " || c === "\t")) {
      if (value !== "") space += c;
      continue;
    }
    value += space;
    space = "";
    if (c === '"') quoted = !quoted;
    else if (c !== "\\") value += c;
    else {
      at++;
      if (text[at] === "\r" && text[at + 1] === "\n") at++;
      if (text[at] === "\n") lines++;
      else {
        const plain = escapes[text[at] ?? ""];
        if (plain === undefined) return null;
        value += plain;
      }
    }
  }
  return quoted ? null : { value, lines, end: at };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function columnOf(text: string, at: number): number {
  return at - text.lastIndexOf("\n", at - 1);
}

function bad(path: string, line: number, column: number, en: string, zh: string): Problem {
  return { code: "git", severity: "warning", path, line, column, message: { en, zh } };
}
