/** The gazetteer as it ships: every file parses, every place has one row, and every region of the public lists has one. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { indexPlaces, placeIn } from "../../src/core/destinations/place-of.js";
import { regionOf } from "../../src/core/destinations/region-name.js";
import { duplicatePlaces, parsePlaces } from "../../src/core/rulebook/parse-place.js";

const root = join(import.meta.dirname, "../../..");
const files = readdirSync(join(root, "rules/places")).filter((name) => name.endsWith(".yaml"));
const parsed = files.map((name) => parsePlaces(`rules/places/${name}`, readFileSync(join(root, "rules/places", name), "utf8")));
const places = parsed.flatMap((file) => file.places);
const regions = new Set(places.flatMap((place) => (place.cloud ? place.names.map((name) => `${place.cloud}:${name}`) : [])));

interface RegionList {
  readonly cloud: string;
  readonly source: string;
  readonly licence: string;
  readonly taken: string;
  readonly regions: readonly string[];
  /** Region → where the list says that it is. */
  readonly located?: Readonly<Record<string, string>>;
}

const lists = readdirSync(join(root, "test-fixtures/region-lists")).map(
  (name) => [name, JSON.parse(readFileSync(join(root, "test-fixtures/region-lists", name), "utf8")) as RegionList] as const,
);

test("every file of the gazetteer parses, and no place has two rows", () => {
  expect(
    [...parsed.flatMap((file) => file.problems), ...duplicatePlaces(places)].map(
      (problem) => `${problem.path}:${problem.line} ${problem.message.en}`,
    ),
  ).toEqual([]);
  expect(places.length).toBeGreaterThan(700);
});

/** Lists say it otherwise than our titles do. */
const inOtherWords: Readonly<Record<string, string>> = {
  "aws:ap-east-2": "Taipei",
  "aws:me-central-1": "UAE",
  "gcp:us-west2": "California",
  "gcp:asia1": "asia-northeast1 and asia-northeast2",
  "ibm:us-south": "US Region South",
  "ibm:us-east": "US Region East",
  "ibm:us": "US Cross Region",
  "ibm:eu-de": "EU Region DE",
  "ibm:eu-gb": "Great Britain",
  "vercel:cle1": "Cleveland, USA",
};
const plain = (text: string): string => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

describe("how a place was made sure of", () => {
  const rows = places.filter((place) => place.kind === "cloud-region");
  const own = (place: (typeof places)[number]): readonly string[] => [place.id.slice(place.id.indexOf(":") + 1), ...place.names].map(plain);

  test("what nobody looked up has no date, what was read has one, the operator's own page a URL as well", () => {
    const wrong = places.filter(({ verification, source }) =>
      verification === "memory" ? source.date !== undefined : source.date === undefined || (verification === "official" && !source.url),
    );
    expect(wrong.map((place) => place.id)).toEqual([]);
    expect(places.find((place) => place.id === "github.com")?.verification).toBe("official");
    expect(places.find((place) => place.id === "gitee.com")?.verification).toBe("memory");
  });

  test("a region that others list is in a list kept here, which says the same place", () => {
    const wrong = rows
      .filter((place) => place.verification === "secondary" && place.source.name.startsWith("Output of") === false)
      .filter((place) => {
        const said = lists
          .filter(([, list]) => list.cloud === place.cloud)
          .flatMap(([, { located = {} }]) =>
            Object.entries(located).flatMap(([name, where]) => (own(place).includes(plain(name)) ? [where] : [])),
          );
        const words = plain(place.title.en).match(/[a-z]{4,}/g) ?? [];
        const mainland = place.territory === "CN" && said.some((where) => /^(East|North|South) China Region/.test(where));
        const government = /^aws:us-/.test(place.id) && said.some((where) => /US[- ]?(East|West|ISO)/.test(where));
        const same = said.some(
          (where) => words.some((word) => plain(where).includes(word)) || where.includes(inOtherWords[place.id] ?? "\0"),
        );
        return !same && !mainland && !government;
      });
    expect(wrong.map((place) => place.id)).toEqual([]);
  });

  test("a region whose own name says where it is stands in a list of the cloud's regions", () => {
    const wrong = rows
      .filter((place) => place.verification === "derived")
      .filter((place) => {
        const listed = lists.filter(([, list]) => list.cloud === place.cloud).flatMap(([, list]) => list.regions.map(plain));
        const names = own(place).filter((name) => listed.includes(name));
        const words = plain(place.title.en).match(/[a-z]{4,}/g) ?? [];
        return !names.some((name) => words.some((word) => name.replaceAll("-", "").includes(word)));
      });
    expect(wrong.map((place) => place.id)).toEqual([]);
  });
});

