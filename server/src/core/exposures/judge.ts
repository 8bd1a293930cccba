/** The judgement of one exposure: the first row of the table that fits decides. Nothing else sets a level. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import type { ItemOnDay } from "../rulebook/catalogue.js";
import { procedureOfClass } from "../rulebook/item.js";
import type { Fit } from "../rulebook/rule.js";
import type { Exposure, ExposureState } from "./exposure.js";
import { conditions, type Bound, type JudgementInput, type JudgementRow, type Made } from "./judgement.js";
import type { Policy } from "./policy.js";
import { leavesOf } from "./territory.js";

/** What stands in for a table that lost its last row: never quieter than a known judgement. */
const noRow: JudgementRow = {
  id: "no-row",
  level: "error",
  why: { en: "The judgement table has no row for this; a person has to look.", zh: "判断表中没有适用的行，需由人判断。" },
};

/** The row that decides. */
export function decide(table: readonly JudgementRow[], input: JudgementInput): JudgementRow {
  return (
    table.find((row) => conditions.every((name) => (row[name] as readonly string[] | undefined)?.includes(input[name]) ?? true)) ?? noRow
  );
}

/** What the table is asked for a marker and an item of the day. */
export function inputOf(marker: Marker, day: ItemOnDay, fit: Fit, bound: Bound, made: Made, policy: Policy): JudgementInput {
  const { role, family, origin } = marker;
  return { class: day.class, fit, verification: day.verification, role, family, origin, bound, made, unverified: policy.unverified };
}

/** The exposure that a row decided: open, and without a decision on it. */
export function exposureOf(
  marker: Marker,
  destination: Destination,
  day: ItemOnDay,
  bound: Bound,
  row: JudgementRow,
  state: ExposureState,
): Exposure {
  return {
    id: `${marker.id}:${destination.id}:${day.item.id}`,
    marker: marker.id,
    destination: destination.id,
    regime: day.item.regime,
    item: day.item.id,
    class: day.class,
    leaves: leavesOf(bound),
    state,
    procedure: procedureOfClass[day.class],
    level: row.level,
    decidedBy: row.id,
    approval: null,
    closed: false,
  };
}
