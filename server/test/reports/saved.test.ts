/** Saved scans and decision files: compared, read back, shown in every form, and a changed line told. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.js";
import { renderDiffMarkdown, renderDiffText } from "../../src/core/reports/diff-forms.js";
import { diffScans } from "../../src/core/reports/diff.js";
import { renderFolderText } from "../../src/core/reports/folder-forms.js";
import { folderView } from "../../src/core/reports/folder.js";
import { renderJson } from "../../src/core/reports/json.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import { parseScan } from "../../src/core/reports/parse-report.js";
import { readRecord, sealSentence } from "../../src/core/reports/record.js";
import type { ScanReport } from "../../src/core/reports/report.js";
import { scanRecordOf } from "../../src/core/reports/scan-record.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { rulebook } from "./sample-rulebook.js";
import { destination, exposure, marker, sampleScan } from "./sample-scan.js";

const reportFor = (changes: Partial<ScanResult> = {}): ScanReport => reportOf(sampleScan(changes), { version: "0.1.0", lang: "en" });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const kinds = (before: ScanReport, after: ScanReport): string[] =>
  diffScans(before, after).changes.map((c) => `${c.kind} ${(c.after ?? c.before)?.marker.path}`);

describe("what changed between two scans", () => {
  const scan = sampleScan();

  it("is nothing between a scan and itself", () => {
    const diff = diffScans(reportFor(), reportFor());
    expect(diff.changes).toEqual([]);
    expect(diff.unchanged).toBe(8);
  });

  it("names what is new, gone, re-opened, closed, louder and quieter", () => {
    const to = (change: (e: ScanResult["exposures"][number]) => Partial<ScanResult["exposures"][number]>): ScanResult["exposures"] =>
      scan.exposures.map((e) => ({ ...e, ...change(e) }));
    expect(kinds(reportFor({ exposures: scan.exposures.slice(1) }), reportFor())).toEqual(["new src/rank/model.py"]);
    expect(kinds(reportFor(), reportFor({ exposures: scan.exposures.slice(1) }))).toEqual(["gone src/rank/model.py"]);
    expect(kinds(reportFor(), reportFor({ exposures: to((e) => (e.marker === "m3" ? { closed: false } : {})) }))).toEqual([
      "reopened src/serve/api.py",
    ]);
    expect(kinds(reportFor(), reportFor({ exposures: to((e) => (e.marker === "m6" ? { closed: true } : {})) }))).toEqual([
      "closed src/lidar/cloud.cc",
    ]);
    expect(kinds(reportFor(), reportFor({ exposures: to((e) => (e.marker === "m6" ? { level: "error" } : {})) }))).toEqual([
      "louder src/lidar/cloud.cc",
    ]);
    expect(kinds(reportFor(), reportFor({ exposures: to((e) => (e.marker === "m4" ? { level: "note" } : {})) }))).toEqual([
      "quieter models/rank.safetensors",
    ]);
  });

  it("knows a moved file by its fingerprint, and inserted lines by nothing at all", () => {
    const moved = scan.markers.map((m) =>
      m.id === "m6" ? marker({ ...m, id: "m6", path: "src/sensing/cloud.cc" }) : { ...m, range: { ...m.range, line: m.range.line + 9 } },
    );
    expect(kinds(reportFor(), reportFor({ markers: moved }))).toEqual(["moved src/sensing/cloud.cc"]);
  });

  it("is told once for all files that one new way out takes, the loudest first", () => {
    const markers = ["a", "b", "c", "d", "e"].map((id) => marker({ id, path: `src/rank/${id}.py` }));
    const destinations = [destination({ id: "hub", name: "hub", value: "https://hub.example/acme", trail: [] })];
    const exposures = markers.map(({ id }) => exposure({ marker: id, destination: "hub", level: id === "e" ? "error" : "note" }));
    const diff = diffScans(
      reportFor({ markers, modules: [], destinations, exposures: [] }),
      reportFor({ markers, modules: [], destinations, exposures }),
    );
    const text = renderDiffText(diff, { lang: "en", color: false, width: Infinity });
    expect(text).toContain("5 new · 0 unchanged");
    expect(text).toContain(
      "new\n  error  src/rank/e.py:12  United States · push · hub (hub.example/acme)\n  note  src/rank/a.py:12 and 3 more files  United States · push · hub (hub.example/acme)\n",
    );
    const chinese = renderDiffMarkdown(diff, "zh-CN");
    expect(chinese).toContain("5 项新增 · 0 项未变");
    expect(chinese).toContain("| 新增 | 提示 | `src/rank/a.py:12`、`src/rank/b.py:12`、`src/rank/c.py:12` +1 | **美国**");
    expect(chinese.indexOf("| 新增 | 严重 |")).toBeLessThan(chinese.indexOf("| 新增 | 提示 |"));
  });

  it("warns where the two are not like and like", () => {
    const caution = diffScans(reportFor({ skipped: [] }), reportFor({ rulebook: { ...rulebook, digest: "sha256:other" } })).caution.map(
      (c) => c.en,
    );
    expect(caution).toEqual([
      "The rulebook changed (sha256:0f1e2d3c → sha256:other): a difference may come from it, not from the code.",
      "Files not read: 0 before, 1 after; “gone” may mean “not read”.",
    ]);
  });
});

/** A decision file as `pre-push --record` appends it, made by hand from the contract: each line closed by its own digest. */
function recordFile(...verdicts: string[]): string {
  let previous: string | null = null;
  const report = reportFor();
  return verdicts
    .map((verdict) => {
      const markers = report.markers.map((m) => ({
        ...m,
        line: m.range.line,
        range: undefined,
        evidence: undefined,
        because: m.evidence.map(({ signal, id, line, text }) => ({ signal, id, line, what: text })),
      }));
      const {
        tool,
        asOf,
        home,
        regimes,
        destinations,
        exposures,
        approvals,
        items,
        editions,
        procedures,
        judgement,
        skipped,
        problems,
        notLookedFor,
      } = report;
      const open = JSON.stringify({
        schema: "borderline.record/1",
        at: "2026-11-20T10:00:00Z",
        verdict,
        tool,
        asOf,
        home,
        regimes,
        policy: { path: ".borderline.yaml", push: report.push },
        refs: [{ localRef: "refs/heads/main", localOid: "def", remoteRef: "refs/heads/main", remoteOid: "abc" }],
        commits: ["def"],
        commitCount: 1,
        destinations,
        markers,
        exposures,
        law: { items, editions, procedures, judgement },
        approvals,
        notChecked: { skipped, problems, notLookedFor },
        acknowledged: null,
        previous,
      });
      previous = `sha256:${sha256(open)}`;
      return `${open.slice(0, -1)},"digest":"${previous}"}\n`;
    })
    .join("");
}

