/** `--format text`: an answer a person can act on, at most a few screens long: what matched, why it matters, what to do, who decides, whom to call. */
import type { Level } from "../exposures/policy.js";
import { commas, listed, many, say, type Lang, type LocalText } from "../text.js";
import { whomToCall, whomToContact } from "./contact.js";
import { itemName, lastFolder, levelCount, remotesName } from "./names.js";
import { levels, type ScanReport } from "./report.js";
import { plain } from "./safe.js";
import { editionsUsed, isMarked, scannedText } from "./scanned.js";
import { spreadSentence, supposedSentence, withoutPolicy } from "./sentences.js";
import { groupLines } from "./text-groups.js";
import { lawLines } from "./text-law.js";
import { page, type Page } from "./text-page.js";
import { waysSection } from "./text-ways.js";
import { noWayOut } from "./ways-forms.js";
import { counts, daysAfter, exitStatus, findings, groups, type Counts } from "./view.js";
import { skippedNames } from "../words/names.js";
import {
  alreadyThere,
  disclaimer,
  mostlyIgnored,
  notVisibleLabel,
  notVisibleList,
  nothingFound,
  nothingLookedAt,
} from "../words/sentences.js";

/** How the text is written. */
export interface TextOptions {
  readonly lang: Lang;
  readonly color: boolean;
  /** Columns of the terminal; Infinity: no line is broken. */
  readonly width: number;
  /** The threshold of the exit status; without it (a saved scan) the last line says nothing about one. */
  readonly failOn?: Level | "never";
}

/** The scan as text. */
export function renderText(report: ScanReport, options: TextOptions): string {
  const out = page(options);
  const found = groups(report);
  const count = counts(report);
  head(report, out);
  if (found.length === 0) out.paragraph(say(report.stats.files === 0 ? nothingLookedAt : nothingFound(notChecked(report)), options.lang));
  else summary(report, count, out);
  waysSection(report, out);
  groupLines(report, found, out);
  lawLines(report, out);
  foot(report, count, out);
  out.blank();
  out.dim(say(disclaimer, options.lang));
  if (options.failOn !== undefined) out.line(say(exitSentence(report, options.failOn), options.lang));
  return out.text();
}

/** Only where the contents can go, every way with the lines that say so: `borderline destinations`. */
export function renderDestinationsText(report: ScanReport, options: TextOptions): string {
  const out = page(options);
  head(report, out);
  if (report.destinations.length === 0) out.paragraph(say(noWayOut(report), options.lang));
  waysSection(report, out, true);
  out.blank();
  notSeen({ ...report, notLookedFor: [] }, counts(report), out);
  out.blank();
  out.dim(say(disclaimer, options.lang));
  return out.text();
}

function head(report: ScanReport, out: Page): void {
  const supposed = supposedSentence(report);
  const first = [
    ...(supposed === null ? [] : [say(supposed, out.lang)]),
    ...(report.policy === null ? [say(withoutPolicy(report), out.lang)] : []),
    ...(report.ignoredShare > 0.5 ? [say(mostlyIgnored(report.ignoredShare), out.lang)] : []),
  ];
  if (first.length > 0) out.paragraph(first.join(" "));
  const { files, milliseconds } = report.stats;
  const name = plain(lastFolder(report.root), 60);
  const editions = editionsUsed(report);
  const scanned = scannedText(report.scanned, isMarked(report));
  const facts: LocalText = {
    en: [
      `as of ${report.asOf}`,
      `edition ${editions.join(", ") || "unknown"}, rulebook reviewed ${report.tool.rulebook.reviewed}`,
      `${files} ${files === 1 ? "file" : "files"} in ${seconds(milliseconds)} s`,
      scanned.en,
    ].join(" · "),
    zh: [
      `截至 ${report.asOf}`,
      `版本 ${editions.join("、") || "不明"}，规则库审阅于 ${report.tool.rulebook.reviewed}`,
      `${files} 个文件，用时 ${seconds(milliseconds)} 秒`,
      scanned.zh,
    ].join(" · "),
  };
  out.paragraph(`${out.paint.bold(name)}  ${out.paint.dim(say(facts, out.lang))}`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0);
}

