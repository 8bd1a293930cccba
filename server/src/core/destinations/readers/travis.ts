/** Travis CI: scripts of the phases, and deployment providers. */
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import type { Scope } from "../commands/expand.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { declaredPlaces, runScripts, texts, valuesOf, Variables } from "./ci.js";
import { applyRow, isGiven, rowsByName, type Use } from "./plugin.js";
import { providerRows } from "./tables/providers.js";

const rows = rowsByName(providerRows);
const phases = ["before_install", "install", "before_script", "script", "after_script", "after_success", "before_deploy", "after_deploy"];

export const travis: Reader = {
  id: "travis",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.travis\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const top = environment(path, at(root, "env"), () => undefined);
      readJob(root, top.scope, newSession(finds));
      declaredPlaces(finds, top);
      for (const key of ["jobs", "matrix"])
        for (const job of itemsOf(at(root, key, "include")))
          readJob(job, environment(path, at(job, "env"), top.scope).scope, newSession(finds));
    }
    return { destinations: finds.all, problems };
  },
};

/** `env` is a list of lines `A=b C=d`, a map, or both under `global`, `jobs` and `matrix`. */
function environment(path: string, node: Node | undefined, outer: Scope): Variables {
  const variables = new Variables(path, {}, outer);
  const add = (from: Node | undefined, what: string): void => {
    for (const line of texts(from))
      for (const pair of line.matchAll(/(?:^|\s)([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g))
        variables.add(pair[1] ?? "", (pair[2] ?? "").replace(/^["']|["']$/g, ""), from?.line ?? 1, what);
    for (const item of [from, ...itemsOf(from)]) if (item?.kind === "map") variables.addAll(item, what);
  };
  if (node?.kind === "map" && ["global", "jobs", "matrix"].some((key) => at(node, key)))
    for (const key of ["global", "jobs", "matrix"]) add(at(node, key), `env.${key}`);
  else add(node, "env");
  return variables;
}

function readJob(job: Node, scope: Scope, session: Session): void {
  runScripts(
    session,
    phases.map((phase) => at(job, phase)),
    scope,
    {},
  );
  const deploy = at(job, "deploy");
  for (const target of deploy?.kind === "list" ? deploy.items : deploy ? [deploy] : []) readProvider(target, scope, session);
}

function readProvider(target: Node, scope: Scope, session: Session): void {
  const provider = scalarAt(target, "provider");
  if (!provider) return;
  if (provider.text === "script") return runScripts(session, [at(target, "script")], scope, {});
  const use: Use = {
    session,
    name: `deploy ${provider.text}`,
    written: provider.text,
    line: provider.line,
    input: (...names) => {
      for (const name of names) {
        const node = at(target, name);
        const items =
          node?.kind === "map"
            ? entriesOf(node)
                .filter((e) => e.key !== "secure")
                .map((e) => e.value)
            : node?.kind === "list"
              ? node.items
              : node
                ? [node]
                : [];
        const values = items.flatMap((item) => (item.kind === "scalar" && item.given ? valuesOf(item, scope, {}) : []));
        if (node && values.length) return { values, line: node.line };
        if (node && textOf(at(node, "secure")) !== undefined)
          return { values: [{ text: `\${${name}}`, missing: `encrypted ${name}`, trail: [] }], line: node.line };
      }
      return undefined;
    },
  };
  const name = provider.text.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (name === "gitpush" && !isGiven(use, "repo")) return;
  for (const row of rows.get(name) ?? []) applyRow(use, row);
}
