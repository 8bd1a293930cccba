/** What changed between two scans, as Markdown and as text. */
import { say, type Lang, type LocalText } from "../text.js";
import { levelNames } from "../words/names.js";
import { disclaimer, notVisibleLabel, notVisibleList, notVisibleSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";
import { changeKinds, type Change, type ChangeKind, type ScanDiff } from "./diff.js";
import { pageWords } from "./html/page-words.js";
import { destinationName, itemName } from "./names.js";
import { markdownCode, markdownText, plain } from "./safe.js";
import { provenance } from "./scanned.js";
import { page } from "./text-page.js";

const most = 50;

/** A comment that shows what is new first. */
export function renderDiffMarkdown(diff: ScanDiff, lang: Lang): string {
  const rows = diff.changes.slice(0, most).map((c) => {
    const f = shown(c);
    if (f === null) return "";
    const where = `**${markdownText(say(territoryName(f.destination.territory), lang))}** · ${markdownText(destinationName(f.destination, lang))}`;
    return `| ${say(pageWords.changeKinds[c.kind], lang)} | ${say(levelNames[f.exposure.level], lang)} | ${markdownCode(`${f.marker.path}:${f.marker.range.line}`)} | ${where} | ${markdownText(itemName(f.exposure.item, c.after === null ? diff.before : diff.after, lang))} |`;
  });
  const head = lang === "zh-CN" ? ["变化", "级别", "文件", "去向", "条目"] : ["Change", "Level", "File", "Way out", "Item"];
  return [
    `### Borderline · ${headline(diff, lang)}`,
    ...diff.caution.map((c) => `> ${markdownText(say(c, lang))}`),
    ...(rows.length > 0 ? [[`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows].join("\n")] : []),
    ...(diff.changes.length > most
      ? [say({ en: `and ${diff.changes.length - most} more`, zh: `另有 ${diff.changes.length - most} 项` }, lang)]
      : []),
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
  const some = changeKinds.filter((kind) => count(kind) > 0).map((kind) => `${count(kind)} ${say(pageWords.changeKinds[kind], lang)}`);
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
    for (const c of some.slice(0, most)) {
      const f = shown(c);
      if (f === null) continue;
      const moved = kind === "moved" && c.before !== null ? ` (${plain(c.before.marker.path, 100)})` : "";
      out.paragraph(
        `${out.paint.level(f.exposure.level, say(levelNames[f.exposure.level], lang))}  ${plain(f.marker.path, 100)}:${f.marker.range.line}${moved}  ${say(territoryName(f.destination.territory), lang)} · ${destinationName(f.destination, lang)}`,
        2,
      );
    }
    if (some.length > most) out.paragraph(say({ en: `and ${some.length - most} more`, zh: `另有 ${some.length - most} 项` }, lang), 2);
  }
  out.blank();
  out.field(notVisibleLabel, say(notVisibleList, lang));
  out.paragraph(sides(diff, lang));
  out.dim(say(disclaimer, lang));
  return out.text();
}
