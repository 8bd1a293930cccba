/** Cuts shell text into commands and words. Quotes, continuations, heredocs, substitutions, functions and blocks are understood as far as they decide what is a word. */
import { count } from "./brackets.js";
import { WordReader } from "./word-reader.js";
import { plain, type Assignment, type Command, type Part, type Syntax, type Word } from "./words.js";

const longest = 400_000;
const mostCommands = 20_000;
const opening = new Set(["if", "case", "for", "while", "until", "select"]);
const closing = new Set(["fi", "esac", "done"]);
const blank = /\s/;
const silent = new Set(["then", "else", "elif", "do", "!", "time", "&&", "||"]);

/** The commands of a script in order; `line` is the line of its first character. Text beyond 400,000 characters is not read. */
export function commandsOf(text: string, line: number, syntax: Syntax = {}, depth = 0): Command[] {
  return new Tokens(text.slice(0, longest), line, syntax, depth).run();
}

/** The parts of text that is one word whatever blanks it has: a value in YAML, the right side of a Make variable. */
export function partsOf(text: string, syntax: Syntax = {}): readonly Part[] {
  return new WordReader(text.slice(0, 20_000), 1, syntax, 3).quoted("");
}

class Tokens extends WordReader {
  private readonly out: Command[] = [];
  private words: Word[] = [];
  private assigns: Assignment[] = [];
  private redirects: Word[] = [];
  private begun = 0;
  private blocks = 0;
  private braces = 0;
  private functions: { name: string; braces: number }[] = [];
  private heredocs: { end: string; tabs: boolean }[] = [];
  private pendingFunction: string | null = null;
  private parens = 0;

  run(): Command[] {
    while (this.at < this.text.length && this.out.length < mostCommands) this.step();
    this.end();
    return this.out;
  }

  private step(): void {
    const c = this.text.charAt(this.at);
    if (c === "\n") return this.newline();
    if (c === " " || c === "\t" || blank.test(c)) return void this.at++;
    if (c === "\\" && /\r?\n/y.test(this.text.slice(this.at + 1, this.at + 3))) return this.skipContinuation();
    if (c === "#") return this.skipTo("\n");
    if (c === ";" || c === "|" || c === "&") {
      this.at++;
      if (c === "&" && this.text.charAt(this.at) === ">") return void this.at++;
      return this.end();
    }
    if (c === "(" || c === ")") return this.parenthesis(c);
    if ((c === "<" || c === ">") && this.syntax.template?.(this.text, this.at) === undefined) return this.redirect();
    if (c >= "0" && c <= "9" && /^[0-9]+[<>]/.test(this.text.slice(this.at, this.at + 4))) return void this.at++;
    const before = this.at;
    this.take(this.word());
    if (this.at === before) this.at++;
  }

  private newline(): void {
    this.end();
    this.at++;
    this.line++;
    for (const doc of this.heredocs.splice(0)) this.skipHeredoc(doc.end, doc.tabs);
  }

  private skipContinuation(): void {
    this.at += this.text.charAt(this.at + 1) === "\r" ? 3 : 2;
    this.line++;
  }

  private skipTo(mark: string): void {
    const to = this.text.indexOf(mark, this.at);
    this.at = to < 0 ? this.text.length : to;
  }

  private skipHeredoc(end: string, tabs: boolean): void {
    while (this.at < this.text.length) {
      const nl = this.text.indexOf("\n", this.at);
      const to = nl < 0 ? this.text.length : nl;
      const row = this.text.slice(this.at, to).replace(/\r$/, "");
      this.at = Math.min(to + 1, this.text.length);
      if (nl >= 0) this.line++;
      if ((tabs ? row.replace(/^\t+/, "") : row.trim()) === end) return;
    }
  }

  private parenthesis(c: string): void {
    const only = this.words.length === 1 ? plain(this.words[0]) : null;
    if (c === "(" && only !== null && /^\(\s*\)/.test(this.text.slice(this.at, this.at + 8))) {
      this.at = this.text.indexOf(")", this.at) + 1;
      this.pendingFunction = only;
      this.words = [];
      return;
    }
    this.at++;
    this.parens += c === "(" ? 1 : -1;
    this.end();
  }

