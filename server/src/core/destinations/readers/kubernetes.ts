/** Kubernetes manifests (and Helm templates, as far as they are YAML): own images, and the places that resources of clouds and tools name. */
import type { FoundDestination } from "../destination.js";
import {
  at,
  documentsOf,
  eachScalar,
  entriesOf,
  isListOfObjects,
  itemsOf,
  parseYaml,
  scalarAt,
  textOf,
  type Node,
  type Scalar,
} from "../document.js";
import { hostsFound, regionsFound, unplaced, type Mention } from "../found.js";
import { builtRegistry } from "../image.js";
import { ownRegistryIn } from "../own-images.js";
import { cloudsSpelling, looksLikeRegion } from "../region-name.js";
import type { Reader } from "../reader.js";
import { placesInEnvironment, placesInSettings } from "../settings.js";
import { withoutTemplates } from "../template.js";
import { known } from "../value.js";

export const kubernetes: Reader = {
  id: "kubernetes",
  endings: ["yaml", "yml", "json"],
  claims: (path) =>
    /\.(?:ya?ml|json)$/.test(path) &&
    !/(?:^|\/)(?:package(?:-lock)?|tsconfig[\w.-]*|composer|angular|Cargo)\.json$|(?:^|\/)\.github\//.test(path),
  idle: (text) => isListOfObjects(text) || !text.includes("apiVersion"),
  read(path, text, tree) {
    if (!/^[ \t]*"?apiVersion"?[ \t]*:/m.test(text) || !/^[ \t]*"?kind"?[ \t]*:/m.test(text)) return { destinations: [], problems: [] };
    const template = text.includes("{{");
    const own = template ? withoutTemplates(text) : text;
    const { roots, problems } = template || definition.test(own) ? parseYaml(path, withoutDefinitions(own)) : documentsOf(tree, path, own);
    const destinations = roots.flatMap((root) => fromResource(root, path, text, ownRegistryIn(tree)));
    // A template is YAML only once it is rendered: what does not parse before says nothing about it.
    return { destinations, problems: template ? [] : problems };
  },
};

const definition = /^kind:[ \t]*CustomResourceDefinition\b/m;

/** Definitions of kinds are long and name no place: their lines are left empty, and those of all others keep their numbers. */
function withoutDefinitions(text: string): string {
  if (!definition.test(text)) return text;
  const documents = text.split(/^(?=---)/m);
  return documents.map((document) => (definition.test(document) ? `---${document.replace(/[^\n]+/g, "")}` : document)).join("");
}

type RegistryOf = (image: string) => string | undefined;

function fromResource(root: Node, path: string, text: string, registryOf: RegistryOf): FoundDestination[] {
  const kind = textOf(at(root, "kind"));
  const group = textOf(at(root, "apiVersion"));
  if (kind === undefined || group === undefined) return [];
  if (kind === "List") return itemsOf(at(root, "items")).flatMap((item) => fromResource(item, path, text, registryOf));
  const name = `${kind}/${scalarAt(root, "metadata", "name")?.text ?? ""}`;
  return [
    ...images(root, name, path, registryOf),
    ...regions(root, group, kind, name, path),
    ...tools(root, group, kind, name, path),
    ...settings(root, kind, name, path, text),
  ];
}

function images(root: Node, name: string, path: string, registryOf: RegistryOf): FoundDestination[] {
  const found: FoundDestination[] = [];
  eachScalar(root, (scalar, keys) => {
    const key = keys.at(-1) ?? "";
    const finding = findingAt(scalar, name, key, path, "publish");
    const destination = /^--destination=(\S+)$/.exec(scalar.text)?.[1];
    if (/^(?:image|imageName|containerImage)$/.test(key)) found.push(...hostsFound("registry", known(scalar.text), finding, registryOf));
    else if (destination !== undefined && destination.includes("/"))
      found.push(...hostsFound("registry", known(destination), { ...finding, via: "push" }, builtRegistry));
  });
  return found;
}

