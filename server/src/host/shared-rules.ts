/** Compiled rules as threads share them. */
import type { CompiledRules } from "../core/markers/compile-rules.js";

/** The compiled rules for other threads: the tables in shared memory, where they are not copied, and without the examples, which only tests need. */
export function sharedRules(compiled: CompiledRules): CompiledRules {
  const rules = compiled.rules.map((rule) => ({ ...rule, examples: { match: [], miss: [] } }));
  const { uses, literalsOf, index, image, formsOfRules } = compiled;
  return {
    ...compiled,
    rules,
    uses: withShared(uses),
    literalsOf: withShared(literalsOf),
    index: withShared(index),
    image: withShared(image),
    formsOfRules: withShared(formsOfRules),
  };
}

/** The same values, with the numbers of every array in shared memory. */
function withShared<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? inSharedMemory(value as Numbers) : (value as unknown),
    ]),
  ) as T;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

function inSharedMemory(numbers: Numbers): Numbers {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const memory = new SharedArrayBuffer(numbers.byteLength);
  new Uint8Array(memory).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return new (numbers.constructor as new (memory: SharedArrayBuffer) => Numbers)(memory);
}
