// Makes the pictures of README.md from what the built program really says about an invented repository. `npm run build && node scripts/pictures.mjs`
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { executablePath } from "./chromium.mjs";
import { makeRepository, recommender } from "./sample.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const images = path.join(root, "docs/images");
const folder = mkdtempSync(path.join(tmpdir(), "borderline-pictures-"));
const shop = path.join(folder, "shop-recommender");

mkdirSync(images, { recursive: true });
makeShop();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const [name, lang] of [
  ["en", "en"],
  ["zh", "zh-CN"],
]) {
  const saved = path.join(folder, `${name}.json`);
  borderline("scan", shop, "--as-of", "2026-11-20", "--lang", lang, "--format", "json", "--output", saved);
  const page = path.join(folder, `${name}.html`);
  borderline("report", saved, "--lang", lang, "--format", "html", "--output", page);
  await picture(`report-${name}.png`, page, 1360, 1180);
  const terminal = path.join(folder, `${name}-terminal.html`);
  const lines = (await colouredText(saved, lang)).split("\n");
  writeFileSync(terminal, terminalPage(`${lines.slice(0, 48).join("\n")}\n…`));
  await picture(`scan-${name}.png`, terminal, 860, null);
}
await browser.close();
if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });

function borderline(...args) {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "dist/cli.js"), ...args], { encoding: "utf8" });
  if (status === 2) throw new Error(stderr);
}

async function picture(name, file, width, height) {
  const page = await browser.newPage({ viewport: { width, height: height ?? 400 }, colorScheme: "light" });
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(pathToFileURL(file).href);
  if (height !== null) await page.locator("#list tr.row", { hasText: "two_tower.py" }).first().click();
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: path.join(images, name), fullPage: height === null });
  await page.close();
}

/** The text report with the colours that a terminal gets. */
async function colouredText(saved, lang) {
  const entry = `import { readFileSync } from "node:fs";
import { parseScan } from ${JSON.stringify(path.join(root, "server/src/core/reports/parse-report.ts"))};
import { renderText } from ${JSON.stringify(path.join(root, "server/src/core/reports/text.ts"))};
const parsed = parseScan(readFileSync(process.argv[2], "utf8"));
process.stdout.write(renderText(parsed.report, { lang: process.argv[3], color: true, width: 104, failOn: "warning" }));`;
  const program = path.join(folder, "text.mjs");
  await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
    logLevel: "error",
  });
  return execFileSync(process.execPath, [program, saved, lang], { encoding: "utf8" });
}

/** A terminal's look; the colours are those that the text asks for. */
function terminalPage(text) {
  const styles = {
    0: null,
    1: "font-weight:600;color:#fff",
    2: "color:#8b93a1",
    33: "color:#e5b567",
    36: "color:#7fb4ca",
    "1;31": "color:#f07178;font-weight:600",
  };
  const escaped = text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  // eslint-disable-next-line no-control-regex
  const html = escaped.replace(/\u001b\[([0-9;]*)m/g, (_, code) => (styles[code] ? `<span style="${styles[code]}">` : "</span>"));
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#1a1d23;color:#d5d9e0;font:13.5px/1.5 "Noto Sans Mono CJK SC",monospace;padding:20px 24px}pre{margin:0;font:inherit}b{color:#7ec699;font-weight:400}</style><pre><b>$</b> borderline scan shop-recommender\n\n${html}</pre>`;
}

/** A team that goes abroad: a recommender, weights, a mirror on GitHub, a region in Singapore, a host in a secret, and decisions that were taken. */
function makeShop() {
  const files = {
    ".borderline.yaml": `home: CN
contact:
  - { regime: CN, role: "Export control", channel: "export@shop.example.cn", hours: "9:00-18:00 UTC+8" }
approvals:
  - id: A-7f3k
    kind: licence
    status: approved
    items: ["CN:086501X/personalised-push"]
    paths: ["serve/**"]
    destinations: ["aws:ap-southeast-1"]
    recipient: "Shop Singapore Pte. Ltd."
    reference: "技术出口许可证 2026-0042"
    contract: "C-2026-118"
    issued: 2026-03-01
    expires: 2026-12-10
    requestedBy: "li.wei"
    approvedBy: "zhang.min"
    approvedAt: 2026-03-02
    reason: "Ranks are served for the Singapore store"
`,
    ...recommender,
    "serve/rerank.py": `from rank.two_tower import TwoTower


class ReRanker:
    """Re-ranks candidate items by user preference."""

    def rerank(self, user_embedding, candidate_items, ctr_scores):
        return sorted(candidate_items, key=lambda item: ctr_scores[item.item_id], reverse=True)
`,
    "deploy/main.tf": `variable "region" {\n  default = "ap-southeast-1"\n}\n\nprovider "aws" {\n  region = var.region\n}\n\nresource "aws_ecs_service" "rank" {\n  name = "rank"\n}\n`,
    "models/two_tower.safetensors": safetensors(),
    ".github/workflows/release.yml": `on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: rsync -az ./ deploy@\${{ secrets.DEPLOY_HOST }}:/srv/rank\n`,
  };
  makeRepository(shop, files, {
    origin: "https://gitee.com/shop-cn/recommender.git",
    github: "git@github.com:shop-global/recommender.git",
  });
}

/** Two embedding tables of a million and a half million rows of two half-precision numbers each. */
function safetensors() {
  const shapes = { "user_embedding.weight": [1_000_000, 2], "item_embedding.weight": [500_000, 2] };
  let at = 0;
  const header = {};
  for (const [name, shape] of Object.entries(shapes))
    header[name] = { dtype: "F16", shape, data_offsets: [at, (at += shape[0] * shape[1] * 2)] };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([size, json, Buffer.alloc(at)]);
}
