/** The rulebook as it was built: dist/rulebook.json beside the running program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rulebook } from "../core/rulebook/rulebook.js";

/** Reads the built rulebook. A missing or broken one is a broken installation: it throws. */
export function loadRulebook(folder: string): Rulebook {
  return JSON.parse(readFileSync(join(folder, "rulebook.json"), "utf8")) as Rulebook;
}
