/**
 * A file in the user's own cache folder that is believed only with the seal of his secret: what takes long to make and can be made again at any
 * time. One that is missing, foreign or broken costs only that time.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { real } from "./git-repository.js";
import { readSecret } from "./own-folder.js";

export interface SealedFile {
  /** What was written last, or null. */
  readonly read: () => Buffer | null;
  readonly write: (body: Uint8Array) => void;
}

/** Files of a kind end alike, and the newest of them are kept. */
export interface SealedKind {
  readonly ending: string;
  readonly most: number;
}

/** Bytes before the body. */
const seal = 32;

/** The file for `what`, a text that says all on which its contents depend; null where the folder is not the user's own, or holds no secret. */
export function sealedFile(folder: string, what: string, kind: SealedKind): SealedFile | null {
  const secret = isOutsideWorkTrees(folder) ? readSecret(folder) : null;
  if (secret === null) return null;
  const file = join(folder, `${createHmac("sha256", secret).update(what).digest("hex").slice(0, 40)}${kind.ending}`);
  return { read: () => readSealed(file, secret), write: (body) => writeSealed(file, secret, body, kind) };
}

/** Whether no git work tree holds the folder: what a repository brings along is never believed, however it is sealed. */
export function isOutsideWorkTrees(folder: string): boolean {
  for (let at = real(dirname(folder)); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return false;
    if (at === dirname(at)) return true;
  }
}

function readSealed(file: string, secret: Buffer): Buffer | null {
  try {
    const bytes = readFileSync(file);
    const body = bytes.subarray(seal);
    return timingSafeEqual(sealOf(secret, body), bytes.subarray(0, seal)) ? body : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed, so that a reader finds all of it or nothing. */
function writeSealed(file: string, secret: Buffer, body: Uint8Array, { ending, most }: SealedKind): void {
  try {
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, Buffer.concat([sealOf(secret, body), body]), { mode: 0o600 });
    renameSync(beside, file);
    const folder = dirname(file);
    const others = readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.time - a.time);
    for (const { path } of others.slice(most)) rmSync(path, { force: true });
  } catch {
    // A full disk or a folder that may not be written: the next start makes it again.
  }
}

function sealOf(secret: Buffer, body: Uint8Array): Buffer {
  return createHmac("sha256", secret).update(body).digest();
}
