#!/usr/bin/env node
/** Entry of dist/cli.js: answers what needs nothing loaded, and hands everything else to dist/commands.js. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { version } from "../version.js";

const argv = process.argv.slice(2);
// git runs its hook even where there is nothing to push; then there is nothing to load either.
const named = argv.slice(argv.includes("--") ? argv.indexOf("--") : 1).filter((word) => !word.startsWith("-")).length > 1;
const stdin = argv[0] === "pre-push" ? readStdin() : "";
if (argv[0] === "--version") process.stdout.write(`borderline ${version}\n`);
else if (argv[0] === "lsp" && !argv.includes("--help") && argv.some((word) => /^--(stdio|node-ipc|socket|pipe)\b/.test(word)))
  (createRequire(__filename)("./server.js") as { main: () => void }).main();
else if (argv[0] !== "pre-push" || stdin.trim() !== "" || !named || argv.includes("--format") || process.env["PRE_COMMIT_TO_REF"]) {
  commands().then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      process.stderr.write(`borderline: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 70;
    },
  );
}

/** Everything else, with its kept code. */
async function commands(): Promise<number> {
  optimiseLess();
  const { loadCode } = await import("../host/load-code.js");
  const { exports, keep } = loadCode(join(__dirname, "commands.js"), process.env);
  process.once("exit", keep);
  return (exports as { main: (argv: readonly string[], home: string, stdin: string) => Promise<number> }).main(argv, __dirname, stdin);
}

/** The whole of stdin. A terminal gives nothing: git always connects a pipe. */
function readStdin(): string {
  if (process.stdin.isTTY) return "";
  try {
    return readFileSync(0, "utf8");
  } catch {
    return "";
  }
}

/**
 * A command is over before most of what V8 would optimise pays for itself: a cold scan takes a tenth less processor time so. Only Node 20
 * knows these flags; later versions compile in more steps, and need no such word.
 */
function optimiseLess(): void {
  if (!process.versions.node.startsWith("20.")) return;
  for (const flag of ["--interrupt-budget=400000", "--max-inlined-bytecode-size-cumulative=300"]) setFlagsFromString(flag);
}
