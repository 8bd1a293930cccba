/** Paths inside the tree: POSIX, relative to its root, never leading out. */

/** The folder of a file; "" for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The path that a file of the tree means by a relative name; what would lead out of the tree stays at its root. */
export function resolved(from: string, name: string): string {
  return inside(folderOf(from), name);
}

/** A name relative to a folder of the tree. */
export function inside(folder: string, name: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of name.split(/[\\/]/)) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Globs of all files below a folder. */
export function below(folder: string): readonly string[] {
  return [folder === "" ? "**" : `${escaped(folder)}/**`];
}

/** Globs of all files in the folder of a file and below it. */
export function folderScope(path: string): readonly string[] {
  return below(folderOf(path));
}

/** A path as a glob that means only itself. */
export function escaped(path: string): string {
  return path.replace(/[[\]{}()*?!@+\\]/g, "\\$&");
}
