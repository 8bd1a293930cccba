/** What expressions of Terraform come to: variables, locals, inputs and outputs followed inside the tree. */
import type { Expression } from "./hcl-syntax.js";
import { attributeOf, calledFolder, type TerraformModule, type TerraformTree } from "./terraform-module.js";
import { either, joined, known, mapped, unknownValue, via, type Value } from "./value.js";

const MAX_DEPTH = 24;
/** Most expressions that one value is followed through. */
const MAX_STEPS = 3000;

/** Whether a value is all that a catalogue lists: more than the environments, workspaces or stages of one project. */
export function isCatalogue(value: Value): boolean {
  return new Set(value.options.map((option) => option.text)).size > 10;
}

interface Context {
  readonly tree: TerraformTree;
  readonly module: TerraformModule;
  readonly path: string;
  readonly depth: number;
  readonly steps: { left: number };
}

/** What an expression in a file of a module can be. */
export function evaluate(tree: TerraformTree, module: TerraformModule, path: string, expression: Expression): Value {
  return follow(expression, [], { tree, module, path, depth: 0, steps: { left: MAX_STEPS } });
}

/** Follows an expression, then the names and keys that are asked of what it gives. */
function follow(of: Expression, keys: readonly string[], context: Context): Value {
  if (context.depth > MAX_DEPTH || context.steps.left-- <= 0) return unknownValue("…");
  const deeper = { ...context, depth: context.depth + 1 };
  switch (of.kind) {
    case "text":
      return known(of.text);
    case "template":
      return joined(of.parts.map((part) => follow(part, [], deeper)));
    case "either":
      return either(of.branches.map((branch) => follow(branch, keys, deeper)));
    case "list":
      return either(pick(of.items, keys[0]).map((item) => follow(item, isIndex(keys[0]) ? keys.slice(1) : keys, deeper)));
    case "object": {
      const [key, ...rest] = keys;
      const entries = of.entries.filter((entry) => key === undefined || key === "*" || entry.key === key || entry.key === "*");
      return entries.length > 0 ? either(entries.map((entry) => follow(entry.value, rest, deeper))) : unknownValue(key ?? "");
    }
    case "index": {
      return entryOf(of.of, follow(of.key, [], deeper), keys, deeper);
    }
    case "call":
      return called(of.name, of.args, keys, deeper);
    case "reference":
      return referred(of.names, keys, deeper);
    case "other":
      return unknownValue("expression");
  }
}

/** What a map or list gives for a key. Where nothing says the key, all that it holds may be meant, unless it is a catalogue of what there is. */
function entryOf(of: Expression, key: Value, keys: readonly string[], context: Context): Value {
  if (key.options.length > 0) return either(key.options.map(({ text }) => follow(of, [text, ...keys], context)));
  const all = follow(of, ["*", ...keys], context);
  return isCatalogue(all) ? unknownValue(key.unknown ?? "key") : all;
}

function isIndex(key: string | undefined): boolean {
  return key !== undefined && /^(?:\d+|\*)$/.test(key);
}

function pick(items: readonly Expression[], key: string | undefined): readonly Expression[] {
  const one = key !== undefined && /^\d+$/.test(key) ? items[Number(key)] : undefined;
  return one ? [one] : items;
}

function called(name: string, args: readonly Expression[], keys: readonly string[], context: Context): Value {
  const [first, second, third] = args;
  const each = (): Value => either(args.map((arg) => follow(arg, keys, context)));
  switch (name) {
    case "lookup": {
      if (!first || !second) return unknownValue(name);
      const found = entryOf(first, follow(second, [], context), keys, context);
      return found.options.length > 0 || !third ? found : follow(third, keys, context);
    }
    case "coalesce":
    case "try":
    case "coalescelist":
    case "concat":
    case "merge":
    case "setunion":
      return each();
    case "element":
    case "slice":
    case "toset":
    case "tolist":
    case "tomap":
    case "flatten":
    case "distinct":
    case "compact":
    case "sort":
    case "tostring":
    case "trimspace":
    case "nonsensitive":
    case "sensitive":
    case "values":
    case "one":
    case "trim":
      return first ? follow(first, keys, context) : unknownValue(name);
    case "lower":
    case "upper":
      return first
        ? mapped(follow(first, keys, context), (text) => (name === "lower" ? text.toLowerCase() : text.toUpperCase()))
        : unknownValue(name);
    case "split":
      return first && second ? splitAt(follow(first, [], context), follow(second, [], context), keys[0]) : unknownValue(name);
    case "format":
      return formatted(args, context);
    case "join":
      return args.length === 2 && second?.kind === "list" && first?.kind === "text"
        ? joined(second.items.flatMap((item, i) => [...(i > 0 ? [follow(first, [], context)] : []), follow(item, [], context)]))
        : unknownValue(name);
    default:
      return unknownValue(`${name}()`);
  }
}

