/** Expressions of HashiCorp's configuration language: operands, templates, lists, objects, calls and what is accessed of them, as far as they can say a value. */
import { Scanner, Unexpected } from "./hcl-scanner.js";
import type { Expression } from "./hcl-syntax.js";

/** Most brackets, blocks and operands inside each other. */
export const MAX_DEPTH = 60;

/** Reads one expression or template from where the scanner stands. */
export class Expressions extends Scanner {
  /** One expression; both branches of a condition are kept. */
  expression(depth: number): Expression {
    if (depth > MAX_DEPTH) throw new Unexpected("nested too deeply");
    let left = this.#operand(depth);
    for (;;) {
      this.blank(this.brackets > 0);
      const operator = /^(?:==|!=|<=|>=|&&|\|\||[-+*/%<>](?![>])|[<>])/.exec(this.text.slice(this.at, this.at + 2))?.[0];
      if (operator !== undefined && !this.text.startsWith("=>", this.at)) {
        this.step(operator.length);
        this.blank(true);
        this.#operand(depth + 1);
        left = { kind: "other", line: left.line };
      } else if (this.peek() === "?") {
        this.step(1);
        this.blank(true);
        const yes = this.expression(depth + 1);
        this.blank(true);
        this.#expect(":");
        this.blank(true);
        left = { kind: "either", branches: [yes, this.expression(depth + 1)], line: left.line };
      } else return left;
    }
  }

