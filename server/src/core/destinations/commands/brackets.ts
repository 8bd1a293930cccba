/** Small questions about shell text that need no state: where a bracket closes, what a substitution merely repeats. */
import type { Part } from "./words.js";

/** Offset after the bracket that closes the one at `open`; bounded by the text. */
export function bracketEnd(text: string, open: number, up: string, down: string): number {
  let level = 0;
  for (let i = open; i < text.length && i < open + 20_000; i++) {
    const c = text.charAt(i);
    if (c === "\\") i++;
    else if (c === "'" && up === "(") {
      const to = text.indexOf("'", i + 1);
      if (to > 0 && to < i + 2000) i = to;
    } else if (c === up) level++;
    else if (c === down && --level === 0) return i + 1;
  }
  return Math.min(text.length, open + 20_000);
}

/** The text that a substitution only repeats (`echo "…" | tr A-Z a-z`), or the program it looks up (`which docker`); undefined where it computes something. */
export function echoed(inner: string): string | undefined {
  const program = /^\s*(?:shell\s+)?(?:which|command -v|type -p)\s+([\w.-]+)\s*(?:2>\s*\/dev\/null\s*)?$/.exec(inner)?.[1];
  if (program !== undefined) return program;
  const found = /^\s*(?:echo|printf)\s+(?:-n\s+)?(?:"([^"]*)"|'([^']*)'|([^\s|;&]+))\s*(?:\|\s*(?:tr|sed)\b[^|;&]*)?$/.exec(inner);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** Takes quotes off the ends of a fallback. */
export function unquote(parts: Part[]): Part[] {
  return parts.map((p) => (typeof p === "string" ? p.replace(/^["']|["']$/g, "") : p)).filter((p) => p !== "");
}

/** How often a mark stands in a text. */
export function count(text: string, mark: string): number {
  let n = 0;
  for (let i = text.indexOf(mark); i >= 0; i = text.indexOf(mark, i + 1)) n++;
  return n;
}
