/** `--format csv`: one row for each exposure, for people with a spreadsheet. No source text. */
import { say, type Lang, type LocalText } from "../text.js";
import { byLevelThenPlace } from "./fingerprint.js";
import { itemName, namedByCommand } from "./names.js";
import type { ScanReport } from "./report.js";
import { inPieces } from "./pieces.js";
import { csvLines } from "./safe.js";
import { provenance } from "./scanned.js";
import { findings, standing, type Finding } from "./view.js";
import {
  audienceNames,
  certaintyNames,
  classNames,
  familyNames,
  levelNames,
  originNames,
  procedureNames,
  roleNames,
  standingNames,
  stateNames,
  strength,
  verificationNames,
  viaNames,
} from "../words/names.js";
import { territoryName } from "../words/territories.js";
import { disclaimer, notVisibleSentence } from "../words/sentences.js";

type Cell = string | number | null;

/** The columns in order, each with its heading and how it is filled. */
const columns: readonly { readonly title: LocalText; readonly cell: (found: Finding, report: ScanReport, lang: Lang) => Cell }[] = [
  { title: { en: "level", zh: "级别" }, cell: (f, _, lang) => say(levelNames[f.exposure.level], lang) },
  { title: { en: "decision", zh: "处理状态" }, cell: (f, _, lang) => say(standingNames[standing(f)], lang) },
  { title: { en: "state", zh: "现状" }, cell: (f, _, lang) => say(stateNames[f.exposure.state], lang) },
  { title: { en: "leaves", zh: "是否离境" }, cell: (f, _, lang) => say(leaves(f.exposure.leaves), lang) },
  { title: { en: "file", zh: "文件" }, cell: (f) => f.marker.path },
  { title: { en: "line", zh: "行" }, cell: (f) => f.marker.range.line },
  { title: { en: "rule", zh: "规则" }, cell: (f) => f.marker.rule },
  { title: { en: "technology", zh: "技术" }, cell: (f, _, lang) => say(familyNames[f.marker.family], lang) },
  { title: { en: "role", zh: "作用" }, cell: (f, _, lang) => say(roleNames[f.marker.role], lang) },
  { title: { en: "evidence", zh: "依据强度" }, cell: (f, _, lang) => say(strength(f.marker.confidence), lang) },
  { title: { en: "origin", zh: "来源" }, cell: (f, _, lang) => say(originNames[f.marker.origin], lang) },
  { title: { en: "regime", zh: "法域" }, cell: (f) => f.exposure.regime },
  { title: { en: "item", zh: "条目" }, cell: (f) => f.exposure.item },
  { title: { en: "item title", zh: "条目名称" }, cell: (f, report, lang) => itemName(f.exposure.item, report, lang) },
  { title: { en: "class", zh: "类别" }, cell: (f, _, lang) => say(classNames[f.exposure.class], lang) },
  { title: { en: "verification of the item", zh: "条目核对情况" }, cell: (f, report, lang) => verificationOf(f, report, lang) },
  { title: { en: "procedure", zh: "程序" }, cell: (f, _, lang) => say(procedureNames[f.exposure.procedure], lang) },
  { title: { en: "channel", zh: "渠道" }, cell: (f, _, lang) => say(viaNames[f.destination.via], lang) },
  { title: { en: "destination", zh: "去向" }, cell: (f) => f.destination.name },
  { title: { en: "address", zh: "地址" }, cell: (f) => f.destination.value },
  { title: { en: "territory code", zh: "国家和地区代码" }, cell: (f) => f.destination.territory },
  { title: { en: "territory", zh: "国家和地区" }, cell: (f, _, lang) => say(territoryName(f.destination.territory), lang) },
  { title: { en: "certainty", zh: "确定程度" }, cell: (f, _, lang) => say(certaintyNames[f.destination.certainty], lang) },
  { title: { en: "audience", zh: "受众" }, cell: (f, _, lang) => say(audienceNames[f.destination.audience], lang) },
  { title: { en: "recipient", zh: "接收方" }, cell: (f) => f.destination.recipient },
  { title: { en: "said by", zh: "出处" }, cell: (f, _, lang) => saidBy(f.destination, lang) },
  { title: { en: "approval", zh: "批准" }, cell: (f) => f.exposure.approval?.id ?? null },
  { title: { en: "expires", zh: "到期日" }, cell: (f) => f.exposure.approval?.expires ?? null },
  { title: { en: "decided by row", zh: "判断依据行" }, cell: (f) => f.exposure.decidedBy },
];

/** The scan as CSV; its last rows say what cannot be seen here, what was looked at, and whose decision it is. */
export function renderCsv(report: ScanReport, lang: Lang): string {
  return [...csvPieces(report, lang)].join("");
}

/** The same in pieces of about a megabyte. */
export function csvPieces(report: ScanReport, lang: Lang): Iterable<string> {
  return inPieces(csvLines(rowsOf(report, lang)));
}

function* rowsOf(report: ScanReport, lang: Lang): Generator<readonly Cell[]> {
  yield columns.map((c) => say(c.title, lang));
  for (const found of findings(report).sort(byLevelThenPlace)) yield columns.map((column) => column.cell(found, report, lang));
  yield [`${say(notVisibleSentence, lang)}${lang === "zh-CN" ? "。" : ". "}${say(provenance(report), lang)}`];
  yield [say(disclaimer, lang)];
}

function saidBy({ path, line }: Finding["destination"], lang: Lang): string {
  return path === "" ? say(namedByCommand, lang) : `${path}:${line}`;
}

function leaves(value: boolean | null): LocalText {
  if (value === null) return { en: "unknown", zh: "不明" };
  return value ? { en: "yes", zh: "是" } : { en: "no", zh: "否" };
}

function verificationOf(f: Finding, report: ScanReport, lang: Lang): string {
  const item = report.items[f.exposure.item];
  return item === undefined ? "" : say(verificationNames[item.verification], lang);
}
