/** `explain ID`: what an item, control point, rule, family, host, region or the judgement means, what to do, and how well it is verified. */
import { findItem } from "../rulebook/catalogue.js";
import type { Place } from "../rulebook/place.js";
import { families, type Family, type Rule } from "../rulebook/rule.js";
import type { Rulebook } from "../rulebook/rulebook.js";
import { same, say, t, type Lang, type LocalText } from "../text.js";
import {
  audienceNames,
  classNames,
  familyNames,
  levelNames,
  placeVerificationNames,
  roleNames,
  verificationNames,
} from "../words/names.js";
import { disclaimer, notVisibleHere, notVisibleLabel } from "../words/sentences.js";
import { territoryName } from "../words/territories.js";
import { explainItem, section } from "./explain-item.js";
import { conditions, type JudgementRow } from "./judgement.js";

/** The text for an id on a day; null where the rulebook has nothing of that name (see `nearest`). */
export function explain(rulebook: Rulebook, id: string, lang: Lang, asOf: string): string | null {
  const lines = linesOf(rulebook, id.trim(), lang, asOf);
  return lines && [...lines, "", say(disclaimer, lang), ""].join("\n");
}

/** Up to eight names that the rulebook has and that look like the one asked for. */
export function nearest(rulebook: Rulebook, id: string): readonly string[] {
  const asked = id.toLowerCase();
  const names = [
    "judgement",
    ...families,
    ...rulebook.items.map((one) => one.id),
    ...rulebook.rules.map((one) => one.id),
    ...rulebook.places.map((one) => one.id),
  ];
  return asked === "" ? [] : names.filter((name) => name.toLowerCase().includes(asked) || asked.includes(name.toLowerCase())).slice(0, 8);
}

function linesOf(rulebook: Rulebook, id: string, lang: Lang, asOf: string): readonly string[] | null {
  if (id === "judgement") return explainJudgement(rulebook.judgement, lang);
  const item = findItem(rulebook, id) ?? findItem(rulebook, `CN:${id}`) ?? findItem(rulebook, `US:${id}`);
  if (item) return explainItem(rulebook, item, lang, asOf);
  const rule = rulebook.rules.find((one) => one.id === id);
  if (rule) return explainRule(rulebook, rule, lang);
  const family = families.find((one) => one === id);
  if (family) return explainFamily(rulebook, family, lang);
  if (rulebook.judgement.some((row) => row.id === id)) return explainJudgement(rulebook.judgement, lang, id);
  const places = placesNamed(rulebook.places, id.toLowerCase());
  return places.length > 0 ? places.flatMap((place, i) => [...(i > 0 ? [""] : []), ...explainPlace(place, lang)]) : null;
}

/** The table, row by row, in the order in which it is read; or one row of it, as an exposure names it. */
function explainJudgement(rows: readonly JudgementRow[], lang: Lang, only: string | null = null): readonly string[] {
  const head = t(
    "How an exposure is judged: the first row whose conditions all hold decides. Each exposure names its row.",
    "判断方法：条件全部满足的第一行起决定作用。每项结果均注明所依据的行。",
  );
  const lines = rows.flatMap((row, i) =>
    only !== null && row.id !== only
      ? []
      : [
          "",
          `${i + 1}. ${row.id} → ${say(levelNames[row.level], lang)}`,
          ...conditions.flatMap((name) => (row[name] ? [`   ${name}: ${row[name].join(", ")}`] : [])),
          `   ${say(row.why, lang)}`,
        ],
  );
  const bounds = t(
    "The public counts as overseas wherever the host stands; a home host that forwards overseas counts as overseas. Hong Kong (China), Macao (China) and Taiwan (China) are outside the Chinese mainland's customs territory.",
    "面向公众的去向，无论主机所在，均按境外处理；向境外转发的境内主机按境外处理。中国香港、中国澳门、中国台湾不在内地关境之内。",
  );
  return [say(head, lang), ...lines, "", say(bounds, lang), ...section(notVisibleLabel, notVisibleHere, lang)];
}

