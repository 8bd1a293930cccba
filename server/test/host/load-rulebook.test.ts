/** Rules under a policy that switches some of them off: found from the built tables, with nothing of those that are off. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createExaminer } from "../../src/core/markers/examine.js";
import type { CompiledRules } from "../../src/core/markers/compile-rules.js";
import type { Rulebook } from "../../src/core/rulebook/rulebook.js";
import { compileBuilt, loadWithExamples } from "../../src/host/load-rulebook.js";
import { temporaryFolder } from "../git/repository.js";
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
    const [quick, anew] = [compileBuilt(judged, dist, {}), compileBuilt(judged, null, {})];
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
    const rulebook = { ...judged, rules: [...judged.rules.slice(1), own] };
    const compiled = compileBuilt(rulebook, dist, { XDG_CACHE_HOME: temporaryFolder() });
    expect(compiled.literals).toContain("a word of their own");
    expect(compiled.rules.at(-1)).toBe(own);
  });

  it("of one's own are kept, and believed only as they were kept", () => {
    const [first] = judged.rules;
    if (first === undefined) throw new Error("no rules");
    const withWord = (word: string): Rulebook => ({
      ...judged,
      rules: [...judged.rules.slice(1), { ...first, signals: first.signals.map((signal) => ({ ...signal, any: [word] })) }],
    });
    const cache = temporaryFolder();
    const folder = join(cache, "borderline");
    const compile = (word: string): CompiledRules => compileBuilt(withWord(word), dist, { XDG_CACHE_HOME: cache });
    const kept = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".tables"));
    const made = compile("first word");
    expect(kept()).toHaveLength(1);
    const file = join(folder, kept()[0] ?? "");
    const before = statSync(file);
    expect(before.mode & 0o077).toBe(0);
    const again = compile("first word");
    expect(again.literals).toEqual(made.literals);
    expect(evidenceOf(again)).toEqual(evidenceOf(made));
    expect(statSync(file).mtimeMs).toBe(before.mtimeMs);
    // Other words, other tables.
    expect(compile("second word").literals).toContain("second word");
    expect(kept()).toHaveLength(2);
    const good = readFileSync(file);
    for (const bad of [Buffer.alloc(0), good.subarray(0, 200), Buffer.from(good).fill(7, 100, 140)]) {
      writeFileSync(file, bad);
      expect(compile("first word").literals).toEqual(made.literals);
      expect(readFileSync(file).equals(good)).toBe(true);
    }
  });
});
