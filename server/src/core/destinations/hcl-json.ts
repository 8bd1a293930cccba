/** The JSON syntax of Terraform, as the same blocks and attributes that HCL gives. */
import { entriesOf, itemsOf, parseYaml, type Node } from "./document.js";
import type { Attribute, Block, Body, Expression } from "./hcl-syntax.js";
import { parseTemplate } from "./hcl.js";
import type { Problem } from "../problem.js";

/** How many labels the blocks of the language carry. */
const labelsOf: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  provider: 1,
  variable: 1,
  output: 1,
  module: 1,
  terraform: 0,
  locals: 0,
  backend: 1,
  cloud: 0,
  required_providers: 0,
};

/** Parses a `.tf.json` or `.tfvars.json` file; of the latter only attributes come. */
export function bodyOfJson(path: string, text: string): { readonly body: Body; readonly problems: readonly Problem[] } {
  const { roots, problems } = parseYaml(path, text);
  const [root] = roots;
  return { body: root ? bodyOf(root) : { attributes: [], blocks: [] }, problems };
}

function bodyOf(node: Node): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  for (const { key, value, line } of entriesOf(node)) {
    const labels = labelsOf[key];
    if (labels === undefined || value.kind === "scalar") attributes.push({ name: key, value: expressionOf(value), line });
    else blocks.push(...blocksOf(key, value, labels, [], line));
  }
  return { attributes, blocks };
}

function blocksOf(type: string, node: Node, more: number, labels: readonly string[], line: number): Block[] {
  if (node.kind === "list") return itemsOf(node).flatMap((item) => blocksOf(type, item, more, labels, item.line));
  if (more === 0) return [{ type, labels, body: bodyOf(node), line }];
  return entriesOf(node).flatMap((entry) => blocksOf(type, entry.value, more - 1, [...labels, entry.key], entry.line));
}

function expressionOf(node: Node): Expression {
  const { line } = node;
  if (node.kind === "list") return { kind: "list", items: node.items.map(expressionOf), line };
  if (node.kind === "map")
    return { kind: "object", entries: node.entries.map((entry) => ({ key: entry.key, value: expressionOf(entry.value) })), line };
  if (!node.given) return { kind: "other", line };
  return parseTemplate(node.text, line);
}
