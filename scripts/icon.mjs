// Draws client/media/icon.png (256 × 256) from icon.svg with the machine's Chromium: marketplaces take no SVG.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { executablePath } from "./chromium.mjs";

const media = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "client/media");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${readFileSync(path.join(media, "icon.svg"), "utf8")}`);
writeFileSync(path.join(media, "icon.png"), await page.screenshot({ omitBackground: true }));
await browser.close();
