/** The catalogue as it ships: it parses without a problem, knows its editions by day, and the README lists its ids. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ageProblem, editionDays, findItem, itemAt, itemsInForce, procedureTextOf, statusAt } from "../../src/core/rulebook/catalogue.js";
import { parseCatalogue, withOwnItems } from "../../src/core/rulebook/parse-catalogue.js";
import { citedItems, measuresFor } from "../../src/core/reports/law.js";
import { parseRulebook } from "../../src/core/parse-rulebook.js";
import { catalogue, item as get, texts } from "../shipped.js";

const folder = new URL("../../../rules/catalogue/", import.meta.url);

describe("the catalogue", () => {
  it("parses without a problem", () => {
    expect(catalogue.problems).toEqual([]);
    expect(catalogue.items.length).toBeGreaterThan(80);
  });

  it("has unique ids and aliases, and a parent for every point", () => {
    const names = catalogue.items.flatMap((item) => [item.id, ...item.aliases]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const points = catalogue.items.filter((item) => item.id.includes("/"));
    expect(points.filter((point) => point.parent !== point.id.split("/")[0] || !findItem(catalogue, point.parent ?? ""))).toEqual([]);
  });

  it("has a procedure for every class that is judged, except reference", () => {
    const without = catalogue.items.filter((item) => item.class !== "reference" && !procedureTextOf(catalogue, item));
    expect(without.map((item) => item.id)).toEqual([]);
  });

  it("lists its ids in the README", () => {
    const path = new URL("README.md", folder);
    const rows = catalogue.items.map(
      (item) =>
        `| \`${item.id}\` | ${item.class} | ${(itemAt(item, "2026-11-20") ?? { verification: "no longer in force" }).verification} | ${item.title.en} · ${item.title.zh} |`,
    );
    const table = ["<!-- ids -->", "| id | class | verification today | title |", "|---|---|---|---|", ...rows, "<!-- /ids -->"].join("\n");
    const readme = readFileSync(path, "utf8");
    const updated = readme.replace(/<!-- ids -->[\s\S]*<!-- \/ids -->/, () => table);
    if (process.env["UPDATE"] === "1") writeFileSync(path, updated);
    else expect(readme).toBe(updated);
  });
});

describe("editions in time", () => {
  it.each([
    ["CN:086501X/personalised-push", "2020-08-27", null, null],
    ["CN:086501X/personalised-push", "2020-08-28", "CN-civil/2020", "secondary"],
    ["CN:086501X/personalised-push", "2023-12-20", "CN-civil/2020", "secondary"],
    ["CN:086501X/personalised-push", "2023-12-21", "CN-civil/2023", "seed"],
    ["CN:086501X/personalised-push", "2025-07-15", "CN-civil/2025", "seed"],
    ["CN:086501X/tts", "2022-01-01", "CN-civil/2020", "secondary"],
    ["CN:086501X/tts", "2026-11-20", "CN-civil/2025", "draft"],
    ["CN:086501X/speech-evaluation", "2021-01-01", "CN-civil/2020", "memory"],
    ["CN:086501X/speech-evaluation", "2024-01-01", null, null],
    ["CN:lidar", "2023-12-20", null, null],
    ["CN:lidar", "2023-12-21", "CN-civil/2023", "secondary"],
    ["CN:252604X", "2025-07-14", null, null],
    ["CN:252604X", "2025-07-15", "CN-civil/2025", "secondary"],
    ["CN:target-feature-recognition", "2023-12-21", null, null],
    ["CN:dual-use", "2024-11-30", null, null],
    ["CN:dual-use/uav", "2024-11-30", "CN-dual-use/2015-31", "secondary"],
    ["US:4E091", "2025-01-13", "US-ccl/2025-07", "official"],
    ["US:5D002", "2025-01-13", null, null],
  ])("%s on %s stands in %s", (id, day, edition, verification) => {
    const on = itemAt(get(id), day);
    expect([on?.edition ?? null, on?.verification ?? null]).toEqual([edition, verification]);
  });

  it("knows the code of the day", () => {
    expect(itemAt(get("CN:086501X"), "2021-01-01")?.code).toBe("056101X");
    expect(itemAt(get("CN:086501X/tts"), "2021-01-01")?.code).toBe("056101X");
    expect(itemAt(get("CN:086501X/tts"), "2024-01-01")?.code).toBe("086501X");
  });

  it("finds items by old codes and aliases", () => {
    expect(get("056101X").id).toBe("CN:086501X");
    expect(get("CN:056101X/tts").id).toBe("CN:086501X/tts");
    expect(get("5A002").id).toBe("US:5D002");
    expect(findItem(catalogue, "CN:none")).toBeNull();
  });

  it("names the edition in force of each main list by its first day", () => {
    expect(editionDays(catalogue, "2026-11-20")).toEqual({ CN: "2025-07-15", US: "2025-07-29", EU: "2025-11-15" });
    expect(editionDays(catalogue, "2021-06-01")).toEqual({ CN: "2020-08-28" });
  });

  it("has only items of that day in force", () => {
    const ids = itemsInForce(catalogue, "2010-01-01").map((on) => on.item.id);
    expect(ids).toContain("CN:firewall-software");
    expect(ids).not.toContain("CN:086302X");
    expect(itemsInForce(catalogue, "1999-01-01")).toEqual([]);
  });
});

describe("status, measures and age", () => {
  it("says that the status is unknown once `until` has passed", () => {
    const rule = get("US:affiliates-rule");
    expect(statusAt(rule, "2026-11-09").at(-1)?.en).toContain("suspended to 2026-11-09");
    expect(statusAt(rule, "2026-11-10").at(-1)?.en).toBe("status unknown since 2026-11-10");
    expect(statusAt(get("CN:dual-use"), "2026-11-26")[0]?.en).not.toContain("unknown");
    expect(statusAt(get("CN:dual-use"), "2026-11-27")[0]?.en).toContain("stays; status unknown since 2026-11-27");
    expect(statusAt(get("US:4E091"), "2026-11-20")[0]?.zh).toContain("不执行");
    expect(statusAt(get("US:4E091"), "2025-05-12")).toEqual([]);
  });

  it("hands measures by territory down to control points", () => {
    const touching = (id: string, territory: string, day: string) => {
      const cited = citedItems(catalogue, [id], day)[id];
      return cited === undefined ? null : measuresFor(cited, new Set([territory]));
    };
    expect(touching("CN:dual-use/uav", "JP", "2026-01-06")).toHaveLength(1);
    expect(touching("CN:dual-use/uav", "JP", "2026-01-05")).toEqual([]);
    expect(touching("CN:dual-use/uav", "SG", "2026-06-01")).toEqual([]);
    expect(touching("CN:086501X", "JP", "2026-06-01")).toEqual([]);
  });

  it("calls a rulebook old after 90 days", () => {
    expect(ageProblem("2026-11-20", "2027-02-18")).toBeNull();
    expect(ageProblem("2026-11-20", "2027-02-19")?.code).toBe("rulebook-age");
  });
});

describe("own items and broken files", () => {
  const own = (text: string) => parseCatalogue([{ path: "own.yaml", text }], catalogue);

  it("adds an item with its own source, and corrects ours by its id", () => {
    const text = `items:
  - id: CN:lidar
    class: restricted
    title: { en: "LiDAR, as counsel read it", zh: "激光雷达系统（法务核对）" }
    verification: official
    reviewed: 2026-11-01
    sources: [{ name: "official text, read by counsel", date: 2026-11-01 }]
    in: [CN-civil/2025]
`;
    const result = own(text);
    expect(result.problems).toEqual([]);
    const item = findItem(result, "CN:lidar");
    expect([item?.verification, item?.from, result.items.length]).toEqual(["official", "own.yaml:2", catalogue.items.length]);
  });

  it("joins own items to a rulebook, and leaves it as it is without any", () => {
    const text =
      'items: [{ id: "CN:own", class: restricted, title: { en: a, zh: b }, verification: official, reviewed: 2026-01-01, sources: [{ name: x }], in: [CN-civil/2025] }]';
    const joined = withOwnItems(catalogue, [{ path: "own.yaml", text }]);
    expect([findItem(joined.rulebook, "CN:own")?.procedure, joined.problems]).toEqual(["licence", []]);
    expect(withOwnItems(catalogue, []).rulebook).toBe(catalogue);
  });

  it("a rule that names an item which is nowhere does not build", () => {
    const path = "markers/recommendation/ranking-model.yaml";
    const bad = texts.get(path)?.replaceAll("CN:086501X/personalised-push", "CN:nowhere") ?? "";
    const { problems } = parseRulebook(new Map([...texts, [path, bad]]), "sha256:x");
    expect(problems.map((problem) => [problem.code, problem.message.en.includes("CN:nowhere")])).toContainEqual(["unknown-value", true]);
    expect(parseRulebook(texts, "sha256:x").rulebook.items.length).toBe(catalogue.items.length);
  });

  it.each([
    [
      "items: [{ id: lidar, class: restricted, title: { en: a, zh: b }, verification: seed, reviewed: 2026-01-01, sources: [{ name: x }], in: [CN-civil/2025] }]",
      "unknown-value",
    ],
    ["items: [{ id: CN:x, klass: restricted }]", "unknown-key"],
    [
      "items: [{ id: CN:x, class: restricted, title: { en: a, zh: b }, verification: seed, reviewed: 2026-01-01, sources: [NOWHERE], in: [CN-civil/2025] }]",
      "unknown-value",
    ],
    [
      "items: [{ id: CN:x, class: restricted, title: { en: a, zh: b }, verification: seed, reviewed: 2026-01-01, sources: [{ name: x }], in: [CN-civil/1999] }]",
      "unknown-value",
    ],
    [
      "items: [{ id: CN:x, class: restricted, title: { en: a, zh: b }, verification: seed, reviewed: 2026-01-01, sources: [{ name: x }] }]",
      "missing-key",
    ],
    ["items: {", "yaml-syntax"],
  ])("refuses %s with a position", (text, code) => {
    const result = own(text);
    expect(result.problems.map((problem) => problem.code)).toContain(code);
    expect(result.problems[0]?.line).toBe(1);
    expect(findItem(result, "CN:x")).toBeNull();
  });
});
