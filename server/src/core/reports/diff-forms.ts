/** What changed between two scans, as Markdown and as text. */
import { commas, many, say, type Lang, type LocalText } from "../text.js";
import { levelNames } from "../words/names.js";
import { disclaimer, notVisibleLabel, notVisibleList, notVisibleSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";
import { changeKinds, type Change, type ChangeKind, type ScanDiff } from "./diff.js";
import { pageWords } from "./html/page-words.js";
import { destinationName, itemName } from "./names.js";
import { markdownCode, markdownText, plain } from "./safe.js";
import { provenance } from "./scanned.js";
import { page, type Page } from "./text-page.js";
import { grouped, type Finding } from "./view.js";

const most = { rows: 50, files: 3 };

/** Changes that a reader takes in as one: of one kind and level, by one way out; `item` parts them by item too. */
function alike(changes: readonly Change[], item: boolean): readonly { readonly first: Finding; readonly all: readonly Change[] }[] {
  const key = (c: Change): string => {
    const f = shown(c);
    return JSON.stringify([
      c.kind,
      f?.exposure.level,
      f?.destination.via,
      f?.destination.name,
      f?.destination.value,
      f?.destination.recipient,
      item && f?.exposure.item,
    ]);
  };
  return [...grouped(changes, key).values()].flatMap((all) => {
    const first = all[0] === undefined ? null : shown(all[0]);
    return first === null ? [] : [{ first, all }];
  });
}

/** The first change of each file. */
function byFile(changes: readonly Change[]): readonly Change[] {
  return [...grouped(changes, (c) => shown(c)?.marker.path ?? "").values()].flatMap(([first]) => first ?? []);
}

/** A comment that shows what is new first. */
export function renderDiffMarkdown(diff: ScanDiff, lang: Lang): string {
  const groups = alike(diff.changes, true);
  const rows = groups.slice(0, most.rows).map(({ first: f, all }) => {
    const kind = all[0]?.kind ?? "new";
    const files = byFile(all).flatMap((c) => shown(c) ?? []);
    const names = files.slice(0, most.files).map(({ marker }) => markdownCode(`${marker.path}:${marker.range.line}`));
    const more = files.length > most.files ? ` +${files.length - most.files}` : "";
    const where = `**${markdownText(say(territoryName(f.destination.territory), lang))}** · ${markdownText(destinationName(f.destination, lang))}`;
    return `| ${say(pageWords.changeKinds[kind], lang)} | ${say(levelNames[f.exposure.level], lang)} | ${commas(names, lang)}${more} | ${where} | ${markdownText(itemName(f.exposure.item, kind === "gone" ? diff.before : diff.after, lang))} |`;
  });
  const left = groups.slice(most.rows).reduce((sum, { all }) => sum + all.length, 0);
  const head = lang === "zh-CN" ? ["变化", "级别", "文件", "去向", "条目"] : ["Change", "Level", "Files", "Way out", "Item"];
  return [
    `### Borderline · ${headline(diff, lang)}`,
    ...diff.caution.map((c) => `> ${markdownText(say(c, lang))}`),
    ...(rows.length > 0 ? [[`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n")] : []),
    ...(left > 0 ? [say({ en: `and ${left} more`, zh: `另有 ${left} 项` }, lang)] : []),
    say(notVisibleSentence, lang),
    `<sub>${markdownText(sides(diff, lang))}<br>${say(disclaimer, lang)}</sub>`,
  ]
    .join("\n\n")
    .concat("\n");
}

/** What both scans looked at. */
function sides({ before, after }: ScanDiff, lang: Lang): string {
  const [was, is] = [provenance(before), provenance(after)];
  return say({ en: `Before: ${was.en} After: ${is.en}`, zh: `之前：${was.zh}之后：${is.zh}` }, lang);
}

function shown(c: Change): Change["after"] {
  return c.after ?? c.before;
}

function headline(diff: ScanDiff, lang: Lang): string {
  const count = (kind: ChangeKind): number => diff.changes.filter((c) => c.kind === kind).length;
  const some = changeKinds
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${lang === "zh-CN" ? "项" : ""}${say(pageWords.changeKinds[kind], lang)}`);
  const same: LocalText = { en: `${diff.unchanged} unchanged`, zh: `${diff.unchanged} 项未变` };
  return [...some, say(same, lang), `${diff.before.asOf} → ${diff.after.asOf}`].join(" · ");
}

/** The same for a terminal. */
export function renderDiffText(diff: ScanDiff, options: { readonly lang: Lang; readonly color: boolean; readonly width: number }): string {
  const out = page(options);
  const { lang } = options;
  out.paragraph(out.paint.bold(headline(diff, lang)));
  for (const c of diff.caution) out.paragraph(say(c, lang));
  for (const kind of changeKinds) {
    const some = diff.changes.filter((c) => c.kind === kind);
    if (some.length === 0) continue;
    out.blank();
    out.heading(pageWords.changeKinds[kind]);
    const groups = alike(some, false);
    for (const { first, all } of groups.slice(0, most.rows)) out.paragraph(groupLine(first, all, out), 2);
    const left = groups.slice(most.rows).reduce((sum, { all }) => sum + all.length, 0);
    if (left > 0) out.paragraph(say({ en: `and ${left} more`, zh: `另有 ${left} 项` }, lang), 2);
  }
  out.blank();
  out.field(notVisibleLabel, say(notVisibleList, lang));
  out.paragraph(sides(diff, lang));
  out.dim(say(disclaimer, lang));
  return out.text();
}

/** `warning  src/rank.py:12 and 3 more files  United States · push · origin (github.com/acme/shop)`. */
function groupLine(first: Finding, all: readonly Change[], out: Page): string {
  const { lang } = out;
  const was = all[0]?.kind === "moved" ? all[0].before : null;
  const moved = was === null ? "" : ` (${plain(was.marker.path, 100)})`;
  const files = byFile(all).length;
  const more = files > 1 ? say({ en: ` and ${many(files - 1, "more file")}`, zh: ` 等 ${files} 个文件` }, lang) : "";
  const level = out.paint.level(first.exposure.level, say(levelNames[first.exposure.level], lang));
  const place = say(territoryName(first.destination.territory), lang);
  return `${level}  ${plain(first.marker.path, 100)}:${first.marker.range.line}${moved}${more}  ${place} · ${destinationName(first.destination, lang)}`;
}
