/** `samconfig.toml` (or YAML) of AWS SAM: region, bucket and registry of every environment and command. */
import type { FoundDestination } from "../destination.js";
import { documentsOf, eachScalar, entriesOf, scalarAt, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound, unplaced } from "../found.js";
import { builtRegistry } from "../image.js";
import { projectScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { parseToml } from "../toml.js";
import { known } from "../value.js";

export const samConfig: Reader = {
  id: "sam-config",
  endings: ["toml", "yaml", "yml"],
  claims: (path) => /(?:^|\/)samconfig[\w.-]*\.(?:toml|ya?ml)$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = path.endsWith(".toml") ? parseToml(path, text) : documentsOf(tree, path, text);
    return {
      destinations: roots.flatMap((root) => entriesOf(root).flatMap((environment) => fromEnvironment(environment.value, path))),
      problems,
    };
  },
};

function fromEnvironment(environment: Node, path: string): FoundDestination[] {
  const regions = new Map<Node, Scalar>();
  const common = scalarAt(environment, "global", "parameters", "region") ?? scalarAt(environment, "deploy", "parameters", "region");
  const found: FoundDestination[] = [];
  for (const command of entriesOf(environment)) {
    const region = scalarAt(command.value, "parameters", "region") ?? common;
    if (region) regions.set(command.value, region);
    eachScalar(command.value, (scalar, keys) => void found.push(...fromScalar(scalar, keys.at(-1) ?? "", region, path)));
  }
  return found;
}

function fromScalar(scalar: Scalar, key: string, region: Scalar | undefined, path: string): FoundDestination[] {
  const finding = {
    via: "deploy" as const,
    name: key,
    written: scalar.text,
    path,
    line: scalar.line,
    what: key,
    scope: projectScope(path),
  };
  if (key === "region") return looksLikeRegion("aws", scalar.text) ? regionsFound("aws", known(scalar.text), finding) : [];
  if (key === "s3_bucket") {
    const upload = { ...finding, via: "upload" as const };
    if (!region || !looksLikeRegion("aws", region.text)) return [unplaced("object-storage", `region of ${scalar.text}`, upload)];
    return regionsFound("aws", known(region.text, { path, line: region.line, what: "region" }), upload).map((each) => ({
      ...each,
      kind: "object-storage",
      value: `s3://${scalar.text}`,
    }));
  }
  if (key !== "image_repository" && key !== "image_repositories") return [];
  return hostsFound("registry", known(scalar.text.replace(/^\w+=/, "")), { ...finding, via: "push" }, builtRegistry);
}
