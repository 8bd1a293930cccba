/** The verdict on a push as text on stderr: for a person in a hurry, a window that shows one line, no terminal at all. */
import { ledgerName } from "../exposures/approvals.js";
import { counted, levelCounts, type Verdict } from "./verdict.js";
import type { PushReport } from "./push-report.js";
import { say, t, type Lang, type LocalText } from "../text.js";
import { whomToCall } from "../reports/contact.js";
import { destinationName, itemName } from "../reports/names.js";
import { plain } from "../reports/safe.js";
import { withoutPolicy } from "../reports/sentences.js";
import { findings, type Finding, grouped } from "../reports/view.js";
import { levelNames } from "../words/names.js";
import { territoryName } from "../words/territories.js";
import { alreadyThere, disclaimer, nothingFound } from "../words/sentences.js";

const verdictNames: Readonly<Record<Verdict, LocalText>> = {
  "none-found": t("no known marker found", "未发现已知标记"),
  warn: t("look at this", "请留意"),
  undecided: t("cannot decide", "无法判断"),
  block: t("blocked", "已拦截"),
};

/** Markers were found, but all of them stay at home or are covered by a recorded decision. */
const nothingOpen = t("nothing open", "无未决事项");

/** The verdict, in the order in which people need it; every line begins with `borderline`, so that git's and other hooks' lines stand apart. */
export function renderVerdict(report: PushReport, lang: Lang): string {
  const first = verdictLine(report, lang);
  const lines = [
    first,
    ...policyLines(report, lang),
    ...report.undecided.map((why) => say(why, lang)),
    ...newLines(report, lang),
    ...standingLines(report, lang),
    ...splitLines(report, lang),
    ...reviewLines(report, lang),
    say(disclaimer, lang),
    first,
  ];
  return lines.map((line) => `borderline: ${plain(line, 600)}\n`).join("");
}

/** `blocked: push · origin (github.com/a/b), United States: 2 errors, 1 warning`. */
export function verdictLine(report: PushReport, lang: Lang): string {
  const [destination] = report.destinations;
  const where =
    destination === undefined
      ? ""
      : `${destinationName(destination, lang)}${lang === "en" ? ", " : "，"}${say(territoryName(destination.territory), lang)}`;
  const counts = levelCounts(counted(report.exposures)).map(({ level, count }) =>
    lang === "en" ? `${count} ${plural(level, count)}` : `${say(levelNames[level], lang)} ${count} 项`,
  );
  const gone = report.verdict === "undecided" && report.mayGo ? t("the push goes on; ", "推送继续；") : t("", "");
  const acknowledged = report.acknowledged === null ? t("", "") : t("goes on with a recorded reason; ", "已记录理由，推送继续；");
  const hypothetical = report.hypothetical ? t("as if it went there; ", "按假设的去向判断；") : t("", "");
  const head = say(verdictHead(report), lang);
  const rest = `${say(hypothetical, lang)}${say(acknowledged, lang)}${say(gone, lang)}${where}`;
  const tail = counts.length === 0 ? "" : `${lang === "en" ? ": " : "："}${counts.join(lang === "en" ? ", " : "、")}`;
  return `${head}${lang === "en" ? " - " : "："}${rest}${tail}`;
}

/** The verdict in two or three words. */
export function verdictHead(report: PushReport): LocalText {
  return report.verdict === "none-found" && report.new.markers.length > 0 ? nothingOpen : verdictNames[report.verdict];
}

function plural(level: string, count: number): string {
  return count === 1 ? level : `${level}s`;
}

function policyLines(report: PushReport, lang: Lang): string[] {
  const changed = report.policyChanged.map(({ path, before }) =>
    say(
      t(
        `this push changes ${plain(path, 120)}; under the policy as it was before: ${verdictNames[before].en}. A change inside the push never lowers the verdict.`,
        `本次推送改动了 ${plain(path, 120)}；按改动前的策略：${verdictNames[before].zh}。推送内的策略改动不会降低结论。`,
      ),
      lang,
    ),
  );
  return [...changed, ...(report.policy === null ? [say(withoutPolicy(report), lang)] : [])];
}

/** At most five modules: the strongest place of each, with the item and the sentence. */
function newLines(report: PushReport, lang: Lang): string[] {
  const ids = new Set(counted(report.exposures).map((exposure) => exposure.id));
  const open = findings(report).filter(({ exposure }) => ids.has(exposure.id));
  if (open.length === 0 && report.new.markers.length > 0) {
    const count = report.new.markers.length;
    return [
      say(
        t(
          `${count} new markers; none of them is open by this way out. This does not mean that they may be exported.`,
          `新增 ${count} 处标记；按此去向均无未决事项，不表示可以出口。`,
        ),
        lang,
      ),
    ];
  }
  if (open.length === 0) {
    const none = report.verdict === "none-found" || report.verdict === "undecided";
    return none ? [say(nothingFound(t("see `borderline explain judgement`", "见 `borderline explain judgement`")), lang)] : [];
  }
  const modules = [...grouped(open, ({ marker }) => marker.module ?? marker.path).values()].sort((a, b) => rankOf(a) - rankOf(b));
  const lines = modules.slice(0, 5).map((found) => moduleLine(report, found, lang));
  const rest = modules.length - lines.length;
  return [
    say(t("New because of this push:", "本次推送新增："), lang),
    ...lines,
    ...(rest > 0 ? [say(t(`  and ${rest} more modules or files`, `  另有 ${rest} 个模块或文件`), lang)] : []),
  ];
}

