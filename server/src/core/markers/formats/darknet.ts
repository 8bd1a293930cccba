/** Darknet (YOLO): three version numbers, the images seen, then nothing but float32. Format: pjreddie/darknet src/parser.c (save_weights_upto). */
import { Cursor, type Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";

/** Where the weights begin: images seen are 8 bytes from version 0.2 on. */
function start(minor: number): number {
  return minor >= 2 ? 20 : 16;
}

/** Versions 0.1 and 0.2 with a small revision, and numbers behind them that weights can be: neither huge nor all nothing. */
export function isDarknet(head: Uint8Array, bytes: Bytes): boolean {
  const minor = head[4] ?? 0;
  if (head[0] !== 0 || head[1] !== 0 || head[2] !== 0 || head[3] !== 0 || (minor !== 1 && minor !== 2) || head.length < 84) return false;
  if (head[5] !== 0 || head[6] !== 0 || head[7] !== 0 || (head[8] ?? 99) > 10 || head[9] !== 0 || head[10] !== 0 || head[11] !== 0)
    return false;
  if (bytes.size < 1000 || (bytes.size - start(minor)) % 4 !== 0) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  let small = 0;
  for (let i = 0; i < 16; i++) {
    const value = Math.abs(view.getFloat32(start(minor) + i * 4, true));
    if (!(value < 1e4)) return false;
    if (value > 1e-8) small++;
  }
  return small >= 8;
}

/** All that follows the head is weights. */
export function readDarknet(bytes: Bytes, tally: Tally): void {
  const minor = new Cursor(bytes, 4).u32();
  tally.add(Math.floor((bytes.size - start(minor)) / 4), "float32");
}
