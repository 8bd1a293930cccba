/** Serverless Framework: `serverless.yml` names a provider and, through its own variable language, a region and a bucket for the package. */
import type { FoundDestination, TrailStep } from "../destination.js";
import { at, documentsOf, entriesOf, scalarAt, textOf, type Node } from "../document.js";
import { regionsFound, unplaced } from "../found.js";
import { folderScope, resolved } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { either, joined, known, unknownValue, via, type Value } from "../value.js";

const clouds: Readonly<Record<string, string>> = {
  aws: "aws",
  azure: "azure",
  google: "gcp",
  tencent: "tencent",
  aliyun: "aliyun",
  huawei: "huawei",
  baidu: "baidu",
  ibm: "ibm",
};

/** How deep a variable may lead through other variables. */
const MAX_DEPTH = 8;

export const serverless: Reader = {
  id: "serverless",
  endings: ["yaml", "yml", "json"],
  claims: (path) => /(^|\/)serverless(\.[\w-]+)?\.(ya?ml|json)$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    return { destinations: roots.flatMap((root) => fromService({ path, root, tree })), problems };
  },
};

interface Service {
  readonly path: string;
  readonly root: Node;
  readonly tree: DeployTree;
}

function fromService(service: Service): FoundDestination[] {
  const { root, path } = service;
  const provider = at(root, "provider");
  const name = textOf(provider) ?? scalarAt(provider, "name")?.text ?? "";
  const cloud = clouds[name];
  const scope = folderScope(path);
  const found: FoundDestination[] = [];
  const region = scalarAt(provider, "region") ?? scalarAt(root, "inputs", "region");
  if (region && (cloud ?? (name === "" && scalarAt(root, "component")))) {
    found.push(
      ...regionsFound(cloud ?? "tencent", evaluate(region.text, region.line, service), {
        via: "deploy",
        name: scalarAt(root, "service")?.text ?? name,
        written: region.text,
        path,
        line: region.line,
        what: "provider.region",
        scope,
      }),
    );
  }
  const account = scalarAt(provider, "docker", "username");
  if (account) {
    const value = evaluate(account.text, account.line, service);
    const finding = {
      via: "publish" as const,
      name: account.text,
      written: account.text,
      path,
      line: account.line,
      what: "provider.docker.username",
      scope,
    };
    const reason = value.unknown;
    found.push(
      ...value.options.map((option) => ({
        kind: "registry" as const,
        via: finding.via,
        name: option.text,
        value: option.text,
        host: "docker.io",
        line: account.line,
        trail: [{ path, line: account.line, what: finding.what }, ...option.trail],
        scope,
      })),
    );
    if (value.options.length === 0 && reason !== null) found.push(unplaced("registry", reason, finding));
  }
  return found;
}

/** Follows `${self:…}`, `${opt:…, 'default'}`, `${env:…}` and `${file(…):…}` of the framework's variables. */
function evaluate(text: string, line: number, service: Service, depth = 0): Value {
  const parts: Value[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("${", at);
    if (open !== at) parts.push(known(text.slice(at, open < 0 ? undefined : open)));
    if (open < 0) break;
    const end = closing(text, open + 2);
    parts.push(variable(text.slice(open + 2, end), line, service, depth + 1));
    at = end + 1;
  }
  return joined(parts);
}

function variable(body: string, line: number, service: Service, depth: number): Value {
  if (depth > MAX_DEPTH) return unknownValue(body);
  let unknown: string | null = null;
  for (const alternative of split(body)) {
    const value = source(alternative.trim(), line, service, depth);
    if (value.options.length > 0) return unknown === null ? value : via({ path: service.path, line, what: `${unknown} default` }, value);
    unknown ??= value.unknown;
  }
  return unknownValue(unknown ?? body);
}

function source(text: string, line: number, service: Service, depth: number): Value {
  const quoted = /^(['"])(.*)\1$/.exec(text);
  if (quoted) return known(quoted[2] ?? "");
  if (text.startsWith("${")) return evaluate(text, line, service, depth);
  const self = /^self:(.*)$/s.exec(text);
  if (self) return lookUp(self[1] ?? "", service, line, depth);
  const file = /^file\(([^)]{1,200})\)(?::(.*))?$/s.exec(text);
  if (file) return fromFile(file[1] ?? "", file[2] ?? "", service, line, depth);
  return unknownValue(text);
}

function fromFile(name: string, keys: string, service: Service, line: number, depth: number): Value {
  const path = resolved(service.path, evaluate(name, line, service, depth).options[0]?.text ?? name);
  const text = service.tree.text(path);
  const root = text === undefined || !/\.(ya?ml|json)$/.test(path) ? undefined : documentsOf(service.tree, path, text).roots[0];
  if (!root) return unknownValue(`file(${name})`);
  return via({ path: service.path, line, what: "file" }, lookUp(keys, { ...service, path, root }, line, depth));
}

/** The value at a dotted path of keys; a key that is itself open stands for all keys at its place. */
function lookUp(keys: string, service: Service, line: number, depth: number): Value {
  let nodes: Node[] = [service.root];
  const chosen: TrailStep[] = [];
  for (const key of dotted(keys)) {
    const wanted = key.includes("${") ? evaluate(key, line, service, depth) : known(key);
    const closed = wanted.options.length > 0;
    nodes = nodes.flatMap((node) =>
      entriesOf(node).flatMap((entry) => (!closed || wanted.options.some((option) => option.text === entry.key) ? [entry.value] : [])),
    );
    chosen.push(...wanted.options.flatMap((option) => option.trail));
  }
  const what = keys.replace(/\$\{[^}]*\}/g, "*");
  const values = nodes.flatMap((node) => {
    if (node.kind !== "scalar" || !node.given) return [];
    const value = evaluate(node.text, node.line, service, depth);
    return [
      via(
        { path: service.path, line: node.line, what },
        { ...value, options: value.options.map(({ text, trail }) => ({ text, trail: [...chosen, ...trail] })) },
      ),
    ];
  });
  return values.length > 0 ? either(values) : unknownValue(`self:${keys}`);
}

function dotted(keys: string): string[] {
  return split(keys, ".").filter((key) => key !== "");
}

/** Splits at a separator that stands outside of `${…}`, parentheses and quotes. */
function split(text: string, separator = ","): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "{" || c === "(") depth++;
    else if (c === "}" || c === ")") depth--;
    else if (c === separator && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Where the `${` that was opened before `from` ends. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return text.length;
}
