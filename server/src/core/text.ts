/** Places in text, and the few pure facilities of the platform that the core may use. */

/** One text in the two languages of our readers. Both are required: neither is a translation aid for the other. */
export interface LocalText {
  readonly en: string;
  readonly zh: string;
}

/** The languages that people read. */
export type Lang = "en" | "zh-CN";

/** A text in both languages, as tables of words write it. */
export const t = (en: string, zh: string): LocalText => ({ en, zh });

/** A text that is the same in both: a name, an id. */
export const same = (text: string): LocalText => t(text, text);

/** Picks the reader's language. */
export function say(text: LocalText, lang: Lang): string {
  return lang === "zh-CN" ? text.zh : text.en;
}

/** Names one after the other, as each language parts them. */
export function commas(names: readonly string[], lang: Lang): string {
  return names.join(lang === "zh-CN" ? "、" : ", ");
}

/** The same for titles: one that has 、 within is parted from its neighbours by the next stronger sign. */
export function listed(names: readonly string[], lang: Lang): string {
  return lang === "zh-CN" && names.some((name) => name.includes("、")) ? names.join("；") : commas(names, lang);
}

/** `1 file`, `3 files`: a number with its English noun. */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Offsets (UTF-16 units, from 0) at which the lines of a text begin. Lines end with LF, CR LF or a lone CR. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The line and column (both from 1) of an offset, found by bisection in what `lineStarts` gave. */
export function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The same texts in memory of their own: what is cut from a file's text would keep all of it alive. One alone is only copied where something is added to it. */
export function ownTexts(texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : `${texts.join("\n")}\n`.split("\n", texts.length);
}
