/** Typed values out of YAML that was opened with positions: everything that is not as expected becomes a problem with its line and column. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { LocalText } from "../text.js";
import { nearestWord } from "./nearest-word.js";
import { complain, type YamlField, type YamlMap, type YamlPlace } from "./yaml-file.js";

export * from "./yaml-file.js";

/** A mapping with these keys; any other key is a problem that names the nearest known one. `known: null` takes any key. */
export function mapping(field: YamlField, known: readonly string[] | null): YamlMap {
  const fields = new Map<string, YamlField>();
  const node = resolved(field);
  if (!isMap(node)) {
    expected(field, "a mapping (key: value)", "键值映射（key: value）");
    return { source: field.source, offset: field.offset, name: field.name, fields };
  }
  for (const pair of node.items) {
    const key = pair.key as Node | null;
    const name = isScalar(key) ? asWritten(key) : null;
    const offset = key?.range?.[0] ?? field.offset;
    const inner = field.name === "" ? (name ?? "?") : `${field.name}.${name ?? "?"}`;
    const place = { source: field.source, offset, name: inner };
    if (name === null) complain(place, "wrong-type", "is not a plain key", "不是普通键名");
    else if (known && !known.includes(name)) unknownKey(place, name, known);
    else if (fields.has(name)) complain(place, "duplicate", "is there twice", "重复出现");
    else
      fields.set(name, { ...place, node: (pair.value as Node | null) ?? null, offset: (pair.value as Node | null)?.range?.[0] ?? offset });
  }
  return { source: field.source, offset: node.range?.[0] ?? field.offset, name: field.name, fields };
}

/** Whether a value is a mapping, for keys that take a short and a long form. */
export function isMapping(field: YamlField): boolean {
  return isMap(resolved(field));
}

/** The mapping under a key, or null where there is none. */
export function mapAt(map: YamlMap, key: string, known: readonly string[] | null): YamlMap | null {
  const field = present(map, key);
  return field ? mapping(field, known) : null;
}

/** The values of a list under a key; none where the key is absent. A single value stands for a list of one. */
export function listAt(map: YamlMap, key: string): readonly YamlField[] {
  const field = present(map, key);
  return field ? itemsOf(field) : [];
}

/** The mappings of a list under a key. */
export function mapsAt(map: YamlMap, key: string, known: readonly string[] | null): readonly YamlMap[] {
  return listAt(map, key).map((field) => mapping(field, known));
}

/** The values of a list (or the one value itself). */
export function itemsOf(field: YamlField): readonly YamlField[] {
  const node = resolved(field);
  if (!isSeq(node)) return [field];
  return node.items.map((item, index) => ({
    source: field.source,
    node: item as Node,
    offset: (item as Node).range?.[0] ?? field.offset,
    name: `${field.name}[${index}]`,
  }));
}

/** A required text, empty (with a problem) where it is missing. Numbers and dates are taken as written. */
export function text(map: YamlMap, key: string): string {
  return textOr(map, key, null) ?? missing(map, key, "");
}

/** A text, or the fallback where the key is absent. */
export function textOr<T>(map: YamlMap, key: string, fallback: T): string | T {
  const field = present(map, key);
  return field ? (textOf(field) ?? fallback) : fallback;
}

/** The texts of a list; a single text stands for a list of one. */
export function texts(map: YamlMap, key: string): readonly string[] {
  return listAt(map, key).flatMap((field) => textOf(field) ?? []);
}

/** The text of one value; null (with a problem) where it is something else. */
export function textOf(field: YamlField): string | null {
  const node = resolved(field);
  if (isScalar(node) && node.value !== null) return typeof node.value === "string" ? node.value : asWritten(node);
  return expected(field, "a text", "文本");
}

