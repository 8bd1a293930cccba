/** What the paths of a tree's files tell: how many files each folder has, which a family's share is measured against, and what files are called. */
import { languageOf } from "./language.js";
import { isAside, standsAside, vendoredBelow } from "./traits.js";

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
  /** Names of programs without their last ending, in small letters: settings named after a library (`flatpak/openssl.json`) are not that library. */
  readonly names: ReadonlySet<string>;
  /** What many of these names begin with, up to a `_`. */
  readonly prefixes: ReadonlySet<string>;
  /** Whether a README stands at the top. */
  readonly introduced: boolean;
}

/** A tree of which nothing is known: one file, one blob. */
export const noFiles: TreeFiles = {
  all: 0,
  ownPrograms: 0,
  folders: new Map(),
  packages: new Set(),
  names: new Set(),
  prefixes: new Set(),
  introduced: false,
};

/** Folders below the top of a tree, down to which one may be a package. */
const packageDepth = 4;

/** A folder while its files are counted. */
interface Counting extends Record<FileGroup, number> {
  /** The folder whose files those of this one are too: none for the root, and for the code of others. */
  above: Counting | null;
  /** All of its files stand aside, for the folder does. */
  readonly aside: boolean;
}

/** Some files of a folder. */
export interface Listed {
  /** Without a slash at its end; empty for the root. */
  readonly folder: string;
  readonly names: readonly string[];
}

/** Counts the files of a tree by their paths. */
export function countFiles(paths: readonly string[]): TreeFiles {
  const slashes = paths.map((path) => path.lastIndexOf("/"));
  return countListed(paths.map((path, n) => ({ folder: path.slice(0, Math.max(0, slashes[n]!)), names: [path.slice(slashes[n]! + 1)] })));
}

/** Counts the files of a tree, folder by folder. */
export function countListed(list: readonly Listed[]): TreeFiles {
  const folders = new Map<string, Counting>();
  const packages = new Set<string>();
  const called = new Set<string>();
  let all = 0;
  let introduced = false;
  for (const { folder, names } of list) {
    introduced ||= folder === "" && names.some((name) => /^readme(?![a-z])/i.test(name));
    const lowest = folders.get(folder) ?? put(folders, folder);
    let [programs, others] = [0, 0];
    for (const name of names) {
      const isProgram = groupOf(name) === "programs";
      if (isProgram) called.add(withoutEnding(name).toLowerCase());
      if (lowest.aside || isAside(name)) continue;
      if (isProgram) programs++;
      else others++;
    }
    // What only builds with a library (`auto/lib/openssl/make`) is not that library.
    if (programs > 0) for (const name of folder.toLowerCase().split("/", packageDepth)) if (name !== "") packages.add(name);
    for (let at: Counting | null = lowest; at !== null; at = at.above) {
      at.programs += programs;
      at.others += others;
    }
    all += names.length;
  }
  return { all, ownPrograms: folders.get("")?.programs ?? 0, folders, packages, names: called, prefixes: prefixesOf(called), introduced };
}

/** Puts a folder, and those above it, where they are counted. */
function put(folders: Map<string, Counting>, folder: string): Counting {
  const made = counting(folder);
  folders.set(folder, made);
  let [name, last] = [folder, made];
  while (name !== "" && vendoredBelow(`${name}/`) !== name.length) {
    name = name.slice(0, Math.max(0, name.lastIndexOf("/")));
    const known = folders.get(name);
    last.above = known ?? counting(name);
    if (known) break;
    last = last.above;
    folders.set(name, last);
  }
  return made;
}

function counting(folder: string): Counting {
  return { programs: 0, others: 0, above: null, aside: standsAside(`${folder}/`) };
}

/** Programs whose names begin alike, from which it is the tree's habit. */
const asHabit = 20;

function prefixesOf(names: ReadonlySet<string>): ReadonlySet<string> {
  const count = new Map<string, number>();
  const prefixes = new Set<string>();
  for (const name of names) {
    const end = name.indexOf("_");
    if (end <= 0) continue;
    const prefix = name.slice(0, end);
    const n = (count.get(prefix) ?? 0) + 1;
    count.set(prefix, n);
    if (n === asHabit) prefixes.add(prefix);
  }
  return prefixes;
}

function withoutEnding(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot >= 0 && /^\w+$/.test(name.slice(dot + 1)) ? name.slice(0, dot) : name;
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
