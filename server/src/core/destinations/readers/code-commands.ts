/** Command lines in programs: the texts, and lists of words, that are handed to calls which start a process. Nothing is run; what is computed stays a name. */
import type { Finds } from "../commands/finding.js";
import type { Expansion } from "../commands/expand.js";
import { maySend } from "../commands/recognisers.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import { lineStarts, positionAt } from "../../text.js";
import type { DeployTree } from "../reader.js";
import { withTreeDefaults } from "./tree-defaults.js";

export type Language = "javascript" | "python" | "ruby";

/** Calls that start a process, up to the first sign of what they are handed. */
const starts: Readonly<Record<Language, RegExp>> = {
  javascript:
    /(?<![\w$])(?:(?:cmd|command|args|argv)\w*\s*=\s*(?=\[)|(?:(?:shell|shelljs|sh|cp|child_process|childProcess)\.)?(?:exec(?:Sync|Async|File|FileSync|a|aSync|aCommand|aCommandSync|P|Promise)?|spawn(?:Sync)?|\$(?:\.sync)?|runCommand|run)(?:\s*\(\s*|\s*)(?=["'`]))/g,
  python:
    /(?<![\w.])(?:(?:cmd|command|args|argv)\w*\s*=\s*(?=\[)|(?:os\.(?:system|popen)|(?:subprocess|sp)\.(?:run|call|check_call|check_output|Popen|getoutput)|(?:c|ctx|conn|connection)\.(?:run|local|sudo)|local|run|sudo|sh|check_call|run_command|run_cmd)\s*\(\s*[rf]?(?=["'[]))/g,
  ruby: /(?<![\w.])(?:sh|system|exec|execute|run|capture)[\s(]+(?=["'])|(?<![\w.])(?=`[^`\n]+`)/g,
};

/** Texts that a program gives a name: `const REGION = "us-east-1"`. */
const assigned =
  /^[ \t]*(?:(?:export[ \t]+)?(?:const|let|var)[ \t]+)?([A-Za-z_]\w*)[ \t]*(?::[ \t]*\w+[ \t]*)?=[ \t]*["'`]([^"'`\n]{1,200})["'`][ \t]*;?[ \t]*$/gm;

const most = 400;
/** Calls that are looked at, however many a file makes. */
const mostCalls = 2_000;

/** Recognises what the command lines of a program send. */
export function runCodeCommands(text: string, language: Language, finds: Finds, tree: DeployTree): void {
  if (text.length > 400_000) return;
  const commands = commandsIn(text, language).filter((command) => maySend(command.text));
  if (commands.length === 0) return;
  const names = namesIn(text, finds.path);
  const session = withTreeDefaults(newSession(finds), tree);
  for (const command of commands) runScript(session, command, (name) => names.get(name));
}

function namesIn(text: string, path: string): ReadonlyMap<string, readonly Expansion[]> {
  const names = new Map<string, Expansion[]>();
  const lines = lineStarts(text);
  for (const found of text.matchAll(assigned)) {
    const [, name = "", value = ""] = found;
    const { line } = positionAt(lines, found.index + found[0].indexOf(name));
    names.set(name, [...(names.get(name) ?? []), { text: value, missing: null, trail: [{ path, line, what: name }] }].slice(0, 8));
  }
  return names;
}

function commandsIn(text: string, language: Language): { text: string; line: number }[] {
  const lines = lineStarts(text);
  const commands: { text: string; line: number }[] = [];
  let looked = 0;
  for (const found of text.matchAll(starts[language])) {
    if (commands.length >= most || ++looked > mostCalls) break;
    const at = found.index + found[0].length;
    const { column } = positionAt(lines, found.index);
    const before = text.slice(Math.max(found.index - 300, found.index - column + 1), found.index);
    if (/^\s*(?:#|\/\/|\*)|^[^"'`]*(?:\/\/|#) /.test(before)) continue;
    const words = text[at] === "[" ? listAt(text, at) : handed(text, at, language);
    const command = words.map((word) => shellText(word, language)).join(" ");
    if (command.trim() !== "") commands.push({ text: command, line: positionAt(lines, at).line });
  }
  return commands;
}

/** The first text; for `spawn("npm", ["publish"])` the words of the list too. */
function handed(text: string, at: number, language: Language): string[] {
  const first = stringAt(text, at);
  if (!first) return [];
  const list = language === "javascript" ? /^\s*,\s*(?=\[)/.exec(text.slice(first.end, first.end + 40)) : null;
  return list ? [first.value, ...listAt(text, first.end + list[0].length)] : [first.value];
}

/** The texts of a list; an item that is none stands as a name that nothing knows. */
function listAt(text: string, at: number): string[] {
  const words: string[] = [];
  for (let i = at + 1; i < Math.min(text.length, at + 4_000) && words.length < 60;) {
    const sign = text[i] ?? "";
    if (sign === "]") return words;
    const string = /["'`]/.test(sign) ? stringAt(text, i) : undefined;
    const name = string ? null : /^[A-Za-z_][\w.]*/.exec(text.slice(i, i + 80));
    if (string) words.push(string.value);
    else if (name && !/^[rf]?["']/.test(text.slice(i))) words.push(`\${${name[0].replace(/\W/g, "_")}}`);
    i = string ? string.end : i + (name?.[0].length ?? 1);
  }
  return [];
}

function stringAt(text: string, at: number): { value: string; end: number } | undefined {
  const quote = text.startsWith('"""', at) || text.startsWith("'''", at) ? text.slice(at, at + 3) : (text[at] ?? "");
  for (let i = at + quote.length; i < Math.min(text.length, at + 8_000); i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(quote, i)) return { value: text.slice(at + quote.length, i), end: i + quote.length };
    else if (text[i] === "\n" && quote.length === 1 && quote !== "`") return undefined;
  }
  return undefined;
}

/** What stands in a text of the program as the shell would see it: its placeholders are variables. */
function shellText(text: string, language: Language): string {
  const plain = text.replace(/\\(["'`$])/g, "$1").replace(/\\\n/g, " ");
  const placeholder = { javascript: /\$\{([^{}]{0,120})\}/g, ruby: /#\{([^{}]{0,120})\}/g, python: /(?<![$%{])\{([^{}]{0,120})\}/g }[
    language
  ];
  return plain.replace(placeholder, (_, inner: string) => {
    const name = /[\w$.]+/.exec(inner.replace(/^\s*process\.env\./, ""))?.[0] ?? "argument";
    return `\${${name.replace(/\W/g, "_")}}`;
  });
}
