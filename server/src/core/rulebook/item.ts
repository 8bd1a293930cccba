/** Control items: what the lists say. Law is data (rules/catalogue), each fact with its source, date and verification. */
import type { LocalText } from "../text.js";

/** Whose law: China's, that of the United States, that of the European Union. */
export const regimes = ["CN", "US", "EU"] as const;
export type Regime = (typeof regimes)[number];

/** The class decides the procedure; the gravest first. `free` is CN:free, "not listed as far as this rulebook knows"; `foreign` is a US or EU entry; `reference` is a threshold or neighbouring rule that is shown, never judged. */
export const itemClasses = ["prohibited", "restricted", "dual-use", "free", "foreign", "reference"] as const;
export type ItemClass = (typeof itemClasses)[number];

/** How well a fact is verified, in the words of facts/control-items.md. Draft and memory are never shown as law. */
export const verifications = ["official", "secondary", "seed", "derived", "draft", "memory"] as const;
export type Verification = (typeof verifications)[number];

/** What an exposure on the item has to go through. */
export const procedures = ["prohibited", "licence", "registration", "review"] as const;
export type Procedure = (typeof procedures)[number];

/** The procedure that follows from a class. */
export const procedureOfClass: Readonly<Record<ItemClass, Procedure>> = {
  prohibited: "prohibited",
  restricted: "licence",
  "dual-use": "licence",
  free: "registration",
  foreign: "review",
  reference: "review",
};

/** Where a fact was read. `date` is YYYY-MM-DD. */
export interface Source {
  readonly name: string;
  readonly url?: string;
  readonly date?: string;
}

/** The stretch of time in which an item, status or measure holds. Dates are YYYY-MM-DD, inclusive at `from`, exclusive at `until`. */
export interface Period {
  readonly from: string;
  readonly until?: string;
}

/** An effect that depends on who receives the item or for what. */
export interface Measure {
  /** ISO 3166-1 alpha-2 or "*". */
  readonly territory: string;
  readonly endUse?: LocalText;
  readonly effect: LocalText;
  readonly source: Source;
  readonly from: string;
  readonly until?: string;
  readonly verification: Verification;
}

/** One wording of an item, as one edition of its list had it. */
export interface ItemEdition extends Period {
  /** e.g. "CN-civil/2023" — ids of `Edition`. */
  readonly edition: string;
  readonly code?: string;
  readonly class: ItemClass;
  readonly wording?: LocalText;
  readonly verification: Verification;
  readonly source: Source;
}

/** A control item, or a control point of one. */
export interface Item {
  /** `CN:086501X`, `CN:lidar`, `CN:086501X/personalised-push`, `US:4E091`. */
  readonly id: string;
  readonly regime: Regime;
  /** The item of which this is a control point; null for an item. */
  readonly parent: string | null;
  /** Old ids and codes that still match. */
  readonly aliases: readonly string[];
  readonly title: LocalText;
  readonly class: ItemClass;
  readonly procedure: Procedure;
  readonly verification: Verification;
  readonly editions: readonly ItemEdition[];
  readonly measures: readonly Measure[];
  /** Dated statements about the item: rescinded, unenforced, suspended … */
  readonly status: readonly (Period & { readonly text: LocalText; readonly verification: Verification; readonly source: Source })[];
  /** What must be said wherever the item is explained. */
  readonly notes: readonly LocalText[];
  readonly sources: readonly Source[];
  readonly reviewed: string;
  readonly until?: string;
  /** Whether something of this item can lie in a repository at all; only such items are listed as `notLookedFor`. */
  readonly inRepositories: boolean;
  /** File (and line) of the rulebook that says so. */
  readonly from: string;
}

/** An edition of a control list. */
export interface Edition extends Period {
  readonly id: string;
  readonly regime: Regime;
  readonly list: string;
  readonly instrument: LocalText;
  readonly totals?: LocalText;
  readonly verification: Verification;
  readonly source: Source;
}

/** The steps that a class asks for, with authority, days and articles. */
export interface ProcedureText {
  readonly id: string;
  readonly title: LocalText;
  readonly steps: readonly {
    readonly text: LocalText;
    readonly authority: LocalText;
    readonly days?: LocalText;
    readonly articles: string;
  }[];
  readonly penalties: readonly { readonly text: LocalText; readonly articles: string }[];
  readonly sources: readonly Source[];
  readonly verification: Verification;
}
