#!/usr/bin/env node
/** Entry of dist/cli.js: answers what needs nothing loaded, and hands everything else to dist/commands.js. */
import { readSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isatty } from "node:tty";
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
    (status) => {
      process.exitCode = status;
      endAtOnce();
    },
    (error: unknown) => {
      process.stderr.write(`borderline: ${told(error)}\n`);
      process.exitCode = 70;
    },
  );
}

/** When nothing is left to do, what the program holds goes back to the system as a whole: Node would first free a scan's 200 MB piece by piece, for 30 ms. */
function endAtOnce(): void {
  process.once("exit", () => process.exit());
}

/** One line where the machine is at fault, and where it happened otherwise. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && error.code === "ENOMEM" ? error.message : (error.stack ?? error.message);
}

/** Everything else, with its kept code. */
async function commands(): Promise<number> {
  // Whatever ends this program before its command has answered is no answer.
  process.exitCode = 70;
  let settled = (): void => undefined;
  const early =
    argv[0] === "scan" && mayUseThreads()
      ? await (await import("../host/threads.js")).startEarly(join(__dirname, "worker.js"), () => settled())
      : null;
  try {
    const { loadCode } = await import("../host/load-code.js");
    const { exports, fresh, keep } = loadCode(join(__dirname, "commands.js"), process.env);
    process.once("exit", keep);
    // Code is of use only under the words to the engine with which it was made: those of every start.
    if (!fresh && early !== null) settled = optimiseLess;
    else if (!fresh) optimiseLess();
    return await (exports as typeof import("./main.js")).main(argv, __dirname, stdin, early);
  } finally {
    early?.drop();
  }
}

/** Unless it is told, or clear, that one thread is to do all. */
function mayUseThreads(): boolean {
  return availableParallelism() > 1 && !/^scan(?:.* )?--jobs[ =]1(?: |$)/.test(argv.join(" "));
}

/**
 * The whole of stdin. A terminal gives nothing: git always connects a pipe. It is asked by its number, for `process.stdin` would make the
 * pipe one that never waits, and a list that is not there at once (a busy machine, more refs than a pipe holds) would be taken for none.
 * Whoever made it so before us is waited for; what cannot be read is no empty list.
 */
function readStdin(): string {
  if (isatty(0)) return "";
  const chunks: Buffer[] = [];
  for (const chunk = Buffer.alloc(1 << 16); ;) {
    try {
      const size = readSync(0, chunk);
      if (size === 0) return Buffer.concat(chunks).toString("utf8");
      chunks.push(Buffer.from(chunk.subarray(0, size)));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EOF") return Buffer.concat(chunks).toString("utf8");
      if (code !== "EAGAIN" && code !== "EINTR") {
        process.stderr.write(`borderline: git's list of what is pushed cannot be read: ${message}\n`);
        process.exit(2);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/**
 * A command is over before most of what V8 would optimise pays for itself: a cold scan takes a tenth less processor time so; and room for what is
 * new grows at once to what a scan needs, a third fewer collections. Only Node 20 knows these flags; later versions compile in more steps, and need no such word.
 * Said at once, they would make all code worthless that was made without them, Node's own among it: a thread would take twice as long to start.
 */
function optimiseLess(): void {
  if (!process.versions.node.startsWith("20.")) return;
  const flags = ["--interrupt-budget=400000", "--max-inlined-bytecode-size-cumulative=300", "--semi-space-growth-factor=16"];
  for (const flag of flags) setFlagsFromString(flag);
}
