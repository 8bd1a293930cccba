/** The editions of its list in which an item of the catalogue stands, with its class, number and wording in each. */
import type { LocalText } from "../text.js";
import { oneSource, optional, type CatalogueContext } from "./catalogue-facts.js";
import { itemClasses, verifications, type ItemClass, type ItemEdition, type Source } from "./item.js";
import * as yaml from "./yaml-reader.js";
import type { YamlField, YamlMap } from "./yaml-reader.js";

/** The editions in which an item stands: written out, or `in` (with the item's own wording and verification) and `inferredIn` (its being there is an inference). */
export function itemEditionsOf(
  map: YamlMap,
  itemClass: ItemClass,
  title: LocalText,
  sources: readonly Source[],
  parentEditions: readonly ItemEdition[],
  context: CatalogueContext,
): readonly ItemEdition[] {
  const verification = yaml.oneOfOr(map, "verification", verifications, "memory" as const);
  const wording = yaml.localTextOr(map, "wording", null) ?? (verification === "draft" ? title : null);
  const source = sources[0] ?? { name: "" };
  const usual = { class: itemClass, code: yaml.textOr(map, "code", null), parentEditions };
  const listed = (key: "in" | "inferredIn", own: OwnEdition) =>
    yaml.listAt(map, key).flatMap((field) => editionIn(field, yaml.textOf(field) ?? "", own, usual, context));
  const all = [
    ...yaml.listAt(map, "editions").flatMap((field) => writtenEdition(field, usual, context)),
    ...listed("in", { verification, source, ...optional("wording", wording) }),
    ...listed("inferredIn", { verification: "derived", source }),
  ].sort((x, y) => (x.from < y.from ? -1 : 1));
  if (all.length === 0) yaml.complain(map, "missing-key", "needs `editions` or `in`", "缺少 `editions` 或 `in`");
  return all;
}

/** What an entry says of itself; the rest follows from the edition and the item. */
type OwnEdition = Partial<ItemEdition> & Pick<ItemEdition, "verification" | "source">;

interface UsualEdition {
  readonly class: ItemClass;
  /** The item's own number; a control point without one has its parent's of the same edition. */
  readonly code: string | null;
  readonly parentEditions: readonly ItemEdition[];
}

function writtenEdition(field: YamlField, usual: UsualEdition, context: CatalogueContext): readonly ItemEdition[] {
  const one = yaml.mapping(field, ["edition", "from", "until", "code", "class", "wording", "verification", "source"]);
  const own = {
    ...optional("from", yaml.dateOr(one, "from", null)),
    ...optional("until", yaml.dateOr(one, "until", null)),
    ...optional("code", yaml.textOr(one, "code", null)),
    ...optional("class", yaml.oneOfOr(one, "class", itemClasses, null)),
    ...optional("wording", yaml.localTextOr(one, "wording", null)),
    verification: yaml.oneOf(one, "verification", verifications),
    source: oneSource(one, context),
  };
  return editionIn(field, yaml.text(one, "edition"), own, usual, context);
}

/** The entry of an item in one edition; none, and a problem, where there is no such edition. */
function editionIn(field: YamlField, id: string, own: OwnEdition, usual: UsualEdition, context: CatalogueContext): readonly ItemEdition[] {
  const edition = context.editions.get(id);
  if (!edition) {
    yaml.complain(field, "unknown-value", `names the unknown edition "${id}"`, `引用了未知版本“${id}”`);
    return [];
  }
  const code = own.code ?? usual.code ?? usual.parentEditions.find((one) => one.edition === id)?.code ?? null;
  const period = { from: edition.from, ...optional("until", edition.until ?? null) };
  return [{ edition: id, ...period, class: usual.class, ...optional("code", code), ...own }];
}
