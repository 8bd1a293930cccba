/** `explain`: each kind of name has its text in both languages, with verification, procedure, penalties, and what it is not. */
import { describe, expect, it } from "vitest";
import { explain, nearest } from "../../src/core/exposures/explain.js";
import { shippedRulebook } from "../shipped.js";

const rulebook = shippedRulebook();
const asOf = "2026-11-20";
const en = (id: string, day = asOf) => explain(rulebook, id, "en", day) ?? "";
const zh = (id: string, day = asOf) => explain(rulebook, id, "zh-CN", day) ?? "";

describe("an item", () => {
  it("086501X: broad wording, few filings, case by case, factors outside the code; also at its points", () => {
    for (const id of ["086501X", "CN:086501X", "CN:086501X/personalised-push", "CN:086501X/tts"]) {
      expect(en(id)).toContain("The wording is broad and known filings are few; the authority decides case by case");
      expect(zh(id)).toContain("市场份额");
    }
  });

  it("086302X: the threshold has no unit, and rests on a law-firm article", () => {
    expect(en("086302X")).toContain('"97万亿次" (97 tera operations) has no stated unit of time or precision');
    expect(en("086302X")).toContain("quoted by a law-firm article, not checked against the official text");
    expect(en("CN:086502X/supercomputer-software")).toContain("any modern accelerator exceeds it");
  });

  it("the procedure has steps, authority, days with what they exclude, and articles; penalties are complete", () => {
    const text = en("CN:086501X/personalised-push");
    for (const part of [
      "30 working days from receipt, excluding secrecy review; not a forecast",
      "15 working days from receipt of the documents",
      "art. 33",
      "art. 43",
      "1 to 5 times",
      "the permission to trade abroad may be revoked",
      "1 to 3 times",
      "bar from foreign trade",
    ])
      expect(text).toContain(part);
    expect(zh("CN:086501X")).toContain("暂停直至撤销对外贸易经营许可");
    expect(en("CN:dual-use")).toContain("45 working days from acceptance, excluding approval by the State Council");
  });

  it("a draft is said to be one, in the same line as its wording", () => {
    const line =
      en("CN:086501X/asr")
        .split("\n")
        .find((one) => one.includes("Speech recognition technology for Chinese")) ?? "";
    expect(line).toContain("not verified for the text in force");
    expect(line).toContain("known from a consultation draft only");
  });

  it("the edition of the day is used", () => {
    expect(en("CN:086501X/tts", "2021-01-01")).toContain("corpus design, recording and tagging");
    expect(en("CN:lidar", "2020-01-01")).toContain("not in force on 2020-01-01");
    expect(en("056101X")).toContain("CN:086501X ·");
    expect(en("CN:086501X")).toContain("\n  since 2025-07-15 086501X ");
    expect(zh("CN:086501X")).toContain("\n  2025-07-15 起 086501X ");
  });

  it("dated status, measures by end use, the three terms apart", () => {
    expect(en("US:4E091")).toContain("not enforced, formally still in place");
    expect(en("US:affiliates-rule")).toContain("status unknown since 2026-11-10");
    expect(en("CN:dual-use/uav")).toContain("Japan, military users and uses");
    expect(zh("CN:dual-use")).toContain("视同出口");
    expect(en("4E091")).toContain("Only if this item is subject to the EAR");
    expect(en("EU:5D002")).toContain("Only if the exporter is subject to Regulation (EU) 2021/821");
    expect(en("EU:5D002")).not.toContain("EAR");
  });

  it("every item has what it is not, and the closing words, in both languages", () => {
    for (const { id } of rulebook.items) {
      expect(en(id)).toContain("What it is not");
      expect(en(id)).toContain("For reference only, not legal advice");
      expect(zh(id)).toContain("不包括");
      expect(zh(id).trimEnd().endsWith("由主管部门认定。")).toBe(true);
    }
  });
});

describe("the rest", () => {
  it("the judgement prints every row, with its conditions and level", () => {
    const text = en("judgement");
    for (const row of rulebook.judgement) expect(text).toContain(`${row.id} →`);
    expect(text).toContain("bound: home");
    expect(zh("judgement")).toContain("中国香港、中国澳门、中国台湾");
    expect(text).toContain("people moving or training abroad");
  });

  it("every rule and family", () => {
    for (const rule of rulebook.rules) {
      expect(en(rule.id)).toContain(rule.advice.en);
      expect(zh(rule.id)).toContain(rule.why.zh);
    }
    expect(en("recommendation")).toContain("CN:086501X/personalised-push");
  });

  it("hosts and regions", () => {
    expect(en("github.com")).toContain("United States");
    expect(zh("aws:ap-east-1")).toContain("中国香港");
    expect(en("ap-southeast-1")).toContain("Singapore");
  });

  it("an unknown name is null, with names that look like it", () => {
    expect(explain(rulebook, "nothing-of-the-kind", "en", asOf)).toBeNull();
    expect(explain(rulebook, "", "en", asOf)).toBeNull();
    expect(nearest(rulebook, "lidar")).toContain("CN:lidar");
  });

  it("no penalty is shown anywhere but for items", () => {
    for (const id of ["judgement", "recommendation", "github.com", ...rulebook.rules.map((rule) => rule.id)])
      expect(en(id)).not.toContain("Penalties");
  });
});

it("a row of the judgement, as an exposure names it, alone", () => {
  expect(en("listed-wording")).toMatch(/\d+\. listed-wording → warning\n/);
  expect(en("listed-wording")).not.toContain("stays-home");
  expect(zh("listed-wording")).toContain("listed-wording → 警示");
});
