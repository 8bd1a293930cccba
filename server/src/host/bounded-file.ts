/** Reads small files that a hostile tree may have prepared: regular files only, up to a size, never waiting for a FIFO or a device. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";

/** A file's bytes, or why there are none. `special` is a FIFO, socket, device or folder; `too-large` is above the limit. */
export type BoundedFile =
  | { readonly ok: true; readonly bytes: Buffer; readonly modified: Date }
  | { readonly ok: false; readonly why: "missing" | "unreadable" | "special" | "too-large" };

/** Reads at most `limit` bytes of a regular file (links are followed). Opened without blocking, so that a FIFO cannot hold us. */
export function readBounded(path: string, limit: number): BoundedFile {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { ok: false, why: code === "ENOENT" || code === "ENOTDIR" ? "missing" : code === "ENXIO" ? "special" : "unreadable" };
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { ok: false, why: "special" };
    if (stat.size > limit) return { ok: false, why: "too-large" };
    const bytes = Buffer.alloc(stat.size);
    let size = 0;
    for (let n = 1; n > 0 && size < bytes.length; size += n) n = readSync(file, bytes, size, bytes.length - size, size);
    return { ok: true, bytes: bytes.subarray(0, size), modified: stat.mtime };
  } catch {
    return { ok: false, why: "unreadable" };
  } finally {
    closeSync(file);
  }
}

/** The text of a small regular file, or null. */
export function readText(path: string, limit = 1 << 20): string | null {
  const file = readBounded(path, limit);
  return file.ok ? file.bytes.toString("utf8") : null;
}

/** Whether a path is there (links followed) and is neither a regular file nor a folder: a FIFO, a socket or a device other than the null device. */
export function isSpecialFile(path: string): boolean {
  try {
    const stat = statSync(path);
    return !stat.isFile() && !stat.isDirectory() && path !== "/dev/null";
  } catch {
    return false;
  }
}
