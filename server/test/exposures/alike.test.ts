/** Hundreds of destinations beside thousands of markers: those that are judged alike stand for one another, and nothing that is judged otherwise is lost. */
import { describe, expect, it } from "vitest";
import { alikeProblem } from "../../src/core/exposures/alike-problem.js";
import { judgeAll } from "../../src/core/exposures/exposures-of.js";
import type { Destination } from "../../src/core/destinations/destination.js";
import { book } from "../shipped.js";
import { destination, marker, policy } from "../values.js";
import { asOf, licence } from "./licence.js";

const hub = (n: number): Destination =>
  destination({
    id: `hub${n}`,
    host: "huggingface.co",
    value: `https://huggingface.co/acme/model-${n}`,
    territory: "US",
    recipient: "Acme SG",
  });
const hubs = Array.from({ length: 300 }, (_, n) => hub(n));
const markers = (count: number) => Array.from({ length: count }, (_, n) => marker({ id: `m${n}`, path: `rank/${n}.py` }));

describe("destinations that are judged alike", () => {
  it("are all judged where that can be read", () => {
    const { exposures, alike } = judgeAll(book, policy(), asOf, markers(2), hubs, { stateOf: () => "would-leave" });
    expect(alike).toEqual([]);
    expect(new Set(exposures.map((one) => one.destination)).size).toBe(300);
  });

  it("stand for one another where they would be too many, each marker keeping its level, and those that are told", () => {
    const { exposures, alike } = judgeAll(book, policy(), asOf, markers(1000), hubs, { stateOf: () => "would-leave" });
    const ways = new Map<string, Set<string>>();
    for (const one of exposures) ways.set(one.marker, (ways.get(one.marker) ?? new Set()).add(one.destination));
    expect(ways.size).toBe(1000);
    expect([...ways.values()].every((own) => own.size === 5)).toBe(true);
    expect(alike.map((one) => one.id)).toEqual(hubs.slice(5).map((one) => one.id));
    const [said] = alikeProblem(alike, hubs.length, 1000);
    expect(said?.message.en).toContain("295 of 300 destinations are judged like others of their host");
    expect([said?.path, said?.line]).toEqual([hubs[5]?.path, hubs[5]?.line]);
    expect(new Set(exposures.map((one) => one.level))).toEqual(new Set(["warning"]));
  });

  it("are not alike in another territory, under another decision, or where something is there already", () => {
    const abroad = destination({ id: "sg", host: "huggingface.co", value: "https://huggingface.co/other/one", territory: "SG" });
    const approvals = [{ ...licence, destinations: ["huggingface.co/acme/model-200"] }];
    const stateOf = (_: unknown, { id }: Destination) => (id === "hub250" ? ("already-there" as const) : ("would-leave" as const));
    const { exposures } = judgeAll(book, policy({ approvals }), asOf, markers(1000), [...hubs, abroad], { stateOf });
    const of = (id: string) => exposures.filter((one) => one.destination === id);
    expect(of("sg")).toHaveLength(1000);
    expect(of("hub200").every((one) => one.approval?.status === "closes")).toBe(true);
    expect(of("hub200")).toHaveLength(1000);
    expect(of("hub250").every((one) => one.state === "already-there")).toBe(true);
    expect(of("hub250")).toHaveLength(1000);
    expect(exposures.filter((one) => one.closed).every((one) => one.destination === "hub200")).toBe(true);
  });
});
