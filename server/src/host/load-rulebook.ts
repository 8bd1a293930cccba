/** The rulebook as it was built: dist/rulebook.json beside the running program. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { compileRules, literalTables, type CompiledRules, type LiteralTables } from "../core/markers/compile-rules.js";
import type { Rule } from "../core/rulebook/rule.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { cacheFolder } from "./own-folder.js";
import { builtPlaces } from "./places-file.js";
import { sealedFile } from "./sealed-file.js";
import { packTables, readTables, unpackTables } from "./tables-file.js";

/** Reads the built rulebook without its rules' examples; its places when they are asked for. A missing or broken one is a broken installation: it throws. */
export function loadRulebook(folder: string): Rulebook {
  const rulebook = JSON.parse(readFileSync(join(folder, "rulebook.json"), "utf8")) as Omit<Rulebook, "places">;
  let places: Rulebook["places"] | null = null;
  return Object.defineProperty(rulebook, "places", { get: () => (places ??= builtPlaces(folder)), enumerable: true }) as Rulebook;
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

/**
 * The rules made ready for the one pass, from the tables that the build left. Where those are missing or do not have all of the rules, they are
 * made now, which takes long, and kept in the user's cache folder.
 */
export function compileBuilt(rulebook: Rulebook, home: string | null, environment: NodeJS.ProcessEnv): CompiledRules {
  const { rules, tables } = asBuilt(rulebook, home) ?? { rules: rulebook.rules, tables: ownTables(rulebook.rules, home, environment) };
  return compileRules(rules, rulebook.devices, tables, rulebook.topics);
}

/** Two megabytes each: those of a few policies. */
const keptTables = { ending: ".tables", most: 8 };

/** The tables of rules of one's own, as they were made last by the same program. */
function ownTables(rules: readonly Rule[], home: string | null, environment: NodeJS.ProcessEnv): LiteralTables {
  if (home === null || rules.length === 0) return literalTables(rules);
  const program = statSync(join(home, "rulebook.json"), { bigint: true });
  const what = [home, program.size, program.mtimeNs, program.ino, JSON.stringify(rules.map((rule) => ({ ...rule, examples: null })))];
  const kept = sealedFile(cacheFolder(environment), what.join("\0"), keptTables);
  const known = kept?.read() ?? null;
  if (known !== null) return unpackTables(known) as LiteralTables;
  const made = literalTables(rules);
  kept?.write(packTables(made));
  return made;
}

/** What the build left in tables.bin: of which rulebook the tables are, and how many rules it has. */
interface BuiltTables {
  readonly digest: string;
  readonly rules: number;
  readonly tables: LiteralTables;
}

function builtTables(home: string): BuiltTables | null {
  try {
    return readTables(join(home, "tables.bin")) as BuiltTables;
  } catch {
    return null;
  }
}

/** The built tables with the rules in their order, those that a policy switched off silent among them; null where there are rules that they do not know. */
function asBuilt({ digest, rules }: Rulebook, home: string | null): { rules: readonly Rule[]; tables: LiteralTables } | null {
  const built = home === null || rules.length === 0 ? null : builtTables(home);
  if (home === null || built === null) return null;
  const { tables } = built;
  if (digest === built.digest && rules.length === built.rules) return { rules, tables };
  const whole = loadRulebook(home);
  if (whole.digest !== built.digest) return null;
  const kept = new Map(rules.map((rule) => [rule.id, JSON.stringify({ ...rule, examples: null })]));
  const all = whole.rules.map((rule) => (kept.get(rule.id) === JSON.stringify({ ...rule, examples: null }) ? rule : silent(rule)));
  return all.filter((rule, n) => rule === whole.rules[n]).length === rules.length ? { rules: all, tables } : null;
}

/** A rule whose signals count nowhere. */
function silent(rule: Rule): Rule {
  return { ...rule, signals: rule.signals.map((signal) => ({ ...signal, in: [] })) };
}
