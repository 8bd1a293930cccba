/** GGUF (versions 1 to 3, either byte order): metadata, then name, shape and type of each tensor. Format: ggml-org/ggml docs/gguf.md. */
import { absurd, Cursor, hasText, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";

/** ggml_type by number. */
const types: readonly (string | null)[] = [
  ...["float32", "float16", "q4_0", "q4_1", null, null, "q5_0", "q5_1", "q8_0", "q8_1", "q2_k", "q3_k", "q4_k", "q5_k", "q6_k", "q8_k"],
  ...["iq2_xxs", "iq2_xs", "iq3_xxs", "iq1_s", "iq4_nl", "iq3_s", "iq2_s", "iq4_xs", "int8", "int16", "int32", "int64", "float64", "iq1_m"],
  ...["bfloat16", null, null, null, "tq1_0", "tq2_0", null, null, null, "mxfp4"],
];
/** Bytes of the fixed-size metadata types by number; 8 is a string, 9 an array. */
const valueSizes: readonly number[] = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];

/** The magic `GGUF`. */
export function isGguf(head: Uint8Array): boolean {
  return hasText(head, 0, "GGUF");
}

interface Layout {
  readonly cursor: Cursor;
  /** Lengths and counts: 32 bits in version 1, 64 after. */
  length(): number;
}

/** Steps over one metadata value; gives it back where it is a short text or a small number. */
function value(layout: Layout, type: number, depth: number): string | number | null {
  const { cursor } = layout;
  if (type === 8) {
    const length = layout.length();
    if (length > 300) {
      cursor.skip(length);
      return null;
    }
    return cursor.text(length);
  }
  if (type === 9) {
    const inner = cursor.u32();
    const count = layout.length();
    const size = valueSizes[inner];
    if (size === undefined || depth > 4) throw absurd({ en: "a metadata type", zh: "元数据类型" });
    if (size > 0) cursor.skip(size * count);
    else for (let i = 0; i < count; i++) value(layout, inner, depth + 1);
    return null;
  }
  if (type === 4) return cursor.u32();
  if (type === 10) return cursor.u64();
  const size = valueSizes[type];
  if (size === undefined || size === 0) throw absurd({ en: "a metadata type", zh: "元数据类型" });
  cursor.skip(size);
  return null;
}

/** Counts the tensors; a parameter is an element of the shape, however few bits it takes. */
export function readGguf(bytes: Bytes, tally: Tally): void {
  const bigEndian = new Cursor(bytes, 4).u32() > 0xffff;
  const cursor = new Cursor(bytes, 4, bytes.size, !bigEndian);
  const version = cursor.u32();
  if (version < 1 || version > 9) throw absurd({ en: "its version", zh: "版本号" });
  const layout: Layout = { cursor, length: () => (version === 1 ? cursor.u32() : cursor.u64()) };
  const tensors = layout.length();
  const pairs = layout.length();
  for (let i = 0; i < pairs; i++) {
    const key = cursor.text(layout.length());
    const seen = value(layout, cursor.u32(), 0);
    if (seen === null) continue;
    if (key === "general.architecture") tally.note("architecture", seen);
    else if (key === "general.name") tally.note("name", seen);
    else if (/\.(context_length|embedding_length|block_count|expert_count)$/.test(key)) tally.note(camel(key), seen);
  }
  for (let i = 0; i < tensors; i++) {
    cursor.skip(layout.length());
    const shape: number[] = [];
    const rank = cursor.u32();
    if (rank > 8) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
    for (let d = 0; d < rank; d++) shape.push(layout.length());
    const type = cursor.u32();
    cursor.skip(8);
    tally.add(elementsOf(shape), types[type] ?? `ggml-${type}`);
  }
}

/** `llama.context_length` is `contextLength` in our measures. */
function camel(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1).replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
