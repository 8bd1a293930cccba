/** Which clouds a Terraform module, resource or provider works in. */
import type { Block } from "./hcl-syntax.js";
import { attributeOf, calledFolder, type TerraformModule, type TerraformTree } from "./terraform-module.js";

/** The clouds that providers stand for, where the names differ. */
const cloudOfProvider: Readonly<Record<string, string>> = {
  google: "gcp",
  azurerm: "azure",
  azapi: "azure",
  azuread: "azure",
  azurestack: "azure",
  azurecaf: "azure",
  awscc: "aws",
  alicloud: "aliyun",
  tencentcloud: "tencent",
  huaweicloud: "huawei",
  byteplus: "volcengine",
  volcenginecc: "volcengine",
  baiducloud: "baidu",
  hcloud: "hetzner",
  fly: "flyio",
};
const clouds = new Set(
  "aws azure gcp aliyun tencent huawei volcengine baidu jdcloud ucloud ksyun qingcloud oci ibm digitalocean linode ovh hetzner vultr scaleway flyio render vercel".split(
    " ",
  ),
);

/** The cloud of a provider's name (`aws`, `google-beta`); undefined for providers that are none. */
export function cloudNamed(provider: string): string | undefined {
  const plain = provider.replace(/-beta$/, "");
  const cloud = cloudOfProvider[plain] ?? plain;
  return clouds.has(cloud) ? cloud : undefined;
}

/** The cloud in which a Packer source builds its images: `amazon-ebs`, `googlecompute`, `azure-arm`, `alicloud-ecs` … */
export function builderClouds(type: string): readonly string[] {
  const [first = ""] = type.split("-");
  const cloud = { amazon: "aws", googlecompute: "gcp" }[first] ?? cloudNamed(first);
  return cloud === undefined ? [] : [cloud];
}

/** The clouds that a resource may be in: by the prefix of its type, else those of its module. */
export function resourceClouds(type: string, place: { readonly all: TerraformTree; readonly module: TerraformModule }): readonly string[] {
  const cloud = cloudNamed(type.split("_")[0] ?? "");
  return cloud === undefined ? cloudsOf(place.all, place.module) : [cloud];
}

/** The clouds that a called module uses. */
export function moduleClouds(block: Block, place: { readonly all: TerraformTree; readonly module: TerraformModule }): readonly string[] {
  const folder = calledFolder(place.module, block);
  const target = folder === undefined ? undefined : place.all.modules.get(folder);
  if (target) return cloudsOf(place.all, target);
  const source = attributeOf(block.body, "source")?.value;
  const [, last = ""] = source?.kind === "text" ? (/(?:^|\/)([a-z]+)(?:\/\/.*)?(?:\?.*)?$/.exec(source.text) ?? []) : [];
  const cloud = cloudNamed(last) ?? (source?.kind === "text" ? cloudNamed(/terraform-([a-z]+)-/.exec(source.text)?.[1] ?? "") : undefined);
  return cloud === undefined ? cloudsOf(place.all, place.module) : [cloud];
}

const cloudsByTree = new WeakMap<TerraformTree, readonly string[]>();

/** The cloud of all modules of a tree, where they are in one; none else. */
export function cloudsOfTree(all: TerraformTree): readonly string[] {
  const before = cloudsByTree.get(all);
  if (before) return before;
  const found = [...new Set([...all.modules.values()].flatMap((module) => cloudsOf(all, module)))];
  const clouds = found.length === 1 ? found : [];
  cloudsByTree.set(all, clouds);
  return clouds;
}

const cloudsByModule = new WeakMap<TerraformModule, readonly string[]>();

/** The clouds that a module works in: its providers and resources, else those of what it calls, else those of who calls it. */
export function cloudsOf(all: TerraformTree, module: TerraformModule, seen: ReadonlySet<string> = new Set()): readonly string[] {
  const before = cloudsByModule.get(module);
  if (before) return before;
  if (seen.has(module.folder) || seen.size > 30) return [];
  const found = new Set<string>();
  for (const block of module.files.flatMap((file) => file.body.blocks)) {
    const names =
      block.type === "provider"
        ? [block.labels[0] ?? ""]
        : block.type === "resource" || block.type === "data"
          ? [(block.labels[0] ?? "").split("_")[0] ?? ""]
          : block.type === "terraform"
            ? block.body.blocks
                .filter((inner) => inner.type === "required_providers")
                .flatMap((inner) => inner.body.attributes.map((each) => each.name))
            : [];
    for (const name of names) {
      const cloud = cloudNamed(name);
      if (cloud !== undefined) found.add(cloud);
    }
  }
  const path = new Set([...seen, module.folder]);
  const place = { all, module, path: "", scope: [] };
  const add = (list: readonly string[]): void => list.forEach((cloud) => found.add(cloud));
  if (found.size === 0)
    for (const { of } of module.calls) {
      const folder = calledFolder(module, of);
      const target = folder === undefined ? undefined : all.modules.get(folder);
      if (target) add(cloudsOf(all, target, path));
      else if (folder === undefined && attributeOf(of.body, "source")) add(registryClouds(of));
    }
  if (found.size === 0) for (const { from } of all.callers.get(place.module.folder) ?? []) add(cloudsOf(all, from, path));
  const list = [...found];
  if (seen.size === 0) cloudsByModule.set(module, list);
  return list;
}

function registryClouds(block: Block): readonly string[] {
  const source = attributeOf(block.body, "source")?.value;
  if (source?.kind !== "text") return [];
  const cloud =
    cloudNamed(/(?:^|\/)([a-z]+)(?:\/\/.*)?(?:\?.*)?$/.exec(source.text)?.[1] ?? "") ??
    cloudNamed(/terraform-([a-z]+)-/.exec(source.text)?.[1] ?? "");
  return cloud === undefined ? [] : [cloud];
}
