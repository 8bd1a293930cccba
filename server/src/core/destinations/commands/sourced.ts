/** Scripts that a script sources: where in the tree they are, and their commands as if they stood where they are called. */
import { folderOf, inside } from "../paths.js";
import { maySend } from "./recognisers.js";
import type { Session } from "./session.js";
import { commandsOf } from "./tokens.js";
import type { Command, Syntax } from "./words.js";

/** What a script gives to those that source it. */
interface Library {
  readonly syntax: Syntax | undefined;
  readonly commands: readonly Command[];
  /** Whether its functions can send anything. */
  readonly maySend: boolean;
}

/** Libraries that are kept: the scripts of a folder source the same few, one after the other. */
const mostKept = 8;
const kept = new Map<string, Library>();

/** The commands of a sourced script. */
export function libraryOf(text: string, syntax: Syntax | undefined): Library {
  const known = kept.get(text);
  if (known !== undefined && known.syntax === syntax) return known;
  if (kept.size >= mostKept) kept.clear();
  const library = { syntax, commands: commandsOf(text, 1, syntax), maySend: maySend(text) };
  kept.set(text, library);
  return library;
}

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
