/** The schemas that editors get say what the parsers say: the same keys, the same words. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseLedger } from "../../src/core/exposures/parse-approvals.js";
import { readPolicy } from "../../src/core/exposures/parse-policy.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";
import type { SchemaNode } from "../../src/lsp/schemas.js";

const root = join(import.meta.dirname, "../../..");
const schema = (name: string): SchemaNode => JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), "utf8")) as SchemaNode;

/** A policy in which every key of the schema stands once, with a value of its kind. */
function sampleOf(node: SchemaNode, key: string): unknown {
  if (node.enum) return node.enum[0];
  if (node.properties) return Object.fromEntries(Object.entries(node.properties).map(([name, inner]) => [name, sampleOf(inner, name)]));
  if (node.type === "array") return [sampleOf(node.items ?? {}, key)];
  if (node.type === "boolean") return true;
  if (node.type === "number" || node.type === "integer") return 1;
  if (node.type === "object") return {};
  if (key === "home" || key === "territory") return "SG";
  return ["since", "issued", "expires", "approvedAt"].includes(key) ? "2026-01-01" : "x";
}

const unknownKeys = (problems: readonly { readonly code: string; readonly message: { readonly en: string } }[]): string[] =>
  problems.filter(({ code }) => code === "unknown-key").map(({ message }) => message.en);

test("the policy's parser knows every key of its schema", () => {
  const { extends: _, ...sample } = sampleOf(schema("policy"), "") as Record<string, unknown>;
  expect(unknownKeys(readPolicy([{ path: "p.yaml", text: JSON.stringify(sample) }]).problems)).toEqual([]);
});

test("the ledger's parser knows every key of its schema", () => {
  const entry = sampleOf(schema("ledger").oneOf?.[1] ?? {}, "");
  expect(unknownKeys(parseLedger("l.yaml", JSON.stringify({ approvals: entry })).problems)).toEqual([]);
});

test("the parser of rules knows every key of its schema", () => {
  expect(unknownKeys(parseRule("r.yaml", JSON.stringify(sampleOf(schema("rule"), ""))).problems)).toEqual([]);
});

test("the schemas know every key of the contract's policy and of all rules that there are", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const unknown = (name: string, value: unknown): string[] => {
    const check = ajv.compile(schema(name));
    check(value);
    return (check.errors ?? [])
      .filter((error) => error.keyword === "additionalProperties")
      .map((error) => `${error.instancePath} ${JSON.stringify(error.params)}`);
  };
  const contract = /^```yaml\n([^]*?)^```/m.exec(readFileSync(join(root, "docs/contract.md"), "utf8"))?.[1] ?? "";
  expect(contract).toContain("home:");
  expect(unknown("policy", parse(contract))).toEqual([]);
  const folder = join(root, "rules/markers");
  const rules = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  expect(rules.length).toBeGreaterThan(50);
  for (const file of rules) expect(unknown("rule", parse(readFileSync(join(folder, file), "utf8"))), file).toEqual([]);
});

test("every key is explained in both languages", () => {
  const bare: string[] = [];
  const visit = (node: SchemaNode, path: string): void => {
    for (const [name, inner] of Object.entries(node.properties ?? {})) {
      const language = name === "en" || name === "zh" || path.endsWith(".metric");
      if (!language && (!inner.description || !inner["x-zh"])) bare.push(`${path}.${name}`);
      visit(inner, `${path}.${name}`);
    }
    if (node.items) visit(node.items, path);
    for (const one of node.oneOf ?? []) visit(one, path);
  };
  for (const name of ["policy", "ledger", "rule"]) visit(schema(name), name);
  expect(bare).toEqual([]);
});
