/** How people look at a scan: exposures joined with their marker and destination, grouped by module and then by way out, and counted. */
import type { Destination } from "../destinations/destination.js";
import type { Exposure } from "../exposures/exposure.js";
import type { Level } from "../exposures/policy.js";
import { shownFrom } from "../markers/marker.js";
import type { Family } from "../rulebook/rule.js";
import { levels, type ReportMarker, type ScanReport } from "./report.js";

/** An exposure with both its halves. */
export interface Finding {
  readonly exposure: Exposure;
  readonly marker: ReportMarker;
  readonly destination: Destination;
}

/** One way out of a group. */
export interface Way {
  readonly destination: Destination;
  /** The loudest open level, `note` where nothing is open. */
  readonly level: Level;
  readonly open: readonly Finding[];
  readonly closed: readonly Finding[];
}

/** A module, or a file that belongs to none. */
export interface Group {
  readonly path: string;
  readonly family: Family;
  /** The strongest first. */
  readonly markers: readonly ReportMarker[];
  /** The loudest first. */
  readonly ways: readonly Way[];
  readonly level: Level;
  readonly open: number;
}

/** Where a decision stands; every exposure is in exactly one of these. */
export type Standing = "open" | "requested" | "expired" | "approved" | "suppressed" | "baselined";

/** The exposures whose halves are both there, in the report's order. */
export function findings(report: Pick<ScanReport, "markers" | "destinations" | "exposures">): Finding[] {
  const markers = new Map(report.markers.map((m) => [m.id, m]));
  const destinations = new Map(report.destinations.map((d) => [d.id, d]));
  return report.exposures.flatMap((exposure) => {
    const marker = markers.get(exposure.marker);
    const destination = destinations.get(exposure.destination);
    return marker === undefined || destination === undefined ? [] : [{ exposure, marker, destination }];
  });
}

/** Where the decision on an exposure stands. */
export function standing({ exposure, marker }: Pick<Finding, "exposure" | "marker">): Standing {
  if (exposure.closed) {
    if (exposure.approval?.status === "closes") return "approved";
    return marker.suppressed === null && marker.baselined ? "baselined" : "suppressed";
  }
  if (exposure.approval?.status === "requested") return "requested";
  return exposure.approval?.status === "expired" ? "expired" : "open";
}

/** Modules and lone files, the loudest first, then by the number of open exposures, then by path. Markers below one half are left out. */
export function groups(report: ScanReport): Group[] {
  const modules = new Map(report.modules.map((m) => [m.id, m]));
  const markersOf = grouped(
    report.markers.filter((m) => m.confidence >= shownFrom),
    (marker) => groupKey(marker, modules),
  );
  const findingsOf = grouped(findings(report), ({ marker }) => groupKey(marker, modules));
  return [...markersOf]
    .map(([key, markers]) => groupOf(pathOf(modules.get(key)?.path, markers) ?? key, markers, findingsOf.get(key) ?? []))
    .sort((a, b) => rank(a.level) - rank(b.level) || b.open - a.open || compare(a.path, b.path));
}

/** A module's folder; the top folder's only marked file by its own name. */
function pathOf(folder: string | undefined, markers: readonly ReportMarker[]): string | undefined {
  const alone = new Set(markers.map((m) => m.path)).size === 1;
  return folder === undefined || (folder === "." && alone) ? markers[0]?.path : folder;
}

function groupKey(marker: ReportMarker, modules: ReadonlyMap<string, unknown>): string {
  return marker.module !== null && modules.has(marker.module) ? marker.module : `file ${marker.path}`;
}

function groupOf(path: string, markers: readonly ReportMarker[], all: readonly Finding[]): Group {
  const ways = [...grouped(all, ({ destination }) => destination.id).values()]
    .flatMap((found) => (found[0] === undefined ? [] : [wayOf(found[0].destination, found)]))
    .sort((a, b) => wayRank(a) - wayRank(b) || compare(a.destination.name, b.destination.name));
  const open = ways.flatMap((w) => w.open);
  const covered = (m: ReportMarker): number => (m.suppressed !== null || m.baselined ? 1 : 0);
  const sorted = [...markers].sort((a, b) => covered(a) - covered(b) || b.confidence - a.confidence || compare(a.path, b.path));
  return { path, family: sorted[0]?.family ?? "data", markers: sorted, ways, level: loudest(open) ?? "note", open: open.length };
}

