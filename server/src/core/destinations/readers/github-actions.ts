/** GitHub Actions: workflows and composite actions. Also read by Gitea, Forgejo and others that took the format over. */
import type { Expansion } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { newSession } from "../commands/session.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { DeployTree, Reader } from "../reader.js";
import { declaredPlaces, declaredRegistries, valuesOf, Variables } from "./ci.js";
import { expressionScope, workflowSyntax, type Contexts } from "./github-expression.js";
import { outputOf, readSteps, type Job } from "./github-steps.js";
import { withTreeDefaults } from "./tree-defaults.js";

export const githubActions: Reader = {
  id: "github-actions",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.(github|gitea|forgejo)\/\.?workflows?\/[^/]+\.ya?ml$/.test(path) || /(^|\/)action\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const file = newFile(path, root, tree, finds);
      if (at(root, "jobs")) for (const job of entriesOf(at(root, "jobs"))) readJob(file, job.key, job.value);
      else if (at(root, "runs")) readComposite(file);
      declaredPlaces(finds, ...file.variables);
      declaredRegistries(finds, ...file.environments);
    }
    return { destinations: finds.all, problems };
  },
};

interface File {
  readonly path: string;
  readonly root: Node;
  readonly tree: DeployTree;
  readonly finds: Finds;
  /** Of all jobs, as they are read. */
  readonly variables: Variables[];
  /** Of all steps that run commands. */
  readonly environments: Variables[];
  /** Outputs of the jobs before, as `job.outputs.name`. */
  readonly outputs: Map<string, readonly Expansion[]>;
  /** Whether it is read for its outputs alone, by one that calls it. */
  readonly within: boolean;
}

function readJob(file: File, name: string, node: Node): void {
  const inner = baseContexts(file, node);
  const base: Contexts = (key) => (key.startsWith("needs.") ? file.outputs.get(key.slice(6)) : inner(key));
  const { contexts, variables } = withEnvironment(file, node, base);
  file.variables.push(...variables);
  const steps = itemsOf(at(node, "steps"));
  const job = newJob(file, contexts, publishes(node, file.root));
  readSteps(job, steps);
  file.environments.push(...job.environments);
  for (const { key, value } of entriesOf(at(node, "outputs")))
    if (value.kind === "scalar" && value.given)
      file.outputs.set(
        `${name}.outputs.${key}`,
        valuesOf(
          value,
          expressionScope((n) => outputOf(job, n) ?? contexts(n)),
          workflowSyntax,
        ),
      );
  const uses = scalarAt(node, "uses");
  if (uses?.text.startsWith("./")) localOutputs(file, name, uses.text);
  else if (uses) reusable(file, node, uses.text, uses.line, contexts);
}