  #operand(depth: number): Expression {
    if (depth > MAX_DEPTH) throw new Unexpected("nested too deeply");
    while (this.peek() === "!" || this.peek() === "-") {
      this.step(1);
      this.blank(true);
    }
    const line = this.line;
    const c = this.peek();
    if (c === '"') return this.#access(this.#quoted(depth), depth);
    if (c === "(") {
      const inner = this.#bracketed(")", () => this.expression(depth + 1));
      return this.#access(inner[0] ?? { kind: "other", line }, depth);
    }
    if (c === "[") return this.#access(this.#list(line, depth), depth);
    if (c === "{") return this.#access(this.#object(line, depth), depth);
    if (this.text.startsWith("<<", this.at)) return this.#heredoc(line);
    const number = /^\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/.exec(this.text.slice(this.at, this.at + 40))?.[0];
    if (number !== undefined) {
      this.step(number.length);
      return { kind: "text", text: number, line };
    }
    const name = this.identifier();
    if (this.peek() === "(" || this.text.startsWith("::", this.at)) return this.#access(this.#call(name, line, depth), depth);
    if (name === "true" || name === "false") return { kind: "text", text: name, line };
    if (name === "null") return { kind: "other", line };
    return this.#access({ kind: "reference", names: [name], line }, depth);
  }

  #call(name: string, line: number, depth: number): Expression {
    let whole = name;
    while (this.text.startsWith("::", this.at)) {
      this.step(2);
      whole += `::${this.identifier()}`;
    }
    const args = this.#bracketed(")", () => {
      const value = this.expression(depth + 1);
      if (this.text.startsWith("...", this.at)) this.step(3);
      return value;
    });
    return { kind: "call", name: whole, args, line };
  }

  /** `.name`, `[0]`, `["key"]`, `[*]` and `.*` after an operand. */
  #access(of: Expression, depth: number): Expression {
    let left = of;
    for (let i = 0; i < 500; i++) {
      if (this.brackets > 0 && this.peek() !== "." && this.peek() !== "[") {
        // A chain may go on in the next line inside brackets; only a dot can begin it there.
        const rest = /^\s*\./.exec(this.text.slice(this.at, this.at + 200));
        if (!rest || !rest[0].includes("\n")) return left;
        this.blank(true);
      }
      const line = this.line;
      if (this.peek() === "." && /[A-Za-z_*\d]/.test(this.text[this.at + 1] ?? "")) {
        this.step(1);
        const name = this.peek() === "*" ? (this.step(1), "*") : (/^[\w-]+/.exec(this.text.slice(this.at, this.at + 200))?.[0] ?? "");
        if (name !== "*") this.step(name.length);
        left = extended(left, name, line);
      } else if (this.peek() === "[") {
        const [key] = this.#bracketed("]", () =>
          this.peek() === "*" ? (this.step(1), { kind: "text", text: "*", line } as const) : this.expression(depth + 1),
        );
        if (!key) throw new Unexpected("an index is missing");
        left = key.kind === "text" ? extended(left, key.text, line) : { kind: "index", of: left, key, line };
      } else return left;
    }
    return left;
  }

  #list(line: number, depth: number): Expression {
    if (this.#forFollows()) return this.#skipBracket(line);
    return { kind: "list", items: this.#bracketed("]", () => this.expression(depth + 1)), line };
  }

  #object(line: number, depth: number): Expression {
    if (this.#forFollows()) return this.#skipBracket(line);
    const entries = this.#bracketed("}", () => {
      const key = this.#key(depth);
      this.blank(true);
      if (this.peek() === "=" || this.peek() === ":") this.step(1);
      else this.#oldBlock(depth);
      this.blank(true);
      return { key, value: this.expression(depth + 1) };
    });
    return { kind: "object", entries, line };
  }

  /** The first version of the language lets blocks stand inside objects: labels, then the brace that the value begins with. */
  #oldBlock(depth: number): void {
    for (let i = 0; i < 3 && this.peek() === '"'; i++) {
      this.#quoted(depth);
      this.blank(true);
    }
    if (this.peek() !== "{") throw new Unexpected("= or : is missing");
  }

  #key(depth: number): string {
    if (this.peek() === "(") {
      this.#bracketed(")", () => this.expression(depth + 1));
      return "*";
    }
    if (this.peek() === '"') return plain(this.#quoted(depth)) ?? "*";
    const number = /^\d+/.exec(this.text.slice(this.at, this.at + 20))?.[0];
    if (number !== undefined) {
      this.step(number.length);
      return number;
    }
    let name = this.identifier();
    while (this.peek() === ".") {
      this.step(1);
      name += `.${this.identifier()}`;
    }
    return name;
  }

  #forFollows(): boolean {
    // Comments may stand between the bracket and the word.
    let at = this.at + 1;
    for (let i = 0; i < 200; i++) {
      const blank = /^(?:\s+|#[^\n]*|\/\/[^\n]*)/.exec(this.text.slice(at, at + 400))?.[0];
      if (blank === undefined) break;
      at += blank.length;
    }
    return /^for\s/.test(this.text.slice(at, at + 4));
  }

  /** Leaves out a bracket with all that is in it. */
  #skipBracket(line: number): Expression {
    let depth = 0;
    while (this.at < this.text.length) {
      this.blank(true);
      const c = this.peek();
      if (c === '"') {
        this.#quoted(0);
        continue;
      }
      if (c === "[" || c === "{" || c === "(") depth++;
      if (c === "]" || c === "}" || c === ")") depth--;
      this.step(1);
      if (depth === 0) break;
      this.blank(true);
    }
    return { kind: "other", line };
  }

  /** The items between the bracket here and its closing one; commas and line ends part them. */
  #bracketed<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    this.step(1);
    this.brackets++;
    for (;;) {
      this.blank(true);
      if (this.at >= this.text.length) throw new Unexpected(`${close} is missing`);
      if (this.peek() === close) break;
      items.push(item());
      this.blank(true);
      if (this.peek() === ",") this.step(1);
      else if (this.peek() !== close && close !== "}") throw new Unexpected(`, or ${close} is missing`);
    }
    this.step(1);
    this.brackets--;
    return items;
  }

  #quoted(depth: number): Expression {
    this.step(1);
    const value = this.template(() => this.peek() === '"' || this.peek() === "\n", depth);
    if (this.peek() !== '"') throw new Unexpected("a quote is not closed");
    this.step(1);
    return value;
  }

  /** Literal text and `${…}`; `%{…}` directives are left out. Ends where `ends` says, or with the text. */
  template(ends: () => boolean, depth: number): Expression {
    const line = this.line;
    const parts: Expression[] = [];
    let literal = "";
    let from = this.line;
    const flush = (): void => {
      if (literal !== "") parts.push({ kind: "text", text: literal, line: from });
      literal = "";
      from = this.line;
    };
    while (this.at < this.text.length && !ends()) {
      const c = this.peek();
      const next = this.text[this.at + 1];
      if ((c === "$" || c === "%") && next === "{" && this.text[this.at - 1] !== c) {
        flush();
        const value = this.#interpolation(depth);
        if (c === "$") parts.push(value);
      } else if (c === "\\" && next !== undefined && next !== "\n") {
        literal += ({ n: "\n", t: "\t", r: "\r" } as Readonly<Record<string, string>>)[next] ?? next;
        this.step(2);
      } else {
        literal += c;
        this.step(1);
      }
    }
    flush();
    const [only] = parts;
    if (parts.length === 0) return { kind: "text", text: "", line };
    return parts.length === 1 && only ? only : { kind: "template", parts, line };
  }

  #interpolation(depth: number): Expression {
    const line = this.line;
    this.step(2);
    if (this.peek() === "~") this.step(1);
    this.brackets++;
    this.blank(true);
    let value: Expression = { kind: "other", line };
    try {
      value = this.expression(depth + 1);
      this.blank(true);
    } catch (error) {
      if (!(error instanceof Unexpected)) throw error;
    }
    this.brackets--;
    // What is left before the brace (a directive, a syntax of a later version) says nothing.
    for (let open = 0; this.at < this.text.length; this.step(1)) {
      const c = this.peek();
      if (c === "\n") break;
      if (c === "{") open++;
      else if (c === "}" && open-- === 0) {
        this.step(1);
        break;
      }
    }
    return value;
  }

  #heredoc(line: number): Expression {
    const head = /^<<-?([A-Za-z_][\w-]*)[ \t\r]*\n/.exec(this.text.slice(this.at, this.at + 200));
    if (!head) throw new Unexpected("a heredoc has no name");
    this.step(head[0].length);
    const end = new RegExp(`^[ \\t]*${head[1]}[ \\t]*\\r?$`, "m");
    const rest = end.exec(this.text.slice(this.at));
    const stop = rest ? this.at + rest.index : this.text.length;
    const value = this.template(() => this.at >= stop, 0);
    if (rest) this.step(rest[0].length);
    return { ...value, line };
  }

  /** A quoted name; `*` where it is made of references. */
  protected quotedName(): string {
    return plain(this.#quoted(0)) ?? "*";
  }

  #expect(c: string): void {
    if (this.peek() !== c) throw new Unexpected(`${c} is missing`);
    this.step(1);
  }
}

function extended(left: Expression, name: string, line: number): Expression {
  if (left.kind === "reference") return { kind: "reference", names: [...left.names, name], line: left.line };
  return { kind: "index", of: left, key: { kind: "text", text: name, line }, line: left.line };
}

/** The text of a value without references. */
function plain(value: Expression): string | undefined {
  return value.kind === "text" ? value.text : undefined;
}
