/** Appends decisions to files that are only ever appended to, and tells editors of the last push. */
import { createHash } from "node:crypto";
import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Git, runGit } from "./git.js";

/** sha256 of a text, as `sha256:…`. */
export function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** Appends one JSON line that ends with its own digest: over the line as it is without that last key. Throws where the file cannot be written. */
export function appendRecord(path: string, record: object): void {
  const text = JSON.stringify(record);
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${text.slice(0, -1)},"digest":"${digestOf(text)}"}\n`, { mode: 0o600 });
}

/** The digest that the last line of a record file carries; null where there is none. */
export function lastDigest(path: string): string | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 200));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return /"digest":"(sha256:[0-9a-f]{64})"\}\n$/.exec(tail.toString("latin1"))?.[1] ?? null;
  } finally {
    closeSync(file);
  }
}

/** The commits of a push, oldest first. */
export async function commitsOf(git: Git, from: readonly string[], without: readonly string[]): Promise<readonly string[]> {
  const input = [...from, ...without.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join("");
  const answer = await runGit(git, ["rev-list", "--reverse", "--stdin"], { input, time: 600_000, bytes: 256 << 20 });
  return answer.stdout
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");
}

/** Leaves a short word for editors in the git folder; where that cannot be, nobody is told. */
export function tellEditors(commonDir: string, word: object): void {
  const folder = join(commonDir, "borderline");
  const path = join(folder, "last-push.json");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(word) + "\n");
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // The verdict on stderr is what counts.
  }
}
