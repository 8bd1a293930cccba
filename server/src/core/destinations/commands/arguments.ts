/** Options and positionals of one command line. */
import type { Expansion } from "./expand.js";

/** One word of a command line with its values; `texts[0]` where one is enough. */
export interface Argument {
  readonly values: readonly Expansion[];
  readonly line: number;
}

/** The command line after expansion: program, its words, its options. */
export class Arguments {
  constructor(readonly all: readonly Argument[]) {}

  /** First value of a word. */
  text(i: number): string {
    return this.all[i]?.values[0]?.text ?? "";
  }

  /** Values of an option in its usual spellings: `--x v`, `--x=v`, `-x v`, `-xv` for single letters, `/x:v` not. */
  option(...names: readonly string[]): readonly Expansion[] {
    return this.options(...names)[0]?.values ?? [];
  }

  /** Each occurrence of an option, with its values. */
  options(...names: readonly string[]): readonly Argument[] {
    const found: Argument[] = [];
    for (const [i, argument] of this.all.entries()) {
      const text = argument.values[0]?.text ?? "";
      for (const name of names) {
        const next = this.all[i + 1];
        if (text === name && next) found.push(next);
        else if (text.startsWith(name + "=")) found.push(cut(argument, name.length + 1));
        else if (/^-[A-Za-z]$/.test(name) && text.startsWith(name) && text.length > 2 && !text.startsWith("--"))
          found.push(cut(argument, 2));
      }
    }
    return found;
  }

  has(...names: readonly string[]): boolean {
    return this.all.some((a) => names.some((n) => (a.values[0]?.text ?? "") === n || (a.values[0]?.text ?? "").startsWith(n + "=")));
  }

  /** The words that are neither options nor the values of the options in `taking`, from word `from` on. */
  positionals(from: number, taking: readonly string[] = []): Argument[] {
    const found: Argument[] = [];
    for (let i = from; i < this.all.length; i++) {
      const argument = this.all[i];
      const text = argument?.values[0]?.text ?? "";
      if (!argument || text === "--") continue;
      if (text.startsWith("-") && text.length > 1) {
        if (taking.includes(text)) i++;
      } else found.push(argument);
    }
    return found;
  }

  from(i: number): Arguments {
    return new Arguments(this.all.slice(i));
  }
}

function cut(argument: Argument, length: number): Argument {
  return { line: argument.line, values: argument.values.map((v) => ({ ...v, text: v.text.slice(length).replace(/^["']|["']$/g, "") })) };
}
