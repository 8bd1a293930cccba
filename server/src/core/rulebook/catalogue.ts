/** What the catalogue says on a given day. Days are YYYY-MM-DD; `from` is inclusive, `until` exclusive. */
import type { Problem } from "../problem.js";
import type { LocalText } from "../text.js";
import type { Edition, Item, ItemClass, ItemEdition, Period, ProcedureText, Regime, Source, Verification } from "./item.js";
import type { Rule } from "./rule.js";

/** An item as it stood on a day. */
export interface ItemOnDay {
  readonly item: Item;
  readonly edition: string;
  readonly class: ItemClass;
  readonly code: string | null;
  readonly wording: LocalText | null;
  readonly verification: Verification;
  readonly source: Source;
}

/** Whether a period holds on a day. */
export function holds(period: Period, day: string): boolean {
  return period.from <= day && (period.until === undefined || day < period.until);
}

/** The edition of an item that is in force on a day; null before its first and after its last. */
export function editionOf(item: Item, asOf: string): ItemEdition | null {
  return item.editions.findLast((one) => holds(one, asOf)) ?? null;
}

/** The item in the edition of that day; null where none is in force. */
export function itemAt(item: Item, asOf: string): ItemOnDay | null {
  const edition = editionOf(item, asOf);
  if (!edition) return null;
  const { class: itemClass, verification, source } = edition;
  return {
    item,
    edition: edition.edition,
    class: itemClass,
    code: edition.code ?? null,
    wording: edition.wording ?? null,
    verification,
    source,
  };
}

/** All items in force on a day. */
export function itemsInForce(rulebook: { readonly items: readonly Item[] }, asOf: string): readonly ItemOnDay[] {
  return rulebook.items.flatMap((item) => itemAt(item, asOf) ?? []);
}

const indexes = new WeakMap<readonly Item[], ReadonlyMap<string, Item>>();

/** The item with this id, old code or alias (`CN:086501X`, `056101X`, `CN:056101X/tts`); null where there is none. */
export function findItem(rulebook: { readonly items: readonly Item[] }, name: string): Item | null {
  let index = indexes.get(rulebook.items);
  if (!index) {
    const byName = new Map(rulebook.items.flatMap((item) => item.aliases.map((alias) => [alias, item] as const)));
    for (const item of rulebook.items) byName.set(item.id, item);
    indexes.set(rulebook.items, byName);
    index = byName;
  }
  return index.get(name) ?? null;
}

/** The editions in force on a day, oldest first. */
export function editionsAt(rulebook: { readonly editions: readonly Edition[] }, asOf: string): readonly Edition[] {
  return rulebook.editions.filter((edition) => holds(edition, asOf));
}

/** The lists by which a regime's edition is named. */
const mainList: Readonly<Record<Regime, string>> = { CN: "civil", US: "ccl", EU: "annex-i" };

/** The first day of the edition in force of each regime's main list, as contract.md prints it: `{ "CN": "2025-07-15" }`. */
export function editionDays(rulebook: { readonly editions: readonly Edition[] }, asOf: string): Readonly<Partial<Record<Regime, string>>> {
  const main = editionsAt(rulebook, asOf).filter((edition) => mainList[edition.regime] === edition.list);
  return Object.fromEntries(main.map((edition) => [edition.regime, edition.from]));
}

/** The procedure of an item's class; null where the class has none (reference). */
export function procedureTextOf(rulebook: { readonly procedures: readonly ProcedureText[] }, item: Item): ProcedureText | null {
  return rulebook.procedures.find((procedure) => procedure.id === `${item.regime}:${item.class}`) ?? null;
}

/** What was said of an item's status up to a day; past an `until` (the item's or the statement's own) the honest answer is that the status is unknown. */
export function statusAt(item: Item, asOf: string): readonly LocalText[] {
  const unknown = (until: string): LocalText => ({ en: `status unknown since ${until}`, zh: `自 ${until} 起状态未知` });
  const ended = item.until !== undefined && asOf >= item.until ? item.until : null;
  const said = item.status
    .filter((status) => status.from <= asOf)
    .map(({ text, until }) => {
      if (ended !== null || until === undefined || asOf < until) return text;
      const since = unknown(until);
      return { en: `${text.en}; ${since.en}`, zh: `${text.zh}；${since.zh}` };
    });
  return ended === null ? said : [...said, unknown(ended)];
}

/** Days after which a rulebook is too old to be trusted without a word. */
const maxRulebookAge = 90;

/** Whole days from one day to another (negative where `to` is earlier). */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The problem that every output has once the rulebook's review lies too far back; null until then. */
export function ageProblem(reviewed: string, today: string): Problem | null {
  const age = daysBetween(reviewed, today);
  if (age <= maxRulebookAge) return null;
  return {
    code: "rulebook-age",
    severity: "warning",
    path: "rules/catalogue",
    line: null,
    column: null,
    message: {
      en: `The rulebook was last reviewed on ${reviewed}, ${age} days ago (more than ${maxRulebookAge}); the law may have changed since.`,
      zh: `规则库最近一次复核为 ${reviewed}，距今 ${age} 天（超过 ${maxRulebookAge} 天）；其后法规可能已有变化。`,
    },
  };
}

/** Items in force that can lie in a repository and that no rule (but those switched off) looks for. An item whose control point is looked for counts as looked for. */
export function itemsNotLookedFor(
  rulebook: { readonly items: readonly Item[]; readonly rules: readonly Rule[] },
  asOf: string,
  regimes: readonly Regime[],
  off: readonly string[],
): string[] {
  const looked = new Set(
    rulebook.rules.filter((rule) => !off.includes(rule.id)).flatMap((rule) => rule.items.flatMap(({ id }) => [id, id.split("/")[0] ?? id])),
  );
  return itemsInForce(rulebook, asOf)
    .map(({ item }) => item)
    .filter((item) => item.inRepositories && regimes.includes(item.regime) && item.class !== "reference" && !looked.has(item.id))
    .map((item) => item.id)
    .sort();
}
