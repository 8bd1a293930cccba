/** What keeps an exposure recognisable to a service that stores it: rule, evidence, item and way out, nothing that moves when lines are inserted. */
import { plain } from "./safe.js";
import { compare, type Finding } from "./view.js";
import { levels } from "./report.js";

/** A function that names exposures; copies of the same evidence in other files get their own number, so call it in a fixed order. */
export function fingerprints(): (found: Finding) => string {
  const seen = new Map<string, number>();
  return ({ marker, exposure, destination }) => {
    const own = [marker.fingerprint, exposure.item, destination.via, plain(destination.value)].join("|");
    const n = (seen.get(own) ?? 0) + 1;
    seen.set(own, n);
    return `${own}|${n}`;
  };
}

/** The loudest first, then by path, rule, destination and item: the same order for the same scan. */
export function byLevelThenPlace(a: Finding, b: Finding): number {
  return (
    levels.indexOf(a.exposure.level) - levels.indexOf(b.exposure.level) ||
    compare(a.marker.path, b.marker.path) ||
    compare(a.marker.rule, b.marker.rule) ||
    compare(a.destination.id, b.destination.id) ||
    compare(a.exposure.item, b.exposure.item)
  );
}
