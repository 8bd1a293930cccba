/** Decisions end to end: a real tree with a remote, a policy, a ledger and a baseline, scanned as the command line does. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseBaseline, writeBaseline } from "../src/core/exposures/baseline.js";
import { parseLedger } from "../src/core/exposures/parse-approvals.js";
import { readPolicy } from "../src/core/exposures/parse-policy.js";
import type { Policy } from "../src/core/exposures/policy.js";
import { scanTree } from "../src/host/scan-tree.js";
import { shippedRulebook } from "./shipped.js";

const rulebook = shippedRulebook();
const example = rulebook.rules.find((rule) => rule.id === "recommendation.ranking-model")?.examples.match[0];

const root = mkdtempSync(join(tmpdir(), "borderline-decisions-"));
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const git = (...args: string[]) => execFileSync("git", ["-c", "init.defaultBranch=main", ...args], { cwd: root, stdio: "pipe" });

beforeAll(() => {
  git("init", "-q");
  git("remote", "add", "origin", "https://github.com/acme-sg/shop.git");
  for (const [path, text] of Object.entries(example?.files ?? {})) put(path, text);
  put("rank/model.py", example?.text ?? "");
  git("add", "-A");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ledger = `approvals:
  - id: A-1
    kind: licence
    status: approved
    items: ["CN:086501X/personalised-push"]
    paths: ["rank/**"]
    destinations: ["github.com/acme-sg/**", "affiliate, singapore"]
    reference: 技术出口许可证 第 2026-1 号
    contract: C-1
    recipient: "Affiliate, Singapore"
    issued: 2026-03-01
    expires: 2027-03-01
    requestedBy: Li
    approvedBy: Wang
    approvedAt: 2026-03-02
`;
const declared = 'destinations: [{ via: handover, recipient: "Affiliate, Singapore", territory: SG, scope: ["rank/**"] }]\n';
const policyWith = (text: string, approvals = ""): Policy => {
  const { policy } = readPolicy([{ path: ".borderline.yaml", text }]);
  return { ...policy, approvals: parseLedger(".borderline/approvals.yaml", approvals).approvals };
};
const scanned = (policy: Policy, some: { asOf?: string; baseline?: string } = {}) =>
  scanTree({
    root,
    rulebook,
    policy,
    asOf: some.asOf ?? "2026-11-20",
    baseline: some.baseline === undefined ? null : parseBaseline(".borderline/baseline.json", some.baseline).baseline,
    environment: { PATH: process.env["PATH"], HOME: root },
    home: null,
    jobs: 1,
    noCache: true,
  });
const pushOf = (result: Awaited<ReturnType<typeof scanned>>) =>
  result.exposures.filter((exposure) => exposure.item === "CN:086501X/personalised-push");

describe("decisions on a scanned tree", () => {
  it("without any, the exposure is open", async () => {
    const result = await scanned(policyWith(""));
    expect(pushOf(result)).toMatchObject([{ level: "warning", decidedBy: "listed-wording", leaves: true, closed: false, approval: null }]);
  });

  it("a declared handover is a destination; the licence closes both ways out, and the ledger's own way abroad is said", async () => {
    const result = await scanned(policyWith(declared, ledger));
    expect(result.destinations.map((one) => [one.kind, one.territory])).toContainEqual(["declared", "SG"]);
    expect(pushOf(result).map((one) => [one.closed, one.approval?.status])).toEqual([
      [true, "closes"],
      [true, "closes"],
    ]);
    const said = result.problems.filter((problem) => problem.code === "approval");
    expect(said).toHaveLength(1);
    expect(said[0]?.message.en).toContain("the ledger itself would leave by origin");
  });

  it("after its last day it is expired, said at its line, and everything is open again", async () => {
    const result = await scanned(policyWith(declared, ledger), { asOf: "2027-03-02" });
    expect(pushOf(result).every((one) => !one.closed && one.approval?.status === "expired")).toBe(true);
    expect(result.problems).toContainEqual(expect.objectContaining({ code: "approval", path: ".borderline/approvals.yaml", line: 2 }));
  });

  it("a baseline closes what was there, for the destinations of that day only", async () => {
    const before = await scanned(policyWith(""));
    const baseline = writeBaseline(
      before.markers.filter((one) => one.confidence >= 0.5),
      before.destinations,
    );
    const after = await scanned(policyWith(declared), { baseline });
    const byKind = new Map(after.destinations.map((one) => [one.id, one.kind]));
    expect(pushOf(after).map((one) => [byKind.get(one.destination), one.closed])).toEqual([
      ["git-remote", true],
      ["declared", false],
    ]);
    expect(after.markers.some((one) => one.baselined)).toBe(true);
  });
});
