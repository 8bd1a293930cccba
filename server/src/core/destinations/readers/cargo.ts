/** Cargo: the registries to which `publish` of a package confines itself, placed by `.cargo/config.toml`. */
import { Finds } from "../commands/finding.js";
import { at, itemsOf, scalarAt } from "../document.js";
import { folderOf, folderScope, inside } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { parseToml } from "../toml.js";

export const cargo: Reader = {
  id: "cargo",
  endings: ["toml", "config"],
  claims: (path) => /(^|\/)(?:Cargo\.toml|\.cargo\/config(?:\.toml)?)$/.test(path),
  idle: (text) => !/\bpublish\b/.test(text),
  read(path, text, tree) {
    if (!path.endsWith("Cargo.toml")) return { destinations: [], problems: [] };
    const { roots, problems } = parseToml(path, text);
    const finds = new Finds(path, folderScope(path));
    for (const root of roots)
      for (const table of [at(root, "package"), at(root, "workspace", "package")])
        for (const item of itemsOf(at(table, "publish"))) {
          if (item.kind !== "scalar") continue;
          const about = { kind: "package-registry" as const, via: "publish" as const, name: "package.publish", line: item.line };
          const index = item.text === "crates-io" ? undefined : registryOf(tree, path, item.text);
          if (item.text === "crates-io") finds.host({ ...about, audience: "public" }, "crates.io", item.text);
          else if (index)
            finds.address(about, {
              text: index.text.replace(/^sparse\+/, ""),
              missing: null,
              trail: [{ path: index.path, line: index.line, what: `registries.${item.text}.index` }],
            });
          else finds.unknown(about, `registry ${item.text}`, item.text);
        }
    return { destinations: finds.all, problems };
  },
};

/** The index of a registry in the nearest configuration of the tree. */
function registryOf(tree: DeployTree, path: string, name: string): { text: string; path: string; line: number } | undefined {
  for (const folder of new Set([folderOf(path), ""]))
    for (const file of [".cargo/config.toml", ".cargo/config"]) {
      const full = inside(folder, file);
      const text = tree.text(full);
      const index = text === undefined ? undefined : scalarAt(parseToml(full, text).roots[0], "registries", name, "index");
      if (index) return { text: index.text, path: full, line: index.line };
    }
  return undefined;
}
