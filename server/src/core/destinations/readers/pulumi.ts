/** Pulumi: the configuration of stacks (`aws:region`), where the state is kept, and the regions of programs written in YAML. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, entriesOf, scalarAt, type Entry, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound, unplaced, type Mention } from "../found.js";
import { projectScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { known } from "../value.js";

export const pulumi: Reader = {
  id: "pulumi",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)Pulumi(?:\.[\w.-]+)?\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    return {
      destinations: roots.flatMap((root) => [...configuration(root, path), ...backend(root, path), ...program(root, path)]),
      problems,
    };
  },
};

/** Providers whose configuration holds a region, with their cloud. */
const cloudOf: Readonly<Record<string, string>> = {
  aws: "aws",
  "aws-native": "aws",
  awsx: "aws",
  gcp: "gcp",
  "google-native": "gcp",
  azure: "azure",
  "azure-native": "azure",
  alicloud: "aliyun",
  tencentcloud: "tencent",
  huaweicloud: "huawei",
  volcengine: "volcengine",
  oci: "oci",
  digitalocean: "digitalocean",
  linode: "linode",
  vultr: "vultr",
  scaleway: "scaleway",
  ovh: "ovh",
  hcloud: "hetzner",
  ibm: "ibm",
};

function configuration(root: Node, path: string): FoundDestination[] {
  return [...entriesOf(at(root, "config")), ...entriesOf(at(root, "template", "config"))].flatMap((entry) => fromSetting(entry, path));
}

/** A project's own setting for a region: `infra:regions.aws`, `app:gcpRegion`. */
const regional = /(?:^|[._-])(?:region|location|zone)s?(?:$|[._-])|[a-z](?:Region|Location|Zone)s?$/;

/** The cloud that a word of a setting's name is. */
function cloudIn(key: string): string | undefined {
  const words = key.split(/[._-]|(?=[A-Z])/).flatMap((word) => cloudOf[word.toLowerCase()] ?? []);
  return words.length === 1 ? words[0] : undefined;
}

function fromSetting(entry: Entry, path: string): FoundDestination[] {
  const scalar = entry.value.kind === "scalar" ? entry.value : (scalarAt(entry.value, "value") ?? scalarAt(entry.value, "default"));
  const [, provider = "", key = ""] = /^([\w-]+):(.+)$/.exec(entry.key) ?? [];
  const cloud = cloudOf[provider] ?? cloudIn(key);
  if (!scalar || !(cloudOf[provider] === undefined ? regional : /^(?:region|location|zone|locationName|regionName)$/i).test(key)) return [];
  return cloud !== undefined && looksLikeRegion(cloud, scalar.text)
    ? regionsFound(cloud, known(scalar.text), findingAt(scalar, entry.key, path))
    : [];
}

/** `backend.url`: an object store, a service or a folder. */
function backend(root: Node, path: string): FoundDestination[] {
  const url = scalarAt(root, "backend", "url");
  if (!url) return [];
  const finding: Mention = { ...findingAt(url, "backend.url", path), via: "upload" };
  const region = /[?&]region=([a-z0-9-]+)/.exec(url.text)?.[1];
  if (/^s3:/.test(url.text) && region !== undefined)
    return regionsFound("aws", known(region), finding).map((each) => ({ ...each, kind: "object-storage", value: url.text }));
  if (/^(?:s3|gs|azblob):/.test(url.text)) return [unplaced("object-storage", `region of ${url.text}`, finding)];
  return hostsFound("host", known(url.text), finding, (text) => /^https?:\/\/([^/:]+)/.exec(text)?.[1]);
}

function program(root: Node, path: string): FoundDestination[] {
  return entriesOf(at(root, "resources")).flatMap((entry) => {
    const provider = /^(?:pulumi:providers:)?([\w-]+)/.exec(scalarAt(entry.value, "type")?.text ?? "")?.[1] ?? "";
    const cloud = cloudOf[provider];
    if (cloud === undefined) return [];
    return ["region", "location", "availabilityZone", "zone"].flatMap((key) => {
      const scalar = scalarAt(entry.value, "properties", key);
      return scalar && looksLikeRegion(cloud, scalar.text)
        ? regionsFound(cloud, known(scalar.text), findingAt(scalar, `${entry.key}.${key}`, path))
        : [];
    });
  });
}

function findingAt(scalar: Scalar, name: string, path: string): Mention {
  return { via: "deploy", name, written: scalar.text, path, line: scalar.line, what: name, scope: projectScope(path) };
}
