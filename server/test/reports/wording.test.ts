/** What every report must say, and what none may, in both languages. */
import { describe, expect, it } from "vitest";
import { renderClassification } from "../../src/core/reports/classification.js";
import { renderCsv } from "../../src/core/reports/csv.js";
import { renderDiffMarkdown, renderDiffText } from "../../src/core/reports/diff-forms.js";
import { diffScans } from "../../src/core/reports/diff.js";
import { renderFolderCsv, renderFolderMarkdown, renderFolderText } from "../../src/core/reports/folder-forms.js";
import { folderView } from "../../src/core/reports/folder.js";
import { renderGitlab } from "../../src/core/reports/gitlab.js";
import { pageWords } from "../../src/core/reports/html/page-words.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { renderMarkdown } from "../../src/core/reports/markdown.js";
import { measureSummary } from "../../src/core/reports/measures.js";
import { renderMaterials } from "../../src/core/reports/materials.js";
import { renderSarif } from "../../src/core/reports/sarif.js";
import { renderDestinationsText, renderText } from "../../src/core/reports/text.js";
import type { Lang } from "../../src/core/text.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { policy, sampleScan } from "./sample-scan.js";

/** What our own judgement is never called; the sample itself has none of these words. */
const forbidden =
  /\b(clear(?:s|ed|ance)?|passed|safe(?:ly|ty)?|compliant|legal(?! advice)(?:ly)?)\b|通过|放行|合规|违规|违法|海外|国外|\p{Regional_Indicator}/iu;

const empty: Partial<ScanResult> = {
  markers: [],
  modules: [],
  exposures: [],
  destinations: [],
  policy: { ...policy, path: null, contact: [] },
  ignoredShare: 0.7,
};

/** Every form of every kind of scan in one language, by name. */
function forms(lang: Lang): Map<string, string> {
  const all = new Map<string, string>();
  const options = { lang, color: false, width: 100, failOn: "warning" as const };
  for (const [name, changes] of [
    ["full", {}],
    ["empty", empty],
  ] as const) {
    const report = reportOf(sampleScan(changes), { version: "0.1.0", lang });
    const diff = diffScans(reportOf(sampleScan(), { version: "0.1.0", lang }), report);
    const view = folderView([
      { file: "a.json", report, failure: null },
      { file: "b.json", report: null, failure: { en: "not JSON", zh: "不是 JSON" } },
    ]);
    const rendered = {
      text: renderText(report, options),
      destinations: renderDestinationsText(report, options),
      markdown: renderMarkdown(report, lang),
      csv: renderCsv(report, lang),
      sarif: renderSarif(report, { lang, mode: "full" }),
      gitlab: renderGitlab(report, lang),
      classification: renderClassification(report),
      materials: renderMaterials(report),
      "diff text": renderDiffText(diff, options),
      "diff markdown": renderDiffMarkdown(diff, lang),
      "folder text": renderFolderText(view, options),
      "folder markdown": renderFolderMarkdown(view, lang),
      "folder csv": renderFolderCsv(view, lang),
    };
    for (const [form, text] of Object.entries(rendered)) all.set(`${name} ${form} ${lang}`, text);
  }
  return all;
}

describe("what reports say", () => {
  const all = new Map([...forms("en"), ...forms("zh-CN")]);

  it("has none of the words that would be a judgement of ours, and no flags", () => {
    expect([...all].filter(([, text]) => forbidden.test(text)).map(([name, text]) => `${name}: ${forbidden.exec(text)?.[0]}`)).toEqual([]);
    expect(forbidden.exec(JSON.stringify(pageWords))?.[0]).toBeUndefined();
    expect(["It is safe.", "cleared", "legally", "合规", "\u{1f1fa}\u{1f1f8}"].filter((text) => !forbidden.test(text))).toEqual([]);
  });

  it("ends with whose decision it is, in every form that people read", () => {
    const without = [...all].filter(([name, text]) => !/gitlab/.test(name) && !/not legal advice|不构成法律意见/.test(text));
    expect(without.map(([name]) => name)).toEqual([]);
  });

  it("says in every form for people what cannot be seen here", () => {
    const silent = [...all].filter(
      ([name, text]) => !/gitlab|materials|folder csv/.test(name) && !/people moving or training abroad|人员赴境外工作或培训/.test(text),
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it("shows evidence as strong, medium or weak, never as a percentage", () => {
    for (const [name, text] of all) if (/text|markdown|csv/.test(name)) expect([name, /0\.93|93 ?%/.test(text)]).toEqual([name, false]);
  });

  it("is in Chinese where Chinese was asked for: no sentence of ours is left in English", () => {
    const text = all.get("full text zh-CN") ?? "";
    expect(text).not.toMatch(/\b(open|approved|decided|files|because|would leave|Next|Why)\b/);
    expect(all.get("empty text zh-CN")).not.toMatch(/\b(No policy|marker|Not checked)\b/);
  });
});

it("one of something is not several", () => {
  expect(measureSummary({ tensors: 1, devices: 2, shards: 1 }, "en")).toEqual(["1 tensor", "1 shard", "2 devices"]);
});