function wayOf(destination: Destination, all: readonly Finding[]): Way {
  const open = all.filter((f) => !f.exposure.closed);
  return { destination, level: loudest(open) ?? "note", open, closed: all.filter((f) => f.exposure.closed) };
}

/** What leaves comes before what is unknown, that before what stays, and what is all decided comes last. */
function wayRank(way: Way): number {
  const leaves = way.open[0]?.exposure.leaves;
  return (way.open.length === 0 ? 100 : 0) + rank(way.level) * 10 + (leaves === true ? 0 : leaves === null ? 1 : 2);
}

/** The loudest level among findings; null where there are none. */
export function loudest(found: readonly { readonly exposure: Pick<Exposure, "level"> }[]): Level | null {
  return levels.find((level) => found.some((f) => f.exposure.level === level)) ?? null;
}

function rank(level: Level): number {
  return levels.indexOf(level);
}

/** The values under their keys, keys in order of first sight. */
export function grouped<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const result = new Map<string, T[]>();
  for (const value of values) {
    const there = result.get(key(value));
    if (there === undefined) result.set(key(value), [value]);
    else there.push(value);
  }
  return result;
}

/** Order by code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The numbers of the summary. */
export interface Counts {
  readonly open: Readonly<Record<Level, number>>;
  readonly standing: Readonly<Record<Standing, number>>;
  /** Open exposures that do not leave the home territory; they are in `open` too. */
  readonly stays: number;
  /** Approvals that close something and end within 30 days of the scan. */
  readonly expiring: number;
  /** Approved exposures of contents that changed since the decision recorded them. */
  readonly edited: number;
  readonly gaps: number;
  /** Files and ways out of the open exposures that leave the home territory or may; of all open ones where none does. */
  readonly spread: { readonly files: number; readonly ways: number };
}

/** Counts exposures by level and standing; nothing that is covered counts as zero. */
export function counts(report: ScanReport): Counts {
  const all = findings(report);
  const open = { error: 0, warning: 0, note: 0 };
  const byStanding = { open: 0, requested: 0, expired: 0, approved: 0, suppressed: 0, baselined: 0 };
  for (const found of all) {
    byStanding[standing(found)]++;
    if (!found.exposure.closed) open[found.exposure.level]++;
  }
  const soon = daysAfter(report.asOf, 30);
  const expiring = all.filter(
    ({ exposure: { closed, approval } }) => closed && approval?.status === "closes" && approval.expires <= soon,
  ).length;
  const edited = all.filter(({ exposure: { closed, approval } }) => closed && approval?.edited === true).length;
  const stays = all.filter(({ exposure }) => !exposure.closed && exposure.leaves === false).length;
  const gaps = report.skipped.filter((s) => s.gap).length;
  return { open, stays, standing: byStanding, expiring, edited, gaps, spread: spreadOf(all) };
}

function spreadOf(all: readonly Finding[]): Counts["spread"] {
  const open = all.filter(({ exposure }) => !exposure.closed);
  const leaving = open.filter(({ exposure }) => exposure.leaves !== false);
  const told = leaving.length > 0 ? leaving : open;
  return { files: new Set(told.map((f) => f.marker.path)).size, ways: new Set(told.map((f) => f.destination.id)).size };
}

/** A date some days after another, both YYYY-MM-DD in UTC; the same date where it is none. */
export function daysAfter(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

/** Exit status of a scan: 1 something open at or above the threshold, 3 part of what should have been read could not be, 0 neither. */
export function exitStatus(report: ScanReport, failOn: Level | "never"): 0 | 1 | 3 {
  const loud = failOn === "never" ? [] : levels.slice(0, levels.indexOf(failOn) + 1);
  const exposures = report.exposures.filter(({ closed, level }) => !closed && loud.includes(level));
  if (exposures.length > 0 && findings({ ...report, exposures }).length > 0) return 1;
  return report.skipped.some(({ gap }) => gap) ? 3 : 0;
}
