/** The result of a scan: what every report, shell and test reads. `reports/json.ts` writes it as `borderline.scan/1`. */
import type { Destination } from "./destinations/destination.js";
import type { Exposure } from "./exposures/exposure.js";
import type { Policy } from "./exposures/policy.js";
import type { Marker, Module, Skipped } from "./markers/marker.js";
import type { Problem } from "./problem.js";
import type { Regime } from "./rulebook/item.js";
import type { Rulebook } from "./rulebook/rulebook.js";

/** What of a repository was looked at, as git names it. */
export interface Scanned {
  readonly what: "tree" | "history" | "push";
  /** The commit that the work tree stands on; null: none, no git, or no work tree was looked at. */
  readonly commit: string | null;
  /** The branch that HEAD names; null: none. */
  readonly branch: string | null;
  /** Of the files with markers, those that this commit does not have byte for byte; null where that is not known. */
  readonly differing: readonly string[] | null;
  /** Of a push or a history: the tips that were looked at, and the commits that were left out with all before them. */
  readonly ranges: readonly { readonly ref: string; readonly from: readonly string[]; readonly to: string }[];
}

/** What a scan found, before it becomes a report. */
export interface ScanResult {
  readonly rulebook: Rulebook;
  readonly root: string;
  /** YYYY-MM-DD: the day whose law is applied. */
  readonly asOf: string;
  /** Ids of the editions in force on that day, by regime. */
  readonly editions: Readonly<Partial<Record<Regime, string>>>;
  readonly policy: Policy;
  readonly remotesOf: string;
  readonly history: boolean;
  readonly scanned: Scanned;
  readonly markers: readonly Marker[];
  readonly modules: readonly Module[];
  readonly destinations: readonly Destination[];
  readonly exposures: readonly Exposure[];
  readonly skipped: readonly Skipped[];
  readonly problems: readonly Problem[];
  /** Formats that are known but not read, and files not looked into. */
  readonly notLookedFor: readonly string[];
  readonly stats: {
    readonly files: number;
    readonly bytes: number;
    readonly candidates: number;
    readonly cached: number;
    readonly milliseconds: number;
  };
  /** Share of tracked or listed files that ignore files hid, 0 to 1. */
  readonly ignoredShare: number;
}
