/** Files of places: rows with what the top of the file holds for all, and a problem with a position for what is wrong. */
import { expect, test } from "vitest";
import { duplicatePlaces, parsePlaces } from "../../src/core/rulebook/parse-place.js";

const top = `kind: cloud-region
cloud: aws
title: { en: AWS, zh: AWS }
source: { name: Region list, date: 2026-11-20 }
audience: organisation
places:
`;

test("a row takes from the top of the file what it does not say itself", () => {
  const { places, problems } = parsePlaces(
    "rules/places/aws.yaml",
    `${top}  - { id: "aws:ap-east-1", title: { en: Hong Kong (China), zh: 中国香港 }, names: [ap-east-1], territory: HK }\n`,
  );
  expect(problems).toEqual([]);
  expect(places).toEqual([
    {
      id: "aws:ap-east-1",
      kind: "cloud-region",
      cloud: "aws",
      hosts: [],
      names: ["ap-east-1"],
      title: { en: "AWS Hong Kong (China)", zh: "AWS 中国香港" },
      territory: "HK",
      basis: "location",
      audience: "organisation",
      verification: "memory",
      source: { name: "Region list", date: "2026-11-20" },
      from: "rules/places/aws.yaml:7",
    },
  ]);
});

test.each([
  ["a territory that is no code", `  - { id: x, title: { en: X, zh: X }, territory: Japan }\n`, "unknown-value"],
  ["no territory and not said to be unplaced", `  - { id: x, title: { en: X, zh: X } }\n`, "missing-key"],
  ["no id", `  - { title: { en: X, zh: X }, territory: JP }\n`, "missing-key"],
  ["one language only", `  - { id: x, title: { en: X }, territory: JP }\n`, "missing-key"],
  ["a kind that is none", `  - { id: x, kind: city, title: { en: X, zh: X }, territory: JP }\n`, "unknown-value"],
])("%s is a problem at its line, and the other rows are read", (_what, row, code) => {
  const { places, problems } = parsePlaces("p.yaml", `${top}${row}  - { id: good, title: { en: Y, zh: Y }, territory: JP }\n`);
  expect(problems.map((problem) => [problem.code, problem.line])).toEqual([[code, 7]]);
  expect(places.map((place) => place.id)).toEqual(["good"]);
});

test("a host that stands for many places is unplaced, not forgotten", () => {
  const { places } = parsePlaces(
    "p.yaml",
    `${top}  - { id: many, title: { en: Many, zh: 多 }, hosts: ["*.example.com"], unplaced: true }\n`,
  );
  expect(places.map((place) => [place.id, place.territory])).toEqual([["many", null]]);
});

test("the second row of an id is a problem", () => {
  const row = `  - { id: twice, title: { en: Y, zh: Y }, territory: JP }\n`;
  const places = [...parsePlaces("a.yaml", top + row).places, ...parsePlaces("b.yaml", top + row).places];
  expect(duplicatePlaces(places).map((problem) => [problem.code, problem.path, problem.line])).toEqual([["duplicate", "b.yaml", 7]]);
});

test("what lists confirm has the lists as its source; what nobody looked up has the page where it can be checked", () => {
  const head = `kind: cloud-region\ncloud: x\nsource: { name: Page, url: "https://x.example" }\nlists: { name: SDK 1, date: 2026-11-20 }\nplaces:\n`;
  const row = (id: string, more: string): string => `  - { id: ${id}, title: { en: X, zh: X }, territory: JP${more} }\n`;
  const { places, problems } = parsePlaces(
    "x.yaml",
    head +
      row("a", "") +
      row("b", ", verification: secondary") +
      row("c", ", verification: derived") +
      row("d", `, verification: official, source: { name: Own, url: "https://x.example/d", date: 2026-11-19 }`),
  );
  expect(problems).toEqual([]);
  expect(places.map((place) => [place.verification, place.source.name, place.source.date])).toEqual([
    ["memory", "Page", undefined],
    ["secondary", "SDK 1", "2026-11-20"],
    ["derived", "SDK 1", "2026-11-20"],
    ["official", "Own", "2026-11-19"],
  ]);
});
