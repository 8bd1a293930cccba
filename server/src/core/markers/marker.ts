/** Markers: places in files that a rule recognised, with their evidence. */
import type { LocalText, Range } from "../text.js";
import type { EvidenceSignal, Family, Role, RuleItem } from "../rulebook/rule.js";

/** One reason for a marker: a signal of its rule, and where it stands. */
export interface Evidence {
  readonly signal: EvidenceSignal;
  /** Id of the signal in its rule. */
  readonly id: string;
  /** The rule's own words; no source text. */
  readonly what: LocalText;
  /** The literal that matched, for fingerprints and explanations in the editor; never written to output that leaves the machine. */
  readonly literal: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly weight: number;
  /** The package, where the evidence is nothing but the name of a package in imports. In a file of that package itself it says nothing. */
  readonly importedFrom?: string;
}

/** What the file holds of a rule's technology, from its bytes alone (`path` evidence included once the path is known). */
export interface RuleEvidence {
  readonly rule: string;
  readonly evidence: readonly Evidence[];
  /** Evidence that counts only once the tree speaks for the family. */
  readonly contextual: readonly Evidence[];
}

/** Whose the file is: the tree's own, of others, or published before. */
export const origins = ["first-party", "third-party", "published"] as const;
export type Origin = (typeof origins)[number];

/** A comment that says: not that technology, because … */
export interface Suppression {
  /** misspelt: neither of the two words; it suppresses nothing. */
  readonly kind: "next-line" | "file" | "misspelt";
  /** null: none was given, which is a problem. */
  readonly rule: string | null;
  readonly reason: string | null;
  readonly line: number;
  readonly column: number;
  /** Whether it took evidence away (next-line) or names a rule that would mark the file (known to the tree stage). */
  readonly used: boolean;
}

/** What a file is, as far as its path and bytes say. */
export interface FileTraits {
  readonly language: string | null;
  readonly test: boolean;
  readonly docs: boolean;
  /** Builds, packs, lints or deploys: names a technology, holds none. */
  readonly plumbing: boolean;
  readonly generated: boolean;
  readonly vendored: boolean;
  /** SPDX identifier or copyright holder of a licence header, where there is one. */
  readonly licence: string | null;
}

/** A file that was not read, or not to its end. A gap is one that should have been. */
export interface Skipped {
  readonly path: string;
  readonly reason:
    | "binary"
    | "minified"
    | "generated"
    | "ignored"
    | "unreadable"
    | "vanished"
    | "too-large"
    | "timeout"
    | "encoding"
    | "truncated"
    | "special-file";
  /** Whether something that should have been read could not be. */
  readonly gap: boolean;
}

/** `fileEvidence(bytes, path)`: everything the tree stage needs to know about one file. Plain data: it crosses worker borders and is cached. */
export interface FileSummary {
  readonly path: string;
  readonly size: number;
  readonly traits: FileTraits;
  /** Only rules that found something. */
  readonly rules: readonly RuleEvidence[];
  /** Modules that the file imports, as written; only for files with evidence. */
  readonly imports: readonly string[];
  readonly suppressions: readonly Suppression[];
  readonly measures: Measures;
  /** Families that the file says its tree is about. */
  readonly topics?: readonly Family[];
  readonly skipped: readonly Skipped[];
}

/** Numbers and names that readers took. Byte counts and parameters are whole numbers; peakTeraflops is dense. */
export type Measures = Readonly<Record<string, number | string>>;

/** A file that resembles a controlled technology, by one rule. One per rule and file. */
export interface Marker {
  readonly id: string;
  readonly fingerprint: string;
  readonly rule: string;
  readonly family: Family;
  readonly role: Role;
  readonly items: readonly RuleItem[];
  readonly path: string;
  readonly range: Range;
  /** 0 to 1: that this file itself holds or operates the technology. Reported to people from 0.5. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly measures: Measures;
  readonly origin: Origin;
  /** Why the origin is not first-party; empty otherwise. */
  readonly originEvidence: readonly LocalText[];
  readonly module: string | null;
  readonly suppressed: { readonly reason: string; readonly line: number } | null;
  readonly baselined: boolean;
}

/** A folder that belongs to one technology: how people see markers. */
export interface Module {
  readonly id: string;
  readonly path: string;
  readonly family: Family;
  readonly markers: readonly string[];
}

/** Confidence from which a marker is shown to people. */
export const shownFrom = 0.5;
