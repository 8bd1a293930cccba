/** A control item in words: wording, how well verified, editions, what it asks for, penalties (here and nowhere else), measures, and what it is not. */
import { editionsAt, holds, itemAt, procedureTextOf, statusAt, type ItemOnDay } from "../rulebook/catalogue.js";
import type { Item, ItemClass, ItemEdition, Measure, Source } from "../rulebook/item.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import { same, say, t, type Lang, type LocalText } from "../text.js";
import { importantData, openSource, termsApart } from "../words/advice.js";
import { classNames, verificationNames } from "../words/names.js";
import { articlesCited } from "../words/articles.js";
import { classSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";

/** What a marker under an item of this class does not say. */
const isNot: Readonly<Record<ItemClass, LocalText>> = {
  prohibited: t(
    "A marker is not a finding that the technology is the prohibited one: the entry names a subject (for example humans) that code may not show.",
    "标记并不认定该技术就是禁止出口的技术：条目有特定对象（例如针对人），代码未必能反映。",
  ),
  restricted: t(
    "Not every use of such technology: calling or configuring a third party's framework is not what the entry names, and a product that uses it without giving access to it is arguably no export (law-firm view).",
    "并非任何使用都在其内：调用或配置第三方框架不是条目所指；仅使用而不提供技术本身的产品，可主张不构成出口（律师事务所观点）。",
  ),
  "dual-use": t(
    "Not information in the public domain, basic research, or what an ordinary patent application needs.",
    "不包括公共领域信息、基础科学研究中的技术或普通专利申请所必需的知识。",
  ),
  free: t(
    "Not a statement that no list names it: only that this rulebook knows of none.",
    "不表示没有清单列名，仅表示本规则库不知有列名。",
  ),
  foreign: t(
    "Not a statement that this regime applies to you: whether the item is subject to it is not determined here.",
    "不表示该法域对您适用：物项是否受其管辖，此处不作认定。",
  ),
  reference: t("Not a control item: it is shown for context and never judged.", "不是管制条目：仅作背景展示，不作判断。"),
};

/** The lines of an item or control point on a day. */
export function explainItem(rulebook: Rulebook, item: Item, lang: Lang, asOf: string): readonly string[] {
  const day = itemAt(item, asOf);
  const parent = item.parent === null ? null : (rulebook.items.find((one) => one.id === item.parent) ?? null);
  return [
    `${item.id} · ${say(item.title, lang)}`,
    ...(parent ? [say(t(`  control point of ${parent.id} ${parent.title.en}`, `  ${parent.id} ${parent.title.zh} 的控制要点`), lang)] : []),
    say(
      t(`  ${item.regime}, ${classNames[day?.class ?? item.class].en}`, `  ${item.regime}，${classNames[day?.class ?? item.class].zh}`),
      lang,
    ),
    ...standing(rulebook, day, lang, asOf),
    ...section(t("To bear in mind", "注意"), item.notes, lang),
    ...section(t("What it is not", "不包括"), [isNot[day?.class ?? item.class]], lang),
    ...procedure(rulebook, item, lang),
    ...section(
      t("Measures by territory and end use", "按国家和地区及最终用途的措施"),
      item.measures.filter((one) => holds(one, asOf)).map(measure),
      lang,
    ),
    ...section(t("Status", "状态"), statusAt(item, asOf), lang),
    ...section(
      t("Editions", "版本"),
      item.editions.map((edition) => editionLine(rulebook, edition)),
      lang,
    ),
    ...section(t("Control points", "控制要点"), pointsOf(rulebook, item, asOf), lang),
    ...section(t("Rules that look for it", "查找该条目的规则"), lookedForBy(rulebook, item), lang),
    ...section(t("Old codes that still match", "仍可匹配的旧编号"), item.aliases.map(same), lang),
    ...section(t("Sources", "来源"), item.sources.map(source), lang),
    say(t(`Reviewed ${item.reviewed}.`, `复核日期：${item.reviewed}。`), lang),
  ];
}

/** In which edition it stands today, with the wording and how well that wording is verified in the same breath. */
function standing(rulebook: Rulebook, day: ItemOnDay | null, lang: Lang, asOf: string): readonly string[] {
  if (!day) return [say(t(`  not in force on ${asOf}, as far as this rulebook knows`, `  据本规则库所知，${asOf} 不在有效版本中`), lang)];
  const edition = editionsAt(rulebook, asOf).find((one) => one.id === day.edition);
  const verified = verificationNames[day.verification];
  const name = edition ? edition.instrument : same(day.edition);
  const lines = [say(t(`  in force on ${asOf}: ${name.en}`, `  ${asOf} 有效版本：${name.zh}`), lang)];
  const unread = day.verification === "draft" || day.verification === "memory" || day.verification === "derived";
  if (day.wording) {
    const en = `  ${unread ? "wording, not verified for the text in force" : "wording"}: "${day.wording.en}" (${verified.en})`;
    lines.push(say(t(en, `  ${unread ? "表述（现行文本未经核对）" : "表述"}：“${day.wording.zh}”（${verified.zh}）`), lang));
  } else lines.push(say(t(`  how well verified: ${verified.en}`, `  核对程度：${verified.zh}`), lang));
  if (unread) {
    const capped = t(
      "  what rests on it is at most a note, unless the policy says `unverified: keep`",
      "  据此得出的结果至多为提示，除非策略设定 `unverified: keep`",
    );
    lines.push(say(capped, lang));
  }
  return lines;
}

function procedure(rulebook: Rulebook, item: Item, lang: Lang): readonly string[] {
  const text = procedureTextOf(rulebook, item);
  const first = [classSentence(item.class, item.regime), ...besides(item)];
  if (!text) return section(t("What it asks for", "要求"), first, lang);
  const steps = text.steps.map((step, i) => {
    const en = [
      `${i + 1}. ${step.text.en}`,
      `   ${step.authority.en}${step.days ? `; ${step.days.en}` : ""} (${articlesCited(step.articles).en})`,
    ].join("\n  ");
    const zh = [
      `${i + 1}. ${step.text.zh}`,
      `   ${step.authority.zh}${step.days ? `；${step.days.zh}` : ""}（${articlesCited(step.articles).zh}）`,
    ].join("\n  ");
    return t(en, zh);
  });
  const penalties = text.penalties.map((penalty) =>
    t(`${penalty.text.en} (${articlesCited(penalty.articles).en})`, `${penalty.text.zh}（${articlesCited(penalty.articles).zh}）`),
  );
  const verified = verificationNames[text.verification];
  const head = t(`What it asks for: ${text.title.en} (${verified.en})`, `要求：${text.title.zh}（${verified.zh}）`);
  return [...section(head, [...first, ...steps], lang), ...section(t("Penalties", "法律责任"), penalties, lang)];
}

/** What else is said with a class: publication, the three terms, and the one line on data. */
function besides(item: Item): readonly LocalText[] {
  if (item.class === "dual-use") return [openSource, termsApart];
  if (item.regime !== "CN" || item.class === "reference") return [];
  return item.class === "free" ? [importantData] : [openSource, importantData];
}

function measure(one: Measure): LocalText {
  const place = one.territory === "*" ? t("anywhere", "所有国家和地区") : territoryName(one.territory);
  const verified = verificationNames[one.verification];
  const until = one.until === undefined ? t("", "") : t(` to ${one.until}`, ` 至 ${one.until}`);
  const use = one.endUse ? t(`, ${one.endUse.en}`, `，${one.endUse.zh}`) : t("", "");
  return t(
    `${place.en}${use.en}: ${one.effect.en} (from ${one.from}${until.en}; ${verified.en}; ${one.source.name})`,
    `${place.zh}${use.zh}：${one.effect.zh}（自 ${one.from}${until.zh}；${verified.zh}；${one.source.name}）`,
  );
}

function editionLine(rulebook: Rulebook, one: ItemEdition): LocalText {
  const edition = rulebook.editions.find((each) => each.id === one.edition);
  const name = edition?.instrument ?? same(one.edition);
  const code = one.code === undefined ? "" : ` ${one.code}`;
  const verified = verificationNames[one.verification];
  const days = one.until === undefined ? t(`since ${one.from}`, `${one.from} 起`) : same(`${one.from} – ${one.until}`);
  return t(`${days.en}${code} ${name.en} (${verified.en})`, `${days.zh}${code} ${name.zh}（${verified.zh}）`);
}

function pointsOf(rulebook: Rulebook, item: Item, asOf: string): readonly LocalText[] {
  return rulebook.items
    .filter((one) => one.parent === item.id)
    .map((one) => {
      const day = itemAt(one, asOf);
      const how = day ? verificationNames[day.verification] : t("not in force that day", "当日不在有效版本中");
      return t(`${one.id} ${one.title.en} (${how.en})`, `${one.id} ${one.title.zh}（${how.zh}）`);
    });
}

function lookedForBy(rulebook: Rulebook, item: Item): readonly LocalText[] {
  const names = new Set([item.id, ...item.aliases]);
  const found = rulebook.rules.filter((rule) => rule.items.some(({ id }) => names.has(id) || id.startsWith(`${item.id}/`)));
  if (found.length > 0) return found.map((rule) => t(`${rule.id}: ${rule.title.en}`, `${rule.id}：${rule.title.zh}`));
  return [t("none: this tool does not look for it", "无：本工具不查找该条目")];
}

function source(one: Source): LocalText {
  return same([one.name, one.url, one.date].filter((part) => part !== undefined).join(", "));
}

/** A heading with indented lines; nothing where there are none. */
export function section(head: LocalText, lines: readonly LocalText[], lang: Lang): readonly string[] {
  return lines.length === 0 ? [] : ["", say(head, lang), ...lines.map((line) => `  ${say(line, lang)}`)];
}
