/** Entry of dist/server.js: a few lines that load the language server with its kept code. */
import { join } from "node:path";
import { loadCode } from "../host/load-code.js";

/** The code is kept once the first answers have run it, for whoever is ended before its end (milliseconds). */
const settled = 5000;

/** What `borderline lsp` and an editor's client start. */
export function main(): void {
  const { exports, keep } = loadCode(join(__dirname, "language-server.js"), process.env);
  setTimeout(keep, settled).unref();
  process.once("exit", keep);
  (exports as { main: () => void }).main();
}

if (require.main === module) main();
