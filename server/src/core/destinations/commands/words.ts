/** The words of shell text with their lines: what is written, which variables it names, which commands it runs. Bounded, never throws. */

/** A variable, template or substitution inside a word. `raw` is as written; `name` decides the value; null: nothing in the tree can. */
export interface Ref {
  readonly name: string | null;
  readonly raw: string;
  readonly fallback?: readonly Part[];
  /** True for `${X[@]}`, `$@`: several words. */
  readonly many?: boolean;
}
/** A piece of a word: text, or a variable. */
export type Part = string | Ref;

/** One word: its parts in order and the line on which it begins, from 1. */
export interface Word {
  readonly parts: readonly Part[];
  readonly line: number;
}

/** `NAME=value`, `NAME=(a b)`, `for NAME in a b`. */
export interface Assignment {
  readonly name: string;
  readonly values: readonly (readonly Part[])[];
  readonly line: number;
  readonly append: boolean;
}

/** One simple command. */
export interface Command {
  readonly words: readonly Word[];
  readonly assigns: readonly Assignment[];
  readonly line: number;
  /** Inside if, case or a loop: its assignments add to what is known and replace nothing. */
  readonly conditional: boolean;
  /** Name of the function whose body holds it. */
  readonly inside: string | null;
  /** Words after `>` and `>>`. */
  readonly redirects: readonly Word[];
}

/** How a format writes variables besides the shell's own. */
export interface Syntax {
  /** A template that begins at `at`: `${{ … }}`, `<< … >>`, `{{ … }}`. */
  readonly template?: (text: string, at: number) => { readonly ref: Ref; readonly length: number } | undefined;
  /** Make: `$(X)` and `${X}` are variables, `$$` is a dollar of the shell. Azure: `$(X)` is a variable. */
  readonly parentheses?: "substitution" | "variable" | "make";
}

/** The text of a word that has no variable; null if it has one. */
export function plain(word: Word | undefined): string | null {
  if (!word) return null;
  return word.parts.every((p) => typeof p === "string") ? word.parts.join("") : null;
}
