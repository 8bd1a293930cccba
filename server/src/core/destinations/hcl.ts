/**
 * HashiCorp's configuration language with positions: blocks, attributes and expressions, as far as they can say a value.
 * Our own because no package for it keeps positions (those there are wrap Go and give values only). Linear in the text, bounded in depth, never throws.
 */
import type { Problem } from "../problem.js";
import { unreadable, MAX_TEXT } from "./document.js";
import { Expressions, MAX_DEPTH } from "./hcl-expressions.js";
import { Unexpected } from "./hcl-scanner.js";
import type { Attribute, Block, Body, Expression } from "./hcl-syntax.js";

const MAX_PROBLEMS = 10;

/** Parses HCL text. After an error the rest of the line is left out and reading goes on. */
export function parseHcl(path: string, text: string): { readonly body: Body; readonly problems: readonly Problem[] } {
  if (text.length > MAX_TEXT)
    return {
      body: { attributes: [], blocks: [] },
      problems: [unreadable(path, 1, 1, "is too large to be read as configuration", "过大，未按配置文件读取")],
    };
  const parser = new Parser(path, text);
  return { body: parser.body(0), problems: parser.problems };
}

/** The parts of a template text, as a quoted string holds them; for JSON syntax and templates inside other formats. */
export function parseTemplate(text: string, line: number): Expression {
  return new Parser("", text, line).template(() => false, 0);
}

class Parser extends Expressions {
  readonly problems: Problem[] = [];

  constructor(
    readonly path: string,
    text: string,
    line = 1,
  ) {
    super(text, line);
  }

  body(depth: number): Body {
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    for (;;) {
      this.blank(true);
      if (this.at >= this.text.length) {
        if (depth > 0) this.#complain("a block is not closed");
        break;
      }
      if (this.peek() === "}") {
        if (depth > 0) break;
        this.#complain("a closing brace without a block");
        this.step(1);
        continue;
      }
      try {
        this.#item(attributes, blocks, depth);
      } catch (error) {
        if (!(error instanceof Unexpected)) throw error;
        this.#complain(error.message);
        this.brackets = 0;
        this.skipLine();
      }
    }
    return { attributes, blocks };
  }

  #item(attributes: Attribute[], blocks: Block[], depth: number): void {
    const line = this.line;
    const name = this.peek() === '"' ? this.quotedName() : this.identifier();
    this.blank(false);
    if (this.peek() === "=" || this.peek() === ":") {
      this.step(1);
      this.blank(true);
      attributes.push({ name, value: this.expression(depth + 1), line });
      return;
    }
    const labels: string[] = [];
    while (this.peek() !== "{") {
      labels.push(this.peek() === '"' ? this.quotedName() : this.identifier());
      this.blank(false);
    }
    if (depth >= MAX_DEPTH) throw new Unexpected("nested too deeply");
    this.step(1);
    const brackets = this.brackets;
    this.brackets = 0;
    const body = this.body(depth + 1);
    this.brackets = brackets;
    if (this.peek() === "}") this.step(1);
    blocks.push({ type: name, labels, body, line });
  }

  #complain(what: string): void {
    if (this.problems.length < MAX_PROBLEMS)
      this.problems.push(
        unreadable(
          this.path,
          this.line,
          this.at - this.lineStart + 1,
          `is not valid HCL here: ${what}`,
          `此处不是有效的 HCL：${hclErrorZh(what)}`,
        ),
      );
  }
}

const hclErrors: Readonly<Record<string, string>> = {
  "nested too deeply": "嵌套过深",
  "an index is missing": "缺少下标",
  "= or : is missing": "缺少 = 或 :",
  "a quote is not closed": "引号未闭合",
  "a heredoc has no name": "heredoc 缺少名称",
  "a name or value is expected here": "此处应为名称或值",
  "a block is not closed": "块未闭合",
  "a closing brace without a block": "右花括号没有对应的块",
};

/** What is wrong in HCL, in Chinese; what is left says which character is missing. */
function hclErrorZh(what: string): string {
  if (Object.hasOwn(hclErrors, what)) return hclErrors[what] ?? what;
  return what.replace(/^, or (\S+) is missing$/, "缺少 , 或 $1").replace(/^(\S+) is missing$/, "缺少 $1");
}
