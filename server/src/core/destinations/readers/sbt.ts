/** sbt (Scala's build tool), as far as it can be read without running it: where `publishTo` and sbt-native-packager's images go. */
import { lineStarts, positionAt } from "../../text.js";
import { pushedImage } from "../commands/pushed-image.js";
import { Finds } from "../commands/finding.js";
import { folderScope } from "../paths.js";
import type { Reader } from "../reader.js";

/** Units of one setting. */
const longest = 1_500;

/** The line (from 1) of an offset. */
type LineAt = (offset: number) => number;

export const sbt: Reader = {
  id: "sbt",
  endings: ["sbt"],
  claims: (path) => /\.sbt$/.test(path),
  read(path, text) {
    const finds = new Finds(path, folderScope(path));
    const plain = withoutComments(text.slice(0, 1 << 20));
    const starts = lineStarts(plain);
    const lineAt: LineAt = (offset) => positionAt(starts, offset).line;
    for (const found of plain.matchAll(/\bpublishTo\s*(?:in\s+\w+\s*)?:=/g)) published(plain, found.index + found[0].length, finds, lineAt);
    for (const found of plain.matchAll(/\bdockerRepository\s*(?:in\s+\w+\s*)?:=\s*Some\(\s*"([^"\n]{1,300})"/g))
      pushedImage(
        finds,
        { via: "push", name: "dockerRepository", line: lineAt(found.index) },
        { text: `${found[1] ?? ""}/`, missing: null, trail: [] },
      );
    for (const found of plain.matchAll(/\bImageName\(\s*s?"([^"\n/]{1,200}\/[^"\n]{1,300})"/g))
      pushedImage(
        finds,
        { via: "push", name: "imageNames", line: lineAt(found.index) },
        { text: found[1] ?? "", missing: null, trail: [] },
      );
    return { destinations: finds.all, problems: [] };
  },
};

/** The addresses that a setting names: of both branches where a version decides between snapshots and releases. */
function published(text: string, from: number, finds: Finds, lineAt: LineAt): void {
  const setting = text.slice(from, settingEnd(text, from));
  const about = { kind: "package-registry" as const, via: "publish" as const, name: "publishTo" };
  const hosts = new Set<string>();
  for (const url of setting.matchAll(/"((?:https?|s3|sftp|ssh):\/\/[^"\s]+)"/g)) {
    const host = (url[1] ?? "").split("/")[2] ?? "";
    if (!hosts.has(host)) finds.address({ ...about, line: lineAt(from + url.index) }, { text: url[1] ?? "", missing: null, trail: [] });
    hosts.add(host);
  }
  const line = lineAt(from);
  if (hosts.size === 0 && /\bsonatypePublishTo|Opts\.resolver\.sonatype/.test(setting))
    finds.host({ ...about, line, audience: "public" }, "oss.sonatype.org", setting.trim());
}

/** Where the expression after `:=` ends: at the line that leaves no bracket open. */
function settingEnd(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < Math.min(text.length, from + longest); i++) {
    const c = text.charAt(i);
    if (c === '"') i = Math.max(i, text.indexOf('"', i + 1));
    else if ("({[".includes(c)) depth++;
    else if (")}]".includes(c) && --depth < 0) return i;
    else if (c === "\n" && depth === 0 && text.slice(from, i).trim() !== "") return i;
  }
  return Math.min(text.length, from + longest);
}

/** Blanks out comments, their lines kept; a URL's slashes inside quotes are none. What is never closed goes to the end, so that nothing is looked at twice. */
function withoutComments(text: string): string {
  const comments = /("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
  return text.replace(comments, (all: string, quoted: string | undefined) => quoted ?? all.replace(/[^\n]/g, " "));
}
