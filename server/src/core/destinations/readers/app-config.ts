/** Configuration of applications (Spring's `application*.yml` and `.properties`, `.env`, `config.yaml`, manifests of Cloud Foundry): stores and regions that the running program writes to. */
import { documentsOf, type Entry, type Node } from "../document.js";
import { settingsOf } from "../ini.js";
import type { Reader } from "../reader.js";
import { placesInSettings } from "../settings.js";

export const appConfig: Reader = {
  id: "app-config",
  claims: (path) =>
    /(^|\/)(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$|(^|\/)\.env(?:\.[\w.-]+)?$|(^|\/)(?:config|settings|manifest)(?:[._-][\w-]+)?\.ya?ml$/.test(
      path,
    ) && !/(^|\/)\.(?:circleci|github)\//.test(path),
  idle: (text) => !/region|endpoint|end-point|domain|bucket|oss|cos\b|s3|obs|qiniu|clouddn/i.test(text),
  read(path, text, tree) {
    if (/(?:^|\/)manifest[^/]*$/.test(path) && !/^applications:/m.test(text)) return { destinations: [], problems: [] };
    if (/\.ya?ml$/.test(path)) {
      const { roots, problems } = documentsOf(tree, path, text);
      // Templates of charts and generators are no YAML of their own: what does not parse there is not this reader's to report.
      return { destinations: roots.flatMap((root) => placesInSettings(root, path, "")), problems: text.includes("{{") ? [] : problems };
    }
    return { destinations: placesInSettings(asMap(text), path, ""), problems: [] };
  },
};

/** Lines of keys with dots as the tree that they mean. */
function asMap(text: string): Node {
  const root: Entry[] = [];
  for (const { key, value, line } of settingsOf(text)) {
    const scalar: Node = { kind: "scalar", line, column: 1, tag: null, text: value, textLine: line, given: value !== "" };
    const names = key.split(".").slice(-12);
    const nested = names.reduceRight<Node>(
      (inner, name, i) =>
        i === 0 ? inner : { kind: "map", line, column: 1, tag: null, entries: [{ key: name, line, column: 1, value: inner }] },
      scalar,
    );
    root.push({ key: names[0] ?? key, line, column: 1, value: nested });
  }
  return { kind: "map", line: 1, column: 1, tag: null, entries: root };
}
