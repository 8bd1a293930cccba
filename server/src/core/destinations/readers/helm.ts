/** Values of Helm charts: the registries of own images, and stores that the chart's application writes to. */
import type { FoundDestination } from "../destination.js";
import { documentsOf, entriesOf, itemsOf, parseYaml, scalarAt, type Node } from "../document.js";
import { hostsFound } from "../found.js";
import { ownRegistryIn } from "../own-images.js";
import type { Reader } from "../reader.js";
import { placesInSettings } from "../settings.js";
import { known } from "../value.js";
import { withoutTemplates } from "../template.js";

export const helm: Reader = {
  id: "helm",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)[\w.-]*values[\w.-]*\.ya?ml$|(?:^|\/)values\/[\w./-]+\.ya?ml$/i.test(path) && !path.includes("/templates/"),
  read(path, text, tree) {
    // Values that another tool renders first (`%{ if … }`, `{{ … }}`) are YAML only without its directives.
    const template = /%\{|\{\{/.test(text);
    const { roots, problems } = template ? parseYaml(path, withoutTemplates(text)) : documentsOf(tree, path, text);
    return {
      destinations: roots.flatMap((root) => [...images(root, path, "", 0, ownRegistryIn(tree)), ...placesInSettings(root, path, "values")]),
      problems: template ? [] : problems,
    };
  },
};

/** `image: host/name`, `repository: host/name`, or `registry: host` beside `repository: name`, at any depth. */
function images(
  node: Node,
  path: string,
  under: string,
  depth: number,
  registryOf: (image: string) => string | undefined,
): FoundDestination[] {
  if (depth > 20) return [];
  if (node.kind === "list") return itemsOf(node).flatMap((item) => images(item, path, under, depth + 1, registryOf));
  const repository = scalarAt(node, "repository") ?? scalarAt(node, "repo") ?? scalarAt(node, "name");
  return entriesOf(node).flatMap((entry) => {
    if (entry.value.kind !== "scalar")
      return images(entry.value, path, under === "" ? entry.key : `${under}.${entry.key}`, depth + 1, registryOf);
    const { text, line } = entry.value;
    const finding = {
      via: "publish" as const,
      name: under === "" ? entry.key : `${under}.${entry.key}`,
      written: text,
      path,
      line,
      what: entry.key,
    };
    if (/^(?:image|repository|repo|imageRepository|containerImage|dockerImage)$|Image$/.test(entry.key))
      return hostsFound("registry", known(text), finding, registryOf);
    if (!/^(?:registry|imageRegistry|containerRegistry|dockerRegistry)$/.test(entry.key) || text === "") return [];
    const name = entry.key === "registry" && repository ? repository.text : "x/x";
    return hostsFound("registry", known(`${text.replace(/\/+$/, "")}/${name}`), { ...finding, written: text }, registryOf);
  });
}
