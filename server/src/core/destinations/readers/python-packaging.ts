/** Python packaging: the indexes to which `.pypirc`, `pyproject.toml` and `setup.cfg` say that packages are uploaded. */
import { expand } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { partsOf } from "../commands/tokens.js";
import { at, eachScalar, entriesOf, itemsOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import { settingsOf } from "../ini.js";
import { folderScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { parseToml } from "../toml.js";

const about = { kind: "package-registry" as const, via: "publish" as const };

export const pythonPackaging: Reader = {
  id: "python-packaging",
  endings: ["pypirc", "cfg", "toml"],
  claims: (path) => /(^|\/)(?:\.pypirc|setup\.cfg|pyproject\.toml)$/.test(path),
  read(path, text) {
    const finds = new Finds(path, folderScope(path));
    if (!path.endsWith(".toml")) {
      fromIni(path, text, finds);
      return { destinations: finds.all, problems: [] };
    }
    const { roots, problems } = parseToml(path, text);
    for (const root of roots) fromProject(root, finds);
    return { destinations: finds.all, problems };
  },
};

/** `.pypirc` lists its servers; each that has no address is PyPI's own. */
function fromIni(path: string, text: string, finds: Finds): void {
  const settings = settingsOf(text);
  const named = path.endsWith(".pypirc")
    ? settings.filter((each) => each.key === "repository" && each.section !== "distutils")
    : settings.filter((each) => each.section === "upload" && each.key === "repository");
  for (const { value, line, section } of named) finds.address({ ...about, name: section, line }, { text: value, missing: null, trail: [] });
  if (!path.endsWith(".pypirc")) return;
  for (const [name, host] of [
    ["pypi", "pypi.org"],
    ["testpypi", "test.pypi.org"],
  ] as const) {
    const own = settings.find((each) => each.section === name);
    if (own && !named.some((each) => each.section === name)) finds.host({ ...about, name, line: own.line, audience: "public" }, host, name);
  }
}

function fromProject(root: Node, finds: Finds): void {
  const tool = at(root, "tool");
  const say = (scalar: Scalar | undefined, name: string): void => {
    if (!scalar) return;
    for (const value of expand(partsOf(scalar.text), () => undefined)) finds.address({ ...about, name, line: scalar.line }, value);
  };
  say(scalarAt(tool, "uv", "publish-url"), "tool.uv.publish-url");
  for (const index of itemsOf(at(tool, "uv", "index")))
    say(scalarAt(index, "publish-url"), `tool.uv.index ${textOf(at(index, "name")) ?? ""}`.trim());
  for (const { key, value } of entriesOf(at(tool, "hatch", "publish", "index", "repos")))
    say(scalarAt(value, "url"), `tool.hatch.publish ${key}`);
  say(scalarAt(tool, "flit", "upload", "repository"), "tool.flit.upload");
  say(scalarAt(tool, "semantic_release", "repository_url"), "tool.semantic_release.repository_url");
  const commands = at(tool, "poe", "tasks");
  if (commands)
    eachScalar(
      commands,
      (scalar) =>
        void (
          /\btwine upload\b/.test(scalar.text) &&
          finds.host({ ...about, name: "twine upload", line: scalar.line, audience: "public" }, "pypi.org", scalar.text)
        ),
    );
}
