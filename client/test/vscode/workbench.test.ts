/** The extension as people see it: VS Code's workbench in Chromium, clicked and typed into. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../../../server/test/git/repository.js";
import { ranking } from "../../../server/test/lsp/client.js";
import { policyFor } from "../../../server/test/push/program.js";
import { commandBox, github, limit, open, openFile, quickFix, runCommand, squiggle, workbenchThere } from "./workbench.js";

describe.runIf(workbenchThere)("the workbench", () => {
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

    await (await quickFix(page, "leave this line out")).click();
    await page.locator(".view-line", { hasText: "borderline-ignore-next-line" }).first().waitFor();
  });
  test("a scan fills the tree; the report opens as a page, and its places lead to lines", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank/model.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    const page = await open(repo);
    await runCommand(page, "Borderline: Scan Workspace");
    await runCommand(page, "View: Show Borderline");
    const row = page.locator(".sidebar .monaco-list-row", { hasText: "086501X" }).first();
    await row.waitFor();
    const leaf = page.locator(".sidebar .monaco-list-row", { hasText: "model.py" }).first();
    // A tree that is just being refreshed may swallow a click.
    const unfolded = async (): Promise<boolean> => {
      if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
      return leaf.isVisible();
    };
    await expect.poll(unfolded, { timeout: 60_000, interval: 500 }).toBe(true);
    await page.locator(".sidebar .monaco-list-row", { hasText: "United States" }).first().waitFor();
    // The one status item says how many are open.
    await page
      .locator(".statusbar-item", { hasText: /^\s*[1-9]\d*\s*$/ })
      .first()
      .waitFor();

    await runCommand(page, "Borderline: Show Report");
    const report = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await report.getByText("086501X").first().waitFor();
    await report.locator("tr.row").first().click();
    await report.locator("[data-borderline-place]", { hasText: "rank/model.py" }).first().click();
    await page.locator(".tab", { hasText: "model.py" }).first().waitFor();
  });

  test("Restricted Mode: files are judged, and nothing that runs or writes is offered", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    // Whoever runs git here leaves a trace.
    const programs = join(repo.home, "programs");
    const trace = join(repo.home, "ran");
    mkdirSync(programs);
    writeFileSync(join(programs, "git"), `#!/bin/sh\necho "$@" >> ${trace}\nexit 1\n`, { mode: 0o755 });
    const before = readdirSync(repo.root, { recursive: true }).sort();
    const page = await open(repo, { trusted: false, environment: { PATH: `${programs}:${process.env["PATH"] ?? ""}` } });
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).first().waitFor();
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    const box = await commandBox(page, "Borderline: ");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Borderline: Show Log" }).first().waitFor();
    for (const absent of ["Install the Pre-Push Hook", "Scan Workspace", "Scan What a Push Would Send", "Open or Create the Policy"])
      expect(await page.locator(".quick-input-list .monaco-list-row", { hasText: absent }).count()).toBe(0);
    await box.press("Escape");
    await quickFix(page, "leave this line out");
    const fixes = page.locator(".action-widget .monaco-list-row");
    for (const absent of ["pre-push hook", "Request an approval"]) expect(await fixes.filter({ hasText: absent }).count(), absent).toBe(0);
    expect(existsSync(trace)).toBe(false);
    expect(readdirSync(repo.root, { recursive: true }).sort()).toEqual(before);
  });

  test("Chinese: the extension's own words and those of the server", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    const page = await open(repo, { language: "zh-cn" });
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    await page.locator(".view-line span", { hasText: "DeepInterestNetwork" }).last().hover();
    const hover = page.locator(".monaco-hover:visible", { hasText: "086501X" }).first();
    await hover.waitFor();
    expect(await hover.innerText()).toContain("美国");
    const box = await commandBox(page, "Borderline: ");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "扫描工作区" }).first().waitFor();
    await box.press("Escape");
  });

  test('a push that the hook stops: one message that says what is new, not "pull first"', limit, async () => {
    const repo = newRepository();
    const far = join(repo.root, "..", "far.git");
    repo.git("init", "-q", "--bare", "-b", "main", far);
    repo.commit({ "readme.md": "nothing\n" });
    repo.git("remote", "add", "origin", far);
    repo.git("push", "-q", "-u", "origin", "main");
    repo.commit({ "rank.py": ranking });
    writeFileSync(join(repo.home, "policy.yaml"), policyFor(far));
    writeFileSync(join(repo.home, ".gitconfig"), "[borderline]\n\tpolicy = ~/policy.yaml\n");
    const page = await open(repo);
    await runCommand(page, "Borderline: Install the Pre-Push Hook");
    await expect.poll(() => existsSync(join(repo.root, ".git/hooks/pre-push")), { timeout: 60_000 }).toBe(true);
    await runCommand(page, "Git: Push");
    await expect.poll(() => existsSync(join(repo.root, ".git/borderline/last-push.json")), { timeout: 60_000 }).toBe(true);
    await runCommand(page, "Notifications: Show Notifications");
    const message = page.locator(".notification-list-item", { hasText: "Show what is new" }).first();
    await message.waitFor();
    const said = await message.innerText();
    expect(said).toContain("Borderline stopped the push to origin (3 warnings): rank.py:3 may fall under 086501X");
    expect(said).toContain("Nothing has left.");
    expect(await page.locator(".notification-list-item", { hasText: /pull/i }).count()).toBe(0);
    expect(repo.git("rev-parse", "origin/main")).toBe(repo.git("rev-parse", "HEAD~1"));
    await message.getByText("Go to the line").click();
    await page.locator(".tab.active", { hasText: "rank.py" }).first().waitFor();
  });
});
