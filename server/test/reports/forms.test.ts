/** Code Quality, CSV, Markdown, classification and list of materials: each in the shape that its readers want. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { renderClassification } from "../../src/core/reports/classification.js";
import { renderCsv } from "../../src/core/reports/csv.js";
import { renderGitlab } from "../../src/core/reports/gitlab.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { renderMarkdown } from "../../src/core/reports/markdown.js";
import { renderMaterials } from "../../src/core/reports/materials.js";
import type { ScanReport } from "../../src/core/reports/report.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { destination, exposure, marker, policy, sampleScan } from "./sample-scan.js";

const reportFor = (changes: Partial<ScanResult> = {}): ScanReport => reportOf(sampleScan(changes), { version: "0.1.0", lang: "en" });
/** Rows of a CSV; no cell of the sample holds a quotation mark or a line break. */
const rowsOf = (csv: string): string[][] =>
  csv
    .replace("\ufeff", "")
    .trimEnd()
    .split("\r\n")
    .map((row) => [...row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,"]*))/g)].map((m) => m[1] ?? m[2] ?? ""));

describe("GitLab's Code Quality list", () => {
  it("has what the widget needs, for what is open and may leave", () => {
    const list = JSON.parse(renderGitlab(reportFor(), "en")) as Record<string, unknown>[];
    expect(list).toHaveLength(5);
    for (const entry of list) {
      expect(Object.keys(entry)).toEqual(["description", "check_name", "fingerprint", "severity", "location"]);
      expect(["info", "major", "critical"]).toContain(entry["severity"]);
      expect((entry["location"] as { lines: { begin: number } }).lines.begin).toBeGreaterThan(0);
    }
    expect(new Set(list.map((e) => e["fingerprint"])).size).toBe(5);
    expect(list[0]).toMatchObject({
      check_name: "model-weights.safetensors",
      severity: "major",
      location: { path: "models/rank.safetensors", lines: { begin: 1 } },
    });
    expect(renderGitlab(reportFor(), "en").startsWith("[")).toBe(true);
  });
});

describe("CSV", () => {
  it("has one row for each exposure and ends with whose decision it is", () => {
    const rows = rowsOf(renderCsv(reportFor(), "en"));
    expect(rows).toHaveLength(1 + 8 + 2);
    const column = (name: string): number => rows[0]?.indexOf(name) ?? -1;
    const serving = rows.find((r) => r[column("file")] === "src/serve/api.py");
    expect([
      serving?.[column("decision")],
      serving?.[column("territory code")],
      serving?.[column("approval")],
      serving?.[column("expires")],
    ]).toEqual(["approved", "SG", "A-1", "2026-12-10"]);
    expect(rows.at(-1)?.join(",")).toContain("not legal advice");
  });
  it("speaks Chinese", () => {
    const text = renderCsv(reportFor(), "zh-CN");
    expect(text).toContain("\ufeff级别,处理状态,现状,是否离境");
    expect(text).toContain("此处看不到：人员赴境外工作或培训");
  });
  it("turns no name of the repository's into a formula", () => {
    const text = renderCsv(
      reportFor({
        markers: [marker({ id: "m1", path: "=cmd|' /C calc'!A0" })],
        exposures: [exposure({ marker: "m1", destination: "d-us" })],
      }),
      "en",
    );
    expect(text).toContain(",'=cmd|' /C calc'!A0,");
  });
});

describe("Markdown for a merge request", () => {
  it("starts with what is open and names what is covered", () => {
    const text = renderMarkdown(reportFor(), "en");
    expect(text.split("\n")[0]).toBe(
      "### Borderline · 3 warnings, 3 notes · 1 approved · 1 requested, still open · 1 suppressed · 1 ending within 30 days · 1 file not read · 2026-11-20",
    );
    expect(text).toContain(
      "| warning | recommendation (strong): `src/rank/model.py`, `src/rank/features.py` | **United States** · push origin `github.com/acme/shop` |",
    );
    expect(text).toContain(
      "The wording is broad, known filings are few, the authority decides case by case, and factors outside the code (market share",
    );
    expect(text).toContain("Recipient unknown; the rules do not settle whether storage abroad is a transfer.");
    expect(text).toContain("Not visible here: people moving or training abroad");
    expect(text).toContain("For reference only, not legal advice");
  });
  it("tells apart what is there already and what is not, and counts in Chinese with a measure word", () => {
    const markers = [marker({ id: "a", path: "src/a.py" })];
    const destinations = ["one", "two"].map((id) => destination({ id, name: id, value: `https://${id}.example/x`, trail: [] }));
    const exposures = [
      exposure({ marker: "a", destination: "one", state: "already-there" }),
      exposure({ marker: "a", destination: "two", state: "unknown" }),
    ];
    const text = renderMarkdown(reportFor({ markers, modules: [], destinations, exposures }), "zh-CN");
    expect(text).toContain("推送 one `one.example/x` | 已在该处，许可 |");
    expect(text).toContain("推送 two `two.example/x` | 是否已在该处不明，许可 |");
    expect(renderMarkdown(reportFor(), "zh-CN").split("\n")[0]).toContain(" · 1 项已批准");
  });

  it("says where there is no policy and nothing was found", () => {
    const text = renderMarkdown(reportFor({ markers: [], exposures: [], policy: { ...policy, path: null } }), "zh-CN");
    expect(text).toContain("未发现已知标记，不表示可以出口");
    expect(text).toContain("没有策略文件，按默认值");
  });
  it("renders names of the repository as text only", () => {
    const evil = "x`|</summary><img src=x onerror=alert(1)>[a](javascript:1)@all\n## h";
    const report = reportFor({
      markers: [marker({ id: "m1", path: evil })],
      destinations: [destination({ id: "d-us", name: evil, value: evil })],
      exposures: [exposure({ marker: "m1", destination: "d-us" })],
    });
    const text = renderMarkdown(report, "en").replace(/`+[^`]*(?:`[^`|]+)*`+/g, "CODE");
    expect(text).not.toContain("<img");
    expect(text).not.toContain("[a](");
    expect(text).not.toMatch(/^## h/m);
    expect(text).not.toContain("@all");
  });
  it("stays short enough for a comment", () => {
    const markers = Array.from({ length: 2000 }, (_, n) => marker({ id: `x${n}`, path: `src/part${n}/a-rather-long-file-name-${n}.py` }));
    const text = renderMarkdown(
      reportFor({ markers, modules: [], exposures: markers.map((m) => exposure({ marker: m.id, destination: "d-us" })) }),
      "en",
    );
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain("and 1970 more: see the HTML report");
  });
});

describe("the classification", () => {
  const schema = JSON.parse(readFileSync(new URL("../../../docs/classification.schema.json", import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

  it("keeps its schema and counts by item and destination", () => {
    const text = renderClassification(reportFor());
    const value = JSON.parse(text) as {
      matrix: { item: string; destination: string; open: number; level: string | null; standing: unknown }[];
      items: { id: string }[];
    };
    expect(validate(value) ? [] : validate.errors).toEqual([]);
    expect(value.matrix.find((c) => c.item === "CN:086501X/personalised-push" && c.destination === "d-us")).toMatchObject({
      open: 2,
      closed: 1,
      level: "warning",
      standing: { open: 2, suppressed: 1 },
    });
    expect(value.matrix.find((c) => c.destination === "d-sg")).toMatchObject({ open: 0, closed: 1, level: null, approvals: ["A-1"] });
    expect(value.items.map((i) => i.id)).toEqual(["CN:086501X/personalised-push", "CN:free", "CN:lidar"]);
  });
  it("has every item of its matrix, one that only exposures name too", () => {
    const free = exposure({ marker: "m1", destination: "d-us", item: "CN:unlisted", class: "free", procedure: "registration" });
    const value = JSON.parse(renderClassification(reportFor({ exposures: [free] }))) as {
      matrix: { item: string }[];
      items: { id: string; files: number; fit: string }[];
    };
    expect(value.matrix.map((c) => c.item)).toEqual(["CN:unlisted"]);
    expect(value.items.find((i) => i.id === "CN:unlisted")).toMatchObject({ files: 1, fit: "carrier" });
  });
  it("names no file", () => {
    expect(renderClassification(reportFor())).not.toContain("model.py");
  });
});

describe("the list of technical materials", () => {
  it("lists what may leave, file by file and recipient by recipient, as a draft in Chinese", () => {
    const rows = rowsOf(renderMaterials(reportFor()));
    expect(rows[0]).toEqual(["技术资料出口清单（草稿）"]);
    expect(rows[1]?.[0]).toContain("共 6 行，另有 1 项因已抑制未列入");
    const list = rows.slice(3, -1);
    expect(list.map((r) => r[0])).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(list.find((r) => r.includes("models/rank.safetensors"))).toEqual(
      expect.arrayContaining(["模型、数据等技术载体", "推送", "美国", "参数 72.4 亿；数据类型 bf16"]),
    );
    expect(list.some((r) => r.includes("gitee"))).toBe(false);
    expect(rows.at(-1)?.[0]).toContain("不构成法律意见");
  });
});