/** `2 warnings and 5 notes are open; 1 approved (expires within 30 days: 1) …`: what is covered is counted, never hidden. */
function summary(report: ScanReport, count: Counts, out: Page): void {
  const open = levels
    .filter((level) => count.open[level] > 0)
    .map((level) => out.paint.level(level, levelCount(level, count.open[level], out.lang)));
  const { approved, requested, expired, suppressed, baselined } = count.standing;
  const covered: readonly (readonly [number, LocalText])[] = [
    [
      approved,
      {
        en: `${approved} approved${count.expiring > 0 ? ` (${count.expiring} ${count.expiring === 1 ? "expires" : "expire"} by ${daysAfter(report.asOf, 30)})` : ""}`,
        zh: `${approved} 项已批准${count.expiring > 0 ? `（其中 ${count.expiring} 项在 ${daysAfter(report.asOf, 30)} 前到期）` : ""}`,
      },
    ],
    [count.edited, { en: `${count.edited} of them edited since`, zh: `其中 ${count.edited} 项的内容此后有改动` }],
    [requested, { en: `${requested} requested, still open`, zh: `${requested} 项已申请，仍未关闭` }],
    [expired, { en: `${expired} with an expired approval`, zh: `${expired} 项批准已到期` }],
    [suppressed, { en: `${suppressed} suppressed`, zh: `${suppressed} 项已抑制` }],
    [baselined, { en: `${baselined} in the baseline`, zh: `${baselined} 项在基线内` }],
  ];
  const rest = covered.filter(([n]) => n > 0).map(([, text]) => say(text, out.lang));
  const home =
    count.stays > 0
      ? say(
          { en: `, of which ${count.stays} ${count.stays === 1 ? "stays" : "stay"} at home`, zh: `，其中 ${count.stays} 项不离境` },
          out.lang,
        )
      : "";
  const spread = spreadSentence(count);
  const levelsOpen = `${commas(open, out.lang)}${home}`;
  const counted =
    spread === null
      ? levelsOpen
      : say({ en: `${out.paint.bold(spread.en)} (${levelsOpen})`, zh: `${out.paint.bold(spread.zh)}（${levelsOpen}）` }, out.lang);
  const first =
    open.length > 0
      ? `${say({ en: "Open: ", zh: "未处理：" }, out.lang)}${counted}`
      : say({ en: "Nothing open", zh: "没有未处理事项" }, out.lang);
  out.paragraph([first, ...rest].join(" · "));
}

