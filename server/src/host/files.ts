/** Reads files of a hostile tree into one buffer that is used again for each: regular files only, never waiting, never more than a limit. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Skipped } from "../core/markers/marker.js";
import { reasonOf } from "./walk.js";

/** Text up to this size (bytes) is read whole; of larger files only the gate sees the rest. */
export const wholeLimit = 16 << 20;
/** What cannot be pushed through the gate in reasonable time: larger text files are a gap. */
export const gateLimit = 256 << 20;

/** A file that has been opened and read, as far as it fits. One value, overwritten by the next file. */
export interface OpenFile {
  /** null: read; otherwise why not. */
  failed: Skipped["reason"] | null;
  /** Holds the file's first `length` bytes; the byte after them is 0. */
  buffer: Buffer;
  /** The buffer that is used again. */
  readonly home: Buffer;
  length: number;
  /** Size as the system says, and what changes when the contents do. */
  size: number;
  modifiedNs: bigint;
  changedNs: bigint;
  inode: bigint;
  descriptor: number;
}

/** A reader that reads into `room`; what does not fit into it gets memory of its own. */
export function createOpenFile(room: Uint8Array<ArrayBuffer> = new Uint8Array((1 << 20) + 1)): OpenFile {
  const home = Buffer.from(room.buffer, room.byteOffset, room.byteLength);
  return { failed: null, home, buffer: home, length: 0, size: 0, modifiedNs: 0n, changedNs: 0n, inode: 0n, descriptor: -1 };
}

const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Opens and reads a file up to `wholeLimit`; close it with `closeFile`, whatever came of it. False where it could not be read. */
export function openFile(file: OpenFile, path: string | Buffer): boolean {
  file.failed = null;
  file.length = 0;
  try {
    file.descriptor = openSync(path, flags);
    const stat = fstatSync(file.descriptor, { bigint: true });
    if (!stat.isFile()) file.failed = "special-file";
    else {
      file.size = Number(stat.size);
      file.modifiedNs = stat.mtimeNs;
      file.changedNs = stat.ctimeNs;
      file.inode = stat.ino;
      readStart(file);
    }
  } catch (error) {
    file.failed = reasonOf(error);
  }
  return file.failed === null;
}

/** Binary files are told by a zero byte in their first 8,000 bytes, as git tells them; large ones are not read beyond that before it is known. */
function readStart(file: OpenFile): void {
  const first = Math.min(file.buffer.length - 1, wholeLimit);
  file.length = readSync(file.descriptor, file.buffer, 0, Math.min(first, Math.max(file.size, 4096)), 0);
  file.buffer[file.length] = 0;
  if (file.length < first || hasZero(file) || file.size <= first) return;
  const wanted = Math.min(file.size, wholeLimit);
  if (file.buffer.length <= wanted) {
    const larger = Buffer.allocUnsafeSlow(wanted + 1);
    file.buffer.copy(larger, 0, 0, file.length);
    file.buffer = larger;
  }
  file.length += readFully(file.descriptor, file.buffer, file.length, wanted);
  file.buffer[file.length] = 0;
}

function readFully(descriptor: number, buffer: Buffer, from: number, to: number): number {
  let at = from;
  for (let n = 1; n > 0 && at < to; at += n) n = readSync(descriptor, buffer, at, to - at, at);
  return at - from;
}

/** Whether a zero byte stands in the first 8,000. */
export function hasZero(file: OpenFile): boolean {
  return file.buffer.indexOf(0) < Math.min(file.length, 8000);
}

/** Reads a stretch of the open file, at most 64 MB, into memory of its own; shorter at the file's end. */
export function readStretch(file: OpenFile, from: number, to: number): Uint8Array {
  const wanted = Math.max(0, Math.min(to, file.size) - from);
  const bytes = Buffer.allocUnsafeSlow(Math.min(wanted, 64 << 20));
  let at = 0;
  for (let n = 1; n > 0 && at < bytes.length; at += n) n = readSync(file.descriptor, bytes, at, bytes.length - at, from + at);
  return bytes.subarray(0, at);
}

/** Closes what `openFile` opened, and forgets the memory that a large file needed. */
export function closeFile(file: OpenFile): void {
  if (file.descriptor >= 0) closeSync(file.descriptor);
  file.descriptor = -1;
  file.buffer = file.home;
}
