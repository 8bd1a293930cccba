/** Everything that is wrong with the decisions of a scan: approvals, baseline, and a ledger that would itself leave. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import type { Problem } from "../problem.js";
import type { Item } from "../rulebook/item.js";
import { checkBaseline } from "./baseline.js";
import { checkApprovals } from "./check-approvals.js";
import type { Exposure } from "./exposure.js";
import type { ExposureContext } from "./exposures-of.js";
import { leavingLedger } from "./own-ledger.js";
import type { Policy } from "./policy.js";

/** What a whole scan found, as far as decisions are concerned. */
export interface Decided {
  readonly markers: readonly Marker[];
  readonly destinations: readonly Destination[];
  readonly exposures: readonly Exposure[];
  readonly context: Pick<ExposureContext, "baseline" | "forward">;
  /** Whether all was looked at that the policy speaks of; of a part nothing is called unused. */
  readonly whole: boolean;
}

/** The problems, ledger first. */
export function decisionProblems(
  rulebook: { readonly items: readonly Item[] },
  policy: Policy,
  asOf: string,
  decided: Decided,
): readonly Problem[] {
  const { markers, destinations, exposures, context, whole } = decided;
  return [
    ...checkApprovals(rulebook, policy.approvals, whole ? exposures : null, asOf),
    ...leavingLedger(policy, destinations, context.forward),
    ...(context.baseline && whole ? checkBaseline(context.baseline, markers) : []),
  ];
}
