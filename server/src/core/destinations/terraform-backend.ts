/** Where Terraform keeps its state: the `backend` and `cloud` blocks, by backend. */
import type { FoundDestination } from "./destination.js";
import { unplaced, type Mention } from "./found.js";
import type { Attribute, Block, Body, Expression } from "./hcl-syntax.js";
import { regionOf } from "./region-name.js";
import { attributeOf } from "./terraform-module.js";
import type { Value } from "./value.js";

type Evaluate = (expression: Expression) => Value;

/** What a backend is read in: the values of its module, and where the module makes a bucket of some name. */
export interface BackendPlace {
  readonly evaluate: Evaluate;
  readonly path: string;
  readonly scope: readonly string[] | undefined;
  readonly locationOf: (bucket: string) => { readonly path: string; readonly of: Attribute } | undefined;
}

/** Object stores with a bucket and a region: scheme of the value and cloud. */
const stores: Readonly<Record<string, { readonly scheme: string; readonly cloud: string }>> = {
  s3: { scheme: "s3", cloud: "aws" },
  oss: { scheme: "oss", cloud: "aliyun" },
  cos: { scheme: "cos", cloud: "tencent" },
  obs: { scheme: "obs", cloud: "huawei" },
  gcs: { scheme: "gs", cloud: "gcp" },
  oci: { scheme: "oci", cloud: "oci" },
};

/** What a `backend` or `cloud` block inside `terraform` says; nothing for any other block. */
export function backendFound(block: Block, place: BackendPlace): FoundDestination[] {
  const { evaluate, path, scope } = place;
  const [type = ""] = block.labels;
  if (block.type === "cloud") return remote(block.body, block, "cloud", evaluate, path, scope);
  if (block.type !== "backend") return [];
  const store = stores[type];
  if (store) return bucket(store, type, block.body, place);
  if (type === "remote") return remote(block.body, block, "remote", evaluate, path, scope);
  if (type === "azurerm") return account(block.body, evaluate, path, scope);
  const address = attributeOf(block.body, "address") ?? attributeOf(block.body, "conn_str") ?? attributeOf(block.body, "auth_url");
  return address ? url(type, address, evaluate, path, scope) : [];
}

function bucket(
  store: { readonly scheme: string; readonly cloud: string },
  type: string,
  body: Body,
  { evaluate, path, scope, locationOf }: BackendPlace,
): FoundDestination[] {
  const name = attributeOf(body, "bucket");
  if (!name) return [];
  const made = store.cloud === "gcp" ? locationOf(evaluate(name.value).options[0]?.text ?? "") : undefined;
  const region = attributeOf(body, "region") ?? made?.of;
  const endpoint = attributeOf(body, "endpoint") ?? endpointIn(body);
  const value = `${store.scheme}://${evaluate(name.value).options[0]?.text ?? "?"}`;
  const base = finding(`backend.${type}`, value, name.line, "backend.bucket", path, scope);
  const hosts = endpoint ? evaluate(endpoint.value).options.flatMap((option) => hostOf(option.text) ?? []) : [];
  if (hosts.length > 0)
    return hosts.map((host) => ({
      ...common(base),
      kind: "object-storage",
      value,
      host,
      trail: [step(base), ...(endpoint ? [{ path, line: endpoint.line, what: "backend.endpoint" }] : [])],
    }));
  const regions = region ? evaluate(region.value) : null;
  if (!region || !regions || regions.options.length === 0)
    return [unplaced("object-storage", regions?.unknown ?? `region of ${value}`, base)];
  return regions.options.map((option) => ({
    ...common(base),
    kind: "object-storage",
    value,
    cloud: store.cloud,
    region: regionOf(store.cloud, option.text),
    trail: [step(base), { path: made?.path ?? path, line: region.line, what: made ? "location" : "backend.region" }, ...option.trail],
  }));
}

/** `endpoints = { s3 = "…" }` of newer versions. */
function endpointIn(body: Body): Attribute | undefined {
  const value = attributeOf(body, "endpoints")?.value;
  const entry = value?.kind === "object" ? value.entries.find((each) => each.key === "s3") : undefined;
  return entry ? { name: "endpoints.s3", value: entry.value, line: entry.value.line } : undefined;
}

function account(body: Body, evaluate: Evaluate, path: string, scope: readonly string[] | undefined): FoundDestination[] {
  const name = attributeOf(body, "storage_account_name");
  if (!name) return [];
  const suffix = /china/i.test(evaluateText(attributeOf(body, "environment"), evaluate))
    ? "blob.core.chinacloudapi.cn"
    : "blob.core.windows.net";
  const value = evaluate(name.value);
  const base = finding("backend.azurerm", value.options[0]?.text ?? "?", name.line, "backend.storage_account_name", path, scope);
  if (value.options.length === 0) return [unplaced("object-storage", value.unknown ?? "storage_account_name", base)];
  return value.options.map((option) => ({
    ...common(base),
    kind: "object-storage",
    value: option.text,
    host: `${option.text}.${suffix}`,
    trail: [step(base), ...option.trail],
  }));
}

function evaluateText(attribute: Attribute | undefined, evaluate: Evaluate): string {
  return attribute ? (evaluate(attribute.value).options[0]?.text ?? "") : "";
}

/** HCP Terraform or an own Terraform Enterprise: state and, on remote runs, the whole configuration go there. */
function remote(
  body: Body,
  block: Block,
  what: string,
  evaluate: Evaluate,
  path: string,
  scope: readonly string[] | undefined,
): FoundDestination[] {
  const hostname = attributeOf(body, "hostname");
  const hosts = hostname ? evaluate(hostname.value).options.map((option) => option.text) : ["app.terraform.io"];
  const base = finding(`backend.${what}`, hosts[0] ?? "", hostname?.line ?? block.line, `backend.${what}`, path, scope);
  return hosts.map((host) => ({ ...common(base), kind: "host", value: host, host, trail: [step(base)] }));
}

function url(type: string, address: Attribute, evaluate: Evaluate, path: string, scope: readonly string[] | undefined): FoundDestination[] {
  const value = evaluate(address.value);
  const base = finding(`backend.${type}`, value.options[0]?.text ?? "?", address.line, `backend.${address.name}`, path, scope);
  return value.options.flatMap((option) => {
    const host = hostOf(option.text);
    return host === undefined
      ? []
      : [{ ...common(base), kind: "host" as const, value: option.text, host, trail: [step(base), ...option.trail] }];
  });
}

/** The host of a URL or of a bare `host[:port][/path]`. */
function hostOf(text: string): string | undefined {
  const [, host] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?([A-Za-z0-9.-]+\.[A-Za-z0-9-]+)(?::\d+)?(?:[/?].*)?$/.exec(text) ?? [];
  return host?.toLowerCase();
}

function finding(name: string, written: string, line: number, what: string, path: string, scope: readonly string[] | undefined): Mention {
  return { via: "upload", name, written, line, what, path, scope };
}

function common(base: Mention): Pick<FoundDestination, "via" | "name" | "line"> & { readonly scope?: readonly string[] } {
  return { via: base.via, name: base.name, line: base.line, ...(base.scope ? { scope: base.scope } : {}) };
}

function step(base: Mention): FoundDestination["trail"][number] {
  return { path: base.path, line: base.line, what: base.what };
}
