#!/usr/bin/env node
/** Entry of dist/cli.js: answers what needs nothing loaded, and hands everything else to dist/commands.js. */
import { createRequire } from "node:module";
import { version } from "../version.js";

const argv = process.argv.slice(2);
if (argv[0] === "--version") process.stdout.write(`borderline ${version}\n`);
else {
  const { main } = createRequire(__filename)("./commands.js") as { main: (argv: readonly string[], home: string) => Promise<number> };
  main(argv, __dirname).then(
    (status) => (process.exitCode = status),
    (error: unknown) => {
      process.stderr.write(`borderline: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 70;
    },
  );
}
