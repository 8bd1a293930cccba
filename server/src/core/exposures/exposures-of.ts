/** Markers × destinations → exposures, under the regimes, the items in force, the scopes, and the decisions there are. What is covered is marked closed, never dropped. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import { findItem, itemAt, type ItemOnDay } from "../rulebook/catalogue.js";
import type { Regime } from "../rulebook/item.js";
import type { Fit } from "../rulebook/rule.js";
import type { Territory } from "../rulebook/place.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import { coversDestination, coversMarker, decisionAmong, readyApprovals, type ReadyApproval } from "./approvals.js";
import { isKnownDestination, type Baseline } from "./baseline.js";
import type { Exposure, ExposureState } from "./exposure.js";
import { matcher, type Matches } from "./globs.js";
import { decide, exposureOf, inputOf } from "./judge.js";
import type { Bound, JudgementRow } from "./judgement.js";
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
  /** Those that cover this destination. */
  readonly approvals: ReadonlySet<ReadyApproval>;
  /** The baseline does not have it: suppressions and baseline say nothing of it. */
  readonly isNew: boolean;
}

interface Candidate {
  readonly day: ItemOnDay;
  /** The row that decides, by where a destination leads: looked up once, whatever the number of destinations. */
  readonly rowFor: (bound: Bound) => JudgementRow;
  /** Those that cover this marker under this item. */
  readonly approvals: readonly ReadyApproval[];
}

/** What was judged, and the destinations that some marker leads to without an exposure of its own, for others stand for them. */
export interface Judged {
  readonly exposures: readonly Exposure[];
  readonly alike: readonly Destination[];
}

/** All exposures, markers first, then destinations, then items, each in the order given. */
export function exposuresOf(...input: Parameters<typeof judgeAll>): readonly Exposure[] {
  return judgeAll(...input).exposures;
}

/** Markers times destinations up to which each pair has an exposure of its own. */
const mostPairs = 200_000;
/** Beyond that so many destinations that are judged alike stand for all of them. */
const mostAlike = 5;

/**
 * The same; where every destination beside every marker would be more than anybody, or any reader of JSON, can take (a workflow that publishes
 * to 300 repositories of one hub), those that are judged alike stand for one another.
 */
export function judgeAll(
  rulebook: Pick<Rulebook, "items" | "judgement">,
  policy: Policy,
  asOf: string,
  markers: readonly Marker[],
  destinations: readonly Destination[],
  context: ExposureContext,
): Judged {
  const approvals = readyApprovals(rulebook, policy.approvals);
  const scopes = new Map<string, Matches>();
  const ways = destinations.map((destination) => wayOf(destination, policy, context, approvals, scopes));
  const kinds = markers.length * ways.length > mostPairs ? ways.map((way) => kindOf(way, approvals)) : null;
  const alike = new Set<Destination>();
  const originOf = originsOf(policy, asOf);
  const exposures: Exposure[] = [];
  for (const marker of markers) {
    const candidates = candidatesOf(rulebook, policy, asOf, marker, originOf(policy.base + marker.path), approvals);
    const met = new Map<string, number>();
    ways.forEach((way, n) => {
      if (candidates.length === 0 || !way.covers(marker.path)) return;
      const state = context.stateOf(marker, way.destination);
      if (kinds !== null) {
        const kind = state + kinds[n]!;
        met.set(kind, (met.get(kind) ?? 0) + 1);
        if (met.get(kind)! > mostAlike) return void alike.add(way.destination);
      }
      for (const candidate of candidates) {
        const { day } = candidate;
        const bound = way.bounds[day.item.regime];
        const exposure = exposureOf(marker, way.destination, day, bound, candidate.rowFor(bound), state);
        const covering = candidate.approvals.length === 0 ? [] : candidate.approvals.filter((one) => way.approvals.has(one));
        const approval = covering.length === 0 ? null : decisionAmong(covering, day.class, marker, asOf);
        const closed = approval?.status === "closes" || isSetAside(marker, day, way, policy);
        exposures.push(approval || closed ? { ...exposure, approval, closed } : exposure);
      }
    });
  }
  return { exposures: withinUses(exposures, policy.approvals), alike: [...alike] };
}

