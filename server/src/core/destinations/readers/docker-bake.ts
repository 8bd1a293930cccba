/** Docker Bake: the tags of targets are the registries that a `--push` sends to. */
import type { FoundDestination } from "../destination.js";
import { documentsOf, entriesOf, itemsOf, at as nodeAt, type Node } from "../document.js";
import { hostsFound } from "../found.js";
import { parseHcl } from "../hcl.js";
import type { Body, Expression } from "../hcl-syntax.js";
import { builtRegistry } from "../image.js";
import { below, folderOf, inside } from "../paths.js";
import type { Reader } from "../reader.js";
import { either, joined, known, unknownValue, via, type Value } from "../value.js";

export const dockerBake: Reader = {
  id: "docker-bake",
  endings: ["hcl", "json"],
  claims: (path) => /(?:^|\/)docker-bake(?:\.[\w-]+)?\.(?:hcl|json)$/.test(path),
  read(path, text, tree) {
    if (path.endsWith(".json")) {
      const { roots, problems } = documentsOf(tree, path, text);
      return {
        destinations: roots.flatMap((root) =>
          entriesOf(nodeAt(root, "target")).flatMap((target) => fromJson(target.key, target.value, path)),
        ),
        problems,
      };
    }
    const { body, problems } = parseHcl(path, text);
    return { destinations: fromHcl(body, path), problems };
  },
};

function fromJson(name: string, target: Node, path: string): FoundDestination[] {
  return itemsOf(nodeAt(target, "tags")).flatMap((tag) =>
    tag.kind === "scalar" ? tagged(known(tag.text), tag.text, tag.line, name, undefined, path) : [],
  );
}

function fromHcl(body: Body, path: string): FoundDestination[] {
  const variables = new Map(
    body.blocks
      .filter((block) => block.type === "variable")
      .map((block) => [block.labels[0] ?? "", block.body.attributes.find((each) => each.name === "default")] as const),
  );
  const evaluate = (of: Expression, depth: number): Value => {
    if (depth > 8) return unknownValue("…");
    if (of.kind === "text") return known(of.text);
    if (of.kind === "template") return joined(of.parts.map((part) => evaluate(part, depth + 1)));
    if (of.kind === "list") return either(of.items.map((item) => evaluate(item, depth + 1)));
    if (of.kind === "either") return either(of.branches.map((branch) => evaluate(branch, depth + 1)));
    if (of.kind !== "reference") return unknownValue(of.kind === "call" ? `${of.name}()` : "expression");
    const name = of.names[0] ?? "";
    const set = variables.get(name);
    return set ? via({ path, line: set.line, what: `variable.${name}` }, evaluate(set.value, depth + 1)) : unknownValue(name);
  };
  return body.blocks.flatMap((block) => {
    const tags = block.type === "target" ? block.body.attributes.find((each) => each.name === "tags") : undefined;
    const context = block.body.attributes.find((each) => each.name === "context")?.value;
    if (!tags) return [];
    const items = tags.value.kind === "list" ? tags.value.items : [tags.value];
    return items.flatMap((item) =>
      tagged(evaluate(item, 0), item.kind, item.line, block.labels[0] ?? "", context?.kind === "text" ? context.text : undefined, path),
    );
  });
}

/** A tag with a registry in it; a short name is not pushed unless somebody says so elsewhere. */
function tagged(value: Value, written: string, line: number, name: string, context: string | undefined, path: string): FoundDestination[] {
  const scope = context === undefined || /^[\w.-]+:/.test(context) ? undefined : below(inside(folderOf(path), context));
  return hostsFound(
    "registry",
    { ...value, unknown: null },
    { via: "push", name, written, path, line, what: "target.tags", scope },
    (text) => (/^[^/]*[.:][^/]*\//.test(text) ? builtRegistry(text) : undefined),
  );
}
