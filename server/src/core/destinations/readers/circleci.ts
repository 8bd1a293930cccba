/** CircleCI: run steps, and the commands and jobs of orbs with their parameters. */
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import type { Scope } from "../commands/expand.js";
import type { Syntax } from "../commands/words.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { declaredPlaces, runScripts, templates, texts, valuesOf, Variables } from "./ci.js";
import { applyRow, rowsByName } from "./plugin.js";
import { orbRows } from "./tables/orbs.js";

const prefix = "parameter:";
const syntax: Syntax = { template: templates("<<", ">>", prefix) };
const rows = rowsByName(orbRows);

export const circleci: Reader = {
  id: "circleci",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.circleci\/[^/]+\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) readConfig({ path, root, finds });
    return { destinations: finds.all, problems };
  },
};

interface File {
  readonly path: string;
  readonly root: Node;
  readonly finds: Finds;
}

function readConfig(file: File): void {
  const { path, root } = file;
  const pipeline = new Variables(path, syntax);
  for (const { key, value } of entriesOf(at(root, "parameters"))) addDefault(pipeline, `pipeline.parameters.${key}`, value);
  for (const group of ["jobs", "commands"]) {
    for (const { key, value } of entriesOf(at(root, group))) {
      const variables = new Variables(path, syntax, parametersFirst(pipeline.scope));
      for (const parameter of entriesOf(at(value, "parameters")))
        addDefault(variables, `${prefix}parameters.${parameter.key}`, parameter.value);
      for (const call of uses(file, key))
        for (const given of entriesOf(call))
          for (const text of texts(given.value)) variables.add(`${prefix}parameters.${given.key}`, text, given.line, given.key);
      variables.addAll(at(value, "environment"), "environment");
      readSteps(file, itemsOf(at(value, "steps")), variables.scope, newSession(file.finds));
      declaredPlaces(file.finds, variables);
    }
  }
  for (const { value } of entriesOf(at(root, "workflows")))
    for (const job of itemsOf(at(value, "jobs")))
      for (const { key, value: given, line } of entriesOf(job)) {
        orb(file, key, given, line, parametersFirst(pipeline.scope), newSession(file.finds));
        for (const steps of ["pre-steps", "post-steps"])
          readSteps(file, itemsOf(at(given, steps)), parametersFirst(pipeline.scope), newSession(file.finds));
      }
}

function addDefault(variables: Variables, name: string, parameter: Node): void {
  const fallback = scalarAt(parameter, "default");
  if (fallback && fallback.text !== "") variables.add(name, fallback.text, fallback.line, `${name.replace(prefix, "")}.default`);
}

/** Names of templates lose their prefix where they mean the pipeline's own parameters. */
function parametersFirst(scope: Scope): Scope {
  return (name) => scope(name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

/** What workflows and jobs give to a job or command of this file. */
function uses(file: File, name: string): Node[] {
  const found: Node[] = [];
  const visit = (items: readonly Node[]): void => {
    for (const item of items)
      for (const { key, value } of entriesOf(item)) if (key === name && value.kind === "map" && found.length < 50) found.push(value);
  };
  for (const { value } of entriesOf(at(file.root, "workflows"))) visit(itemsOf(at(value, "jobs")));
  for (const group of ["jobs", "commands"]) for (const { value } of entriesOf(at(file.root, group))) visit(itemsOf(at(value, "steps")));
  return found;
}

function readSteps(file: File, steps: readonly Node[], scope: Scope, session: Session, depth = 0): void {
  for (const step of steps) {
    for (const { key, value, line } of entriesOf(step)) {
      if (key === "run" || key === "deploy") {
        const variables = new Variables(file.path, syntax, scope);
        variables.addAll(at(value, "environment"), "environment");
        runScripts(session, [textOf(value) === undefined ? at(value, "command") : value], variables.scope, syntax);
      } else if ((key === "when" || key === "unless") && depth < 5) readSteps(file, itemsOf(at(value, "steps")), scope, session, depth + 1);
      else orb(file, key, value, line, scope, session);
    }
    const bare = textOf(step);
    if (bare !== undefined) orb(file, bare, step, step.line, scope, session);
  }
}

/** `alias/command`: the orb's name stands under `orbs`. */
function orb(file: File, key: string, given: Node, line: number, scope: Scope, session: Session): void {
  const [alias = "", command = ""] = key.split("/");
  const source = textOf(at(file.root, "orbs", alias))?.split("@")[0];
  const written = `${source ?? alias}/${command}`;
  for (const row of rows.get(written.toLowerCase()) ?? rows.get(source?.toLowerCase() ?? "") ?? []) {
    applyRow(
      {
        session,
        name: key,
        written,
        line,
        input: (...names) => {
          for (const name of names) {
            const scalar = scalarAt(given, name);
            if (scalar && scalar.text !== "") return { values: valuesOf(scalar, scope, syntax), line: scalar.line };
          }
          return undefined;
        },
      },
      row,
    );
  }
}
