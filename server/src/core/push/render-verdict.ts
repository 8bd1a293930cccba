/** The verdict on a push as text on stderr: for a person in a hurry, a window that shows one line, no terminal at all. */
import { ledgerName } from "../exposures/approvals.js";
import { counted, levelCounts, levelsCounted, type Verdict } from "./verdict.js";
import type { PushReport } from "./push-report.js";
import { many, same, say, t, type Lang, type LocalText } from "../text.js";
import { whomToCall, whomToContact } from "../reports/contact.js";
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
const nothingOpen = t("nothing open", "没有未处理事项");

/** The verdict, in the order in which people need it, with a last hint where there is one; every line begins with `borderline`, so that git's and other hooks' lines stand apart. */
export function renderVerdict(report: PushReport, lang: Lang, hint: LocalText | null = null): string {
  const lines = [
    verdictLine(report),
    ...policyLines(report),
    ...report.undecided,
    ...unlooked(report),
    ...newLines(report),
    ...standingLines(report),
    ...splitLines(report),
    ...reviewLines(report),
    ...(hint === null ? [] : [hint]),
    disclaimer,
    verdictLine(report),
  ];
  return lines.map((line) => `borderline: ${plain(say(line, lang), 600)}\n`).join("");
}

/** What of the push was not judged, or not as it should be: at most five of them. */
export function unlooked({ problems }: PushReport): LocalText[] {
  const said = problems.filter(({ code }) => code === "nothing-read" || code === "git");
  return said.slice(0, 5).map(({ path, text }) => (path === "." ? text : t(`${path}: ${text.en}`, `${path}：${text.zh}`)));
}

/** `blocked - push · origin (github.com/a/b), United States: 2 errors, 1 warning`. */
export function verdictLine(report: PushReport): LocalText {
  const [destination] = report.destinations;
  const place = territoryName(destination?.territory ?? null);
  const where =
    destination === undefined
      ? t("", "")
      : t(`${destinationName(destination, "en")}, ${place.en}`, `${destinationName(destination, "zh-CN")}，${place.zh}`);
  const counts = levelsCounted(levelCounts(counted(report.exposures)));
  const gone = goesOn(report) ? t("the push goes on; ", "推送继续；") : t("", "");
  const acknowledged = report.acknowledged === null ? t("", "") : t("goes on with a recorded reason; ", "已记录理由，推送继续；");
  const hypothetical = report.hypothetical ? t("as if it went there; ", "按假设的去向判断；") : t("", "");
  const head = verdictHead(report);
  return t(
    `${head.en} - ${hypothetical.en}${acknowledged.en}${gone.en}${where.en}${counts.en === "" ? "" : `: ${counts.en}`}`,
    `${head.zh}：${hypothetical.zh}${acknowledged.zh}${gone.zh}${where.zh}${counts.zh === "" ? "" : `：${counts.zh}`}`,
  );
}

/** Something is open or in doubt, and the policy lets it go: who reads `look at this` must not wait for a question. */
function goesOn({ verdict, mayGo, hypothetical }: PushReport): boolean {
  return mayGo && !hypothetical && (verdict === "warn" || verdict === "undecided");
}

/** The verdict in two or three words. */
export function verdictHead(report: PushReport): LocalText {
  return report.verdict === "none-found" && report.new.markers.length > 0 ? nothingOpen : verdictNames[report.verdict];
}

function policyLines(report: PushReport): LocalText[] {
  const changed = report.policyChanged.map(({ path, before }) =>
    t(
      `this push changes ${plain(path, 120)}; under the policy as it was before: ${verdictNames[before].en}. A change inside the push never lowers the verdict.`,
      `本次推送改动了 ${plain(path, 120)}；按改动前的策略：${verdictNames[before].zh}。推送内的策略改动不会降低结论。`,
    ),
  );
  return [...changed, ...(report.policy === null ? [withoutPolicy(report)] : [])];
}

/** At most five modules: the strongest place of each, with the item and the sentence. */
function newLines(report: PushReport): LocalText[] {
  const open = openFindings(report);
  if (open.length === 0) return [nothingNew(report)].filter((line) => line !== null);
  const modules = [...grouped(open, ({ marker }) => marker.module ?? marker.path).values()].sort((a, b) => rankOf(a) - rankOf(b));
  const lines = modules.slice(0, 5).flatMap((found) => moduleLine(report, found) ?? []);
  const rest = modules.length - lines.length;
  return [
    t("New because of this push:", "本次推送新增："),
    ...lines,
    ...(rest > 0 ? [t(`  and ${many(rest, "more module or file", "more modules or files")}`, `  另有 ${rest} 个模块或文件`)] : []),
  ];
}

