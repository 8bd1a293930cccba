/** The folder rules/ as it ships. */
import { readFileSync, readdirSync } from "node:fs";
import { parseJudgement } from "../src/core/exposures/parse-judgement.js";
import { parseRulebook } from "../src/core/parse-rulebook.js";
import { findItem } from "../src/core/rulebook/catalogue.js";
import { parseCatalogue } from "../src/core/rulebook/parse-catalogue.js";
import type { Item } from "../src/core/rulebook/item.js";
import type { Rulebook } from "../src/core/rulebook/rulebook.js";

const folder = new URL("../../rules/", import.meta.url);

/** Its YAML files by their paths below it, in order. */
export const texts: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .sort()
    .map((path) => [path, readFileSync(new URL(path, folder), "utf8")]),
);

export const catalogue = parseCatalogue(
  [...texts].filter(([path]) => path.startsWith("catalogue/")).map(([path, text]) => ({ path: `rules/${path}`, text })),
);
export const judgement = parseJudgement("rules/judgement.yaml", texts.get("judgement.yaml") ?? "");

/** As much of a rulebook as judging needs. */
export const book = { items: catalogue.items, judgement: judgement.rows };

/** The whole rulebook, parsed when it is asked for. */
export function shippedRulebook(): Rulebook {
  return parseRulebook(texts, "sha256:test").rulebook;
}

export function item(id: string): Item {
  const found = findItem(catalogue, id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
}
