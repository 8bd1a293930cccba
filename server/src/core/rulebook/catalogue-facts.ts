/** What every entry of the catalogue has: a source by its short name, a period, keys that are only there when they have a value. */
import type { Edition, Source } from "./item.js";
import * as yaml from "./yaml-reader.js";
import type { YamlField, YamlMap } from "./yaml-reader.js";

/** What the files said before any of them is looked at: short names of sources, and the editions that items refer to. */
export interface CatalogueContext {
  readonly sources: ReadonlyMap<string, Source>;
  readonly editions: ReadonlyMap<string, Edition>;
}

/** The sources that a file names. */
export function sourcesOf(top: YamlMap): readonly (readonly [string, Source])[] {
  const named = yaml.mapAt(top, "sources", null);
  return named ? [...named.fields].map(([id, field]) => [id, sourceOf(yaml.mapping(field, ["name", "url", "date"]))] as const) : [];
}

/** From when to when something holds. */
export function periodOf(map: YamlMap): { from: string; until?: string } {
  return { from: yaml.date(map, "from"), ...optional("until", yaml.dateOr(map, "until", null)) };
}

function sourceOf(map: YamlMap): Source {
  return {
    name: yaml.text(map, "name"),
    ...optional("url", yaml.textOr(map, "url", null)),
    ...optional("date", yaml.dateOr(map, "date", null)),
  };
}

/** The source of a fact, required. */
export function oneSource(map: YamlMap, context: CatalogueContext): Source {
  const field = map.fields.get("source");
  if (field) return sourceAt(field, context);
  yaml.complain(map, "missing-key", "needs the key `source`", "缺少键 `source`");
  return { name: "" };
}

/** The sources of an item, at least one. */
export function manySources(map: YamlMap, context: CatalogueContext): readonly Source[] {
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
export function optional<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  return value === null ? {} : ({ [key]: value } as { [P in K]?: V });
}
