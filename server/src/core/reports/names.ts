/** Names of what a report shows: destinations and items; the names of key words stand in core/words. */
import type { Destination } from "../destinations/destination.js";
import { same, say, t, type Lang, type LocalText } from "../text.js";
import type { Level } from "../exposures/policy.js";
import { levelNames, viaNames } from "../words/names.js";
import { plain } from "./safe.js";
import type { ReportItem, ScanReport } from "./report.js";

/** `push · origin (github.com/acme/shop) → Acme SG`: the way out, its name, where it leads and who receives. */
export function destinationName(d: Destination, lang: Lang): string {
  const via = say(viaNames[d.via], lang);
  const recipient = d.recipient === null ? "" : ` → ${plain(d.recipient, 80)}`;
  return `${via} · ${plain(d.name, 60)} (${plain(placeShown(d), 100)})${recipient}`;
}

/** The value without its scheme, user and `.git`, which people do not need to tell places apart. */
export function placeShown(d: Destination): string {
  const shown = d.value
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/@]*@/, "")
    .replace(/\.git\/?$/, "")
    .replace(/\/$/, "");
  return shown === "" ? (d.host ?? d.region ?? d.kind) : shown;
}

/** The last folder of a path, by which people know a repository. */
export function lastFolder(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** A module's folder as people are told it, at most so many UTF-16 units of it. */
export function folderName(path: string, most: number, lang: Lang): string {
  return path === "." ? say(t("(top folder)", "（顶层目录）"), lang) : plain(path, most);
}

/** How a sentence calls an item: number and title, or the title alone where no number is verified. A point has its parent's number; its slug is ours and no law. */
export function itemCalled(id: string, items: Readonly<Record<string, ReportItem>>): LocalText {
  const item = items[id];
  if (item === undefined) return same(plain(id, 80));
  const code = numberOf(item, items);
  const { en, zh } = { en: plain(item.title.en, 90), zh: plain(item.title.zh, 90) };
  return code === null ? t(`“${en}”`, `“${zh}”`) : t(`${code} (${en})`, `${code}（${zh}）`);
}

/** How a marker's sentence cites an item: its number, with a sentence of its own for the title; the title alone where no number is verified. */
export function itemCited(
  id: string,
  items: Readonly<Record<string, ReportItem>>,
): { readonly name: LocalText; readonly title: LocalText } {
  const item = items[id];
  const code = item === undefined ? null : numberOf(item, items);
  if (item === undefined || code === null) return { name: itemCalled(id, items), title: t("", "") };
  const { en, zh } = { en: plain(item.title.en, 90), zh: plain(item.title.zh, 90) };
  return { name: same(code), title: t(` ${code}: ${en}.`, `${code}：${zh}。`) };
}

/** The number that an item stands under in its list, with the regime's name where that is not China; null: none is verified. */
export function numberOf(item: ReportItem, items: Readonly<Record<string, ReportItem>>): string | null {
  const code = item.code ?? (item.parent === null ? null : (items[item.parent]?.code ?? null));
  if (code === null) return null;
  return item.regime === "CN" ? plain(code, 40) : `${item.regime} ${plain(code, 40)}`;
}

/** An item as people are told it in lists: number where one is verified, then title. */
export function itemName(id: string, report: Pick<ScanReport, "items">, lang: Lang): string {
  const item = report.items[id];
  if (item === undefined) return plain(id, 80);
  const code = numberOf(item, report.items);
  const title = plain(say(item.title, lang), 120);
  return code === null ? title : `${code} ${title}`;
}

/** In place of a file and line, for a way out that no file names. */
export const namedByCommand: LocalText = t("as the command names it", "由命令给出");

/** Which clones' remotes the scan saw. */
export function remotesName(remotesOf: string): LocalText {
  return remotesOf === "this clone only" ? t("this clone only", "仅本克隆副本") : same(plain(remotesOf, 120));
}

/** `3 warnings`; Chinese counts without a plural. */
export function levelCount(level: Level, n: number, lang: Lang): string {
  return lang === "zh-CN" ? `${n} 项${levelNames[level].zh}` : `${n} ${levelNames[level].en}${n === 1 ? "" : "s"}`;
}
