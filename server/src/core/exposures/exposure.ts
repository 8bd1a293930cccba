/** Exposures: marker × destination, judged under the policy. */
import type { ItemClass, Procedure, Regime } from "../rulebook/item.js";
import type { Level } from "./policy.js";

/** Whether the contents are at the destination already, as far as this clone knows. */
export const exposureStates = ["would-leave", "already-there", "unknown"] as const;
export type ExposureState = (typeof exposureStates)[number];

/** A marker that a destination would take somewhere, judged under one item. */
export interface Exposure {
  readonly id: string;
  /** Ids. */
  readonly marker: string;
  readonly destination: string;
  readonly regime: Regime;
  readonly item: string;
  readonly class: ItemClass;
  /** By that regime's own territory set; null: unknown. */
  readonly leaves: boolean | null;
  readonly state: ExposureState;
  readonly procedure: Procedure;
  readonly level: Level;
  /** Row of the judgement table. */
  readonly decidedBy: string;
  readonly approval: {
    readonly id: string;
    readonly kind: string;
    readonly status: "closes" | "recorded" | "expired" | "misfit" | "requested";
    readonly expires: string;
    /** Closed by a decision that is bound to paths, for other contents than those recorded with it: covered, and counted. */
    readonly edited?: true;
  } | null;
  /** Marked and counted, never hidden: closed by an approval, a suppression or the baseline. */
  readonly closed: boolean;
}
