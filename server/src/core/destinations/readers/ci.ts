/** What readers of CI files share: variables in blocks that refer to each other, scripts as lists or blocks, and job sessions. */
import { assignedPlaces } from "../commands/assigned.js";
import { expand, type Expansion, type Scope } from "../commands/expand.js";
import { Finds } from "../commands/finding.js";
import { runScript } from "../commands/run.js";
import type { Session } from "../commands/session.js";
import { partsOf } from "../commands/tokens.js";
import type { Part, Syntax } from "../commands/words.js";
import { entriesOf, itemsOf, textOf, type Node, type Scalar } from "../document.js";

/** How deep one variable may lead through others. */
const deepest = 8;

/** Variables of a file or job: each may have several values, and values may name other variables. */
export class Variables {
  private readonly parts = new Map<string, { parts: readonly Part[]; line: number; path: string; what: string }[]>();
  private readonly busy = new Set<string>();

  constructor(
    readonly path: string,
    private readonly syntax: Syntax,
    private readonly outer: Scope = () => undefined,
  ) {}

  /** One more value of a variable. */
  add(name: string, text: string, line: number, what: string, path = this.path): void {
    const list = this.parts.get(name) ?? [];
    const parts = partsOf(text, this.syntax);
    const [only] = parts;
    // `X := $(X)` says nothing new.
    if (parts.length === 1 && typeof only === "object" && only.name === name && only.fallback === undefined) return;
    if (list.length < 48) this.parts.set(name, [...list, { parts, line, path, what }]);
  }

  /** The entries of a map (`X: v`, `X: {value: v}`), or a list of `X=v` and maps. `what` goes before the name in trails. */
  addAll(node: Node | undefined, what: string, path = this.path): void {
    for (const { key, value, line } of entriesOf(node)) {
      const inner =
        value.kind === "map" ? entriesOf(value).find((e) => ["value", "default", "defaultValue"].includes(e.key))?.value : value;
      const text = textOf(inner);
      if (text !== undefined) this.add(key, text, line, `${what}.${key}`, path);
    }
    for (const item of itemsOf(node)) {
      const pair = /^([A-Za-z_]\w*)=(.*)$/s.exec(textOf(item) ?? "");
      if (pair) this.add(pair[1] ?? "", (pair[2] ?? "").replace(/^["']|["']$/g, ""), item.line, `${what}.${pair[1]}`, path);
      else if (item.kind === "map") this.addAll(item, what, path);
    }
  }

  /** Names with the line of their first value, of those that this file itself gives. */
  named(): readonly { readonly name: string; readonly line: number }[] {
    return [...this.parts].flatMap(([name, [first]]) => (first?.path === this.path ? [{ name, line: first.line }] : []));
  }

  has(name: string): boolean {
    return this.parts.has(name);
  }

  /** Whether the variable is being looked up right now: then a name in it means the one outside. */
  resolving(name: string): boolean {
    return this.busy.has(name);
  }

  /** Looks a name up here, then outside. */
  readonly scope: Scope = (name) => {
    const list = this.parts.get(name);
    if (!list || this.busy.has(name) || this.busy.size > deepest) return this.outer(name);
    this.busy.add(name);
    const values = list.flatMap(({ parts, line, path, what }) =>
      expand(parts, this.scope).map((v) => ({ ...v, trail: [{ path, line, what }, ...v.trail] })),
    );
    this.busy.delete(name);
    return values.slice(0, 48);
  };
}

/** Places that the names of variables give away, where no command of the file has said them: what uses them is a script or Makefile elsewhere. */
export function declaredPlaces(finds: Finds, ...all: readonly Variables[]): void {
  const own = new Finds(finds.path);
  for (const variables of all)
    for (const { name, line } of variables.named()) for (const value of variables.scope(name) ?? []) assignedPlaces(own, name, value, line);
  for (const found of own.all) {
    const said = finds.all.some((each) =>
      found.host !== undefined ? each.host === found.host : each.cloud === found.cloud && each.region === found.region,
    );
    if (!said) finds.all.push(found);
  }
}

/** Registries of one's own that the environment of a step names for the script that it runs. */
export function declaredRegistries(finds: Finds, ...all: readonly Variables[]): void {
  const own = new Finds(finds.path);
  declaredPlaces(own, ...all);
  finds.all.push(...own.all.filter((found) => found.kind === "registry" && !finds.all.some((each) => each.host === found.host)));
}

/** Values of a scalar of the file under its variables. */
export function valuesOf(scalar: Pick<Scalar, "text">, scope: Scope, syntax: Syntax): Expansion[] {
  return expand(partsOf(scalar.text, syntax), scope);
}

/** Script text of a node: a scalar, or a list of them (lists in lists too), as parts with the line each begins on. */
export function scriptsOf(node: Node | undefined, depth = 0): { text: string; line: number }[] {
  if (node === undefined || depth > 4) return [];
  if (node.kind === "list") return node.items.flatMap((item) => scriptsOf(item, depth + 1));
  const text = textOf(node);
  return node.kind === "scalar" && text !== undefined ? [{ text, line: node.textLine }] : [];
}

/** Runs script nodes in order as one shell; what one line sets the next sees. */
export function runScripts(session: Session, nodes: readonly (Node | undefined)[], scope: Scope, syntax: Syntax): void {
  session.inside = null;
  const set = new Map<string, readonly Expansion[]>();
  const seen: Scope = (name) => set.get(name) ?? scope(name);
  for (const script of nodes.flatMap((node) => scriptsOf(node)))
    for (const [name, values] of runScript(session, { ...script, syntax }, seen)) set.set(name, values);
}

/** A template `OPEN expression CLOSE`, whose name is the expression. */
export function templates(open: string, close: string, prefix = ""): NonNullable<Syntax["template"]> {
  return (text, at) => {
    if (!text.startsWith(open, at)) return undefined;
    const end = text.indexOf(close, at + open.length);
    if (end < 0 || end - at > 2_000) return undefined;
    const raw = text.slice(at, end + close.length);
    return { ref: { name: prefix + text.slice(at + open.length, end).trim(), raw }, length: raw.length };
  };
}

/** The texts of a scalar or of a list of scalars. */
export function texts(node: Node | undefined): string[] {
  const one = textOf(node);
  return one === undefined ? itemsOf(node).flatMap((item) => textOf(item) ?? []) : [one];
}
