/** The judgement table: a test for each row, its constraints, and that more dangerous inputs are never judged lower. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposuresOf } from "../../src/core/exposures/exposures-of.js";
import { decide } from "../../src/core/exposures/judge.js";
import type { JudgementInput } from "../../src/core/exposures/judgement.js";
import { parseJudgement } from "../../src/core/exposures/parse-judgement.js";
import type { Policy } from "../../src/core/exposures/policy.js";
import { regimesOf, type TerritoryOfForward } from "../../src/core/exposures/territory.js";
import type { Destination } from "../../src/core/destinations/destination.js";
import type { Marker } from "../../src/core/markers/marker.js";
import { book, judgement } from "../shipped.js";
import { destination, marker, policy } from "../values.js";

const asOf = "2026-11-20";
const usual: JudgementInput = {
  class: "restricted",
  fit: "wording",
  verification: "seed",
  role: "implements",
  family: "recommendation",
  origin: "first-party",
  bound: "overseas",
  made: "here",
  unverified: "note",
};
const row = (some: Partial<JudgementInput>) => {
  const { id, level } = decide(judgement.rows, { ...usual, ...some });
  return [id, level];
};

describe("the table", () => {
  it("parses without a problem", () => {
    expect(judgement.problems).toEqual([]);
  });

  const cases: readonly (readonly [string, string, Partial<JudgementInput>])[] = [
    ["mention", "note", { role: "mentions", class: "prohibited" }],
    ["stays-home", "note", { bound: "home", class: "prohibited" }],
    ["made-elsewhere", "note", { made: "elsewhere" }],
    ["foreign-unverified", "note", { class: "foreign", verification: "memory" }],
    ["foreign-published", "note", { class: "foreign", verification: "official", origin: "published" }],
    ["foreign-wording", "warning", { class: "foreign", verification: "official" }],
    ["foreign-other", "note", { class: "foreign", verification: "official", role: "calls" }],
    ["unverified-point", "note", { verification: "draft" }],
    ["prohibited-wording", "error", { class: "prohibited", verification: "secondary" }],
    ["prohibited-near", "warning", { class: "prohibited", fit: "arguable" }],
    ["not-ours", "note", { origin: "third-party" }],
    ["only-uses", "note", { role: "calls" }],
    ["listed-wording", "warning", {}],
    ["listed-carrier", "warning", { fit: "carrier", role: "carries" }],
    ["listed-arguable", "note", { fit: "arguable" }],
    ["own-weights", "warning", { class: "free", verification: "official", fit: "carrier", role: "carries", family: "model-weights" }],
    ["not-listed", "note", { class: "free", verification: "official", fit: "carrier" }],
  ];
  it.each(cases)("row %s gives a %s", (id, level, some) => {
    expect(row(some)).toEqual([id, level]);
  });

  it("has a test for every row but the last, which nothing known reaches", () => {
    expect(judgement.rows.map((one) => one.id)).toEqual([...cases.map(([id]) => id), "otherwise"]);
  });

  it.each([
    ["dual-use, wording, implements", "warning", { class: "dual-use" }],
    ["memory caps a prohibited item", "note", { class: "prohibited", verification: "memory" }],
    ["an inference caps as well", "note", { verification: "derived" }],
    ["`unverified: keep` lifts the cap", "warning", { verification: "draft", unverified: "keep" }],
    ["`unverified: keep` on a prohibited draft", "error", { class: "prohibited", verification: "draft", unverified: "keep" }],
    ["a prohibited item to an unknown place", "error", { class: "prohibited", bound: "unknown" }],
    ["third-party code of a prohibited wording", "error", { class: "prohibited", origin: "third-party" }],
    ["public counts like overseas", "warning", { bound: "public" }],
    ["unknown counts like overseas", "warning", { bound: "unknown" }],
    ["configuring a framework", "note", { role: "configures" }],
    ["third-party weights", "note", { class: "free", family: "model-weights", role: "carries", fit: "carrier", origin: "third-party" }],
    ["own weights at home", "note", { class: "free", family: "model-weights", role: "carries", fit: "carrier", bound: "home" }],
  ] as const)("%s: %s", (_name, level, some) => {
    expect(row(some)[1]).toBe(level);
  });

  it("never judges more dangerous inputs lower", () => {
    const orders = {
      class: ["free", "restricted", "prohibited"],
      fit: ["arguable", "carrier", "wording"],
      verification: ["memory", "draft", "seed", "secondary", "official"],
      role: ["mentions", "calls", "configures", "carries", "implements"],
      origin: ["published", "third-party", "first-party"],
      bound: ["home", "unknown", "overseas", "public"],
      made: ["elsewhere", "here"],
      unverified: ["note", "keep"],
    } as const;
    const levels = ["note", "warning", "error"];
    const arbitrary = fc.record({
      class: fc.constantFrom("restricted", "dual-use", "prohibited"),
      fit: fc.constantFrom(...orders.fit),
      verification: fc.constantFrom(...orders.verification),
      role: fc.constantFrom(...orders.role),
      family: fc.constantFrom("recommendation", "model-weights", "crypto"),
      origin: fc.constantFrom(...orders.origin),
      bound: fc.constantFrom(...orders.bound),
      made: fc.constantFrom(...orders.made),
      unverified: fc.constantFrom(...orders.unverified),
    });
    fc.assert(
      fc.property(arbitrary, fc.constantFrom(...(Object.keys(orders) as (keyof typeof orders)[])), (input, key) => {
        const order = orders[key] as readonly string[];
        const at = order.indexOf(input[key]);
        if (at < 0 || at + 1 >= order.length) return;
        const worse = { ...input, [key]: order[at + 1] } as JudgementInput;
        expect(levels.indexOf(decide(judgement.rows, worse).level)).toBeGreaterThanOrEqual(
          levels.indexOf(decide(judgement.rows, input).level),
        );
      }),
      { numRuns: 4000 },
    );
  });

  it("refuses a table whose last row has a condition, and words it does not know", () => {
    const bad = parseJudgement(
      "j.yaml",
      "rows:\n  - { id: a, class: [banned], level: note, why: { en: x, zh: y } }\n  - { id: b, role: [calls], level: note, why: { en: x, zh: y } }\n",
    );
    expect(bad.problems.map((problem) => [problem.code, problem.line])).toEqual([
      ["unknown-value", 2],
      ["missing-key", 1],
    ]);
  });
});

const push = { id: "CN:086501X/personalised-push", fit: "wording" } as const;
/** The exposure of one marker by one way out under one item; undefined where it is not judged. */
const one = (
  some: {
    marker?: Partial<Marker>;
    destination?: Partial<Destination>;
    policy?: Partial<Policy>;
    item?: string;
    asOf?: string;
    forward?: TerritoryOfForward;
  } = {},
) => {
  const id = some.item ?? push.id;
  const markers = [marker({ items: [{ id, fit: "wording" }], ...some.marker })];
  const context = { stateOf: () => "would-leave" as const, ...(some.forward ? { forward: some.forward } : {}) };
  return exposuresOf(book, policy(some.policy), some.asOf ?? asOf, markers, [destination(some.destination)], context).find(
    (exposure) => exposure.item === id,
  );
};

