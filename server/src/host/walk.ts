/** Walks a tree and says which files to read. Links are never followed, special files never opened, `.git` never entered. */
import { lstatSync, readdirSync, readlinkSync, type Dirent } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Skipped } from "../core/markers/marker.js";

/** Regular files of one folder, at most `batchSize` of them. */
export interface FolderBatch {
  /** POSIX path of the folder, relative to the root; empty for the root itself. */
  readonly folder: string;
  readonly names: readonly string[];
  /** Names that are not UTF-8 travel with one character per byte; folder and names are then both in that form. */
  readonly byteNames: boolean;
}

/** What a walk hands back beside its batches. */
export interface WalkOutcome {
  readonly skipped: readonly Skipped[];
  readonly files: number;
  /** Files that ignore files hid. */
  readonly ignored: number;
}

export interface WalkOptions {
  /**
   * What git ignores in the work tree that this folder (absolute) belongs to: paths relative to the folder, folders with a slash at the end.
   * null: no work tree, or git could not say; everything is read then. Asked for the root and for every folder with a `.git` of its own.
   */
  readonly ignoredIn: (folder: string) => readonly string[] | null;
  /** The policy's own `ignore:`. */
  readonly excluded: (path: string) => boolean;
}

const batchSize = 64;
/** Work trees inside the tree for which git is asked; one that holds more gets the rest read whole. */
const nestedLimit = 200;
/** Entries that are counted inside ignored folders; beyond this the share is "at least". */
const countLimit = 500_000;

interface Visit {
  readonly folder: string;
  readonly byteNames: boolean;
}

/** Yields batches of files in the order in which the folders are met; the return value tells what was left out and why. */
export function* walkTree(root: string, options: WalkOptions): Generator<FolderBatch, WalkOutcome> {
  const walk = new Walk(root, options);
  walk.askGit("");
  for (let visit = walk.pending.pop(); visit !== undefined; visit = walk.pending.pop()) {
    const names = walk.visit(visit);
    walk.files += names.length;
    for (let i = 0; i < names.length; i += batchSize) {
      yield { folder: visit.folder, names: names.length <= batchSize ? names : names.slice(i, i + batchSize), byteNames: visit.byteNames };
    }
  }
  return { skipped: walk.skipped, files: walk.files, ignored: walk.ignored };
}

