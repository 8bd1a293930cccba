/** Which files of a tree import each other, as far as their texts tell. */
import { modulePath } from "./imports.js";
import type { FileSummary } from "./marker.js";

/** path → paths of summaries that it imports or that import it. */
export function importLinks(summaries: readonly Pick<FileSummary, "path" | "imports">[]): Map<string, Set<string>> {
  const byEnd = new Map<string, string[]>();
  for (const { path } of summaries) {
    const bare = path.replace(/\.\w+$/, "").replace(/\/(__init__|index|mod)$/, "");
    const name = bare.slice(bare.lastIndexOf("/") + 1);
    const list = byEnd.get(name);
    if (list) list.push(path);
    else byEnd.set(name, [path]);
  }
  const links = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => void links.set(a, (links.get(a) ?? new Set<string>()).add(b));
  for (const { path, imports } of summaries) {
    for (const module of imports) {
      const end = modulePath(module, path);
      if (end === null) continue;
      for (const target of targetsOf(end, path, byEnd)) {
        link(path, target);
        link(target, path);
      }
    }
  }
  return links;
}

function targetsOf(end: string, importer: string, byEnd: ReadonlyMap<string, string[]>): string[] {
  const candidates = byEnd.get(end.slice(end.lastIndexOf("/") + 1)) ?? [];
  const folder = importer.slice(0, Math.max(0, importer.lastIndexOf("/")));
  return candidates.filter((path) => {
    if (path === importer) return false;
    const bare = path.replace(/\.\w+$/, "").replace(/\/(__init__|index|mod)$/, "");
    if (end.includes("/")) return bare === end || bare.endsWith("/" + end);
    return path.startsWith(folder === "" ? "" : folder + "/") && !path.slice(folder.length + 1).includes("/");
  });
}
