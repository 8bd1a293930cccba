/** What a YAML text may cost. Bounds are tried before anything is composed or unfolded: hostile texts are refused, not survived. */
import { Parser, visit, type CST, type Document } from "yaml";

/** Characters, nesting, aliases; and how many problems of one file are said. */
export const limits = { characters: 1_000_000, depth: 40, aliases: 100, problems: 20 };

/** How deep a text nests, told from its tokens without recursion: composing a too deep one would overflow the stack. */
export function depthOf(yaml: string): number {
  let deepest = 0;
  const rest: { token: CST.Token; depth: number }[] = [];
  const parser = new Parser();
  for (const token of parser.parse(yaml)) rest.push({ token, depth: 1 });
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { token, depth } = next;
    deepest = Math.max(deepest, depth);
    if (deepest > limits.depth) return deepest;
    if (token.type === "document" && token.value) rest.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if ("key" in item && item.key) rest.push({ token: item.key, depth: depth + 1 });
      if ("value" in item && item.value) rest.push({ token: item.value, depth: depth + 1 });
    }
  }
  return deepest;
}

/** Whether the aliases of a document are too many, or would unfold into too much ("billion laughs"). */
export function expandsTooFar(document: Document): boolean {
  let aliases = 0;
  visit(document, { Alias: () => void aliases++ });
  if (aliases === 0) return false;
  if (aliases > limits.aliases) return true;
  try {
    document.toJS({ maxAliasCount: limits.aliases });
    return false;
  } catch {
    return true; // The package throws ReferenceError where aliases unfold beyond the count, or point to nothing.
  }
}
