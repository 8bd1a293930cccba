// Makes the pictures of client/README.md in a real VS Code: the packed extension, an invented repository, headless Chromium. `node scripts/vscode.mjs && node scripts/vscode-pictures.mjs [FOLDER]`
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { executablePath } from "./chromium.mjs";
import { makeRepository } from "./sample.mjs";
import { installed } from "./vscode.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const images = path.resolve(process.argv[2] ?? path.join(root, "client/media"));
const themes = (process.env.THEMES ?? "Default Light Modern").split(",");
const programs = installed();
if (programs === null) throw new Error("node scripts/vscode.mjs installs what is needed");
const folder = mkdtempSync(path.join(tmpdir(), "borderline-vscode-pictures-"));
const shop = path.join(folder, "shop-recommender");
const data = path.join(folder, "data");

makeShop();
execFileSync(process.execPath, [path.join(root, "scripts/package.mjs"), path.join(folder, "borderline.vsix")], { stdio: "inherit" });
const code = [programs.server, "--accept-server-license-terms", "--server-data-dir", data];
execFileSync(programs.node, [...code, "--install-extension", path.join(folder, "borderline.vsix")], { stdio: "inherit" });
const port = await freePort();
const server = spawn(
  programs.node,
  [...code, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--disable-workspace-trust"],
  { stdio: "ignore" },
);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"],
});
try {
  for (const theme of themes)
    for (const language of ["en", "zh"])
      await pictures(
        theme,
        `${language}${theme === "Default Light Modern" ? "" : `-${theme.replace(/\W+/g, "-").toLowerCase()}`}`,
        language,
      );
} finally {
  await browser.close();
  server.kill();
  if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
}

async function pictures(theme, suffix, language) {
  const words = JSON.parse(readFileSync(path.join(root, language === "zh" ? "package.nls.zh-cn.json" : "package.nls.json"), "utf8"));
  const settings = {
    "workbench.colorTheme": theme,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": false,
    "chat.disableAIFeatures": true,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "editor.fontSize": 13,
    "editor.minimap.enabled": false,
  };
  mkdirSync(path.join(data, "data/User"), { recursive: true });
  writeFileSync(path.join(data, "data/Machine/settings.json"), JSON.stringify(settings));
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  if (language === "zh") await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = "zh-cn"`);
  await openWorkbench(page);
  await run(page, `Borderline: ${words["command.scanWorkspace"]}`);
  await page.waitForTimeout(6000);
  await run(page, "Go to File");
  await page.keyboard.type("ranking_model.py");
  await page.waitForTimeout(1200);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".squiggly-warning, .squiggly-error", { timeout: 30_000 });
  await page.click('.action-label[aria-label*="Borderline"]');
  await page.waitForTimeout(2500);
  for (const label of await page.$$('.pane-body .monaco-list-row[aria-level="1"]')) await label.click();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(images, `views-${suffix}.png`) });
  const name = page.locator(".view-line", { hasText: "DeepInterestNetwork" }).first();
  await name.hover({ position: { x: 120, y: 8 } });
  await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents", { timeout: 15_000 });
  await page.waitForTimeout(1500);
  await page.screenshot({ path: path.join(images, `hover-${suffix}.png`) });
  await page.keyboard.press("Escape");
  await run(page, `Borderline: ${words["command.showReport"]}`);
  await page.waitForTimeout(5000);
  await page.screenshot({ path: path.join(images, `report-${suffix}.png`) });
  await page.context().close();
}

async function openWorkbench(page) {
  for (let i = 0; ; i++) {
    try {
      await page.goto(`http://127.0.0.1:${port}/?folder=${shop}`);
      break;
    } catch (error) {
      if (i > 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  await page.waitForSelector(".monaco-workbench .statusbar-item[id*='borderline' i]", { timeout: 120_000 });
  await page.waitForTimeout(2000);
}

/** Runs a command by its name. */
async function run(page, command) {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(command.replace("Go to File", "Go to File..."));
  await page.waitForTimeout(900);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(900);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}

function makeShop() {
  const files = {
    "rank/ranking_model.py": `"""Ranking of candidate items for the home feed."""
import tensorflow as tf


class DeepInterestNetwork(tf.keras.Model):
    """Predicts clicks from a user's behaviour sequence (personalised recommendation)."""

    def __init__(self, user_embedding, item_embedding):
        super().__init__()
        self.user_embedding = user_embedding
        self.item_embedding = item_embedding
        self.din_attention = tf.keras.layers.Dense(64)
        self.click_through_rate = tf.keras.layers.Dense(1)

    def call(self, user_behavior_sequence, candidate_item):
        interest = self.din_attention(user_behavior_sequence)
        ctr_logits = self.click_through_rate(interest)
        return ctr_logits
`,
    "rank/recall.py":
      "import faiss\n\ndef candidate_recall(user_embedding, item_embedding, top_k):\n    # two-tower retrieval for recommendation\n    return faiss.IndexFlatIP(64).search(user_embedding, top_k)\n",
    "train/launch.sh": "torchrun --nnodes=64 --nproc_per_node=8 train.py --tensor-model-parallel-size 8 --pipeline-model-parallel-size 4\n",
    ".borderline.yaml": 'home: CN\ncontact:\n  - { role: Export compliance, channel: trade@shop.example, hours: "Mon-Fri 9-18" }\n',
    "deploy/main.tf":
      'provider "aws" {\n  region = "ap-southeast-1"\n}\nresource "aws_s3_bucket" "models" {\n  bucket = "shop-models"\n}\n',
    "README.md": "# Shop recommender\n",
  };
  makeRepository(shop, files, {
    origin: "https://gitee.com/shop/recommender.git",
    mirror: "https://github.com/shop/recommender.git",
  });
}
