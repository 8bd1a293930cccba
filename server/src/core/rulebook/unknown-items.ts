/** Item codes that are written somewhere and that the catalogue does not have: said where they stand, with codes that look like them. */
import type { Problem } from "../problem.js";
import { findItem } from "./catalogue.js";
import type { Item } from "./item.js";

/** A file that names items, as it is written. */
export interface NamingFile {
  readonly path: string;
  readonly text: string;
}

/** One error for each of `ids` that is no item, no control point and no old code. `from` is the line (from 1) at which the entry that names them begins. */
export function unknownItems(items: readonly Item[], { path, text }: NamingFile, ids: readonly string[], from = 1): readonly Problem[] {
  return ids
    .filter((id) => findItem({ items }, id) === null)
    .map((id) => {
      const near = items.map((item) => item.id).sort((a, b) => alike(id, b) - alike(id, a) || (a < b ? -1 : 1));
      const expected = near.slice(0, 3).join(", ");
      return {
        code: "unknown-value" as const,
        severity: "error" as const,
        path,
        ...positionOf(text, id, from),
        message: {
          en: `"${id}" is no item of the catalogue; expected one like ${expected}`,
          zh: `“${id}”不是目录中的条目，应为 ${expected} 等`,
        },
      };
    });
}

/** How many letters two codes begin with in common. */
function alike(a: string, b: string): number {
  const end = [...a].findIndex((letter, index) => letter !== b[index]);
  return end < 0 ? a.length : end;
}

/** Where a word first stands at or after a line; that line where it is written otherwise (escaped, folded). */
function positionOf(text: string, word: string, from: number): { line: number; column: number } {
  const lines = text.split("\n");
  for (let index = from - 1; index < lines.length; index++) {
    const column = lines[index]?.indexOf(word) ?? -1;
    if (column >= 0) return { line: index + 1, column: column + 1 };
  }
  return { line: from, column: 1 };
}
