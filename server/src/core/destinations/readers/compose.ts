/** Docker Compose: registries of images that are built here or lie in a registry of one's own; logs that go to a cloud. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, entriesOf, itemsOf, scalarAt, textOf, type Node } from "../document.js";
import { hostsFound, regionsFound } from "../found.js";
import { looksLikeRegion } from "../region-name.js";
import { builtRegistry } from "../image.js";
import { ownRegistryIn } from "../own-images.js";
import { below, folderOf, inside } from "../paths.js";
import type { DeployTree, Reader } from "../reader.js";
import { placesInEnvironment } from "../settings.js";
import { either, joined, known, unknownValue, type Value } from "../value.js";

export const compose: Reader = {
  id: "compose",
  endings: ["yaml", "yml"],
  claims: (path) => /(?:^|\/)(?:[\w.-]*docker-)?(?:compose|stack)[\w.-]*\.ya?ml$/i.test(path),
  read(path, text, tree) {
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) => {
      const services = at(root, "services");
      return entriesOf(services ?? root).flatMap((entry) => [
        ...fromService(entry.key, entry.value, path, tree),
        ...placesInEnvironment(at(entry.value, "environment"), text, path, entry.key),
      ]);
    });
    return { destinations, problems };
  },
};

function fromService(name: string, service: Node, path: string, tree: DeployTree): FoundDestination[] {
  const build = at(service, "build");
  const context = textOf(build) ?? scalarAt(build, "context")?.text;
  const scope = build ? { scope: below(inside(folderOf(path), context ?? ".")) } : {};
  const images = [scalarAt(service, "image"), ...itemsOf(at(build, "tags")).map((tag) => scalarAt(tag))];
  const registries = images.flatMap((image) => {
    if (!image) return [];
    const finding = {
      via: build ? ("push" as const) : ("publish" as const),
      name,
      written: image.text,
      path,
      line: image.line,
      what: "image",
      ...scope,
    };
    // A name without a host is not pushed by being built: that needs a command.
    const value = interpolated(image.text, path, tree);
    // What is neither built here nor named says nothing of where it comes from, let alone where it goes.
    return hostsFound("registry", build ? value : { ...value, unknown: null }, finding, (text) =>
      build && /^[^/]*[.:][^/]*\//.test(text) ? builtRegistry(text) : ownRegistryIn(tree)(text),
    );
  });
  const logs = scalarAt(service, "logging", "options", "awslogs-region");
  return [
    ...registries,
    ...(logs
      ? regionsFound("aws", wholly(interpolated(logs.text, path, tree), logs.text), {
          via: "upload",
          name,
          written: logs.text,
          path,
          line: logs.line,
          what: "logging.awslogs-region",
        })
      : []),
  ];
}

/** A region of which a part stays open is no region: the variable's name decides. */
function wholly(value: Value, written: string): Value {
  const name = /\$\{?(\w+)/.exec(written)?.[1];
  const real = value.options.filter((option) => looksLikeRegion("aws", option.text));
  return { options: real, unknown: real.length > 0 ? null : (name ?? value.unknown) };
}

/** `${NAME}`, `${NAME:-default}` and `$NAME`, from the `.env` beside the file, else the default. */
function interpolated(text: string, path: string, tree: DeployTree): Value {
  const file = inside(folderOf(path), ".env");
  const variables = new Map(
    (tree.text(file) ?? "").split(/\r?\n/).flatMap((line, i) => {
      const [, name, value] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { text: (value ?? "").replace(/^(["'])(.*)\1$/, "$2"), line: i + 1 }] as const];
    }),
  );
  const parts = text.split(/(\$\{[^{}]*\}|\$\w+)/).filter((part) => part !== "");
  return joined(
    parts.map((part): Value => {
      const [, name = "", fallback] = /^\$\{?(\w+)(?::?[-=]([^}]*))?[^}]*\}?$/.exec(part) ?? [];
      if (!part.startsWith("$") || name === "") return known(part);
      const given = variables.get(name);
      if (given) return known(given.text, { path: file, line: given.line, what: name });
      return fallback === undefined ? either([unknownValue(name), known("x")]) : known(fallback);
    }),
  );
}