/** API groups of operators and tools that make resources in one cloud. */
const cloudGroups: readonly (readonly [RegExp, string])[] = [
  [/^eksctl\.io\/|\.aws\.(?:m\.)?(?:upbound\.io|crossplane\.io)\/|services\.k8s\.aws\/|^karpenter\.k8s\.aws\//, "aws"],
  [/\.gcp\.(?:m\.)?(?:upbound\.io|crossplane\.io)\/|cnrm\.cloud\.google\.com\//, "gcp"],
  [/\.azure\.(?:m\.)?(?:upbound\.io|crossplane\.io)\/|\.azure\.com\//, "azure"],
  [/alibaba\.crossplane\.io\/|\.alibabacloud\.com\//, "aliyun"],
  [/tencentcloud\.crossplane\.io\//, "tencent"],
];

/** Kinds of the Cluster API, with the cloud they build in. */
const clusterKinds: readonly (readonly [RegExp, string])[] = [
  [/^AWS/, "aws"],
  [/^GCP/, "gcp"],
  [/^Azure/, "azure"],
  [/^DO/, "digitalocean"],
  [/^OCI/, "oci"],
  [/^Hetzner|^HCloud/, "hetzner"],
  [/^IBM/, "ibm"],
];

function regions(root: Node, group: string, kind: string, name: string, path: string): FoundDestination[] {
  const cloud =
    cloudGroups.find(([match]) => match.test(group))?.[1] ??
    (/cluster\.x-k8s\.io\//.test(group) ? clusterKinds.find(([match]) => match.test(kind))?.[1] : undefined) ??
    provisioner(root);
  const found: FoundDestination[] = [];
  const storage = kind === "StorageClass" || kind === "PersistentVolume" || kind === "VolumeSnapshotLocation";
  eachScalar(root, (scalar, keys) => {
    const key = keys.at(-1) ?? "";
    const topology = /^(?:topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io)\/(?:region|zone)$/.test(key);
    if (topology || (keys.at(-2) === "matchLabelExpressions" && key === "values")) {
      const own = cloud ?? cloudsSpelling(scalar.text, ["aws", "gcp", "aliyun", "tencent", "huawei"]);
      const one = typeof own === "string" ? own : own.length === 1 ? own[0] : undefined;
      if (one !== undefined && looksLikeRegion(one, scalar.text))
        found.push(...regionsFound(one, known(scalar.text), findingAt(scalar, name, key, path)));
    } else if (
      cloud !== undefined &&
      (/^(?:region|location|availabilityZones?|zone|zones|failureDomain|services\.k8s\.aws\/region)$/.test(key) ||
        (storage && key === "zones"))
    ) {
      for (const part of scalar.text.split(/\s*,\s*/))
        if (looksLikeRegion(cloud, part)) found.push(...regionsFound(cloud, known(part), findingAt(scalar, name, key, path)));
    }
  });
  return found;
}

function provisioner(root: Node): string | undefined {
  const text = textOf(at(root, "provisioner")) ?? "";
  if (/aws|ebs|efs/.test(text)) return "aws";
  if (/gce-pd|gke\.io/.test(text)) return "gcp";
  if (/azure/.test(text)) return "azure";
  if (/alibabacloud|alicloud/.test(text)) return "aliyun";
  if (/tencent/.test(text)) return "tencent";
  return /huawei|everest/.test(text) ? "huawei" : undefined;
}

/** What tools of the cluster send elsewhere: other clusters that Argo CD deploys to, stores that Velero backs up to. */
function tools(root: Node, group: string, kind: string, name: string, path: string): FoundDestination[] {
  if (group.startsWith("argoproj.io/")) return argo(root, name, path);
  if (group.startsWith("velero.io/") && kind === "BackupStorageLocation") return velero(root, name, path);
  return [];
}

function argo(root: Node, name: string, path: string): FoundDestination[] {
  const found: FoundDestination[] = [];
  eachScalar(root, (scalar, keys) => {
    const key = keys.at(-1) ?? "";
    const destination =
      (key === "server" && keys.at(-2) === "destination") ||
      (key === "url" && keys.includes("generators")) ||
      (key === "server" && keys.at(-2) === "destinations");
    const host = destination ? /^https?:\/\/([^/:\s]+)/.exec(scalar.text)?.[1] : undefined;
    if (host !== undefined && !/^(?:kubernetes\.default|localhost$|127\.)/.test(host) && !host.includes("{"))
      found.push(...hostsFound("host", known(scalar.text), findingAt(scalar, name, "destination.server", path), () => host));
  });
  return found;
}

function velero(root: Node, name: string, path: string): FoundDestination[] {
  const bucket = scalarAt(root, "spec", "objectStorage", "bucket");
  if (!bucket) return [];
  const region = scalarAt(root, "spec", "config", "region");
  const provider = textOf(at(root, "spec", "provider")) ?? "";
  const cloud = /azure/.test(provider) ? "azure" : /gcp/.test(provider) ? "gcp" : /alibaba/.test(provider) ? "aliyun" : "aws";
  const finding: Mention = { ...findingAt(bucket, name, "objectStorage.bucket", path), via: "upload" };
  const url = scalarAt(root, "spec", "config", "s3Url");
  if (url) {
    const host = /^https?:\/\/([^/:\s]+)/.exec(url.text)?.[1];
    return host === undefined || /\.svc(?:\.|$)|^[^.]+$/.test(host)
      ? []
      : hostsFound("object-storage", known(bucket.text, { path, line: url.line, what: "config.s3Url" }), finding, () => host);
  }
  if (!region || !looksLikeRegion(cloud, region.text)) return [unplaced("object-storage", `region of ${bucket.text}`, finding)];
  return regionsFound(cloud, known(region.text, { path, line: region.line, what: "config.region" }), finding).map((each) => ({
    ...each,
    kind: "object-storage",
    value: bucket.text,
  }));
}

/** Configuration files inside a ConfigMap, and environment variables of containers. */
function settings(root: Node, kind: string, name: string, path: string, text: string): FoundDestination[] {
  if (kind === "ConfigMap") {
    return entriesOf(at(root, "data")).flatMap((entry) => {
      if (entry.value.kind !== "scalar") return [];
      if (!entry.value.text.includes("\n"))
        return placesInSettings({ kind: "map", line: entry.line, column: 1, tag: null, entries: [entry] }, path, name);
      return parseYaml(path, entry.value.text, entry.value.textLine).roots.flatMap((inner) => placesInSettings(inner, path, name));
    });
  }
  return environments(root, 0).flatMap((environment) => placesInEnvironment(environment, text, path, name));
}

/** The `env` of every container of a resource. */
function environments(node: Node, depth: number): Node[] {
  if (depth > 20) return [];
  if (node.kind === "list") return node.items.flatMap((item) => environments(item, depth + 1));
  return entriesOf(node).flatMap((entry) =>
    entry.key === "env" && entry.value.kind === "list" ? [entry.value] : environments(entry.value, depth + 1),
  );
}

function findingAt(scalar: Scalar, name: string, what: string, path: string, via: Mention["via"] = "deploy"): Mention {
  return { via, name, written: scalar.text, path, line: scalar.line, what };
}
