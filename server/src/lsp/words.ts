/** The editor's own sentences, both languages; everything about law stands in core/words. */
import { plain } from "../core/reports/safe.js";
import { loudestPlace, verdictHead } from "../core/push/render-verdict.js";
import { placeShown } from "../core/reports/names.js";
import { many, say, t, type Lang, type LocalText } from "../core/text.js";
import { territoryName } from "../core/words/territories.js";
import type { PushReport } from "../core/push/push-report.js";
import { counted, levelCounts, levelsCounted } from "../core/push/verdict.js";
import type { LastPush } from "../host/last-push.js";
import type { OpenExposures } from "./open-exposures.js";

/** Sentences without a variable part. */
export const words = {
  noWayOut: t("No way out of this tree is known.", "未发现该目录树的去向。"),
  noneJudged: t(
    "No known way out concerns it under the regimes that this tree is judged by.",
    "按本目录树适用的法域，已知去向均不涉及该文件。",
  ),
  staysHome: t("No known way out leaves the home territory.", "已知去向均在境内。"),
  fileOnly: t(
    "This file only: what its folder and imports add is known after a scan of the workspace.",
    "仅依据本文件；扫描工作区后才会计入所在目录与引用关系。",
  ),
  wouldLeave: t("Ways out", "去向"),
  alreadyThere: t("already there, unchanged", "已在该处且未改动"),
  evidence: t("Evidence", "依据"),
  against: t("against:", "反对："),
  items: t("May fall under", "可能涉及"),
  asks: t("What that class asks first", "该类别的首要要求"),
  contact: t("Whom to call", "联系人"),
  trail: t("How this is known", "得出过程"),
  markersLeaving: t("Files that would leave by it", "将经此离开的文件"),
  ignoreLine: t("Not that technology: leave this line out, with a reason", "不是该技术：忽略此行并写明理由"),
  ignoreFile: t("Not that technology: leave this file out, with a reason", "不是该技术：忽略此文件并写明理由"),
  requestApproval: t("Request an approval (drafts a ledger entry)", "申请审批（起草台账条目）"),
  noPlace: t("This way out names no host and no folder that the policy could place.", "该去向没有可在策略中写明所在地的主机或文件夹。"),
  setPlace: t("Say in the policy where it stands", "在策略中写明所在地"),
  explain: t("Explain", "说明"),
  installHook: t("Judge pushes of this repository (install the pre-push hook)", "在推送前进行判断（安装 pre-push 钩子）"),
  scanning: t("Borderline: scanning", "Borderline：正在扫描"),
  cancelled: t("Scan cancelled", "扫描已取消"),
  /** Stands where a reason is to be written; as long as it stands there, there is none. */
  noEdits: t("This editor takes no edits from a language server.", "此编辑器不接受语言服务器的编辑。"),
  reason: t("<why it is not that technology>", "<不是该技术的理由>"),
  untrusted: t("Not in an untrusted workspace", "不受信任的工作区中不可用"),
  noOutgoing: t("There is no branch with a remote to push to", "没有可推送的分支与远程仓库"),
  noRepository: t("This folder is not in a git repository", "该文件夹不在 git 仓库中"),
  nothingKnown: t("The rulebook has nothing of that name", "规则库中没有该名称"),
  ledgerUnreadable: t("The ledger cannot be read; nothing was written", "台账无法读取，未写入任何内容"),
  policyUnreadable: t("The policy cannot be read; nothing was written", "策略无法读取，未写入任何内容"),
  confirmLedger: t("Borderline writes a requested approval", "Borderline 写入一项审批申请"),
  confirmPolicy: t("Borderline writes a place into the policy", "Borderline 在策略中写入地点"),
  notScanned: t("The workspace has not been scanned", "尚未扫描工作区"),
  noExposure: t("Nothing found leaves by a known way out", "未发现经已知去向离开的内容"),
} as const;

/** `12 of 340 files`. */
export function progressOf(done: number, met: number): LocalText {
  return t(`${done} of ${many(met, "file")}`, `${done} / ${met} 个文件`);
}

/** How far a scan came before it was stopped. */
export function cancelledAfter(done: number, met: number): LocalText {
  return t(`cancelled, ${done} of ${many(met, "file")} checked`, `已取消，已检查 ${done} / ${met} 个文件`);
}

/** What a scan found, for the one line at its end. */
export function foundIn({ files, held, levels: open }: OpenExposures): LocalText {
  const count = levelsCounted(open);
  const scanned = files === 1 ? "1 file" : `${files} files`;
  if (held === 0) return t(`${scanned} scanned; nothing is open`, `已扫描 ${files} 个文件；无未处理事项`);
  return t(
    `${scanned} scanned; something is open in ${held}: ${count.en}`,
    `已扫描 ${files} 个文件；其中 ${held} 个有未处理事项：${count.zh}`,
  );
}

/** What the hook said of a push that it stopped: where to, what is new with it, the loudest place with its item. */
export function pushStopped({ counts, remote, loudest }: Pick<LastPush, "counts" | "remote" | "loudest">): LocalText {
  const to = remote === null || remote === "" ? t("", "") : t(` to ${plain(remote, 60)}`, `到 ${plain(remote, 60)} 的`);
  const count = levelsCounted(counts);
  const head = t(
    `Borderline stopped the push${to.en}${count.en === "" ? "" : ` (${count.en})`}`,
    `Borderline 拦截了${to.zh}推送${count.zh === "" ? "" : `（${count.zh}）`}`,
  );
  if (loudest === null) return t(`${head.en}. Nothing has left.`, `${head.zh}。内容尚未离开。`);
  const place = `${plain(loudest.path, 120)}:${loudest.line}`;
  const more = loudest.files - 1;
  return t(
    `${head.en}: ${place} may fall under ${plain(loudest.item.en, 120)}${more > 0 ? `; ${more} more ${more === 1 ? "file" : "files"}` : ""}. Nothing has left.`,
    `${head.zh}：${place} 可能涉及 ${plain(loudest.item.zh, 120)}${more > 0 ? `；另有 ${more} 个文件` : ""}。内容尚未离开。`,
  );
}

/** What a push would bring that is not made: whereto, the verdict, what is new and open, the loudest place. */
export function pushWould(report: PushReport): LocalText {
  const [destination] = report.destinations;
  const where = (lang: Lang): string =>
    destination === undefined
      ? ""
      : `${plain(destination.name, 60)} (${plain(placeShown(destination), 100)})${lang === "en" ? ", " : "，"}${say(territoryName(destination.territory), lang)}`;
  const head = verdictHead(report);
  const count = levelsCounted(levelCounts(counted(report.exposures)));
  const loudest = loudestPlace(report);
  const place =
    loudest === null
      ? t("", "")
      : t(
          `; ${plain(loudest.path, 120)}:${loudest.line} may fall under ${plain(loudest.item.en, 120)}`,
          `；${plain(loudest.path, 120)}:${loudest.line} 可能涉及 ${plain(loudest.item.zh, 120)}`,
        );
  return t(
    `A push to ${where("en")}: ${head.en}${count.en === "" ? "" : ` (${count.en})`}${place.en}. Nothing was sent.`,
    `若推送到 ${where("zh-CN")}：${head.zh}${count.zh === "" ? "" : `（${count.zh}）`}${place.zh}。未发送任何内容。`,
  );
}
