/** Kustomize: `images` that rename to a registry of one's own. What `resources` point to is pulled. */
import { at, documentsOf, itemsOf, scalarAt } from "../document.js";
import { hostsFound } from "../found.js";
import { ownRegistryIn } from "../own-images.js";
import type { Reader } from "../reader.js";
import { known } from "../value.js";

export const kustomize: Reader = {
  id: "kustomize",
  endings: ["yaml", "yml", "kustomization"],
  claims: (path) => /(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) =>
      itemsOf(at(root, "images")).flatMap((image) => {
        const name = scalarAt(image, "newName") ?? scalarAt(image, "name");
        return name
          ? hostsFound(
              "registry",
              // Kustomize's own variables name a project or account, never a registry.
              known(name.text.replace(/\$\((\w+)\)/g, "$1")),
              { via: "publish", name: "images", written: name.text, path, line: name.line, what: "images.newName" },
              ownRegistryIn(tree),
            )
          : [];
      }),
    );
    return { destinations, problems };
  },
};
