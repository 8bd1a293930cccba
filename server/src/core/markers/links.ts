/** Which files of a tree import each other, as far as their texts tell. */
import { modulePath } from "./imports.js";
import type { FileSummary } from "./marker.js";

/** A file by its path, and that as modules name it: without its ending, and without what stands for its folder. */
interface Target {
  readonly path: string;
  readonly bare: string;
}

/** path → paths of summaries that it imports or that import it. */
export function importLinks(summaries: readonly Pick<FileSummary, "path" | "imports">[]): Map<string, Set<string>> {
  const byEnd = new Map<string, Target[]>();
  for (const { path } of summaries) {
    const bare = path.replace(/\.\w+$/, "").replace(/\/(__init__|index|mod)$/, "");
    const name = lastOf(bare);
    const list = byEnd.get(name);
    if (list) list.push({ path, bare });
    else byEnd.set(name, [{ path, bare }]);
  }
  const links = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => void links.set(a, (links.get(a) ?? new Set<string>()).add(b));
  // The same few hundred headers are imported all over a tree.
  const ends = new Map<string, string | null>();
  for (const { path, imports } of summaries) {
    for (const module of imports) {
      let end = ends.get(module);
      if (end === undefined) {
        end = modulePath(module, path);
        if (!module.startsWith(".")) ends.set(module, end);
      }
      for (const target of end === null ? [] : targetsOf(end, path, byEnd.get(lastOf(end)) ?? [])) {
        link(path, target);
        link(target, path);
      }
    }
  }
  return links;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Which of the files that are called so a module is. */
function targetsOf(end: string, importer: string, candidates: readonly Target[]): string[] {
  if (candidates.length === 0) return [];
  const folder = importer.slice(0, Math.max(0, importer.lastIndexOf("/")));
  const isTarget = ({ path, bare }: Target): boolean => {
    if (path === importer) return false;
    if (end.includes("/")) return bare === end || bare.endsWith("/" + end);
    return path.startsWith(folder === "" ? "" : folder + "/") && !path.slice(folder.length + 1).includes("/");
  };
  return candidates.filter(isTarget).map(({ path }) => path);
}
