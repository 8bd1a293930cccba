/** Pickles packed by gzip or zlib, as joblib and pandas write them: unpacked up to a bound, then walked like any other. */
import { Decompress } from "fflate";
import { bytesOf, Unreadable, type Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";
import { isPickle, readPickle } from "./pickled-model.js";

const mostUnpacked = 64_000_000;
const step = 16_384;

/** The beginning of what is packed, until `most` bytes are there. */
function unpack(bytes: Bytes, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const unpacker = new Decompress((part) => {
    if (size < most) parts.push(part);
    size += part.length;
  });
  for (let at = 0; at < bytes.size && size < most; at += step) unpacker.push(bytes.read(at, at + step), at + step >= bytes.size);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** gzip or zlib, and inside it the first bytes of a pickle of protocol 2 or later. */
export function isPackedPickle(head: Uint8Array): boolean {
  const zlib = head[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(head[1] ?? 0);
  if (!zlib && !(head[0] === 0x1f && head[1] === 0x8b && head[2] === 8)) return false;
  try {
    const start = unpack(bytesOf(head.subarray(0, step)), 64);
    return start[0] === 0x80 && isPickle(start);
  } catch {
    return false;
  }
}

/** Reads the pickle inside. */
export function readPackedPickle(bytes: Bytes, tally: Tally): string | null {
  let whole: Uint8Array;
  try {
    whole = unpack(bytes, mostUnpacked);
  } catch {
    throw new Unreadable({ en: "it does not unpack", zh: "无法解压" }, null);
  }
  return readPickle(bytesOf(whole), tally);
}
