/** Rules under a policy that switches some of them off: found from the built tables, with nothing of those that are off. */
import { describe, expect, it } from "vitest";
import { createExaminer } from "../../src/core/markers/examine.js";
import type { CompiledRules } from "../../src/core/markers/compile-rules.js";
import type { Rulebook } from "../../src/core/rulebook/rulebook.js";
import { compileBuilt, loadWithExamples } from "../../src/host/load-rulebook.js";
import { dist } from "../lsp/client.js";

const whole = loadWithExamples(dist);
const off = new Set(["crypto.block-cipher", "recommendation.part", "distributed-compute.multinode-launcher"]);
const judged: Rulebook = { ...whole, digest: "sha256:of a policy", rules: whole.rules.filter(({ id }) => !off.has(id)) };

/** The evidence that every example of a single file has. Of two words that end at one letter either may stand for a signal. */
function evidenceOf(compiled: CompiledRules): string[][] {
  const { examine } = createExaminer({ compiled, inlineSuppressions: true, readFormat: () => null });
  return whole.rules.flatMap(({ examples }) =>
    [...examples.match, ...examples.miss].flatMap(({ path, text }) => {
      if (text === null) return [];
      const bytes = new TextEncoder().encode(text);
      const { summary } = examine({ path, size: bytes.length, bytes, zero: false, read: (from, to) => bytes.subarray(from, to) });
      const told = summary?.rules.flatMap(({ rule, evidence, contextual }) =>
        [...evidence, ...contextual].map(({ id, line, weight }) => `${rule} ${id} ${line} ${weight}`),
      );
      return [(told ?? []).sort()];
    }),
  );
}

describe("the rules under a policy", () => {
  it("say with the built tables what they say when all is made anew", () => {
    const [quick, anew] = [compileBuilt(judged, dist), compileBuilt(judged, null)];
    expect(quick.literals.length).toBeGreaterThan(anew.literals.length);
    const said = evidenceOf(quick);
    expect(said).toEqual(evidenceOf(anew));
    const rules = new Set(said.flatMap((told) => told.map((one) => one.split(" ")[0] ?? "")));
    expect([...off].filter((id) => rules.has(id))).toEqual([]);
    expect(rules.size).toBeGreaterThan(judged.rules.length / 2);
  });

  it("are made anew where one of them is the policy's own", () => {
    const [first] = judged.rules;
    if (first === undefined) throw new Error("no rules");
    const own = { ...first, signals: first.signals.map((signal) => ({ ...signal, any: ["a word of their own"] })) };
    const compiled = compileBuilt({ ...judged, rules: [...judged.rules.slice(1), own] }, dist);
    expect(compiled.literals).toContain("a word of their own");
    expect(compiled.rules.at(-1)).toBe(own);
  });
});
