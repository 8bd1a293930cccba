/** Terragrunt: the remote state, and the regions that its own files (`region.hcl`, `terragrunt.hcl` …) set for the modules below. */
import type { FoundDestination } from "../destination.js";
import { regionsFound } from "../found.js";
import type { Attribute, Body, Expression } from "../hcl-syntax.js";
import { parseHcl } from "../hcl.js";
import { projectScope } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { cloudsSpelling } from "../region-name.js";
import { backendFound } from "../terraform-backend.js";
import { either, joined, known, unknownValue, via, type Value } from "../value.js";

const names = /(?:^|\/)(?:terragrunt|root|region|account|env|environment|common|stage|site|global)[\w-]*\.hcl$/;

/** Until 2019 its settings stood in an object of this file. */
const formerly = /(?:^|\/)terraform\.tfvars$/;

export const terragrunt: Reader = {
  id: "terragrunt",
  endings: ["hcl", "tfvars"],
  claims: (path) => names.test(path) || formerly.test(path),
  read(path, text, tree) {
    if (formerly.test(path)) return { destinations: formerState(path, text, tree), problems: [] };
    const { body, problems } = parseHcl(path, text);
    const own = { path, body, tree };
    const locals = body.blocks.filter((block) => block.type === "locals").flatMap((block) => block.body.attributes);
    const inputs = body.attributes.filter((each) => each.name === "inputs").flatMap((each) => entriesOf(each.value));
    return { destinations: [...[...locals, ...inputs].flatMap((each) => region(each, own)), ...state(own)], problems };
  },
};

interface Own {
  readonly path: string;
  readonly body: Body;
  readonly tree: DeployTree;
}

function entriesOf(expression: Expression): Attribute[] {
  if (expression.kind === "call") return expression.args.flatMap(entriesOf);
  return expression.kind === "object" ? expression.entries.map(({ key, value }) => ({ name: key, value, line: value.line })) : [];
}

/** A literal region under a name that says so; the name's first word may say the cloud, else AWS, for which the tool is mostly used. */
function region({ name, value, line }: Attribute, { path }: Own): FoundDestination[] {
  if (!/(?:^|_)(?:region|location|zone|azs?|availability_zones?)s?$/.test(name)) return [];
  const texts =
    value.kind === "text"
      ? [value.text]
      : value.kind === "list"
        ? value.items.flatMap((item) => (item.kind === "text" ? [item.text] : []))
        : [];
  return texts.flatMap((text) => {
    const spelled = cloudsSpelling(text, ["aws", "gcp", "azure", "aliyun", "tencent", "huawei"]);
    const cloud = /^(?:gcp|google)_/.test(name) ? "gcp" : /^azure?_/.test(name) ? "azure" : spelled.includes("aws") ? "aws" : spelled[0];
    return cloud === undefined
      ? []
      : regionsFound(cloud, known(text), { via: "deploy", name, written: text, path, line, what: name, scope: projectScope(path) });
  });
}

function formerState(path: string, text: string, tree: DeployTree): FoundDestination[] {
  if (!/^\s*terragrunt\s*=\s*\{/m.test(text)) return [];
  const { body } = parseHcl(path, text);
  const settings = body.attributes.filter((each) => each.name === "terragrunt").flatMap((each) => entriesOf(each.value));
  const blocks = settings
    .filter((each) => each.name === "remote_state")
    .map((each) => ({ type: each.name, labels: [], line: each.line, body: { attributes: entriesOf(each.value), blocks: [] } }));
  return state({ path, body: { attributes: [], blocks }, tree });
}

function state(own: Own): FoundDestination[] {
  return own.body.blocks.flatMap((block) => {
    if (block.type !== "remote_state") return [];
    const backend = block.body.attributes.find((each) => each.name === "backend")?.value;
    const config = block.body.attributes.find((each) => each.name === "config");
    if (backend?.kind !== "text" || !config) return [];
    const inner = { type: "backend", labels: [backend.text], body: { attributes: entriesOf(config.value), blocks: [] }, line: block.line };
    return backendFound(inner, {
      path: own.path,
      scope: projectScope(own.path),
      evaluate: (expression) => evaluate(expression, own, 0),
      locationOf: () => undefined,
    });
  });
}

const localsByTree = new WeakMap<DeployTree, ReadonlyMap<string, readonly Value[]>>();

/** The locals with a plain text that the tree's own files set, by name. */
function localsOf(tree: DeployTree): ReadonlyMap<string, readonly Value[]> {
  const before = localsByTree.get(tree);
  if (before) return before;
  const locals = new Map<string, Value[]>();
  for (const path of tree.list("").filter((each) => names.test(each))) {
    for (const block of parseHcl(path, tree.text(path) ?? "").body.blocks.filter((each) => each.type === "locals")) {
      for (const { name, value, line } of block.body.attributes) {
        if (value.kind === "text")
          locals.set(name, [...(locals.get(name) ?? []), via({ path, line, what: `local.${name}` }, known(value.text))].slice(0, 30));
      }
    }
  }
  localsByTree.set(tree, locals);
  return locals;
}

/** A local of this file or, where it comes from another (`read_terragrunt_config`), of any file of the tree that sets it. */
function evaluate(expression: Expression, own: Own, depth: number): Value {
  if (depth > 8) return unknownValue("…");
  if (expression.kind === "text") return known(expression.text);
  if (expression.kind === "template") return joined(expression.parts.map((part) => opened(evaluate(part, own, depth + 1), part)));
  if (expression.kind === "either") return either(expression.branches.map((branch) => evaluate(branch, own, depth + 1)));
  if (expression.kind !== "reference" || expression.names[0] !== "local")
    return unknownValue(expression.kind === "call" ? `${expression.name}()` : "expression");
  const name = expression.names.at(-1) ?? "";
  const here = expression.names.length === 2 ? local(own.body, name) : undefined;
  if (here) return via({ path: own.path, line: here.line, what: `local.${name}` }, evaluate(here.value, own, depth + 1));
  return either(localsOf(own.tree).get(name) ?? []);
}

/** In a name that is put together, what is not known stands as a star. */
function opened(value: Value, part: Expression): Value {
  return value.options.length > 0 || part.kind === "text" ? value : known("*");
}

function local(body: Body, name: string): Attribute | undefined {
  return body.blocks
    .filter((block) => block.type === "locals")
    .flatMap((block) => block.body.attributes)
    .find((each) => each.name === name);
}
