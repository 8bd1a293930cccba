/** Problems that end a command, on stderr. */
import type { Problem } from "../core/problem.js";
import { plain } from "../core/reports/safe.js";
import { say } from "../core/text.js";
import type { Arguments } from "./args.js";
import type { Shell } from "./run.js";
import { langOf } from "./settings.js";

/** One line each: `borderline: file:line:column: what is wrong`. */
export function complain(problems: readonly Problem[], args: Arguments, shell: Shell): void {
  for (const { path, line, column, message } of problems) {
    const at = line === null ? "" : `:${line}:${column ?? 1}`;
    shell.err(`borderline: ${plain(path)}${at}: ${plain(say(message, langOf(args, shell)), 2000)}\n`);
  }
}
