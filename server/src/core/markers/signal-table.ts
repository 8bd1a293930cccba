/** What is asked of signals again and again, side by side in flat arrays: the one pass meets words far more often than anything else happens. */
import type { CompiledSignal } from "./compile-rules.js";
import type { Rule, Signal, SignalPlace } from "../rulebook/rule.js";

/** Bits of the places of a signal. */
export const placeBit: Readonly<Record<SignalPlace, number>> = {
  import: 1,
  call: 2,
  definition: 4,
  identifier: 8,
  comment: 16,
  string: 32,
  path: 64,
  dependency: 128,
  format: 256,
  metric: 512,
};

/** One entry for each compiled signal. */
export interface SignalTable {
  /** Index of its rule. */
  readonly rule: Uint16Array;
  /** Bits of `placeBit`. */
  readonly places: Uint16Array;
  readonly weight: Float64Array;
  /** The most that it adds, as a size. */
  readonly most: Float64Array;
  /** Bits of `trait`. */
  readonly traits: Uint8Array;
}

/** `needed`: its rule says nothing without such a signal. `accompanied`: another word must stand near. `ofLanguages`: it or its rule is of some languages only. `ofLines`: the line must match as well. */
export const trait = { contextual: 1, needed: 2, accompanied: 4, ofLanguages: 8, ofLines: 16 } as const;

/** The table of these signals. */
export function signalTable(rules: readonly Rule[], signals: readonly CompiledSignal[]): SignalTable {
  return {
    rule: Uint16Array.from(signals, ({ rule }) => rule),
    places: Uint16Array.from(signals, ({ signal }) => placesOf(signal)),
    weight: Float64Array.from(signals, ({ signal }) => signal.weight),
    most: Float64Array.from(signals, ({ signal }) => Math.abs(signal.most)),
    traits: Uint8Array.from(signals, ({ rule, signal }) => traitsOf(rules[rule], signal)),
  };
}

/** Bits of all places of a signal. */
export function placesOf(signal: Signal): number {
  return signal.in.reduce((bits, place) => bits | placeBit[place], 0);
}

function traitsOf(rule: Rule | undefined, signal: Signal): number {
  const needs = rule?.needs ?? [];
  return (
    (signal.contextual ? trait.contextual : 0) |
    (needs.length === 0 || needs.includes(signal.id) ? trait.needed : 0) |
    (signal.with === null ? 0 : trait.accompanied) |
    (signal.languages.length + (rule?.languages.length ?? 0) > 0 ? trait.ofLanguages : 0) |
    (signal.lines.length > 0 ? trait.ofLines : 0)
  );
}

/** Whether a signal and its rule count in a language (its id; empty where none is known). */
export function isOfLanguage(rule: Rule | undefined, { signal }: CompiledSignal, language: string): boolean {
  if (signal.languages.length > 0 && !signal.languages.includes(language)) return false;
  return !rule || rule.languages.length === 0 || rule.languages.includes(language);
}
