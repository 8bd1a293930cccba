/** AppVeyor: scripts of the phases, and deployment providers. */
import { Finds } from "../commands/finding.js";
import { newSession } from "../commands/session.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { runScripts, texts, valuesOf, Variables } from "./ci.js";
import { applyRow, rowsByName } from "./plugin.js";
import { providerRows } from "./tables/providers.js";
import { percent } from "./shell.js";

const rows = rowsByName(providerRows);
const syntax = { template: percent };
const phases = [
  "init",
  "install",
  "before_build",
  "build_script",
  "after_build",
  "test_script",
  "after_test",
  "before_deploy",
  "deploy_script",
  "after_deploy",
  "on_success",
  "on_finish",
];

export const appveyor: Reader = {
  id: "appveyor",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.?appveyor[\w.-]*\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const variables = new Variables(path, syntax);
      variables.addAll(at(root, "environment"), "environment");
      variables.addAll(at(root, "environment", "global"), "environment.global");
      for (const row of itemsOf(at(root, "environment", "matrix"))) variables.addAll(row, "environment.matrix");
      const session = newSession(finds);
      for (const phase of phases)
        for (const item of itemsOf(at(root, phase)))
          runScripts(session, item.kind === "map" ? entriesOf(item).map((e) => e.value) : [item], variables.scope, syntax);
      const deploy = at(root, "deploy");
      for (const target of deploy?.kind === "list" ? deploy.items : deploy ? [deploy] : []) readProvider(target, variables, finds);
    }
    return { destinations: finds.all, problems };
  },
};

function readProvider(target: Node, variables: Variables, finds: Finds): void {
  const provider = scalarAt(target, "provider");
  if (!provider) return;
  for (const row of rows.get(provider.text.toLowerCase().replace(/[^a-z0-9]/g, "")) ?? []) {
    applyRow(
      {
        session: newSession(finds),
        name: `deploy ${provider.text}`,
        written: provider.text,
        line: provider.line,
        input: (...names) => {
          for (const name of names) {
            const node = at(target, name);
            if (node && textOf(at(node, "secure")) !== undefined)
              return { values: [{ text: `\${${name}}`, missing: `encrypted ${name}`, trail: [] }], line: node.line };
            const values = texts(node).flatMap((text) => valuesOf({ text }, variables.scope, syntax));
            if (node && values.length) return { values, line: node.line };
          }
          return undefined;
        },
      },
      row,
    );
  }
}
