/** The middle of the text: each module with what matched, where it would go, why that matters and what to do next. */
import { many, say, type LocalText } from "../text.js";
import { adviceByVia } from "../words/advice.js";
import { familyNames, originNames, roleNames, strength } from "../words/names.js";
import { folderName } from "./names.js";
import type { ReportMarker, ScanReport } from "./report.js";
import { columns, cutEnd, fit, pad, plain } from "./safe.js";
import { measureSummary } from "./measures.js";
import type { Page } from "./text-page.js";
import { wayLines } from "./text-ways.js";
import { grouped, type Finding, type Group } from "./view.js";

/** At most a screenful: this many modules, and files of each. The rest is counted. */
const most = { groups: 6, files: 3 };

/** The groups, the loudest first. */
export function groupLines(report: ScanReport, groups: readonly Group[], out: Page): void {
  const said = new Set<string>();
  for (const group of groups.slice(0, most.groups)) groupBlock(report, group, said, out);
  const rest = groups.slice(most.groups);
  if (rest.length === 0) return;
  const open = rest.reduce((sum, g) => sum + g.open, 0);
  out.blank();
  out.paragraph(
    say(
      {
        en: `and ${many(rest.length, "more module or file", "more modules and files")} with ${open} open: \`--format html --output report.html\` shows them all`,
        zh: `另有 ${rest.length} 个模块或文件，共 ${open} 项未处理：\`--format html --output report.html\` 可查看全部`,
      },
      out.lang,
    ),
  );
}

/** `said` holds the advice that an earlier group already gave. */
function groupBlock(report: ScanReport, group: Group, said: Set<string>, out: Page): void {
  const { lang, paint } = out;
  const count = new Set(group.markers.map((m) => m.path)).size;
  const files: LocalText = { en: count === 1 ? "1 file" : `${count} files`, zh: `${count} 个文件` };
  out.blank();
  out.line(
    `${paint.bold(folderName(group.path, out.width - 30, lang))}  ${paint.dim(`${say(familyNames[group.family], lang)} · ${say(files, lang)}`)}`,
  );
  for (const text of sentences(group)) out.paragraph(plain(say(text, lang), 1000), 2);
  fileLines(group, out);
  wayLines(group.ways, out);
  if (group.ways.length === 0) out.paragraph(say(isNamed(report, group) ? noWay : noItem, lang), 4);
  reasons(report, group, said, out);
}

const noWay: LocalText = { en: "no way out found for this", zh: "未发现其去向" };
const noItem: LocalText = {
  en: "no item in force on that day under the regimes asked for names this",
  zh: "所选法域在该日期没有与之对应的现行条目",
};

/** Whether an item of the regimes asked for, in force on the day, may be meant; on the mainland what is not listed is an item too. */
function isNamed(report: ScanReport, group: Group): boolean {
  const found = group.markers.flatMap(({ items }) => items.flatMap(({ id }) => report.items[id] ?? []));
  const free = report.regimes.includes("CN") && report.tool.rulebook.editions["CN"] !== undefined;
  return free || found.some((item) => item.edition !== null && report.regimes.includes(item.regime));
}

/** The marker sentences of a group, one for each item, by its strongest marker. */
function sentences(group: Group): LocalText[] {
  const byItem = new Map<string, LocalText>();
  for (const m of group.markers) {
    const item = m.items[0]?.id ?? "";
    if (!byItem.has(item)) byItem.set(item, m.text);
  }
  return [...byItem.values()].slice(0, 2);
}

