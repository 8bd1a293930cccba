/** What a name is on its line: defined or called. */
import { describe, expect, it } from "vitest";
import { isCall, isDefinition } from "../../src/core/markers/names.js";

function placeOf(line: string, name: string): { defined: boolean; called: boolean } {
  const from = line.indexOf(name);
  return { defined: isDefinition(line, from, from + name.length, 0), called: isCall(line, from + name.length) };
}

describe("isDefinition", () => {
  it("takes a Go method for a definition, receiver or not", () => {
    expect(placeOf("func (t *Table) Recommend(key string) ([]Item, error) {", "Recommend").defined).toBe(true);
    expect(placeOf("func Recommend(key string) []Item {", "Recommend").defined).toBe(true);
  });

  it("does not take a call through a value for one", () => {
    expect(placeOf("items, err := table.Recommend(key)", "Recommend")).toEqual({ defined: false, called: true });
    expect(placeOf("go func() { table.Recommend(key) }()", "Recommend").defined).toBe(false);
  });
});
