/** Parses the catalogue: all of its files read together, for items name the editions and sources of others. */
import type { Problem } from "../problem.js";
import { sourcesOf, type CatalogueContext } from "./catalogue-facts.js";
import type { Edition, Item, ProcedureText } from "./item.js";
import { editionsOf, itemsOf, openCatalogueFile, proceduresOf } from "./parse-item.js";
import { complain } from "./yaml-reader.js";

/** The law as data: items, the editions in which they stand, and the procedures of their classes. */
export interface Catalogue {
  readonly items: readonly Item[];
  readonly editions: readonly Edition[];
  readonly procedures: readonly ProcedureText[];
}

/** Parses the catalogue's files. A policy's own items come as further files after ours: an item with a known id replaces it. */
export function parseCatalogue(
  texts: readonly { readonly path: string; readonly text: string }[],
  known: Catalogue = { items: [], editions: [], procedures: [] },
): Catalogue & { readonly problems: readonly Problem[] } {
  const files = texts.map(({ path, text }) => openCatalogueFile(path, text));
  const tops = files.flatMap((file) => file.top ?? []);
  const sources = new Map(tops.flatMap(sourcesOf));
  const start: CatalogueContext = { sources, editions: new Map() };
  const editions = [...known.editions, ...tops.flatMap((top) => editionsOf(top, start))];
  const context: CatalogueContext = { sources, editions: new Map(editions.map((edition) => [edition.id, edition])) };
  const procedures = [...known.procedures, ...tops.flatMap((top) => proceduresOf(top, context))];
  const items = new Map(known.items.map((item) => [item.id, item]));
  const own = new Set<string>();
  for (const top of tops) {
    for (const item of itemsOf(top, context)) {
      if (own.has(item.id)) complain({ ...top, name: "items" }, "duplicate", `has the item ${item.id} twice`, `中条目 ${item.id} 重复`);
      own.add(item.id);
      items.set(item.id, item);
    }
  }
  return { items: [...items.values()], editions, procedures, problems: files.flatMap((file) => file.problems) };
}

/** A rulebook with a policy's own items (`rules.items`) added, or in the place of ours with the same id. */
export function withOwnItems<T extends Catalogue>(
  rulebook: T,
  texts: readonly { readonly path: string; readonly text: string }[],
): { readonly rulebook: T; readonly problems: readonly Problem[] } {
  if (texts.length === 0) return { rulebook, problems: [] };
  const { items, editions, procedures, problems } = parseCatalogue(texts, rulebook);
  return { rulebook: { ...rulebook, items, editions, procedures }, problems };
}
