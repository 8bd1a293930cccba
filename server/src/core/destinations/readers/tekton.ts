/** Tekton: images that tasks which build and push are told to make. Their scripts are read with those of other systems (script-ci). */
import { pushedImage } from "../commands/pushed-image.js";
import { Finds } from "../commands/finding.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import type { Reader } from "../reader.js";
import { templates, valuesOf, Variables } from "./ci.js";

const syntax = { template: templates("$(params.", ")") };
const builds = /build|push|kaniko|jib|buildpacks|ko\b|publish|image/i;
const quiet = /scan|test|lint|verify|check|clone|checkout|sign|tag/i;
const imageParameter = /^(?:image|images|image[-_]?(?:url|name|ref)|output[-_]?image|destination|app[-_]?image)$/i;

export const tekton: Reader = {
  id: "tekton",
  endings: ["yaml", "yml"],
  claims: (path) => /\.ya?ml$/.test(path),
  idle: (text) => !text.includes("tekton.dev/") || !/^\s*apiVersion:\s*["']?tekton\.dev\//m.test(text),
  read(path, text, tree) {
    const { roots } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    const parameters = new Variables(path, syntax);
    for (const root of roots) parametersOf(at(root, "spec"), parameters, 0);
    for (const root of roots) visit(root, parameters, finds, 0);
    return { destinations: finds.all, problems: [] };
  },
};

/** Values and defaults of the parameters that a run or pipeline has for itself. */
function parametersOf(spec: Node | undefined, parameters: Variables, depth: number): void {
  for (const item of itemsOf(at(spec, "params"))) {
    const name = textOf(at(item, "name"));
    const value = scalarAt(item, "value") ?? scalarAt(item, "default");
    if (name !== undefined && value) parameters.add(name, value.text, value.line, `params.${name}`);
  }
  if (depth < 2) parametersOf(at(spec, "pipelineSpec"), parameters, depth + 1);
}

function visit(node: Node, parameters: Variables, finds: Finds, depth: number): void {
  if (depth > 20) return;
  for (const item of itemsOf(node)) visit(item, parameters, finds, depth + 1);
  for (const { value } of entriesOf(node)) visit(value, parameters, finds, depth + 1);
  const reference = at(node, "taskRef");
  if (!reference) return;
  const name = `${textOf(at(node, "name")) ?? ""} ${textOf(at(reference, "name")) ?? ""}`;
  if (!builds.test(name) || quiet.test(name.split(" ")[0] ?? "")) return;
  for (const item of itemsOf(at(node, "params"))) {
    const value = scalarAt(item, "value");
    if (!value || !imageParameter.test(textOf(at(item, "name")) ?? "")) continue;
    for (const image of valuesOf(value, parameters.scope, syntax))
      if (/^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(image.text))
        pushedImage(finds, { via: "push", name: name.trim().split(" ")[0] ?? "task", line: value.line }, image);
  }
}
