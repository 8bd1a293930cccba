/** Images that the tree itself pushes, by name: what lies in a registry for everybody is its own where a command or workflow beside it pushes it. */
import { builtRegistry, ownRegistry, parseImage } from "./image.js";
import type { DeployTree } from "./reader.js";

const trees = new WeakMap<DeployTree, ReadonlySet<string>>();

/** Files in which images are built and pushed. */
const buildFiles =
  /(?:^|\/)(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci|\.circleci\/|Jenkinsfile|Makefile|GNUmakefile|[\w.-]+\.mk$|[\w.-]*(?:build|push|release|publish|deploy|docker)[\w.-]*\.(?:sh|ya?ml)$|\.goreleaser|Taskfile|justfile|skaffold|azure-pipelines|bitbucket-pipelines|\.drone|\.woodpecker|\.travis)/i;

/** Whether the tree pushes an image of this name (tag and digest aside), or the image is written with its registry and lies in the account to which the project belongs. A short name alone is how everybody pulls. */
function isOwn(tree: DeployTree, image: string): boolean {
  const named = parseImage(image);
  if (!named || named.namespace === "") return false;
  let names = trees.get(tree);
  if (!names) trees.set(tree, (names = pushedBy(tree)));
  return names.has(`${named.host}/${named.path}`) || (/^[^/]+\.[^/]+\//.test(image) && ownersOf(tree).has(named.namespace.toLowerCase()));
}

/** The registry of an image that is the tree's own, by where it lies or because the tree pushes it. */
export function ownRegistryIn(tree: DeployTree): (image: string) => string | undefined {
  return (image) => ownRegistry(image) ?? (isOwn(tree, image) ? builtRegistry(image) : undefined);
}

const owners = new WeakMap<DeployTree, ReadonlySet<string>>();

/** Files in which a project says who it is, at the root or one folder below. */
const identityFiles = /^(?:[^/]+\/)?(?:go\.mod|package\.json|Cargo\.toml|pyproject\.toml|composer\.json|Chart\.yaml|pom\.xml)$/;

/** Whether a file says to whom the project belongs. */
export function isIdentityFile(path: string): boolean {
  return identityFiles.test(path);
}

/** Accounts on code hosts that the project's own manifests name as its home, in lower case. */
function ownersOf(tree: DeployTree): ReadonlySet<string> {
  const before = owners.get(tree);
  if (before) return before;
  const names = new Set<string>();
  for (const path of tree.list("")) {
    if (!isIdentityFile(path)) continue;
    const text = (tree.text(path) ?? "").slice(0, 100_000);
    const home = path.endsWith("go.mod")
      ? /^module\s+(?:github|gitlab|gitee)\.com\/([\w.-]+)\//m
      : /(?:repository|homepage|home|url|scm|source)["']?\s*[:=>][^\n]{0,80}?(?:github|gitlab|gitee)\.com[/:]([\w.-]+)\//i;
    const owner = home.exec(text)?.[1];
    if (owner !== undefined) names.add(owner.toLowerCase());
  }
  owners.set(tree, names);
  return names;
}

function pushedBy(tree: DeployTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of tree.list("")) {
    if (!buildFiles.test(path) || /compose/i.test(path)) continue;
    const text = tree.text(path) ?? "";
    if (text.length > 500_000 || !/push/.test(text)) continue;
    const written = [
      ...text.matchAll(/\b(?:docker|podman|buildah|nerdctl)\s+(?:image\s+)?push\s+(?:--?[\w=-]+\s+){0,4}["']?([\w./:@-]+)/g),
      ...text.matchAll(/(?:^|\s)(?:images|tags)["']?\s*:\s*(?:\|\s*\n\s*)?-?\s*["']?([\w.-]+(?:\/[\w.-]+){1,4})/g),
      ...text.matchAll(/(?:^|\s)(?:DOCKER_)?IMAGE(?:_NAME|_REPO)?["']?\s*[:?+]?[=:]\s*["']?([\w.-]+(?:\/[\w.-]+){1,4})/g),
    ];
    for (const [, name = ""] of written.slice(0, 500)) {
      const image = parseImage(name);
      if (image && image.namespace !== "") names.add(`${image.host}/${image.path}`);
    }
  }
  return names;
}
