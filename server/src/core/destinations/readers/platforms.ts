/** Platforms with one small file of their own: Fly.io, Vercel, Netlify, Cloudflare, App Engine, Render, DigitalOcean, CloudBase. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, eachScalar, itemsOf, scalarAt, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound, unplaced } from "../found.js";
import { builtRegistry } from "../image.js";
import { folderScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { parseToml } from "../toml.js";
import { known } from "../value.js";

/** A reader of one file that says regions of one cloud under some keys. */
function regionFile(
  id: string,
  cloud: string,
  endings: readonly string[],
  file: RegExp,
  scalarsOf: (root: Node) => readonly (Scalar | undefined)[],
  more?: (root: Node, path: string) => FoundDestination[],
): Reader {
  return {
    id,
    endings,
    claims: (path) => file.test(path),
    read(path, text, tree) {
      const { roots, problems } = path.endsWith(".toml") ? parseToml(path, text) : documentsOf(tree, path, withoutComments(path, text));
      const destinations = roots.flatMap((root) => [
        ...scalarsOf(root).flatMap((scalar) =>
          scalar && looksLikeRegion(cloud, scalar.text)
            ? regionsFound(cloud, known(scalar.text), {
                via: "deploy",
                name: id,
                written: scalar.text,
                path,
                line: scalar.line,
                what: "region",
                scope: folderScope(path),
              })
            : [],
        ),
        ...(more?.(root, path) ?? []),
      ]);
      return { destinations, problems };
    },
  };
}

/** JSON with comments, as some of these tools take it; line by line, so that positions stay. */
function withoutComments(path: string, text: string): string {
  return path.endsWith(".jsonc")
    ? text.replace(/^([ \t]*)\/\/.*$/gm, "$1").replace(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, " "))
    : text;
}

function scalarsIn(node: Node | undefined): Scalar[] {
  return itemsOf(node).flatMap((item) => (item.kind === "scalar" ? [item] : []));
}

export const flyio = regionFile(
  "flyio",
  "flyio",
  ["toml", "json", "yaml", "yml"],
  /(?:^|\/)fly(?:\.[\w-]+)?\.(?:toml|json|ya?ml)$/,
  (root) => [scalarAt(root, "primary_region"), scalarAt(root, "env", "PRIMARY_REGION"), ...scalarsIn(at(root, "regions"))],
);

export const vercel = regionFile("vercel", "vercel", ["json"], /(?:^|\/)(?:vercel|now)\.json$/, (root) => {
  const found: Scalar[] = [...scalarsIn(at(root, "regions")), ...scalarsIn(at(root, "functionFailoverRegions"))];
  eachScalar(at(root, "functions") ?? root, (scalar, keys) => void (keys.at(-1) === "regions" && keys.length > 1 && found.push(scalar)));
  return found;
});

/** A region for functions needs a plan that has them; AWS names them. */
export const netlify = regionFile("netlify", "aws", ["toml"], /(?:^|\/)netlify\.toml$/, (root) => [scalarAt(root, "functions", "region")]);

export const appEngine = regionFile("app-engine", "gcp", ["yaml", "yml"], /(?:^|\/)app(?:[-_.][\w-]+)?\.ya?ml$/, (root) => {
  if (!at(root, "runtime") && !at(root, "env")) return [];
  const connector = scalarAt(root, "vpc_access_connector", "name");
  const region = connector && /\/locations\/([a-z0-9-]+)\//.exec(connector.text)?.[1];
  return connector && region !== undefined ? [{ ...connector, text: region }] : [];
});

export const render = regionFile("render", "render", ["yaml", "yml"], /(?:^|\/)render\.ya?ml$/, (root) =>
  ["services", "databases"].flatMap((key) => itemsOf(at(root, key)).map((item) => scalarAt(item, "region"))),
);

export const cloudbase = regionFile("cloudbase", "tencent", ["json"], /(?:^|\/)cloudbaserc(?:\.[\w-]+)?\.json$/, (root) => [
  scalarAt(root, "region"),
]);

/** Workers run everywhere; a domain of one's own and a hint for the placement are what the file can say. */
export const wrangler = regionFile(
  "wrangler",
  "gcp",
  ["toml", "json", "jsonc"],
  /(?:^|\/)wrangler(?:\.[\w-]+)?\.(?:toml|jsonc?)$/,
  () => [],
  (root, path) => {
    const found: FoundDestination[] = [];
    const routes = [at(root, "route"), ...itemsOf(at(root, "routes"))];
    for (const route of routes) {
      const pattern = scalarAt(route, "pattern");
      if (pattern && scalarAt(route, "custom_domain")?.text === "true")
        found.push(
          ...hostsFound(
            "host",
            known(pattern.text),
            {
              via: "serve",
              name: "routes",
              written: pattern.text,
              path,
              line: pattern.line,
              what: "routes.custom_domain",
              scope: folderScope(path),
            },
            (text) => text.toLowerCase(),
          ),
        );
    }
    const hint = scalarAt(root, "placement", "region");
    const [cloud = "", region = ""] = hint?.text.split(":") ?? [];
    if (hint && looksLikeRegion(cloud, region))
      found.push(
        ...regionsFound(cloud, known(region), {
          via: "deploy",
          name: "placement",
          written: hint.text,
          path,
          line: hint.line,
          what: "placement.region",
        }),
      );
    return found;
  },
);

/** DigitalOcean's App Platform writes three letters for a region (`nyc`, `fra`): its first data centre there. */
export const digitaloceanApp: Reader = {
  id: "digitalocean-app",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)\.do\/[\w.-]+\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) => {
      const spec = at(root, "spec") ?? root;
      const region = scalarAt(spec, "region");
      if (!region) return [];
      const finding = {
        via: "deploy" as const,
        name: "app",
        written: region.text,
        path,
        line: region.line,
        what: "region",
        scope: folderScope(path),
      };
      const name = /^[a-z]{3}$/.test(region.text) ? `${region.text}${{ ams: 3, nyc: 1, sfo: 3 }[region.text] ?? 1}` : region.text;
      return looksLikeRegion("digitalocean", name)
        ? regionsFound("digitalocean", known(name), finding)
        : [unplaced("cloud-region", `region ${region.text}`, finding)];
    });
    return { destinations, problems };
  },
};

/** Skaffold builds images and pushes them to the registry in their name. */
export const skaffold: Reader = {
  id: "skaffold",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)skaffold[\w.-]*\.ya?ml$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) =>
      [root, ...itemsOf(at(root, "profiles"))].flatMap((level) =>
        itemsOf(at(level, "build", "artifacts")).flatMap((artifact) => {
          const image = scalarAt(artifact, "image");
          // A short name goes where `--default-repo` says, which is not in the file.
          if (!image || !/^[^/]+\.[^/]+\//.test(image.text) || /[{}]/.test(image.text)) return [];
          const context = scalarAt(artifact, "context")?.text ?? ".";
          return hostsFound(
            "registry",
            known(image.text),
            {
              via: "push",
              name: "build.artifacts",
              written: image.text,
              path,
              line: image.line,
              what: "image",
              scope: folderScope(`${path.slice(0, path.lastIndexOf("/") + 1)}${context}/x`),
            },
            builtRegistry,
          );
        }),
      ),
    );
    return { destinations, problems };
  },
};