/** What a scan without findings did not check, in numbers; the names are below. */
function notChecked(report: ScanReport): LocalText {
  const items = report.notLookedFor.length;
  const gaps = report.skipped.filter((s) => s.gap).length;
  const en = [
    `${items} ${items === 1 ? "item" : "items"} in force that no rule covers`,
    ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? "file" : "files"} that could not be read`] : []),
  ];
  const zh = [`${items} 个规则未覆盖的现行条目`, ...(gaps > 0 ? [`${gaps} 个无法读取的文件`] : [])];
  return { en: en.join(", "), zh: zh.join("、") };
}

/** Whom to call, what was not read, not looked for and not visible. */
function foot(report: ScanReport, count: Counts, out: Page): void {
  const whom = whomToCall(report);
  if (findings(report).length > 0) {
    out.blank();
    out.field({ en: "Whom to call", zh: "联系人" }, say(whom, out.lang));
  }
  if (findings(report).some((f) => !f.exposure.closed && f.exposure.leaves === true && f.exposure.state === "already-there")) {
    out.field({ en: "Already there", zh: "已在境外" }, say(alreadyThere(whomToContact(report)), out.lang));
  }
  out.blank();
  notSeen(report, count, out);
}

/** What was not read, not looked for and not visible. */
function notSeen(report: ScanReport, count: Counts, out: Page): void {
  if (count.gaps > 0)
    out.field(
      { en: "Not read", zh: "未能读取" },
      shortList(
        report.skipped
          .filter((s) => s.gap)
          .map(
            (s) =>
              `${plain(s.path, 80)}${say({ en: ` (${skippedNames[s.reason].en})`, zh: `（${skippedNames[s.reason].zh}）` }, out.lang)}`,
          ),
        out.lang,
      ),
    );
  for (const p of report.problems.slice(0, 5)) {
    const at =
      p.path === "."
        ? ""
        : p.line === null
          ? plain(p.path, 80)
          : `${plain(p.path, 80)}:${p.line}${p.column === null ? "" : `:${p.column}`}`;
    out.field({ en: "Problem", zh: "问题" }, `${at} ${plain(say(p.text, out.lang))}`.trim());
  }
  if (report.problems.length > 5)
    out.field(
      { en: "", zh: "" },
      say({ en: `and ${many(report.problems.length - 5, "more problem")}`, zh: `另有 ${report.problems.length - 5} 个问题` }, out.lang),
    );
  if (report.notLookedFor.length > 0) {
    const items = shortList(
      report.notLookedFor.map((id) => itemName(id, report, out.lang)),
      out.lang,
    );
    out.field(
      { en: "Not looked for", zh: "未检查" },
      `${say({ en: "items in force that no rule covers: ", zh: "规则未覆盖的现行条目：" }, out.lang)}${items}`,
    );
  }
  out.field(notVisibleLabel, say(notVisibleList, out.lang));
  out.field({ en: "Remotes seen", zh: "远程仓库范围" }, say(remotesName(report.remotesOf), out.lang));
}

function shortList(names: readonly string[], lang: Lang): string {
  const shown = names.slice(0, 6);
  const more = names.length - shown.length;
  const tail = more > 0 ? [say({ en: `and ${more} more`, zh: `另有 ${more} 项` }, lang)] : [];
  return listed([...shown, ...tail], lang);
}

/** The last line: what the exit status is, and what a threshold let by. */
export function exitSentence(report: ScanReport, failOn: Level | "never"): LocalText {
  const count = counts(report);
  const exit = exitStatus(report, failOn);
  const below = failOn === "never" ? [...levels] : levels.slice(levels.indexOf(failOn) + 1);
  const quiet = below.filter((level) => count.open[level] > 0);
  const listEn = quiet.map((level) => levelCount(level, count.open[level], "en")).join(" and ");
  const listZh = quiet.map((level) => levelCount(level, count.open[level], "zh-CN")).join("、");
  const one = quiet.reduce((sum, level) => sum + count.open[level], 0) === 1;
  const quieter: LocalText =
    quiet.length === 0
      ? { en: "", zh: "" }
      : { en: `${listEn} ${one ? "is" : "are"} below --fail-on ${failOn}`, zh: `${listZh}低于 --fail-on ${failOn}` };
  if (exit === 1)
    return sentence(exit, { en: `open at or above --fail-on ${failOn}`, zh: `有达到 --fail-on ${failOn} 的未处理事项` }, quieter);
  if (exit === 3)
    return sentence(
      exit,
      { en: `${count.gaps} that should have been read could not be`, zh: `${count.gaps} 个应读取的文件未能读取` },
      quieter,
    );
  return sentence(
    exit,
    quiet.length > 0 ? quieter : { en: `nothing is open at or above --fail-on ${failOn}`, zh: `没有达到 --fail-on ${failOn} 的未处理事项` },
    { en: "", zh: "" },
  );
}

function sentence(exit: number, first: LocalText, second: LocalText): LocalText {
  return {
    en: `exit ${exit}: ${[first.en, second.en].filter(Boolean).join("; ")}`,
    zh: `退出码 ${exit}：${[first.zh, second.zh].filter(Boolean).join("；")}`,
  };
}
