/** `--format markdown`: a merge request's summary. What is open first, then the law, what was decided, and what was not checked. */
import { commas, listed, many, say, type Lang, type LocalText } from "../text.js";
import { whomToCallMarkdown } from "./contact.js";
import { articlesCited } from "../words/articles.js";
import { procedureKey } from "./law.js";
import { itemName, levelCount, placeShown } from "./names.js";
import { levels, type ScanReport } from "./report.js";
import { markdownCode, markdownText } from "./safe.js";
import { provenance } from "./scanned.js";
import { spreadSentence, supposedSentence, withoutPolicy } from "./sentences.js";
import { counts, findings, grouped, groups, type Counts, type Finding, type Group, type Standing, type Way } from "./view.js";
import {
  familyNames,
  levelNames,
  procedureNames,
  standingNames,
  stateNames,
  strength,
  verificationNames,
  viaNames,
} from "../words/names.js";
import { territoryName } from "../words/territories.js";
import { classSentence, disclaimer, notVisibleSentence, nothingFound, nothingLookedAt, recipientUnknown } from "../words/sentences.js";
import { itemTexts, storedOnly } from "./text-law.js";

/** A comment must be read, and services cut it at about 65,000 characters. */
const most = { rows: 30, files: 3, ways: 3, items: 6, names: 20 };

/** The scan as Markdown that GitHub and GitLab both read. */
export function renderMarkdown(report: ScanReport, lang: Lang): string {
  const count = counts(report);
  const found = groups(report);
  const supposed = supposedSentence(report);
  const sections = [
    `### ${headline(report, count, lang)}`,
    ...(supposed === null ? [] : [`> ${markdownText(say(supposed, lang))}`]),
    ...(report.policy === null ? [`> ${say(withoutPolicy(report), lang)}`] : []),
    ...(found.length === 0 ? [say(report.stats.files === 0 ? nothingLookedAt : nothingFound(namedBelow), lang)] : [table(found, lang)]),
    ...lawSections(report, lang),
    ...(findings(report).length > 0
      ? [`**${say({ en: "Whom to call", zh: "联系人" }, lang)}**${colon(lang)}${whomToCallMarkdown(report, lang)}`]
      : []),
    details(say({ en: "Not checked, and not visible here", zh: "未检查以及此处看不到的内容" }, lang), notChecked(report, count, lang)),
    `<sub>${markdownText(say(provenance(report), lang))}<br>${say(disclaimer, lang)}</sub>`,
  ];
  return `${sections.join("\n\n")}\n`;
}

const namedBelow: LocalText = { en: "what is named below", zh: "见下文所列" };

function colon(lang: Lang): string {
  return lang === "zh-CN" ? "：" : ": ";
}

function headline(report: ScanReport, count: Counts, lang: Lang): string {
  const open = levels.filter((l) => count.open[l] > 0).map((l) => levelCount(l, count.open[l], lang));
  const none: LocalText = { en: "nothing open", zh: "没有未处理事项" };
  const covered = (["approved", "requested", "expired", "suppressed", "baselined"] as const)
    .filter((s) => count.standing[s] > 0)
    .map((s) => standingCount(s, count.standing[s], lang));
  const soon =
    count.expiring > 0 ? [say({ en: `${count.expiring} ending within 30 days`, zh: `${count.expiring} 项将在 30 天内到期` }, lang)] : [];
  const edited = count.edited > 0 ? [say({ en: `${count.edited} edited since approved`, zh: `${count.edited} 项获批后有改动` }, lang)] : [];
  const gap = count.gaps > 0 ? [say({ en: `${many(count.gaps, "file")} not read`, zh: `${count.gaps} 个文件未读取` }, lang)] : [];
  const spread = spreadSentence(count);
  const files = spread === null ? [] : [say(spread, lang)];
  return `Borderline · ${[...files, commas(open, lang) || say(none, lang), ...covered, ...soon, ...edited, ...gap].join(" · ")} · ${report.asOf}`;
}

/** `2 approved`; of what expired, that the approval did. */
function standingCount(standing: Standing, count: number, lang: Lang): string {
  if (lang === "zh-CN") return `${count} 项${standingNames[standing].zh}`;
  return `${count} ${standing === "expired" ? "with an expired approval" : standingNames[standing].en}`;
}

function table(found: readonly Group[], lang: Lang): string {
  const head = [
    { en: "Level", zh: "级别" },
    { en: "What", zh: "内容" },
    { en: "Way out", zh: "去向" },
    { en: "State", zh: "现状" },
  ].map((h) => say(h, lang));
  const all = found.flatMap((group) => {
    const leaving = group.ways.filter((w) => w.open.some((f) => f.exposure.leaves !== false));
    return [...grouped(leaving, (w) => `${w.level} ${w.destination.territory ?? "?"} ${statesOf(w.open, lang)}`).values()].map((ways) =>
      row(group, ways, lang),
    );
  });
  const none = [`| — | ${say({ en: "no open way out of the home territory", zh: "没有通往开发地以外的未处理去向" }, lang)} | | |`];
  const rest =
    all.length > most.rows
      ? [
          `\n${say({ en: `and ${all.length - most.rows} more: see the HTML report`, zh: `另有 ${all.length - most.rows} 行：见 HTML 报告` }, lang)}`,
        ]
      : [];
  return [`| ${head.join(" | ")} |`, "| --- | --- | --- | --- |", ...(all.length > 0 ? all.slice(0, most.rows) : none), ...rest].join("\n");
}

