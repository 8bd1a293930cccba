/** What was looked at, in words: the commit that a tree stands on and what differs from it, or the range of a push or a history. */
import { shownFrom } from "../markers/marker.js";
import type { Scanned } from "../scan-result.js";
import { t, type LocalText } from "../text.js";
import type { ScanReport } from "./report.js";
import { plain } from "./safe.js";
import { supposedSentence } from "./sentences.js";

/** Ranges told one by one. */
const most = 3;

/** `tree on 1a2b3c4d5e6f (main); 2 of the marked files are not as in that commit`, `push of main: 1a2b3c4d5e6f..5e6f7a8b9c0d`. Where no file is marked (`marked` false), nothing is said of those that are. */
export function scannedText(scanned: Scanned, marked = true): LocalText {
  return scanned.what === "tree" ? treeText(scanned, marked) : rangesText(scanned);
}

/** Whether the report shows any file as marked. */
export function isMarked({ markers }: Pick<ScanReport, "markers">): boolean {
  return markers.some((marker) => marker.confidence >= shownFrom);
}

/** What was looked at, under which law, by which rulebook and which version: what a reader must know to repeat it. */
export function provenance(report: ScanReport): LocalText {
  const { version, rulebook } = report.tool;
  const editions = editionsUsed(report);
  const { en, zh } = scannedText(report.scanned, isMarked(report));
  const supposed = supposedSentence(report);
  const before = supposed === null ? t("", "") : t(`${supposed.en} `, supposed.zh);
  const digest = rulebook.digest.slice(0, 19);
  return t(
    `${before.en}Looked at: ${en}. Edition ${editions.join(", ")}; rulebook ${digest}, reviewed ${rulebook.reviewed}; Borderline ${version}.`,
    `${before.zh}检查范围：${zh}。目录版本 ${editions.join("、")}；规则库 ${digest}，审阅于 ${rulebook.reviewed}；Borderline ${version}。`,
  );
}

/** `CN 2025-07-15`: the editions of the regimes that were asked for, by the days from which they hold. */
export function editionsUsed(report: Pick<ScanReport, "tool" | "regimes">): string[] {
  return Object.entries(report.tool.rulebook.editions)
    .filter(([regime]) => report.regimes.some((own) => own === regime))
    .map(([regime, date]) => `${regime} ${date}`);
}

function treeText({ commit, branch, differing }: Scanned, marked: boolean): LocalText {
  if (commit === null) return t("files of one tree, no commit known", "单个目录树的文件，无已知提交");
  const at = `${short(commit)}${branch === null ? "" : ` (${plain(branch, 60)})`}`;
  const count = differing?.length ?? 0;
  const state = !marked
    ? t("", "")
    : differing === null
      ? t("; whether it differs from that commit is not known", "；与该提交是否有差异不明")
      : count === 0
        ? t("; the marked files are as in that commit", "；有标记的文件与该提交一致")
        : t(
            `; ${count} of the marked files ${count === 1 ? "is" : "are"} not as in that commit`,
            `；有标记的文件中有 ${count} 个与该提交不一致`,
          );
  return t(`tree on ${at}${state.en}`, `提交 ${at} 上的目录树${state.zh}`);
}

function rangesText({ what, ranges }: Scanned): LocalText {
  const name = what === "push" ? t("push", "推送") : t("history", "历史");
  if (ranges.length === 0) return name;
  const told = ranges.slice(0, most).map(rangeText);
  const more = ranges.length - told.length;
  return t(
    `${name.en} of ${told.map((one) => one.en).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    `${name.zh}：${told.map((one) => one.zh).join("、")}${more > 0 ? ` 等 ${more + told.length} 项` : ""}`,
  );
}

function rangeText({ ref, from, to }: Scanned["ranges"][number]): LocalText {
  const name = plain(ref.replace(/^refs\/heads\//, ""), 60);
  const [first, ...rest] = from;
  if (first === undefined) return t(`${name}, all up to ${short(to)}`, `${name}（截至 ${short(to)} 的全部）`);
  const without = rest.length > 0 ? t(` (without ${rest.length} more)`, `（另排除 ${rest.length} 个提交）`) : t("", "");
  const range = `${short(first)}..${short(to)}`;
  return t(`${name}: ${range}${without.en}`, `${name}：${range}${without.zh}`);
}

function short(oid: string): string {
  return plain(oid.slice(0, 12), 12);
}
