/** Azure Pipelines: scripts and tasks with variables and template parameters. */
import type { Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import type { Syntax } from "../commands/words.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import { resolved } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { declaredPlaces, runScripts, templates, valuesOf, Variables } from "./ci.js";
import { containerTask, packageTask } from "./azure-tasks.js";
import { applyRow, rowsByName, type Use } from "./plugin.js";
import { taskRows } from "./tables/tasks.js";

const prefix = "expression:";
const expression = templates("${{", "}}", prefix);
const runtime = templates("$[", "]", prefix);
/** `$(X)`, `${{ variables.X }}`, `$[ variables.X ]`. */
const syntax: Syntax = { parentheses: "variable", template: (text, i) => expression(text, i) ?? runtime(text, i) };
const rows = rowsByName(taskRows);

const named =
  /(^|\/)(?:[\w.-]*azure-?pipelines?[\w.-]*|\.?vsts-ci[\w.-]*)\.ya?ml$|(^|\/)\.?(?:azure-?pipelines?[\w-]*|azure-devops|azuredevops|azdo|vsts|pipelines?)\/.+\.ya?ml$|^eng\/(?:common\/)?(?:pipelines|templates)\/.+\.ya?ml$/i;

/** Where templates of pipelines lie under names of their own. */
const elsewhere =
  /(?:^|\/)(?:\.?(?:ci|cd|cicd|azure|build|devops|eng)|templates?|stages|jobs|steps)\/[\w./-]+\.ya?ml$|(?:^|\/)azure-[\w.-]+\.ya?ml$/i;

/** Whether a file of any name holds steps in the words of this format alone. */
function isTemplate(text: string): boolean {
  return (
    /^(?:steps|jobs|stages)[ \t]*:/m.test(text) && /^[ \t]*- (?:task:[ \t]*['"]?[\w.-]+@\d|(?:script|bash|pwsh|powershell):)/m.test(text)
  );
}

export const azurePipelines: Reader = {
  id: "azure-pipelines",
  endings: ["yaml", "yml"],
  claims: (path) => named.test(path) || elsewhere.test(path),
  read(path, text, tree) {
    if (!named.test(path) && !isTemplate(text)) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    let connected = false;
    for (const root of roots.slice(0, 1)) {
      const top = variablesOf(path, root, tree);
      visit(root, { path, finds, scope: top.scope }, newSession(finds), 0);
      const before = finds.all.length;
      declaredPlaces(finds, top);
      // A registry that a variable names and no command uses is the one behind the service connection.
      connected ||= finds.all.slice(before).some((found) => found.kind === "registry");
    }
    const destinations = connected ? finds.all.filter((found) => !/^service connection/.test(found.unresolved ?? "")) : finds.all;
    return { destinations, problems };
  },
};

interface File {
  readonly path: string;
  readonly finds: Finds;
  readonly scope: Scope;
}

/** Variables of the file and of templates that it takes them from; defaults of parameters, and what callers in the tree give. */
function variablesOf(path: string, root: Node, tree: DeployTree): Variables {
  const inside: Scope = (name) => renamed(name, (plain) => (plain === name ? undefined : variables.scope(plain)));
  const variables: Variables = new Variables(path, syntax, inside);
  add(variables, at(root, "variables"), path, tree, 0);
  for (const parameter of itemsOf(at(root, "parameters"))) {
    const name = textOf(at(parameter, "name")) ?? "";
    const fallback = scalarAt(parameter, "default");
    if (fallback) variables.add(`parameters.${name}`, fallback.text, fallback.line, `parameters.${name}.default`);
    for (const value of itemsOf(at(parameter, "values")))
      if (textOf(value) !== fallback?.text)
        variables.add(`parameters.${name}`, textOf(value) ?? "", value.line, `parameters.${name}.values`);
  }
  for (const { key, value, line } of entriesOf(at(root, "parameters")))
    if (textOf(value) !== undefined) variables.add(`parameters.${key}`, textOf(value) ?? "", line, `parameters.${key}`);
  return variables;
}

/** `variables.X`, `parameters['X']` and `env:X` by the name under which they are kept. */
function renamed(name: string, look: Scope): ReturnType<Scope> {
  const inner = name.startsWith(prefix) ? name.slice(prefix.length).trim() : name;
  const plain = inner.replace(/\['([^']+)'\]/g, ".$1").replace(/^variables\./, "");
  return look(plain);
}

function add(variables: Variables, node: Node | undefined, path: string, tree: DeployTree, depth: number): void {
  for (const { key, value, line } of entriesOf(node)) {
    if (textOf(value) !== undefined) variables.add(key, textOf(value) ?? "", line, `variables.${key}`, path);
    else if (key.startsWith("${{")) add(variables, value, path, tree, depth + 1);
  }
  for (const item of itemsOf(node)) {
    const name = textOf(at(item, "name"));
    const value = scalarAt(item, "value");
    if (name !== undefined && value) variables.add(name, value.text, value.line, `variables.${name}`, path);
    const template = textOf(at(item, "template"));
    const text = template === undefined || depth > 3 || template.includes("@") ? undefined : tree.text(resolved(path, template));
    if (template !== undefined && text !== undefined)
      add(
        variables,
        at(documentsOf(tree, resolved(path, template), text).roots[0], "variables"),
        resolved(path, template),
        tree,
        depth + 1,
      );
    for (const entry of entriesOf(item)) if (entry.key.startsWith("${{")) add(variables, entry.value, path, tree, depth + 1);
  }
}

/** Walks stages, jobs, strategies and steps wherever they nest. */
function visit(node: Node, file: File, session: Session, depth: number): void {
  if (depth > 40) return;
  if (node.kind === "list") for (const item of node.items) visit(item, file, session, depth + 1);
  if (node.kind !== "map") return;
  const own = at(node, "variables") && depth > 0 ? new Variables(file.path, syntax, file.scope) : undefined;
  if (own) for (const group of [at(node, "variables")]) addOwn(own, group);
  const here = own ? { ...file, scope: own.scope } : file;
  const inner = at(node, "steps") ? newSession(file.finds) : session;
  const task = scalarAt(node, "task");
  if (task) readTask(node, task.text, task.line, here, inner);
  for (const key of ["script", "bash", "powershell", "pwsh"]) if (scalarAt(node, key)) runScript(node, key, here, inner);
  // What a template is handed may be stages, jobs and steps too.
  const handed = at(node, "template") ? at(node, "parameters") : undefined;
  if (handed) visit(handed, here, inner, depth + 1);
  for (const { key, value } of entriesOf(node))
    if (!["variables", "parameters", "inputs", "env", "resources", "trigger", "pr"].includes(key)) visit(value, here, inner, depth + 1);
}

function addOwn(variables: Variables, node: Node | undefined): void {
  variables.addAll(node?.kind === "map" ? node : undefined, "variables");
  for (const item of itemsOf(node)) {
    const value = scalarAt(item, "value");
    if (value) variables.add(textOf(at(item, "name")) ?? "", value.text, value.line, "variables");
  }
}

function runScript(node: Node, key: string, file: File, session: Session): void {
  const env = new Variables(file.path, syntax, file.scope);
  env.addAll(at(node, "env"), "env");
  runScripts(session, [at(node, key)], env.scope, syntax);
}

function readTask(node: Node, task: string, line: number, file: File, session: Session): void {
  const name = task.replace(/@.*$/, "");
  const inputs = at(node, "inputs");
  const input: Use["input"] = (...names) => {
    for (const wanted of names) {
      const scalar = entriesOf(inputs).find((e) => e.key.toLowerCase() === wanted.toLowerCase())?.value;
      if (scalar?.kind === "scalar" && scalar.given && scalar.text !== "")
        return { values: valuesOf(scalar, file.scope, syntax), line: scalar.line };
    }
    return undefined;
  };
  const use: Use = { session, name, written: task, line, input };
  for (const row of rows.get(name.toLowerCase()) ?? []) applyRow(use, row);
  containerTask(use);
  packageTask(use);
  if (/^(?:azurecli|bash|powershell|cmdline|shellscript|azurepowershell|awsshellscript)$/i.test(name))
    runScripts(session, [at(inputs, "inlineScript") ?? at(inputs, "script") ?? at(inputs, "inline")], file.scope, syntax);
}