/** A module's ways of one level into one territory. */
function row(group: Group, ways: readonly Way[], lang: Lang): string {
  const open = ways.flatMap((w) => w.open);
  const files = [...new Set(open.map((f) => f.marker.path))];
  const strongest = group.markers[0];
  const how = strongest === undefined ? "" : inBrackets(say(strength(strongest.confidence), lang), lang);
  const what = `${say(familyNames[group.family], lang)}${how}${colon(lang)}${some(
    files.map((f) => markdownCode(f)),
    most.files,
    lang,
  )}`;
  const names = ways.map(({ destination: d }) => `${say(viaNames[d.via], lang)} ${markdownText(d.name)} ${markdownCode(placeShown(d))}`);
  const place = say(territoryName(ways[0]?.destination.territory ?? null), lang);
  const level = ways[0]?.level ?? "note";
  return `| ${say(levelNames[level], lang)} | ${what} | **${markdownText(place)}** · ${some(names, most.ways, lang)} | ${statesOf(open, lang)} |`;
}

/** Whether it is there already, and what its procedure is. */
function statesOf(open: readonly Finding[], lang: Lang): string {
  const states = open.map(({ exposure: e }) => commaBetween([stateNames[e.state], procedureNames[e.procedure]], lang));
  return [...new Set(states)].join(lang === "en" ? "; " : "；");
}

function commaBetween(texts: readonly LocalText[], lang: Lang): string {
  return texts.map((text) => say(text, lang)).join(lang === "en" ? ", " : "，");
}

/** The first of some names, and how many more there are. */
function some(names: readonly string[], count: number, lang: Lang): string {
  const more = names.length - count;
  return `${listed(names.slice(0, count), lang)}${more > 0 ? ` +${more}` : ""}`;
}

function lawSections(report: ScanReport, lang: Lang): string[] {
  const open = findings(report).filter((f) => !f.exposure.closed && f.exposure.leaves !== false);
  const sections = [...grouped(open, (f) => procedureKey(f.exposure))].map(([key, found]) => {
    const ids = [...new Set(found.map((f) => f.exposure.item))];
    const items = ids.slice(0, most.items).map((id) => {
      const item = report.items[id];
      if (item === undefined) return `- ${markdownText(itemName(id, report, lang))}`;
      const texts = itemTexts(
        report,
        item,
        found.filter((f) => f.exposure.item === id),
      );
      const name = `- ${markdownText(itemName(id, report, lang))}${inBrackets(say(verificationNames[item.verification], lang), lang)}`;
      return [name, ...texts.map((text) => `  - ${markdownText(say(text, lang))}`)].join("\n");
    });
    const steps = (report.procedures[key]?.steps ?? []).map(
      (s, n) =>
        `${n + 1}. ${markdownText(say(s.text, lang))} — ${markdownText([say(s.authority, lang), ...(s.days === undefined ? [] : [say(s.days, lang)]), say(articlesCited(s.articles), lang)].join(lang === "en" ? "; " : "；"))}`,
    );
    const title = found[0] === undefined ? key : say(classSentence(found[0].exposure.class, found[0].exposure.regime), lang);
    return details(title, [...items, "", ...steps].join("\n"));
  });
  return storedOnly(open) ? [...sections, say(recipientUnknown, lang)] : sections;
}

function inBrackets(text: string, lang: Lang): string {
  return lang === "zh-CN" ? `（${text}）` : ` (${text})`;
}

function notChecked(report: ScanReport, count: Counts, lang: Lang): string {
  const gaps = report.skipped.filter((s) => s.gap).map((s) => markdownCode(s.path));
  const items = report.notLookedFor.map((id) => markdownText(itemName(id, report, lang)));
  return [
    ...(count.gaps > 0 ? [`- ${say({ en: "Not read: ", zh: "未能读取：" }, lang)}${some(gaps, most.names, lang)}`] : []),
    ...report.problems
      .slice(0, most.names)
      .map((p) => `- ${markdownCode(p.line === null ? p.path : `${p.path}:${p.line}`)} ${markdownText(say(p.text, lang))}`),
    ...(items.length > 0
      ? [`- ${say({ en: "Items in force that no rule covers: ", zh: "规则未覆盖的现行条目：" }, lang)}${some(items, most.names, lang)}`]
      : []),
    `- ${say(notVisibleSentence, lang)}`,
  ].join("\n");
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
