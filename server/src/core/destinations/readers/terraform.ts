/** Terraform and OpenTofu, and Packer, which shares their language: regions of providers, resources, variables and modules; state backends; registries of one's own images. */
import type { FoundDestination } from "../destination.js";
import { hostsFound, regionsFound, type Mention } from "../found.js";
import type { Attribute, Block, Body, Expression } from "../hcl-syntax.js";
import { ownRegistry } from "../image.js";
import { folderOf, projectScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { cloudsSpelling, looksLikeRegion } from "../region-name.js";
import { attributeOf, isModuleFile, isValuesFile, terraformOf, type TerraformModule, type TerraformTree } from "../terraform-module.js";
import { evaluate, isCatalogue } from "../terraform-value.js";
import { builderClouds, cloudNamed, cloudsOf, cloudsOfTree, moduleClouds, resourceClouds } from "../terraform-clouds.js";
import { mapped, type Value } from "../value.js";
import { backendFound } from "../terraform-backend.js";

export const terraform: Reader = {
  id: "terraform",
  endings: ["tf", "tofu", "json", "hcl", "tfvars"],
  claims: (path) => isModuleFile(path) || isValuesFile(path),
  read(path, _text, tree) {
    const all = terraformOf(tree);
    const file = all.files.get(path);
    if (!file) return { destinations: [], problems: [] };
    const destinations = isValuesFile(path) ? fromValues(all, path, file.body) : fromModule(all, path, file.body);
    return { destinations, problems: file.problems };
  },
};

interface Place {
  readonly all: TerraformTree;
  readonly module: TerraformModule;
  readonly path: string;
  readonly scope: readonly string[] | undefined;
}

/** Names of attributes and variables that hold a region or zone. */
const regionish = /(?:^|_)(?:regions?|locations?|zones?|azs?|datacenters?|availability_zones?)(?:$|_|\d)|region$/i;
const imageish = /(?:^|_)(?:images?|image_ur[il]|repository|repository_url|registry|container_image|container)(?:$|_)/i;

function fromModule(all: TerraformTree, path: string, body: Body): FoundDestination[] {
  const module = all.modules.get(folderOf(path));
  if (!module) return [];
  const place: Place = { all, module, path, scope: projectScope(path) };
  return body.blocks.flatMap((block) => fromBlock(block, place));
}

function fromBlock(block: Block, place: Place): FoundDestination[] {
  const [label = ""] = block.labels;
  switch (block.type) {
    case "provider":
      return provider(block, cloudNamed(label), place);
    case "resource":
      return within(block.body, resourceClouds(label, place), `${label}.${block.labels[1] ?? ""}`, place);
    case "source":
      return within(block.body, builderClouds(label), `source.${label}`, place);
    case "module":
      return within(block.body, moduleClouds(block, place), `module.${label}`, place);
    case "locals":
      return within(block.body, cloudsOf(place.all, place.module), "locals", place);
    case "variable":
      return variable(block, place);
    case "terraform":
      return block.body.blocks.flatMap((inner) =>
        backendFound(inner, {
          ...place,
          evaluate: (expression) => evaluate(place.all, place.module, place.path, expression),
          locationOf: (bucket) => bucketLocation(bucket, place.module),
        }),
      );
    default:
      return [];
  }
}

/** Where a module makes the bucket of that name, for a backend that cannot say it. */
function bucketLocation(name: string, module: TerraformModule): { readonly path: string; readonly of: Attribute } | undefined {
  for (const { path, body } of module.files)
    for (const block of body.blocks) {
      const said = block.labels[0] === "google_storage_bucket" ? attributeOf(block.body, "name")?.value : undefined;
      const of = said?.kind === "text" && said.text === name ? attributeOf(block.body, "location") : undefined;
      if (of) return { path, of };
    }
  return undefined;
}

function provider(block: Block, cloud: string | undefined, place: Place): FoundDestination[] {
  const [label = ""] = block.labels;
  const alias = attributeOf(block.body, "alias")?.value;
  const name = `provider.${label}${alias?.kind === "text" ? `.${alias.text}` : ""}`;
  const region = attributeOf(block.body, "region") ?? attributeOf(block.body, "location");
  if (!region || cloud === undefined) return [];
  const value = evaluate(place.all, place.module, place.path, region.value);
  return regionsFound(cloud, shaped(value, cloud), finding(name, region, "provider.region", place));
}

/** Leaves out what has not the shape of this cloud's regions, such as an empty text or a placeholder. */
function shaped(value: Value, cloud: string): Value {
  return mapped(value, (text) => (looksLikeRegion(cloud, text) ? text : undefined));
}

const usesByModule = new WeakMap<TerraformModule, ReadonlyMap<string, ReadonlySet<string>>>();

/** The clouds for whose region or zone a module uses a variable, by the variable's name. */
function regionVariables(module: TerraformModule): ReadonlyMap<string, ReadonlySet<string>> {
  const before = usesByModule.get(module);
  if (before) return before;
  const uses = new Map<string, Set<string>>();
  const visit = (body: Body, cloud: string, depth: number): void => {
    for (const { name, value } of body.attributes)
      if (regionish.test(name)) for (const used of variablesIn(value)) uses.set(used, (uses.get(used) ?? new Set<string>()).add(cloud));
    if (depth < 5) for (const inner of body.blocks) visit(inner.body, cloud, depth + 1);
  };
  for (const block of module.files.flatMap((file) => file.body.blocks)) {
    const cloud =
      block.type === "provider" || block.type === "resource" ? cloudNamed((block.labels[0] ?? "").split("_")[0] ?? "") : undefined;
    if (cloud !== undefined) visit(block.body, cloud, 0);
  }
  usesByModule.set(module, uses);
  return uses;
}

/** The names of the variables that an expression refers to, a few levels deep. */
function variablesIn(expression: Expression, depth = 0): string[] {
  if (expression.kind === "reference")
    return expression.names[0] === "var" && expression.names[1] !== undefined ? [expression.names[1]] : [];
  if (depth > 6) return [];
  const inner =
    expression.kind === "template"
      ? expression.parts
      : expression.kind === "list"
        ? expression.items
        : expression.kind === "either"
          ? expression.branches
          : expression.kind === "call"
            ? expression.args
            : expression.kind === "index"
              ? [expression.of, expression.key]
              : [];
  return inner.flatMap((each) => variablesIn(each, depth + 1));
}

/** Regions in what a variable is set to: by the use that the module makes of it, else by its name. */
function variableRegions(name: string, at: Attribute, label: string, what: string, place: Place): FoundDestination[] {
  const used = regionVariables(place.module).get(name);
  if (used) return regionsIn("region", at, at.value, [...used], label, what, place);
  const said = cloudNamed(name.split("_")[0] ?? "");
  const clouds = cloudsOf(place.all, place.module);
  const own = clouds.length === 0 && said !== undefined ? [said] : clouds;
  // Values that lie apart from any module are for the one cloud that the tree is about, if there is but one.
  return regionsIn(name, at, at.value, own.length > 0 || what !== "tfvars" ? own : cloudsOfTree(place.all), label, what, place);
}

function variable(block: Block, place: Place): FoundDestination[] {
  const [name = ""] = block.labels;
  const value = attributeOf(block.body, "default");
  if (!value) return [];
  return [
    ...variableRegions(name, value, `variable.${name}`, "variable.default", place),
    ...imagesIn(name, value, `variable.${name}`, place),
  ];
}

function fromValues(all: TerraformTree, path: string, body: Body): FoundDestination[] {
  let folder = folderOf(path);
  while (!all.modules.has(folder) && folder !== "") folder = folderOf(folder);
  const module = all.modules.get(folder) ?? {
    folder: folderOf(path),
    files: [],
    variables: new Map(),
    locals: new Map(),
    outputs: new Map(),
    calls: [],
    providers: [],
    always: new Map(),
    sometimes: new Map(),
  };
  const place: Place = { all, module, path, scope: projectScope(path) };
  return body.attributes.flatMap((each) => [
    ...variableRegions(each.name, each, `tfvars.${each.name}`, "tfvars", place),
    ...imagesIn(each.name, each, `tfvars.${each.name}`, place),
  ]);
}

/** Regions and own registries that a body and the blocks in it name. */
function within(body: Body, own: readonly string[], name: string, place: Place, depth = 0): FoundDestination[] {
  if (depth > 20) return [];
  return [
    ...body.attributes.flatMap((each) =>
      each.name === "source" && name.startsWith("module.")
        ? []
        : [...regionsIn(each.name, each, each.value, own, name, each.name, place), ...imagesIn(each.name, each, name, place)],
    ),
    ...body.blocks.flatMap((block) =>
      block.type === "validation" || block.type === "lifecycle" ? [] : within(block.body, own, name, place, depth + 1),
    ),
  ];
}

/** Regions under a name that holds regions; in objects, under the keys that do. */
function regionsIn(
  key: string,
  at: Attribute,
  expression: Expression,
  own: readonly string[],
  name: string,
  what: string,
  place: Place,
): FoundDestination[] {
  if (regionish.test(key) && !/domain|dns|hosted|time_?zone|network_zone|bucket_name|policy|description/i.test(key)) {
    const value = evaluate(place.all, place.module, place.path, expression);
    if (expression.kind === "object" && isCatalogue(value)) return [];
    return value.options.flatMap((option) => {
      const cloud = cloudOf(option.text, own);
      return cloud === undefined
        ? []
        : regionsFound(cloud, { options: [option], unknown: null }, finding(name, { ...at, line: nearest(at, expression) }, what, place));
    });
  }
  if (expression.kind === "object")
    return expression.entries.flatMap((entry) =>
      regionsIn(entry.key, { ...at, line: entry.value.line }, entry.value, own, name, `${what}.${entry.key}`, place),
    );
  if (expression.kind === "list")
    return expression.items.flatMap((item) =>
      item.kind === "object" || item.kind === "list" ? regionsIn(key, { ...at, line: item.line }, item, own, name, what, place) : [],
    );
  return [];
}

/** A value that begins in its attribute's line keeps that line. */
function nearest(at: Attribute, expression: Expression): number {
  return expression.kind === "text" ? expression.line : at.line;
}

/** The one cloud of those given whose spelling a text has. */
function cloudOf(text: string, own: readonly string[]): string | undefined {
  if (own.length === 1 && own[0] !== undefined) return looksLikeRegion(own[0], text) ? own[0] : undefined;
  const spelled = cloudsSpelling(text, own);
  return spelled.length === 1 ? spelled[0] : undefined;
}

function imagesIn(key: string, at: Attribute, name: string, place: Place): FoundDestination[] {
  if (!imageish.test(key)) return [];
  const value = evaluate(place.all, place.module, place.path, opened(at.value));
  return hostsFound(
    "registry",
    { options: value.options, unknown: null },
    { ...finding(name, at, key, place), via: "publish" },
    ownRegistry,
  );
}

/** A template whose unknown parts do not hide the host at its beginning. */
function opened(expression: Expression): Expression {
  if (expression.kind !== "template") return expression;
  const end = expression.parts.findIndex((part) => part.kind === "text" && part.text.includes("/"));
  return end < 0
    ? expression
    : {
        ...expression,
        parts: [
          ...expression.parts.slice(0, end + 1),
          { kind: "text", text: expression.parts.length > end + 1 ? "x" : "", line: expression.line },
        ],
      };
}

function finding(name: string, at: Attribute, what: string, place: Place): Mention {
  return { via: "deploy", name, written: written(at.value), path: place.path, line: at.line, what, scope: place.scope };
}

function written(expression: Expression): string {
  if (expression.kind === "text") return expression.text;
  if (expression.kind === "either") return expression.branches.map(written).join(" : ");
  return expression.kind === "reference" ? expression.names.join(".") : expression.kind;
}
