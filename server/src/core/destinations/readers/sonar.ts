/** `sonar-project.properties`: the server to which the scanner sends the sources. */
import { Finds } from "../commands/finding.js";
import { settingsOf } from "../ini.js";
import { folderScope } from "../paths.js";
import type { Reader } from "../reader.js";

export const sonar: Reader = {
  id: "sonar",
  endings: ["properties"],
  claims: (path) => /(^|\/)sonar-project\.properties$/.test(path),
  read(path, text) {
    const finds = new Finds(path, folderScope(path));
    for (const { key, value, line } of settingsOf(text))
      if (key === "sonar.host.url")
        finds.address({ kind: "host", via: "upload", name: key, line }, { text: value, missing: null, trail: [] });
    return { destinations: finds.all, problems: [] };
  },
};