describe("a folder of scans", () => {
  it("names the file where two scans are of one name, what is loudest first, and only what is missing", () => {
    const quiet: Partial<ScanResult> = { exposures: [], markers: [], modules: [], skipped: [] };
    const saved = [
      { file: "old.json", report: reportFor(), failure: null },
      { file: "new.json", report: reportFor({ ...quiet, problems: [] }), failure: null },
    ];
    const text = renderFolderText(folderView(saved), { lang: "en", color: false, width: Infinity });
    expect(text).toMatch(/^2 saved scans, 20\d\d-\d\d-\d\d\n/);
    expect(text).toMatch(/\S+ \(new\.json\) {2}nothing open *\n/);
    expect(text).toMatch(
      /\S+ \(old\.json\) {2}3 warnings, 3 notes {2}not complete: 1 file not read(?:, \d problems?)?\n {2}[^\n]*: \d warnings?/,
    );
  });
});

describe("a decision file", () => {
  it("is shown as the report of its last decision", () => {
    const read = readRecord(recordFile("warn", "block"), sha256);
    expect(read?.seal).toMatchObject({ verdict: "block", decisions: 2, broken: [], commitCount: 1, refs: [{ localOid: "def" }] });
    expect(read?.report.markers[0]).toMatchObject({
      path: "src/rank/model.py",
      range: { line: 12 },
      evidence: [{ line: 12, text: { zh: "定义了偏好模型" } }, {}],
    });
    expect(read?.report.items["CN:lidar"]?.verification).toBe("draft");
    expect(read?.report.exposures).toEqual(reportFor().exposures);
    expect(sealSentence(read?.seal as NonNullable<typeof read>["seal"]).en).toMatch(
      /^Decision of 2026-11-20T10:00:00Z: block, 1 commit, sha256:[0-9a-f]{64}\. It is the last of 2 in this file\. Every digest is that of its line\.$/,
    );
  });

  it("tells when a line was changed, left out or put before another", () => {
    const broken = (text: string): readonly number[] | undefined => readRecord(text, sha256)?.seal.broken;
    const file = recordFile("warn", "block", "warn");
    const [one, two, three] = file.split("\n");
    expect(broken(file)).toEqual([]);
    expect(broken(file.replace('"verdict":"block"', '"verdict":"none-found"'))).toEqual([2]);
    expect(broken(`${one}\n${three}\n`)).toEqual([2]);
    expect(broken(`${two}\n${one}\n${three}\n`)).toEqual([1, 2, 3]);
    expect(broken(`${one}\n{}\n${three}\n`)).toEqual([2, 3]);
  });

  it("is no decision file where it is another document", () => {
    expect(readRecord(renderJson(reportFor()), sha256)).toBeNull();
    expect(readRecord("[", sha256)).toBeNull();
    expect(readRecord("", sha256)).toBeNull();
  });
});

