/** The scan as one plain JSON value (`borderline.scan/1`): every report is made from it, so a saved scan can become any other form. */
import type { Destination } from "../destinations/destination.js";
import type { Approval } from "../exposures/approval.js";
import type { Exposure } from "../exposures/exposure.js";
import type { Level, Policy } from "../exposures/policy.js";
import type { Marker, Module, Skipped } from "../markers/marker.js";
import type { ProblemCode } from "../problem.js";
import type { Edition, Item, ItemClass, Measure, ProcedureText, Source, Verification } from "../rulebook/item.js";
import type { EvidenceSignal, Rule } from "../rulebook/rule.js";
import type { LocalText } from "../text.js";
import type { ScanResult } from "../scan-result.js";

/** Why a line counts, in the rule's own words; source text only where the caller asked for excerpts. */
export interface ReportEvidence {
  readonly signal: EvidenceSignal;
  readonly id: string;
  /** In the language the scan was asked for; `text` has both. */
  readonly what: string;
  readonly text: LocalText;
  readonly line: number;
  readonly column: number;
  readonly weight: number;
  readonly excerpt?: string;
}

/** A marker without its literals. */
export interface ReportMarker extends Omit<Marker, "evidence"> {
  readonly evidence: readonly ReportEvidence[];
  readonly message: string;
  readonly text: LocalText;
}

/** A problem as readers of JSON see it. */
export interface ReportProblem {
  readonly code: ProblemCode;
  readonly severity: "error" | "warning";
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly text: LocalText;
}

/** A control item in the edition that the scan used. */
export interface ReportItem extends Pick<Item, "id" | "regime" | "parent" | "title" | "procedure" | "notes" | "sources" | "reviewed"> {
  /** The number in that edition, null where it has none or none is verified. */
  readonly code: string | null;
  readonly class: ItemClass;
  readonly verification: Verification;
  /** Id of the edition. */
  readonly edition: string | null;
  readonly wording: LocalText | null;
  /** Statements and measures that hold on the day of the scan; `until` (YYYY-MM-DD) where their end is known. */
  readonly status: readonly {
    readonly text: LocalText;
    readonly verification: Verification;
    readonly from: string;
    readonly until: string | null;
    readonly source: Source;
  }[];
  readonly measures: readonly Measure[];
  /** Past this date its status is unknown. */
  readonly until: string | null;
}

/** The steps of a procedure; penalties stay with `explain`. */
export type ReportProcedure = Omit<ProcedureText, "penalties">;

/** What a rule says about itself. */
export type ReportRule = Pick<Rule, "id" | "family" | "role" | "title" | "why" | "advice" | "references">;

/** A row of the judgement table that decided something. */
export interface ReportDecision {
  readonly level: Level;
  readonly why: LocalText;
}

/** A whole scan: the contract's fields, and after them what reports need besides. */
export interface ScanReport {
  readonly schema: "borderline.scan/1";
  readonly tool: {
    readonly name: "borderline";
    readonly version: string;
    readonly rulebook: { readonly digest: string; readonly reviewed: string; readonly editions: ScanResult["editions"] };
  };
  readonly root: string;
  readonly asOf: string;
  readonly home: string;
  readonly regimes: Policy["regimes"];
  readonly policy: string | null;
  readonly remotesOf: string;
  readonly history: boolean;
  readonly scanned: ScanResult["scanned"];
  readonly markers: readonly ReportMarker[];
  readonly modules: readonly Module[];
  readonly destinations: readonly Destination[];
  readonly exposures: readonly Exposure[];
  readonly skipped: readonly Skipped[];
  readonly problems: readonly ReportProblem[];
  readonly notLookedFor: readonly string[];
  readonly stats: ScanResult["stats"];
  /** Share of listed files that ignore files hid, 0 to 1. */
  readonly ignoredShare: number;
  readonly contact: Policy["contact"];
  /** Where a push is blocked, and what an undecided one does. */
  readonly push: Policy["push"];
  readonly unknownPlaces: Policy["unknownPlaces"];
  /** By id: items that are cited, and their parents; editions; procedures by id; rules; rows of the judgement. */
  readonly items: Readonly<Record<string, ReportItem>>;
  readonly editions: readonly Edition[];
  readonly procedures: Readonly<Record<string, ReportProcedure>>;
  readonly rules: Readonly<Record<string, ReportRule>>;
  readonly judgement: Readonly<Record<string, ReportDecision>>;
  /** The whole ledger, for the history of decisions. */
  readonly approvals: readonly Approval[];
}

/** The levels from the loudest down. */
export const levels = ["error", "warning", "note"] as const satisfies readonly Level[];

/** Whether a level is at or above another. */
export function atLeast(level: Level, threshold: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(threshold);
}
