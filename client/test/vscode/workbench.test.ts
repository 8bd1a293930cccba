/** The extension as people see it: VS Code's workbench in Chromium, clicked and typed into. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, onTestFailed, onTestFinished, test } from "vitest";
import { newRepository, type TestRepository } from "../../../server/test/git/repository.js";
import { ranking } from "../../../server/test/lsp/client.js";
import { browser } from "../../../server/test/tools.js";
import { startVsCode, type StartOptions } from "./harness.js";
import { vsCodeServer } from "./places.js";

const server = vsCodeServer();
const chromium = browser();
const github = '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n';
const limit = { timeout: 420_000 };

async function open(repo: TestRepository, options: Partial<StartOptions> = {}): Promise<Page> {
  if (server === null || chromium === null) throw new Error("no VS Code");
  const vscode = await startVsCode({ server, chromium, repo, ...options });
  onTestFinished(vscode.close);
  onTestFailed(async () => {
    // BORDERLINE_PICTURES: a folder for pictures of what failed.
    const folder = process.env["BORDERLINE_PICTURES"];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await vscode.page.screenshot({ path: join(folder, `failed-${Date.now()}.png`) });
  });
  await vscode.page.locator(".monaco-workbench .part.statusbar").waitFor();
  return vscode.page;
}

async function openFile(page: Page, name: string): Promise<void> {
  await choose(page, "Control+P", name, name);
  await page.locator(".editor-instance .view-lines").first().waitFor();
}

/** Types into the quick pick that a key opens, and takes the line that bears the label. */
async function choose(page: Page, key: string, typed: string, label: string): Promise<void> {
  const box = page.locator(".quick-input-widget input").first();
  await expect.poll(async () => (await page.keyboard.press(key), box.isVisible()), { timeout: 60_000 }).toBe(true);
  await box.fill(key === "F1" ? `>${typed}` : typed);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
}

const squiggle = (page: Page, kind: "info" | "warning"): Locator => page.locator(`.view-overlays .squiggly-${kind}`).first();

describe.runIf(server !== null && chromium !== null)("the workbench", () => {
  test("a squiggle, its hover and its quick fix; a remote that is added makes it louder", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    const page = await open(repo);
    await openFile(page, "rank.py");
    await squiggle(page, "info").waitFor({ state: "attached" });
    expect(await squiggle(page, "warning").count()).toBe(0);

    appendFileSync(join(repo.root, ".git/config"), github);
    await squiggle(page, "warning").waitFor({ state: "attached" });

    const name = page.locator(".view-line span", { hasText: "DeepInterestNetwork" }).last();
    await name.hover();
    const hover = page.locator(".monaco-hover:visible", { hasText: "086501X" }).first();
    await hover.waitFor();
    expect(await hover.innerText()).toContain("United States");

    await name.click();
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "leave this line out" }).first();
    await fix.click();
    await page.locator(".view-line", { hasText: "borderline-ignore-next-line" }).first().waitFor();
  });
});