function splitAt(separator: Value, text: Value, key: string | undefined): Value {
  const by = separator.options[0]?.text ?? ",";
  const options = text.options.flatMap(({ text: whole, trail }) => {
    const parts = by === "" ? [whole] : whole.split(by);
    const wanted = key !== undefined && /^\d+$/.test(key) ? parts.slice(Number(key), Number(key) + 1) : parts;
    return wanted.map((part) => ({ text: part, trail }));
  });
  return { options: options.slice(0, 50), unknown: text.unknown };
}

/** `format("%s-%s", a, b)` with `%s`, `%v` and `%d` only. */
function formatted(args: readonly Expression[], context: Context): Value {
  const [pattern, ...rest] = args;
  if (pattern?.kind !== "text") return unknownValue("format()");
  let next = 0;
  return joined(
    pattern.text.split(/(%[svdq])/).map((part) => {
      if (!/^%[svdq]$/.test(part)) return known(part);
      const arg = rest[next++];
      return arg ? follow(arg, [], context) : unknownValue("format()");
    }),
  );
}

function referred(names: readonly string[], keys: readonly string[], context: Context): Value {
  const [kind, name = "", ...more] = names;
  const rest = [...more, ...keys];
  if (kind === "var") return variable(name, rest, context);
  if (kind === "local") {
    const local = context.module.locals.get(name);
    if (!local) return unknownValue(`local.${name}`);
    return via(
      { path: local.path, line: local.of.line, what: `local.${name}` },
      follow(local.of.value, rest, { ...context, path: local.path }),
    );
  }
  if (kind === "module") return output(name, rest, context);
  // The region that a provider of this module is set to.
  if (kind === "data" && /^aws_region$|_regions?$|^google_client_config$/.test(name))
    return either(
      context.module.providers.flatMap(({ path, of }) => {
        const region = attributeOf(of.body, "region");
        return region
          ? [
              via(
                { path, line: region.line, what: `provider.${of.labels[0] ?? ""}.region` },
                follow(region.value, [], { ...context, path }),
              ),
            ]
          : [];
      }),
    );
  return unknownValue(names.slice(0, 4).join("."));
}

/** A variable: what callers pass, else what values files say, else its default. Values files of one environment stand beside the default. */
function variable(name: string, keys: readonly string[], context: Context): Value {
  const { module, tree } = context;
  const block = module.variables.get(name);
  const passed = (tree.callers.get(module.folder) ?? []).flatMap(({ from, block: call }) => {
    const input = attributeOf(call.of.body, name);
    const what = `module.${call.of.labels[0] ?? ""}.${name}`;
    return input
      ? [via({ path: call.path, line: input.line, what }, follow(input.value, keys, { ...context, module: from, path: call.path }))]
      : [];
  });
  const fixed = module.always.get(name);
  const given = (fixed ? [fixed] : (module.sometimes.get(name) ?? [])).map(({ path, of }) =>
    via({ path, line: of.line, what: `tfvars.${name}` }, follow(of.value, keys, { ...context, path })),
  );
  const byDefault = block ? attributeOf(block.of.body, "default") : undefined;
  const fallback =
    byDefault && block && !fixed && passed.length === 0
      ? [
          via(
            { path: block.path, line: byDefault.line, what: `variable.${name}.default` },
            follow(byDefault.value, keys, { ...context, path: block.path }),
          ),
        ]
      : [];
  const all = withoutNothing(either([...passed, ...given, ...fallback]));
  return all.options.length > 0 ? { options: all.options, unknown: null } : unknownValue(`var.${name}`);
}

/** Terraform writes "not given" as an empty text. */
function withoutNothing(value: Value): Value {
  return { options: value.options.filter((option) => option.text !== ""), unknown: value.unknown };
}

function output(name: string, keys: readonly string[], context: Context): Value {
  const call = context.module.calls.find((each) => each.of.labels[0] === name);
  const folder = call && calledFolder(context.module, call.of);
  const target = folder === undefined ? undefined : context.tree.modules.get(folder);
  const [wanted = "", ...rest] = keys;
  const found = target?.outputs.get(wanted);
  const value = found && attributeOf(found.of.body, "value");
  if (!target || !found || !value) return unknownValue(`module.${name}.${wanted}`);
  return via(
    { path: found.path, line: value.line, what: `output.${wanted}` },
    follow(value.value, rest, { ...context, module: target, path: found.path }),
  );
}
