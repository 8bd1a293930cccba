/** A word that several signals of a rule have in common is evidence once. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { textEvidence } from "../../src/core/markers/file-evidence.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";

function evidenceOf(path: string, name: string, text: string): { own: string[]; contextual: string[] } {
  const { rule } = parseRule(path, readFileSync(new URL(`../../../rules/markers/${path}`, import.meta.url), "utf8"));
  if (rule === null) throw new Error(path);
  const { rules } = textEvidence(compileRules([rule], []), name, { text, bytes: new TextEncoder().encode(text) }, true);
  const ids = (list: readonly { readonly id: string }[] = []): string[] => list.map(({ id }) => id);
  return { own: ids(rules[0]?.evidence), contextual: ids(rules[0]?.contextual) };
}

describe("a word of several signals", () => {
  it("counts for the heaviest alone, and not for the trade as well", () => {
    expect(evidenceOf("lidar/perception.yaml", "base.h", '#include "laser_scan.h"\n')).toEqual({ own: ["sensor"], contextual: [] });
  });

  it("counts for another where that one stands elsewhere, too", () => {
    const text = '#include "laser_scan.h"\nint next(scan *s);\n';
    expect(evidenceOf("lidar/perception.yaml", "base.h", text)).toEqual({ own: ["sensor"], contextual: ["geometry"] });
  });

  it("is still what its rule needs, where the heaviest that has it is not", () => {
    const text = "void attitude_step(Gyro *gyro) { gyro->x -= setpoint; }\n";
    expect(evidenceOf("uav-control/flight-control.yaml", "accelerometer.cpp", text)).toEqual({
      own: ["motion"],
      contextual: ["trajectory"],
    });
  });

  it("counts for each signal of a part, which lives on such words", () => {
    const { own } = evidenceOf(
      "recommendation/part.yaml",
      "Normalizer.java",
      "public interface ItemVectorNormalizer { double[] of(long itemId); }\n",
    );
    expect(own).toEqual(expect.arrayContaining(["ids", "entity"]));
  });
});

describe("a long table", () => {
  const words = (count: number): string => Array.from({ length: count }, (_, i) => `filler word ${i}\n`).join("");

  it("has the words of every trade, and says nothing by two that are far from each other", () => {
    const text = `attitude one\n${words(600)}quadcopter two\n${words(600)}`;
    expect(evidenceOf("uav-control/flight-control.yaml", "pt_list", text)).toEqual({ own: [], contextual: [] });
  });

  it("says what stands together in it", () => {
    const near = evidenceOf("uav-control/flight-control.yaml", "pt_list", `${words(600)}quadcopter attitude motor\n${words(600)}`);
    expect(near.own.length).toBeGreaterThan(1);
  });
});
