/** Advice by channel: what to do, the question that decides it, and whose position that is. None of it is a ruling; each names where it was read. */
import type { Via } from "../destinations/destination.js";
import { t, type LocalText } from "../text.js";

/** What to do about a channel, the question that decides it, and whose position that is. */
export interface Advice {
  readonly advice: LocalText;
  readonly question: LocalText;
  /** Whose position the question is. */
  readonly position: LocalText;
}

const storage: Omit<Advice, "advice"> = {
  question: t(
    "Does anyone outside the Chinese mainland obtain or use what is stored there?",
    "境外是否有人实际获取或利用存放于该处的内容？",
  ),
  position: t(
    "law-firm view; the rules do not settle whether storage abroad is a transfer",
    "律师事务所观点；存放于境外是否构成技术转移，现行规则未明确",
  ),
};

/** What to do about a way out, by channel. */
export const adviceByVia: Readonly<Record<Via, Advice>> = {
  push: {
    advice: t(
      "Hold the part that resembles a listed item back, or have it classified first; record who can read the repository.",
      "先保留与列名条目相近的部分，或先行定性；记录哪些人可以读取该仓库。",
    ),
    ...storage,
  },
  mirror: {
    advice: t(
      "Take the part out of the mirror's scope until it is classified; a mirror repeats every later change.",
      "在定性之前将该部分移出镜像范围；镜像会持续同步后续改动。",
    ),
    ...storage,
  },
  upload: {
    advice: t(
      "Choose a store within the home territory, or have the part classified first; record who can read the store.",
      "选择境内存储，或先行定性；记录哪些人可以读取该存储。",
    ),
    ...storage,
  },
  publish: {
    advice: t("Do not publish before it is classified: first publication cannot be taken back.", "定性之前不要公开；首次公开无法撤回。"),
    question: t(
      "Was exactly this published before, by whom, and with what evidence?",
      "完全相同的内容此前是否已公开、由谁公开、有何证据？",
    ),
    position: t(
      "civil catalogue: no express exemption for published technology, practice may be lenient (law-firm view); dual-use list: the public domain is exempt (definitions of the list)",
      "民用目录：没有明确豁免已公开技术，实务可能从宽（律师事务所观点）；两用物项清单：不适用于公共领域信息（清单定义部分）",
    ),
  },
  handover: {
    advice: t(
      "No handover, and for restricted technology no substantive negotiation, before the documents of its class are there; keep the list of technical materials.",
      "在取得相应文件之前不得交付；属于限制出口技术的，亦不得进行实质性谈判；保存技术资料出口清单。",
    ),
    question: t(
      "Who receives it, under which contract, for what use? Affiliates are recipients too.",
      "由谁接收、依据哪份合同、用于什么用途？关联方同样是接收方。",
    ),
    position: t(
      "Regulation on technology import and export, art. 2; no exemption within a group was found (law-firm view)",
      "《技术进出口管理条例》第二条；未见集团内部豁免（律师事务所观点）",
    ),
  },
  deploy: {
    advice: t(
      "Deploy what is listed only within the home territory, or so that nobody there obtains source, weights or parameters, and have that arrangement looked at.",
      "列名技术仅在境内部署，或确保当地无人取得源代码、权重或参数，并就该安排征求意见。",
    ),
    question: t(
      "Can the party at that place obtain or use the capability, or does it only run there?",
      "当地一方能否实际获取或利用该能力，还是仅在当地运行？",
    ),
    position: t("law-firm view on weights and inference engines deployed abroad", "律师事务所关于境外部署权重与推理引擎的观点"),
  },
  serve: {
    advice: t(
      "Serve results, not the technology: no source, weights, training data or parameters in what is sent.",
      "只提供结果，不提供技术：对外内容中不含源代码、权重、训练数据或参数。",
    ),
    question: t(
      "Does the user obtain the technology, or only a product or service that uses it?",
      "使用者取得的是技术，还是仅为使用该技术的产品或服务？",
    ),
    position: t(
      "law-firm view (2020): mere use without access to the technology is arguably no export; interfaces can be one, the boundary is unsettled",
      "律师事务所观点（2020 年）：仅使用而不接触技术，可主张不构成出口；接口调用可能构成出口，界限尚不明确",
    ),
  },
};

/** Published code, by list. */
export const openSource = t(
  "Civil catalogue: the rules do not expressly exempt published technology; practice may be lenient (law-firm view). Dual-use list: it exempts the public domain.",
  "民用目录：规则没有明确豁免已公开技术，实务可能从宽（律师事务所观点）。两用物项清单：不适用于公共领域信息。",
);

/** For China's source, weights or training data: one line, never more. */
export const importantData = t("Check whether it was notified or published as important data.", "请核对是否被告知或公开发布为重要数据。");

/** Three terms that are often mixed. */
export const termsApart = t(
  "Apart: provision to foreign organisations and persons (Export Control Law art. 2); transfer from abroad to abroad (Regulation on dual-use items art. 49; a law-firm article calls it 视同出口); the US deemed export.",
  "三者不同：向外国组织和个人提供（出口管制法第二条）；境外再转移（两用物项出口管制条例第四十九条，有律所文章称“视同出口”）；美国的 deemed export。",
);