  private redirect(): void {
    const here = /^<<(-?)\s*(?!<)(['"]?)([A-Za-z_][\w.-]*)\2/.exec(this.text.slice(this.at, this.at + 80));
    if (here) {
      this.at += here[0].length;
      this.heredocs.push({ end: here[3] ?? "", tabs: here[1] === "-" });
      return;
    }
    const sign = /^(?:<<<|>>|>&|<&|>\||<>|<|>)/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? ">";
    this.at += sign.length;
    if (this.text.charAt(this.at) === "(") return;
    while (this.text.charAt(this.at) === " " || this.text.charAt(this.at) === "\t") this.at++;
    if (this.at < this.text.length && !/[\n;|&()]/.test(this.text.charAt(this.at))) {
      const word = this.word();
      if (sign.startsWith(">")) this.redirects.push(word);
    }
  }

  /** Adds a word to the command, or an assignment, or enters a block. */
  private take(word: Word): void {
    const text = plain(word);
    if (this.words.length === 0) {
      if (text !== null && this.keyword(text)) return;
      if (this.assignment(word)) return;
    }
    if (this.words.length === 0 && this.assigns.length === 0) this.begun = word.line;
    if (this.words.length === 0) this.begun = word.line;
    this.words.push(word);
  }

  private keyword(text: string): boolean {
    if (text === "function") {
      const name = /^\s*([\w:.-]+)\s*(\(\s*\))?/.exec(this.text.slice(this.at, this.at + 100));
      if (!name) return true;
      this.at += name[0].length;
      this.pendingFunction = name[1] ?? null;
      return true;
    }
    if (text === "{") {
      this.braces++;
      if (this.pendingFunction !== null) this.functions.push({ name: this.pendingFunction, braces: this.braces });
      this.pendingFunction = null;
      return true;
    }
    if (text === "}") {
      if (this.functions.at(-1)?.braces === this.braces) this.functions.pop();
      this.braces = Math.max(0, this.braces - 1);
      return true;
    }
    if (text === "for" || text === "select") {
      this.blocks++;
      this.loop();
      return true;
    }
    if (opening.has(text)) this.blocks++;
    else if (closing.has(text)) this.blocks = Math.max(0, this.blocks - 1);
    else return silent.has(text);
    return text !== "case";
  }

  /** `for NAME in words`: the words are NAME's values. */
  private loop(): void {
    const head = /^[ \t]+([A-Za-z_]\w*)[ \t]+in[ \t]+/.exec(this.text.slice(this.at, this.at + 200));
    if (!head) return;
    this.at += head[0].length;
    const line = this.line;
    const values: (readonly Part[])[] = [];
    while (this.at < this.text.length && !/[\n;]/.test(this.text.charAt(this.at)) && values.length < 500) {
      const c = this.text.charAt(this.at);
      if (c === " " || c === "\t" || c === "\r") this.at++;
      else if (c === "\\" && /^\\\r?\n/.test(this.text.slice(this.at, this.at + 3))) this.skipContinuation();
      else if (/[|&()<>]/.test(c)) this.at++;
      else values.push(this.word().parts);
    }
    this.assigns.push({ name: head[1] ?? "", values, line, append: false });
    this.end();
  }

  private assignment(word: Word): boolean {
    const first = word.parts[0];
    const head = typeof first === "string" ? /^([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=/.exec(first) : null;
    if (!head || typeof first !== "string") return false;
    const rest = first.slice(head[0].length);
    const parts = rest === "" ? word.parts.slice(1) : [rest, ...word.parts.slice(1)];
    const append = head[3] === "+" || head[2] !== undefined;
    if (parts.length === 0 && this.text.charAt(this.at) === "(")
      this.assigns.push({ name: head[1] ?? "", values: this.array(), line: word.line, append });
    else this.assigns.push({ name: head[1] ?? "", values: [parts], line: word.line, append });
    if (this.words.length === 0) this.begun = word.line;
    return true;
  }

  private array(): (readonly Part[])[] {
    const values: (readonly Part[])[] = [];
    this.at++;
    while (this.at < this.text.length && this.text.charAt(this.at) !== ")" && values.length < 500) {
      const c = this.text.charAt(this.at);
      const before = this.at;
      if (c === "\n") {
        this.line++;
        this.at++;
      } else if (/[\s;|&(<>]/.test(c)) this.at++;
      else if (c === "#") this.skipTo("\n");
      else values.push(this.word().parts);
      if (this.at === before) this.at++;
    }
    this.at++;
    return values;
  }

  private end(): void {
    if (this.words.length || this.assigns.length) {
      this.out.push({
        words: this.words,
        assigns: this.assigns,
        line: this.begun || this.line,
        conditional: this.blocks > 0,
        inside: this.functions.at(-1)?.name ?? null,
        redirects: this.redirects,
      });
    }
    this.words = [];
    this.assigns = [];
    this.redirects = [];
    this.begun = 0;
  }

  /** Commands inside a substitution run too. */
  protected override nested(inner: string): void {
    if (this.depth >= 3 || !/[a-z]/.test(inner)) return;
    const inside = this.functions.at(-1)?.name ?? null;
    for (const command of commandsOf(inner, this.line, this.syntax, this.depth + 1))
      this.out.push({ ...command, inside, conditional: true });
    this.line += count(inner, "\n");
  }
}
