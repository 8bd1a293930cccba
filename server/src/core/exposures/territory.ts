/** Which territories a regime calls its own, and where a destination leads seen from there. */
import type { Destination } from "../destinations/destination.js";
import { regimes, type Regime } from "../rulebook/item.js";
import type { Territory } from "../rulebook/place.js";
import type { Bound, Made } from "./judgement.js";
import { matcher, type Matches } from "./globs.js";
import type { Policy } from "./policy.js";

/** Member states of the European Union since 2020-02-01. Source: europa.eu, EU countries. */
const memberStates: ReadonlySet<Territory> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/** Whether a territory is a regime's own. CN is the mainland only: HK, MO and TW are separate customs territories. */
export function isOwn(regime: Regime, territory: Territory): boolean {
  return regime === "EU" ? memberStates.has(territory) : territory === regime;
}

/** The regimes that follow from where code is made; none where this rulebook has no regime for the place. */
export function regimesOf(home: Territory): readonly Regime[] {
  return regimes.filter((regime) => isOwn(regime, home));
}

/** Where a destination's forwarding patterns lead, as the gazetteer and the policy say; null: unknown. */
export type TerritoryOfForward = (pattern: string) => Territory | null;

/** Where a destination leads seen from a regime. The public is everywhere, and what forwards overseas is overseas. */
export function boundOf(regime: Regime, destination: Destination, policy: Policy, forward: TerritoryOfForward): Bound {
  if (destination.audience === "public") return "public";
  const places = [destination.territory, ...destination.forwards.map(forward)];
  if (places.some((place) => place !== null && !isOwn(regime, place))) return "overseas";
  if (!places.includes(null)) return "home";
  return policy.unknownPlaces === "overseas" ? "overseas" : policy.unknownPlaces === "home" ? "home" : "unknown";
}

/** What the contract calls `leaves`: null where it is not known. */
export function leavesOf(bound: Bound): boolean | null {
  return bound === "unknown" ? null : bound !== "home";
}

/** Tells where a path was made: the policy's `origin` entries that hold on the day, the first that matches; null: made at home. */
export function originsOf(policy: Policy, asOf: string): (path: string) => Territory | null {
  const entries: { readonly matches: Matches; readonly home: Territory }[] = policy.origin
    .filter((entry) => entry.since === null || entry.since <= asOf)
    .map((entry) => ({ matches: matcher(entry.paths, false), home: entry.home }));
  return (path) => entries.find((entry) => entry.matches(path))?.home ?? null;
}

/** Whether a part counts as made elsewhere under a regime. */
export function madeOf(regime: Regime, origin: Territory | null): Made {
  return origin !== null && !isOwn(regime, origin) ? "elsewhere" : "here";
}
