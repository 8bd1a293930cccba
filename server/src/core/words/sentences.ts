/** The standard sentences, both languages, in the words of judgement.md: no sentence of our own judgement stands anywhere else. */
import type { ItemClass, Regime } from "../rulebook/item.js";
import { t, type LocalText } from "../text.js";

/** The last word of every report. */
export const disclaimer = t(
  "For reference only, not legal advice; the competent authority decides whether this is controlled and whether it is an export.",
  "仅供参考，不构成法律意见；是否属于管制技术、是否构成出口，由主管部门认定。",
);

/** What no scan of a repository can show. */
export const notVisibleHere: readonly LocalText[] = [
  t("people moving or training abroad", "人员赴境外工作或培训"),
  t("remote support", "远程技术支持"),
  t("API use", "接口调用"),
  t("access by affiliates", "关联方访问"),
  t("contracts", "合同"),
  t("equity deals", "股权交易"),
  t("end users and lists", "最终用户与清单"),
  t("ownership", "权属"),
  t("patents", "专利"),
  t("secrecy review", "保密审查"),
  t("other sectors of the catalogue", "目录的其他行业"),
  t("other clones", "其他克隆副本"),
];

/** The same as a label and a list, and as one sentence. */
export const notVisibleLabel = t("Not visible here", "此处看不到");
export const notVisibleList = t(notVisibleHere.map(({ en }) => en).join(", "), notVisibleHere.map(({ zh }) => zh).join("、"));
export const notVisibleSentence = t(`${notVisibleLabel.en}: ${notVisibleList.en}`, `${notVisibleLabel.zh}：${notVisibleList.zh}`);

/** What each class asks for first. */
export const classSentences: Readonly<Record<ItemClass, LocalText>> = {
  prohibited: t("Technology listed as prohibited shall not be exported.", "属于禁止出口的技术，不得出口。"),
  restricted: t(
    "No substantive negotiation before the letter of intent; apply for the licence after signing; the contract takes effect when the licence is issued.",
    "取得技术出口许可意向书前不得进行实质性谈判；签约后申请许可证，合同自许可证颁发之日起生效。",
  ),
  "dual-use": t(
    "Dual-use items need an export licence; who cannot classify an item may consult the competent authority.",
    "两用物项出口须取得许可证；无法确定是否属于管制物项的，可向主管部门咨询。",
  ),
  free: t("Unlisted technology under a contract still needs registration.", "未列名技术签订合同后仍需登记。"),
  foreign: t(
    "Only if this item is subject to the EAR (US origin, de minimis, foreign direct product); not determined here.",
    "仅当该物项受《出口管理条例》（EAR）管辖时适用（美国原产、最低比例、外国直接产品）；此处不作认定。",
  ),
  reference: t("Shown for reference; not judged here.", "仅供参照，此处不作判断。"),
};

/** The sentence of a class under a regime: the EAR's condition is not the EU's. */
export function classSentence(itemClass: ItemClass, regime: Regime): LocalText {
  return itemClass === "foreign" && regime === "EU" ? euSentence : classSentences[itemClass];
}

const euSentence = t(
  "Only if the exporter is subject to Regulation (EU) 2021/821 (export from the Union, electronic transmission included); not determined here.",
  "仅当出口人受条例 (EU) 2021/821 约束时适用（自欧盟出口，包括电子传输）；此处不作认定。",
);

/** Where a measure depends on the end use. */
export const endUseUnseen = t("the end use decides, and code cannot show it", "取决于最终用途，而代码无法显示最终用途");

/** An item, status or measure past the day until which it was known. */
export function unknownSince(day: string): LocalText {
  return t(`status unknown since ${day}`, `自 ${day} 起状态不明`);
}

/** Said where a destination has no recipient. */
export const recipientUnknown = t(
  "Recipient unknown; the rules do not settle whether storage abroad is a transfer.",
  "接收方不明；存放于境外是否构成技术转移，现行规则未明确。",
);

/** What is where it should not be stays as it is. */
export function alreadyThere(whom: LocalText): LocalText {
  const gap = /^[\x21-\x7e]/.test(whom.zh) ? " " : "";
  return t(
    `Deleting or rewriting history undoes nothing; keep things as they are and contact ${whom.en}.`,
    `删除或改写历史不能撤销已发生的转移；请保留现状并联系${gap}${whom.zh}。`,
  );
}

/** Said where the policy names nobody to call. */
export const noContact = t("no contact is named: `contact:` in the policy says whom to call", "未填写联系人：请在策略的 `contact:` 中写明");

/** What a scan without findings says. */
export function nothingFound(notChecked: LocalText): LocalText {
  return t(
    `No known marker found. This does not mean it may be exported. Not checked: ${notChecked.en}. Unlisted technology under a contract still needs registration.`,
    `未发现已知标记，不表示可以出口；未检查：${notChecked.zh}；未列名技术签订合同后仍需登记。`,
  );
}

/** What is said in its place where there was no file to look at. */
export const nothingLookedAt = t(
  "No file was looked at, so nothing is known of what this holds. This does not mean it may be exported.",
  "未检查任何文件，因此无从得知其中有何内容；不表示可以出口。",
);

/** Said in the first line where ignore files hide more than half of a tree. */
export function mostlyIgnored(share: number): LocalText {
  const percent = Math.round(share * 100);
  return t(`Ignore files hide ${percent} % of this tree.`, `忽略规则隐藏了该目录树的 ${percent}%。`);
}

/** Whose word an approval is: the ledger's, not this tool's. */
export function recordedBy(name: string | null, date: string | null): LocalText {
  const who = name ?? "—";
  const when = date ?? "—";
  return t(`recorded by ${who} on ${when}; this tool has not checked the document`, `由 ${who} 于 ${when} 记录；本工具未核验该文件`);
}