/** The state of one walk: folders still to visit and what has been left out so far. */
class Walk {
  readonly pending: Visit[] = [{ folder: "", byteNames: false }];
  readonly skipped: Skipped[] = [];
  files = 0;
  ignored = 0;
  private counted = 0;
  private asked = 0;
  private readonly ignoredPaths = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly options: WalkOptions,
  ) {}

  /** Asks once per work tree; its answers are kept as paths from the root. */
  askGit(folder: string): void {
    if (this.asked++ >= nestedLimit) return;
    const prefix = folder === "" ? "" : folder + "/";
    for (const path of this.options.ignoredIn(join(this.root, folder)) ?? []) this.ignoredPaths.add(prefix + path);
  }

  /** Reads one folder: queues its folders, notes what is left out, returns the files to read. */
  visit({ folder, byteNames }: Visit): string[] {
    const entries = this.entriesOf(folder, byteNames);
    if (entries === null) return [];
    if (!byteNames && entries.some((entry) => entry.name.includes("\ufffd"))) return this.requeue(folder);
    if (folder !== "" && !byteNames && entries.some((entry) => entry.name === ".git")) this.askGit(folder);
    const names: string[] = [];
    const folders: Visit[] = [];
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) {
        if (entry.name === ".git") continue;
        if (this.isLeftOut(path)) this.ignore(path, 1);
        else names.push(entry.name);
      } else if (entry.isDirectory()) {
        if (entry.name === ".git") continue;
        if (this.isLeftOut(path + "/")) this.ignore(path + "/", this.count(path));
        else folders.push({ folder: path, byteNames });
      } else if (entry.isSymbolicLink()) this.noteLink(path, byteNames);
      else this.skip(path, "special-file", byteNames);
    }
    for (let i = folders.length - 1; i >= 0; i--) this.pending.push(folders[i] ?? { folder: "", byteNames });
    return names;
  }

  /** Mostly nothing is: a path need not be put together to hear so. */
  private isLeftOut(path: string): boolean {
    return (this.ignoredPaths.size > 0 && this.ignoredPaths.has(path)) || this.options.excluded(path);
  }

  /** A name that is not UTF-8 cannot be opened by its text: the folder is read again with one character per byte. */
  private requeue(folder: string): string[] {
    this.pending.push({ folder: Buffer.from(folder, "utf8").toString("latin1"), byteNames: true });
    return [];
  }

  private entriesOf(folder: string, byteNames: boolean): Dirent[] | null {
    try {
      return readdirSync(openable(this.root, folder, byteNames), { withFileTypes: true, encoding: byteNames ? "latin1" : "utf8" });
    } catch (error) {
      this.skip(folder === "" ? "." : folder, reasonOf(error), byteNames);
      return null;
    }
  }

  private ignore(path: string, files: number): void {
    this.ignored += files;
    this.skipped.push({ path, reason: "ignored", gap: false });
  }

  private skip(path: string, reason: Skipped["reason"], byteNames: boolean): void {
    this.skipped.push({ path: shownPath(path, byteNames), reason, gap: true });
  }

  /** Counts the files of an ignored folder without opening any. */
  private count(folder: string): number {
    let files = 0;
    const pending = [folder];
    for (let at = pending.pop(); at !== undefined && this.counted < countLimit; at = pending.pop()) {
      for (const entry of quietly(() => readdirSync(join(this.root, at ?? ""), { withFileTypes: true })) ?? []) {
        this.counted++;
        if (entry.isDirectory()) pending.push(`${at}/${entry.name}`);
        else files++;
      }
    }
    return files;
  }

  /** A link inside the tree needs no word, for what it names is read under its own name. One that names nothing or leads out is reported. */
  private noteLink(path: string, byteNames: boolean): void {
    if (byteNames) return this.skip(path, "special-file", byteNames);
    const end = followInside(resolve(this.root), join(resolve(this.root), path));
    if (end !== "inside") this.skip(path, end === "nothing" ? "vanished" : "special-file", byteNames);
  }
}

/** Where a link ends, without ever touching anything outside the root: `out` also for loops and what cannot be read. */
function followInside(root: string, link: string): "inside" | "nothing" | "out" {
  let at = link;
  for (let steps = 0; steps < 40; steps++) {
    const found = firstLink(root, at);
    if (found === null) return "nothing";
    if (found.link === null) return "inside";
    const target = quietly(() => readlinkSync(found.link ?? ""));
    if (target === null) return "nothing";
    at = resolve(dirname(found.link), target) + found.rest;
    if (at !== root && !at.startsWith(root + sep)) return "out";
  }
  return "out";
}

/** The first link on the way from the root to a path, with what follows it; null where the way ends in nothing. */
function firstLink(root: string, path: string): { link: string | null; rest: string } | null {
  let at = root;
  const parts = path.slice(root.length).split(sep).filter(Boolean);
  for (let i = 0; i < parts.length; i++) {
    at = join(at, parts[i] ?? "");
    const here = at;
    const stat = quietly(() => lstatSync(here));
    if (stat === null) return null;
    if (stat.isSymbolicLink())
      return {
        link: at,
        rest: parts
          .slice(i + 1)
          .map((part) => sep + part)
          .join(""),
      };
  }
  return { link: null, rest: "" };
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** What a failed system call means for the reader. */
export function reasonOf(error: unknown): Skipped["reason"] {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ESTALE") return "vanished";
  return code === "ELOOP" || code === "ENXIO" || code === "EISDIR" ? "special-file" : "unreadable";
}

/** The path that the system is given for a file or folder of the tree. */
export function openable(root: string, path: string, byteNames: boolean): string | Buffer {
  const whole = path === "" ? root : root.endsWith("/") ? root + path : `${root}/${path}`;
  return byteNames ? Buffer.concat([Buffer.from(root.endsWith("/") ? root : root + "/"), Buffer.from(path, "latin1")]) : whole;
}

/** The path that people and reports see. */
export function shownPath(path: string, byteNames: boolean): string {
  return byteNames ? Buffer.from(path, "latin1").toString("utf8") : path;
}