/** One line for each file, by its strongest marker, with the reasons of all of them. */
function fileLines(group: Group, out: Page): void {
  const files = [...grouped(group.markers, (m) => m.path).values()];
  const shown = files.slice(0, most.files).flatMap((own) => (own[0] === undefined ? [] : [{ first: own[0], own }]));
  const names = shown.map(({ first: m }) => `${below(group.path, m.path)}:${m.range.line}`);
  const width = Math.min(44, Math.max(...names.map(columns)));
  shown.forEach(({ first, own }, n) => {
    const start = `    ${pad(fit(names[n] ?? "", width), width)}  `;
    out.line(`${start}${whole(fileFacts(first, own, out), Math.max(20, out.width - columns(start)))}`);
    const excerpt = first.evidence.find((e) => e.line === first.range.line)?.excerpt;
    if (excerpt !== undefined) out.line(`      ${out.paint.dim(cutEnd(plain(excerpt), out.width - 6))}`);
  });
  const more = files.length - shown.length;
  if (more > 0)
    out.line(
      `    ${out.paint.dim(say({ en: more === 1 ? "and 1 more file" : `and ${more} more files`, zh: `另有 ${more} 个文件` }, out.lang))}`,
    );
}

/** As many facts as have room; the last may lose its end where enough of it is left to be read. */
function whole(facts: readonly string[], width: number): string {
  let line = "";
  for (const fact of facts) {
    const next = line === "" ? fact : `${line} · ${fact}`;
    if (columns(next) <= width) line = next;
    else return width - columns(line) < 24 ? line : cutEnd(next, width);
  }
  return line;
}

/** The path without its module's folder; a file that stands alone keeps its name. */
function below(folder: string, path: string): string {
  if (folder === ".") return plain(path, 120);
  const shown = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : (path.split("/").at(-1) ?? path);
  return plain(shown, 120);
}

/** What a file holds, the most telling first. */
function fileFacts(m: ReportMarker, own: readonly ReportMarker[], out: Page): string[] {
  const what = own
    .flatMap((one) => one.evidence)
    .filter((e) => e.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const covered =
    m.suppressed !== null
      ? [say({ en: `suppressed: ${plain(m.suppressed.reason, 60)}`, zh: `已抑制：${plain(m.suppressed.reason, 60)}` }, out.lang)]
      : m.baselined
        ? [say({ en: "in the baseline", zh: "在基线内" }, out.lang)]
        : [];
  return [
    say(roleNames[m.role], out.lang),
    say(strength(m.confidence), out.lang),
    ...(m.origin === "first-party" ? [] : [say(originNames[m.origin], out.lang)]),
    ...covered,
    ...measureSummary(m.measures, out.lang),
    ...new Set(what.map((e) => plain(say(e.text, out.lang), 80)).slice(0, 2)),
  ];
}

/** Why the loudest way is as loud as it is, what the rule and the channel advise, and the question that decides it; nothing is said twice. */
function reasons(report: ScanReport, group: Group, said: Set<string>, out: Page): void {
  const loudest = loudestOf(group);
  if (loudest === undefined) return;
  const field = (label: LocalText, text: LocalText | undefined): void => {
    if (text === undefined || said.has(text.en)) return;
    said.add(text.en);
    out.field(label, say(text, out.lang), 2);
  };
  field({ en: "Why", zh: "原因" }, report.judgement[loudest.exposure.decidedBy]?.why);
  field({ en: "Next", zh: "下一步" }, report.rules[loudest.marker.rule]?.advice);
  if (loudest.exposure.leaves === false) return;
  const { advice, question, position } = adviceByVia[loudest.destination.via];
  field({ en: "", zh: "" }, advice);
  field({ en: "It turns on", zh: "关键问题" }, { en: `${question.en} (${position.en})`, zh: `${question.zh}（${position.zh}）` });
}

/** Of the loudest way out, what is as loud as the way itself, by the group's strongest marker: the one whose sentence stands above. */
function loudestOf({ ways: [way], markers }: Group): Finding | undefined {
  const strength = new Map(markers.map((marker, index) => [marker.id, index]));
  return way?.open
    .filter(({ exposure }) => exposure.level === way.level)
    .sort((a, b) => (strength.get(a.marker.id) ?? Infinity) - (strength.get(b.marker.id) ?? Infinity))[0];
}
