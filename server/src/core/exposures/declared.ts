/** Ways out that no file shows: what the policy's `destinations:` declares, as destinations. */
import type { Destination } from "../destinations/destination.js";
import { idOf } from "../markers/identity.js";
import type { Policy } from "./policy.js";

/** The declared destinations, in the order of the policy. Who receives is named; a place that is not stays unknown. */
export function declaredDestinations(policy: Policy): readonly Destination[] {
  const path = policy.path ?? ".borderline.yaml";
  return policy.destinations.map(({ via, recipient, territory, scope, line }) => ({
    id: idOf(path, via, recipient, territory ?? ""),
    kind: "declared",
    via,
    name: recipient,
    value: recipient,
    host: null,
    region: null,
    territory,
    certainty: territory === null ? "unknown" : "known",
    reason: territory === null ? "the policy names no territory" : null,
    audience: "named",
    recipient,
    forwards: [],
    path,
    line,
    trail: [{ path, line, what: "destinations" }],
    scope,
    scopeKnown: true,
  }));
}
