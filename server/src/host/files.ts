/** Reads files of a hostile tree into one buffer that is used again for each: regular files only, never waiting, never more than a limit. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import type { Skipped } from "../core/markers/marker.js";
import type { FileState } from "./cache-table.js";
import { reasonOf } from "./walk.js";

/** A file that has been opened and read, as far as it fits. One value, overwritten by the next file. */
export interface OpenFile {
  /** null: read; otherwise why not. */
  failed: Skipped["reason"] | null;
  /** Holds the file's first `length` bytes; the byte after them is 0. */
  readonly buffer: Buffer;
  length: number;
  /** Size as the system says, and what changes when the contents do. */
  size: number;
  modifiedMs: number;
  changedMs: number;
  inode: number;
  descriptor: number;
}

/** A reader that reads into `room`. */
export function createOpenFile(room: Uint8Array<ArrayBuffer> = new Uint8Array((1 << 20) + 1)): OpenFile {
  const buffer = Buffer.from(room.buffer, room.byteOffset, room.byteLength);
  return { failed: null, buffer, length: 0, size: 0, modifiedMs: 0, changedMs: 0, inode: 0, descriptor: -1 };
}

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens a file and reads as much of it as fits into the buffer; close it with `closeFile`, whatever came of it. False where it could not be read. */
export function openFile(file: OpenFile, path: string | Buffer): boolean {
  file.failed = null;
  file.length = 0;
  try {
    file.descriptor = openSync(path, flags);
    const stat = fstatSync(file.descriptor);
    if (!stat.isFile()) file.failed = "special-file";
    else {
      file.size = stat.size;
      file.modifiedMs = stat.mtimeMs;
      file.changedMs = stat.ctimeMs;
      file.inode = stat.ino;
      readStart(file);
    }
  } catch (error) {
    file.failed = reasonOf(error);
  }
  return file.failed === null;
}

function readStart(file: OpenFile): void {
  const most = Math.min(file.buffer.length - 1, Math.max(file.size, 4096));
  file.length = readSync(file.descriptor, file.buffer, 0, most, 0);
  file.buffer[file.length] = 0;
}

/** Whether a zero byte stands in the first 8,000: by it git, too, tells binary files. What is behind them is not searched: a zero is put there meanwhile. */
export function hasZero({ buffer, length }: OpenFile): boolean {
  const end = Math.min(length, 8000);
  const behind = buffer[end]!;
  buffer[end] = 0;
  const first = buffer.indexOf(0);
  buffer[end] = behind;
  return first < end;
}

/** Reads a stretch of the open file, at most 64 MB, into the memory given where it is large enough, else into some of its own; shorter at the file's end. */
export function readStretch(file: OpenFile, from: number, to: number, into?: Uint8Array): Uint8Array {
  const wanted = Math.min(Math.max(0, Math.min(to, file.size) - from), 64 << 20);
  const bytes = into !== undefined && wanted <= into.length ? into.subarray(0, wanted) : Buffer.allocUnsafeSlow(wanted);
  let at = 0;
  for (let n = 1; n > 0 && at < bytes.length; at += n) n = readSync(file.descriptor, bytes, at, bytes.length - at, from + at);
  return bytes.subarray(0, at);
}

/** Closes what `openFile` opened. */
export function closeFile(file: OpenFile): void {
  if (file.descriptor >= 0) closeSync(file.descriptor);
  file.descriptor = -1;
}

/** The state of a regular file, which is not opened for it; null where it is none. */
export function stateOf(system: string | Buffer): FileState | null {
  try {
    const stat = lstatSync(system, { throwIfNoEntry: false });
    if (!stat?.isFile()) return null;
    return { size: stat.size, modifiedMs: stat.mtimeMs, changedMs: stat.ctimeMs, inode: stat.ino };
  } catch {
    return null;
  }
}
