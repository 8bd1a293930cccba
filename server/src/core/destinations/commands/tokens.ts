/** Cuts shell text into commands and words. Quotes, continuations, heredocs, substitutions, functions and blocks are understood as far as they decide what is a word. */
import { bracketEnd, count, echoed, unquote } from "./brackets.js";
import { plain, type Assignment, type Command, type Part, type Ref, type Syntax, type Word } from "./words.js";

const longest = 400_000;
const mostCommands = 20_000;
const opening = new Set(["if", "case", "for", "while", "until", "select"]);
const closing = new Set(["fi", "esac", "done"]);
const silent = new Set(["then", "else", "elif", "do", "!", "time", "&&", "||"]);

/** The commands of a script in order; `line` is the line of its first character. Text beyond 400,000 characters is not read. */
export function commandsOf(text: string, line: number, syntax: Syntax = {}, depth = 0): Command[] {
  return new Tokens(text.slice(0, longest), line, syntax, depth).run();
}

/** The parts of text that is one word whatever blanks it has: a value in YAML, the right side of a Make variable. */
export function partsOf(text: string, syntax: Syntax = {}): readonly Part[] {
  const tokens = new Tokens(text.slice(0, 20_000), 1, syntax, 3);
  return tokens.quoted("");
}

class Tokens {
  private at = 0;
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

  constructor(
    private readonly text: string,
    private line: number,
    private readonly syntax: Syntax,
    private readonly depth: number,
  ) {}

  run(): Command[] {
    while (this.at < this.text.length && this.out.length < mostCommands) this.step();
    this.end();
    return this.out;
  }

  private step(): void {
    const c = this.text.charAt(this.at);
    if (c === "\n") return this.newline();
    if (/\s/.test(c)) return void this.at++;
    if (c === "\\" && /\r?\n/y.test(this.text.slice(this.at + 1, this.at + 3))) return this.skipContinuation();
    if (c === "#") return this.skipTo("\n");
    if (c === ";" || c === "|" || c === "&") {
      this.at++;
      if (c === "&" && this.text.charAt(this.at) === ">") return void this.at++;
      return this.end();
    }
    if (c === "(" || c === ")") return this.parenthesis(c);
    if ((c === "<" || c === ">") && this.syntax.template?.(this.text, this.at) === undefined) return this.redirect();
    if (/[0-9]/.test(c) && /^[0-9]+[<>]/.test(this.text.slice(this.at, this.at + 4))) return void this.at++;
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

  private word(): Word {
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
      } else if (/[\s;|&()<>]/.test(c)) break;
      else if (c === "\\") {
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
        plainText += c;
        this.at++;
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
      } else {
        if (c === "\n") this.line++;
        part = c;
        this.at++;
      }
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

  /** Commands inside a substitution run too. */
  private nested(inner: string): void {
    if (this.depth >= 3 || !/[a-z]/.test(inner)) return;
    const inside = this.functions.at(-1)?.name ?? null;
    for (const command of commandsOf(inner, this.line, this.syntax, this.depth + 1))
      this.out.push({ ...command, inside, conditional: true });
    this.line += count(inner, "\n");
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

function partsOfDepth(text: string, syntax: Syntax, depth: number): Part[] {
  return new Tokens(text, 1, syntax, depth + 1).quoted("");
}
