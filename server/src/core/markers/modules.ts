/** Modules: a folder that belongs to one technology is how people see its markers. */
import { idOf } from "./identity.js";
import { shownFrom, type Marker, type Module } from "./marker.js";

/**
 * Groups the markers that people see, family by family: a folder whose markers fill at least two of its branches (or that holds two
 * marked files itself) is one module; deeper modules are taken into it. A file alone in its folder is a module of its own folder.
 */
export function groupModules(markers: readonly Marker[]): { modules: Module[]; markers: Marker[] } {
  const modules: Module[] = [];
  const moduleOf = new Map<string, string>();
  const byFamily = new Map<string, Marker[]>();
  for (const marker of markers) {
    if (marker.confidence < shownFrom) continue;
    const list = byFamily.get(marker.family);
    if (list) list.push(marker);
    else byFamily.set(marker.family, [marker]);
  }
  for (const list of byFamily.values()) {
    const byFolder = new Map<string, Marker[]>();
    for (const marker of list) {
      const folder = moduleFolder(marker.path);
      const group = byFolder.get(folder);
      if (group) group.push(marker);
      else byFolder.set(folder, [marker]);
    }
    for (const [path, group] of mergeUp(byFolder)) {
      const family = group[0]?.family;
      if (!family) continue;
      const id = idOf("module", family, path);
      modules.push({ id, path: path === "" ? "." : path, family, markers: group.map((marker) => marker.id) });
      for (const marker of group) moduleOf.set(marker.id, id);
    }
  }
  modules.sort((a, b) => b.markers.length - a.markers.length || (a.path < b.path ? -1 : 1));
  return { modules, markers: markers.map((marker) => ({ ...marker, module: moduleOf.get(marker.id) ?? null })) };
}

function moduleFolder(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Takes sibling folders into their parent while a parent has three or more of them. The root is never a module for others' sake. */
function mergeUp(byFolder: Map<string, Marker[]>): Map<string, Marker[]> {
  for (;;) {
    const children = new Map<string, string[]>();
    for (const folder of byFolder.keys()) {
      const parent = moduleFolder(folder);
      if (folder === "" || parent === "") continue;
      children.set(parent, [...(children.get(parent) ?? []), folder]);
    }
    const merge = [...children]
      .filter(([parent, folders]) => folders.length >= 3 || byFolder.has(parent))
      .sort((a, b) => b[0].length - a[0].length)[0];
    if (!merge) return byFolder;
    const [parent, folders] = merge;
    const taken = folders.flatMap((folder) => byFolder.get(folder) ?? []);
    for (const folder of folders) byFolder.delete(folder);
    byFolder.set(parent, [...(byFolder.get(parent) ?? []), ...taken]);
  }
}
