/** Parses the catalogue's YAML (rules/catalogue, or a policy's own items) into sources, editions, procedures and items. */
import type { Problem } from "../problem.js";
import type { LocalText } from "../text.js";
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
  type Source,
  type Verification,
} from "./item.js";
import * as yaml from "./yaml-reader.js";
import type { YamlField, YamlMap } from "./yaml-reader.js";

/** What the files said before any of them is looked at: short names of sources, and the editions that items refer to. */
export interface CatalogueContext {
  readonly sources: ReadonlyMap<string, Source>;
  readonly editions: ReadonlyMap<string, Edition>;
}

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

/** The sources that a file names. */
export function sourcesOf(top: YamlMap): readonly (readonly [string, Source])[] {
  const named = yaml.mapAt(top, "sources", null);
  return named ? [...named.fields].map(([id, field]) => [id, sourceOf(yaml.mapping(field, ["name", "url", "date"]))] as const) : [];
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

/** The editions in which an item stands: written out, or `in` (with the item's own wording and verification) and `inferredIn` (its being there is an inference). */
function itemEditionsOf(
  map: YamlMap,
  itemClass: ItemClass,
  title: LocalText,
  sources: readonly Source[],
  parentEditions: readonly ItemEdition[],
  context: CatalogueContext,
): readonly ItemEdition[] {
  const verification = yaml.oneOfOr(map, "verification", verifications, "memory" as const);
  const ownCode = yaml.textOr(map, "code", null);
  const ownWording = yaml.localTextOr(map, "wording", null) ?? (verification === "draft" ? title : null);
  const source = sources[0] ?? { name: "" };
  const build = (
    field: YamlField,
    id: string,
    own: Partial<ItemEdition> & { verification: Verification; source: Source },
  ): ItemEdition[] => {
    const edition = context.editions.get(id);
    if (!edition) {
      yaml.complain(field, "unknown-value", `names the unknown edition "${id}"`, `引用了未知版本“${id}”`);
      return [];
    }
    const code = own.code ?? ownCode ?? parentEditions.find((one) => one.edition === id)?.code ?? null;
    return [
      { edition: id, from: edition.from, ...optional("until", edition.until ?? null), class: itemClass, ...optional("code", code), ...own },
    ];
  };
  const written = yaml.listAt(map, "editions").flatMap((field) => {
    const one = yaml.mapping(field, ["edition", "from", "until", "code", "class", "wording", "verification", "source"]);
    return build(field, yaml.text(one, "edition"), {
      ...optional("from", yaml.dateOr(one, "from", null)),
      ...optional("until", yaml.dateOr(one, "until", null)),
      ...optional("code", yaml.textOr(one, "code", null)),
      ...optional("class", yaml.oneOfOr(one, "class", itemClasses, null)),
      ...optional("wording", yaml.localTextOr(one, "wording", null)),
      verification: yaml.oneOf(one, "verification", verifications),
      source: oneSource(one, context),
    });
  });
  const listed = (key: "in" | "inferredIn") =>
    yaml.listAt(map, key).flatMap((field) => {
      const id = yaml.textOf(field) ?? "";
      const inferred = key === "inferredIn";
      return build(field, id, {
        verification: inferred ? "derived" : verification,
        source,
        ...(inferred ? {} : optional("wording", ownWording)),
      });
    });
  const all = [...written, ...listed("in"), ...listed("inferredIn")].sort((a, b) => (a.from < b.from ? -1 : 1));
  if (all.length === 0) yaml.complain(map, "missing-key", "needs `editions` or `in`", "缺少 `editions` 或 `in`");
  return all;
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

function periodOf(map: YamlMap): { from: string; until?: string } {
  return { from: yaml.date(map, "from"), ...optional("until", yaml.dateOr(map, "until", null)) };
}

function sourceOf(map: YamlMap): Source {
  return {
    name: yaml.text(map, "name"),
    ...optional("url", yaml.textOr(map, "url", null)),
    ...optional("date", yaml.dateOr(map, "date", null)),
  };
}

function oneSource(map: YamlMap, context: CatalogueContext): Source {
  const field = map.fields.get("source");
  if (field) return sourceAt(field, context);
  yaml.complain(map, "missing-key", "needs the key `source`", "缺少键 `source`");
  return { name: "" };
}

function manySources(map: YamlMap, context: CatalogueContext): readonly Source[] {
  const sources = yaml.listAt(map, "sources").map((field) => sourceAt(field, context));
  if (sources.length === 0) yaml.complain(map, "missing-key", "needs the key `sources`", "缺少键 `sources`");
  return sources;
}

/** A source by its short name, or written out (a policy's own items do). */
function sourceAt(field: YamlField, context: CatalogueContext): Source {
  if (yaml.isMapping(field)) return sourceOf(yaml.mapping(field, ["name", "url", "date"]));
  const id = yaml.textOf(field);
  const source = id === null ? undefined : context.sources.get(id);
  if (source) return source;
  yaml.complain(field, "unknown-value", `is not a source of sources.yaml: "${id ?? ""}"`, `不是 sources.yaml 中的来源：“${id ?? ""}”`);
  return { name: "" };
}

/** A key that is only there when it has a value (exactOptionalPropertyTypes). */
function optional<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [P in K]?: V });
}
