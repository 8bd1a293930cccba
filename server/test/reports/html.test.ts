/** The page, as a file and in a real browser: what it shows, that it asks nothing of the network, and that hostile names stay text. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { browser as browserOf } from "../tools.js";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diffScans } from "../../src/core/reports/diff.js";
import { folderView } from "../../src/core/reports/folder.js";
import { renderFolderHtml } from "../../src/core/reports/html-folder.js";
import { renderHtml, type HtmlOptions } from "../../src/core/reports/html.js";
import { reportOf } from "../../src/core/reports/make-report.js";
import type { ScanReport } from "../../src/core/reports/report.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import { approval, destination, evidence, exposure, marker, policy, sampleScan } from "./sample-scan.js";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");
const reportFor = (changes: Partial<ScanResult> = {}): ScanReport => reportOf(sampleScan(changes), { version: "0.1.0", lang: "en" });
const html = (report: ScanReport, options: Partial<HtmlOptions> = {}): string => renderHtml(report, { lang: "en", sha256, ...options });

describe("the page as a file", () => {
  const text = html(reportFor());

  it("asks for nothing outside itself, and lets only its own style and script run", () => {
    const csp = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll("&#39;", "'");
    expect(csp).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'$/);
    expect(text).not.toMatch(/<(?:link|img|iframe|script src)|@import|url\(/);
  });

  it("tells readers without scripts the same as the text report", () => {
    expect(text).toContain("<noscript><pre>shop  as of 2026-11-20");
  });

  it("has no source text", () => {
    expect(text).not.toContain("user_embedding");
  });
});

const browserPath = browserOf();

describe.runIf(browserPath !== null)("the page in a browser", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "borderline-html-"));
  let browser: Browser;
  let requests: string[] = [];
  let errors: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath ?? "", args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(content: string, hash = ""): Promise<Page> {
    const file = path.join(folder, `${sha256(content).replace(/\W/g, "").slice(0, 12)}.html`);
    writeFileSync(file, content);
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
    requests = [];
    errors = [];
    page.on("request", (r) => requests.push(r.url()));
    page.on("pageerror", (e) => errors.push(e.message));
    page.on("dialog", (d) => errors.push(`dialog ${d.message()}`));
    await page.goto(pathToFileURL(file).href + hash);
    await page.locator("html[data-ready=yes]").waitFor({ state: "attached" });
    return page;
  }
  const files = (page: Page): Promise<string[]> => page.locator("#list tr.row .path").allTextContents();
  const tab = (page: Page, name: string): Promise<void> => page.locator(`#tab-${name}`).click();

  it("shows what is open first, and each standing under its tab", async () => {
    const page = await open(html(reportFor()));
    expect(await page.locator("#summary").innerText()).toContain("3 warnings, ");
    expect(await files(page)).toEqual(["model.py:12", "features.py:30", "rank.safetensors:1", "cloud.cc:12", "model.py:12", "model.py:12"]);
    const expected: readonly (readonly [string, string[]])[] = [
      ["approved", ["api.py:12"]],
      ["requested", ["rank.safetensors:1"]],
      ["expiring", ["api.py:12"]],
      ["suppressed", ["old.py:12"]],
    ];
    for (const [name, rows] of expected) {
      await tab(page, name);
      expect([name, ...(await files(page))]).toEqual([name, ...rows]);
    }
    await tab(page, "unchecked");
    const unchecked = await page.locator("#unchecked").innerText();
    for (const part of ["data/huge.bin", "Pulumi files are known but not read", "183506X 3D printing"]) expect(unchecked).toContain(part);
    expect(await page.locator("#foot").innerText()).toContain("people moving or training abroad");
    await page.close();
  });

  it("filters by cell, level, search and territory, and keeps the view in its address", async () => {
    const page = await open(html(reportFor()));
    await page.locator("#matrix tbody tr", { hasText: "LiDAR" }).locator("td").first().getByRole("button").click();
    expect(await files(page)).toEqual(["cloud.cc:12"]);
    await page.locator("#tokens").getByText("Remove all filters").click();
    await page.locator("#level").selectOption("warning");
    expect(await files(page)).toHaveLength(3);
    await page.locator("#level").selectOption("");
    await page.locator("#territory").selectOption("CN");
    expect(await files(page)).toEqual(["model.py:12"]);
    await page.locator("#leaving").check();
    expect(await page.locator("#list").innerText()).toContain("Nothing here under these filters");
    await page.locator("#tokens").getByText("Remove all filters").click();
    await page.locator("#q").fill("safetensors");
    await expect.poll(() => page.locator("#list tr.row").count()).toBe(1);
    const hash = new URL(page.url()).hash;
    expect(hash).toContain("q=safetensors");
    await page.close();
    const again = await open(html(reportFor()), hash);
    expect(await files(again)).toEqual(["rank.safetensors:1"]);
    await again.close();
  });

  it("pages long lists, and counts and searches all of their rows", async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      marker({ id: `n${n}`, path: `src/part${n % 7}/file${n}.py`, evidence: [evidence("a loss is defined", "x", n + 1)] }),
    );
    const scan = sampleScan({
      markers: many,
      modules: [],
      exposures: many.flatMap((m) => ["d-us", "d-cn"].map((d) => exposure({ marker: m.id, destination: d, leaves: d === "d-us" }))),
    });
    const page = await open(html(reportOf(scan, { version: "0.1.0", lang: "en", excerpt: (path) => `line of ${path}` })));
    expect(await page.locator("#tab-open .n").innerText()).toBe("120");
    expect(await files(page)).toHaveLength(50);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Next" }).click();
    expect(await files(page)).toHaveLength(20);
    await page.locator("#q").fill("part3 FILE17.py");
    await expect.poll(() => files(page)).toEqual(["file17.py:18", "file17.py:18"]);
    expect(await page.locator("#tab-open .n").innerText()).toBe("2");
    expect(await page.locator("#matrix tbody").innerText()).toContain("1 warning");
    await page.locator("#list tr.row").first().click();
    const detail = await page.locator("#detail").innerText();
    for (const part of ["line 18", "a loss is defined", "line of src/part3/file17.py"]) expect(detail).toContain(part);
    await page.close();
  });

  it("shows evidence, way out, law with its verification, procedure and decisions of a row", async () => {
    const page = await open(html(reportFor(), { lang: "en" }), "#tab=approved");
    await page.locator("#list tr.row").first().click();
    const detail = await page.locator("#detail").innerText();
    for (const part of [
      "a preference model is defined",
      "deploy/prod.tfvars:1",
      "variable.region",
      "quoted by a law-firm article, not checked against the official text",
      "MOFCOM announcement 2025 No. 28",
      "30 working days from receipt",
      "REG331 32-33",
      "技术出口许可证 2026-0042",
      "recorded by zhang.min on 2026-03-02; this tool has not checked the document",
      "Export compliance",
    ])
      expect(detail).toContain(part);
    expect(detail).toContain("The wording is broad, known filings are few");
    expect(detail).not.toContain("[object");
    await page.close();
  });

  it("says of an unverified wording that it is not to be relied on", async () => {
    const page = await open(html(reportFor()), "#q=lidar&row=7");
    expect(await page.locator("#detail").innerText()).toContain("Not verified: do not rely on this as the text in force.");
    await page.close();
  });

  it("speaks both languages", async () => {
    const page = await open(html(reportFor()));
    await page.locator("#language").click();
    expect(await page.evaluate("document.documentElement.lang")).toBe("zh-CN");
    expect(await page.locator("#tabs").innerText()).toContain("未处理");
    expect(await page.locator("#foot").innerText()).toContain("仅供参考，不构成法律意见");
    await page.locator("#list tr.row").first().click();
    expect(await page.locator("#detail").innerText()).toContain("取得技术出口许可意向书前不得进行实质性谈判");
    await page.close();
    const zh = await open(html(reportFor(), { lang: "zh-CN" }));
    expect(await zh.locator("#language").innerText()).toBe("English");
    await zh.close();
  });

  it("shows the whole name of a file with its line, and its folder, however narrow the list", async () => {
    const name = "sparse_data_distribution_operator_implementation.hpp";
    const long = marker({ id: "m1", path: `src/embedding/data_distributor/${name}` });
    const page = await open(
      html(reportFor({ markers: [long], modules: [], exposures: [exposure({ marker: "m1", destination: "d-us" })] })),
    );
    for (const width of [1360, 420]) {
      await page.setViewportSize({ width, height: 900 });
      const cell = page.locator("#list tr.row .path").first();
      expect(await cell.innerText()).toMatch(new RegExp(`^${name}:\\d+$`));
      const cut = `(() => { const e = document.querySelector("#list tr.row .path"); return e.scrollWidth > e.clientWidth || e.getBoundingClientRect().right > ${width}; })()`;
      expect(await page.evaluate(cut)).toBe(false);
      expect(await page.locator("#list tr.row .folder").first().isVisible()).toBe(true);
    }
    await page.close();
  });

  it("is used by keyboard alone", async () => {
    const page = await open(html(reportFor()));
    await page.locator("#tab-open").focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate("document.activeElement.id")).toBe("tab-approved");
    await page.keyboard.press("ArrowLeft");
    await page.locator("#list tr.row").first().focus();
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("#list tr[aria-selected=true] .path").innerText()).toBe("features.py:30");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("detail");
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.id")).toBe("q");
    await page.close();
  });

  it("prints the rows of the view in full and the law once", async () => {
    const page = await open(html(reportFor()));
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint')); 0");
    const sheets = await page.locator("#sheets").innerText();
    expect(sheets.match(/Where it would go/gi)).toHaveLength(6);
    expect(sheets.match(/30 working days from receipt/g)).toHaveLength(1);
    expect(await page.locator("#q").isVisible()).toBe(false);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  it("runs nothing that a repository wrote, and asks the network for nothing", async () => {
    const evil = `</script><script>window.hit=1</script><img src="https://evil.example/x" onerror="window.hit=1"><!--\u202e"'\``;
    const scan = sampleScan({
      root: `/tmp/${evil}`,
      markers: [
        marker({
          id: "m1",
          path: evil,
          rule: evil,
          module: evil,
          evidence: [evidence(evil, evil, 3)],
          measures: { [evil]: evil },
          origin: "third-party",
          originEvidence: [{ en: evil, zh: evil }],
        }),
      ],
      modules: [{ id: evil, path: evil, family: "recommendation", markers: ["m1"] }],
      destinations: [
        destination({
          id: "d-us",
          name: evil,
          value: evil,
          recipient: evil,
          forwards: [evil],
          trail: [{ path: evil, line: 1, what: evil }],
          reason: evil,
          certainty: "unknown",
          territory: evil,
        }),
      ],
      exposures: [
        exposure({
          marker: "m1",
          destination: "d-us",
          item: "constructor",
          decidedBy: evil,
          approval: { id: evil, kind: "licence", status: "requested", expires: evil },
        }),
      ],
      problems: [{ code: "yaml-syntax", severity: "warning", path: evil, line: 1, column: 1, message: { en: evil, zh: evil } }],
      skipped: [{ path: evil, reason: "encoding", gap: true }],
      notLookedFor: [evil],
      policy: {
        ...policy,
        path: evil,
        contact: [{ regime: "CN", role: evil, channel: evil, hours: evil }],
        approvals: [approval({ id: evil, reason: evil, reference: evil, requestedBy: evil })],
      },
    });
    for (const lang of ["en", "zh-CN"] as const) {
      const page = await open(html(reportOf(scan, { version: evil, lang, excerpt: () => evil }), { lang }), "#row=0");
      for (const name of ["approved", "requested", "expiring", "suppressed", "unchecked", "open"]) await tab(page, name);
      await page.locator("#list tr.row").first().click();
      await page.evaluate("dispatchEvent(new Event('beforeprint')); 0");
      expect(await page.evaluate("({ hit: 'hit' in window, images: document.images.length, scripts: document.scripts.length })")).toEqual({
        hit: false,
        images: 0,
        scripts: 3,
      });
      expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
      expect(errors).toEqual([]);
      expect(await page.locator("#detail").innerText()).toContain("\\u{202e}");
      await page.close();
    }
  });

  it("tells what changed since another scan", async () => {
    const before = sampleScan();
    const earlier = reportFor({ exposures: [...before.exposures.slice(1), exposure({ marker: "m3", destination: "d-us" })] });
    const page = await open(html(reportFor(), { diff: diffScans(earlier, reportFor()) }), "#tab=changes");
    expect(await page.locator("#list tr.row td:first-child").allInnerTexts()).toEqual([
      expect.stringContaining("new"),
      expect.stringContaining("gone"),
    ]);
    expect(await page.locator("#list").innerText()).toContain("7 unchanged");
    await page.close();
  });

  it("shows a folder of scans: repositories by territory or item, one of them in full, and what failed", async () => {
    const saved = [
      { file: "shop.json", report: reportFor(), failure: null },
      {
        file: "lidar.json",
        report: reportFor({
          root: "/x/lidar",
          skipped: [],
          problems: [],
          exposures: [exposure({ marker: "m6", destination: "d-sg", item: "CN:lidar", level: "error" })],
        }),
        failure: null,
      },
      { file: "<img src=x onerror=alert(1)>.json", report: null, failure: { en: "not JSON", zh: "不是 JSON" } },
    ];
    const page = await open(renderFolderHtml(folderView(saved), { lang: "en", sha256 }));
    const names = (): Promise<string[]> => page.locator("#matrix tbody th strong").allInnerTexts();
    expect(await names()).toEqual(["lidar", "shop"]);
    expect(await page.locator("#matrix thead .way strong").allInnerTexts()).toEqual([
      "Singapore",
      "United States",
      "place unknown",
      "Chinese mainland",
    ]);
    await page.locator("#partial").check();
    expect(await names()).toEqual(["shop"]);
    await page.locator("#partial").uncheck();
    await page.locator("#q").fill("CN:lidar SG");
    await expect.poll(names).toEqual(["lidar"]);
    await page.locator("#matrix tbody th button").click();
    expect(await page.locator("#repositorydetail").innerText()).toContain("1 error");
    await page.locator("#q").fill("");
    await page.locator("#by").click();
    expect(await page.locator("#matrix thead .way strong").allInnerTexts()).toContain("086501X personalised information push");
    await page.locator("#language").click();
    expect(await page.locator("#failures").innerText()).toContain("<img src=x onerror=alert(1)>.json");
    expect(await page.locator("#foot").innerText()).toContain("不构成法律意见");
    expect([errors, requests.filter((url) => !url.startsWith("file:"))]).toEqual([[], []]);
    await page.close();
  });
});
