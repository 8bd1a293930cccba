/** What a tree says of where its packages go, for commands that do not: the root's `publishConfig`, `.npmrc` and `distributionManagement`. */
import { hostOf, isOpen, stated, type Expansion } from "../commands/expand.js";
import type { Session } from "../commands/session.js";
import { documentsOf, scalarAt } from "../document.js";
import { settingsOf } from "../ini.js";
import type { DeployTree } from "../reader.js";
import { child, elementsNamed, parseXml } from "../xml.js";

interface Defaults {
  readonly npm: readonly Expansion[];
  readonly maven: readonly Expansion[];
}

const known = new WeakMap<DeployTree, Defaults>();

/** Tells a session what the tree's root says. */
export function withTreeDefaults(session: Session, tree: DeployTree): Session {
  let defaults = known.get(tree);
  if (!defaults) known.set(tree, (defaults = { npm: npmRegistry(tree), maven: mavenRepository(tree) }));
  session.npm = defaults.npm;
  session.read = (path) => tree.text(path);
  if (defaults.maven.length) session.stores.set("registry mvn", defaults.maven);
  return session;
}

function npmRegistry(tree: DeployTree): readonly Expansion[] {
  const text = tree.text("package.json");
  const root = text === undefined ? undefined : documentsOf(tree, "package.json", text).roots[0];
  const registry = scalarAt(root, "publishConfig", "registry");
  if (registry) return [stated(registry.text, "package.json", registry.line, "publishConfig.registry")];
  const setting = settingsOf(tree.text(".npmrc") ?? "").find((each) => each.key === "registry");
  return setting ? [stated(setting.value, ".npmrc", setting.line, "registry")] : [];
}

function mavenRepository(tree: DeployTree): readonly Expansion[] {
  const text = tree.text("pom.xml");
  if (text === undefined) return [];
  const project = child(parseXml("pom.xml", text).root, "project");
  for (const management of project ? elementsNamed(project, "distributionManagement") : [])
    for (const name of ["repository", "snapshotRepository"]) {
      const url = child(management, name, "url");
      if (url && !isOpen(url.text) && hostOf(url.text) !== null)
        return [stated(url.text, "pom.xml", url.line, `distributionManagement.${name}`)];
    }
  const central = project
    ? elementsNamed(project, "artifactId").find((each) => each.text === "central-publishing-maven-plugin")
    : undefined;
  return central ? [stated("https://central.sonatype.com", "pom.xml", central.line, "central-publishing-maven-plugin")] : [];
}
