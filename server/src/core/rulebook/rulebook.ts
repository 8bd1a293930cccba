/** The rulebook: all items, rules, places and the judgement, parsed and validated once. `dist/rulebook.json` is this value as JSON; its places are in `dist/places.jsonl`, its rules' examples in `dist/examples.json`. */
import type { Edition, Item, ProcedureText } from "./item.js";
import type { Place } from "./place.js";
import type { Topics } from "../markers/topic.js";
import type { Rule } from "./rule.js";
import type { JudgementRow } from "../exposures/judgement.js";

/** All of rules/ as one value. */
export interface Rulebook {
  /** `sha256:…` over the sources, in path order. */
  readonly digest: string;
  /** The oldest review date among items in force, YYYY-MM-DD. */
  readonly reviewed: string;
  readonly items: readonly Item[];
  readonly editions: readonly Edition[];
  readonly procedures: readonly ProcedureText[];
  readonly rules: readonly Rule[];
  readonly places: readonly Place[];
  readonly judgement: readonly JudgementRow[];
  readonly devices: readonly Device[];
  /** What projects say that they are about, by family. */
  readonly topics: Topics;
}

/** Dense peak of one accelerator, in TFLOPS (no sparsity), as facts §6 has it. null: not known. */
export interface Device {
  readonly id: string;
  readonly names: readonly string[];
  readonly fp64: number | null;
  readonly fp32: number | null;
  readonly tf32: number | null;
  readonly fp16: number | null;
  readonly fp8: number | null;
  readonly int8: number | null;
  readonly verification: string;
  readonly source: string;
}
