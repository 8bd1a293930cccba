/** The ledger file: an entry is added beside what people wrote, and read back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseLedger } from "../../src/core/exposures/parse-approvals.js";
import { writeApproval, type ApprovalEntry } from "../../src/core/exposures/write-approval.js";

describe("the ledger file", () => {
  const entry: ApprovalEntry = {
    id: "A-m",
    kind: "licence",
    status: "requested",
    items: ["CN:086501X/personalised-push"],
    paths: ["rank/**"],
    destinations: ["github.com/acme-sg/**"],
    expires: "2027-03-01",
    reason: "推荐模块：交付——请审批",
  };
  const block = (id: string) =>
    `  - id: ${id} # ${id}\n    kind: licence\n    status: requested\n    items: ["CN:086501X/personalised-push"]\n    destinations: [x/y]\n    expires: 2027-01-01\n`;

  it("keeps every byte of comments and order, and puts the entry by its id", () => {
    const text = `# ledger of the team\napprovals:\n${block("A-a")}  # about z\n${block("A-z")}# end\n`;
    const longer = writeApproval(text, entry) ?? "";
    expect(longer.startsWith(`# ledger of the team\napprovals:\n${block("A-a")}  - id: A-m\n`)).toBe(true);
    expect(longer.endsWith(`  # about z\n${block("A-z")}# end\n`)).toBe(true);
    const { approvals, problems } = parseLedger("l.yaml", longer);
    expect([approvals.map((one) => one.id), problems]).toEqual([["A-a", "A-m", "A-z"], []]);
    expect(approvals[1]?.reason).toBe("推荐模块：交付——请审批");
  });

  it.each([
    ["an empty file", "", "approvals:\n  - id: A-m\n"],
    ["a policy without approvals", "home: CN # here\n", "home: CN # here\napprovals:\n  - id: A-m\n"],
    ["a policy with an empty key", "approvals:\nhome: CN # here\n", "home: CN # here"],
    ["a flow list", "home: CN # here\napprovals: []\n", "home: CN # here\napprovals:\n  - id: A-m\n"],
    [
      "a bare list",
      "- { id: A-a, kind: licence, status: requested, items: [x], destinations: [y], expires: 2027-01-01 }\n",
      "expires: 2027-01-01 }\n- id: A-m\n",
    ],
    ["Windows line ends", `approvals:\r\n${block("A-a").replaceAll("\n", "\r\n")}`, "\r\n  - id: A-m\r\n"],
    ["no line end at the end", "home: CN", "home: CN\napprovals:\n"],
  ])("writes into %s", (_name, text, part) => {
    const longer = writeApproval(text, entry) ?? "";
    expect(longer).toContain(part);
    const before = parseLedger("l.yaml", text).approvals.length;
    expect(parseLedger("l.yaml", longer.replace(/^home: CN.*\r?\n/m, "")).approvals.length).toBe(before + 1);
  });

  it("does not touch what it cannot read", () => {
    expect(writeApproval("approvals: [", entry)).toBeNull();
    expect(writeApproval("approvals: yes", entry)).toBeNull();
    expect(writeApproval("just text", entry)).toBeNull();
  });

  it("whatever the file holds, it gains exactly this entry or is left alone", () => {
    const piece = fc.constantFrom(
      "approvals:",
      "\n",
      "  - id: A-b\n",
      "    kind: licence\n",
      "- ",
      "home: CN\n",
      "# c\n",
      "[",
      "]",
      "&a",
      "*a",
      "|\n",
      "---\n",
      "...\n",
      "\t",
      "é",
      "\r\n",
      "{}",
      "null",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const longer = writeApproval(text, entry);
        if (longer === null) return;
        const ids = (one: string) => parseLedger("l.yaml", one).approvals.map((approval) => approval.id);
        const known = text.includes("home:") ? [] : [entry.id];
        expect(ids(longer)).toEqual(expect.arrayContaining(known));
        expect(longer.length).toBeGreaterThan(text.length);
      }),
      { numRuns: 1500 },
    );
  });

  it("two branches' entries merge, in any order", () => {
    const base = `approvals:\n${block("A-c")}${block("A-p")}`;
    const ours = writeApproval(base, { ...entry, id: "A-a" }) ?? "";
    const theirs = writeApproval(base, { ...entry, id: "A-z" }) ?? "";
    const merged = writeApproval(ours, { ...entry, id: "A-z" });
    expect(merged).toBe(writeApproval(theirs, { ...entry, id: "A-a" }));
    expect(parseLedger("l.yaml", merged ?? "").approvals.map((one) => one.id)).toEqual(["A-a", "A-c", "A-p", "A-z"]);
  });

  it("refuses entries with a position, and keeps the good ones", () => {
    const { approvals, problems } = parseLedger("l.yaml", `approvals:\n${block("A-a")}  - id: A-b\n    kind: licence\n    colour: red\n`);
    expect(approvals.map((one) => one.id)).toEqual(["A-a"]);
    expect(problems.map(({ code, line, path }) => [code, line, path])).toContainEqual(["unknown-key", 10, "l.yaml"]);
  });
});
