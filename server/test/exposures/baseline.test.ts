/** The baseline: what was known at adoption, found again wherever it moved, and never more than that. */
import { describe, expect, it } from "vitest";
import { applyBaseline, checkBaseline, parseBaseline, shrinkBaseline, writeBaseline } from "../../src/core/exposures/baseline.js";
import type { Marker } from "../../src/core/markers/marker.js";
import { marker } from "../values.js";
import { judged, to } from "./licence.js";

describe("the baseline", () => {
  const known = [
    marker({ id: "a", rule: "r.b", fingerprint: "2" }),
    marker({ id: "b", rule: "r.a", fingerprint: "9" }),
    marker({ id: "c", rule: "r.b", fingerprint: "2", path: "copy.py" }),
  ];
  const text = writeBaseline(known, [to()]);
  const { baseline, problems } = parseBaseline(".borderline/baseline.json", text);

  it("has sorted entries by rule and fingerprint, without lines or dates, and reads back", () => {
    expect(JSON.parse(text)).toEqual({
      schema: "borderline.baseline/1",
      destinations: ["github.com/acme-sg/shop"],
      markers: [
        { rule: "r.a", fingerprint: "9" },
        { rule: "r.b", fingerprint: "2" },
      ],
    });
    expect(problems).toEqual([]);
    expect(writeBaseline([...known].reverse(), [to()])).toBe(text);
  });

  it("marks what it knows, wherever it moved, and nothing else", () => {
    const now = [marker({ rule: "r.b", fingerprint: "2", path: "moved.py" }), marker({ rule: "r.b", fingerprint: "3" })];
    expect(applyBaseline(now, baseline).map((one) => one.baselined)).toEqual([true, false]);
  });

  it("only shrinks: what is gone is reported at its line", () => {
    const now = [marker({ rule: "r.b", fingerprint: "2" }), marker({ rule: "r.new", fingerprint: "1" })];
    expect(checkBaseline(baseline, now)).toMatchObject([{ code: "baseline", line: 7, path: ".borderline/baseline.json" }]);
    expect(JSON.parse(shrinkBaseline(baseline, now))).toEqual({
      schema: "borderline.baseline/1",
      destinations: ["github.com/acme-sg/shop"],
      markers: [{ rule: "r.b", fingerprint: "2" }],
    });
  });

  it("closes what was known, for destinations that were there; never weights, a prohibited item, or a new destination", () => {
    const closed = (some: Partial<Marker>, destinations = [to()]) =>
      judged({ approvals: [], markers: [marker({ baselined: true, ...some })], destinations, context: { baseline } }).map(
        (each) => each.closed,
      );
    expect(closed({})).toEqual([true]);
    expect(closed({ items: [{ id: "CN:human-gene-editing", fit: "wording" }] })).toEqual([false]);
    expect(closed({ family: "model-weights", role: "carries", items: [] })).toEqual([false]);
    expect(closed({}, [to({ value: "git@github.com:somebody/else.git" })])).toEqual([false]);
  });

  it("a broken file is a problem with a position", () => {
    expect(parseBaseline("b.json", "{").problems[0]?.code).toBe("yaml-syntax");
    expect(parseBaseline("b.json", '{"schema": "borderline.baseline/1", "markers": [{"rule": "x"}]}').problems).toMatchObject([
      { code: "missing-key", line: 1 },
    ]);
  });
});
