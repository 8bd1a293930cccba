/** The command line's words. Everything that a command may be given is in one table; what is not in it is wrong usage. */
import { parseArgs } from "node:util";

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

/** Wrong usage: said in one line, exit status 2. */
export class UsageError extends Error {}

/** Parses the arguments after `node cli.js`. Throws UsageError for an unknown option. */
export function parseCommandLine(argv: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { command: positionals[0] ?? "", rest: positionals.slice(1), values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split("\n")[0] : String(error));
  }
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
