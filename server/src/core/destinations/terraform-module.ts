/** The folders of a tree that hold Terraform or OpenTofu: their files, variables, locals, values files, and who calls whom. */
import type { Problem } from "../problem.js";
import type { DeployTree } from "./reader.js";
import { bodyOfJson } from "./hcl-json.js";
import type { Attribute, Block, Body } from "./hcl-syntax.js";
import { parseHcl } from "./hcl.js";
import { folderOf, inside } from "./paths.js";

/** One file of the language, parsed. */
export interface TerraformFile {
  readonly path: string;
  readonly body: Body;
  readonly problems: readonly Problem[];
}

/** A piece of a file, with the file's path. */
export interface Named<T> {
  readonly path: string;
  readonly of: T;
}

/** All files of one folder: the unit that Terraform calls a module. */
export interface TerraformModule {
  readonly folder: string;
  readonly files: readonly TerraformFile[];
  readonly variables: ReadonlyMap<string, Named<Block>>;
  readonly locals: ReadonlyMap<string, Named<Attribute>>;
  readonly outputs: ReadonlyMap<string, Named<Block>>;
  readonly calls: readonly Named<Block>[];
  readonly providers: readonly Named<Block>[];
  /** Values from tfvars files: those that always hold, and those of one environment. */
  readonly always: ReadonlyMap<string, Named<Attribute>>;
  readonly sometimes: ReadonlyMap<string, readonly Named<Attribute>[]>;
}

/** A `module` block and the module in which it stands. */
export interface Call {
  readonly from: TerraformModule;
  readonly block: Named<Block>;
}

/** All of a tree's modules by their folders. */
export interface TerraformTree {
  readonly modules: ReadonlyMap<string, TerraformModule>;
  readonly files: ReadonlyMap<string, TerraformFile>;
  /** Who calls the module in a folder. */
  readonly callers: ReadonlyMap<string, readonly Call[]>;
}

const trees = new WeakMap<DeployTree, TerraformTree>();

/** Whether a path is of configuration. */
export function isModuleFile(path: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$|\.pkr\.hcl$/.test(path);
}

/** Whether a path is of values for variables. */
export function isValuesFile(path: string): boolean {
  return /\.tfvars(?:\.json)?$|\.pkrvars\.hcl$/.test(path);
}

/** All Terraform of a tree, read once. */
export function terraformOf(tree: DeployTree): TerraformTree {
  let made = trees.get(tree);
  if (!made) trees.set(tree, (made = readTree(tree)));
  return made;
}

/** Parses a file in either syntax. */
function parseTerraform(path: string, text: string): TerraformFile {
  return { path, ...(path.endsWith(".json") ? bodyOfJson(path, text) : parseHcl(path, text)) };
}

function readTree(tree: DeployTree): TerraformTree {
  const files = new Map<string, TerraformFile>();
  const folders = new Map<string, TerraformFile[]>();
  const values: TerraformFile[] = [];
  for (const path of tree.list("")) {
    if (!isModuleFile(path) && !isValuesFile(path)) continue;
    const file = parseTerraform(path, tree.text(path) ?? "");
    files.set(path, file);
    if (isValuesFile(path)) values.push(file);
    else folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), file]);
  }
  const valuesOf = new Map<string, TerraformFile[]>();
  for (const file of values) {
    const home = homeOf(folderOf(file.path), folders);
    if (home !== undefined) valuesOf.set(home, [...(valuesOf.get(home) ?? []), file]);
  }
  const modules = new Map([...folders].map(([folder, list]) => [folder, moduleOf(folder, list, valuesOf.get(folder) ?? [])]));
  return { files, modules, callers: callersOf(modules) };
}

/** The nearest folder with modules, from that of a values file upward. */
function homeOf(folder: string, folders: ReadonlyMap<string, unknown>): string | undefined {
  for (let here = folder; ; here = folderOf(here)) {
    if (folders.has(here)) return here;
    if (here === "") return undefined;
  }
}

function moduleOf(folder: string, files: readonly TerraformFile[], values: readonly TerraformFile[]): TerraformModule {
  const blocks = files.flatMap(({ path, body }) => body.blocks.map((of) => ({ path, of })));
  const named = (type: string): Map<string, Named<Block>> =>
    new Map(blocks.filter(({ of }) => of.type === type).map((block) => [block.of.labels[0] ?? "", block]));
  const locals = new Map(
    blocks
      .filter(({ of }) => of.type === "locals")
      .flatMap(({ path, of }) => of.body.attributes.map((each) => [each.name, { path, of: each }] as const)),
  );
  const always = new Map<string, Named<Attribute>>();
  const sometimes = new Map<string, Named<Attribute>[]>();
  for (const { path, body } of values) {
    const automatic = folderOf(path) === folder && /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);
    for (const of of body.attributes) {
      if (automatic) always.set(of.name, { path, of });
      else sometimes.set(of.name, [...(sometimes.get(of.name) ?? []), { path, of }]);
    }
  }
  const calls = blocks.filter(({ of }) => of.type === "module");
  const providers = blocks.filter(({ of }) => of.type === "provider");
  return { folder, files, variables: named("variable"), locals, outputs: named("output"), calls, providers, always, sometimes };
}

function callersOf(modules: ReadonlyMap<string, TerraformModule>): Map<string, Call[]> {
  const callers = new Map<string, Call[]>();
  for (const from of modules.values()) {
    for (const block of from.calls) {
      const target = calledFolder(from, block.of);
      if (target === undefined || !modules.has(target) || (isExample(from.folder) && !isExample(target))) continue;
      callers.set(target, [...(callers.get(target) ?? []), { from, block }]);
    }
  }
  return callers;
}

/** What an example passes to a module says nothing of the module: the example's own file says it. */
function isExample(folder: string): boolean {
  return /(?:^|\/)(?:examples?|tests?|fixtures|samples?)(?:\/|$)/.test(folder);
}

/** The folder of the tree that a module block calls, where its source is a relative path. */
export function calledFolder(from: TerraformModule, block: Block): string | undefined {
  const source = attributeOf(block.body, "source")?.value;
  return source?.kind === "text" && /^\.\.?(?:\/|$)/.test(source.text) ? inside(from.folder, source.text) : undefined;
}

/** The attribute of a name; undefined where the body has none. */
export function attributeOf(body: Body, name: string): Attribute | undefined {
  return body.attributes.find((attribute) => attribute.name === name);
}
