// Measures the HTML report on 10,000 exposures: writing it, its first paint, and how long a filter takes until the next frame. `node bench/report.mjs`
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { executablePath } from "../scripts/chromium.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const folder = mkdtempSync(path.join(tmpdir(), "borderline-bench-"));
const scan = path.join(folder, "scan.json");
const page = path.join(folder, "report.html");
writeFileSync(scan, JSON.stringify(bigScan(2500, 4)));
const started = performance.now();
execFileSync(process.execPath, [path.join(root, "dist", "cli.js"), "report", scan, "--format", "html", "--output", page]);
const written = performance.now() - started;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const runs = [];
for (let n = 0; n < 9; n++) runs.push(await measure());
await browser.close();
const best = (key) => Math.round(Math.min(...runs.map((run) => run[key])));
const middle = (key) => Math.round(runs.map((run) => run[key]).sort((a, b) => a - b)[4]);
console.log(
  `10,000 exposures, ${(statSync(page).size / 1e6).toFixed(1)} MB; written in ${Math.round(written)} ms (program start included)`,
);
for (const key of ["shown", "paint", "search", "level", "cell", "tab", "language"])
  console.log(`${key.padEnd(9)} best ${best(key)} ms, median ${middle(key)} ms`);
rmSync(folder, { recursive: true, force: true });

/** One fresh page: its first contentful paint, then the time from each change to the frame after it. */
async function measure() {
  const tab = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  await tab.goto(pathToFileURL(page).href);
  await tab.locator("html[data-ready=yes]").waitFor({ state: "attached" });
  const times = await tab.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const timed = async (change) => {
      const from = performance.now();
      change();
      await frame();
      return performance.now() - from;
    };
    const by = (id) => document.getElementById(id);
    const fire = (id, value, event) => {
      by(id).value = value;
      by(id).dispatchEvent(new Event(event));
    };
    let painted;
    while (!(painted = performance.getEntriesByName("first-contentful-paint")[0])) await frame();
    const paint = painted.startTime;
    const shown = performance.getEntriesByName("shown")[0].startTime;
    // The search waits 60 ms for the next key; hashes change at once, as when a view is opened from a link.
    const search = await timed(() => {
      history.replaceState(null, "", "#q=file12");
      dispatchEvent(new HashChangeEvent("hashchange"));
    });
    history.replaceState(null, "", "#");
    dispatchEvent(new HashChangeEvent("hashchange"));
    const level = await timed(() => fire("level", "warning", "change"));
    const cell = await timed(() => document.querySelector("#matrix td button").click());
    const tabTime = await timed(() => by("tab-approved").click());
    const language = await timed(() => by("language").click());
    return { shown, paint, search, level, cell, tab: tabTime, language };
  });
  await tab.close();
  return times;
}

/** A saved scan with files × ways exposures, every third decided. */
function bigScan(files, ways) {
  const text = (en) => ({ en, zh: en });
  const levels = ["error", "warning", "note"];
  const markers = Array.from({ length: files }, (_, n) => ({
    id: `m${n}`,
    fingerprint: `f${n}`,
    rule: `recommendation.rule-${n % 12}`,
    family: "recommendation",
    role: "implements",
    items: [{ id: `CN:item-${n % 9}`, fit: "wording" }],
    path: `src/part${n % 97}/module/file${n}.py`,
    range: { line: n, column: 1, endLine: n, endColumn: 9 },
    confidence: 0.5 + (n % 50) / 100,
    evidence: Array.from({ length: 6 }, (_, k) => ({
      signal: "definition",
      id: `s${k}`,
      text: text(`reason ${(n + k) % 60} in the words of a rule`),
      line: n + k,
      column: 1,
      weight: 3 - k / 2,
    })),
    module: null,
    text: text(`Resembles the wording of item ${n % 9}; may be restricted (because reason ${n % 60}).`),
  }));
  const destinations = Array.from({ length: ways }, (_, n) => ({
    id: `d${n}`,
    kind: "git-remote",
    via: "push",
    name: `remote${n}`,
    value: `https://host${n}.example/a/b`,
    territory: ["US", "CN", "SG", null][n % 4],
    certainty: "known",
    audience: "public",
    path: ".git/config",
    line: n + 1,
    trail: [],
    scope: ["**"],
  }));
  const exposures = markers.flatMap((m, n) =>
    destinations.map((d, k) => ({
      id: `${m.id}>${d.id}`,
      marker: m.id,
      destination: d.id,
      regime: "CN",
      item: m.items[0].id,
      class: "restricted",
      leaves: d.territory === null ? null : d.territory !== "CN",
      state: "would-leave",
      procedure: "licence",
      level: levels[(n + k) % 3],
      decidedBy: "row",
      approval: n % 3 === 0 ? { id: "A-1", kind: "licence", status: "closes", expires: "2026-12-01" } : null,
      closed: n % 3 === 0,
    })),
  );
  const items = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [
      `CN:item-${n}`,
      {
        regime: "CN",
        title: text(`Item ${n}`),
        class: "restricted",
        procedure: "licence",
        verification: "seed",
        sources: [],
        reviewed: "2026-11-20",
      },
    ]),
  );
  return {
    schema: "borderline.scan/1",
    tool: { name: "borderline", version: "0", rulebook: { digest: "sha256:0", reviewed: "2026-11-20", editions: { CN: "2025-07-15" } } },
    root: "/big",
    asOf: "2026-11-20",
    home: "CN",
    regimes: ["CN"],
    policy: null,
    remotesOf: "this clone only",
    markers,
    modules: [],
    destinations,
    exposures,
    items,
    skipped: [],
    problems: [],
    notLookedFor: [],
  };
}
