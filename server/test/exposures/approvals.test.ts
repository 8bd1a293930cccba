/** What each kind of approval may close: one test for each boundary. */
import { describe, expect, it } from "vitest";
import { ledgerName } from "../../src/core/exposures/approvals.js";
import type { ExposureContext } from "../../src/core/exposures/exposures-of.js";
import { destination, marker } from "../values.js";
import { judged, licence, status, to } from "./licence.js";

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
      [{ value: "acme/rank", host: "huggingface.co", kind: "model-hub" }, "huggingface.co/acme/rank"],
      [{ value: "acme/shop:1", host: "docker.io", kind: "registry" }, "docker.io/acme/shop:1"],
      [{ value: "docker.io/acme/shop:1", host: "docker.io", kind: "registry" }, "docker.io/acme/shop:1"],
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
