/** The words that people read: nothing of ours calls anything clear or compliant, in either language, in rules, catalogue, judgement or sentences. */
import { describe, expect, it } from "vitest";
import { isMap, isScalar, parseDocument, visit } from "yaml";
import { families } from "../src/core/rulebook/rule.js";
import * as advice from "../src/core/words/advice.js";
import * as names from "../src/core/words/names.js";
import * as sentences from "../src/core/words/sentences.js";
import { isTerritory, territoryName } from "../src/core/words/territories.js";
import { texts as shipped } from "./shipped.js";

/** Words that would be a judgement of ours, and the standing phrases of the law in which they may stand. */
const forbidden = {
  en: /\b(clear(?:s|ed|ance)?|passed|safe(?:ly|ty)?|compliant|legal(?:ly)?)\b/i,
  zh: /通过|放行|合规|违规|违法|海外|国外/,
} as const;
const ofTheLaw = [/not legal advice/gi, /违法所得/g, /违法经营额/g];

const bare = (text: string) => ofTheLaw.reduce((rest, phrase) => rest.replaceAll(phrase, ""), text);
const offends = (lang: "en" | "zh", text: string) => forbidden[lang].test(bare(text));

/** Every `{en, zh}` in a value, sentences that are functions called with plain words. */
function texts(value: unknown): { readonly en: string; readonly zh: string }[] {
  if (typeof value === "function") return [];
  if (typeof value !== "object" || value === null) return [];
  const { en, zh } = value as { en?: unknown; zh?: unknown };
  if (typeof en === "string" && typeof zh === "string") return [{ en, zh }];
  return Object.values(value).flatMap(texts);
}

const filled = [
  sentences.alreadyThere({ en: "X", zh: "X" }),
  sentences.nothingFound({ en: "X", zh: "X" }),
  sentences.recordedBy("X", "2026-01-01"),
  sentences.mostlyIgnored(0.6),
  ...[0.5, 0.7, 0.9].map(names.strength),
];

describe("our own sentences", () => {
  const all = [...texts(sentences), ...texts(names), ...texts(advice), ...filled];
  it("are there in both languages, without a forbidden word", () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ en, zh }) => en.trim() === "" || zh.trim() === "" || offends("en", en) || offends("zh", zh))).toEqual([]);
  });

  it("the list is held: each forbidden word would be seen", () => {
    const bad = ["This is clear.", "It passed.", "safe to push", "compliant", "legal"];
    expect(bad.filter((text) => !offends("en", text))).toEqual([]);
    expect(["通过", "放行", "合规", "违规", "违法", "海外", "国外"].filter((text) => !offends("zh", text))).toEqual([]);
    expect([
      offends("en", "not legal advice"),
      offends("zh", "没收违法所得"),
      offends("en", "safetensors"),
      offends("en", "illegal"),
    ]).toEqual([false, false, false, false]);
  });

  it("say what judgement.md prescribes, word for word", () => {
    expect(sentences.disclaimer).toEqual({
      en: "For reference only, not legal advice; the competent authority decides whether this is controlled and whether it is an export.",
      zh: "仅供参考，不构成法律意见；是否属于管制技术、是否构成出口，由主管部门认定。",
    });
    expect(sentences.classSentences.restricted).toEqual({
      en: "No substantive negotiation before the letter of intent; apply for the licence after signing; the contract takes effect when the licence is issued.",
      zh: "取得技术出口许可意向书前不得进行实质性谈判；签约后申请许可证，合同自许可证颁发之日起生效。",
    });
    expect(sentences.recipientUnknown.zh).toBe("接收方不明；存放于境外是否构成技术转移，现行规则未明确。");
    expect(sentences.nothingFound({ en: "A", zh: "甲" }).zh).toBe(
      "未发现已知标记，不表示可以出口；未检查：甲；未列名技术签订合同后仍需登记。",
    );
  });

  it("evidence is strong, medium or weak, never a percentage", () => {
    expect([0.5, 0.65, 0.85].map((confidence) => names.strength(confidence).en)).toEqual(["weak", "medium", "strong"]);
    expect(names.strength(0.9).zh).toBe("强");
  });

  it("every family has a name", () => {
    expect(families.filter((family) => names.familyNames[family].zh === "")).toEqual([]);
  });
});

describe("territories", () => {
  it.each([
    ["CN", "Chinese mainland", "中国内地"],
    ["HK", "Hong Kong (China)", "中国香港"],
    ["MO", "Macao (China)", "中国澳门"],
    ["TW", "Taiwan (China)", "中国台湾"],
    ["US", "United States", "美国"],
    ["SG", "Singapore", "新加坡"],
    [null, "place unknown", "所在地不明"],
    ["<b>", "b", "b"],
  ])("%s is %s, %s", (code, en, zh) => {
    expect(territoryName(code)).toEqual({ en, zh });
  });

  it("knows which codes there are", () => {
    expect(["CN", "GB", "DE", "KR"].map(isTerritory)).toEqual([true, true, true, true]);
    expect(["UK", "EU", "cn", "XX", "ZZ", "USA", ""].map(isTerritory)).toEqual([false, false, false, false, false, false, false]);
  });
});

describe("the texts of rules/", () => {
  it("are without a forbidden word, in every file", () => {
    const bad: string[] = [];
    for (const [file, yaml] of shipped) {
      visit(parseDocument(yaml, { uniqueKeys: false }), {
        Pair: (_key, pair) => {
          const lang = isScalar(pair.key) ? pair.key.value : null;
          if ((lang !== "en" && lang !== "zh") || !isScalar(pair.value) || isMap(pair.value)) return;
          const text = String(pair.value.value);
          if (offends(lang, text)) bad.push(`${file}: ${lang}: ${text}`);
        },
      });
    }
    expect(shipped.size).toBeGreaterThan(10);
    expect(bad).toEqual([]);
  });
});
