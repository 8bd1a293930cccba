/** Nomad jobs: the registries of own images. Its regions and datacenters are names of the cluster's own and say nothing of the world. */
import type { FoundDestination } from "../destination.js";
import { hostsFound } from "../found.js";
import { parseHcl } from "../hcl.js";
import type { Body } from "../hcl-syntax.js";
import { ownRegistryIn } from "../own-images.js";
import type { Reader } from "../reader.js";
import { known } from "../value.js";

export const nomad: Reader = {
  id: "nomad",
  endings: ["nomad", "hcl"],
  claims: (path) => /\.nomad(?:\.hcl)?$/.test(path),
  read(path, text, tree) {
    // Levant and nomad-pack render `[[ … ]]` first.
    const template = text.includes("[[");
    const { body, problems } = parseHcl(
      path,
      text.replace(/\[\[[^\]\n]{0,300}\]\]/g, (part) => `"${"x".repeat(part.length - 2)}"`),
    );
    const registryOf = ownRegistryIn(tree);
    const images = (within: Body, depth: number): FoundDestination[] => [
      ...within.attributes.flatMap(({ name, value, line }) => {
        const image =
          name !== "image"
            ? undefined
            : value.kind === "text"
              ? value.text
              : value.kind === "template" && value.parts[0]?.kind === "text"
                ? `${value.parts[0].text}x`
                : undefined;
        return image === undefined
          ? []
          : hostsFound(
              "registry",
              known(image),
              { via: "publish", name: "task.image", written: image, path, line, what: "config.image" },
              registryOf,
            );
      }),
      ...(depth > 10 ? [] : within.blocks.flatMap((block) => images(block.body, depth + 1))),
    ];
    return { destinations: images(body, 0), problems: template ? [] : problems };
  },
};
