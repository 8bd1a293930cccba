/** Rules: what to look for. One YAML file each (rules/markers/<family>/<rule>.yaml), parsed once into these values. */
import type { LocalText } from "../text.js";

/** The families of technology that rules look for; none of the contract's may go. */
export const families = [
  "recommendation",
  "distributed-compute",
  "model-weights",
  "speech",
  "translation",
  "marking-ocr",
  "crypto",
  "uav-control",
  "lidar",
  "gene-editing",
  "data",
] as const;
export type Family = (typeof families)[number];

/** What the file does with the technology. */
export const roles = ["implements", "carries", "configures", "calls", "mentions"] as const;
export type Role = (typeof roles)[number];

/** Does the item's own wording name this technology, could it be argued, or does the file carry a technology (weights, corpora). */
export const fits = ["wording", "arguable", "carrier"] as const;
export type Fit = (typeof fits)[number];

/**
 * Where a signal may stand.
 * - import: the module of an import, include, use, require
 * - call: the name before an argument list, not at its definition
 * - definition: the name being defined (class, function, table, type …)
 * - identifier: a name in code, by parts (`userEmbedding` = `user_embedding`); imports, calls and definitions are identifiers too
 * - comment, string: words in comments (and documentation text) or in string literals
 * - path: parts of the file's own path
 * - dependency: a package in a manifest (package.json, requirements.txt, pom.xml, go.mod …)
 * - format: what a reader of binary formats recognised ("safetensors", "gguf", "lfs-pointer" …)
 * - metric: a measure that a reader took, compared with `atLeast`
 */
export const signalPlaces = [
  "import",
  "call",
  "definition",
  "identifier",
  "comment",
  "string",
  "path",
  "dependency",
  "format",
  "metric",
] as const;
export type SignalPlace = (typeof signalPlaces)[number];

/** What evidence is called in the output: a signal's place, or the folder (tree context). */
export type EvidenceSignal = SignalPlace | "folder";

/** One kind of evidence: what is looked for, where, and how much it weighs. */
export interface Signal {
  /** Unique within the rule; generated where the file gives none. */
  readonly id: string;
  readonly in: readonly SignalPlace[];
  /**
   * The literals. Parts are joined by `_`: `user_embedding` matches userEmbedding, UserEmbedding, user-embedding, "user embedding".
   * `=DIN` matches case-sensitively; a trailing `*` leaves the last part open (`recommend*`), a leading `*` the first. Chinese is written as it is.
   */
  readonly any: readonly string[];
  /** Bounded regular expressions; the signal then counts only where one of them matches the line of the literal. */
  readonly lines: readonly string[];
  /** A second group of literals of which one must stand within `within` lines of the first. */
  readonly with: { readonly any: readonly string[]; readonly within: number } | null;
  /** How many places must match before the signal counts. */
  readonly times: number;
  /** Evidence in favour (above 0) or against (below 0), in natural logits: 1 is weak, 2 medium, 3 strong. */
  readonly weight: number;
  /** The most this signal adds when several of its literals are there; `weight` × 1.75 where the file gives none. */
  readonly most: number;
  /** Counts only where the file's tree speaks for the family (folder, imports): ordinary words that are telling among their own. */
  readonly contextual: boolean;
  /** For `metric`. */
  readonly metric: { readonly name: string; readonly atLeast: number } | null;
  /** Languages (see markers/language.ts) in which it counts; empty: all. */
  readonly languages: readonly string[];
  /** The rule's own words for what was seen. */
  readonly what: LocalText;
}

/** A control item that the technology may fall under. */
export interface RuleItem {
  readonly id: string;
  readonly fit: Fit;
}

/** An example that must (or must not) match. `path` of `files` examples is the file that is asked about. */
export interface Example {
  readonly why: string;
  readonly path: string;
  readonly text?: string;
  readonly base64?: string;
  /** Other files of the tree, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** One rule: how a technology is recognised, what it may fall under, and what to do. */
export interface Rule {
  readonly id: string;
  readonly family: Family;
  readonly role: Role;
  readonly title: LocalText;
  readonly items: readonly RuleItem[];
  readonly why: LocalText;
  readonly advice: LocalText;
  readonly references: readonly string[];
  /** Languages the rule reads; empty: all. */
  readonly languages: readonly string[];
  /** Evidence at which the confidence is one half. */
  readonly threshold: number;
  /** Signals of which at least one must be there, or the marker stays below one half. */
  readonly needs: readonly string[];
  readonly signals: readonly Signal[];
  /** The most that the tree may add: a folder of the family, files that import or are imported by its markers. */
  readonly context: {
    readonly folder: number;
    readonly imports: number;
    /** Where the tree does not speak for the family there is no marker, however much the file says: it is only ever a part. */
    readonly needed: boolean;
  };
  /** How much of the evidence counts in test and documentation files (0 to 1). */
  readonly inTests: number;
  readonly inDocs: number;
  readonly examples: { readonly match: readonly Example[]; readonly miss: readonly Example[] };
  readonly from: string;
}
