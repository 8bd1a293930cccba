/** Every reader against its fixture folder: input files and the destinations and problems that were thought out for them. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FoundDestination } from "../../src/core/destinations/destination.js";
import type { DeployTree } from "../../src/core/destinations/reader.js";
import { readers, readersFor } from "../../src/core/destinations/readers/index.js";
import type { Problem } from "../../src/core/problem.js";

interface ExpectedDestination {
  readonly path: string;
  readonly line: number;
  readonly kind: string;
  readonly via: string;
  /** `cloud:region`, a host, or `unknown: ` and the name that would decide it. */
  readonly where: string;
  /** Looked at only where the fixture gives them. */
  readonly name?: string;
  readonly value?: string;
  readonly audience?: string;
  readonly trail?: readonly string[];
  readonly scope?: readonly string[];
}

interface Expected {
  readonly destinations: readonly ExpectedDestination[];
  readonly problems?: readonly { readonly code: string; readonly path: string; readonly line: number | null }[];
}

const folder = join(import.meta.dirname, "../../../test-fixtures/destinations");
const fixtures = new Set(readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory()));

describe("readers and their fixtures", () => {
  test("every reader has a fixture folder, every folder a reader", () => {
    expect([...fixtures].sort()).toEqual(readers.map((reader) => reader.id).sort());
  });

  test.each(readers.filter((reader) => fixtures.has(reader.id)).map((reader) => [reader.id, reader] as const))("%s", (id, reader) => {
    const expected = JSON.parse(readFileSync(join(folder, id, "expected.json"), "utf8")) as Expected;
    const tree = treeOf(join(folder, id));
    const found: Required<ExpectedDestination>[] = [];
    const problems: Problem[] = [];
    for (const path of tree.list("")) {
      if (!reader.claims(path)) continue;
      const result = reader.read(path, tree.text(path) ?? "", tree);
      found.push(...result.destinations.map((each) => shown(path, each)));
      problems.push(...result.problems);
    }
    const wanted = [...expected.destinations].sort(byPlace);
    expect(found.sort(byPlace).map((each, i) => (wanted[i] ? only(Object.keys(wanted[i]), each) : each))).toEqual(wanted);
    expect(problems.map(({ code, path, line }) => ({ code, path, line }))).toEqual(expected.problems ?? []);
  });
});

test("a reader is asked about all that it claims, whatever its name ends in", () => {
  const endings = new Set(readers.flatMap((reader) => reader.endings ?? []));
  const names = treeOf(folder)
    .list("")
    .map((path) => path.slice(path.indexOf("/") + 1));
  for (const path of names.flatMap((name) => [name, ...[...endings].map((ending) => name.replace(/\.?\w+$/, `.${ending}`))])) {
    const claiming = readers.filter((reader) => reader.claims(path));
    expect(
      readersFor(path).filter((reader) => reader.claims(path)),
      path,
    ).toEqual(claiming);
  }
});

describe("values apart from any module", () => {
  const values = 'terraform_state_region = "eu-central-1"\n';
  const bucket = 'resource "aws_s3_bucket" "x" {\n  bucket = "rank"\n}\n';
  const vpc = 'resource "alicloud_vpc" "x" {\n  vpc_name = "rank"\n}\n';

  test.each([
    ["are for the one cloud of the tree", values, { "live/bucket/main.tf": bucket }, ["aws:eu-central-1"]],
    ["say nothing where the tree is in two", values, { "live/bucket/main.tf": bucket, "live/vpc/main.tf": vpc }, []],
    ["are for the cloud that their name says, where the tree has none", 'aws_region = "eu-west-3"\n', {}, ["aws:eu-west-3"]],
    ["say nothing where neither does", 'region = "eu-west-3"\n', {}, []],
  ])("%s", (_, values, modules, places) => {
    const files = new Map<string, string>(Object.entries({ ...modules, "common.tfvars": values }));
    const tree: DeployTree = { text: (path) => files.get(path), list: () => [...files.keys()].sort() };
    const found = readers
      .filter((reader) => reader.claims("common.tfvars"))
      .flatMap((reader) => reader.read("common.tfvars", values, tree).destinations);
    expect(found.map(({ cloud, region }) => `${cloud}:${region}`)).toEqual(places);
  });
});

/** What a fixture can say of a found destination. */
function shown(path: string, found: FoundDestination): Required<ExpectedDestination> {
  const { line, kind, via, name, value } = found;
  const where = found.unresolved === undefined ? (found.host ?? `${found.cloud}:${found.region}`) : `unknown: ${found.unresolved}`;
  return {
    path,
    line,
    kind,
    via,
    name,
    value,
    where,
    audience: found.audience ?? "",
    trail: found.trail.map((step) => step.what),
    scope: found.scope ?? [],
  };
}

function only(keys: readonly string[], each: Required<ExpectedDestination>): object {
  return Object.fromEntries(Object.entries(each).filter(([key]) => keys.includes(key)));
}

function byPlace(a: ExpectedDestination, b: ExpectedDestination): number {
  return (
    a.path.localeCompare(b.path, "en") ||
    a.line - b.line ||
    `${a.kind} ${a.via} ${a.where}`.localeCompare(`${b.kind} ${b.via} ${b.where}`, "en")
  );
}

/** The fixture folder as a tree; its own `expected.json` is no part of it. */
function treeOf(root: string): DeployTree {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path !== "expected.json" && statSync(join(root, path)).isFile())
    .sort();
  return {
    text: (path) => (paths.includes(path) ? readFileSync(join(root, path), "utf8") : undefined),
    list: (below) => (below === "" ? paths : paths.filter((path) => path.startsWith(`${below}/`))),
  };
}
