/** Dockerfiles: what `RUN` sends while the image is built, and regions that `ENV` sets. Base images and downloads are pulled. */
import { DockerfileParser, Keyword, PropertyInstruction } from "dockerfile-ast";
import { assignedPlaces } from "../commands/assigned.js";
import { Finds } from "../commands/finding.js";
import { runScript } from "../commands/run.js";
import { newSession } from "../commands/session.js";
import { MAX_TEXT, unreadable } from "../document.js";
import type { Reader } from "../reader.js";

export const dockerfile: Reader = {
  id: "dockerfile",
  claims: (path) =>
    /(?:^|\/)(?:(?:Docker|Container)file(?:[._-][\w.-]+)?|[\w.-]+\.(?:dockerfile|containerfile))$/i.test(path) &&
    !/\.(?:dockerignore|[jt]sx?|md|py|go|ya?ml|json|sh)$/i.test(path),
  read(path, text) {
    if (text.length > MAX_TEXT)
      return { destinations: [], problems: [unreadable(path, 1, 1, "is too large to be read as configuration", "过大，未按配置文件读取")] };
    const finds = new Finds(path);
    const session = newSession(finds);
    for (const instruction of DockerfileParser.parse(text).getInstructions()) {
      const keyword = instruction.getKeyword();
      const line = instruction.getRange().start.line + 1;
      if (keyword === Keyword.RUN.toString()) {
        const script = instruction
          .getTextContent()
          .replace(/^\s*RUN/i, (word) => " ".repeat(word.length))
          .replace(/^(\s*)((?:--\w+=\S+\s+)+)/, (_all, blank: string, options: string) => blank + options.replace(/[^\n]/g, " "));
        runScript(session, { text: script, line }, () => undefined);
      } else if (instruction instanceof PropertyInstruction && keyword === Keyword.ENV.toString()) {
        for (const property of instruction.getProperties())
          assignedPlaces(
            finds,
            property.getName(),
            { text: property.getValue() ?? "", missing: null, trail: [] },
            property.getRange().start.line + 1,
          );
      }
    }
    return { destinations: finds.all, problems: [] };
  },
};