/** What a reusable workflow of this tree gives out, for the jobs that need its job here. */
function localOutputs(file: File, job: string, uses: string): void {
  const root = file.path.slice(0, file.path.search(/\.(?:github|gitea|forgejo)\//));
  const path = `${root}${uses.slice(2)}`;
  const text = path === file.path || file.within ? undefined : file.tree.text(path);
  const called = text === undefined ? undefined : documentsOf(file.tree, path, text).roots[0];
  const given = entriesOf(at(at(called, "on") ?? at(called, "true"), "workflow_call", "outputs"));
  if (!called || given.length === 0) return;
  const inner: File = { ...newFile(path, called, file.tree, new Finds(path)), within: true };
  for (const each of entriesOf(at(called, "jobs"))) readJob(inner, each.key, each.value);
  for (const { key, value } of given) {
    const output = scalarAt(value, "value");
    const scope = expressionScope((name) => (name.startsWith("jobs.") ? inner.outputs.get(name.slice(5)) : undefined));
    if (output) file.outputs.set(`${job}.outputs.${key}`, valuesOf(output, scope, workflowSyntax));
  }
}

function newFile(path: string, root: Node, tree: DeployTree, finds: Finds): File {
  return { path, root, tree, finds, variables: [], environments: [], outputs: new Map(), within: false };
}

function newJob(file: File, contexts: Contexts, publishing: boolean): Job {
  return {
    path: file.path,
    session: withTreeDefaults(newSession(file.finds), file.tree),
    contexts,
    outputs: new Map(),
    environments: [],
    publishes: publishing,
  };
}

/** A reusable workflow of another repository is known only by the table of actions. */
function reusable(file: File, node: Node, uses: string, line: number, contexts: Contexts): void {
  const step: Node = {
    kind: "map",
    line,
    column: 1,
    tag: null,
    entries: [
      { key: "uses", line, column: 1, value: { kind: "scalar", line, column: 1, tag: null, text: uses, textLine: line, given: true } },
      ...entriesOf(node).filter((e) => e.key === "with"),
    ],
  };
  readSteps(newJob(file, contexts, false), [step]);
}

function readComposite(file: File): void {
  const inputs = new Variables(file.path, workflowSyntax);
  declared(inputs, at(file.root, "inputs"), "inputs");
  const contexts: Contexts = (name) => (name.startsWith("inputs.") ? filled(inputs.scope(name.slice(7))) : undefined);
  readSteps(newJob(file, contexts, false), itemsOf(at(file.root, "runs", "steps")));
}

/** Inputs and matrix of a job, before its environment. */
function baseContexts(file: File, job: Node): Contexts {
  const inputs = new Variables(file.path, workflowSyntax);
  const on = at(file.root, "on") ?? at(file.root, "true");
  for (const trigger of ["workflow_dispatch", "workflow_call"]) declared(inputs, at(on, trigger, "inputs"), `on.${trigger}.inputs`);
  if (at(on, "workflow_call")) called(file, inputs);
  const matrix = new Variables(file.path, workflowSyntax, (name) =>
    expressionScope((n) => (n.startsWith("inputs.") ? filled(inputs.scope(n.slice(7))) : undefined))(name),
  );
  addMatrix(matrix, at(job, "strategy", "matrix"));
  return (name) => {
    if (name.startsWith("inputs.")) return filled(inputs.scope(name.slice(7)));
    return name.startsWith("matrix.") ? matrix.scope(name.slice(7)) : undefined;
  };
}

function withEnvironment(file: File, job: Node, base: Contexts): { readonly contexts: Contexts; readonly variables: readonly Variables[] } {
  const top = new Variables(file.path, workflowSyntax, expressionScope(base));
  top.addAll(at(file.root, "env"), "env");
  const own: Variables = new Variables(
    file.path,
    workflowSyntax,
    expressionScope((name) => (name.startsWith("env.") ? top.scope(name.slice(4)) : base(name))),
  );
  own.addAll(at(job, "env"), "jobs.env");
  const contexts: Contexts = (name) => {
    if (!name.startsWith("env.")) return base(name);
    const key = name.slice(4);
    return own.has(key) ? own.scope(key) : top.has(key) ? top.scope(key) : undefined;
  };
  return { contexts, variables: [top, own] };
}

/** An input without a value is no value. */
function filled(values: readonly Expansion[] | undefined): readonly Expansion[] | undefined {
  const some = values?.filter((v) => v.text !== "");
  return some?.length ? some : undefined;
}

/** Defaults and options of inputs. */
function declared(inputs: Variables, node: Node | undefined, what: string): void {
  for (const { key, value } of entriesOf(node)) {
    const fallback = scalarAt(value, "default");
    if (fallback) inputs.add(key, fallback.text, fallback.line, `${what}.${key}.default`);
    for (const option of itemsOf(at(value, "options")))
      if (textOf(option) !== fallback?.text) inputs.add(key, textOf(option) ?? "", option.line, `${what}.${key}.options`);
  }
}

/** What the workflows of this tree that call this one give it. */
function called(file: File, inputs: Variables): void {
  const folder = file.path.slice(0, file.path.lastIndexOf("/"));
  const own = `./${file.path.slice(file.path.search(/\.(?:github|gitea|forgejo)\//))}`;
  for (const path of file.tree.list(folder).slice(0, 200)) {
    const text = path === file.path ? undefined : file.tree.text(path);
    if (text?.includes(own) !== true) continue;
    for (const root of documentsOf(file.tree, path, text).roots.slice(0, 1))
      for (const job of entriesOf(at(root, "jobs")))
        if (textOf(at(job.value, "uses")) === own)
          for (const { key, value } of entriesOf(at(job.value, "with"))) {
            const given = textOf(value);
            if (given !== undefined && !given.includes("${{")) inputs.add(key, given, value.line, `with.${key}`, path);
          }
  }
}

/** Lists of a matrix, and what `include` adds; fields of maps as `key.field`. */
function addMatrix(matrix: Variables, node: Node | undefined): void {
  for (const { key, value } of entriesOf(node)) {
    if (key === "exclude") continue;
    for (const item of itemsOf(value)) {
      if (item.kind === "scalar") matrix.add(key, item.text, item.line, `matrix.${key}`);
      for (const field of entriesOf(item)) {
        const name = key === "include" ? field.key : `${key}.${field.key}`;
        if (textOf(field.value) !== undefined) matrix.add(name, textOf(field.value) ?? "", field.line, `matrix.${name}`);
      }
    }
  }
}

/** A job that is handed a token of a package registry publishes to the registry that it sets up, whatever script does it. */
function publishes(job: Node, workflow: Node | undefined): boolean {
  const tokens = (node: Node | undefined): boolean =>
    entriesOf(at(node, "env")).some((e) => /^(?:NODE_AUTH_TOKEN|NPM_(?:AUTH_)?TOKEN)$/.test(e.key));
  const oidc = textOf(at(at(job, "permissions") ?? at(workflow, "permissions"), "id-token")) === "write";
  const steps = itemsOf(at(job, "steps"));
  return (
    tokens(job) ||
    steps.some((step) => tokens(step)) ||
    (oidc && steps.some((step) => /\b(?:publish|release)\b/.test(textOf(at(step, "run")) ?? "")))
  );
}
