/** `borderline.push/1`: the report of a push, a scan's fields and what only a push has. */
import type { ScanReport } from "../reports/report.js";
import type { LocalText } from "../text.js";
import type { PushRef } from "./push-lines.js";
import type { Verdict } from "./verdict.js";

/** A push that the same commits allow without what is in question. */
export interface Split {
  /** What people type, for a POSIX shell. */
  readonly command: string;
  /** The commit (or other object) that it sends. */
  readonly oid: string;
  readonly remoteRef: string;
  /** Whether it sends all of that ref. */
  readonly whole: boolean;
}

/** The report of a push: a scan's fields and what only a push has. */
export interface PushReport extends Omit<ScanReport, "schema"> {
  readonly schema: "borderline.push/1";
  readonly verdict: Verdict;
  /** Whether git may go on: the verdict, the policy's `push:`, and a recorded reason where one counts. */
  readonly mayGo: boolean;
  /** Names the verdict and what it is about; a recorded reason binds to it. */
  readonly digest: string;
  readonly refs: readonly (PushRef & { readonly whole: boolean })[];
  /** What the other side does not have. */
  readonly new: {
    readonly markers: readonly string[];
    readonly blobs: number;
    readonly bytes: number;
    readonly commits: Readonly<Record<string, string>>;
  };
  /** What tells what the other side has: nothing for a new place, else the day on which this clone last heard of it. */
  readonly known: { readonly remote: string | null; readonly since: string | null };
  readonly maySplit: readonly Split[];
  /** Why the verdict is not about everything. */
  readonly undecided: readonly LocalText[];
  /** Policy files that the push itself changes, and the verdict under the policy as it was before. */
  readonly policyChanged: readonly { readonly path: string; readonly before: Verdict }[];
  /** The reason that a person recorded to go on all the same. */
  readonly acknowledged: { readonly reason: string; readonly name: string; readonly at: string } | null;
  /** Judged as if it went there: no push is under way. */
  readonly hypothetical: boolean;
}