test("a name stands for one region of its cloud only", () => {
  const seen = new Map<string, string>();
  const twice: string[] = [];
  for (const place of places) {
    for (const name of place.kind === "cloud-region" ? new Set(place.names.map((each) => each.toLowerCase())) : []) {
      const key = `${place.cloud}:${name}`;
      const before = seen.get(key);
      if (before !== undefined && before !== place.id) twice.push(`${key}: ${before} and ${place.id}`);
      seen.set(key, place.id);
    }
  }
  expect(twice).toEqual([]);
});

test("Hong Kong, Macao and Taiwan stand apart from the mainland and are named as such", () => {
  const named: Readonly<Record<string, readonly [string, string]>> = {
    HK: ["Hong Kong (China)", "中国香港"],
    MO: ["Macao (China)", "中国澳门"],
    TW: ["Taiwan (China)", "中国台湾"],
  };
  const wrong = places
    .filter((place) => place.kind === "cloud-region" && named[place.territory ?? ""])
    .filter(
      (place) =>
        !(
          place.title.en.includes(named[place.territory ?? ""]?.[0] ?? "?") &&
          place.title.zh.includes(named[place.territory ?? ""]?.[1] ?? "?")
        ),
    );
  expect(wrong.map((place) => place.id)).toEqual([]);
  const apart = [
    "aws:ap-east-1",
    "aws:ap-east-2",
    "azure:eastasia",
    "gcp:asia-east1",
    "gcp:asia-east2",
    "aliyun:cn-hongkong",
    "tencent:ap-hongkong",
    "huawei:ap-southeast-1",
  ];
  expect(apart.map((id) => places.find((place) => place.id === id)?.territory)).toEqual(["HK", "TW", "HK", "TW", "HK", "HK", "HK", "HK"]);
});

describe("public lists of regions", () => {
  test.each(lists)("%s has nothing that the gazetteer lacks", (_name, list) => {
    expect(list.regions.length).toBeGreaterThan(2);
    expect([list.licence, list.taken, list.source].every((text) => text.length > 2)).toBe(true);
    const lacking = list.regions.filter(
      (region) => !regions.has(`${list.cloud}:${region}`) && !regions.has(`${list.cloud}:${regionOf(list.cloud, region)}`),
    );
    expect(lacking).toEqual([]);
  });

  test.each(["aws", "azure", "gcp", "aliyun", "tencent", "huawei"])("%s is held against two lists at least", (cloud) => {
    expect(lists.filter(([, list]) => list.cloud === cloud).length).toBeGreaterThanOrEqual(2);
  });
});

test.each([
  ["111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", "CN"],
  ["111122223333.dkr.ecr.ap-east-1.amazonaws.com", "HK"],
  ["asia-east1-docker.pkg.dev", "TW"],
  ["us-docker.pkg.dev", "US"],
  ["europe-docker.pkg.dev", null],
  ["acme.azurecr.io", null],
  ["acme.azurecr.cn", "CN"],
  ["registry-vpc.cn-shenzhen.aliyuncs.com", "CN"],
  ["acme-registry.cn-hongkong.cr.aliyuncs.com", "HK"],
  ["crpi-a1.ap-southeast-1.personal.cr.aliyuncs.com", "SG"],
  ["my-team-cn-beijing.cr.volces.com", "CN"],
  ["swr.ap-southeast-1.myhuaweicloud.com", "HK"],
  ["hkccr.ccs.tencentyun.com", "HK"],
  ["acme.tencentcloudcr.com", null],
  ["ghcr.io", "US"],
  ["models.oss-us-west-1.aliyuncs.com", "US"],
  ["models-1250000000.cos.ap-guangzhou.myqcloud.com", "CN"],
  ["models.obs.cn-north-4.myhuaweicloud.com", "CN"],
  ["models.s3.eu-central-1.amazonaws.com", "DE"],
  ["s3-cn-east-1.qiniucs.com", "CN"],
  ["s3.amazonaws.com", null],
  ["oss-cn-atlantis.aliyuncs.com", null],
])("%s lies in %s", (host, territory) => {
  const place = placeIn(indexPlaces(places), []);
  expect(place({ kind: "registry", via: "push", name: "x", value: host, host, line: 1, trail: [] }).territory).toBe(territory);
});
