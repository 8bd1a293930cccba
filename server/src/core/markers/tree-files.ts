/** What the paths of a tree's files tell: how many files each folder has, which a family's share is measured against, and what files are called. */
import { languageOf } from "./language.js";
import { standsAside, vendoredBelow } from "./traits.js";

/** Programs of a folder are measured against its programs, all else against all else: a hundred tables are of no trade for two that name one. */
export type FileGroup = "programs" | "others";

/** The files of a folder and of everything below it, without tests and what is taken along. */
export type FolderFiles = Readonly<Record<FileGroup, number>>;

/** The files of a tree. */
export interface TreeFiles {
  readonly all: number;
  /** Programs that are neither the code of others nor stand aside. */
  readonly ownPrograms: number;
  /** By folder, the root as "". */
  readonly folders: ReadonlyMap<string, FolderFiles>;
  /** Folders that may be a package which other files import, in small letters. */
  readonly packages: ReadonlySet<string>;
  /** Names of files without their last ending, in small letters. */
  readonly names: ReadonlySet<string>;
}

/** A tree of which nothing is known: one file, one blob. */
export const noFiles: TreeFiles = { all: 0, ownPrograms: 0, folders: new Map(), packages: new Set(), names: new Set() };

/** Folders below the top of a tree, down to which one may be a package. */
const packageDepth = 4;

/** Counts the files of a tree by their paths. */
export function countFiles(paths: readonly string[]): TreeFiles {
  const own = new Map<string, Record<FileGroup, number>>();
  const names = new Set<string>();
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const folder = path.slice(0, Math.max(0, slash));
    let files = own.get(folder);
    if (!files) own.set(folder, (files = { programs: 0, others: 0 }));
    if (!standsAside(path)) files[groupOf(path)]++;
    names.add(
      path
        .slice(slash + 1)
        .toLowerCase()
        .replace(/\.\w+$/, ""),
    );
  }
  const folders = new Map<string, Record<FileGroup, number>>();
  const packages = new Set<string>();
  let ownPrograms = 0;
  for (const [folder, { programs, others }] of own) {
    // What only builds with a library (`auto/lib/openssl/make`) is not that library.
    if (programs > 0) for (const name of folder.toLowerCase().split("/").slice(0, packageDepth)) if (name !== "") packages.add(name);
    const around = foldersOf(`${folder}/`);
    if (around.at(-1) === "") ownPrograms += programs;
    for (const one of around) {
      const files = folders.get(one);
      if (files) {
        files.programs += programs;
        files.others += others;
      } else folders.set(one, { programs, others });
    }
  }
  return { all: paths.length, ownPrograms, folders, packages, names };
}

/** With which of a folder's files a path is measured. */
export function groupOf(path: string): FileGroup {
  return languageOf(path)?.kind === "code" ? "programs" : "others";
}

/** The folders of a path, nearest first, the root ("") last. The code of others is measured within its own folder: it speaks neither for the tree nor against it. */
export function foldersOf(path: string): string[] {
  const folders: string[] = [];
  const outermost = vendoredBelow(path);
  for (let at = path.lastIndexOf("/"); at > 0 && at >= outermost; at = path.lastIndexOf("/", at - 1)) folders.push(path.slice(0, at));
  if (outermost === 0) folders.push("");
  return folders;
}
