/** The ways out of a folder by which markers would leave, and the items that markers name, as the editor's texts tell them. */
import type { Destination } from "../core/destinations/destination.js";
import type { Exposure } from "../core/exposures/exposure.js";
import type { Marker } from "../core/markers/marker.js";
import { citedItems } from "../core/reports/law.js";
import { placeShown } from "../core/reports/names.js";
import { levels, type ReportItem } from "../core/reports/report.js";
import { plain } from "../core/reports/safe.js";
import { say, type Lang, type LocalText } from "../core/text.js";
import { viaNames } from "../core/words/names.js";
import { territoryName } from "../core/words/territories.js";
import type { Project } from "./project.js";
import { words } from "./words.js";

/** One way out with its loudest exposure. */
export interface WayOut {
  readonly destination: Destination;
  readonly exposure: Exposure;
}

/** Each way out once, with its loudest exposure; the loudest first. */
export function waysOf(project: Project, exposures: readonly Exposure[]): readonly WayOut[] {
  const byId = new Map(project.destinations.map((each) => [each.id, each]));
  const ways = new Map<string, WayOut>();
  for (const exposure of exposures) {
    const destination = byId.get(exposure.destination);
    const there = ways.get(exposure.destination);
    if (destination && (!there || levels.indexOf(exposure.level) < levels.indexOf(there.exposure.level)))
      ways.set(exposure.destination, { destination, exposure });
  }
  return [...ways.values()].sort((a, b) => levels.indexOf(a.exposure.level) - levels.indexOf(b.exposure.level));
}

/** Why nothing is said of ways out: there is none, or there are some and nothing that holds here judges such a file by them. */
export function noWay({ destinations }: Project): LocalText {
  return destinations.length === 0 ? words.noWayOut : words.noneJudged;
}

/** The control items that markers name, as reports have them. */
export function itemsOf(project: Project, markers: readonly Marker[]): Readonly<Record<string, ReportItem>> {
  const ids = new Set(markers.flatMap((marker) => marker.items.map((item) => item.id)));
  return ids.size === 0 ? {} : citedItems(project.judgement.rulebook, ids, project.world.today());
}

/** `origin: United States`. */
export function wayShown(destination: Destination, lang: Lang): string {
  const colon = lang === "en" ? ": " : "：";
  return `${plain(destination.name, 60)}${colon}${say(territoryName(destination.territory), lang)}`;
}

/** `push · origin (github.com/acme/shop)`. */
export function wayInFull(destination: Destination, lang: Lang): string {
  return `${say(viaNames[destination.via], lang)} · ${plain(destination.name, 60)} (${plain(placeShown(destination), 100)})`;
}

/** The markers that the last scan saw leave by a way out, or of which nobody can tell; none before a scan. */
export function leavingBy({ kept }: Project, destination: Destination): readonly Marker[] {
  if (kept === null) return [];
  const { exposures, markers } = kept.result;
  const open = exposures.filter((one) => one.destination === destination.id && !one.closed && one.leaves !== false);
  const ids = new Set(open.map((one) => one.marker));
  return markers.filter((marker) => ids.has(marker.id));
}
