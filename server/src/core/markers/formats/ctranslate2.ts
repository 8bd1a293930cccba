/** CTranslate2: version, name of the specification, then named variables. Format: OpenNMT/CTranslate2 python/ctranslate2/specs/model_spec.py. */
import { Cursor, textOf, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";

const types: readonly string[] = ["float32", "int8", "int16", "int32", "float16", "bfloat16"];

/** A version up to 15, then the name of a specification that ends with a zero byte ("TransformerSpec"). */
export function isCtranslate2(head: Uint8Array): boolean {
  const version = head[0] ?? 0;
  const length = head[4] ?? 0;
  if (version < 2 || version > 15 || head[1] !== 0 || head[2] !== 0 || head[3] !== 0 || head[5] !== 0) return false;
  return (
    length > 4 &&
    length < 100 &&
    head[5 + length] === 0 &&
    /^[A-Z]\w+(Spec|Model|Transformer\w*)$/.test(textOf(head.subarray(6, 5 + length)))
  );
}

/** Counts the variables; single numbers are settings and texts are int8 variables of the same kind, counted apart. */
export function readCtranslate2(bytes: Bytes, tally: Tally): void {
  const cursor = new Cursor(bytes);
  const name = (): string => cursor.text(cursor.u16()).replace(/\0$/, "");
  const version = cursor.u32();
  tally.note("architecture", name());
  cursor.skip(4);
  const variables = cursor.u32();
  for (let i = 0; i < variables; i++) {
    const called = name();
    const shape: number[] = [];
    const rank = cursor.u8();
    for (let d = 0; d < rank; d++) shape.push(cursor.u32());
    const type = cursor.u8();
    const length = cursor.u32() * (version >= 4 ? 1 : type);
    const elements = elementsOf(shape);
    if (rank === 0 || /(_scale|^decoder\/scale_embeddings)$/.test(called)) tally.aside(elements);
    else tally.add(elements, version >= 4 ? (types[type] ?? "other") : `${type * 8} bits`);
    cursor.skip(length);
  }
}
