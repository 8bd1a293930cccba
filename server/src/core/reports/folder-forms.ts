/** The folder view as JSON, CSV, Markdown and text. */
import { commas, many, say, type Lang, type LocalText } from "../text.js";
import { disclaimer, notVisibleLabel, notVisibleList, notVisibleSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";
import { complete, type FolderCell, type FolderRow, type FolderView } from "./folder.js";
import { itemName, levelCount } from "./names.js";
import { levels } from "./report.js";
import { csv, markdownCode, markdownText, plain } from "./safe.js";
import { page } from "./text-page.js";
import { compare } from "./view.js";

/** `borderline.folder/1`. */
export function renderFolderJson(view: FolderView): string {
  return `${JSON.stringify({ schema: "borderline.folder/1", ...view, notice: disclaimer }, null, 2)}\n`;
}

/** One row for each repository, item and territory; a repository without exposures, and a file that could not be used, have a row too. */
export function renderFolderCsv(view: FolderView, lang: Lang): string {
  const zh = lang === "zh-CN";
  const headings = zh
    ? [
        "仓库",
        "文件",
        "截至",
        "规则库",
        "完整",
        "条目",
        "条目名称",
        "国家和地区代码",
        "国家和地区",
        "严重",
        "警示",
        "提示",
        "不离境",
        "已有决定",
      ]
    : [
        "repository",
        "file",
        "as of",
        "rulebook",
        "complete",
        "item",
        "item title",
        "territory code",
        "territory",
        "errors",
        "warnings",
        "notes",
        "at home",
        "decided",
      ];
  const rows = view.rows.flatMap((row) => {
    const own = [row.repository, row.file, row.asOf, row.digest, completeness(row, lang)];
    const cells = [...row.cells].sort(byItem).map((c) => [...own, ...cellColumns(c, view, lang)]);
    return cells.length > 0 ? cells : [own];
  });
  const failed = view.failures.map((f) => [zh ? "无法使用" : "could not be used", f.file, "", "", say(f.failure, lang)]);
  return csv([headings, ...rows, ...failed, [say(disclaimer, lang)]]);
}

function cellColumns(c: FolderCell, view: FolderView, lang: Lang): (string | number)[] {
  return [
    c.item,
    itemName(c.item, view, lang),
    c.territory,
    say(placeOf(c), lang),
    c.open.error,
    c.open.warning,
    c.open.note,
    c.stays,
    c.decided,
  ];
}

function placeOf(c: FolderCell): LocalText {
  return territoryName(c.territory === "?" ? null : c.territory);
}

function byItem(a: FolderCell, b: FolderCell): number {
  return compare(a.item, b.item) || compare(a.territory, b.territory);
}

function completeness(row: FolderRow, lang: Lang): string {
  if (complete(row)) return say({ en: "yes", zh: "是" }, lang);
  return `${say({ en: "no: ", zh: "否：" }, lang)}${missing(row, lang)}`;
}

/** `1 file not read, 2 problems`: what keeps a scan from being complete. */
function missing({ counts: { gaps }, problems }: FolderRow, lang: Lang): string {
  const parts: LocalText[] = [
    ...(gaps > 0 ? [{ en: `${many(gaps, "file")} not read`, zh: `${gaps} 个文件未读取` }] : []),
    ...(problems > 0 ? [{ en: many(problems, "problem"), zh: `${problems} 个问题` }] : []),
  ];
  return commas(
    parts.map((part) => say(part, lang)),
    lang,
  );
}

/** What the rows do not say by themselves: failures, and rulebooks that differ. */
export function folderCautions(view: FolderView): LocalText[] {
  const partial = view.rows.filter((row) => !complete(row)).length;
  const failed = view.failures.length;
  return [
    ...(failed > 0 ? [{ en: `${many(failed, "file")} could not be used, named below`, zh: `${failed} 个文件无法使用，见下文` }] : []),
    ...(partial > 0
      ? [
          {
            en: `${partial} of ${many(view.rows.length, "scan")} ${partial === 1 ? "is" : "are"} not complete`,
            zh: `${view.rows.length} 次扫描中有 ${partial} 次不完整`,
          },
        ]
      : []),
    ...(view.rulebooks.length > 1
      ? [
          {
            en: `${view.rulebooks.length} different rulebooks made these scans: rows are not like and like`,
            zh: `这些扫描使用了 ${view.rulebooks.length} 个不同的规则库，各行不可直接比较`,
          },
        ]
      : []),
  ];
}

/** Repositories with what is open, the loudest first. */
export function renderFolderMarkdown(view: FolderView, lang: Lang): string {
  const zh = lang === "zh-CN";
  const head = zh
    ? ["仓库", "截至", "未处理", "国家和地区", "条目", "完整性"]
    : ["Repository", "As of", "Open", "Territories", "Items", "Completeness"];
  const rows = view.rows.map((row) => {
    const open = row.cells.filter((c) => levels.some((l) => c.open[l] > 0));
    const places = commas([...new Set(open.map((c) => say(placeOf(c), lang)))], lang);
    const items = [...new Set(open.map((c) => markdownText(itemName(c.item, view, lang))))]
      .slice(0, 4)
      .join(lang === "zh-CN" ? "；" : "; ");
    return `| ${markdownCode(nameOf(row, view))} | ${row.asOf} | ${openCount(row, lang)} | ${places || "—"} | ${items || "—"} | ${completeness(row, lang)} |`;
  });
  const failures = view.failures.map((f) => `- ${markdownCode(f.file)} ${markdownText(say(f.failure, lang))}`);
  return [
    `### Borderline · ${say({ en: many(view.rows.length, "saved scan"), zh: `${view.rows.length} 份已保存的扫描` }, lang)}`,
    ...folderCautions(view).map((c) => `> ${say(c, lang)}`),
    [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n"),
    ...(failures.length > 0 ? [failures.join("\n")] : []),
    say(notVisibleSentence, lang),
    `<sub>${say(disclaimer, lang)}</sub>`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** The repository; with the file where two scans are of repositories of one name. */
function nameOf(row: FolderRow, { rows }: FolderView): string {
  const alone = rows.every((other) => other === row || other.repository !== row.repository);
  return alone ? plain(row.repository, 80) : `${plain(row.repository, 80)} (${plain(row.file, 80)})`;
}

/** The day of the scans, or the first and the last. */
function days({ from, to }: FolderView, between: string): string {
  return from === null || to === null ? "—" : from === to ? from : `${from}${between}${to}`;
}

/** 0 where something open is an error, up to 3 where nothing is open. */
function loudness({ open }: FolderCell): number {
  const at = levels.findIndex((level) => open[level] > 0);
  return at < 0 ? levels.length : at;
}

function openCount(row: FolderRow, lang: Lang): string {
  const some = levels.filter((l) => row.counts.open[l] > 0).map((l) => levelCount(l, row.counts.open[l], lang));
  return commas(some, lang) || say({ en: "nothing open", zh: "没有未处理事项" }, lang);
}

/** The same for a terminal. */
export function renderFolderText(
  view: FolderView,
  options: { readonly lang: Lang; readonly color: boolean; readonly width: number },
): string {
  const out = page(options);
  const { lang } = options;
  out.heading({
    en: `${many(view.rows.length, "saved scan")}, ${days(view, " to ")}`,
    zh: `${view.rows.length} 份已保存的扫描，扫描日期 ${days(view, " 至 ")}`,
  });
  for (const c of folderCautions(view)) out.paragraph(say(c, lang));
  for (const row of view.rows) {
    out.blank();
    const partial = complete(row) ? "" : `${say({ en: "not complete: ", zh: "不完整：" }, lang)}${missing(row, lang)}`;
    out.paragraph(`${out.paint.bold(nameOf(row, view))}  ${openCount(row, lang)}  ${out.paint.dim(partial)}`);
    for (const c of [...row.cells].sort((a, b) => loudness(a) - loudness(b) || byItem(a, b))) {
      const open = levels.filter((l) => c.open[l] > 0).map((l) => out.paint.level(l, levelCount(l, c.open[l], lang)));
      if (open.length > 0)
        out.paragraph(`${say(placeOf(c), lang)}${lang === "en" ? ": " : "："}${commas(open, lang)} · ${itemName(c.item, view, lang)}`, 2);
    }
  }
  for (const f of view.failures)
    out.field({ en: "Not used", zh: "未使用" }, `${plain(f.file, 100)}${lang === "en" ? ": " : "："}${plain(say(f.failure, lang))}`);
  out.blank();
  out.field(notVisibleLabel, say(notVisibleList, lang));
  out.dim(say(disclaimer, lang));
  return out.text();
}
