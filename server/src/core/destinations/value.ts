/** What a reader knows of a value: the texts it can have, each with the lines that say so, or the name of what would decide it. */
import type { TrailStep } from "./destination.js";

/** One text that a value can have, and the lines that lead to it. */
export interface Option {
  readonly text: string;
  readonly trail: readonly TrailStep[];
}

/** Several options are several destinations. `unknown` names what would decide the value (a variable, a secret) where it is open; null where the options are all. */
export interface Value {
  readonly options: readonly Option[];
  readonly unknown: string | null;
}

/** Most options that one value is followed into; the rest becomes unknown. */
const MAX_OPTIONS = 24;

/** A value that the file writes out. */
export function known(text: string, ...trail: readonly TrailStep[]): Value {
  return { options: [{ text, trail }], unknown: null };
}

/** A value that this tree does not say; `name` is what would decide it. */
export function unknownValue(name: string): Value {
  return { options: [], unknown: name };
}

/** Either of them: both branches of a condition, all entries of a matrix. */
export function either(values: readonly Value[]): Value {
  const options = new Map<string, Option>();
  let unknown: string | null = null;
  for (const value of values) {
    unknown ??= value.unknown;
    for (const option of value.options) if (!options.has(option.text)) options.set(option.text, option);
  }
  return bounded([...options.values()], unknown);
}

/** One text after the other, as a template has them. */
export function joined(parts: readonly Value[]): Value {
  let options: Option[] = [{ text: "", trail: [] }];
  let unknown: string | null = null;
  for (const part of parts) {
    unknown ??= part.unknown;
    const longer: Option[] = [];
    for (const before of options)
      for (const next of part.options)
        if (longer.length < MAX_OPTIONS) longer.push({ text: before.text + next.text, trail: [...before.trail, ...next.trail] });
    if (options.length * part.options.length > MAX_OPTIONS) unknown ??= "…";
    options = longer;
  }
  return { options, unknown };
}

/** The same value with each text changed; a text for which `change` has no answer is left out. */
export function mapped(value: Value, change: (text: string) => string | undefined): Value {
  const options = value.options.flatMap((option) => {
    const text = change(option.text);
    return text === undefined ? [] : [{ text, trail: option.trail }];
  });
  return { options, unknown: value.unknown };
}

/** The same value with one more step before each trail. */
export function via(step: TrailStep, value: Value): Value {
  return { options: value.options.map((option) => ({ text: option.text, trail: [step, ...option.trail] })), unknown: value.unknown };
}

function bounded(options: readonly Option[], unknown: string | null): Value {
  return options.length <= MAX_OPTIONS ? { options, unknown } : { options: options.slice(0, MAX_OPTIONS), unknown: unknown ?? "…" };
}
