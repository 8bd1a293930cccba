/** Flax: nested MessagePack maps whose arrays are extensions of kind 1 (shape, type, bytes). Format: google/flax flax/serialization.py. */
import { includesText } from "./bytes.js";

/** A map whose first key is short text and whose first 4 kB hold an array extension and its type. */
export function isFlax(head: Uint8Array): boolean {
  const first = head[0] ?? 0;
  if (!((first >= 0x81 && first <= 0x8f) || first === 0xde)) return false;
  const start = head.subarray(0, 4096);
  return (
    (start.includes(0xc7) || start.includes(0xc8) || start.includes(0xc9)) &&
    (includesText(start, "float32") || includesText(start, "bfloat16"))
  );
}
