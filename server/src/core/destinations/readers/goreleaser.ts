/** GoReleaser: images, taps, stores and publishers; the release on the tree's own repository is no further way out. */
import { imageHost, pushedImage } from "../commands/pushed-image.js";
import { Finds, type About } from "../commands/finding.js";
import { pushedRepository } from "../commands/git.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import type { Scope } from "../commands/expand.js";
import type { Syntax } from "../commands/words.js";
import { at, documentsOf, itemsOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import type { Reader } from "../reader.js";
import { templates, valuesOf, Variables } from "./ci.js";

const syntax: Syntax = { template: templates("{{", "}}") };
const clouds: Readonly<Record<string, string>> = { s3: "aws", gs: "gcp", azblob: "azure" };

export const goreleaser: Reader = {
  id: "goreleaser",
  endings: ["yaml", "yml"],
  claims: (path) => /(^|\/)\.?goreleaser[\w.-]*\.ya?ml$|(^|\/)\.goreleaser\/[^/]+\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const finds = new Finds(path);
    for (const root of roots.slice(0, 1)) {
      const variables = new Variables(path, syntax);
      variables.addAll(at(root, "env"), "env");
      const scope: Scope = (name) => variables.scope(name.replace(/^\.Env\./, ""));
      readImages(root, scope, finds);
      readRepositories(root, scope, finds);
      readStores(root, scope, finds);
      readPublishers(root, scope, finds);
    }
    return { destinations: finds.all, problems };
  },
};

function off(node: Node): boolean {
  return ["skip_push", "skip_upload", "disable", "skip_publish", "skip"].some((key) => /^true$/.test(textOf(at(node, key)) ?? ""));
}

function readImages(root: Node, scope: Scope, finds: Finds): void {
  const push = (scalar: Scalar, name: string): void => {
    for (const value of valuesOf(scalar, scope, syntax))
      if (imageHost(value.text, value.missing) !== null) pushedImage(finds, { via: "push", name, line: scalar.line }, value);
  };
  for (const docker of itemsOf(at(root, "dockers")))
    if (!off(docker))
      for (const item of itemsOf(at(docker, "image_templates"))) if (item.kind === "scalar") push(item, "dockers.image_templates");
  for (const docker of itemsOf(at(root, "dockers_v2")))
    if (!off(docker))
      for (const item of itemsOf(at(docker, "images")))
        if (item.kind === "scalar") push({ ...item, text: `${item.text}:` }, "dockers_v2.images");
  for (const manifest of itemsOf(at(root, "docker_manifests"))) {
    const name = scalarAt(manifest, "name_template");
    if (name && !off(manifest)) push(name, "docker_manifests.name_template");
  }
  for (const ko of itemsOf(at(root, "kos"))) {
    for (const item of [scalarAt(ko, "repository"), ...itemsOf(at(ko, "repositories"))])
      if (item?.kind === "scalar") push({ ...item, text: `${item.text}/` }, "kos.repository");
  }
}

/** Taps, buckets and indexes: repositories besides the tree's own. */
function readRepositories(root: Node, scope: Scope, finds: Finds): void {
  const session = newSession(finds);
  const sections = ["brews", "homebrew_casks", "scoops", "nix", "winget", "krews", "chocolateys"];
  for (const section of sections) {
    for (const entry of [...itemsOf(at(root, section)), ...(at(root, section)?.kind === "map" ? [at(root, section)] : [])]) {
      if (!entry || off(entry)) continue;
      const repository = at(entry, "repository") ?? at(entry, "tap") ?? at(entry, "bucket") ?? at(entry, "index");
      const owner = scalarAt(repository, "owner");
      const url = scalarAt(repository, "git", "url");
      if (url)
        for (const value of valuesOf(url, scope, syntax)) pushedRepository(session, { via: "push", name: section, line: url.line }, value);
      else if (owner)
        finds.host(
          { kind: "git-remote", via: "push", name: section, line: owner.line },
          "github.com",
          `github.com/${owner.text}/${textOf(at(repository, "name")) ?? ""}`,
        );
    }
  }
  for (const section of ["aurs", "aur_sources"])
    for (const entry of itemsOf(at(root, section))) {
      const url = scalarAt(entry, "git_url");
      if (url && !off(entry))
        for (const value of valuesOf(url, scope, syntax)) pushedRepository(session, { via: "push", name: section, line: url.line }, value);
    }
}

function readStores(root: Node, scope: Scope, finds: Finds): void {
  for (const blob of itemsOf(at(root, "blobs"))) {
    const bucket = scalarAt(blob, "bucket");
    if (!bucket || off(blob)) continue;
    const about: About = { kind: "object-storage", via: "upload", name: "blobs", line: bucket.line };
    const endpoint = scalarAt(blob, "endpoint");
    const region = scalarAt(blob, "region");
    if (endpoint) for (const value of valuesOf(endpoint, scope, syntax)) finds.address(about, value);
    else
      for (const value of valuesOf(bucket, scope, syntax))
        finds.bucket(
          about,
          [clouds[textOf(at(blob, "provider")) ?? ""] ?? "aws"],
          value,
          region ? valuesOf(region, scope, syntax)[0] : undefined,
        );
  }
  for (const section of ["uploads", "artifactories"])
    for (const upload of itemsOf(at(root, section))) {
      const target = scalarAt(upload, "target");
      if (target && !off(upload))
        for (const value of valuesOf(target, scope, syntax))
          finds.address({ kind: "package-registry", via: "publish", name: section, line: target.line }, value);
    }
}

function readPublishers(root: Node, scope: Scope, finds: Finds): void {
  for (const snap of itemsOf(at(root, "snapcrafts"))) {
    const publish = scalarAt(snap, "publish");
    if (publish?.text === "true")
      finds.host(
        { kind: "package-registry", via: "publish", name: "snapcrafts", line: publish.line, audience: "public" },
        "snapcraft.io",
        "snapcrafts.publish",
      );
  }
  for (const section of ["furies", "gemfury"])
    for (const fury of itemsOf(at(root, section))) {
      const account = scalarAt(fury, "account");
      if (account && !off(fury))
        finds.host({ kind: "package-registry", via: "publish", name: section, line: account.line }, "gemfury.com", account.text);
    }
  for (const entry of itemsOf(at(root, "npms"))) {
    const name = scalarAt(entry, "name");
    if (name && !off(entry))
      finds.host(
        { kind: "package-registry", via: "publish", name: "npms", line: name.line, audience: "public" },
        "registry.npmjs.org",
        name.text,
      );
  }
  for (const publisher of itemsOf(at(root, "publishers"))) {
    const command = scalarAt(publisher, "cmd");
    if (command) runScript(newSession(finds), { text: command.text, line: command.textLine, syntax }, scope);
  }
}