/** Where nothing new is open: that what is new stays or is covered, or that nothing was found. */
function nothingNew({ new: { markers }, verdict }: PushReport): LocalText | null {
  if (markers.length > 0)
    return t(
      `${many(markers.length, "new marker")}; none is open by this way out. This does not mean that anything may be exported.`,
      `新增 ${markers.length} 处标记；按此去向均无未处理事项，不表示可以出口。`,
    );
  if (verdict !== "none-found" && verdict !== "undecided") return null;
  return nothingFound(t("see `borderline explain judgement`", "见 `borderline explain judgement`"));
}

/** What the verdict is about, with its marker and its way out. */
function openFindings(report: PushReport): Finding[] {
  const ids = new Set(counted(report.exposures).map((exposure) => exposure.id));
  return findings(report).filter(({ exposure }) => ids.has(exposure.id));
}

const order = { error: 0, warning: 1, note: 2 } as const;

function rankOf(found: readonly Finding[]): number {
  return found.reduce<number>((least, { exposure }) => Math.min(least, order[exposure.level]), order.note);
}

/** The one place that a message without room names: the loudest of what is new and open, and in how many files there is something. null: nothing is open. */
export function loudestPlace(
  report: PushReport,
): { readonly path: string; readonly line: number; readonly item: LocalText; readonly files: number } | null {
  const open = openFindings(report);
  const first = loudest(open);
  if (first === undefined) return null;
  const { marker, exposure } = first;
  const item = t(itemName(exposure.item, report, "en"), itemName(exposure.item, report, "zh-CN"));
  return { path: marker.path, line: marker.range.line, item, files: new Set(open.map((each) => each.marker.path)).size };
}

function loudest(found: readonly Finding[]): Finding | undefined {
  return [...found].sort((a, b) => order[a.exposure.level] - order[b.exposure.level] || b.marker.confidence - a.marker.confidence)[0];
}

function moduleLine(report: PushReport, found: readonly Finding[]): LocalText | null {
  const first = loudest(found);
  if (first === undefined) return null;
  const { marker, exposure } = first;
  const commit = report.new.commits[marker.id]?.slice(0, 10);
  const by = commit === undefined ? t("", "") : t(`, by ${commit}`, `，提交 ${commit}`);
  const files = new Set(found.map((each) => each.marker.path)).size;
  const more = files > 1 ? t(` (and ${many(files - 1, "more file")})`, `（另 ${files - 1} 个文件）`) : t("", "");
  const line = (lang: Lang): string =>
    `  ${plain(marker.path, 160)}:${marker.range.line} ${say(levelNames[exposure.level], lang)} ${itemName(exposure.item, report, lang)}${say(by, lang)}${say(more, lang)}`;
  return t(line("en"), line("zh-CN"));
}

/** What the verdict leaves out: nothing is known of the other side, covered by a decision, there already. */
function standingLines(report: PushReport): LocalText[] {
  const markersOf = (exposures: PushReport["exposures"]): number => new Set(exposures.map((each) => each.marker)).size;
  const there = markersOf(report.exposures.filter((each) => each.state === "already-there" && each.leaves !== false && !each.closed));
  const covered = markersOf(report.exposures.filter((each) => each.closed && each.state === "would-leave"));
  const { since } = report.known;
  const heard = since === null ? t("", "") : t(` (last heard of on ${since})`, `（最近一次获知：${since}）`);
  const keep = alreadyThere(whomToContact(report));
  return [
    ...(report.refs.some((ref) => ref.whole)
      ? [t("Nothing is known of what the other side has: the whole history was looked at.", "不了解对方已有的内容：已检查全部历史。")]
      : []),
    ...(covered > 0
      ? [
          t(
            `${many(covered, "marker is", "markers are")} covered by a recorded decision and counted apart.`,
            `另有 ${covered} 处标记已有记录的决定，单独计数。`,
          ),
        ]
      : []),
    ...(there > 0
      ? [
          t(
            `${many(there, "marker is", "markers are")} there already${heard.en}. ${keep.en}`,
            `另有 ${there} 处标记对方已有${heard.zh}。${keep.zh}`,
          ),
        ]
      : []),
  ];
}

function splitLines(report: PushReport): LocalText[] {
  if (report.mayGo) return [];
  if (report.maySplit.length === 0)
    return [t("No part of this push stands apart from what is in question.", "本次推送无法拆出不涉及上述内容的部分。")];
  return [t("What may still be pushed:", "仍可推送的部分："), ...report.maySplit.slice(0, 5).map((split) => same(`  ${split.command}`))];
}

function reviewLines(report: PushReport): LocalText[] {
  if (report.verdict === "none-found") return [];
  const whom = whomToCall(report);
  const call = t(`Whom to call: ${whom.en}`, `联系人：${whom.zh}`);
  if (report.mayGo) return [call];
  const command = requestCommand(report);
  return [t(`To request a review: ${command}`, `申请审核：${command}`), call];
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
