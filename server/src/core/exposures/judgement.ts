/** The judgement table (rules/judgement.yaml) as values; judge.ts reads it. */
import type { ItemClass, Verification } from "../rulebook/item.js";
import type { Fit, Role } from "../rulebook/rule.js";
import type { Origin } from "../markers/marker.js";
import type { LocalText } from "../text.js";
import type { Level } from "./policy.js";

/** Where a destination leads, seen from one regime. `public` counts as overseas wherever the host stands. */
export type Bound = "overseas" | "public" | "unknown" | "home";

/** Whether the part was made in the regime's own territory, or elsewhere by the policy's `origin:`. */
export type Made = "here" | "elsewhere";

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
  readonly made?: readonly Made[];
  /** What the policy says of unverified control points. */
  readonly unverified?: readonly ("note" | "keep")[];
  readonly level: Level;
  readonly why: LocalText;
}

/** What a row is matched against. */
export interface JudgementInput {
  readonly class: ItemClass;
  readonly fit: Fit;
  readonly verification: Verification;
  readonly role: Role;
  readonly family: string;
  readonly origin: Origin;
  readonly bound: Bound;
  readonly made: Made;
  readonly unverified: "note" | "keep";
}

/** The names of the conditions, in the order in which they are printed. */
export const conditions = ["class", "fit", "verification", "role", "family", "origin", "bound", "made", "unverified"] as const;
