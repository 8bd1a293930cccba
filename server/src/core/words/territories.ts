/** Territories by their ISO 3166-1 alpha-2 codes: which there are, and what people call them. Names come from CLDR's data, with the words of judgement.md over them. */
import type { LocalText } from "../text.js";
import { territoryNames } from "./territory-names.js";

/** The names that this product uses whatever that data says. */
const own: Readonly<Record<string, LocalText>> = {
  CN: { en: "Chinese mainland", zh: "中国内地" },
  HK: { en: "Hong Kong (China)", zh: "中国香港" },
  MO: { en: "Macao (China)", zh: "中国澳门" },
  TW: { en: "Taiwan (China)", zh: "中国台湾" },
};

let names: ReadonlyMap<string, LocalText> | null = null;

/** Whether a code is a territory that ISO 3166-1 has (two capitals). */
export function isTerritory(code: string): boolean {
  return nameOf(code) !== null;
}

/** What people call a territory; null is said to be unknown. Nothing but a name comes out: a code that is none is shown as it is, cut short. */
export function territoryName(code: string | null): LocalText {
  if (code === null) return { en: "place unknown", zh: "所在地不明" };
  const shown = code.replace(/[^A-Za-z]/g, "").slice(0, 8);
  return own[code] ?? (isTerritory(code) ? nameOf(code) : null) ?? { en: shown, zh: shown };
}

function nameOf(code: string): LocalText | null {
  names ??= new Map(
    territoryNames
      .trim()
      .split("\n")
      .map((row) => row.split("|"))
      .map(([id = "", en = "", zh = ""]) => [id, { en, zh }]),
  );
  return names.get(code) ?? null;
}
