/** `--format classification`: a summary for machines of what a repository may fall under and where it can go (`borderline.classification/1`, docs/classification.schema.json). */
import { compare, findings, grouped, loudest, standing, type Finding } from "./view.js";
import { shownFrom } from "../markers/marker.js";
import type { ScanReport } from "./report.js";
import { lastFolder } from "./names.js";
import type { Fit } from "../rulebook/rule.js";
import { disclaimer, notVisibleHere } from "../words/sentences.js";

/** The summary as JSON. It carries no paths of files, so it can travel with a release. */
export function renderClassification(report: ScanReport): string {
  return `${JSON.stringify(classification(report), null, 2)}\n`;
}

function classification(report: ScanReport): unknown {
  const all = findings(report);
  // What has no listed item is judged as free technology: its exposures name an item that its markers do not.
  const named = report.markers.filter((m) => m.confidence >= shownFrom).flatMap((m) => m.items.map((i) => i.id));
  const items = [...new Set([...named, ...all.map((f) => f.exposure.item)])].sort(compare);
  const { what, commit, ranges } = report.scanned;
  const used = new Set(all.map((f) => f.destination.id));
  return {
    schema: "borderline.classification/1",
    tool: report.tool,
    repository: lastFolder(report.root),
    asOf: report.asOf,
    scanned: { what, commit, ranges },
    home: report.home,
    regimes: report.regimes,
    items: items.map((id) => itemSummary(id, all, report)),
    destinations: report.destinations
      .filter((d) => used.has(d.id))
      .map(({ id, kind, via, name, value, territory, certainty, audience, recipient }) => ({
        id,
        kind,
        via,
        name,
        value,
        territory,
        certainty,
        audience,
        recipient,
      })),
    matrix: [...grouped(all, (f) => `${f.exposure.item}\n${f.destination.id}`).values()].map(cell),
    notLookedFor: report.notLookedFor,
    gaps: report.skipped.filter((s) => s.gap).length,
    problems: report.problems.length,
    notVisibleHere,
    disclaimer,
  };
}

function itemSummary(id: string, all: readonly Finding[], report: ScanReport): unknown {
  const judged = new Set(all.filter((f) => f.exposure.item === id).map((f) => f.marker));
  const markers = report.markers.filter((m) => judged.has(m) || (m.confidence >= shownFrom && m.items.some((i) => i.id === id)));
  const fits: readonly Fit[] = ["wording", "carrier", "arguable"];
  const item = report.items[id];
  return {
    id,
    code: item?.code ?? null,
    title: item?.title ?? { en: id, zh: id },
    class: item?.class ?? "reference",
    edition: item?.edition ?? null,
    verification: item?.verification ?? "memory",
    fit: fits.find((fit) => markers.some((m) => m.items.some((i) => i.id === id && i.fit === fit))) ?? "carrier",
    roles: [...new Set(markers.map((m) => m.role))].sort(compare),
    families: [...new Set(markers.map((m) => m.family))].sort(compare),
    files: new Set(markers.map((m) => m.path)).size,
  };
}

function cell(found: readonly Finding[]): unknown {
  const first = found[0] as Finding;
  const open = found.filter((f) => !f.exposure.closed);
  const by = <K extends string>(key: (f: Finding) => K): Record<string, number> =>
    Object.fromEntries(
      [...grouped(found, key)].map(([k, values]): [string, number] => [k, values.length]).sort(([a], [b]) => compare(a, b)),
    );
  return {
    item: first.exposure.item,
    destination: first.destination.id,
    regime: first.exposure.regime,
    procedure: first.exposure.procedure,
    leaves: first.exposure.leaves,
    level: loudest(open),
    open: open.length,
    closed: found.length - open.length,
    states: by((f) => f.exposure.state),
    standing: by((f) => standing(f)),
    approvals: [...new Set(found.flatMap((f) => (f.exposure.approval === null ? [] : [f.exposure.approval.id])))].sort(compare),
  };
}