describe("what leaves, by regime", () => {
  it.each([
    ["US", "unknown", true, "listed-wording"],
    ["HK", "organisation", true, "listed-wording"],
    ["MO", "organisation", true, "listed-wording"],
    ["TW", "organisation", true, "listed-wording"],
    ["CN", "organisation", false, "stays-home"],
    ["CN", "public", true, "listed-wording"],
    [null, "unknown", null, "listed-wording"],
  ] as const)("CN: %s, audience %s, leaves %s", (territory, audience, leaves, decidedBy) => {
    expect(one({ destination: { territory, audience } })).toMatchObject({ leaves, decidedBy });
  });

  it.each([
    ["warn", null],
    ["overseas", true],
    ["home", false],
  ] as const)("unknown places under `%s` leave: %s", (unknownPlaces, leaves) => {
    expect(one({ destination: { territory: null }, policy: { unknownPlaces } })?.leaves).toBe(leaves);
  });

  it("a home host that forwards overseas counts as overseas, one that forwards nobody knows where as unknown", () => {
    const at = { territory: "CN", audience: "organisation", forwards: ["github.com/acme/**"] } as const;
    expect(one({ destination: at, forward: () => "US" })?.leaves).toBe(true);
    expect(one({ destination: at, forward: () => "CN" })?.leaves).toBe(false);
    expect(one({ destination: at })?.leaves).toBeNull();
  });

  it("the US and the EU have their own territories, and are asked for only when the policy names them", () => {
    const at = (territory: string, id: string) =>
      one({ item: id, destination: { territory, audience: "organisation" }, policy: { regimes: ["CN", "US", "EU"] } })?.leaves;
    expect(at("US", "US:5D002")).toBe(false);
    expect(at("CN", "US:5D002")).toBe(true);
    expect(at("FR", "EU:5D002")).toBe(false);
    expect(at("GB", "EU:5D002")).toBe(true);
    expect(one({ item: "US:5D002" })).toBeUndefined();
  });

  it("a foreign regime never reaches the level at which a push is blocked by default", () => {
    const foreign = judgement.rows.filter((each) => each.class?.includes("foreign"));
    expect(foreign.map((each) => each.level).filter((level) => level === "error")).toEqual([]);
    expect(one({ item: "US:5D002", destination: { territory: "SG" }, policy: { regimes: ["US"] } })?.level).toBe("warning");
  });

  it("regimes follow from home", () => {
    expect([regimesOf("CN"), regimesOf("US"), regimesOf("DE"), regimesOf("HK"), regimesOf("SG")]).toEqual([["CN"], ["US"], ["EU"], [], []]);
  });

  it("a part made elsewhere is shown as a note, from the day the policy says", () => {
    const origin = [{ paths: ["sg/**"], home: "SG", since: "2026-06-01", basis: "written in Singapore" }];
    expect(one({ policy: { origin }, marker: { path: "sg/rank.py" } })).toMatchObject({
      level: "note",
      decidedBy: "made-elsewhere",
      leaves: true,
    });
    expect(one({ policy: { origin }, marker: { path: "sg/rank.py" }, asOf: "2026-05-31" })?.level).toBe("warning");
    expect(one({ policy: { origin }, marker: { path: "cn/rank.py" } })?.level).toBe("warning");
  });
});

