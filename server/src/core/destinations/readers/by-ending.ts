/** Who is asked whether a path is theirs: of the many formats only those whose names end as it does. */
import type { Reader } from "../reader.js";

/** For a path, those of a list that may claim it, in the list's order. */
export function byEnding<Format extends Pick<Reader, "endings">>(all: readonly Format[]): (path: string) => readonly Format[] {
  const endings = new Set(all.flatMap((each) => each.endings ?? []));
  const asked = new Map<string, readonly Format[]>();
  return (path) => {
    const own = endingOf(path);
    const ending = endings.has(own) ? own : "";
    let some = asked.get(ending);
    if (some === undefined) asked.set(ending, (some = all.filter((each) => each.endings?.includes(ending) ?? true)));
    return some;
  };
}

function endingOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("/")) + 1).toLowerCase();
}
