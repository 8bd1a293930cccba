/** Why a territory is inferred or unknown: the key words that stand in `reason`, and what people read for them. */
import type { LocalText } from "../text.js";
import { reasonZh } from "./reason-words.js";

const placeReasons = {
  "operator's seat": {
    en: "a service without a stated location; its operator's seat stands for it",
    zh: "服务未说明所在地，以运营者所在地代之",
  },
  "location not stated": { en: "a known service whose location depends on the customer's contract", zh: "已知服务，所在地取决于客户合同" },
  "country-code domain": { en: "only the country code of the domain name says so", zh: "仅凭域名的国家和地区代码推断" },
  "private address": {
    en: "a private address or a name of a private network; it can be anywhere",
    zh: "内网地址或内网名称，无法判断所在地",
  },
  "public address": { en: "a bare network address says nothing about its place", zh: "仅有网络地址，无法判断所在地" },
  "unknown region": { en: "a region that the gazetteer does not have", zh: "地名录中没有的区域" },
  "unknown host": { en: "a host that the gazetteer does not have", zh: "地名录中没有的主机" },
  hypothetical: { en: "hypothetical: judged as if it went there", zh: "假设：按去往该处判断" },
  folder: { en: "a folder of this machine or network", zh: "本机或网络中的文件夹" },
  "no host": { en: "no host is written here", zh: "此处未写明主机" },
} as const satisfies Readonly<Record<string, LocalText>>;

/** A reason of the gazetteer's own. */
export type PlaceReason = keyof typeof placeReasons;

/** The reason of a way out that is only supposed (`--destination`), before the one for which its place is inferred or unknown. */
export function supposedReason(reason: string | null): string {
  return reason === null ? "hypothetical" : `hypothetical; ${reason}`;
}

/** Whether a way out is only supposed. */
export function isSupposed({ reason }: { readonly reason: string | null }): boolean {
  return reason !== null && /^hypothetical(; |$)/.test(reason);
}

/** A destination's `reason` in words; a reason of a reader's own ("secret DEPLOY_HOST") keeps its names. */
export function reasonText(reason: string): LocalText {
  if (isSupposed({ reason }) && reason !== "hypothetical") {
    const [first, rest] = [placeReasons.hypothetical, reasonText(reason.slice("hypothetical; ".length))];
    return { en: `${first.en}; ${rest.en}`, zh: `${first.zh}；${rest.zh}` };
  }
  return Object.hasOwn(placeReasons, reason) ? placeReasons[reason as PlaceReason] : { en: reason, zh: reasonZh(reason) };
}
