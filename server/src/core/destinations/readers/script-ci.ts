/** CI systems whose files are scripts under a few known keys: Buildkite, Cirrus, Semaphore, Codefresh, CNB, Concourse, Tekton, Screwdriver, Buddy. */
import type { Scope } from "../commands/expand.js";
import { pushedImage } from "../commands/pushed-image.js";
import { Finds } from "../commands/finding.js";
import { newSession } from "../commands/session.js";
import { at, documentsOf, entriesOf, scalarAt, textOf, type Node } from "../document.js";
import type { DeployTree, Reader } from "../reader.js";
import { runScripts, scriptsOf, Variables } from "./ci.js";
import { readPlugin } from "./drone.js";
import { withTreeDefaults } from "./tree-defaults.js";

/** Keys under which these formats keep command lines. */
const scripts = new Set([
  "command",
  "commands",
  "script",
  "scripts",
  "run",
  "cmd",
  "cmds",
  "before_script",
  "after_script",
  "execute_commands",
]);
const environments = new Set(["env", "environment", "variables", "env_vars"]);

export const scriptCi: Reader = {
  id: "script-ci",
  endings: ["yaml", "yml"],
  claims: (path) =>
    /(^|\/)(?:\.buildkite\/.+|\.buildkite|\.cirrus|\.semaphore\/.+|codefresh|\.codefresh\/.+|\.cnb|\.coding-ci|\.tekton\/.+|\.concourse\/.+|concourse\/.+|screwdriver|buddy|\.buddy\/.+|\.ci\/buildkite\/.+|wercker|shippable|\.scrutinizer|\.builds\/.+|\.build|\.gocd\.[\w-]+|\.gocd|heroku|\.agola\/.+)\.ya?ml$/.test(
      path,
    ),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots) visit(root, { path, finds, tree, scope: given(path) }, 0);
    return { destinations: finds.all, problems };
  },
};

/** What a system sets for every job and what is the same everywhere. */
function given(path: string): Scope {
  const cnb = /(?:^|\/)\.cnb\.ya?ml$/.test(path);
  return (name) => (cnb && name === "CNB_DOCKER_REGISTRY" ? [{ text: "docker.cnb.cool", missing: null, trail: [] }] : undefined);
}

interface File {
  readonly path: string;
  readonly finds: Finds;
  readonly tree: DeployTree;
  readonly scope: Scope;
}

function visit(node: Node, file: File, depth: number): void {
  if (depth > 30) return;
  if (node.kind === "list") for (const item of node.items) visit(item, file, depth + 1);
  if (node.kind !== "map") return;
  const variables = new Variables(file.path, {}, file.scope);
  for (const { key, value } of entriesOf(node)) if (environments.has(key)) variables.addAll(value, key);
  const here = { ...file, scope: variables.scope };
  const session = withTreeDefaults(newSession(file.finds), file.tree);
  for (const { key, value } of entriesOf(node)) {
    if (scripts.has(key) || /_script$/.test(key)) {
      if (scriptsOf(value).length) runScripts(session, [value], here.scope, {});
      if (value.kind !== "scalar") visit(value, here, depth + 1);
    } else visit(value, here, depth + 1);
  }
  push(node, here);
  if (at(node, "settings")) readPlugin(node, here.scope, session);
}

/** Codefresh's `type: push`: candidate, registry and image name. */
function push(node: Node, file: File): void {
  const registry = scalarAt(node, "registry");
  const image = scalarAt(node, "image_name") ?? scalarAt(node, "image") ?? registry;
  if (textOf(at(node, "type")) !== "push" || !image) return;
  if (/^[\w-]+(?:\.[\w-]+)+\//.test(image.text))
    pushedImage(file.finds, { via: "push", name: "push", line: image.line }, { text: image.text, missing: null, trail: [] });
  else
    file.finds.unknown(
      { kind: "registry", via: "push", name: "push", line: image.line },
      `registry ${registry?.text ?? "of Codefresh"}`,
      image.text,
    );
}
