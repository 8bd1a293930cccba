/** `borderline destinations` as CSV and Markdown: one row for each way out. Nothing is said of markers, for none was looked for. */
import { reasonText } from "../destinations/place-reason.js";
import type { Destination } from "../destinations/destination.js";
import { say, type Lang, type LocalText } from "../text.js";
import { audienceNames, certaintyNames, viaNames } from "../words/names.js";
import { disclaimer, notVisibleSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";
import { namedByCommand, placeShown } from "./names.js";
import type { ScanReport } from "./report.js";
import { csv, markdownCode, markdownText } from "./safe.js";
import { provenance } from "./scanned.js";
import { withoutPolicy } from "./sentences.js";

/** The columns in order, each with its heading and how it is filled. */
const columns: readonly { readonly title: LocalText; readonly cell: (d: Destination, lang: Lang) => string | null }[] = [
  { title: { en: "channel", zh: "渠道" }, cell: (d, lang) => say(viaNames[d.via], lang) },
  { title: { en: "destination", zh: "去向" }, cell: (d) => d.name },
  { title: { en: "address", zh: "地址" }, cell: (d) => d.value },
  { title: { en: "territory code", zh: "国家和地区代码" }, cell: (d) => d.territory },
  { title: { en: "territory", zh: "国家和地区" }, cell: (d, lang) => say(territoryName(d.territory), lang) },
  { title: { en: "certainty", zh: "确定程度" }, cell: (d, lang) => say(certaintyNames[d.certainty], lang) },
  { title: { en: "because", zh: "原因" }, cell: (d, lang) => (d.reason === null ? null : say(reasonText(d.reason), lang)) },
  { title: { en: "audience", zh: "受众" }, cell: (d, lang) => say(audienceNames[d.audience], lang) },
  { title: { en: "recipient", zh: "接收方" }, cell: (d) => d.recipient },
  { title: { en: "said by", zh: "出处" }, cell: saidBy },
];

function saidBy({ path, line }: Destination, lang: Lang): string {
  return path === "" ? say(namedByCommand, lang) : `${path}:${line}`;
}

/** The ways out as CSV; the last rows say what cannot be seen here, what was looked at, and whose decision it is. */
export function renderWaysCsv(report: ScanReport, lang: Lang): string {
  return csv([
    columns.map(({ title }) => say(title, lang)),
    ...report.destinations.map((d) => columns.map(({ cell }) => cell(d, lang))),
    [`${say(notVisibleSentence, lang)}${lang === "zh-CN" ? "。" : ". "}${say(provenance(report), lang)}`],
    [say(disclaimer, lang)],
  ]);
}

/** The ways out as Markdown: place, channel, address and the line that says so. */
export function renderWaysMarkdown(report: ScanReport, lang: Lang): string {
  const heads: readonly LocalText[] = [
    { en: "Place", zh: "所在地" },
    { en: "Way out", zh: "去向" },
    { en: "Address", zh: "地址" },
    { en: "Said by", zh: "出处" },
  ];
  const rows = report.destinations.map(
    (d) =>
      `| **${markdownText(say(territoryName(d.territory), lang))}** (${say(certaintyNames[d.certainty], lang)}) | ${say(viaNames[d.via], lang)} · ${markdownText(d.name)} | ${markdownCode(placeShown(d))} | ${markdownCode(saidBy(d, lang))} |`,
  );
  return [
    ...(report.policy === null ? [`> ${say(withoutPolicy(report), lang)}`] : []),
    rows.length === 0
      ? say(noWayOut(report), lang)
      : [`| ${heads.map((head) => say(head, lang)).join(" | ")} |`, `|${" --- |".repeat(heads.length)}`, ...rows].join("\n"),
    `- ${say(notVisibleSentence, lang)}`,
    `<sub>${markdownText(say(provenance(report), lang))}<br>${say(disclaimer, lang)}</sub>`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** What is said where no way out was found: files that could name one and were not understood are no answer. */
export function noWayOut(report: ScanReport): LocalText {
  const unread = new Set(report.problems.filter(({ code }) => unreadCodes.has(code)).map(({ path }) => path)).size;
  const en = "No way out was found in git's configuration or in files that deploy, publish or upload";
  const zh = "在 Git 配置以及部署、发布、上传类文件中未发现去向";
  return unread === 0
    ? { en: `${en}. This does not mean that there is none.`, zh: `${zh}，不表示没有去向。` }
    : {
        en: `${en}, but ${unread} ${unread === 1 ? "file that could name one was" : "files that could name one were"} not understood. This does not mean that there is none.`,
        zh: `${zh}，但有 ${unread} 个可能写有去向的文件未能读懂，不表示没有去向。`,
      };
}

/** Problems of files that could name a way out. */
const unreadCodes: ReadonlySet<string> = new Set(["destination-file", "not-read"]);
