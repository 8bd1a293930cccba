/** Saved scans and decision files: read from where the user says, bounded, never following a folder's links. */
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { readBounded } from "./bounded-file.js";

/** A saved scan of a huge repository has a few hundred megabytes at most; a folder more files than anyone has repositories. */
const limits = { bytes: 512 << 20, files: 5000, depth: 4 };

/** The text of one file, or why there is none. */
export function readSaved(file: string): { readonly text: string } | { readonly failure: string } {
  const read = readBounded(file, limits.bytes);
  return read.ok ? { text: read.bytes.toString("utf8") } : { failure: read.why };
}

/** Whether the path is a folder; null where nothing is there. */
export function isFolder(file: string): boolean | null {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? null;
}

/** The `.json` and `.jsonl` files below a folder, as POSIX paths relative to it, sorted; links are not followed. */
export function savedFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (below: string, depth: number): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      if (found.length >= limits.files) return;
      const name = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < limits.depth) walk(name, depth + 1);
      else if (entry.isFile() && /\.jsonl?$/.test(entry.name)) found.push(name);
    }
  };
  walk("", 0);
  return found.sort();
}
