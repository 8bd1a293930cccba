/** A copy of the built program in the user's data folder: an editor's extension moves with every update, a hook's paths must not. */
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";

/** What the command line needs. Without the tables each start would make them anew. */
const parts = ["cli.js", "commands.js", "worker.js", "worker-thread.js", "rulebook.json", "places.jsonl", "examples.json", "tables.bin"];

/** Copies the program and gives the copy's folder, which is named by its contents: an older one stays for the hooks that name it. */
export function stableCopy(home: string, environment: NodeJS.ProcessEnv): string {
  const user = environment["HOME"] ?? homedir();
  const base =
    process.platform === "win32"
      ? (environment["LOCALAPPDATA"] ?? join(user, "AppData", "Local"))
      : (environment["XDG_DATA_HOME"] ??
        (process.platform === "darwin" ? join(user, "Library", "Application Support") : join(user, ".local", "share")));
  const digest = createHash("sha256");
  for (const part of parts) digest.update(readFileSync(join(home, part)));
  const folder = join(base, "borderline", `program-${digest.digest("hex").slice(0, 16)}`);
  const beside = `${folder}.${process.pid}`;
  mkdirSync(beside, { recursive: true });
  for (const part of parts) copyFileSync(join(home, part), join(beside, part));
  try {
    renameSync(beside, folder);
  } catch {
    // The same copy is there already.
    rmSync(beside, { recursive: true, force: true });
  }
  return folder;
}
