/** What the tests of the ledger share: a licence, the marker and the destination that it is for, and their judgement. */
import type { Destination } from "../../src/core/destinations/destination.js";
import type { Approval } from "../../src/core/exposures/approval.js";
import { exposuresOf, type ExposureContext } from "../../src/core/exposures/exposures-of.js";
import type { Marker } from "../../src/core/markers/marker.js";
import { book } from "../shipped.js";
import { destination, marker, policy } from "../values.js";

/** The day of these tests. */
export const asOf = "2026-11-20";
/** The item that the licence is for. */
const push = "CN:086501X/personalised-push";

/** A licence with everything that it needs. */
export const licence: Approval = {
  id: "A-1",
  kind: "licence",
  status: "approved",
  items: [push],
  paths: ["rank/**"],
  destinations: ["github.com/acme-sg/**"],
  recipient: "Acme SG",
  reference: "技术出口许可证 第 2026-001 号",
  contract: "C-1",
  issued: "2026-03-01",
  expires: "2027-03-01",
  requestedBy: "Li",
  approvedBy: "Wang",
  approvedAt: "2026-03-02",
  reason: "affiliate",
  content: [],
  measures: {},
  uses: null,
  basis: null,
  path: ".borderline/approvals.yaml",
  line: 2,
};
/** The destination that the licence names. */
export const to = (some: Partial<Destination> = {}) =>
  destination({ value: "git@github.com:acme-sg/shop.git", territory: "US", recipient: "Acme SG", ...some });

/** One marker and one destination judged under the licence, but for what a test says. */
export function judged(some: {
  approval?: Partial<Approval>;
  approvals?: readonly Approval[];
  marker?: Partial<Marker>;
  markers?: readonly Marker[];
  destination?: Partial<Destination>;
  destinations?: readonly Destination[];
  asOf?: string;
  context?: Partial<ExposureContext>;
}) {
  const approvals = some.approvals ?? [{ ...licence, ...some.approval }];
  return exposuresOf(
    book,
    policy({ approvals }),
    some.asOf ?? asOf,
    some.markers ?? [marker(some.marker)],
    some.destinations ?? [to(some.destination)],
    { stateOf: () => "would-leave", ...some.context },
  );
}
/** What becomes of the licence, and whether it closes. */
export const status = (some: Parameters<typeof judged>[0]) => {
  const [first] = judged(some);
  return [first?.approval?.status ?? null, first?.closed];
};
