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

/** The files of one folder alone. */
interface OwnFiles {
  programs: number;
  others: number;
  /** All of them stand aside, for the folder does. */
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
  const own = new Map<string, OwnFiles>();
  const called = new Set<string>();
  let all = 0;
  let introduced = false;
  for (const { folder, names } of list) {
    introduced ||= folder === "" && names.some((name) => /^readme(?![a-z])/i.test(name));
    let files = own.get(folder);
    if (!files) own.set(folder, (files = { programs: 0, others: 0, aside: standsAside(`${folder}/`) }));
    for (const name of names) {
      const group = groupOf(name);
      if (!files.aside && !standsAside(name)) files[group]++;
      if (group === "programs") called.add(withoutEnding(name).toLowerCase());
    }
    all += names.length;
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
  return { all, ownPrograms, folders, packages, names: called, prefixes: prefixesOf(called), introduced };
}

/** Programs whose names begin alike, from which it is the tree's habit. */
const asHabit = 20;

function prefixesOf(names: ReadonlySet<string>): ReadonlySet<string> {
  const count = new Map<string, number>();
  for (const name of names) {
    const end = name.indexOf("_");
    if (end > 0) count.set(name.slice(0, end), (count.get(name.slice(0, end)) ?? 0) + 1);
  }
  return new Set([...count].flatMap(([prefix, n]) => (n >= asHabit ? [prefix] : [])));
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
