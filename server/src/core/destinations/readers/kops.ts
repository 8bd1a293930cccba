/** kops: cluster specifications name the state store, the registry and file repository of the assets, and the zones. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, itemsOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound, unplaced } from "../found.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { known } from "../value.js";

export const kops: Reader = {
  id: "kops",
  endings: ["yaml", "yml"],
  claims: (path) => /\.ya?ml$/.test(path),
  read(path, text, tree) {
    if (!/kops/.test(text) && !(/^spec:/m.test(text) && /^\s+assets:/m.test(text))) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const specs = roots.filter((root) => at(root, "spec", "assets") !== undefined || /^kops/.test(textOf(at(root, "apiVersion")) ?? ""));
    return { destinations: specs.flatMap((root) => fromSpec(at(root, "spec"), path)), problems: specs.length > 0 ? problems : [] };
  },
};

function fromSpec(spec: Node | undefined, path: string): FoundDestination[] {
  const registry = scalarAt(spec, "assets", "containerRegistry") ?? scalarAt(spec, "assets", "containerProxy");
  const files = scalarAt(spec, "assets", "fileRepository");
  const store = scalarAt(spec, "configBase") ?? scalarAt(spec, "configStore", "base");
  return [
    ...host("registry", registry, "assets.containerRegistry", path),
    ...host("object-storage", files, "assets.fileRepository", path),
    ...state(store, path),
    ...zones(spec, path),
  ];
}

function host(kind: "registry" | "object-storage", scalar: Scalar | undefined, what: string, path: string): FoundDestination[] {
  if (!scalar) return [];
  const finding = { via: "upload" as const, name: what, written: scalar.text, path, line: scalar.line, what };
  return hostsFound(kind, known(scalar.text), finding, (text) =>
    /^(?:https?:\/\/)?\.?([a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?:\/|$)/i.exec(text)?.[1]?.toLowerCase(),
  );
}

function state(scalar: Scalar | undefined, path: string): FoundDestination[] {
  if (!scalar || !/^(?:s3|gs|do|azureblob|scw):\/\//.test(scalar.text)) return [];
  return [
    unplaced("object-storage", `region of ${scalar.text}`, {
      via: "upload",
      name: "configBase",
      written: scalar.text,
      path,
      line: scalar.line,
      what: "configBase",
    }),
  ];
}

function zones(spec: Node | undefined, path: string): FoundDestination[] {
  const cloud =
    {
      aws: "aws",
      gce: "gcp",
      azure: "azure",
      digitalocean: "digitalocean",
      hetzner: "hetzner",
      scaleway: "scaleway",
      openstack: undefined,
    }[textOf(at(spec, "cloudProvider")) ?? "aws"] ?? "aws";
  const scalars = itemsOf(at(spec, "subnets")).flatMap((subnet) => scalarAt(subnet, "zone") ?? scalarAt(subnet, "region") ?? []);
  return scalars
    .filter((zone) => looksLikeRegion(cloud, zone.text))
    .flatMap((zone) =>
      regionsFound(cloud, known(zone.text), {
        via: "deploy",
        name: "subnets.zone",
        written: zone.text,
        path,
        line: zone.line,
        what: "subnets.zone",
      }),
    );
}
