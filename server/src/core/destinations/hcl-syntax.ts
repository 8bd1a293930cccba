/** The syntax tree of HashiCorp's configuration language: blocks, attributes and expressions, each with its line. */

export type Expression =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  | { readonly kind: "template"; readonly parts: readonly Expression[]; readonly line: number }
  /** `var.region`, `local.zones[0].name`: names and literal keys in order. */
  | { readonly kind: "reference"; readonly names: readonly string[]; readonly line: number }
  /** `map[key]` with a key that is itself an expression. */
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression; readonly line: number }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly line: number }
  | { readonly kind: "object"; readonly entries: readonly { readonly key: string; readonly value: Expression }[]; readonly line: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  /** Both branches of a condition. */
  | { readonly kind: "either"; readonly branches: readonly Expression[]; readonly line: number }
  /** Arithmetic, comparisons, `for`: no value that is followed. */
  | { readonly kind: "other"; readonly line: number };

/** `name = value`. */
export interface Attribute {
  readonly name: string;
  readonly value: Expression;
  readonly line: number;
}

/** `type "label" { … }`. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  readonly line: number;
}

/** What stands in a file or between a block's braces. */
export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
}
