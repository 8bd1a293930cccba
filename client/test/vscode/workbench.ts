/** The workbench as a test uses it: files opened, commands run, squiggles and notifications looked for. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { TestRepository } from "../../../server/test/git/repository.js";
import { browser } from "../../../server/test/tools.js";
import { startVsCode, type StartOptions } from "./harness.js";
import { vsCodeServer } from "./places.js";

const server = vsCodeServer();
const chromium = browser();

/** Whether these tests can run on this machine. */
export const workbenchThere = server !== null && chromium !== null;
/** Lines of a git configuration: a remote in the United States. */
export const github = '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n';
/** Of a test that starts an editor. Keys and clicks race with the editor's own work: what fails twice is broken. */
export const limit = { timeout: 420_000, retry: 1 };

/** Opens the editor; it is closed when the test ends. */
export async function open(repo: TestRepository, options: Partial<StartOptions> = {}): Promise<Page> {
  if (server === null || chromium === null) throw new Error("no VS Code");
  const vscode = await startVsCode({ server, chromium, repo, ...options });
  onTestFinished(async ({ task }) => {
    // BORDERLINE_PICTURES: a folder for pictures of what failed.
    const folder = process.env["BORDERLINE_PICTURES"];
    if (folder !== undefined && task.result?.state === "fail") {
      mkdirSync(folder, { recursive: true });
      await vscode.page.screenshot({ path: join(folder, `failed-${Date.now()}.png`) });
    }
    await vscode.close();
  });
  await vscode.page.locator(".monaco-workbench .part.statusbar").waitFor();
  return vscode.page;
}

/** Opens a file by its name, as people do. */
export async function openFile(page: Page, name: string): Promise<void> {
  await (await commandBox(page, "")).fill(name);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first().click();
  await page.locator(".editor-instance .view-lines").first().waitFor();
}

/** The box of the command palette with something typed into it. */
export async function commandBox(page: Page, typed: string): Promise<Locator> {
  const box = page.locator(".quick-input-widget input").first();
  await expect.poll(async () => (await page.keyboard.press("F1"), box.isVisible()), { timeout: 60_000 }).toBe(true);
  await box.fill(`>${typed}`);
  return box;
}

/** Runs a command of the palette, which lists what there was when it opened: an extension that is still starting adds its commands a little later. */
export async function runCommand(page: Page, label: string): Promise<void> {
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
  const listed = async (): Promise<boolean> => {
    const box = await commandBox(page, label);
    const there = await row.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (!there) await box.press("Escape");
    return there;
  };
  await expect.poll(listed, { timeout: 90_000 }).toBe(true);
  await row.click();
}

/** A wave under what is marked. */
export const squiggle = (page: Page, kind: "info" | "warning"): Locator => page.locator(`.view-overlays .squiggly-${kind}`).first();

/** Opens the quick fixes of the marked name until the wanted one is among them: a menu opened while the editor was still asking about the file stays empty. */
export async function quickFix(page: Page, title: string): Promise<Locator> {
  const fix = page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
  const offered = async (): Promise<boolean> => {
    await page.keyboard.press("Escape");
    await page.locator(".view-line span", { hasText: "DeepInterestNetwork" }).last().click();
    await page.keyboard.press("Control+.");
    return fix.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(offered, { timeout: 90_000 }).toBe(true);
  return fix;
}
