/** What stays in force from one command to the next within a job or script: regions, logins, remotes, folders of clones. */
import type { Arguments } from "./arguments.js";
import type { Expansion, Scope } from "./expand.js";
import type { Finds } from "./finding.js";

/** What one script has in force while its lines are read, and what has been found. */
export interface Session {
  readonly finds: Finds;
  /** Region in force by cloud, or by `cloud/profile`. */
  readonly regions: Map<string, readonly Expansion[]>;
  /** Registries that docker is logged in to, as written. "" is Docker Hub. */
  readonly logins: Set<string>;
  /** Remotes by name; `origin` is the tree's own until a clone is entered. */
  readonly remotes: Map<string, Expansion[]>;
  /** Clones of other repositories by folder name. */
  readonly clones: Map<string, Expansion>;
  /** The clone that the commands are in, or null. */
  inside: Expansion | null;
  /** Named stores of clients that have them (`mc alias`, `helm repo add`, `rclone`). */
  readonly stores: Map<string, readonly Expansion[]>;
  /** What scripts hand to later steps: `X` for variables, `output X` for outputs. */
  readonly exported: Map<string, readonly Expansion[]>;
  /** Registry in force for npm, where a step or an `.npmrc` says it. */
  npm: readonly Expansion[];
  /** Text of another script of the tree, for `source`. */
  read?: (path: string) => string | undefined;
}

/** A session that knows nothing yet. */
export function newSession(finds: Finds): Session {
  return {
    finds,
    regions: new Map(),
    logins: new Set(),
    remotes: new Map(),
    clones: new Map(),
    inside: null,
    stores: new Map(),
    exported: new Map(),
    npm: [],
  };
}

/** One command line, expanded, with what is around it. */
export interface Call {
  readonly args: Arguments;
  readonly line: number;
  readonly session: Session;
  readonly scope: Scope;
}

/** A recogniser of one or several programs. */
export type Recogniser = (call: Call) => void;
