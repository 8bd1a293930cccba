/** Approvals, baselines and what they may close: one test for each boundary of the issue. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Approval } from "../../src/core/exposures/approval.js";
import { applyBaseline, checkBaseline, parseBaseline, shrinkBaseline, writeBaseline } from "../../src/core/exposures/baseline.js";
import { checkApprovals, expiryOf } from "../../src/core/exposures/check-approvals.js";
import { exposuresOf, type ExposureContext } from "../../src/core/exposures/exposures-of.js";
import { parseLedger } from "../../src/core/exposures/parse-approvals.js";
import { writeApproval, type ApprovalEntry } from "../../src/core/exposures/write-approval.js";
import type { Destination } from "../../src/core/destinations/destination.js";
import { ledgerName } from "../../src/core/exposures/approvals.js";
import type { Marker } from "../../src/core/markers/marker.js";
import { book, catalogue, destination, marker, policy } from "../law.js";

const asOf = "2026-11-20";
const push = "CN:086501X/personalised-push";

const licence: Approval = {
  id: "A-1",
  kind: "licence",
  status: "approved",
  items: [push],
  paths: ["rank/**"],
  destinations: ["github.com/acme-sg/**"],
  recipient: "Acme SG",
  reference: "技术出口许可证 第 2026-001 号",
  contract: "C-1",
  issued: "2026-03-01",
  expires: "2027-03-01",
  requestedBy: "Li",
  approvedBy: "Wang",
  approvedAt: "2026-03-02",
  reason: "affiliate",
  content: [],
  measures: {},
  uses: null,
  basis: null,
  path: ".borderline/approvals.yaml",
  line: 2,
};
const to = (some: Partial<Destination> = {}) =>
  destination({ value: "git@github.com:acme-sg/shop.git", territory: "US", recipient: "Acme SG", ...some });

function judged(some: {
  approval?: Partial<Approval>;
  approvals?: readonly Approval[];
  marker?: Partial<Marker>;
  markers?: readonly Marker[];
  destination?: Partial<Destination>;
  destinations?: readonly Destination[];
  asOf?: string;
  context?: Partial<ExposureContext>;
}) {
  const approvals = some.approvals ?? [{ ...licence, ...some.approval }];
  return exposuresOf(
    book,
    policy({ approvals }),
    some.asOf ?? asOf,
    some.markers ?? [marker(some.marker)],
    some.destinations ?? [to(some.destination)],
    { stateOf: () => "would-leave", ...some.context },
  );
}
const status = (some: Parameters<typeof judged>[0]) => {
  const [first] = judged(some);
  return [first?.approval?.status ?? null, first?.closed];
};
const open = [null, false];

describe("a licence", () => {
  it("closes what it names, and the exposure stays in the output at its level", () => {
    expect(judged({})).toMatchObject([
      { level: "warning", closed: true, approval: { id: "A-1", kind: "licence", status: "closes", expires: "2027-03-01" } },
    ]);
  });

  it.each([
    ["the day before", "2027-02-28", ["closes", true]],
    ["the whole UTC day of its end", "2027-03-01", ["closes", true]],
    ["not the day after", "2027-03-02", ["expired", false]],
    ["not before it was issued", "2026-02-28", ["recorded", false]],
    ["not before it was approved", "2026-03-01", ["recorded", false]],
  ])("holds %s", (_name, day, expected) => {
    expect(status({ asOf: day })).toEqual(expected);
  });

  it.each([
    ["a file moved inside its paths", { marker: { path: "rank/deep/other.py" } }, ["closes", true]],
    ["a file moved outside its paths", { marker: { path: "rankings/model.py" } }, open],
    ["an edited file: the licence is bound to paths, not to content", { marker: { fingerprint: "changed" } }, ["closes", true]],
    ["another owner of the same host", { destination: { value: "git@github.com:acme/shop.git" } }, open],
    [
      "the same repository by https, with a port and a user",
      { destination: { value: "https://ci@github.com:443/acme-sg/shop" } },
      ["closes", true],
    ],
    ["another host", { destination: { value: "https://gitlab.com/acme-sg/shop", host: "gitlab.com" } }, open],
    ["an SSH alias that resolves to the host", { destination: { value: "work:acme-sg/shop.git", host: "github.com" } }, ["closes", true]],
    ["another recipient", { destination: { recipient: "Beta SG" } }, open],
    ["the same recipient in full-width letters", { destination: { recipient: "Ａｃｍｅ　SG" } }, ["closes", true]],
    ["a destination that the public can read", { destination: { audience: "public" } }, open],
    ["a recipient that is not known", { destination: { recipient: null } }, ["closes", true]],
    ["a new control point", { marker: { items: [{ id: "CN:086502X/parallel-runtime", fit: "wording" }] } }, open],
    ["only the parent is licensed", { approval: { items: ["CN:086501X"] } }, open],
    ["an old code of the same point", { approval: { items: ["CN:056101X/personalised-push"] } }, ["closes", true]],
    ["requested only", { approval: { status: "requested" } }, ["requested", false]],
    ["revoked", { approval: { status: "revoked" } }, open],
    ["a letter of intent", { approval: { kind: "letter-of-intent", reference: "技术出口许可意向书 1" } }, ["recorded", false]],
    ["a licence that is a letter of intent", { approval: { reference: "技术出口许可意向书 2026-1" } }, ["misfit", false]],
    ["no number", { approval: { reference: "技术出口许可证" } }, ["misfit", false]],
    ["a full-width number", { approval: { reference: "技术出口许可证２０２６－００１" } }, ["closes", true]],
    ["no contract", { approval: { contract: null } }, ["misfit", false]],
    ["no recipient in it", { approval: { recipient: null } }, ["misfit", false]],
    ["no scope", { approval: { paths: [] } }, open],
    ["the requester approved it", { approval: { approvedBy: " li " } }, ["misfit", false]],
    ["nobody approved it", { approval: { approvedBy: null } }, ["misfit", false]],
    ["everywhere", { approval: { destinations: ["**"] } }, ["misfit", false]],
    ["a misfit kind", { approval: { kind: "registration" } }, ["misfit", false]],
    [
      "a prohibited item",
      { approval: { items: ["CN:human-gene-editing"] }, marker: { items: [{ id: "CN:human-gene-editing", fit: "wording" }] } },
      ["misfit", false],
    ],
  ] as const)("%s", (_name, some, expected) => {
    expect(status(some)).toEqual(expected);
  });

  it("covers a region only of its own cloud", () => {
    const approval = { destinations: ["aws:ap-southeast-1"] };
    const at = { kind: "cloud-region", value: "ap-southeast-1", host: null, region: "ap-southeast-1", territory: "SG" } as const;
    expect(status({ approval, destination: { ...at, cloud: "aws" } })).toEqual(["closes", true]);
    expect(status({ approval, destination: { ...at, cloud: "aliyun" } })).toEqual(open);
  });

  it.each([
    ["https://github.com/acme-sg/shop.git", { value: "git@github.com:acme-sg/shop.git" }, true],
    ["git@github.com:acme-sg/shop.git", { value: "https://github.com/acme-sg/shop" }, true],
    ["github.com/acme-sg/shop.git", { value: "https://github.com/acme-sg/shop" }, true],
    ["github.com/acme-sg", { value: "https://github.com/acme-sg/shop" }, true],
    ["github.com/acme", { value: "https://github.com/acme-sg/shop" }, false],
    ["registry.example.sg/acme/**", { value: "registry.example.sg:5000/acme/rank", host: "registry.example.sg" }, true],
    ["/srv/mirrors/eu.git", { value: "/srv/mirrors/eu.git", host: null }, true],
    ["/srv/mirrors/eu.git", { value: "file:///srv/mirrors/eu.git", host: null }, true],
    ["/srv/mirrors/**", { value: "/srv/other/eu.git", host: null }, false],
  ])("%s as people paste it", (pattern, some, closed) => {
    expect(judged({ approval: { destinations: [pattern] }, destination: some })[0]?.closed).toBe(closed);
  });

  it("re-opens when a measure grows beyond what was recorded", () => {
    const approval = { measures: { parameters: 7e9 } };
    expect(status({ approval, marker: { measures: { parameters: 7e9 } } })).toEqual(["closes", true]);
    expect(status({ approval, marker: { measures: { parameters: 7.1e9 } } })).toEqual(["misfit", false]);
  });
});

describe("the other kinds", () => {
  const position = { kind: "not-controlled", basis: "classification memo 7", content: ["f1"], paths: [], reference: null } as const;
  const genes = { items: [{ id: "CN:human-gene-editing", fit: "wording" }] } as const;

  it("not-controlled closes a prohibited item, for this content and with a basis", () => {
    const items = ["CN:human-gene-editing"];
    expect(status({ approval: { ...position, items }, marker: genes })).toEqual(["closes", true]);
    expect(status({ approval: { ...position, items }, marker: { ...genes, fingerprint: "edited" } })).toEqual(["misfit", false]);
    expect(status({ approval: { ...position, items, basis: null }, marker: genes })).toEqual(["misfit", false]);
    expect(status({ approval: { ...position, items }, marker: { ...genes, path: "moved/away.py" } })).toEqual(["closes", true]);
  });

  it("public-domain closes a dual-use item, and on a civil item is only recorded", () => {
    const crypto = "CN:dual-use/commercial-cryptography";
    const approval = { ...position, kind: "public-domain" } as const;
    expect(status({ approval: { ...approval, items: [crypto] }, marker: { items: [{ id: crypto, fit: "wording" }] } })).toEqual([
      "closes",
      true,
    ]);
    expect(status({ approval })).toEqual(["recorded", false]);
  });

  it("registration closes free technology only, and needs its number", () => {
    const approval = { kind: "registration", items: ["CN:free"], reference: "技术出口合同登记证 1" } as const;
    const free = { items: [{ id: "CN:free", fit: "carrier" }] } as const;
    expect(status({ approval, marker: free })).toEqual(["closes", true]);
    expect(status({ approval: { ...approval, reference: null }, marker: free })).toEqual(["misfit", false]);
  });

  it("the best decision counts, whatever the order", () => {
    const old = { ...licence, id: "A-0", expires: "2026-06-01" };
    expect(judged({ approvals: [old, licence] })[0]?.approval?.id).toBe("A-1");
    expect(judged({ approvals: [licence, old] })[0]?.approval?.id).toBe("A-1");
    expect(judged({ approvals: [old, { ...old, id: "A-2", status: "requested" }] })[0]?.approval).toMatchObject({
      id: "A-2",
      status: "requested",
    });
  });

  it("the name that a ledger should have covers the destination that it names", () => {
    const aws = { host: null, cloud: "aws", region: "ap-southeast-1", kind: "cloud-region", value: "aws:ap-southeast-1" } as const;
    for (const [some, name] of [
      [{ value: "https://github.com/Acme/Shop.git" }, "github.com/Acme/Shop"],
      [{ value: "work:acme/shop.git", host: "github.com" }, "github.com/acme/shop"],
      [{ value: "/srv/mirrors/far.git", host: null }, "/srv/mirrors/far"],
      [{ value: "file:///srv/mirrors/far.git", host: null }, "/srv/mirrors/far"],
      [aws, "aws:ap-southeast-1"],
    ] as const) {
      const there = destination({ territory: "US", recipient: "Acme SG", ...some });
      expect(ledgerName(there)).toBe(name);
      expect(judged({ approval: { destinations: [name] }, destination: some })[0]?.closed, name).toBe(true);
      expect(judged({ approval: { destinations: [`${name}x`] }, destination: some })[0]?.closed, name).toBe(false);
    }
  });

  it("a single licence covers one destination, and lapses on use", () => {
    const two = [to({ id: "d1" }), to({ id: "d2" })];
    expect(judged({ approval: { uses: 1 }, destinations: two }).map((each) => each.closed)).toEqual([true, false]);
    expect(judged({ approval: { uses: 2 }, destinations: two }).map((each) => each.closed)).toEqual([true, true]);
    const there: Partial<ExposureContext> = { stateOf: (one) => (one.id === "m1" ? "already-there" : "would-leave") };
    const markers = [marker({ id: "m1" }), marker({ id: "m2" })];
    expect(judged({ approval: { uses: 1 }, markers, context: there }).map((each) => each.closed)).toEqual([true, false]);
  });
});

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
    [{ expires: "2026-11-22" }, "expires on 2026-11-22, in 2 day(s)"],
    [{ expires: "2026-11-19" }, "expired on 2026-11-19, 1 day(s) ago"],
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

describe("the ledger file", () => {
  const entry: ApprovalEntry = {
    id: "A-m",
    kind: "licence",
    status: "requested",
    items: [push],
    paths: ["rank/**"],
    destinations: ["github.com/acme-sg/**"],
    expires: "2027-03-01",
    reason: "推荐模块：交付——请审批",
  };
  const block = (id: string) =>
    `  - id: ${id} # ${id}\n    kind: licence\n    status: requested\n    items: ["${push}"]\n    destinations: [x/y]\n    expires: 2027-01-01\n`;

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

describe("the baseline", () => {
  const known = [
    marker({ id: "a", rule: "r.b", fingerprint: "2" }),
    marker({ id: "b", rule: "r.a", fingerprint: "9" }),
    marker({ id: "c", rule: "r.b", fingerprint: "2", path: "copy.py" }),
  ];
  const text = writeBaseline(known, [to()]);
  const { baseline, problems } = parseBaseline(".borderline/baseline.json", text);

  it("has sorted entries by rule and fingerprint, without lines or dates, and reads back", () => {
    expect(JSON.parse(text)).toEqual({
      schema: "borderline.baseline/1",
      destinations: ["github.com/acme-sg/shop"],
      markers: [
        { rule: "r.a", fingerprint: "9" },
        { rule: "r.b", fingerprint: "2" },
      ],
    });
    expect(problems).toEqual([]);
    expect(writeBaseline([...known].reverse(), [to()])).toBe(text);
  });

  it("marks what it knows, wherever it moved, and nothing else", () => {
    const now = [marker({ rule: "r.b", fingerprint: "2", path: "moved.py" }), marker({ rule: "r.b", fingerprint: "3" })];
    expect(applyBaseline(now, baseline).map((one) => one.baselined)).toEqual([true, false]);
  });

  it("only shrinks: what is gone is reported at its line", () => {
    const now = [marker({ rule: "r.b", fingerprint: "2" }), marker({ rule: "r.new", fingerprint: "1" })];
    expect(checkBaseline(baseline, now)).toMatchObject([{ code: "baseline", line: 7, path: ".borderline/baseline.json" }]);
    expect(JSON.parse(shrinkBaseline(baseline, now))).toEqual({
      schema: "borderline.baseline/1",
      destinations: ["github.com/acme-sg/shop"],
      markers: [{ rule: "r.b", fingerprint: "2" }],
    });
  });

  it("closes what was known, for destinations that were there; never weights, a prohibited item, or a new destination", () => {
    const closed = (some: Partial<Marker>, destinations = [to()]) =>
      judged({ approvals: [], markers: [marker({ baselined: true, ...some })], destinations, context: { baseline } }).map(
        (each) => each.closed,
      );
    expect(closed({})).toEqual([true]);
    expect(closed({ items: [{ id: "CN:human-gene-editing", fit: "wording" }] })).toEqual([false]);
    expect(closed({ family: "model-weights", role: "carries", items: [] })).toEqual([false]);
    expect(closed({}, [to({ value: "git@github.com:somebody/else.git" })])).toEqual([false]);
  });

  it("a broken file is a problem with a position", () => {
    expect(parseBaseline("b.json", "{").problems[0]?.code).toBe("yaml-syntax");
    expect(parseBaseline("b.json", '{"schema": "borderline.baseline/1", "markers": [{"rule": "x"}]}').problems).toMatchObject([
      { code: "missing-key", line: 1 },
    ]);
  });
});
