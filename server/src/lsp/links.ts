/** Document links in our own files: what the policy names lies one click away, and so do a rule's sources. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { DocumentLink } from "vscode-languageserver/node";
import { ownFileOf } from "./own-files.js";
import type { Opened } from "./session.js";
import { toUri } from "./to-lsp.js";

/** Longest list of links. */
const most = 500;

/** The links of one of our own files; none in files of others. */
export function documentLinks({ project, absolute, text }: Opened): DocumentLink[] {
  const kind = ownFileOf(project, absolute);
  if (kind === null) return [];
  const links: DocumentLink[] = [];
  text.split("\n").forEach((line, number) => {
    if (links.length >= most) return;
    for (const match of line.matchAll(/https?:\/\/[^\s"'<>)\]]*[^\s"'<>)\].,;:]/g))
      links.push(linkAt(number, match.index, match[0], match[0]));
    if (kind !== "policy") return;
    for (const match of line.matchAll(/[\w@./-]+\.ya?ml\b/g)) {
      const file = resolve(dirname(absolute), match[0]);
      if (existsSync(file)) links.push(linkAt(number, match.index, match[0], toUri(file)));
    }
  });
  return links;
}

function linkAt(line: number, character: number, text: string, target: string): DocumentLink {
  return { range: { start: { line, character }, end: { line, character: character + text.length } }, target };
}
