/** SARIF against the published schema, in both modes. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import type { Log, Run } from "sarif";
import { describe, expect, it } from "vitest";
import type { Marker } from "../../src/core/markers/marker.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { renderSarif } from "../../src/core/reports/sarif.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { exposure, marker, sampleScan } from "./sample-scan.js";

const {
  id: _id,
  $schema: _draft,
  ...schema
} = JSON.parse(readFileSync(new URL("../../../test-fixtures/schemas/sarif-2.1.0.json", import.meta.url), "utf8")) as Record<
  string,
  unknown
>;
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: {
    uri: /^[a-z][a-z0-9+.-]*:\/\/[^\s<>"{}|^`\\]+$/i,
    "uri-reference": /^(?:[\w\-.~!$&'()*+,;=:@/?#[\]]|%[0-9a-f]{2})*$/i,
    "date-time": true,
  },
});
const validate = ajv.compile(schema);

function sarifOf(scan: ScanResult, mode: "full" | "github" = "full", lang: "en" | "zh-CN" = "en"): Run {
  const log = JSON.parse(renderSarif(reportOf(scan, { version: "0.1.0", lang }), { lang, mode })) as Log;
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0] as Run;
}

describe("SARIF", () => {
  it("is valid against the 2.1.0 schema in both modes and languages", () => {
    for (const mode of ["full", "github"] as const)
      for (const lang of ["en", "zh-CN"] as const) expect(sarifOf(sampleScan(), mode, lang).results?.length).toBeGreaterThan(3);
  });

  it("has one result for each exposure, suppressed ones with their reason", () => {
    const run = sarifOf(sampleScan());
    expect(run.results).toHaveLength(8);
    const byPath = (path: string) => run.results?.find((r) => r.locations?.[0]?.physicalLocation?.artifactLocation?.uri === path);
    expect(byPath("src/rank/old.py")?.suppressions).toEqual([
      { kind: "inSource", status: "accepted", justification: "a sorting helper, no model" },
    ]);
    expect(byPath("src/serve/api.py")?.suppressions?.[0]?.justification).toBe("A-1 (licence), approved, 2026-12-10");
    expect(byPath("models/rank.safetensors")?.suppressions?.[0]?.status).toBe("underReview");
    expect(byPath("src/rank/features.py")?.suppressions).toBeUndefined();
  });

  it("leaves what is closed or stays at home out of GitHub's mode, which would show it as open", () => {
    const run = sarifOf(sampleScan(), "github");
    expect(run.results).toHaveLength(5);
    expect(
      run.results?.every((r) => r.suppressions === undefined && r.partialFingerprints?.["primaryLocationLineHash"] !== undefined),
    ).toBe(true);
  });

  it("says where it goes, and links the line that says so", () => {
    const result = sarifOf(sampleScan()).results?.find(
      (r) => r.locations?.[0]?.physicalLocation?.artifactLocation?.uri === "src/rank/model.py",
    );
    expect(result?.message.text).toContain("Way out: push · origin (github.com/acme/shop), United States; would leave.");
    expect(result?.relatedLocations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: ".git/config", uriBaseId: "%SRCROOT%" },
      region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 },
    });
  });

  it("keeps its fingerprints when lines are inserted above, and tells copies apart", () => {
    const moved = (m: Marker): Marker => ({
      ...m,
      range: { ...m.range, line: m.range.line + 40, endLine: m.range.endLine + 40 },
      evidence: m.evidence.map((e) => ({ ...e, line: e.line + 40 })),
    });
    const prints = (scan: ScanResult): string[] => (sarifOf(scan).results ?? []).map((r) => JSON.stringify(r.partialFingerprints));
    const scan = sampleScan();
    expect(prints({ ...scan, markers: scan.markers.map(moved) })).toEqual(prints(scan));
    const copies = [marker({ id: "a", path: "a.py", fingerprint: "same" }), marker({ id: "b", path: "b.py", fingerprint: "same" })];
    const two = prints({ ...scan, markers: copies, exposures: copies.map((m) => exposure({ marker: m.id, destination: "d-us" })) });
    expect(new Set(two).size).toBe(2);
  });

  it("has no source text, no folder of the machine, and reports what was not read", () => {
    const scan = sampleScan();
    const text = renderSarif(reportOf(scan, { version: "0.1.0", lang: "en" }), { lang: "en", mode: "full" });
    for (const secret of ["user_embedding", "/home/li", "~/.gitconfig"]) expect(text).not.toContain(secret);
    expect(sarifOf(scan).invocations?.[0]?.toolExecutionNotifications?.map((n) => n.descriptor?.id)).toEqual(["not-read", "too-large"]);
  });

  it("stays valid for paths and numbers that nobody should have", () => {
    const odd = marker({ id: "m1", path: "a b/推荐/%2e%2e/\ud800#?.py", range: { line: 0, column: -1, endLine: -5, endColumn: 0 } });
    const run = sarifOf(sampleScan({ markers: [odd], exposures: [exposure({ marker: "m1", destination: "d-us" })] }));
    expect(run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
      "a%20b/%E6%8E%A8%E8%8D%90/%252e%252e/%EF%BF%BD%23%3F.py",
    );
  });

  it("carries each rule's why and advice, and the items as a taxonomy with their verification", () => {
    const run = sarifOf(sampleScan(), "full", "zh-CN");
    expect(run.tool.driver.rules?.find((r) => r.id === "recommendation.ranking-model")?.help?.text).toContain(
      "离境前请先询问出口管制联系人",
    );
    expect(run.taxonomies?.[0]?.taxa?.map((t) => [t.id, t.properties?.["verification"] as string])).toEqual([
      ["CN:086501X/personalised-push", "seed"],
      ["CN:free", "official"],
      ["CN:lidar", "draft"],
    ]);
  });
});
