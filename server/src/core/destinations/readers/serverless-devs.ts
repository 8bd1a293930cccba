/** Serverless Devs (`s.yaml`): regions of resources through the tool's `${vars.…}`, and own images of Alibaba's function compute. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, eachScalar, entriesOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound } from "../found.js";
import { ownRegistry } from "../image.js";
import { folderScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { known, unknownValue, via, type Value } from "../value.js";

export const serverlessDevs: Reader = {
  id: "serverless-devs",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)s(?:[-_.][\w-]+)?\.ya?ml$/.test(path),
  read(path, text, tree) {
    if (!/^(?:edition|services|resources)\s*:/m.test(text) || !/component\s*:/.test(text)) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    return {
      destinations: roots.flatMap((root) =>
        ["services", "resources"].flatMap((key) =>
          entriesOf(at(root, key)).flatMap((entry) => fromResource(entry.key, entry.value, root, path)),
        ),
      ),
      problems,
    };
  },
};

function fromResource(name: string, resource: Node, root: Node, path: string): FoundDestination[] {
  const component = textOf(at(resource, "component")) ?? "";
  const cloud = /tencent|scf/.test(component)
    ? "tencent"
    : /huawei|fgs/.test(component)
      ? "huawei"
      : /aws|lambda/.test(component)
        ? "aws"
        : /volc|vefaas/.test(component)
          ? "volcengine"
          : "aliyun";
  const found: FoundDestination[] = [];
  const region = scalarAt(resource, "props", "region");
  const finding = (scalar: Scalar, what: string) => ({
    name,
    written: scalar.text,
    path,
    line: scalar.line,
    what,
    scope: folderScope(path),
  });
  if (region)
    found.push(...regionsFound(cloud, evaluate(region.text, root, path, 0), { ...finding(region, "props.region"), via: "deploy" }));
  eachScalar(at(resource, "props") ?? resource, (scalar, keys) => {
    if (/^image$|^customContainerConfig\.image$/.test(keys.at(-1) ?? ""))
      found.push(
        ...hostsFound("registry", evaluate(scalar.text, root, path, 0), { ...finding(scalar, "image"), via: "publish" }, ownRegistry),
      );
  });
  return found;
}

/** `${vars.region}`, `${env.REGION}`, `${env('REGION', 'default')}`. */
function evaluate(text: string, root: Node, path: string, depth: number): Value {
  const [, body] = /^\$\{([^}]*)\}$/.exec(text.trim()) ?? [];
  if (body === undefined) return text.includes("${") ? unknownValue(text) : known(text);
  const [, fallback] = /^env\([^,]*,\s*['"]([^'"]*)['"]\)$/.exec(body) ?? [];
  if (fallback !== undefined) return known(fallback);
  const target = scalarAt(root, ...body.trim().split("."));
  if (!target || depth > 5) return unknownValue(body);
  return via({ path, line: target.line, what: body }, evaluate(target.text, root, path, depth + 1));
}
