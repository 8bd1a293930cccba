/** The judgement table (rules/judgement.yaml) as values; judge.ts reads it. */
import type { ItemClass, Verification } from "../rulebook/item.js";
import type { Fit, Role } from "../rulebook/rule.js";
import type { Origin } from "../markers/marker.js";
import type { LocalText } from "../text.js";
import type { Level } from "./policy.js";

export type Bound = "overseas" | "public" | "unknown" | "home";

/** First matching row decides. An absent condition matches everything. */
export interface JudgementRow {
  readonly id: string;
  readonly class?: readonly ItemClass[];
  readonly fit?: readonly Fit[];
  readonly verification?: readonly Verification[];
  readonly role?: readonly Role[];
  readonly family?: readonly string[];
  readonly origin?: readonly Origin[];
  readonly bound?: readonly Bound[];
  readonly level: Level;
  readonly why: LocalText;
}
