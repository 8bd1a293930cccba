/** Readers: one small file per format in readers/, listed once in readers/index.ts. */
import type { Problem } from "../problem.js";
import type { FoundDestination } from "./destination.js";

/** The deploy, CI and IaC files of a tree, by path: what a reader may look at besides its own file (tfvars, includes, .env …). */
export interface DeployTree {
  /** Text of a file that some reader claimed, or undefined. Paths are POSIX, relative to the root. */
  text(path: string): string | undefined;
  /** All claimed paths below a folder ("" is the root), sorted. */
  list(folder: string): readonly string[];
}

/** What a reader found in one file. */
export interface ReaderResult {
  readonly destinations: readonly FoundDestination[];
  readonly problems: readonly Problem[];
}

/** Finds where one format of file sends things. */
export interface Reader {
  /** `github-actions`, `terraform` … also the name of its fixture folder. */
  readonly id: string;
  /** What the names that it claims end in, in lower case: what follows the last dot, or a name without one. Where any name may do, it is left out. */
  readonly endings?: readonly string[];
  /** Whether the path is of this format. Called for every file of a tree with one of the endings: must be fast. */
  claims(path: string): boolean;
  /** A cheap look at the text: true where `read` would find nothing. Without it every claimed file is read. */
  idle?(text: string): boolean;
  /**
   * Reads one file. Never throws for bad input: a malformed file is a problem with a position.
   * A reader whose unit is a folder (Terraform) is called once per file and gives only what that file's lines say.
   */
  read(path: string, text: string, tree: DeployTree): ReaderResult;
}
