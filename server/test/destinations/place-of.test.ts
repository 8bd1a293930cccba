/** Where the gazetteer, the policy and a bare name put a destination. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { FoundDestination } from "../../src/core/destinations/destination.js";
import { bareHost, indexPlaces, placeIn } from "../../src/core/destinations/place-of.js";
import type { PolicyPlace } from "../../src/core/exposures/policy.js";
import { duplicatePlaces, parsePlaces } from "../../src/core/rulebook/parse-place.js";

const file = "rules/places/git-hosts.yaml";
const gitHosts = parsePlaces(file, readFileSync(join(import.meta.dirname, "../../..", file), "utf8"));
const regions = parsePlaces(
  "aws.yaml",
  `kind: cloud-region
cloud: aws
source: { name: test }
places:
  - { id: "aws:cn-north-1", title: { en: Beijing, zh: 北京 }, names: [cn-north-1], territory: CN, audience: organisation }
  - { id: "aws:ap-east-1", title: { en: Hong Kong (China), zh: 中国香港 }, names: [ap-east-1], territory: HK }
  - { id: "aws:s3", kind: object-storage, title: { en: S3, zh: S3 }, hosts: ["*.s3.{region}.amazonaws.com", "s3.{region}.amazonaws.com"], unplaced: true }
`,
);
const gazetteer = indexPlaces([...gitHosts.places, ...regions.places]);

const found = (where: Partial<FoundDestination>): FoundDestination => ({
  kind: "git-remote",
  via: "push",
  name: "origin",
  value: "",
  line: 1,
  trail: [],
  ...where,
});
const policyPlace = (place: Partial<PolicyPlace>): PolicyPlace => ({
  host: null,
  path: null,
  territory: "CN",
  audience: null,
  note: null,
  forwards: [],
  line: 1,
  ...place,
});

test("the git hosts parse, sixty or more, each with where it was read or can be checked, none twice", () => {
  expect([...gitHosts.problems, ...regions.problems]).toEqual([]);
  expect(gitHosts.places.length).toBeGreaterThanOrEqual(60);
  expect(duplicatePlaces(gitHosts.places)).toEqual([]);
  expect(gitHosts.places.filter((place) => place.source.url === undefined)).toEqual([]);
  const hosts = gitHosts.places.flatMap((place) => place.hosts);
  expect(hosts.filter((host, at) => hosts.indexOf(host) !== at)).toEqual([]);
});

test.each([
  ["github.com", "US", "known", null],
  ["gitee.com", "CN", "known", null],
  ["acme.coding.net", "CN", "known", null],
  ["acme.ghe.com", null, "unknown", "location not stated"],
  ["bitbucket.org", "US", "inferred", "operator's seat"],
  ["codehub.devcloud.xx-new-9.huaweicloud.com", null, "unknown", "unknown region"],
  ["git-codecommit.cn-north-1.amazonaws.com.cn", "CN", "known", null],
  ["git-codecommit.ap-east-1.amazonaws.com", "HK", "known", null],
  ["bucket.with.dots.s3.ap-east-1.amazonaws.com", "HK", "known", null],
  ["git.example.cn", "CN", "inferred", "country-code domain"],
  ["git.example.co.uk", "GB", "inferred", "country-code domain"],
  ["git.example.com.hk", "HK", "inferred", "country-code domain"],
  ["git.example.io", null, "unknown", "unknown host"],
  ["notgithub.com", null, "unknown", "unknown host"],
  ["github.com.example.io", null, "unknown", "unknown host"],
  ["ghe.com", null, "unknown", "unknown host"],
  ["10.1.2.3", null, "unknown", "private address"],
  ["172.31.0.1", null, "unknown", "private address"],
  ["172.32.0.1", null, "unknown", "public address"],
  ["100.64.0.1", null, "unknown", "private address"],
  ["8.8.8.8", null, "unknown", "public address"],
  ["fd00::1", null, "unknown", "private address"],
  ["2001:db8::1", null, "unknown", "public address"],
  ["localhost", null, "unknown", "private address"],
  ["gitserver", null, "unknown", "private address"],
  ["git.corp", null, "unknown", "private address"],
])("%s is in %s, %s", (host, territory, certainty, reason) => {
  expect(placeIn(gazetteer, [])(found({ host }))).toMatchObject({ host, territory, certainty, reason });
});

test("a region of a cloud is looked up in the cloud's own spelling; a new one is unknown", () => {
  const place = placeIn(gazetteer, []);
  expect(place(found({ cloud: "aws", region: "ap-east-1a" }))).toMatchObject({ territory: "HK", region: "ap-east-1", certainty: "known" });
  expect(place(found({ cloud: "aws", region: "ap-east-77" }))).toMatchObject({
    territory: null,
    region: "ap-east-77",
    reason: "unknown region",
  });
});

test("the policy's exact host wins, its pattern wins where it says more, and a public audience stays public", () => {
  const place = placeIn(gazetteer, [
    policyPlace({ host: "acme.ghe.com", territory: "DE", forwards: ["github.com/acme/**"] }),
    policyPlace({ host: "*.internal.example.io", territory: "SG", audience: "organisation" }),
    policyPlace({ host: "*.kernel.org", territory: "CN", audience: "organisation" }),
    policyPlace({ host: "*.cool", territory: "DE" }),
  ]);
  expect(place(found({ host: "acme.ghe.com" }))).toMatchObject({
    territory: "DE",
    certainty: "known",
    audience: "organisation",
    forwards: ["github.com/acme/**"],
  });
  expect(place(found({ host: "git.internal.example.io" }))).toMatchObject({ territory: "SG", audience: "organisation" });
  expect(place(found({ host: "other.kernel.org" }))).toMatchObject({ territory: "CN", audience: "public" });
  expect(place(found({ host: "cnb.cool" }))).toMatchObject({ territory: "CN" });
});

test("a remote that is a folder is unknown until the policy says where it is", () => {
  const folder = found({ value: "file:///srv/mirrors/eu.git/" });
  expect(placeIn(gazetteer, [])(folder)).toMatchObject({ host: null, territory: null, reason: "folder" });
  expect(placeIn(gazetteer, [policyPlace({ path: "/srv/mirrors/eu.git", territory: "DE" })])(folder)).toMatchObject({
    territory: "DE",
    certainty: "known",
  });
});

test("what a reader could not resolve keeps its reason", () => {
  expect(placeIn(gazetteer, [])(found({ unresolved: "secret DEPLOY_HOST" }))).toMatchObject({
    territory: null,
    certainty: "unknown",
    reason: "secret DEPLOY_HOST",
  });
});

test("hosts are compared without user, port, brackets, the root's dot and case", () => {
  expect(["git@GitHub.com:443", "GITHUB.com.", "[::1]:22", "[fd00::1]", "fd00::1"].map(bareHost)).toEqual([
    "github.com",
    "github.com",
    "::1",
    "fd00::1",
    "fd00::1",
  ]);
});