/** All by which one way out is judged as another one, but for what is there already. */
function kindOf({ destination, bounds, isNew, approvals: own }: Way, approvals: readonly ReadyApproval[]): string {
  const { kind, via, host, region, territory, certainty, audience, recipient, forwards, scope } = destination;
  const said = [kind, via, host, region, territory, certainty, audience, recipient, forwards, scope];
  return JSON.stringify([...said, bounds, isNew, approvals.map((one) => own.has(one))]);
}

/** Whether a suppression or the baseline covers it. They say "not that technology" or "known before": never of a prohibited item, weights, or a new destination. */
function isSetAside(marker: Marker, day: ItemOnDay, way: Way, policy: Policy): boolean {
  const suppressed = marker.suppressed !== null && policy.inlineSuppressions;
  return (suppressed || marker.baselined) && day.class !== "prohibited" && marker.family !== "model-weights" && !way.isNew;
}

function wayOf(
  destination: Destination,
  policy: Policy,
  context: ExposureContext,
  approvals: readonly ReadyApproval[],
  scopes: Map<string, Matches>,
): Way {
  // What the policy declares counts from the policy's folder, what files say from the scanned one.
  const base = destination.kind === "declared" ? policy.base : "";
  const key = [base, ...destination.scope].join("\n");
  const matches = matcher(destination.scope, true);
  const covers = scopes.get(key) ?? askedOnce(base === "" ? matches : (path) => matches(base + path));
  scopes.set(key, covers);
  const forward = context.forward ?? (() => null);
  const bound = (regime: Regime) => boundOf(regime, destination, policy, forward);
  return {
    destination,
    covers,
    approvals: new Set(approvals.filter((one) => coversDestination(one, destination))),
    bounds: { CN: bound("CN"), US: bound("US"), EU: bound("EU") },
    isNew: context.baseline ? !isKnownDestination(context.baseline, destination) : false,
  };
}

/** Destinations often share a scope and are asked about one path after the other: each scope answers once for a path. */
function askedOnce(matches: Matches): Matches {
  let last = "";
  let answer = matches(last);
  return (path) => {
    if (path !== last) {
      answer = matches(path);
      last = path;
    }
    return answer;
  };
}

/** The items of a marker in force that day. Weights, and what has no listed item, fall under CN:free as well. */
function candidatesOf(
  rulebook: Pick<Rulebook, "items" | "judgement">,
  policy: Policy,
  asOf: string,
  marker: Marker,
  origin: Territory | null,
  approvals: readonly ReadyApproval[],
): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (name: string, fit: Fit) => {
    const item = findItem(rulebook, name);
    const day = item && policy.regimes.includes(item.regime) && !found.has(item.id) ? itemAt(item, asOf) : null;
    if (!item || !day || day.class === "reference") return;
    const made = madeOf(item.regime, origin);
    found.set(item.id, {
      day,
      rowFor: remembered((bound) => decide(rulebook.judgement, inputOf(marker, day, fit, bound, made, policy))),
      approvals: approvals.filter((one) => coversMarker(one, item.id, policy.base + marker.path)),
    });
  };
  for (const { id, fit } of marker.items) add(id, fit);
  const listed = [...found.values()].some((candidate) => candidate.day.item.regime === "CN");
  if (!listed || marker.family === "model-weights") add("CN:free", "carrier");
  return [...found.values()];
}

function remembered(rowFor: (bound: Bound) => JudgementRow): (bound: Bound) => JudgementRow {
  const rows: Partial<Record<Bound, JudgementRow>> = {};
  return (bound) => (rows[bound] ??= rowFor(bound));
}
