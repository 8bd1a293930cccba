/** The sentences of reports, both languages, in the words of the judgement; none calls anything clear. */
import type { Marker } from "../markers/marker.js";
import type { Level, Policy } from "../exposures/policy.js";
import type { ItemClass, Regime } from "../rulebook/item.js";
import { many, t, type LocalText } from "../text.js";
import { isSupposed } from "../destinations/place-reason.js";
import { destinationName, itemCited } from "./names.js";
import type { ReportItem, ScanReport } from "./report.js";
import { plain } from "./safe.js";
import type { Counts, Finding } from "./view.js";
import { levelNames, stateNames, verificationNames } from "../words/names.js";
import { classSentence } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";

/** The first line of a scan without a policy: what was assumed in its place. */
export function withoutPolicy(report: Pick<ScanReport, "home" | "regimes" | "unknownPlaces" | "push">): LocalText {
  const { home, regimes, push } = report;
  const made = territoryName(home);
  const unknown = unknownPlaceNames[report.unknownPlaces];
  const blocked = push.block === "never" ? t("a push is never blocked", "不拦截推送") : blockedFrom(push.block);
  const undecided = push.undecided === "warn" ? t("warns", "提醒") : t("is blocked", "拦截");
  return t(
    `No policy file, so defaults: home territory ${made.en}, ${regimes.length === 1 ? "regime" : "regimes"} ${regimes.join(", ")}, unknown places ${unknown.en}, ${blocked.en}, an undecided one ${undecided.en}. \`borderline init\` writes one.`,
    `没有策略文件，按默认值：开发地为${made.zh}，适用法域 ${regimes.join("、")}，所在地不明的去向${unknown.zh}，${blocked.zh}，无法判断时${undecided.zh}。可用 \`borderline init\` 写一份。`,
  );
}

function blockedFrom(level: Level): LocalText {
  const { en, zh } = levelNames[level];
  return t(`a push is blocked at ${en}`, level === "error" ? `推送含${zh}级事项时拦截` : `推送含${zh}级及以上事项时拦截`);
}

const unknownPlaceNames: Readonly<Record<Policy["unknownPlaces"], LocalText>> = {
  warn: t("are warned of", "予以警示"),
  overseas: t("count as abroad", "视为境外"),
  home: t("count as at home", "视为境内"),
};

/** Open exposures above which a headline leads with the files and ways of which they are made. */
const manyOpen = 20;

/** `391 files by 2 ways out`: what a person can count, where the exposures (one for each file, item and way out) are many; else null. */
export function spreadSentence({ open, spread: { files, ways } }: Pick<Counts, "open" | "spread">): LocalText | null {
  if (open.error + open.warning + open.note <= manyOpen) return null;
  return t(`${many(files, "file")} by ${many(ways, "way out", "ways out")}`, `${files} 个文件，${ways} 个去向`);
}

/** Said at the head of a history that was judged as if it went somewhere; null where it was judged by the ways out that there are. */
export function supposedSentence({ destinations }: Pick<ScanReport, "destinations">): LocalText | null {
  const supposed = destinations.find(isSupposed);
  if (supposed === undefined) return null;
  const { en, zh } = territoryName(supposed.territory);
  const to = plain(supposed.value, 160);
  return t(`Hypothetical: judged as if it went to ${to} (${en}).`, `假设：按去往 ${to}（${zh}）判断。`);
}

/** The marker sentence: what it resembles and why, by its three strongest reasons. The item is the first that is in force that day, of one of the regimes where there is one. */
export function markerSentence(
  marker: Pick<Marker, "items" | "evidence">,
  items: Readonly<Record<string, ReportItem>>,
  regimes: readonly Regime[] = [],
): LocalText {
  const strongest = marker.evidence.filter((e) => e.weight > 0).sort((a, b) => b.weight - a.weight);
  const en = [...new Set(strongest.map((e) => e.what.en))].slice(0, 3).join("; ");
  const zh = [...new Set(strongest.map((e) => e.what.zh))].slice(0, 3).join("；");
  const inForce = marker.items.filter(({ id }) => items[id]?.edition !== null);
  const first = inForce.find(({ id }) => regimes.some((regime) => items[id]?.regime === regime)) ?? inForce[0];
  // Whoever asks by other regimes is quoted none of China's items.
  if (first !== undefined && regimes.length > 0 && !regimes.some((regime) => regime === "CN" || items[first.id]?.regime === regime)) {
    const names = [regimes.join(", "), regimes.join("、")];
    return t(
      `No item of ${names[0]} that this rulebook knows names this (because ${en}).`,
      `本规则库未见 ${names[1]} 的条目与之对应（依据：${zh}）。`,
    );
  }
  if (first === undefined || first.id === "CN:free") {
    return t(
      `Not listed as far as this rulebook knows; a contract still needs registration (because ${en}).`,
      `本规则库未见列名；签订合同后仍需登记（依据：${zh}）。`,
    );
  }
  const { name: code, title } = itemCited(first.id, items);
  // A number is set off from Chinese characters by a blank, a title stands between quotation marks.
  const gap = title.zh === "" ? "" : " ";
  const item = items[first.id];
  const may = mayBe[item?.class ?? "reference"];
  const honest = item?.verification === "draft" || item?.verification === "memory" ? verificationNames[item.verification] : null;
  const because = t(
    `${honest === null ? "" : `; ${honest.en}`} (because ${en}).${title.en}`,
    `${honest === null ? "" : `；${honest.zh}`}（依据：${zh}）。${title.zh}`,
  );
  // A foreign entry opens with what it depends on, wherever the contents go.
  const depends = item?.class === "foreign" ? classSentence("foreign", item.regime) : null;
  const before = depends === null ? t("", "") : t(`${depends.en} `, depends.zh);
  const said = (en: string, zh: string): LocalText =>
    t(`${before.en}${en}; ${may.en}${because.en}`, `${before.zh}${zh}，${may.zh}${because.zh}`);
  if (first.fit === "wording") return said(`Resembles the wording of ${code.en}`, `与 ${code.zh}${gap}的表述相近`);
  if (first.fit === "carrier") return said(`May carry technology under ${code.en}`, `可能承载 ${code.zh}${gap}所述技术`);
  return said(`Could be argued to fall under ${code.en}`, `可能有理由归入 ${code.zh}`);
}

/** One exposure in a sentence: what it resembles, where it would go, and whether it is there already. */
export function findingSentence({ marker, exposure, destination }: Finding): LocalText {
  const place = territoryName(destination.territory);
  const state = stateNames[exposure.state];
  const supposed = isSupposed(destination) ? t("hypothetical; ", "假设；") : t("", "");
  return t(
    `${marker.text.en} Way out: ${destinationName(destination, "en")}, ${place.en}; ${supposed.en}${state.en}.`,
    `${marker.text.zh}去向：${destinationName(destination, "zh-CN")}，${place.zh}；${supposed.zh}${state.zh}。`,
  );
}

const mayBe: Readonly<Record<ItemClass, LocalText>> = {
  prohibited: t("may be prohibited", "可能属于禁止出口技术"),
  restricted: t("may be restricted", "可能属于限制出口技术"),
  "dual-use": t("may be a dual-use item", "可能属于两用物项"),
  free: t("a contract needs registration", "签订合同后需登记"),
  foreign: t("may be on a foreign list", "可能属于外国清单所列物项"),
  reference: t("shown for reference", "仅供参照"),
};