const order = { error: 0, warning: 1, note: 2 } as const;

function rankOf(found: readonly Finding[]): number {
  return Math.min(...found.map(({ exposure }) => order[exposure.level]));
}

/** The one place that a message without room names: the loudest of what is new and open, and in how many files there is something. null: nothing is open. */
export function loudestPlace(
  report: PushReport,
): { readonly path: string; readonly line: number; readonly item: LocalText; readonly files: number } | null {
  const ids = new Set(counted(report.exposures).map((exposure) => exposure.id));
  const open = findings(report).filter(({ exposure }) => ids.has(exposure.id));
  const first = loudest(open);
  if (first === undefined) return null;
  const { marker, exposure } = first;
  const item = t(itemName(exposure.item, report, "en"), itemName(exposure.item, report, "zh-CN"));
  return { path: marker.path, line: marker.range.line, item, files: new Set(open.map((each) => each.marker.path)).size };
}

function loudest(found: readonly Finding[]): Finding | undefined {
  return [...found].sort((a, b) => order[a.exposure.level] - order[b.exposure.level] || b.marker.confidence - a.marker.confidence)[0];
}

function moduleLine(report: PushReport, found: readonly Finding[], lang: Lang): string {
  const first = loudest(found);
  if (first === undefined) return "";
  const { marker, exposure } = first;
  const commit = report.new.commits[marker.id];
  const by = commit === undefined ? "" : say(t(`, by ${commit.slice(0, 10)}`, `，提交 ${commit.slice(0, 10)}`), lang);
  const files = new Set(found.map((each) => each.marker.path)).size;
  const more = files > 1 ? say(t(` (and ${files - 1} more files)`, `（另 ${files - 1} 个文件）`), lang) : "";
  return `  ${plain(marker.path, 160)}:${marker.range.line} ${say(levelNames[exposure.level], lang)} ${itemName(exposure.item, report, lang)}${by}${more}`;
}

function standingLines(report: PushReport, lang: Lang): string[] {
  const whole = report.refs.filter((ref) => ref.whole);
  const there = new Set(
    report.exposures.filter((each) => each.state === "already-there" && each.leaves !== false && !each.closed).map((each) => each.marker),
  ).size;
  const covered = new Set(report.exposures.filter((each) => each.closed && each.state === "would-leave").map((each) => each.marker)).size;
  const since =
    report.known.since === null ? t("", "") : t(` (last heard of on ${report.known.since})`, `（最近一次获知：${report.known.since}）`);
  return [
    ...(whole.length > 0
      ? [
          say(
            t("Nothing is known of what the other side has: the whole history was looked at.", "不了解对方已有的内容：已检查全部历史。"),
            lang,
          ),
        ]
      : []),
    ...(covered > 0
      ? [
          say(
            t(
              `${covered} markers are covered by a recorded decision and counted apart.`,
              `另有 ${covered} 处标记已有记录的决定，单独计数。`,
            ),
            lang,
          ),
        ]
      : []),
    ...(there > 0
      ? [
          say(
            t(
              `${there} markers are there already${since.en}. ${alreadyThere(whomToCall(report)).en}`,
              `另有 ${there} 处标记对方已有${since.zh}。${alreadyThere(whomToCall(report)).zh}`,
            ),
            lang,
          ),
        ]
      : []),
  ];
}

function splitLines(report: PushReport, lang: Lang): string[] {
  if (report.mayGo) return [];
  const whole = t("What may still be pushed:", "仍可推送的部分：");
  if (report.maySplit.length === 0)
    return [say(t("No part of this push stands apart from what is in question.", "本次推送无法拆出不涉及上述内容的部分。"), lang)];
  return [say(whole, lang), ...report.maySplit.slice(0, 5).map((split) => `  ${split.command}`)];
}

function reviewLines(report: PushReport, lang: Lang): string[] {
  if (report.verdict === "none-found") return [];
  const call = `${say(t("Whom to call: ", "联系人："), lang)}${say(whomToCall(report), lang)}`;
  if (report.mayGo) return [call];
  return [`${say(t("To request a review: ", "申请审核："), lang)}${requestCommand(report)}`, call];
}

/** The command that writes a request into the ledger, for the loudest of what is open; a person fills in who and until when. */
function requestCommand(report: PushReport): string {
  const [first] = [...counted(report.exposures)].sort((a, b) => order[a.level] - order[b.level]);
  const marker = report.markers.find((each) => each.id === first?.marker);
  const [destination] = report.destinations;
  const folder = marker?.path.includes("/") === true ? `${marker.path.slice(0, marker.path.lastIndexOf("/"))}/**` : (marker?.path ?? "**");
  const kind = first?.procedure === "registration" ? "registration" : first?.procedure === "licence" ? "licence" : "not-controlled";
  const to = destination === undefined ? "" : ledgerName(destination);
  const words = ["--kind", kind, "--item", first?.item ?? "", "--paths", folder, "--to", to].map((word) =>
    /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
  );
  return `borderline approve ${words.join(" ")} --requested-by NAME --expires YYYY-MM-DD`;
}
