/** Maven: where `distributionManagement` and the plug-ins that publish send artefacts and images. */
import { pushedImage } from "../commands/pushed-image.js";
import { expand, isOpen, type Expansion, type Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { partsOf } from "../commands/tokens.js";
import { folderScope, resolved } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { child, elementsNamed, parseXml, type Element } from "../xml.js";

export const maven: Reader = {
  id: "maven",
  endings: ["xml"],
  claims: (path) => /(^|\/)(?:[\w.-]*pom[\w.-]*\.xml)$/.test(path),
  read(path, text, tree) {
    const { root, problems } = parseXml(path, text);
    const project = child(root, "project");
    const finds = new Finds(path, folderScope(path));
    if (project) readProject(project, propertiesOf(path, project, tree, 0), finds);
    return { destinations: finds.all, problems };
  },
};

function readProject(project: Element, scope: Scope, finds: Finds): void {
  for (const management of elementsNamed(project, "distributionManagement")) {
    for (const name of ["repository", "snapshotRepository", "site"]) {
      const url = child(management, name, "url");
      if (!url) continue;
      const about = {
        kind: name === "site" ? ("host" as const) : ("package-registry" as const),
        via: "publish" as const,
        name: `distributionManagement.${name}`,
        line: url.line,
      };
      for (const value of values(url, scope)) {
        if (/^file:/.test(value.text)) continue;
        finds.address(about, { ...value, text: value.text.replace(/^(?:dav|scm:(?:git|svn)):/, "") });
      }
    }
  }
  for (const sonar of elementsNamed(project, "sonar.host.url"))
    for (const value of values(sonar, scope))
      finds.address({ kind: "host", via: "upload", name: "sonar.host.url", line: sonar.line }, value);
  for (const plugin of elementsNamed(project, "plugin")) readPlugin(plugin, scope, finds);
}

function readPlugin(plugin: Element, scope: Scope, finds: Finds): void {
  const id = child(plugin, "artifactId")?.text ?? "";
  const line = child(plugin, "artifactId")?.line ?? plugin.line;
  const about = { via: "publish" as const, name: id, line };
  if (id === "central-publishing-maven-plugin")
    finds.host({ ...about, kind: "package-registry", audience: "public" }, "central.sonatype.com", id);
  if (id === "nexus-staging-maven-plugin")
    for (const url of elementsNamed(plugin, "nexusUrl"))
      for (const value of values(url, scope)) finds.address({ ...about, kind: "package-registry", line: url.line }, value);
  if (/^azure-(?:webapp|functions|spring-apps|container-apps)-maven-plugin$/.test(id))
    for (const region of elementsNamed(plugin, "region"))
      for (const value of values(region, scope))
        finds.region({ kind: "cloud-region", via: "deploy", name: id, line: region.line }, "azure", value);
  if (id === "jib-maven-plugin") for (const to of elementsNamed(plugin, "to")) image(child(to, "image"), scope, finds, id);
  if (id === "dockerfile-maven-plugin") for (const repository of elementsNamed(plugin, "repository")) image(repository, scope, finds, id);
  if (id === "docker-maven-plugin" || id === "fabric8-maven-plugin") dockerPlugin(plugin, scope, finds, id);
  if (id === "spring-boot-maven-plugin" && elementsNamed(plugin, "publish").some((each) => each.text === "true"))
    for (const each of elementsNamed(plugin, "image")) image(child(each, "name"), scope, finds, id);
}

/** Both plug-ins of this name: `imageName` with `pushImage`, or `image/name` with a registry. */
function dockerPlugin(plugin: Element, scope: Scope, finds: Finds, id: string): void {
  for (const name of elementsNamed(plugin, "imageName")) {
    const pushes =
      elementsNamed(plugin, "pushImage").some((each) => each.text === "true") ||
      /^[\w-]+(?:\.[\w-]+)+/.test(values(name, scope)[0]?.text ?? "");
    if (pushes) image(name, scope, finds, id);
  }
  const registries = elementsNamed(plugin, "pushRegistry").concat(elementsNamed(plugin, "registry"));
  for (const registry of registries)
    for (const value of values(registry, scope)) finds.address({ kind: "registry", via: "push", name: id, line: registry.line }, value);
  if (registries.length === 0)
    for (const each of elementsNamed(plugin, "image"))
      if (/^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(values(child(each, "name"), scope)[0]?.text ?? ""))
        image(child(each, "name"), scope, finds, id);
}

function image(element: Element | undefined, scope: Scope, finds: Finds, name: string): void {
  if (element)
    for (const value of values(element, scope))
      if (!isOpen(value.text.split("/")[0] ?? "") || value.missing !== null)
        pushedImage(finds, { via: "push", name, line: element.line }, value);
}

function values(element: Element | undefined, scope: Scope): Expansion[] {
  return element ? expand(partsOf(element.text), scope) : [];
}

/** Properties of the project and of its parents in the tree. */
function propertiesOf(path: string, project: Element, tree: DeployTree, depth: number): Scope {
  const own = new Map<string, { text: string; line: number }>();
  for (const properties of elementsNamed(project, "properties"))
    for (const each of properties.children) if (!own.has(each.name)) own.set(each.name, each);
  for (const name of ["groupId", "artifactId", "version"]) {
    const element = child(project, name) ?? child(project, "parent", name);
    if (element) own.set(`project.${name}`, element);
  }
  const parent = depth < 5 && child(project, "parent") ? parentOf(path, project, tree, depth) : () => undefined;
  const busy = new Set<string>();
  const scope: Scope = (name) => {
    const found = own.get(name.replace(/^pom\./, "project.").replace(/^(?:groupId|artifactId|version)$/, "project.$&"));
    if (!found || busy.has(name) || busy.size > 8) return parent(name);
    busy.add(name);
    const all = expand(partsOf(found.text), scope).map((v) => ({
      ...v,
      trail: [{ path, line: found.line, what: `properties.${name}` }, ...v.trail],
    }));
    busy.delete(name);
    return all;
  };
  return scope;
}

function parentOf(path: string, project: Element, tree: DeployTree, depth: number): Scope {
  const relative = child(project, "parent", "relativePath")?.text ?? "../pom.xml";
  const target = resolved(path, relative.endsWith(".xml") ? relative : `${relative}/pom.xml`);
  const text = target === path || relative === "" ? undefined : tree.text(target);
  const parent = text === undefined ? undefined : child(parseXml(target, text).root, "project");
  return parent ? propertiesOf(target, parent, tree, depth + 1) : () => undefined;
}
