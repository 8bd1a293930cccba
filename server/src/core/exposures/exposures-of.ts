/** Markers × destinations → exposures, under the regimes, the items in force, the scopes, and the decisions there are. What is covered is marked closed, never dropped. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import { findItem, itemAt, type ItemOnDay } from "../rulebook/catalogue.js";
import type { Regime } from "../rulebook/item.js";
import type { Fit } from "../rulebook/rule.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import { decisionOn, readyApprovals, type ReadyApproval } from "./approvals.js";
import { isKnownDestination, type Baseline } from "./baseline.js";
import type { Exposure, ExposureState } from "./exposure.js";
import { matcher, type Matches } from "./globs.js";
import { decide, exposureOf, inputOf } from "./judge.js";
import { conditions, type Bound, type JudgementInput, type JudgementRow } from "./judgement.js";
import type { Policy } from "./policy.js";
import { boundOf, madeOf, originsOf, type TerritoryOfForward } from "./territory.js";
import { withinUses } from "./uses.js";

/** What is known beyond the tree: what is already there, where forwarding leads, what was known at adoption. */
export interface ExposureContext {
  readonly stateOf: (marker: Marker, destination: Destination) => ExposureState;
  readonly forward?: TerritoryOfForward;
  readonly baseline?: Baseline | null;
}

interface Way {
  readonly destination: Destination;
  readonly covers: Matches;
  readonly bounds: Readonly<Record<Regime, Bound>>;
  /** The baseline does not have it: suppressions and baseline say nothing of it. */
  readonly isNew: boolean;
}

interface Candidate {
  readonly day: ItemOnDay;
  readonly fit: Fit;
  readonly approvals: readonly ReadyApproval[];
}

/** All exposures, markers first, then destinations, then items, each in the order given. */
export function exposuresOf(
  rulebook: Pick<Rulebook, "items" | "judgement">,
  policy: Policy,
  asOf: string,
  markers: readonly Marker[],
  destinations: readonly Destination[],
  context: ExposureContext,
): readonly Exposure[] {
  const approvals = readyApprovals(rulebook, policy.approvals);
  const ways = destinations.map((destination) => wayOf(destination, policy, context));
  const originOf = originsOf(policy, asOf);
  const rowFor = rememberedRows(rulebook.judgement);
  const exposures: Exposure[] = [];
  for (const marker of markers) {
    const candidates = candidatesOf(rulebook, policy, asOf, marker, approvals);
    const origin = originOf(marker.path);
    for (const way of ways) {
      if (candidates.length === 0 || !way.covers(marker.path)) continue;
      const state = context.stateOf(marker, way.destination);
      for (const { day, fit, approvals: decisions } of candidates) {
        const { regime } = day.item;
        const bound = way.bounds[regime];
        const row = rowFor(inputOf(marker, day, fit, bound, madeOf(regime, origin), policy));
        const exposure = exposureOf(marker, way.destination, day, bound, row, state);
        const approval = decisions.length === 0 ? null : decisionOn(decisions, exposure, marker, way.destination, asOf);
        const closed = approval?.status === "closes" || isSetAside(marker, day, way, policy);
        exposures.push(approval || closed ? { ...exposure, approval, closed } : exposure);
      }
    }
  }
  return withinUses(exposures, policy.approvals);
}

/** Whether a suppression or the baseline covers it. They say "not that technology" or "known before": never of a prohibited item, weights, or a new destination. */
function isSetAside(marker: Marker, day: ItemOnDay, way: Way, policy: Policy): boolean {
  const suppressed = marker.suppressed !== null && policy.inlineSuppressions;
  return (suppressed || marker.baselined) && day.class !== "prohibited" && marker.family !== "model-weights" && !way.isNew;
}

function wayOf(destination: Destination, policy: Policy, context: ExposureContext): Way {
  const forward = context.forward ?? (() => null);
  const bound = (regime: Regime) => boundOf(regime, destination, policy, forward);
  return {
    destination,
    covers: matcher(destination.scope, true),
    bounds: { CN: bound("CN"), US: bound("US"), EU: bound("EU") },
    isNew: context.baseline ? !isKnownDestination(context.baseline, destination) : false,
  };
}

/** The items of a marker in force that day. Weights, and what has no listed item, fall under CN:free as well. */
function candidatesOf(
  rulebook: Pick<Rulebook, "items">,
  policy: Policy,
  asOf: string,
  marker: Marker,
  approvals: readonly ReadyApproval[],
): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (name: string, fit: Fit) => {
    const item = findItem(rulebook, name);
    const day = item && policy.regimes.includes(item.regime) && !found.has(item.id) ? itemAt(item, asOf) : null;
    if (item && day && day.class !== "reference")
      found.set(item.id, { day, fit, approvals: approvals.filter((one) => one.items.has(item.id)) });
  };
  for (const { id, fit } of marker.items) add(id, fit);
  const listed = [...found.values()].some((candidate) => candidate.day.item.regime === "CN");
  if (!listed || marker.family === "model-weights") add("CN:free", "carrier");
  return [...found.values()];
}

/** Few combinations, many exposures: each combination looks the table up once. */
function rememberedRows(table: readonly JudgementRow[]): (input: JudgementInput) => JudgementRow {
  const rows = new Map<string, JudgementRow>();
  return (input) => {
    const key = conditions.map((name) => input[name]).join();
    const row = rows.get(key) ?? decide(table, input);
    rows.set(key, row);
    return row;
  };
}
