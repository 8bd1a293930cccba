/** Definitions, told from their own line in the idioms of many languages. */
import { describe, expect, it } from "vitest";
import { isDefinition } from "../../src/core/markers/names.js";

const defines = (line: string, name: string): boolean => isDefinition(line, line.indexOf(name), line.indexOf(name) + name.length, 0);

describe("isDefinition", () => {
  it("knows functions given to a name", () => {
    expect(defines("Point.prototype.dbl = function dbl() {", "dbl")).toBe(true);
    expect(defines("const pointAdd = (p, q) => {", "pointAdd")).toBe(true);
    expect(defines("  scalarMult: async function (k) {", "scalarMult")).toBe(true);
    expect(defines("findSpacers <- function(x, canonical = TRUE) {", "findSpacers")).toBe(true);
    expect(defines("M.quarter_round = function(a, b)", "quarter_round")).toBe(true);
  });

  it("knows what a word before it defines, with what may stand between", () => {
    expect(defines("func (r *Recall) Score(user int) float64 {", "Score")).toBe(true);
    expect(defines("macro_rules! butterfly {", "butterfly")).toBe(true);
    expect(defines("__global__ void gemm(const float *a)", "gemm")).toBe(true);
    expect(defines("CREATE TABLE IF NOT EXISTS `shop`.`user_events` (", "user_events")).toBe(true);
    expect(defines("embedding\n  = function (x)", "embedding")).toBe(true);
  });

  it("knows none in values and calls", () => {
    expect(defines("const digest = sha256(message);", "sha256")).toBe(false);
    expect(defines("const key = cipher.key;", "key")).toBe(false);
    expect(defines("spacers <- findSpacers(x)", "findSpacers")).toBe(false);
  });
});