describe("a recorded scan", () => {
  it("is a line that report reads back, chained to the one before", () => {
    const line = (previous: string | null): string => {
      const open = JSON.stringify(scanRecordOf(reportFor(), "2026-11-20T10:00:00Z", previous));
      return `${open.slice(0, -1)},"digest":"sha256:${sha256(open)}"}\n`;
    };
    const one = line(null);
    const first = readRecord(one, sha256);
    expect(first?.seal).toMatchObject({ broken: [], decisions: 1, verdict: null });
    const both = readRecord(one + line(first?.seal.digest ?? ""), sha256);
    expect(both?.seal).toMatchObject({ broken: [], decisions: 2 });
    expect(both?.report.exposures).toEqual(reportFor().exposures);
    expect(both?.report.rules["recommendation.ranking-model"]?.title.en).toBe("Ranking model");
    expect(both?.report.contact).toEqual(reportFor().contact);
    expect(one).not.toContain("user_embedding");
  });
});

describe("borderline report", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "borderline-report-"));
    writeFileSync(path.join(folder, "shop.json"), renderJson(reportFor()));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const borderline = (...argv: string[]) => at(null, "report", ...argv);
  async function at(terminal: number | null, ...argv: string[]): Promise<{ status: number; out: string; err: string }> {
    let out = "";
    let err = "";
    const shell = {
      cwd: folder,
      home: folder,
      environment: {},
      today: "2026-11-20",
      terminal,
      out: (t: string) => void (out += t),
      err: (t: string) => void (err += t),
    };
    const status = await run(argv, shell);
    return { status, out, err };
  }

  it("says at a terminal where it wrote, and nothing to a program", async () => {
    const words = ["report", "shop.json", "--format", "html", "--output", "page.html"];
    expect(await at(80, ...words)).toEqual({ status: 0, out: "", err: `borderline: written: ${path.join(folder, "page.html")}\n` });
    expect((await at(80, ...words, "--lang", "zh-CN")).err).toMatch(/^borderline：已写入 .*page\.html\n$/);
    for (const quiet of [at(80, ...words, "--quiet"), at(null, ...words)]) expect(await quiet).toEqual({ status: 0, out: "", err: "" });
  });

  it("writes a saved scan in every form", async () => {
    const starts = {
      text: "shop  as of",
      json: '{\n  "schema"',
      sarif: "{",
      gitlab: "[",
      markdown: "### Borderline",
      csv: "\ufefflevel,",
      html: "<!doctype html>",
      classification: "{",
      materials: "\ufeff技术资料出口清单",
    };
    for (const [format, start] of Object.entries(starts)) {
      const { status, out } = await borderline("shop.json", "--format", format);
      expect([format, status, out.startsWith(start)]).toEqual([format, 0, true]);
    }
    expect(JSON.parse((await borderline("shop.json", "--format", "json")).out)).toEqual(JSON.parse(renderJson(reportFor())));
  });

  it("compares two scans", async () => {
    writeFileSync(path.join(folder, "before.json"), renderJson(reportFor({ exposures: sampleScan().exposures.slice(1) })));
    expect((await borderline("shop.json", "--against", "before.json")).out).toMatch(/^1 new · 7 unchanged · 2026-11-20 → 2026-11-20\n/);
    expect((await borderline("shop.json", "--against", "before.json", "--format", "markdown", "--lang", "zh")).out).toContain(
      "| 新增 | 警示 | `src/rank/model.py:12` |",
    );
    const json = JSON.parse((await borderline("shop.json", "--against", "before.json", "--format", "json")).out) as {
      schema: string;
      counts: unknown;
    };
    expect(json).toMatchObject({ schema: "borderline.diff/1", counts: { new: 1, gone: 0, unchanged: 7 } });
    expect((await borderline("shop.json", "--against", "before.json", "--format", "html")).out).toContain(
      '"before":{"root":"shop","asOf":"2026-11-20","scanned":',
    );
  });

  it("shows a folder of scans as one view, with what failed and what is not complete", async () => {
    mkdirSync(path.join(folder, "eu"));
    writeFileSync(
      path.join(folder, "eu", "lidar.json"),
      renderJson(
        reportFor({
          root: "/x/lidar",
          skipped: [],
          problems: [],
          exposures: [exposure({ marker: "m6", destination: "d-sg", item: "CN:lidar", level: "error" })],
        }),
      ),
    );
    writeFileSync(path.join(folder, "broken.json"), "{");
    symlinkSync("/etc", path.join(folder, "away"));
    const csv = (await borderline(".", "--format", "csv")).out;
    expect(csv).toContain("lidar,eu/lidar.json,2026-11-20,sha256:0f1e2d3c,yes,CN:lidar,LiDAR system,SG,Singapore,1,0,0,0,0");
    expect(csv).toContain('shop,shop.json,2026-11-20,sha256:0f1e2d3c,"no: 1 file not read, 1 problem",CN:086501X/personalised-push');
    expect(csv).toContain("could not be used,broken.json,,,not JSON");
    const json = JSON.parse((await borderline(".", "--format", "json")).out) as { rows: { repository: string }[] };
    expect(json.rows.map((r) => r.repository)).toEqual(["lidar", "shop"]);
    expect((await borderline(".", "--format", "markdown")).out).toContain("> 1 of 2 scans is not complete");
    expect((await borderline(".")).out).toContain("Singapore: 1 error · LiDAR system");
    expect((await borderline(".", "--format", "html")).out).toContain('"kind":"folder"');
  });

  it("reads a decision file and says whether its digest is that of its content", async () => {
    writeFileSync(path.join(folder, "record.json"), recordFile("block"));
    const good = await borderline("record.json");
    expect(good.err).toContain("Every digest is that of its line");
    expect(good.out).toContain("src/rank");
    expect((await borderline("record.json", "--format", "html")).out).toContain(
      '"firstLine":[{"en":"Decision of 2026-11-20T10:00:00Z: block',
    );
    writeFileSync(path.join(folder, "record.json"), recordFile("block").replace("github.com/acme", "gitee.com/acme"));
    expect((await borderline("record.json")).err).toContain("NOT AS IT WAS WRITTEN: the digest does not match in line 1");
  });

  it("says in one line what is wrong with its arguments", async () => {
    writeFileSync(path.join(folder, "other.json"), '{"schema":"else"}');
    const wrong: readonly (readonly [string[], string])[] = [
      [[], "report takes a saved scan"],
      [["nowhere.json"], "nowhere.json: nothing is there"],
      [["other.json"], "schema else where borderline.scan/1 was expected"],
      [["shop.json", "--format", "pdf"], "--format takes one of"],
      [["shop.json", "--against", "shop.json", "--format", "sarif"], "a comparison takes --format text, json, markdown, html"],
      [[".", "--against", "shop.json"], "compares two files"],
      [[".", "--format", "constructor"], "a folder takes --format"],
    ];
    for (const [argv, message] of wrong) {
      const { status, err, out } = await borderline(...argv);
      expect([status, err.includes(message), out]).toEqual([2, true, ""]);
      expect(err.trimEnd().split("\n")).toHaveLength(1);
    }
  });
});

it("is read in the language that is asked for, and an empty one is refused", () => {
  const zh = JSON.parse(renderJson(reportFor(), { lang: "zh-CN" })) as ScanReport;
  expect(zh.markers.map((one) => one.message)).toEqual(reportFor().markers.map((one) => one.text.zh));
  expect(zh.markers[0]?.evidence[0]?.what).toBe(reportFor().markers[0]?.evidence[0]?.text.zh);
  expect(parseScan('{"schema":"borderline.scan/1"}')).toMatchObject({
    failure: { en: "no scan: it has neither markers nor destinations nor exposures" },
  });
});
