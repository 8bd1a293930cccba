/** Taskfile and justfile: variables and the command lines of tasks. */
import { Finds } from "../commands/finding.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import type { Scope } from "../commands/expand.js";
import type { Syntax } from "../commands/words.js";
import { at, documentsOf, entriesOf, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { runScripts, templates, Variables } from "./ci.js";

const syntax: Syntax = { template: templates("{{", "}}") };

export const taskfile: Reader = {
  id: "taskfile",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)[Tt]askfile(?:\.[\w-]+)*\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const top: Variables = new Variables(path, syntax, (name) =>
        name.startsWith(".") ? top.scope(name.slice(1).split(/[\s|]/)[0] ?? "") : undefined,
      );
      for (const key of ["vars", "env"]) top.addAll(at(root, key), key);
      for (const { value } of entriesOf(at(root, "tasks"))) readTask(path, value, top.scope, finds);
    }
    return { destinations: finds.all, problems };
  },
};

function readTask(path: string, task: Node, outer: Scope, finds: Finds): void {
  const own: Variables = new Variables(path, syntax, (name) => {
    const plain = name.replace(/^\./, "").split(/[\s|]/)[0] ?? "";
    return own.has(plain) && plain !== name ? own.scope(plain) : outer(name);
  });
  for (const key of ["vars", "env"]) own.addAll(at(task, key), key);
  const commands = task.kind === "map" ? (at(task, "cmds") ?? at(task, "cmd")) : task;
  const lines = (commands?.kind === "list" ? commands.items : commands ? [commands] : []).map((item) =>
    textOf(item) === undefined ? (at(item, "cmd") ?? at(item, "defer")) : item,
  );
  runScripts(newSession(finds), lines, own.scope, syntax);
}

export const justfile: Reader = {
  id: "justfile",
  endings: ["justfile", "just"],
  claims: (path) => /(^|\/)\.?[Jj]ustfile$|\.just$/.test(path),
  read(path, text) {
    const finds = new Finds(path);
    const variables: Variables = new Variables(path, syntax);
    const lines = text.slice(0, 1_000_000).split(/\r?\n/);
    let body: string[] = [];
    let begun = 0;
    const run = (): void => {
      if (body.length) runScript(newSession(finds), { text: body.join("\n"), line: begun, syntax }, variables.scope);
      body = [];
    };
    for (const [i, line] of lines.entries()) {
      const value = /^(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.*)$/.exec(line);
      if (value) variables.add(value[1] ?? "", alternatives(value[2] ?? ""), i + 1, value[1] ?? "");
      if (/^[ \t]+\S/.test(line)) {
        if (body.length === 0) begun = i + 1;
        body.push(line.replace(/^[ \t]+[@-]*/, ""));
      } else if (line.trim() === "" && body.length) body.push("");
      else run();
    }
    run();
    return { destinations: finds.all, problems: [] };
  },
};

/** `"text"`, `env_var_or_default("X", "text")`, `a + b` as a value with variables. */
function alternatives(text: string): string {
  const fallback = /env(?:_var_or_default)?\(\s*["'][^"']*["']\s*,\s*["']([^"']*)["']\s*\)/.exec(text);
  if (fallback) return fallback[1] ?? "";
  return text
    .split("+")
    .map((part) => (/^\s*["']/.test(part) ? part.trim().replace(/^["']|["']$/g, "") : `{{${part.trim()}}}`))
    .join("");
}
