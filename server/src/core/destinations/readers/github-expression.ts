/** Expressions of GitHub Actions, `${{ … }}`: the values they can have as far as the tree says. */
import type { Expansion, Scope } from "../commands/expand.js";
import type { Syntax } from "../commands/words.js";
import { templates } from "./ci.js";

const prefix = "expression:";

/** How workflows write values: expressions, and the shell's own variables in scripts. */
export const workflowSyntax: Syntax = { template: templates("${{", "}}", prefix) };

/** Looks up what a name of a context (`env.X`, `matrix.os`, `inputs.region`) can be. */
export type Contexts = Scope;

/** A scope for scripts and values: expressions through their contexts, plain names as variables of the shell. */
export function expressionScope(contexts: Contexts): Scope {
  return (name) => (name.startsWith(prefix) ? evaluate(name.slice(prefix.length), contexts, 0) : contexts(`env.${name}`));
}

/** `a || b`: either; `c && a`: a; a text in quotes: itself; a name: what its context says, else unknown under that name. */
function evaluate(expression: string, contexts: Contexts, depth: number): readonly Expansion[] {
  const text = stripped(expression.trim());
  if (depth > 6) return [unknown(text)];
  const either = split(text, "||");
  if (either.length > 1) {
    const all = either.map((part) => evaluate(part, contexts, depth + 1));
    const known = all.flat().filter((v) => v.missing === null && v.text !== "");
    return known.length ? known : (all[0] ?? []);
  }
  const both = split(text, "&&");
  if (both.length > 1) return evaluate(both.at(-1) ?? "", contexts, depth + 1);
  const quoted = /^'((?:[^']|'')*)'$/.exec(text);
  if (quoted) return [{ text: (quoted[1] ?? "").replace(/''/g, "'"), missing: null, trail: [] }];
  if (/^-?\d+(?:\.\d+)?$/.test(text) || text === "true" || text === "false") return [{ text, missing: null, trail: [] }];
  const format = /^format\(\s*'((?:[^']|'')*)'\s*,(.*)\)$/s.exec(text);
  if (format) return formatted(format[1] ?? "", split(format[2] ?? "", ","), contexts, depth);
  const lower = /^(?:toLower|trim)\((.*)\)$/s.exec(text);
  if (lower) return evaluate(lower[1] ?? "", contexts, depth + 1);
  if (!/^[\w.\-[\]'*]+$/.test(text)) return [unknown(text)];
  const name = text.replace(/\['([^']*)'\]/g, ".$1").replace(/^github\.event\.inputs\./, "inputs.");
  return contexts(name) ?? [unknown(name)];
}

function formatted(pattern: string, words: readonly string[], contexts: Contexts, depth: number): readonly Expansion[] {
  let all: Expansion[] = [{ text: pattern, missing: null, trail: [] }];
  for (const [i, word] of words.entries()) {
    const values = evaluate(word, contexts, depth + 1);
    all = all
      .flatMap((a) =>
        values.map((b) => ({
          text: a.text.replaceAll(`{${i}}`, b.text),
          missing: a.missing ?? b.missing,
          trail: [...a.trail, ...b.trail],
        })),
      )
      .slice(0, 24);
  }
  return all;
}

function unknown(name: string): Expansion {
  return { text: `\${{${name.replace(/\s+/g, "")}}}`, missing: name.slice(0, 80), trail: [] };
}

/** Takes one pair of parentheses off that encloses the whole. */
function stripped(text: string): string {
  if (!text.startsWith("(") || !text.endsWith(")")) return text;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0 && i < text.length - 1) return text;
  }
  return text.slice(1, -1).trim();
}

/** Splits at an operator outside of quotes and parentheses. */
function split(text: string, operator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (text[i] === "(" || text[i] === "[") depth++;
    else if (text[i] === ")" || text[i] === "]") depth--;
    else if (depth === 0 && text.startsWith(operator, i)) {
      parts.push(text.slice(from, i));
      i += operator.length - 1;
      from = i + 1;
    }
  }
  return [...parts, text.slice(from)];
}
