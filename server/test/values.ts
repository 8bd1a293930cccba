/** Values that tests begin with; each test changes only what it is about. */
import type { Destination } from "../src/core/destinations/destination.js";
import { defaultPolicy } from "../src/core/exposures/default-policy.js";
import type { Policy } from "../src/core/exposures/policy.js";
import type { Marker } from "../src/core/markers/marker.js";

/** The policy of who has none. */
export const policy = (some: Partial<Policy> = {}): Policy => ({ ...defaultPolicy, ...some });

/** A ranking model in `rank/model.py`. */
export const marker = (some: Partial<Marker> = {}): Marker => ({
  id: "m1",
  fingerprint: "f1",
  rule: "recommendation.ranking-model",
  family: "recommendation",
  role: "implements",
  items: [{ id: "CN:086501X/personalised-push", fit: "wording" }],
  path: "rank/model.py",
  range: { line: 1, column: 1, endLine: 1, endColumn: 2 },
  confidence: 0.9,
  evidence: [],
  measures: {},
  origin: "first-party",
  originEvidence: [],
  module: null,
  suppressed: null,
  baselined: false,
  ...some,
});

/** The remote `origin`, on github.com. */
export const destination = (some: Partial<Destination> = {}): Destination => ({
  id: "d1",
  kind: "git-remote",
  via: "push",
  name: "origin",
  value: "https://github.com/acme/shop.git",
  host: "github.com",
  region: null,
  cloud: null,
  territory: "US",
  certainty: "known",
  reason: null,
  audience: "unknown",
  recipient: null,
  forwards: [],
  path: ".git/config",
  line: 7,
  trail: [],
  scope: ["**"],
  scopeKnown: false,
  ...some,
});
