/** Entry of dist/commands.js: argv in, exit status out. */
import type { EarlyWorker } from "../host/threads.js";
import { run } from "./run.js";

/** Runs one command line of this process; `home` is the folder of the built program, `stdin` what stood there for pre-push, `early` a thread that may be needed. */
export async function main(argv: readonly string[], home: string, stdin: string, early: EarlyWorker | null): Promise<number> {
  let status: number | null = null;
  // Who reads our output may stop reading (`| head`): that is no error. A full disc is one, and half an answer must not look whole.
  // The answer of pre-push is its exit status, and nobody who stops reading changes that.
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" && argv[0] === "pre-push") return;
    if (error.code === "EPIPE") process.exit(status ?? 0);
    process.stderr.write(`borderline: ${error.message}\n`);
    process.exit(2);
  });
  status = await run(argv, {
    cwd: process.cwd(),
    home,
    environment: process.env,
    today: new Date().toISOString().slice(0, 10),
    terminal: process.stdout.isTTY ? process.stdout.columns : null,
    stdin,
    ...(early === null ? {} : { early }),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
  return status;
}
