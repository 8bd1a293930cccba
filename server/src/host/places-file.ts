/**
 * dist/places.jsonl: the rulebook's places, each on a line, so that only those are parsed that somebody asks for: of a thousand most trees need
 * one or two. Before them stand a line that finds them by their hosts, and one that finds them by their regions.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gazetteerOf, indexHosts, indexPlaces, indexRegions, type Gazetteer, type HostIndex } from "../core/destinations/place-of.js";
import type { Place } from "../core/rulebook/place.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";

/** Lines before the places. */
const heads = 2;
const newline = 10;

/** The text of such a file. */
export function packPlaces(places: readonly Place[]): string {
  return [indexHosts(places), indexRegions(places), ...places].map((one) => `${JSON.stringify(one)}\n`).join("");
}

/** All places that the build left. */
export function builtPlaces(home: string): readonly Place[] {
  const lines = readFileSync(join(home, "places.jsonl"), "utf8").trimEnd().split("\n").slice(heads);
  return JSON.parse(`[${lines.join(",")}]`) as readonly Place[];
}

/** The gazetteer of a rulebook: the one that the build left in the program's folder, or, without one, one of its places. */
export function gazetteer(rulebook: Pick<Rulebook, "places">, home: string | null): Gazetteer {
  return home === null ? indexPlaces(rulebook.places) : builtGazetteer(home);
}

function builtGazetteer(home: string): Gazetteer {
  const bytes = readFileSync(join(home, "places.jsonl"));
  const ends: number[] = [];
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, end + 1)) ends.push(end);
  const lineAt = (number: number): unknown => JSON.parse(bytes.toString("utf8", number === 0 ? 0 : ends[number - 1]! + 1, ends[number]));
  return gazetteerOf(
    lineAt(0) as HostIndex,
    () => lineAt(1) as readonly [string, number][],
    (number) => lineAt(heads + number) as Place,
  );
}
