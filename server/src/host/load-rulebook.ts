/** The rulebook as it was built: dist/rulebook.json beside the running program. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileRules, type CompiledRules, type LiteralTables } from "../core/markers/compile-rules.js";
import type { Rule } from "../core/rulebook/rule.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { readTables } from "./tables-file.js";

/** Reads the built rulebook without its rules' examples. A missing or broken one is a broken installation: it throws. */
export function loadRulebook(folder: string): Rulebook {
  return JSON.parse(readFileSync(join(folder, "rulebook.json"), "utf8")) as Rulebook;
}

/** The rulebook with the examples, a sixth of it that only `borderline rules` reads. */
export function loadWithExamples(folder: string): Rulebook {
  const rulebook = loadRulebook(folder);
  const examples = JSON.parse(readFileSync(join(folder, "examples.json"), "utf8")) as Readonly<Record<string, Rule["examples"]>>;
  return { ...rulebook, rules: rulebook.rules.map((rule) => ({ ...rule, examples: examples[rule.id] ?? rule.examples })) };
}

/** The file that documents the rules, beside the folder of the built program; null where only that was installed. */
export function rulePages(folder: string): string | null {
  const path = join(folder, "..", "docs", "rules.md");
  return existsSync(path) ? path : null;
}

/** The rules made ready for the one pass, from the tables that the build left; where they are missing or of another rulebook, made now. */
export function compileBuilt(rulebook: Rulebook, home: string | null): CompiledRules {
  return compileRules(rulebook.rules, rulebook.devices, (home === null ? null : builtTables(rulebook, home)) ?? undefined, rulebook.topics);
}

function builtTables(rulebook: Rulebook, home: string): LiteralTables | null {
  try {
    const built = readTables(join(home, "tables.bin")) as { digest: string; rules: number; tables: LiteralTables };
    return built.digest === rulebook.digest && built.rules === rulebook.rules.length ? built.tables : null;
  } catch {
    return null;
  }
}
