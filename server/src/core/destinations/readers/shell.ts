/** Shell scripts (and, as far as their commands are the same, PowerShell and batch files): the command lines that send something. */
import { assignedPlaces } from "../commands/assigned.js";
import { Finds } from "../commands/finding.js";
import { maySend } from "../commands/recognisers.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import type { Syntax } from "../commands/words.js";
import type { Reader } from "../reader.js";
import { withTreeDefaults } from "./tree-defaults.js";

/** The script that generated clients carry along: it pushes to a repository that its reader was to fill in. */
const template = /^\s*git_repo_id="GIT_REPO_ID"$/m;

export const shell: Reader = {
  id: "shell",
  endings: ["sh", "bash", "zsh", "ksh", "ps1", "bat", "cmd"],
  claims: (path) => /\.(?:sh|bash|zsh|ksh|ps1|bat|cmd)$/i.test(path),
  idle: (text) => !maySend(text),
  read(path, text, tree) {
    if (template.test(text)) return { destinations: [], problems: [] };
    const finds = new Finds(path);
    const windows = /\.(?:bat|cmd)$/i.test(path);
    const power = /\.ps1$/i.test(path);
    const plain = windows ? fromBatch(text) : power ? fromPowerShell(text) : text;
    const syntax: Syntax = windows ? { template: percent } : {};
    const variables = runScript(withTreeDefaults(newSession(finds), tree), { text: plain, line: 1, syntax }, () => undefined);
    for (const [name, values] of variables) for (const value of values) assignedPlaces(finds, name, value, value.trail[0]?.line ?? 1);
    return { destinations: finds.all, problems: [] };
  },
};

/** `%NAME%` of Windows' own shell. */
export function percent(text: string, at: number): ReturnType<NonNullable<Syntax["template"]>> {
  if (text[at] !== "%") return undefined;
  const found = /^%(\w+)%/.exec(text.slice(at, at + 80));
  return found ? { ref: { name: found[1] ?? "", raw: found[0] }, length: found[0].length } : undefined;
}

/** Batch: comments and the continuation sign as the shell has them; lines keep their numbers. */
function fromBatch(text: string): string {
  return text
    .replace(/^[ \t]*@?(?:rem\b|::).*$/gim, "#")
    .replace(/\^(?=\r?\n)/g, "\\")
    .replace(/^[ \t]*@?call[ \t]+/gim, "")
    .replace(/\\(?!\r?\n)/g, "/");
}

/** PowerShell: the backtick continues a line, `$x = …` assigns. */
function fromPowerShell(text: string): string {
  return text
    .replace(/<#[\s\S]{0,20000}?#>/g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/`(?=\r?\n)/g, "\\")
    .replace(/^[ \t]*\$(?:env:|script:|global:)?(\w+)[ \t]*=[ \t]*(?=["'])/gim, "$1=")
    .replace(/^[ \t]*&[ \t]+/gm, "");
}
