/** Apache MXNet: a list of named arrays. Format: apache/mxnet src/ndarray/ndarray.cc (NDArray::Save). */
import { Cursor, Unreadable, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";

const types: readonly string[] = ["float32", "float64", "float16", "uint8", "int32", "int8", "int64"];
const sizes: readonly number[] = [4, 8, 2, 1, 4, 1, 8];

/** The list's magic 0x112 and, behind the number of arrays, the first array's own (versions 2 and 3). */
export function isMxnet(head: Uint8Array): boolean {
  if (head[0] !== 0x12 || head[1] !== 1) return false;
  for (let i = 2; i < 16; i++) if (head[i] !== 0) return false;
  return (head[24] === 0xc9 || head[24] === 0xca) && head[25] === 0xfa && head[26] === 0x93 && head[27] === 0xf9;
}

/** Counts the arrays; sparse ones are not read. */
export function readMxnet(bytes: Bytes, tally: Tally): void {
  const cursor = new Cursor(bytes, 16);
  const arrays = cursor.u64();
  for (let i = 0; i < arrays; i++) {
    cursor.skip(4);
    if (cursor.i32() !== 0) throw new Unreadable({ en: "it holds sparse arrays, which are not read", zh: "含有稀疏数组，未读取" });
    const rank = cursor.u32();
    if (rank > 32) throw new Unreadable({ en: "the rank of a tensor is out of bounds", zh: "张量维数超出合理范围" });
    const elements = elementsOf(Array.from({ length: rank }, () => cursor.u64()));
    cursor.skip(8);
    const type = cursor.i32();
    tally.add(elements, types[type] ?? "other");
    cursor.skip(elements * (sizes[type] ?? 4));
  }
}
