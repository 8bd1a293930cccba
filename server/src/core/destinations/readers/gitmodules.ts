/** `.gitmodules` of a tree that lies there without its repository, and of folders below: where the parts of the tree that are submodules live. */
import { hostOf } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { settingsOf } from "../ini.js";
import { below, folderOf, inside } from "../paths.js";
import type { Reader } from "../reader.js";

export const gitmodules: Reader = {
  id: "gitmodules",
  endings: ["gitmodules"],
  claims: (path) => /(^|\/)\.gitmodules$/.test(path),
  read(path, text) {
    const finds = new Finds(path);
    const settings = settingsOf(text);
    for (const { section, key, value, line } of settings) {
      if (key !== "url") continue;
      const name = /^submodule "(.*)"$/.exec(section)?.[1] ?? section;
      const folder = settings.find((each) => each.section === section && each.key === "path")?.value;
      const about = { kind: "submodule" as const, via: "push" as const, name, line, scope: below(inside(folderOf(path), folder ?? name)) };
      if (/^\.\.?\//.test(value) || hostOf(value) === null) finds.unknown(about, "remote of the superproject", value);
      else finds.address(about, { text: value, missing: null, trail: [] });
    }
    return { destinations: finds.all, problems: [] };
  },
};
