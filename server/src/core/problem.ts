/** A problem is something that kept us from knowing: it is a value, travels beside the findings, and no rule setting can silence it. */
import type { LocalText } from "./text.js";

/** What kind of thing went wrong. A caller may branch on the code; the message is for people. */
export type ProblemCode =
  | "yaml-syntax" // a YAML, JSON, TOML or HCL file of ours or theirs does not parse
  | "unknown-key"
  | "missing-key"
  | "wrong-type"
  | "unknown-value" // an item, rule, family, territory … that the rulebook does not have
  | "bad-pattern"
  | "duplicate"
  | "rulebook-age"
  | "approval" // malformed, expired, unused, misfit, over-broad …
  | "suppression" // misspelt, without a rule, without a reason, unused
  | "baseline"
  | "policy"
  | "locked-key"
  | "destination-file" // a deploy, CI or IaC file that could not be read as its format
  | "destinations-alike" // so many that others stand for them beside each marker
  | "nothing-read" // what was asked for, or what the index names, is not there to be read
  | "not-read" // a format that is known but that no reader reads
  | "git"
  | "timeout"
  | "internal";

/** Something that is wrong with what we were given, where it stands, and in words. Bugs of ours throw instead. */
export interface Problem {
  readonly code: ProblemCode;
  /** `error`: the command must not go on (exit 2). `warning`: shown everywhere, the rest is still read. */
  readonly severity: "error" | "warning";
  /** POSIX path, relative to the scanned root where it lies inside it. */
  readonly path: string;
  /** From 1; null where the whole file is meant. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: LocalText;
}
