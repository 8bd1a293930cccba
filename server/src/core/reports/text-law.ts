/** The law's part of the text: the items that something open may fall under, what their class asks first, and who decides. */
import { itemClasses } from "../rulebook/item.js";
import { many, say, type LocalText } from "../text.js";
import { territoryName } from "../words/territories.js";
import { itemName } from "./names.js";
import { measuresFor, procedureKey } from "./law.js";
import { levels, type ReportItem, type ScanReport } from "./report.js";
import { plain } from "./safe.js";
import type { Page } from "./text-page.js";
import { compare, findings, grouped, type Finding } from "./view.js";
import { verificationNames } from "../words/names.js";
import { classSentence, endUseUnseen, recipientUnknown, unknownSince } from "../words/sentences.js";

/** One block for each class that something open has. */
export function lawLines(report: ScanReport, out: Page): void {
  const open = findings(report).filter((f) => !f.exposure.closed && f.exposure.leaves !== false);
  if (open.length === 0) return;
  out.blank();
  out.heading({ en: "What the law asks", zh: "法律要求" });
  for (const [key, found] of [...grouped(open, (f) => procedureKey(f.exposure))].sort(
    ([a], [b]) => classRank(a) - classRank(b) || compare(a, b),
  ))
    classBlock(report, key, found, out);
  if (storedOnly(open)) out.paragraph(say(recipientUnknown, out.lang), 2);
}

/** The gravest class first. */
function classRank(key: string): number {
  return itemClasses.findIndex((itemClass) => key.endsWith(`:${itemClass}`));
}

function classBlock(report: ScanReport, key: string, found: readonly Finding[], out: Page): void {
  const { lang } = out;
  const first = found[0];
  if (first === undefined) return;
  const byItem = [...grouped(found, (f) => f.exposure.item)].sort(
    ([a, x], [b, y]) => loudness(x) - loudness(y) || y.length - x.length || compare(a, b),
  );
  const said = new Set<string>();
  for (const [id, own] of byItem.slice(0, 4)) itemLines(report, id, own, said, out);
  if (byItem.length > 4)
    out.paragraph(say({ en: `and ${many(byItem.length - 4, "more item")}`, zh: `另有 ${byItem.length - 4} 个条目` }, lang), 2);
  out.paragraph(say(classSentence(first.exposure.class, first.exposure.regime), lang), 4);
  const steps = report.procedures[key]?.steps ?? [];
  const reviews = steps.filter((s) => s.days !== undefined);
  const authorities = [...new Set((reviews.length > 0 ? reviews : steps).map((s) => say(s.authority, lang)))];
  const days = reviews.flatMap((s) => (s.days === undefined ? [] : [say(s.days, lang)]));
  const joined = (texts: readonly string[]): string => plain(texts.join(lang === "zh-CN" ? "；" : "; "), 600);
  if (authorities.length > 0) out.field({ en: "Who decides", zh: "由谁认定" }, joined(authorities.slice(0, 3)), 4);
  if (days.length > 0) out.field({ en: "Review time", zh: "审查时限" }, joined(days), 4);
  const explain = `borderline explain ${plain(first.exposure.item, 60)}`;
  out.paragraph(out.paint.dim(say({ en: `Steps and articles: ${explain}`, zh: `步骤与条款：${explain}` }, lang)), 4);
}

/** 0 for an error, up to 2 for a note. */
function loudness(found: readonly Finding[]): number {
  return found.reduce<number>((least, f) => Math.min(least, levels.indexOf(f.exposure.level)), levels.length);
}

/** An item with how well it is known, and what must be said wherever it is cited; nothing is said twice. */
function itemLines(report: ScanReport, id: string, found: readonly Finding[], said: Set<string>, out: Page): void {
  const item = report.items[id];
  const verified = item === undefined ? { en: "", zh: "" } : inBrackets(verificationNames[item.verification]);
  out.paragraph(`${itemName(id, report, out.lang)}${out.paint.dim(say(verified, out.lang))}`, 2);
  if (item === undefined) return;
  for (const text of itemTexts(report, item, found)) {
    if (said.has(text.en)) continue;
    said.add(text.en);
    out.paragraph(plain(say(text, out.lang), 800), 4);
  }
}

/** What must be said wherever an item is cited: how long its status is known, what holds for it today and where these findings go, and its own notes. */
export function itemTexts(report: ScanReport, item: ReportItem, found: readonly Finding[]): readonly LocalText[] {
  const measures = measuresFor(item, new Set(found.map((f) => f.destination.territory)));
  return [
    ...(item.until !== null && item.until <= report.asOf ? [unknownSince(item.until)] : []),
    ...item.status.map((s) => ({
      en: `${s.from}: ${s.text.en}${inBrackets(verificationNames[s.verification]).en}`,
      zh: `${s.from}：${s.text.zh}${inBrackets(verificationNames[s.verification]).zh}`,
    })),
    ...measures.map(measureSentence),
    ...item.notes,
  ];
}

/** Whether something open would be kept where nobody is known to receive it. */
export function storedOnly(open: readonly Finding[]): boolean {
  return open.some((f) => f.destination.recipient === null && f.destination.audience === "unknown");
}

function inBrackets(text: LocalText): LocalText {
  return { en: ` (${text.en})`, zh: `（${text.zh}）` };
}

/** What holds for a territory, and that the end use decides where it does. */
function measureSentence(m: ReportItem["measures"][number]): LocalText {
  const place = territoryName(m.territory === "*" ? null : m.territory);
  const where = m.territory === "*" ? { en: "", zh: "" } : { en: `${place.en}: `, zh: `${place.zh}：` };
  const use =
    m.endUse === undefined
      ? { en: "", zh: "" }
      : { en: ` (${m.endUse.en}: ${endUseUnseen.en})`, zh: `（${m.endUse.zh}：${endUseUnseen.zh}）` };
  const known = inBrackets(verificationNames[m.verification]);
  return { en: `${where.en}${m.effect.en}${use.en}${known.en}`, zh: `${where.zh}${m.effect.zh}${use.zh}${known.zh}` };
}
