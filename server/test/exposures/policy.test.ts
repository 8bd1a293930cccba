/** The policy file: every key of the contract, positions of what is wrong, and organisations' files with locked keys. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPolicy } from "../../src/core/exposures/default-policy.js";
import { readPolicy } from "../../src/core/exposures/parse-policy.js";

const read = (text: string, path = ".borderline.yaml") => readPolicy([{ path, text }]);
const brief = (text: string) => read(text).problems.map(({ code, line, column }) => [code, line, column]);

const contract = `home: CN                      # where this code is made
origin: [{ paths: ["sg/**"], home: SG, since: 2025-01-01, basis: "written in Singapore" }]
contact: [{ regime: CN, role: "Export compliance", channel: "ec@example.com", hours: "9-18" }]
places:
  - { host: "git.corp.example.cn", territory: CN, audience: organisation, note: "self-hosted, Shanghai", forwards: ["github.com/acme/**"] }
  - { host: "*.sg.example.com", territory: SG }
  - { path: "/srv/mirrors/eu.git", territory: DE }
destinations:
  - { via: handover, recipient: "affiliate, Singapore", territory: SG, scope: ["rank/**"] }
unknownPlaces: warn
ignore: ["third_party/**"]
rules: { off: [speech.vocoder], files: ["compliance/rules/*.yaml"], items: ["compliance/items/*.yaml"] }
push: { block: warning, undecided: warn }
unverified: note
acknowledge: false
inlineSuppressions: true
approvals:
  - id: A-7f3k
    kind: licence
    status: approved
    items: ["CN:086501X/personalised-push"]
    paths: ["rank/**"]
    destinations: ["github.com/acme-sg/**", "aws:ap-southeast-1"]
    recipient: "Acme SG"
    reference: "技术出口许可证 2026-001"
    contract: "C-1"
    issued: 2026-03-01
    expires: 2027-03-01
    requestedBy: "a"
    approvedBy: "b"
    approvedAt: 2026-03-02
    reason: "…"
`;

describe("the contract's own example", () => {
  const { policy, problems, wants } = read(contract);
  it("is read whole, without a problem", () => {
    expect([problems, wants]).toEqual([[], null]);
    expect(policy).toMatchObject({
      path: ".borderline.yaml",
      home: "CN",
      regimes: ["CN"],
      origin: [{ paths: ["sg/**"], home: "SG", since: "2025-01-01" }],
      contact: [{ regime: "CN", role: "Export compliance" }],
      places: [
        { host: "git.corp.example.cn", path: null, territory: "CN", audience: "organisation", forwards: ["github.com/acme/**"], line: 5 },
        { host: "*.sg.example.com", territory: "SG", audience: null, line: 6 },
        { host: null, path: "/srv/mirrors/eu.git", territory: "DE", line: 7 },
      ],
      destinations: [{ via: "handover", recipient: "affiliate, Singapore", territory: "SG", scope: ["rank/**"], line: 9 }],
      rules: { off: ["speech.vocoder"], files: ["compliance/rules/*.yaml"], items: ["compliance/items/*.yaml"] },
      push: { block: "warning", undecided: "warn" },
    });
    expect(policy.approvals).toMatchObject([
      { id: "A-7f3k", kind: "licence", expires: "2027-03-01", uses: null, content: [], path: ".borderline.yaml", line: 18 },
    ]);
  });
});

describe("defaults", () => {
  it("an empty policy is the default one, with its path", () => {
    expect(read("# nothing yet\n").policy).toEqual({ ...defaultPolicy, path: ".borderline.yaml" });
  });

  it("regimes follow from home unless they are given", () => {
    expect(read("home: DE").policy.regimes).toEqual(["EU"]);
    expect(read("home: DE\nregimes: [CN, US]").policy.regimes).toEqual(["CN", "US"]);
  });

  it("a home without a regime says that nothing will be judged", () => {
    const { policy, problems } = read("home: SG");
    expect([policy.regimes, problems.map(({ code, severity }) => [code, severity])]).toEqual([[], [["policy", "warning"]]]);
  });
});

describe("what is wrong is said where it stands", () => {
  it.each([
    ["hom: CN", [["unknown-key", 1, 1]]],
    ["home: cn", [["unknown-value", 1, 7]]],
    ["home: UK", [["unknown-value", 1, 7]]],
    ["home: EU", [["unknown-value", 1, 7]]],
    ["push: { block: always }", [["unknown-value", 1, 16]]],
    ["push:\n  blok: error", [["unknown-key", 2, 3]]],
    ["acknowledge: maybe", [["wrong-type", 1, 14]]],
    ["places: [{ territory: CN }]", [["missing-key", 1, 10]]],
    ["places: [{ host: a, path: b, territory: CN }]", [["missing-key", 1, 10]]],
    ["origin: [{ paths: [a], home: SG }]", [["missing-key", 1, 10]]],
    ["destinations: [{ via: mail, recipient: x }]", [["unknown-value", 1, 23]]],
    ["home: CN\nhome: SG", [["duplicate", 2, 1]]],
    ["home: [", [["yaml-syntax", 1, 8]]],
    [
      "approvals: [{ id: a, kind: permit, status: approved, items: [x], destinations: [y], expires: 2027-01-01 }]",
      [["unknown-value", 1, 28]],
    ],
    ["approvals: [{ id: a, kind: licence, status: approved, items: [x], destinations: [y] }]", [["missing-key", 1, 13]]],
    [
      "approvals: [{ id: a, kind: licence, status: approved, items: [x], destinations: [y], expires: 2027-02-30 }]",
      [["wrong-type", 1, 95]],
    ],
    ["locked: [colour]", [["unknown-value", 1, 10]]],
  ])("%s", (text, problems) => {
    expect(brief(text)).toEqual(problems);
  });

  it("an approval with a problem is left out", () => {
    expect(read("approvals: [{ id: a, kind: licence, status: approved, items: [x], destinations: [y] }]").policy.approvals).toEqual([]);
  });

  it("never throws", () => {
    const keys = fc.constantFrom("home", "push", "approvals", "origin", "places", "extends", "locked", "x");
    const values = fc.constantFrom("CN", "[", "{a: 1}", "[a, {b: c}]", "*x", "&x [*x]", "2026-01-01", "null", "- - -", "'", "!!binary x");
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, values)), (pairs) => {
        readPolicy([{ path: "p", text: pairs.map(([key, value]) => `${key}: ${value}`).join("\n") }]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("extends and locked keys", () => {
  const own = { path: "repo/.borderline.yaml", text: 'extends: "../org/borderline.yaml"\npush: { block: never }\nignore: [a]\nhome: CN\n' };
  const org = {
    path: "org/borderline.yaml",
    text: 'locked: [push.block, unverified]\npush: { block: warning, undecided: block }\nignore: [b]\ncontact: [{ role: "Legal", channel: "x" }]\n',
  };

  it("asks for the file that it extends, seen from its own", () => {
    expect(readPolicy([own]).wants).toBe("org/borderline.yaml");
    expect(readPolicy([{ path: "/etc/a/p.yaml", text: "extends: ../b.yaml" }]).wants).toBe("/etc/b.yaml");
  });

  it("locked keys of the organisation hold, and who tries is told where", () => {
    const { policy, problems, wants } = readPolicy([own, org]);
    expect(wants).toBeNull();
    expect(policy.push).toEqual({ block: "warning", undecided: "block" });
    expect(problems).toMatchObject([{ code: "locked-key", severity: "warning", path: "repo/.borderline.yaml", line: 2 }]);
    expect(problems[0]?.message.en).toContain("org/borderline.yaml:1");
    expect(policy.locked).toEqual({
      "push.block": { path: "org/borderline.yaml", line: 1 },
      unverified: { path: "org/borderline.yaml", line: 1 },
    });
  });

  it("lists add up, single values override", () => {
    const { policy } = readPolicy([own, { ...org, text: org.text.replace("locked: [push.block, unverified]", "") }]);
    expect([policy.ignore, policy.push.block, policy.push.undecided, policy.contact.length]).toEqual([["a", "b"], "never", "block", 1]);
  });

  it("a locked list takes no entry from below, a locked group locks its keys", () => {
    const locked = { path: "o.yaml", text: "locked: [approvals, push]\npush: { block: error }" };
    const { policy, problems } = readPolicy([
      { path: "p.yaml", text: `extends: o.yaml\npush: { undecided: block }\n${contract.slice(contract.indexOf("approvals:"))}` },
      locked,
    ]);
    expect([policy.approvals, policy.push.undecided]).toEqual([[], "warn"]);
    expect(problems.map((problem) => [problem.code, problem.line]).sort()).toEqual([
      ["locked-key", 2],
      ["locked-key", 4],
    ]);
  });

  it("a lock in the tree's own file binds nobody above it", () => {
    const { policy } = readPolicy([
      { path: "p.yaml", text: "extends: o.yaml\nlocked: [unverified]" },
      { path: "o.yaml", text: "unverified: keep" },
    ]);
    expect(policy.unverified).toBe("keep");
  });

  it("a circle ends with a problem", () => {
    const a = { path: "a.yaml", text: "extends: b.yaml" };
    const b = { path: "b.yaml", text: "extends: a.yaml" };
    const { wants, problems } = readPolicy([a, b]);
    expect([wants, problems.map((problem) => problem.code)]).toEqual([null, ["policy"]]);
  });
});

describe("the ledger's place", () => {
  it.each([
    ["compliance/approvals.yaml", true],
    ["../org/approvals.yaml", false],
    ["/srv/ledger.yaml", false],
    ["C:\\\\ledger.yaml", false],
  ])("%s inside the tree: %s", (path, inside) => {
    expect(read(`ledger: "${path}"`).policy.ledger?.inside).toBe(inside);
  });
});
