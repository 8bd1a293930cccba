/** Reads the words of shell text: quotes, escapes, variables, substitutions and what stands in for a value. */
import { bracketEnd, echoed, unquote } from "./brackets.js";
import type { Part, Ref, Syntax, Word } from "./words.js";

/** Letters that mean nothing but themselves: in a word, and between quotes. */
const inWord = /[^\s;|&()<>\\'"$`]+/y;
const inQuotes: Readonly<Record<string, RegExp>> = { '"': /[^"$`\\\n]+/y, "'": /[^'\n]+/y, "": /[^$\n]+/y };

/** Stands somewhere in a text and reads words from there on. */
export class WordReader {
  protected at = 0;

  constructor(
    protected readonly text: string,
    protected line: number,
    protected readonly syntax: Syntax,
    protected readonly depth: number,
  ) {}

  /** Commands inside a substitution run too; who only wants words leaves them. */
  protected nested(_inner: string): void {
    return;
  }

  /** The word that begins here. */
  protected word(): Word {
    const line = this.line;
    const parts: Part[] = [];
    let plainText = "";
    const flush = (): void => {
      if (plainText) parts.push(plainText);
      plainText = "";
    };
    while (this.at < this.text.length) {
      const c = this.text.charAt(this.at);
      const template = this.syntax.template?.(this.text, this.at);
      if (template) {
        flush();
        parts.push(template.ref);
        this.at += template.length;
      } else if (c === "\\") {
        if (/^\\\r?\n/.test(this.text.slice(this.at, this.at + 3))) break;
        plainText += this.text.charAt(this.at + 1);
        this.at += 2;
      } else if (c === "'" || c === '"') {
        flush();
        this.at++;
        parts.push(...this.quoted(c));
      } else if (c === "$" || c === "`") {
        flush();
        const part = this.dollar();
        if (typeof part === "string") plainText += part;
        else parts.push(part);
      } else {
        const letters = this.letters(inWord);
        if (letters === "") break;
        plainText += letters;
      }
    }
    flush();
    return { parts: parts.length ? parts : [""], line };
  }

  /** Parts up to the closing quote (to the end for ""). */
  quoted(quote: string): Part[] {
    const parts: Part[] = [];
    let plainText = "";
    while (this.at < this.text.length && (quote === "" || this.text.charAt(this.at) !== quote)) {
      const c = this.text.charAt(this.at);
      const template = this.syntax.template?.(this.text, this.at);
      let part: Part;
      if (template) {
        part = template.ref;
        this.at += template.length;
      } else if (quote !== "'" && (c === "$" || (c === "`" && quote !== ""))) part = this.dollar();
      else if (quote === '"' && c === "\\") {
        const next = this.text.charAt(this.at + 1);
        part = next === "\n" ? "" : /["\\$`]/.test(next) ? next : c + next;
        if (next === "\n") this.line++;
        this.at += 2;
      } else if (c === "\n") {
        this.line++;
        part = c;
        this.at++;
      } else part = this.letters(inQuotes[quote] ?? inWord);
      if (typeof part === "string") plainText += part;
      else {
        if (plainText) parts.push(plainText);
        plainText = "";
        parts.push(part);
      }
    }
    if (quote !== "") this.at++;
    if (plainText) parts.push(plainText);
    return parts;
  }

  /** The letters of a kind that stand here; one at a time where the format has templates of its own, for these may begin anywhere. */
  private letters(kind: RegExp): string {
    const start = this.at;
    kind.lastIndex = start;
    if (kind.test(this.text)) this.at = this.syntax.template === undefined ? kind.lastIndex : start + 1;
    return this.text.slice(start, this.at);
  }

  /** What begins with `$` or a backtick. */
  private dollar(): Part {
    const start = this.at;
    const next = this.text.charAt(this.at + 1);
    const raw = (): string => this.text.slice(start, this.at);
    if (this.text.charAt(start) === "`") {
      const to = this.text.indexOf("`", start + 1);
      this.at = to < 0 ? this.text.length : to + 1;
      this.nested(this.text.slice(start + 1, this.at - 1));
      return { name: null, raw: raw() };
    }
    if (this.syntax.parentheses === "make" && next === "$") {
      this.at++;
      return this.text.charAt(this.at + 1) === "(" ? this.substitution(start) : this.dollar();
    }
    if (next === "'" || next === '"') {
      this.at++;
      return "";
    }
    if (next === "(") {
      if (this.syntax.parentheses === "make" || this.syntax.parentheses === "variable") {
        const name = /^\$\(([\w.\-/ ]+)\)/.exec(this.text.slice(start, start + 200));
        if (name && !/\s/.test((name[1] ?? "").trim())) {
          this.at += name[0].length;
          return { name: name[1] ?? "", raw: name[0] };
        }
        if (this.syntax.parentheses === "make") {
          this.at = bracketEnd(this.text, start + 1, "(", ")");
          const said = this.depth < 3 ? echoed(this.text.slice(start + 2, this.at - 1)) : undefined;
          if (said !== undefined) return { name: null, raw: raw(), fallback: partsOfDepth(said, this.syntax, this.depth) };
          return { name: null, raw: raw() };
        }
      }
      return this.substitution(start);
    }
    if (next === "{") return this.braced(start);
    const simple = /^\$([A-Za-z_]\w*|[0-9@*#?!$-])/.exec(this.text.slice(start, start + 200));
    if (!simple) {
      this.at++;
      return "$";
    }
    const name = simple[1] ?? "";
    if (name === "env" && this.text.charAt(start + 4) === ":") {
      const env = /^\$env:(\w+)/.exec(this.text.slice(start, start + 200));
      this.at += env?.[0].length ?? 4;
      return { name: env?.[1] ?? null, raw: raw() };
    }
    this.at += simple[0].length;
    return { name, raw: simple[0], ...(name === "@" || name === "*" ? { many: true } : {}) };
  }

  private substitution(start: number): Ref {
    const open = this.text.indexOf("(", start);
    const to = bracketEnd(this.text, open, "(", ")");
    const inner = this.text.slice(open + 1, to - 1);
    this.at = to;
    const raw = this.text.slice(start, to);
    const said = this.depth < 3 ? echoed(inner) : undefined;
    if (said !== undefined) return { name: null, raw, fallback: partsOfDepth(said, this.syntax, this.depth) };
    if (!inner.startsWith("(")) this.nested(inner);
    return { name: null, raw };
  }

  private braced(start: number): Part {
    const to = bracketEnd(this.text, start + 1, "{", "}");
    const inner = this.text.slice(start + 2, to - 1);
    this.at = to;
    const raw = this.text.slice(start, to);
    const name = /^([A-Za-z_][\w.]*|[0-9@*])(\[[@*]\])?/.exec(inner);
    if (!name) return { name: null, raw };
    const rest = inner.slice(name[0].length);
    const many = name[2] !== undefined ? { many: true } : {};
    const fallback = /^:?[-=](.*)$/s.exec(rest);
    if (fallback && this.depth < 3)
      return { name: name[1] ?? null, raw, fallback: unquote(partsOfDepth(fallback[1] ?? "", this.syntax, this.depth)) };
    if (rest.startsWith("#")) return { name: null, raw };
    if (/^:?\?/.test(rest)) return { name: name[1] ?? null, raw: `\${${name[1] ?? ""}}` };
    return { name: name[1] ?? null, raw, ...many };
  }
}

/** Parts of text that is one word, one substitution deeper. */
function partsOfDepth(text: string, syntax: Syntax, depth: number): Part[] {
  return new WordReader(text, 1, syntax, depth + 1).quoted("");
}
