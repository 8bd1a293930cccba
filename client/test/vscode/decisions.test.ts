/** Answers that people give in the workbench, and what becomes louder or quieter by them: a request and its approval, a place, a reason. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { newRepository } from "../../../server/test/git/repository.js";
import { ranking } from "../../../server/test/lsp/client.js";
import { github, limit, open, openFile, quickFix, runCommand, squiggle, workbenchThere } from "./workbench.js";

const own = '[remote "origin"]\n\turl = https://git.acme.example/shop.git\n';

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

describe.runIf(workbenchThere)("decisions in the workbench", () => {
  test("a request is drafted into the ledger and changes nothing; approved by somebody else, it closes the marker", limit, async () => {
    const repo = newRepository();
    repo.git("config", "user.name", "Li Lei");
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    const ledger = join(repo.root, ".borderline/approvals.yaml");
    const page = await open(repo);
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    await (await quickFix(page, "Request an approval")).click();
    await page.locator(".tab.active", { hasText: "approvals.yaml" }).first().waitFor();
    await page.keyboard.press("Control+s");
    await expect.poll(() => textOf(ledger), { timeout: 30_000 }).toContain("status: requested");
    const asked = textOf(ledger);
    expect(asked).toContain("github.com/acme/shop");
    expect(asked).toContain("requestedBy: Li Lei");
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    await runCommand(page, "View: Show Borderline");
    await page.locator(".sidebar .monaco-list-row", { hasText: "requested" }).first().waitFor();

    const approved = asked
      .replace("status: requested", "status: approved")
      .replace(/recipient:.*/, "recipient: Acme US")
      .replace(/reference:.*/, "reference: 技术出口许可证 2026-0042")
      .replace(/contract:.*/, "contract: C-1")
      .replace(/reason:.*/, "reason: the store in the US")
      .replace(/^(\s*)requestedBy:.*$/m, "$&\n$1approvedBy: Han Meimei\n$1approvedAt: 2026-01-02");
    writeFileSync(ledger, approved);
    await expect.poll(() => squiggle(page, "warning").count(), { timeout: 30_000 }).toBe(0);
  });

  test("a place that nobody knows is set in the policy, and what goes there is quieter at once", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), own);
    const policy = join(repo.root, ".borderline.yaml");
    const page = await open(repo);
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    await (await quickFix(page, "Say in the policy where it stands")).click();
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Chinese mainland" }).first().click();
    await page.locator(".tab.active", { hasText: ".borderline.yaml" }).first().waitFor();
    await page.keyboard.press("Control+s");
    await expect.poll(() => textOf(policy), { timeout: 30_000 }).toContain('{ host: "git.acme.example", territory: CN }');
    await openFile(page, "rank.py");
    await squiggle(page, "info").waitFor({ state: "attached" });
    expect(await squiggle(page, "warning").count()).toBe(0);
  });

  test("a line is left out when its reason is written where the cursor waits, not before", limit, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking });
    appendFileSync(join(repo.root, ".git/config"), github);
    const page = await open(repo);
    await openFile(page, "rank.py");
    await squiggle(page, "warning").waitFor({ state: "attached" });
    await (await quickFix(page, "leave this file out, with a reason (recommendation.ranking-model)")).click();
    await page.locator(".view-line", { hasText: "<why it is not that technology>" }).first().waitFor();
    await page.keyboard.press("Control+Shift+M");
    const problems = page.locator(".markers-panel .monaco-list-row");
    await problems.filter({ hasText: "a suppression must give its reason" }).first().waitFor();
    await problems
      .filter({ hasText: "(recommendation.ranking-model)" })
      .or(problems.filter({ hasText: "086501X" }))
      .first()
      .waitFor();
    await page.keyboard.press("Control+1");
    await page.keyboard.type("a toy for a lecture");
    await page.locator(".view-line", { hasText: "ranking-model -- a toy for a lecture" }).first().waitFor();
    await problems.filter({ hasText: "a suppression must give its reason" }).first().waitFor({ state: "detached" });
    expect(await page.locator(".view-line", { hasText: "<why" }).count()).toBe(0);
  });
});
