/** Parses the catalogue's YAML (rules/catalogue, or a policy's own items) into sources, editions, procedures and items. */
import type { Problem } from "../problem.js";
import {
  itemClasses,
  procedureOfClass,
  regimes,
  verifications,
  type Edition,
  type Item,
  type ItemClass,
  type ItemEdition,
  type Measure,
  type ProcedureText,
} from "./item.js";
import { manySources, oneSource, optional, periodOf, type CatalogueContext } from "./catalogue-facts.js";
import { itemEditionsOf } from "./item-editions.js";
import * as yaml from "./yaml-reader.js";
import type { YamlMap } from "./yaml-reader.js";

/** One opened file of the catalogue. */
export interface CatalogueFile {
  readonly path: string;
  readonly top: YamlMap | null;
  readonly problems: Problem[];
}

const itemId = /^(CN|US|EU):[A-Za-z0-9][A-Za-z0-9-]{0,60}$/;
const pointKey = /^[A-Za-z0-9][A-Za-z0-9-]{0,60}$/;
const pointKeys = [
  "title",
  "verification",
  "sources",
  "notes",
  "editions",
  "in",
  "inferredIn",
  "wording",
  "code",
  "measures",
  "status",
  "until",
  "inRepositories",
  "aliases",
];
const itemKeys = ["id", "class", "reviewed", "points", ...pointKeys];

/** Opens one file; its items are read once all files are open. */
export function openCatalogueFile(path: string, text: string): CatalogueFile {
  const file = yaml.openYaml(path, text);
  const top = file.root ? yaml.mapping(file.root, ["sources", "editions", "procedures", "items"]) : null;
  return { path, top, problems: file.problems };
}

/** The editions of control lists that a file has. */
export function editionsOf(top: YamlMap, context: CatalogueContext): readonly Edition[] {
  const keys = ["id", "regime", "list", "from", "until", "instrument", "totals", "verification", "source"];
  return yaml.mapsAt(top, "editions", keys).map((map) => ({
    id: yaml.text(map, "id"),
    regime: yaml.oneOf(map, "regime", regimes),
    list: yaml.text(map, "list"),
    instrument: yaml.localText(map, "instrument"),
    ...optional("totals", yaml.localTextOr(map, "totals", null)),
    ...periodOf(map),
    verification: yaml.oneOf(map, "verification", verifications),
    source: oneSource(map, context),
  }));
}

/** The procedures that a file has. */
export function proceduresOf(top: YamlMap, context: CatalogueContext): readonly ProcedureText[] {
  return yaml.mapsAt(top, "procedures", ["id", "title", "steps", "penalties", "sources", "verification"]).map((map) => ({
    id: yaml.text(map, "id"),
    title: yaml.localText(map, "title"),
    steps: yaml.mapsAt(map, "steps", ["text", "authority", "days", "articles"]).map((step) => ({
      text: yaml.localText(step, "text"),
      authority: yaml.localText(step, "authority"),
      ...optional("days", yaml.localTextOr(step, "days", null)),
      articles: yaml.text(step, "articles"),
    })),
    penalties: yaml
      .mapsAt(map, "penalties", ["text", "articles"])
      .map((penalty) => ({ text: yaml.localText(penalty, "text"), articles: yaml.text(penalty, "articles") })),
    sources: manySources(map, context),
    verification: yaml.oneOf(map, "verification", verifications),
  }));
}

/** The items of a file, each followed by its control points. What has a problem is left out. */
export function itemsOf(top: YamlMap, context: CatalogueContext): readonly Item[] {
  return yaml.mapsAt(top, "items", itemKeys).flatMap((map) => {
    const before = map.source.problems.length;
    const item = itemOf(map, context);
    const points = yaml.mapsAt(map, "points", ["key", ...pointKeys]).map((point) => pointOf(point, item, context));
    return yaml.failedSince(map, before) ? [] : [item, ...points];
  });
}

function itemOf(map: YamlMap, context: CatalogueContext): Item {
  const id = yaml.text(map, "id");
  if (id !== "" && !itemId.test(id))
    yaml.complain(map, "unknown-value", `\`id\` should be REGIME:CODE, is "${id}"`, `\`id\` 应为“法域:编号”，实为“${id}”`);
  const itemClass = yaml.oneOf(map, "class", itemClasses);
  return {
    id,
    regime: regimes.find((regime) => id.startsWith(`${regime}:`)) ?? "CN",
    parent: null,
    aliases: yaml.texts(map, "aliases"),
    class: itemClass,
    procedure: procedureOfClass[itemClass],
    reviewed: yaml.date(map, "reviewed"),
    ...sharedOf(map, itemClass, [], context),
  };
}

function pointOf(map: YamlMap, parent: Item, context: CatalogueContext): Item {
  const key = yaml.text(map, "key");
  if (key !== "" && !pointKey.test(key))
    yaml.complain(map, "unknown-value", `\`key\` is not a slug: "${key}"`, `\`key\` 不是合格的短名：“${key}”`);
  const shared = sharedOf(map, parent.class, parent.editions, context);
  return {
    id: `${parent.id}/${key}`,
    regime: parent.regime,
    parent: parent.id,
    aliases: [...yaml.texts(map, "aliases"), ...parent.aliases.map((alias) => `${alias}/${key}`)],
    class: parent.class,
    procedure: parent.procedure,
    reviewed: parent.reviewed,
    ...shared,
    measures: [...parent.measures, ...shared.measures],
    notes: [...parent.notes.filter((note) => !shared.notes.some((own) => own.en === note.en)), ...shared.notes],
  };
}

/** What items and control points have in common. */
function sharedOf(map: YamlMap, itemClass: ItemClass, parentEditions: readonly ItemEdition[], context: CatalogueContext) {
  const title = yaml.localText(map, "title");
  const sources = manySources(map, context);
  return {
    title,
    verification: yaml.oneOf(map, "verification", verifications),
    editions: itemEditionsOf(map, itemClass, title, sources, parentEditions, context),
    measures: yaml
      .mapsAt(map, "measures", ["territory", "endUse", "effect", "source", "from", "until", "verification"])
      .map((m) => measureOf(m, context)),
    status: yaml.mapsAt(map, "status", ["from", "until", "text", "verification", "source"]).map((status) => ({
      ...periodOf(status),
      text: yaml.localText(status, "text"),
      verification: yaml.oneOf(status, "verification", verifications),
      source: oneSource(status, context),
    })),
    notes: yaml.localTexts(map, "notes"),
    sources,
    ...optional("until", yaml.dateOr(map, "until", null)),
    inRepositories: yaml.flagOr(map, "inRepositories", true),
    from: `${map.source.path}:${yaml.lineOf(map)}`,
  };
}

function measureOf(map: YamlMap, context: CatalogueContext): Measure {
  return {
    territory: yaml.text(map, "territory"),
    ...optional("endUse", yaml.localTextOr(map, "endUse", null)),
    effect: yaml.localText(map, "effect"),
    source: oneSource(map, context),
    ...periodOf(map),
    verification: yaml.oneOf(map, "verification", verifications),
  };
}
