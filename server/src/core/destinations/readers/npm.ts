/** npm: `publishConfig` and the scripts of package.json, registries with a token in `.npmrc`. */
import { Finds } from "../commands/finding.js";
import { hostOf, type Expansion } from "../commands/expand.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import { settingsOf } from "../ini.js";
import { below, escaped, folderOf, inside } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";

export const npm: Reader = {
  id: "npm",
  endings: ["json", "npmrc", "yml"],
  claims: (path) => /(^|\/)(?:package\.json|\.npmrc|\.yarnrc\.yml|lerna\.json)$/.test(path) && !path.includes("node_modules/"),
  read(path, text, tree) {
    if (path.endsWith(".npmrc")) return { destinations: fromNpmrc(path, text).all, problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      if (path.endsWith(".yml")) fromYarnrc(path, root, finds);
      else fromPackage(path, root, tree, finds);
    }
    return { destinations: finds.all, problems };
  },
};

function fromPackage(path: string, root: Node, tree: DeployTree, finds: Finds): void {
  const registry = scalarAt(root, "publishConfig", "registry") ?? scalarAt(root, "command", "publish", "registry");
  const access = scalarAt(root, "publishConfig", "access");
  const closed = textOf(at(root, "private")) === "true";
  const scope = filesOf(path, root);
  const about = { kind: "package-registry" as const, via: "publish" as const, name: textOf(at(root, "name")) ?? "publishConfig", scope };
  if (!closed && registry) finds.address({ ...about, line: registry.line }, { text: registry.text, missing: null, trail: [] });
  else if (!closed && access?.text === "public")
    finds.host({ ...about, line: access.line, audience: "public" }, "registry.npmjs.org", "publishConfig.access");
  const session = newSession(finds);
  const said = registry ? [{ text: registry.text, missing: null, trail: [] }] : registryOf(tree, path);
  for (const { value } of entriesOf(at(root, "scripts"))) {
    if (value.kind !== "scalar") continue;
    session.npm = said;
    runScript(session, { text: value.text, line: value.line }, () => undefined);
  }
}

/** Globs of what the package takes along: `files`, or its whole folder. */
function filesOf(path: string, root: Node): readonly string[] {
  const folder = folderOf(path);
  const listed = itemsOf(at(root, "files")).flatMap((item) => textOf(item) ?? []);
  if (listed.length === 0) return below(folder);
  const own = listed.filter((name) => !name.startsWith("!")).map((name) => inside("", name));
  return ["package.json", ...own].flatMap((name) => {
    const full = folder === "" ? name : `${escaped(folder)}/${name}`;
    return /[*.][^/]*$/.test(name) ? [full] : [full, `${full}/**`];
  });
}

/** The registry that the nearest `.npmrc` of the tree has in force. */
function registryOf(tree: DeployTree, path: string): Expansion[] {
  for (const file of new Set([inside(folderOf(path), ".npmrc"), ".npmrc"])) {
    const setting = settingsOf(tree.text(file) ?? "").find((each) => each.key === "registry");
    if (setting) return [{ text: setting.value, missing: null, trail: [{ path: file, line: setting.line, what: "registry" }] }];
  }
  return [];
}

/** A registry for which the file holds a token can be published to; one without is only pulled from. */
function fromNpmrc(path: string, text: string): Finds {
  const finds = new Finds(path);
  const settings = settingsOf(text);
  const tokens = settings
    .filter((each) => /:_(?:authToken|auth|password)$/.test(each.key))
    .map((each) => hostOf(`https:${each.key.replace(/^https?:/, "")}`));
  for (const { key, value, line } of settings) {
    const host = /(?:^|:)registry$/.test(key) ? hostOf(value) : null;
    if (host !== null && tokens.includes(host))
      finds.address({ kind: "package-registry", via: "publish", name: key, line }, { text: value, missing: null, trail: [] });
  }
  return finds;
}

/** Yarn's `npmPublishRegistry`, at the top or in a scope. */
function fromYarnrc(path: string, root: Node, finds: Finds): void {
  const nodes = [root, ...entriesOf(at(root, "npmScopes")).map((each) => each.value)];
  for (const node of nodes) {
    const registry = scalarAt(node, "npmPublishRegistry");
    if (registry)
      finds.address(
        { kind: "package-registry", via: "publish", name: "npmPublishRegistry", line: registry.line },
        { text: registry.text, missing: null, trail: [{ path, line: registry.line, what: "npmPublishRegistry" }] },
      );
  }
}
