/** What a reader of a binary format found, and the tally in which readers count tensors. */
import type { LocalText } from "../../text.js";
import type { Measures } from "../marker.js";
import { absurd } from "./bytes.js";

/** A recognised format with what was measured. Rules name `format` in signals of `in: [format]` and `measures` in signals of `in: [metric]`. */
export interface FormatFinding {
  readonly format: string;
  /** `bytes` always; `parameters`, `tensors`, `dtype` (of most parameters), `architecture` … where the file says so. */
  readonly measures: Measures;
  /** Numbers throughout, whatever letters their bytes look like: nothing in it is read as text. */
  readonly numbers?: true;
  /** Why the file could not be read to its end; what stands in `measures` was read before. */
  readonly truncated?: LocalText;
}

/** More tensors than any real file has. */
const mostTensors = 1_000_000;

/** Elements of a tensor of this shape. A dimension below zero is unknown and counts as one; more than 2^53 elements are absurd. */
export function elementsOf(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) product *= size < 0 ? 1 : size;
  if (!Number.isSafeInteger(product)) throw absurd({ en: "the shape of a tensor", zh: "张量形状" });
  return product;
}

/** Counts tensors while a file is read, so that a file that ends early still says what came before. */
export interface Tally {
  /** A tensor of weights with its elements and the name of their type. */
  add(elements: number, dtype: string): void;
  /** A few floating-point numbers of a graph: a bias where the graph has weights at all, settings of operators where it has none. */
  few(elements: number, dtype: string): void;
  /** Elements that are no parameters (shape constants, scales of quantised blocks): counted apart, never dropped. */
  aside(elements: number): void;
  /** Another measure; the first value of a name stays. */
  note(name: string, value: number | string): void;
  measures(): Measures;
}

/** An empty tally. */
export function newTally(): Tally {
  const byType = new Map<string, number>();
  const fewByType = new Map<string, { elements: number; tensors: number }>();
  const notes = new Map<string, number | string>();
  let tensors = 0;
  let otherElements = 0;
  return {
    add(elements, dtype) {
      if (++tensors > mostTensors) throw absurd({ en: "the number of tensors", zh: "张量数量" });
      byType.set(dtype, (byType.get(dtype) ?? 0) + elements);
    },
    few(elements, dtype) {
      const known = fewByType.get(dtype) ?? { elements: 0, tensors: 0 };
      fewByType.set(dtype, { elements: known.elements + elements, tensors: known.tensors + 1 });
    },
    aside(elements) {
      otherElements += elements;
    },
    note(name, value) {
      if (!notes.has(name) && notes.size < 64) notes.set(name, typeof value === "string" ? value.slice(0, 200) : value);
    },
    measures() {
      const few = [...fewByType];
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
      const fewElements = sum(few.map(([, known]) => known.elements));
      const most = [...byType].sort((a, b) => b[1] - a[1])[0];
      const other = otherElements + (tensors > 0 ? 0 : fewElements);
      return {
        ...(tensors > 0
          ? { parameters: sum([...byType.values()]) + fewElements, tensors: tensors + sum(few.map(([, known]) => known.tensors)) }
          : {}),
        ...(most === undefined ? {} : { dtype: most[0] }),
        ...(other > 0 ? { otherElements: other } : {}),
        ...Object.fromEntries(notes),
      };
    },
  };
}
