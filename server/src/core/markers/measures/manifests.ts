/** Scale in YAML: Kubernetes and its job operators, Ray clusters, accelerate's configuration, SkyPilot tasks. */
import { parseAllDocuments } from "yaml";
import { count, type Plan } from "./plan.js";

const mostText = 300_000;
const deepest = 60;
const deviceKey =
  /^(nvidia\.com\/(gpu|mig-.*)|amd\.com\/gpu|habana\.ai\/gaudi|huawei\.com\/ascend.*|google\.com\/tpu|cambricon\.com\/mlu.*|hygon\.com\/dcu.*|gpu\.intel\.com\/.*)$/i;
const deviceLabel =
  /^(nvidia\.com\/gpu\.product|cloud\.google\.com\/gke-(accelerator|tpu-accelerator)|.*accelerator.*|.*gpu[-_.]?(type|model|product|name|card).*)$/i;

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberAt(map: Mapping, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = map[key];
    const found = count(typeof value === "number" || typeof value === "string" ? value : null);
    if (found !== null) return found;
  }
  return null;
}

interface Sum {
  nodes: number;
  devices: number;
  words: string[];
  perNode: Set<number>;
}

/** Adds up the devices that pods ask for, multiplied by the replicas around them. */
function walk(value: unknown, replicas: number, depth: number, sum: Sum): void {
  if (depth > deepest) return;
  if (Array.isArray(value)) for (const item of value.slice(0, 5000)) walk(item, replicas, depth + 1, sum);
  if (!isMapping(value)) return;
  const own = replicas * (numberAt(value, "replicas", "parallelism", "maxReplicas") ?? 1);
  const limits = isMapping(value["limits"]) ? value["limits"] : isMapping(value["requests"]) ? value["requests"] : {};
  for (const [key, amount] of Object.entries(limits)) {
    const devices = deviceKey.test(key) ? count(typeof amount === "number" || typeof amount === "string" ? amount : null) : null;
    if (devices === null) continue;
    sum.devices += devices * own;
    sum.nodes += own;
    sum.perNode.add(devices);
    if (/ascend|mlu/i.test(key)) sum.words.push(key.slice(key.indexOf("/") + 1));
  }
  for (const [key, inner] of Object.entries(value)) {
    if (deviceLabel.test(key))
      sum.words.push(...(Array.isArray(inner) ? inner : [inner]).filter((word): word is string => typeof word === "string"));
    else if (key === "key" && typeof inner === "string" && deviceLabel.test(inner) && Array.isArray(value["values"]))
      sum.words.push(...value["values"].filter((word): word is string => typeof word === "string"));
    walk(inner, own, depth + 1, sum);
  }
}

function podsPlan(documents: readonly unknown[], line: number): Plan | null {
  const sum: Sum = { nodes: 0, devices: 0, words: [], perNode: new Set() };
  for (const document of documents) walk(document, 1, 0, sum);
  const [perNode] = sum.perNode;
  if (sum.devices === 0) return null;
  return {
    nodes: sum.nodes,
    devicesPerNode: sum.perNode.size === 1 ? (perNode ?? null) : null,
    devices: sum.devices,
    deviceWords: sum.words.join(" "),
    line,
  };
}

/** A Ray cluster: each type of node with its GPUs and the most workers of it. */
function rayPlan(document: unknown, line: number): Plan | null {
  const types = isMapping(document) ? document["available_node_types"] : null;
  if (!isMapping(document) || !isMapping(types)) return null;
  const head = document["head_node_type"];
  let nodes = 0;
  let devices = 0;
  const words: string[] = [];
  for (const [name, type] of Object.entries(types)) {
    if (!isMapping(type)) continue;
    const resources = isMapping(type["resources"]) ? type["resources"] : {};
    const gpus = numberAt(resources, "GPU", "TPU") ?? 0;
    const workers = name === head ? 1 : (numberAt(type, "max_workers", "min_workers") ?? 1);
    nodes += workers;
    devices += workers * gpus;
    words.push(...Object.keys(resources).filter((key) => key.startsWith("accelerator_type")));
  }
  return devices === 0 ? null : { nodes, devicesPerNode: null, devices, deviceWords: words.join(" "), line };
}

/** accelerate's configuration counts processes over all machines; each drives one device. */
function acceleratePlan(document: unknown, line: number): Plan | null {
  if (!isMapping(document) || typeof document["distributed_type"] !== "string" || /^(NO|MULTI_CPU)$/.test(document["distributed_type"]))
    return null;
  const nodes = numberAt(document, "num_machines");
  const devices = numberAt(document, "num_processes");
  return nodes === null || devices === null ? null : { nodes, devicesPerNode: null, devices, deviceWords: "", line };
}

/** A SkyPilot task: `num_nodes` and `accelerators: A100:8`. */
function skyPlan(document: unknown, line: number): Plan | null {
  const resources = isMapping(document) ? document["resources"] : null;
  if (!isMapping(document) || !isMapping(resources) || typeof resources["accelerators"] !== "string") return null;
  const [words = "", number] = resources["accelerators"].split(":");
  return { nodes: numberAt(document, "num_nodes") ?? 1, devicesPerNode: count(number) ?? 1, devices: null, deviceWords: words, line };
}

/** Letters without which no such file is parsed at all. */
const telling =
  /(?:nvidia\.com\/(?:gpu|mig-[\w.]{1,20})|amd\.com\/gpu|habana\.ai\/gaudi|huawei\.com\/ascend\w{0,10}|google\.com\/tpu|cambricon\.com\/mlu\w{0,10}|hygon\.com\/dcu\w{0,10}|gpu\.intel\.com\/\w{1,20})["']?\s{0,4}:|^available_node_types:|^distributed_type:|^\s{1,8}accelerators:/im;

/** The plans of a YAML text; none where it is no YAML (a template) or says nothing of devices. */
export function manifestPlans(text: string): readonly Plan[] {
  const first = text.length > mostText ? null : telling.exec(text);
  if (first === null || /[[{]{40}/.test(text.replace(/[^[{\]}]/g, ""))) return [];
  const line = text.slice(0, first.index).split("\n").length;
  try {
    const parsed = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
    if (!Array.isArray(parsed) || parsed.some((document) => document.errors.length > 0)) return [];
    const documents = parsed.slice(0, 500).map((document) => document.toJS({ maxAliasCount: 50 }) as unknown);
    const single = documents.flatMap((document) => [rayPlan(document, line), acceleratePlan(document, line), skyPlan(document, line)]);
    return [podsPlan(documents, line), ...single].filter((plan): plan is Plan => plan !== null);
  } catch {
    return [];
  }
}
