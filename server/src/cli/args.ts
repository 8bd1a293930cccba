/** The command line's words. Everything that a command may be given is in one table; what is not in it is wrong usage. */
import { parseArgs } from "node:util";
import type { LocalText } from "../core/text.js";

const options = {
  format: { type: "string" },
  output: { type: "string" },
  record: { type: "string" },
  policy: { type: "string" },
  "as-of": { type: "string" },
  regime: { type: "string" },
  lang: { type: "string" },
  jobs: { type: "string" },
  "no-cache": { type: "boolean" },
  "fail-on": { type: "string" },
  excerpts: { type: "boolean" },
  redact: { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  history: { type: "boolean" },
  destination: { type: "string" },
  recipient: { type: "string" },
  against: { type: "string" },
  as: { type: "string" },
  "on-missing": { type: "string" },
  copy: { type: "boolean" },
  stdio: { type: "boolean" },
  kind: { type: "string" },
  item: { type: "string", multiple: true },
  paths: { type: "string", multiple: true },
  to: { type: "string", multiple: true },
  content: { type: "string", multiple: true },
  expires: { type: "string" },
  uses: { type: "string" },
  issued: { type: "string" },
  reference: { type: "string" },
  contract: { type: "string" },
  basis: { type: "string" },
  reason: { type: "string" },
  "requested-by": { type: "string" },
  "approved-by": { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** The commands of options that not every command may be given. */
const owned: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  history: ["scan"],
  destination: ["scan"],
  recipient: ["scan", "approve"],
  against: ["report"],
  as: ["hook"],
  "on-missing": ["hook"],
  copy: ["hook"],
  stdio: ["lsp"],
  ...Object.fromEntries(
    (
      [
        "kind",
        "item",
        "paths",
        "to",
        "content",
        "expires",
        "uses",
        "issued",
        "reference",
        "contract",
        "basis",
        "reason",
        "requested-by",
        "approved-by",
      ] as const
    ).map((name) => [name, ["approve"]]),
  ),
};

/** The name of an option, without its dashes. */
export type OptionName = keyof typeof options;

/** All options that there are. */
export const optionNames = Object.keys(options) as readonly OptionName[];

/** A parsed command line. Values are as typed; each command says which of them it takes. */
export interface Arguments {
  readonly command: string;
  readonly rest: readonly string[];
  readonly values: Readonly<Partial<Record<OptionName, string | boolean | (string | boolean)[]>>>;
}

/** Wrong usage: said in one line, in the reader's language, exit status 2. */
export class UsageError extends Error {
  readonly text: LocalText;
  constructor(en: string, zh: string) {
    super(en);
    this.text = { en, zh };
  }
}

/** Parses the arguments after `node cli.js`. Throws UsageError for an unknown option. */
export function parseCommandLine(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { command: positionals[0] ?? "", rest: positionals.slice(1), values };
  } catch (error) {
    throw wrongOption(error);
  }
}

/** What Node's parser found wrong, in our words: it names the option between quotes. */
function wrongOption(error: unknown): UsageError {
  const { message, code } = error instanceof Error ? { code: "", ...error, message: error.message } : { message: String(error), code: "" };
  const name = /'(-[^' <]*)/.exec(message)?.[1] ?? "";
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return new UsageError(`there is no option ${name}; see borderline --help`, `没有选项 ${name}；见 borderline --help`);
  return /does not take an argument/.test(message)
    ? new UsageError(`${name} takes no value`, `${name} 不带值`)
    : new UsageError(`${name} needs a value`, `${name} 须带值`);
}

/** Most words that a command takes; the others take any number. */
const mostWords: Readonly<Partial<Record<string, number>>> = { init: 0, approve: 0, lsp: 0, hook: 1, report: 1, approvals: 2, baseline: 2 };

/** Throws UsageError for a word too many, and for an option that belongs to other commands: what is passed over in silence looks as if it had counted. */
export function checkOptions({ command, rest, values }: Arguments): void {
  for (const name of Object.keys(values) as OptionName[]) {
    const owners = owned[name];
    if (owners !== undefined && !owners.includes(command))
      throw new UsageError(
        `--${name} belongs to ${owners.join(", ")}, not to ${command}`,
        `--${name} 用于 ${owners.join("、")}，不用于 ${command}`,
      );
  }
  const most = command === "rules" && rest[0] !== "test" ? 1 : mostWords[command];
  if (most !== undefined && rest.length > most)
    throw new UsageError(`${command} does not know what to do with "${rest[most] ?? ""}"`, `${command} 不识别“${rest[most] ?? ""}”`);
  const needs = (name: OptionName, other: OptionName): void => {
    if (values[name] !== undefined && values[other] === undefined)
      throw new UsageError(`--${name} needs --${other}`, `--${name} 须与 --${other} 一起使用`);
  };
  needs("destination", "history");
  needs("recipient", command === "approve" ? "recipient" : "destination");
}

/** A text option, or null. */
export function option(args: Arguments, name: OptionName): string | null {
  const value = args.values[name];
  return typeof value === "string" ? value : null;
}

/** An option that may be given several times. */
export function list(args: Arguments, name: OptionName): readonly string[] {
  const value = args.values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
