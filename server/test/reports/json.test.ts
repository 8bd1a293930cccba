/** The JSON report and the way back: the contract's fields, no source text, and nothing believed of a file that anybody may have written. */
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { renderJson } from "../../src/core/reports/json.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { parseScan } from "../../src/core/reports/parse-report.js";
import type { ScanReport } from "../../src/core/reports/report.js";
import type { LocalText } from "../../src/core/text.js";
import { sampleScan } from "./sample-scan.js";

const report = reportOf(sampleScan(), { version: "0.1.0", lang: "en" });

describe("borderline.scan/1", () => {
  it("has every field of the contract under its name", () => {
    const json = JSON.parse(renderJson(report)) as Record<string, unknown>;
    expect(Object.keys(json)).toEqual(
      expect.arrayContaining(
        "schema tool root asOf home regimes policy remotesOf history markers modules destinations exposures skipped problems notLookedFor stats".split(
          " ",
        ),
      ),
    );
    expect(json["schema"]).toBe("borderline.scan/1");
    expect(json["tool"]).toEqual({
      name: "borderline",
      version: "0.1.0",
      rulebook: { digest: "sha256:0f1e2d3c", reviewed: "2026-11-20", editions: { CN: "2025-07-15" } },
    });
    expect((json["markers"] as unknown[])[0]).toMatchObject({
      id: "m1",
      path: "src/rank/model.py",
      range: { line: 12, column: 7, endLine: 12, endColumn: 20 },
      evidence: [{ signal: "definition", what: "a preference model is defined", line: 12, column: 7, weight: 2.5 }, {}],
      message:
        "Resembles the wording of 086501X; may be restricted (because a preference model is defined; user and item embeddings). 086501X: personalised information push.",
      suppressed: null,
      baselined: false,
    });
  });

  it("carries no literal of the sources, and source lines only where asked", () => {
    expect(renderJson(report)).not.toContain("user_embedding");
    const scan = sampleScan();
    const excerpt = (): string => "  class RankModel(nn.Module): # 模型 ";
    const quoted = renderJson(reportOf(scan, { version: "0.1.0", lang: "en", excerpt }));
    expect(quoted).toContain("class RankModel(nn.Module): # 模型");
    const redacted = renderJson(reportOf(scan, { version: "0.1.0", lang: "en", excerpt, redact: true }));
    expect(redacted).toContain("····· ·········(··.······): # ··");
    expect(redacted).not.toContain("/home/li");
  });

  it("speaks Chinese where asked, and keeps both languages", () => {
    const zh = reportOf(sampleScan(), { version: "0.1.0", lang: "zh-CN" });
    expect(zh.markers[0]?.message).toBe(
      "与 086501X 的表述相近，可能属于限制出口技术（依据：定义了偏好模型；用户与物品嵌入）。086501X：个性化信息推送服务技术。",
    );
    expect(zh.markers[0]?.text).toEqual(report.markers[0]?.text);
  });
});

describe("a saved scan", () => {
  it("comes back as it was", () => {
    const { notice, ...saved } = JSON.parse(renderJson(report)) as ScanReport & { readonly notice: LocalText };
    expect(parseScan(renderJson(report))).toEqual({ report: saved, first: null });
    expect(notice.en).toContain("not legal advice");
  });

  it("of a push is read too, and says first what the verdict was and whether it was real", () => {
    const push = JSON.stringify({ ...report, schema: "borderline.push/1", verdict: "block", hypothetical: true });
    expect(parseScan(push)).toMatchObject({
      report: { schema: "borderline.scan/1" },
      first: { en: "Hypothetical: judged as if it went there. Verdict on a push: block." },
    });
  });

  it("of another schema is refused by name", () => {
    expect(parseScan('{"schema":"sarif"}')).toEqual({
      failure: expect.objectContaining({ en: "schema sarif where borderline.scan/1 was expected" }) as unknown,
    });
    expect(parseScan("{")).toEqual({ failure: { en: "not JSON", zh: "不是 JSON" } });
  });

  it("that anybody may have written never throws and always has its lists", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (markers, exposures) => {
        const parsed = parseScan(
          JSON.stringify({ schema: "borderline.scan/1", markers: [markers], exposures: [exposures], tool: markers, items: exposures }),
        );
        if (!("report" in parsed)) throw new Error("refused");
        expect(parsed.report.markers).toHaveLength(1);
        expect(["error", "warning", "note"]).toContain(parsed.report.exposures[0]?.level);
      }),
    );
  });
});
