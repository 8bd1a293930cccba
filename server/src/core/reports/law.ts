/** What the rulebook says on the day of the scan about the items that a report cites. */
import type { Exposure } from "../exposures/exposure.js";
import { editionOf, holds, statusAt } from "../rulebook/catalogue.js";
import type { Item, ItemEdition } from "../rulebook/item.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import type { ReportDecision, ReportItem, ReportProcedure, ReportRule } from "./report.js";

/** The cited items and their parents, by id. */
export function citedItems(rulebook: Pick<Rulebook, "items">, cited: Iterable<string>, asOf: string): Record<string, ReportItem> {
  const byId = new Map(rulebook.items.map((item) => [item.id, item]));
  const wanted = new Set<string>();
  for (const id of cited) {
    const item = byId.get(id);
    if (item === undefined) continue;
    wanted.add(id);
    if (item.parent !== null) wanted.add(item.parent);
  }
  return tableOf([...wanted].sort().flatMap((id) => (byId.has(id) ? [[id, reportItem(byId.get(id) as Item, asOf)]] : [])));
}

function reportItem(item: Item, asOf: string): ReportItem {
  const edition = editionOf(item, asOf);
  const said = statusAt(item, asOf);
  return {
    id: item.id,
    regime: item.regime,
    parent: item.parent,
    title: item.title,
    procedure: item.procedure,
    notes: item.notes,
    sources: edition === null ? item.sources : unique([edition.source, ...item.sources]),
    reviewed: item.reviewed,
    code: codeOf(item, edition),
    class: edition?.class ?? item.class,
    verification: edition?.verification ?? item.verification,
    edition: edition?.edition ?? null,
    wording: edition?.wording ?? null,
    status: item.status
      .filter((s) => s.from <= asOf)
      .map((s, n) => ({ text: said[n] ?? s.text, verification: s.verification, from: s.from, until: s.until ?? null, source: s.source })),
    measures: item.measures.filter((m) => holds(m, asOf)),
    until: item.until ?? null,
  };
}

/** The number of the edition, or what the id says where it has the form of one (`086501X`, `4E091`). */
function codeOf(item: Item, edition: ItemEdition | null): string | null {
  if (edition?.code !== undefined) return edition.code;
  const own = item.id.slice(item.id.indexOf(":") + 1);
  return /^(\d{6}[JX]|\d[A-E]\d{3}[^/]*)$/.test(own) ? own : null;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((v) => [JSON.stringify(v), v])).values()];
}

/** The procedures that the exposures ask for, under the ids that `procedureKey` gives. */
export function citedProcedures(rulebook: Rulebook, exposures: readonly Exposure[]): Record<string, ReportProcedure> {
  const keys = new Set(exposures.map(procedureKey));
  return tableOf(
    rulebook.procedures.flatMap(({ id, title, steps, sources, verification }) =>
      keys.has(id) ? [[id, { id, title, steps, sources, verification }]] : [],
    ),
  );
}

/** The measures of an item that concern one of some territories (null: an unknown place, which only measures for all concern). */
export function measuresFor(item: ReportItem, territories: ReadonlySet<string | null>): ReportItem["measures"] {
  return item.measures.filter((m) => m.territory === "*" || territories.has(m.territory));
}

/** Id of the procedure that an exposure's class asks for. */
export function procedureKey(exposure: Pick<Exposure, "regime" | "class">): string {
  return `${exposure.regime}:${exposure.class}`;
}

/** The rules of the markers, by id. */
export function citedRules(rulebook: Rulebook, ids: Iterable<string>): Record<string, ReportRule> {
  const wanted = new Set(ids);
  return tableOf(
    rulebook.rules.flatMap(({ id, family, role, title, why, advice, references }) =>
      wanted.has(id) ? [[id, { id, family, role, title, why, advice, references }]] : [],
    ),
  );
}

/** The rows of the judgement table that decided, by id. */
export function citedRows(rulebook: Rulebook, ids: Iterable<string>): Record<string, ReportDecision> {
  const wanted = new Set(ids);
  return tableOf(rulebook.judgement.flatMap(({ id, level, why }) => (wanted.has(id) ? [[id, { level, why }]] : [])));
}

/** Keys come from scanned trees and saved files (`constructor`, `__proto__`): nothing inherited may answer for them. */
function tableOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const table = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) table[key] = value;
  return table;
}
