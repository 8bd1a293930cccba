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

/** Names of folders that hold infrastructure, environments or manifests rather than the code that runs on them. */
const infrastructure =
  /^(?:terraform|tf|terragrunt|infra(?:structure)?|iac|deploy(?:ments?)?|ops|devops|cdk|pulumi|bin|lib|src|stacks?|cloud-?formation|cfn|bicep|arm|templates?|modules?|env(?:s|ironments?)?|live|prod(?:uction)?|non-?prod|staging|stage|dev|qa|regions?|global|shared|common|vars|values|aws|azure|gcp|aliyun|alicloud|k8s|kubernetes|helm|charts?|config|scripts|build|ci|\.[\w-]+)$/i;

/**
 * Globs of the project whose infrastructure a file describes: the folder above the first one that is named for infrastructure.
 * Undefined where that is the whole tree, for then nothing says what of it leaves by this door.
 */
export function projectScope(path: string): readonly string[] | undefined {
  const parts = folderOf(path).split("/");
  const first = parts.findIndex((part) => infrastructure.test(part));
  const folder = (first < 0 ? parts : parts.slice(0, first)).join("/");
  return folder === "" ? undefined : below(folder);
}

/** A path as a glob that means only itself. */
export function escaped(path: string): string {
  return path.replace(/[[\]{}()*?!@+\\]/g, "\\$&");
}
