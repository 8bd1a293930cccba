/** Territories by their ISO 3166-1 alpha-2 codes: which there are, and what people call them. Names come from the platform's CLDR data, with the words of judgement.md over them. */
import type { LocalText } from "../text.js";

/** The names that this product uses whatever the platform's data says. */
const own: Readonly<Record<string, LocalText>> = {
  CN: { en: "Chinese mainland", zh: "中国内地" },
  HK: { en: "Hong Kong (China)", zh: "中国香港" },
  MO: { en: "Macao (China)", zh: "中国澳门" },
  TW: { en: "Taiwan (China)", zh: "中国台湾" },
};

/** Codes of the platform's data that are no territory: unions, the reserved, and what stands for "unknown". */
const none: ReadonlySet<string> = new Set(["EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "UK"]);

const regionNames = (lang: string) => new Intl.DisplayNames([lang], { type: "region", fallback: "none" });
let names: { readonly en: Intl.DisplayNames; readonly zh: Intl.DisplayNames } | null = null;

/** Whether a code is a territory that ISO 3166-1 has (two capitals). */
export function isTerritory(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !none.has(code) && nameOf(code) !== null;
}

/** What people call a territory; null is said to be unknown. Nothing but a name comes out: a code that is none is shown as it is, cut short. */
export function territoryName(code: string | null): LocalText {
  if (code === null) return { en: "place unknown", zh: "所在地不明" };
  const shown = code.replace(/[^A-Za-z]/g, "").slice(0, 8);
  return own[code] ?? (isTerritory(code) ? nameOf(code) : null) ?? { en: shown, zh: shown };
}

function nameOf(code: string): LocalText | null {
  names ??= { en: regionNames("en"), zh: regionNames("zh-CN") };
  const en = names.en.of(code);
  const zh = names.zh.of(code);
  return en === undefined || zh === undefined ? null : { en, zh };
}
