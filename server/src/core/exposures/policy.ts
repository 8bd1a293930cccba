/** The policy (`.borderline.yaml`): home, regimes, own places, ignores, verdicts. Parsed once by parse-policy.ts; defaults are judgement.md's. */
import type { Regime } from "../rulebook/item.js";
import type { Audience, Territory } from "../rulebook/place.js";
import type { Via } from "../destinations/destination.js";
import type { Approval } from "./approval.js";

/** How loud an exposure is. */
export type Level = "error" | "warning" | "note";

/** What people decided about a tree, defaults filled in. */
export interface Policy {
  /** Path of the file, or null where the defaults apply. */
  readonly path: string | null;
  /** Where the scanned folder lies below the folder that the policy speaks of, with a slash at its end; empty where they are one. Globs are asked about this and a path together. */
  readonly base: string;
  readonly home: Territory;
  readonly regimes: readonly Regime[];
  readonly origin: readonly {
    readonly paths: readonly string[];
    readonly home: Territory;
    readonly since: string | null;
    readonly basis: string;
  }[];
  readonly contact: readonly {
    readonly regime: Regime | null;
    readonly role: string;
    readonly channel: string;
    readonly hours: string | null;
  }[];
  readonly places: readonly PolicyPlace[];
  readonly destinations: readonly {
    readonly via: Via;
    readonly recipient: string;
    readonly territory: Territory | null;
    readonly scope: readonly string[];
    readonly line: number;
  }[];
  readonly unknownPlaces: "warn" | "overseas" | "home";
  readonly ignore: readonly string[];
  readonly rules: { readonly off: readonly string[]; readonly files: readonly string[]; readonly items: readonly string[] };
  readonly push: { readonly block: Level | "never"; readonly undecided: "warn" | "block" };
  readonly unverified: "note" | "keep";
  readonly acknowledge: boolean;
  readonly inlineSuppressions: boolean;
  /** Where each word under `rules:` stands, by key and word ("off speech.vocoder"). */
  readonly ruleWords: Readonly<Record<string, { readonly path: string; readonly line: number; readonly column: number }>>;
  /** Keys that an organisation's file locks, with the place that locks them. */
  readonly locked: Readonly<Record<string, { readonly path: string; readonly line: number }>>;
  readonly approvals: readonly Approval[];
  /** Where the ledger lies, and whether that is inside the scanned tree. */
  readonly ledger: { readonly path: string; readonly inside: boolean } | null;
}

/** A place that the gazetteer cannot know. */
export interface PolicyPlace {
  readonly host: string | null;
  readonly path: string | null;
  readonly territory: Territory;
  readonly audience: Audience | null;
  readonly note: string | null;
  readonly forwards: readonly string[];
  readonly line: number;
}
