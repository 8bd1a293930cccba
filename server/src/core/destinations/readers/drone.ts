/** Drone and Woodpecker: commands of steps, and plug-ins with their settings. */
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import type { Scope } from "../commands/expand.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { runScripts, texts, valuesOf, Variables } from "./ci.js";
import { applyRow, rowsByName } from "./plugin.js";
import { dronePluginRows } from "./tables/drone-plugins.js";

const rows = rowsByName(dronePluginRows);

export const drone: Reader = {
  id: "drone",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.(?:drone|woodpecker)(?:[\w.-]*)\.ya?ml$|(^|\/)\.(?:woodpecker|drone)\/.+\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots) {
      const matrix = new Variables(path, {});
      for (const { key, value } of entriesOf(at(root, "matrix"))) {
        for (const text of texts(value)) matrix.add(key, text, value.line, `matrix.${key}`);
        if (key === "include") for (const item of itemsOf(value)) matrix.addAll(item, "matrix.include");
      }
      const variables = new Variables(path, {}, matrix.scope);
      variables.addAll(at(root, "environment"), "environment");
      const session = newSession(finds);
      readServer(root, variables.scope, finds);
      for (const key of ["steps", "pipeline"])
        for (const step of stepsOf(at(root, key))) readStep(path, step.value, variables.scope, session);
    }
    return { destinations: finds.all, problems };
  },
};

/** A pipeline of the type `ssh` takes the tree to its server and runs there. */
function readServer(root: Node, scope: Scope, finds: Finds): void {
  const host = scalarAt(root, "server", "host");
  if (textOf(at(root, "type")) !== "ssh" || !host) return;
  for (const value of valuesOf(host, scope, {}))
    finds.address({ kind: "host", via: "deploy", name: "server.host", line: host.line }, value);
}

/** Steps are a list in newer files and a map by name in older ones. */
function stepsOf(node: Node | undefined): readonly { readonly value: Node; readonly line: number }[] {
  return node?.kind === "list"
    ? node.items.map((value) => ({ value, line: value.line }))
    : entriesOf(node).filter((e) => e.key !== "group");
}

function readStep(path: string, node: Node, outer: Scope, session: Session): void {
  const variables = new Variables(path, {}, outer);
  variables.addAll(at(node, "environment"), "environment");
  runScripts(session, [at(node, "commands")], variables.scope, {});
  readPlugin(node, variables.scope, session);
}

/** A step whose image is a plug-in and does what its settings say. */
export function readPlugin(node: Node, scope: Scope, session: Session): void {
  const image = scalarAt(node, "image");
  if (!image) return;
  const name = image.text.replace(/^(?:docker\.io|index\.docker\.io)\//, "").replace(/[:@][^/]*$/, "");
  for (const row of rows.get(name) ?? []) {
    applyRow(
      {
        session,
        name,
        written: name,
        line: entriesOf(node).find((e) => e.key === "image")?.line ?? image.line,
        input: (...names) => setting(node, names, scope),
      },
      row,
    );
  }
}

/** A setting stands under `settings`, in the step itself in old files, or as `PLUGIN_X` of its environment. */
function setting(step: Node, names: readonly string[], scope: Scope): { values: ReturnType<typeof valuesOf>; line: number } | undefined {
  for (const name of names) {
    const node = at(step, "settings", name) ?? at(step, name) ?? at(step, "environment", `PLUGIN_${name.toUpperCase()}`);
    const secret = textOf(at(node, "from_secret"));
    if (secret !== undefined && node)
      return { values: [{ text: `\${${secret}}`, missing: `secret ${secret}`, trail: [] }], line: node.line };
    const values = (node?.kind === "list" ? node.items : node ? [node] : []).flatMap((item) =>
      item.kind === "scalar" && item.given ? valuesOf(item, scope, {}) : [],
    );
    if (node && values.length) return { values, line: node.line };
  }
  return undefined;
}
