/** Whole workspaces in the workbench: a scan that is watched and stopped, several folders, high contrast. */
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../../../server/test/git/repository.js";
import { ranking } from "../../../server/test/lsp/client.js";
import { github, limit, open, openFile, runCommand, squiggle, workbenchThere } from "./workbench.js";

describe.runIf(workbenchThere)("a workspace in the workbench", () => {
  test("a scan shows how far it is and can be stopped; it says so, and nothing counts as scanned that was not", limit, async () => {
    const repo = newRepository();
    // Work for some seconds: every file is read closely.
    const long = ranking.repeat(400);
    repo.commit(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`rank/model${i}.py`, `${long}# ${i}\n`])));
    appendFileSync(join(repo.root, ".git/config"), github);
    const page = await open(repo);
    await runCommand(page, "Borderline: Scan Workspace");
    // Toasts are off in an editor that is driven by tests.
    await runCommand(page, "Notifications: Show Notifications");
    const progress = page.locator(".notification-list-item", { hasText: "Borderline: scanning" }).first();
    await progress.waitFor();
    await progress.getByText(/\d+ of \d+ files/).waitFor();
    await progress.getByText("Cancel", { exact: true }).click();
    await page
      .locator(".statusbar-item", { hasText: /cancelled, \d+ of \d+ files checked/ })
      .first()
      .waitFor();
    await progress.waitFor({ state: "detached" });
    await runCommand(page, "View: Show Borderline");
    // Nothing is shown as scanned that was not.
    await page.locator(".sidebar .welcome-view-content", { hasText: "Open files are judged as you write" }).first().waitFor();
  });

  test("several folders: each is judged by its own ways out, and the views name them", limit, async () => {
    const overseas = newRepository();
    overseas.commit({ "rank.py": ranking });
    appendFileSync(join(overseas.root, ".git/config"), github);
    const home = newRepository();
    home.commit({ "serve.py": ranking });
    appendFileSync(
      join(home.root, ".git/config"),
      '[remote "origin"]\n\turl = https://gitee.com/acme/shop.git\n[remote "far"]\n\turl = https://gitlab.com/acme/far.git\n',
    );
    const workspace = join(overseas.home, "both.code-workspace");
    const folders = [
      { path: overseas.root, name: "overseas" },
      { path: home.root, name: "home" },
    ];
    writeFileSync(workspace, JSON.stringify({ folders }));
    const page = await open(overseas, { workspace });
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    home.git("remote", "remove", "far");
    await openFile(page, "serve.py");
    await squiggle(page, "info").waitFor({ state: "attached" });
    expect(await squiggle(page, "warning").count()).toBe(0);
    await runCommand(page, "Borderline: Scan Workspace");
    await runCommand(page, "View: Show Borderline");
    const ways = page.locator(".pane", { has: page.locator(".pane-header", { hasText: "Ways Out" }) });
    await expect.poll(() => ways.locator('.monaco-list-row[aria-level="1"]').count(), { timeout: 60_000 }).toBe(2);
    // Both are called `repo` on disk; the workspace has names for them.
    for (const name of ["overseas", "home"]) await ways.locator('.monaco-list-row[aria-level="1"]', { hasText: name }).waitFor();
    // A report is one folder's: which one is asked.
    await runCommand(page, "Borderline: Show Report");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "overseas" }).first().click();
    const report = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await report.locator("tr.row", { hasText: "rank.py" }).first().waitFor();
  });

  // WCAG 2.2, 1.4.6 and 1.4.3.
  test.each([
    ["Default High Contrast Light", 7],
    ["Default Light Modern", 4.5],
  ] as const)("%s: the report takes the theme's colours, and its words stand out by %d to 1", limit, async (theme, least) => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    const page = await open(repo, { settings: { "workbench.colorTheme": theme } });
    await runCommand(page, "Borderline: Show Report");
    const report = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await report.locator("tr.row").first().waitFor();
    const weak = await report.locator("body").evaluate((body, ratioWanted) => {
      const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      const parse = (text: string): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);
      const light = (text: string): number => {
        const [r = 0, g = 0, b = 0] = parse(text);
        return 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
      };
      const ground = (element: Element | null): string => {
        for (let at = element; at; at = at.parentElement) {
          const colour = getComputedStyle(at).backgroundColor;
          const alpha = parse(colour)[3] ?? 1;
          if (alpha > 0.5) return colour;
        }
        return "rgb(0, 0, 0)";
      };
      const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const element = text.parentElement;
        if (!element || !text.nodeValue?.trim() || element.closest("script, style") || element.getClientRects().length === 0) continue;
        const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (ratio < ratioWanted) found.push(`${text.nodeValue.trim().slice(0, 40)} (${ratio.toFixed(1)})`);
      }
      return found;
    }, least);
    expect(weak).toEqual([]);
    // What the page says of a command of the terminal is a link to the editor's own.
    await report.locator("[data-borderline-command]:visible", { hasText: "borderline init" }).first().click();
    await page.locator(".tab", { hasText: ".borderline.yaml" }).first().waitFor();
  });
});