/** A number within a range, or the fallback where the key is absent. */
export function numberOr<T>(
  map: YamlMap,
  key: string,
  fallback: T,
  range: { min?: number; max?: number; whole?: boolean } = {},
): number | T {
  const field = present(map, key);
  if (!field) return fallback;
  const node = resolved(field);
  const value = isScalar(node) ? node.value : null;
  const { min = -Infinity, max = Infinity, whole = false } = range;
  if (typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  const bounds = min === -Infinity && max === Infinity ? "" : ` (${min} … ${max})`;
  expected(field, `${whole ? "a whole number" : "a number"}${bounds}`, `${whole ? "整数" : "数字"}${bounds}`);
  return fallback;
}

/** true or false, or the fallback where the key is absent. */
export function flagOr(map: YamlMap, key: string, fallback: boolean): boolean {
  const field = present(map, key);
  if (!field) return fallback;
  const node = resolved(field);
  if (isScalar(node) && typeof node.value === "boolean") return node.value;
  expected(field, "true or false", "true 或 false");
  return fallback;
}

/** One of the words, required: the first of them (with a problem) where it is missing or another. */
export function oneOf<T extends string>(map: YamlMap, key: string, words: readonly [T, ...T[]]): T {
  return oneOfOr<T, null>(map, key, words, null) ?? missing(map, key, words[0]);
}

/** One of the words, or the fallback where the key is absent. */
export function oneOfOr<T extends string, F>(map: YamlMap, key: string, words: readonly T[], fallback: F): T | F {
  const field = present(map, key);
  return field ? (wordOf(field, words) ?? fallback) : fallback;
}

/** A list of words out of a known set; none where the key is absent. */
export function someOf<T extends string>(map: YamlMap, key: string, words: readonly T[]): readonly T[] {
  return listAt(map, key).flatMap((field) => wordOf(field, words) ?? []);
}

/** A text in both languages, `{en, zh}`, required. */
export function localText(map: YamlMap, key: string): LocalText {
  return localTextOr(map, key, null) ?? missing(map, key, { en: "", zh: "" });
}

/** A text in both languages, or the fallback where the key is absent. */
export function localTextOr<T>(map: YamlMap, key: string, fallback: T): LocalText | T {
  const field = present(map, key);
  return field ? localTextOf(field) : fallback;
}

/** The texts in both languages of a list. */
export function localTexts(map: YamlMap, key: string): readonly LocalText[] {
  return listAt(map, key).map(localTextOf);
}

/** A day, YYYY-MM-DD, required. */
export function date(map: YamlMap, key: string): string {
  return dateOr(map, key, null) ?? missing(map, key, "");
}

/** A day, YYYY-MM-DD, or the fallback where the key is absent. */
export function dateOr<T>(map: YamlMap, key: string, fallback: T): string | T {
  const field = present(map, key);
  if (!field) return fallback;
  const value = textOf(field);
  if (value !== null && isDay(value)) return value;
  if (value !== null) expected(field, "a day of the calendar, YYYY-MM-DD", "日历日期 YYYY-MM-DD");
  return fallback;
}

/** Whether a text is a day that the calendar has, written YYYY-MM-DD. */
export function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
}

function localTextOf(field: YamlField): LocalText {
  const map = mapping(field, ["en", "zh"]);
  return { en: text(map, "en"), zh: text(map, "zh") };
}

function wordOf<T extends string>(field: YamlField, words: readonly T[]): T | null {
  const value = textOf(field);
  if (value === null) return null;
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  const list = words.length > 30 ? `${words.slice(0, 30).join(", ")} …` : words.join(", ");
  complain(field, "unknown-value", `is "${short(value)}"; expected one of: ${list}`, `的值为“${short(value)}”，应为以下之一：${list}`);
  return null;
}

/** A field that is there and not empty (`key:` alone is as good as absent). */
function present(map: YamlMap, key: string): YamlField | null {
  const field = map.fields.get(key);
  if (!field) return null;
  const node = resolved(field);
  return node === null || (isScalar(node) && node.value === null) ? null : field;
}

/** Says that a required key is missing, unless its value was already found wrong. */
function missing<T>(map: YamlMap, key: string, fallback: T): T {
  if (!present(map, key)) complain(map, "missing-key", `needs the key \`${key}\``, `缺少键 \`${key}\``);
  return fallback;
}

function expected(field: YamlField, en: string, zh: string): null {
  complain(field, "wrong-type", `should be ${en}`, `应为${zh}`);
  return null;
}

function unknownKey(at: YamlPlace, name: string, known: readonly string[]): void {
  const near = nearestWord(name, known);
  const hint = near === undefined ? { en: "", zh: "" } : { en: ` (did you mean \`${near}\`?)`, zh: `（是否想写 \`${near}\`？）` };
  const list = known.join(", ");
  complain(at, "unknown-key", `is not a known key${hint.en}; expected: ${list}`, `不是已知的键${hint.zh}；可用的键：${list}`);
}

function resolved(field: YamlField): Node | null {
  const { node, source } = field;
  return isAlias(node) && source.document ? (node.resolve(source.document) ?? null) : node;
}

/** A key or number as the file has it: `052701` stays `052701`. */
function asWritten(node: Scalar): string {
  const { source, value } = node;
  return source ?? (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "");
}

const short = (value: string) => (value.length > 60 ? `${value.slice(0, 60)}…` : value);
