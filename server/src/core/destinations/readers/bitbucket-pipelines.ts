/** Bitbucket Pipelines: scripts of steps, and pipes with their variables. */
import { Finds } from "../commands/finding.js";
import { newSession, type Session } from "../commands/session.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, type Node, type Scalar } from "../document.js";
import type { Reader } from "../reader.js";
import { runScripts, valuesOf } from "./ci.js";
import { applyRow, rowsByName } from "./plugin.js";
import { pipeRows } from "./tables/pipes.js";

const rows = rowsByName(pipeRows);

export const bitbucketPipelines: Reader = {
  id: "bitbucket-pipelines",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)bitbucket-pipelines\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots) for (const key of ["pipelines", "definitions"]) visit(at(root, key), finds, 0);
    return { destinations: finds.all, problems };
  },
};

/** Steps lie in lists, stages, parallel groups and anchors of `definitions`. */
function visit(node: Node | undefined, finds: Finds, depth: number): void {
  if (node === undefined || depth > 12) return;
  for (const item of itemsOf(node)) visit(item, finds, depth + 1);
  if (node.kind !== "map") return;
  const session = newSession(finds);
  for (const key of ["script", "after-script"]) readScript(at(node, key), session);
  for (const { key, value } of entriesOf(node)) if (key !== "script" && key !== "after-script") visit(value, finds, depth + 1);
}

function readScript(script: Node | undefined, session: Session): void {
  const lines: Node[] = [];
  for (const item of itemsOf(script)) {
    const pipe = scalarAt(item, "pipe");
    if (pipe) readPipe(pipe, at(item, "variables"), session);
    else lines.push(item);
  }
  runScripts(session, lines, () => undefined, {});
}

function readPipe(pipe: Scalar, variables: Node | undefined, session: Session): void {
  const written = pipe.text.replace(/^docker:\/\//, "").replace(/:[^:/]*$/, "");
  for (const row of rows.get(written.toLowerCase()) ?? []) {
    applyRow(
      {
        session,
        name: written,
        written,
        line: pipe.line,
        input: (...names) => {
          for (const name of names) {
            const scalar = scalarAt(variables, name);
            if (scalar && scalar.text !== "") return { values: valuesOf(scalar, () => undefined, {}), line: scalar.line };
          }
          return undefined;
        },
      },
      row,
    );
  }
}
