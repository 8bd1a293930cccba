/** Reading values out of a JSON file that anybody may have written: what has the wrong type becomes the given default, nothing throws. */
import type { LocalText } from "../text.js";

/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** The value where it is an object; an empty one else. */
export function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The value where it is a string. */
export function text(value: unknown, otherwise = ""): string {
  return typeof value === "string" ? value : otherwise;
}

/** The value where it is a string, else null. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The value where it is a finite number. */
export function number(value: unknown, otherwise = 0): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

/** The value where it is a finite number, else null. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** One of a closed list of words, or the word that stands for anything else. */
export function word<const T extends string>(value: unknown, words: readonly T[], otherwise: T): T {
  return words.find((w) => w === value) ?? otherwise;
}

/** Each entry of an array, read as an object; nothing where it is no array. */
export function list<T>(value: unknown, read: (entry: Json) => T): T[] {
  return Array.isArray(value) ? value.map((entry: unknown) => read(object(entry))) : [];
}

/** The strings of an array; nothing where it is no array. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry: unknown): entry is string => typeof entry === "string") : [];
}

/** Keys with values; `__proto__` and the like are kept out by the prototype-free result. */
export function table<T>(value: unknown, read: (entry: Json, key: string) => T): Record<string, T> {
  const result = Object.create(null) as Record<string, T>;
  for (const [key, entry] of Object.entries(object(value))) result[key] = read(object(entry), key);
  return result;
}

/** `{en, zh}`; a plain string stands for both, and a missing language is filled from the other. */
export function localText(value: unknown): LocalText {
  if (typeof value === "string") return { en: value, zh: value };
  const { en, zh } = object(value);
  const first = text(en, text(zh));
  return { en: first, zh: text(zh, first) };
}

/** As `localText`; null where there is nothing. */
export function localTextOrNull(value: unknown): LocalText | null {
  return value === null || value === undefined ? null : localText(value);
}
