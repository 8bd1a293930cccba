/** argv → exit status. Commands are listed once, here; each is one file in commands/. */
import { checkOptions, parseCommandLine, UsageError, type Arguments } from "./args.js";
import { approvals, approve } from "./commands/approvals.js";
import { baseline } from "./commands/baseline.js";
import { destinations } from "./commands/destinations.js";
import { explain } from "./commands/explain.js";
import { init } from "./commands/init.js";
import { hook } from "./commands/hook.js";
import { prePush } from "./commands/pre-push.js";
import { report } from "./commands/report.js";
import { rules } from "./commands/rules.js";
import { scanCommand } from "./commands/scan.js";
import { plain } from "../core/reports/safe.js";
import { say, t, type LocalText } from "../core/text.js";
import type { EarlyWorker } from "../host/threads.js";
import { version } from "../version.js";
import { help } from "./help.js";
import { langOf, langWanted } from "./settings.js";

/** What a command may touch of the process. */
export interface Shell {
  readonly cwd: string;
  /** The folder of the built program: rulebook.json lies there. */
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  /** Columns of the terminal that stdout is; null where it is none. */
  readonly terminal: number | null;
  /** What stands on stdin, for the one command that is given its question there (pre-push); empty for all others. */
  readonly stdin?: string;
  /** A thread that was started while this program was loaded. */
  readonly early?: EarlyWorker;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** One command: gives its exit status. */
export type Command = (args: Arguments, shell: Shell) => Promise<number> | number;

const commands: Readonly<Record<string, Command>> = {
  approvals,
  approve,
  baseline,
  explain,
  init,
  scan: scanCommand,
  destinations,
  hook,
  lsp,
  "pre-push": prePush,
  report,
  rules,
};

/** Runs one command line and gives its exit status. */
export async function run(argv: readonly string[], shell: Shell): Promise<number> {
  try {
    const args = parseCommandLine(argv);
    if (args.values.help === true || args.command === "help") {
      shell.out(say(help, langOf(args, shell)));
      return 0;
    }
    if (args.values.version === true) {
      shell.out(`borderline ${version}\n`);
      return 0;
    }
    const command = Object.hasOwn(commands, args.command) ? commands[args.command] : undefined;
    if (!command) throw unknownCommand(args.command);
    checkOptions(args);
    return await command(args, shell);
  } catch (error) {
    const text = error instanceof UsageError ? error.text : fileFailure(error);
    if (text === null) throw error;
    shell.err(`borderline: ${plain(say(text, langWanted(argv, shell)), 2000)}\n`);
    return 2;
  }
}

/** A file that a person named and that cannot be read or written is wrong usage; any other error is ours. */
function fileFailure(error: unknown): LocalText | null {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return null;
  return ["ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "EROFS", "ENOSPC"].includes(String(error.code))
    ? t(error.message, `文件无法读写：${error.message}`)
    : null;
}

function unknownCommand(name: string): UsageError {
  if (name === "") return new UsageError("name a command; see borderline --help", "请写明命令；见 borderline --help");
  return new UsageError(`unknown command "${name}"; see borderline --help`, `没有命令“${name}”；见 borderline --help`);
}

/** The server itself is started by cli.ts before any of this is loaded; who comes here has not named a channel. */
function lsp(): never {
  throw new UsageError("lsp takes --stdio", "lsp 须带 --stdio");
}
