/** What the tests of judging share: the rulebook as it ships, and markers and destinations with only what a test says. */
import { readFileSync, readdirSync } from "node:fs";
import type { Destination } from "../src/core/destinations/destination.js";
import { defaultPolicy } from "../src/core/exposures/default-policy.js";
import { parseJudgement } from "../src/core/exposures/parse-judgement.js";
import type { Policy } from "../src/core/exposures/policy.js";
import type { Marker } from "../src/core/markers/marker.js";
import { findItem, parseCatalogue } from "../src/core/rulebook/catalogue.js";
import type { Item } from "../src/core/rulebook/item.js";

const rules = new URL("../../rules/", import.meta.url);

/** The catalogue's files as they ship. */
export const catalogueTexts = readdirSync(new URL("catalogue/", rules))
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((name) => ({ path: `rules/catalogue/${name}`, text: readFileSync(new URL(`catalogue/${name}`, rules), "utf8") }));

export const catalogue = parseCatalogue(catalogueTexts);
export const judgement = parseJudgement("rules/judgement.yaml", readFileSync(new URL("judgement.yaml", rules), "utf8"));

/** As much of a rulebook as judging needs. */
export const book = { items: catalogue.items, judgement: judgement.rows };

export function item(id: string): Item {
  const found = findItem(catalogue, id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
}

export const policy = (some: Partial<Policy> = {}): Policy => ({ ...defaultPolicy, ...some });

export const marker = (some: Partial<Marker> = {}): Marker => ({
  id: "m1",
  fingerprint: "f1",
  rule: "recommendation.ranking-model",
  family: "recommendation",
  role: "implements",
  items: [{ id: "CN:086501X/personalised-push", fit: "wording" }],
  path: "rank/model.py",
  range: { line: 1, column: 1, endLine: 1, endColumn: 2 },
  confidence: 0.9,
  evidence: [],
  measures: {},
  origin: "first-party",
  originEvidence: [],
  module: null,
  suppressed: null,
  baselined: false,
  ...some,
});

export const destination = (some: Partial<Destination> = {}): Destination => ({
  id: "d1",
  kind: "git-remote",
  via: "push",
  name: "origin",
  value: "https://github.com/acme/shop.git",
  host: "github.com",
  region: null,
  cloud: null,
  territory: "US",
  certainty: "known",
  reason: null,
  audience: "unknown",
  recipient: null,
  forwards: [],
  path: ".git/config",
  line: 7,
  trail: [],
  scope: ["**"],
  scopeKnown: false,
  ...some,
});
