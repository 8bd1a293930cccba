/** What is wrong with a ledger is said at its entry: kinds that do not fit, too wide, near their end, unused, twice. */
import { describe, expect, it } from "vitest";
import type { Approval } from "../../src/core/exposures/approval.js";
import { checkApprovals, expiryOf } from "../../src/core/exposures/check-approvals.js";
import { catalogue } from "../shipped.js";
import { asOf, judged, licence } from "./licence.js";

describe("what is wrong with a ledger", () => {
  const check = (some: Partial<Approval> | readonly Approval[], day = asOf, exposures: Parameters<typeof checkApprovals>[2] = null) =>
    checkApprovals(
      catalogue,
      Array.isArray(some) ? (some as readonly Approval[]) : [{ ...licence, ...(some as Partial<Approval>) }],
      exposures,
      day,
    );
  const said = (...args: Parameters<typeof check>) => check(...args).map((problem) => problem.message.en);

  it("nothing, of a good entry", () => {
    expect(check({})).toEqual([]);
  });

  it("places each problem at its entry", () => {
    expect(check({ contract: null })).toMatchObject([
      { code: "approval", severity: "warning", path: ".borderline/approvals.yaml", line: 2 },
    ]);
  });

  it.each([
    ["2027-01-29", "none", 31],
    ["2027-01-30", "30", 30],
    ["2027-02-14", "30", 15],
    ["2027-02-15", "14", 14],
    ["2027-02-26", "3", 3],
    ["2027-03-01", "3", 0],
    ["2027-03-02", "expired", -1],
  ] as const)("on %s the expiry is %s", (day, urgency, days) => {
    const expiry = expiryOf(licence, day);
    expect(expiry).toEqual({ days, urgency });
  });

  it.each([
    [{ items: ["CN:nothing"] }, "names the unknown item CN:nothing"],
    [{ kind: "registration", reference: "1" } as const, "cannot close class restricted"],
    [{ paths: ["**"] }, "covers every path"],
    [{ destinations: ["github.com/**"] }, "covers all of github.com/**"],
    [{ destinations: ["*"] }, "names no destination narrower than everywhere"],
    [{ approvedBy: "Li" }, "was approved by its requester"],
    [{ expires: "2026-11-22" }, "expires on 2026-11-22, in 2 days"],
    [{ expires: "2026-11-19" }, "expired on 2026-11-19, 1 day ago"],
    [{ items: ["CN:target-feature-recognition"] }, "not in force on 2026-11-20"],
    [{ kind: "public-domain", content: ["f1"], basis: "paper", expires: "2027-03-03" } as const, "runs longer than the 12 months"],
    [{ items: ["CN:dual-use/uav"], uses: 1, expires: "2027-03-02" }, "runs longer than the 1 year"],
  ])("%j: %s", (some, text) => {
    expect(said(some).join("\n")).toContain(text);
  });

  it("unused entries, only after a whole scan", () => {
    expect(said({}, asOf, [])).toEqual([expect.stringContaining("covers nothing in this tree")]);
    expect(said({}, asOf, judged({}))).toEqual([]);
    expect(said({ path: "../org/approvals.yaml" }, asOf, [])).toEqual([]);
  });

  it("duplicates by id and by content", () => {
    expect(said([licence, { ...licence, line: 9 }])).toEqual([
      expect.stringContaining("has the id of the entry in .borderline/approvals.yaml:2"),
    ]);
    expect(said([licence, { ...licence, id: "A-2", line: 9 }])).toEqual([expect.stringContaining("decides the same as A-1")]);
  });

  it("shows which approvals a new edition reads differently, and names continuing services", () => {
    const before = { ...licence, issued: "2023-06-01", approvedAt: "2023-06-02" };
    expect(said([before], "2023-12-20")).toEqual([]);
    expect(said([before], "2023-12-21")).toEqual([expect.stringContaining("Continuing services")]);
    const unchanged = { ...licence, issued: "2024-06-01", approvedAt: "2024-06-02" };
    expect(said([unchanged])).toEqual([]);
  });
});
