/** Approvals: recorded decisions that cover item × paths × destinations until a date. */

/** What was decided, or by whom: a document of an authority, or a position of the company. */
export const approvalKinds = ["licence", "registration", "public-domain", "not-controlled", "letter-of-intent"] as const;
export type ApprovalKind = (typeof approvalKinds)[number];
/** Only `approved` counts. */
export const approvalStatuses = ["requested", "approved", "revoked"] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** One entry of a ledger. Days are YYYY-MM-DD in UTC. */
export interface Approval {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly status: ApprovalStatus;
  readonly items: readonly string[];
  readonly paths: readonly string[];
  readonly destinations: readonly string[];
  readonly recipient: string | null;
  readonly reference: string | null;
  readonly contract: string | null;
  readonly issued: string | null;
  readonly expires: string;
  readonly requestedBy: string | null;
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  readonly reason: string | null;
  /** Bound content (`not-controlled`, `public-domain`): fingerprints of the markers it was given for. */
  readonly content: readonly string[];
  /** A measure may not grow beyond what was recorded here. */
  readonly measures: Readonly<Record<string, number>>;
  /** How often a single licence may be used; null: no limit. */
  readonly uses: number | null;
  readonly basis: string | null;
  /** File and line of the entry. */
  readonly path: string;
  readonly line: number;
}
