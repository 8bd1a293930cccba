/** The baseline: markers known before adoption, by rule and fingerprint. Sorted, without lines and dates, one entry per line, so that branches merge; it only shrinks by itself. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import type { Problem } from "../problem.js";
import * as yaml from "../rulebook/yaml-reader.js";
import { destinationKeys } from "./approvals.js";

/** A baseline file. */
export interface Baseline {
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
  /** Destinations that were there at adoption (host and path, or cloud and region). A later one is new, and the baseline says nothing of it. */
  readonly destinations: readonly string[];
}

/** A marker that was known at adoption. */
export interface BaselineEntry {
  readonly rule: string;
  readonly fingerprint: string;
  readonly line: number;
}

/** Parses the baseline file (JSON, which is YAML too). */
export function parseBaseline(path: string, text: string): { readonly baseline: Baseline; readonly problems: readonly Problem[] } {
  const file = yaml.openYaml(path, text);
  if (!file.root) return { baseline: { path, entries: [], destinations: [] }, problems: file.problems };
  const top = yaml.mapping(file.root, ["schema", "destinations", "markers"]);
  yaml.oneOf(top, "schema", ["borderline.baseline/1"]);
  const entries = yaml.mapsAt(top, "markers", ["rule", "fingerprint"]).map((map) => ({
    rule: yaml.text(map, "rule"),
    fingerprint: yaml.text(map, "fingerprint"),
    line: yaml.lineOf(map),
  }));
  return { baseline: { path, entries, destinations: yaml.texts(top, "destinations") }, problems: file.problems };
}

/** The text of a first baseline: these markers and destinations are known. What a suppression or approval covers is in it as well. */
export function writeBaseline(markers: readonly Marker[], destinations: readonly Destination[]): string {
  return baselineText(markers, destinations.map(keyOf));
}

/** The text of a baseline that only shrinks: entries whose marker is gone go, nothing comes in, and no destination that is new since. */
export function shrinkBaseline(baseline: Baseline, markers: readonly Marker[]): string {
  const here = new Set(markers.map(nameOf));
  return baselineText(
    baseline.entries.filter((entry) => here.has(nameOf(entry))),
    baseline.destinations,
  );
}

function baselineText(
  markers: readonly { readonly rule: string; readonly fingerprint: string }[],
  destinations: readonly string[],
): string {
  const entries = [...new Set(markers.map(({ rule, fingerprint }) => JSON.stringify({ rule, fingerprint })))].sort();
  const keys = [...new Set(destinations)].sort().map((key) => JSON.stringify(key));
  const list = (name: string, rows: readonly string[]) => `  "${name}": [${rows.length === 0 ? "" : `\n    ${rows.join(",\n    ")}\n  `}]`;
  return `{\n  "schema": "borderline.baseline/1",\n${list("destinations", keys)},\n${list("markers", entries)}\n}\n`;
}

/** Marks the markers that the baseline knows. */
export function applyBaseline(markers: readonly Marker[], baseline: Baseline | null): readonly Marker[] {
  if (!baseline || baseline.entries.length === 0) return markers;
  const known = new Set(baseline.entries.map(nameOf));
  return markers.map((marker) => (known.has(nameOf(marker)) ? { ...marker, baselined: true } : marker));
}

/** Whether a destination was there at adoption. */
export function isKnownDestination(baseline: Baseline, destination: Destination): boolean {
  return destinationKeys(destination).some((key) => baseline.destinations.includes(key));
}

/** Entries that no marker has any more: the baseline should shrink by them. */
export function checkBaseline(baseline: Baseline, markers: readonly Marker[]): readonly Problem[] {
  const here = new Set(markers.map(nameOf));
  return baseline.entries
    .filter((entry) => !here.has(nameOf(entry)))
    .map((entry) => ({
      code: "baseline" as const,
      severity: "warning" as const,
      path: baseline.path,
      line: entry.line,
      column: 1,
      message: {
        en: `No marker of \`${entry.rule}\` has this fingerprint any more; \`borderline baseline write\` takes the entry out.`,
        zh: `已没有 \`${entry.rule}\` 的标记对应该指纹；\`borderline baseline write\` 可将其移除。`,
      },
    }));
}

function nameOf(one: { readonly rule: string; readonly fingerprint: string }): string {
  return `${one.rule}\n${one.fingerprint}`;
}

function keyOf(destination: Destination): string {
  return destinationKeys(destination)[0] ?? destination.id;
}