function explainRule(rulebook: Rulebook, rule: Rule, lang: Lang): readonly string[] {
  const fits: Readonly<Record<string, LocalText>> = {
    wording: t("resembles its wording", "与其表述相近"),
    arguable: t("could be argued", "可议"),
    carrier: t("may carry such technology", "可能承载该技术"),
  };
  const items = rule.items.map(({ id, fit }) => {
    const item = findItem(rulebook, id);
    const verified = item ? verificationNames[item.verification] : same("");
    const how = fits[fit] ?? same(fit);
    return t(`${id} ${item?.title.en ?? ""}: ${how.en} (${verified.en})`, `${id} ${item?.title.zh ?? ""}：${how.zh}（${verified.zh}）`);
  });
  const speaking = (sign: number) =>
    rule.signals
      .filter((signal) => Math.sign(signal.weight) === sign)
      .map((signal) => t(`${signal.what.en} (${signal.in.join(", ")})`, `${signal.what.zh}（${signal.in.join(", ")}）`));
  return [
    `${rule.id} · ${say(rule.title, lang)}`,
    `  ${say(familyNames[rule.family], lang)}${lang === "en" ? ", " : "，"}${say(roleNames[rule.role], lang)}`,
    ...section(t("Why it matters", "为何重要"), [rule.why], lang),
    ...section(t("What to do", "建议"), [rule.advice], lang),
    ...section(t("Items it may fall under", "可能涉及的条目"), items, lang),
    ...section(t("What speaks for it", "支持的依据"), speaking(1), lang),
    ...section(t("What speaks against it", "反对的依据"), speaking(-1), lang),
    ...section(t("References", "参考"), rule.references.map(same), lang),
  ];
}

function explainFamily(rulebook: Rulebook, family: Family, lang: Lang): readonly string[] {
  const rules = rulebook.rules.filter((rule) => rule.family === family);
  const items = [...new Set(rules.flatMap((rule) => rule.items.map(({ id }) => id)))].flatMap((id) => findItem(rulebook, id) ?? []);
  const none = t("none: this tool does not look for this family", "无：本工具不查找该类技术");
  return [
    `${family} · ${say(familyNames[family], lang)}`,
    ...section(
      t("Rules", "规则"),
      rules.length === 0
        ? [none]
        : rules.map((rule) =>
            t(`${rule.id} (${roleNames[rule.role].en}): ${rule.title.en}`, `${rule.id}（${roleNames[rule.role].zh}）：${rule.title.zh}`),
          ),
      lang,
    ),
    ...section(
      t("Items they may fall under", "可能涉及的条目"),
      items.map((item) =>
        t(`${item.id} ${item.title.en} (${classNames[item.class].en})`, `${item.id} ${item.title.zh}（${classNames[item.class].zh}）`),
      ),
      lang,
    ),
  ];
}

function explainPlace(place: Place, lang: Lang): readonly string[] {
  const where = territoryName(place.territory);
  const basis =
    place.basis === "seat"
      ? t("the operator's seat stands for it: a service without a stated location", "以运营者所在地代之：服务未说明所在地")
      : place.verification === "memory"
        ? t("a location of its own", "自有所在地")
        : t("the stated location", "所述位置");
  const public_ =
    place.audience === "public"
      ? t("; what is public counts as overseas wherever the host stands", "；公开内容无论主机所在，均按境外处理")
      : same("");
  return [
    `${place.id} · ${say(place.title, lang)}`,
    say(t(`  ${where.en} (${basis.en})`, `  ${where.zh}（${basis.zh}）`), lang),
    say(
      t(
        `  usual audience: ${audienceNames[place.audience].en}${public_.en}`,
        `  通常受众：${audienceNames[place.audience].zh}${public_.zh}`,
      ),
      lang,
    ),
    ...(place.hosts.length > 0 ? [`  ${place.hosts.join(", ")}`] : []),
    ...(place.note ? [`  ${say(place.note, lang)}`] : []),
    `  ${say(placeVerificationNames[place.verification], lang)}`,
    `  ${say(place.verification === "memory" ? t("Can be checked at: ", "可在此核对：") : t("Source: ", "来源："), lang)}${[sourceName(place.source.name, lang), place.source.url, place.source.date].filter((part) => part !== undefined).join(", ")}`,
    say(t("  The policy's `places:` can say otherwise for your own hosts.", "  自有主机可在策略的 `places:` 中另行说明。"), lang),
  ];
}

/** A source's own title as it is; what we call a source that has none, in the reader's language. */
function sourceName(name: string, lang: Lang): string {
  return lang === "zh-CN" && /^The (?:service|hub|registry)'s own site$/.test(name) ? "该服务自身网站" : name;
}

/** By id or host first, then by a region's name, then by the end of a host's name. */
function placesNamed(places: readonly Place[], asked: string): readonly Place[] {
  const exact = places.filter((place) => place.id.toLowerCase() === asked || place.hosts.some((host) => host.toLowerCase() === asked));
  if (exact.length > 0) return exact;
  const named = places.filter((place) => place.names.some((name) => name.toLowerCase() === asked));
  if (named.length > 0) return named;
  return places
    .filter((place) => place.hosts.some((host) => host.startsWith("*.") && asked.endsWith(host.slice(1).toLowerCase())))
    .slice(0, 3);
}