describe("items of the day", () => {
  it("nothing is judged under an item before its first edition, nor under a reference", () => {
    expect(one({ asOf: "2020-08-27" })).toBeUndefined();
    expect(one({ item: "CN:data-export" })).toBeUndefined();
  });

  it("the same point is a warning where its wording was read, a note where only the draft is known", () => {
    expect(one({ item: "CN:086501X/tts", asOf: "2022-01-01" })?.level).toBe("warning");
    expect(one({ item: "CN:086501X/tts" })).toMatchObject({ level: "note", decidedBy: "unverified-point" });
    expect(one({ item: "CN:086501X/tts", policy: { unverified: "keep" } })?.level).toBe("warning");
  });
});

describe("markers × destinations", () => {
  const exposures = (markers: readonly Marker[], destinations: readonly Destination[], some: Partial<Policy> = {}, day = asOf) =>
    exposuresOf(book, policy(some), day, markers, destinations, { stateOf: () => "would-leave" });

  it("says of each what it falls under, what that asks, where it stands and which row decided", () => {
    expect(exposures([marker()], [destination()])).toEqual([
      {
        id: "m1:d1:CN:086501X/personalised-push",
        marker: "m1",
        destination: "d1",
        regime: "CN",
        item: "CN:086501X/personalised-push",
        class: "restricted",
        leaves: true,
        state: "would-leave",
        procedure: "licence",
        level: "warning",
        decidedBy: "listed-wording",
        approval: null,
        closed: false,
      },
    ]);
  });

  it("joins by scope", () => {
    const rank = destination({ id: "a", scope: ["rank/**"] });
    const docs = destination({ id: "b", scope: ["docs/**", "*.md"] });
    expect(exposures([marker()], [rank, docs]).map((each) => each.destination)).toEqual(["a"]);
  });

  it("resolves old codes and judges each item once", () => {
    const items = [{ id: "CN:056101X/personalised-push", fit: "wording" }, push] as const;
    expect(exposures([marker({ items })], [destination()]).map((each) => each.item)).toEqual(["CN:086501X/personalised-push"]);
  });

  it("what has no listed item in force falls under CN:free", () => {
    const lidar = marker({ items: [{ id: "CN:lidar", fit: "wording" }] });
    expect(exposures([lidar], [destination()], {}, "2022-01-01").map((each) => [each.item, each.level])).toEqual([["CN:free", "note"]]);
    expect(exposures([lidar], [destination()]).map((each) => each.item)).toEqual(["CN:lidar"]);
  });

  it("own weights bound overseas are a warning even where their item is known from the draft only", () => {
    const weights = marker({ family: "model-weights", role: "carries", items: [{ id: "CN:086501X/asr", fit: "carrier" }] });
    expect(exposures([weights], [destination()]).map((each) => [each.item, each.level])).toEqual([
      ["CN:086501X/asr", "note"],
      ["CN:free", "warning"],
    ]);
  });

  it("a suppression closes, and is kept in the output; never for a prohibited item, weights, or against the policy", () => {
    const suppressed = { suppressed: { reason: "a game, no recommender", line: 3 } };
    expect(exposures([marker(suppressed)], [destination()])).toMatchObject([{ closed: true, level: "warning" }]);
    const genes = marker({ ...suppressed, items: [{ id: "CN:human-gene-editing", fit: "wording" }] });
    expect(exposures([genes], [destination()])).toMatchObject([{ closed: false, level: "error" }]);
    const weights = marker({ ...suppressed, family: "model-weights", role: "carries", items: [{ id: "CN:free", fit: "carrier" }] });
    expect(exposures([weights], [destination()])).toMatchObject([{ closed: false }]);
    expect(exposures([marker(suppressed)], [destination()], { inlineSuppressions: false })).toMatchObject([{ closed: false }]);
  });

  it("joins 3,000 markers with 200 destinations within two seconds", () => {
    const markers = Array.from({ length: 3000 }, (_, i) => marker({ id: `m${i}`, path: `d${i % 50}/f${i}.py` }));
    const destinations = Array.from({ length: 200 }, (_, i) =>
      destination({ id: `d${i}`, host: `host${i}.example.com`, scope: i % 2 === 0 ? ["**"] : [`d${i % 50}/**`, "*/f1*.py"] }),
    );
    const begin = performance.now();
    const all = exposures(markers, destinations);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(all.length).toBeGreaterThan(300_000);
  });

  it("hostile scopes do not hang, and count as leaving", () => {
    const scope = ["a*a*a*a*a*a*a*a*a*b", "(".repeat(300), "[", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}".repeat(10)];
    const begin = performance.now();
    const found = exposures(
      [marker({ path: "a".repeat(200) })],
      scope.map((glob, i) => destination({ id: `d${i}`, scope: [glob] })),
    );
    expect(performance.now() - begin).toBeLessThan(500);
    expect(found.map((each) => each.destination)).toContain("d0");
  });
});
