/** Scripts that a script sources: where in the tree they are, and their commands as if they stood where they are called. */
import { folderOf, inside } from "../paths.js";
import type { Session } from "./session.js";
import type { Command } from "./words.js";

/** The sourced script, beside the one that names it or from the root; a folder that only the run knows (`$(dirname "$0")`) is left out. */
export function sourcedFile(session: Session, written: string): { readonly path: string; readonly text: string } | undefined {
  const name = written.replace(/^.*[}$)`]\w*\/|^\$\w+\//, "");
  if (name === "" || /[$`*]/.test(name) || name.startsWith("/")) return undefined;
  for (const folder of [folderOf(session.finds.path), ""]) {
    const path = inside(folder, name);
    const text = path === session.finds.path ? undefined : session.read?.(path);
    if (text !== undefined && text.length < 200_000) return { path, text };
  }
  return undefined;
}

/** A command of another file at the line of its call. */
export function onLine(command: Command, line: number): Command {
  return {
    ...command,
    line,
    words: command.words.map((word) => ({ ...word, line })),
    assigns: command.assigns.map((each) => ({ ...each, line })),
  };
}
