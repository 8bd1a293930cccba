/** dlib's serialised networks and shape predictors: packed integers, names of layers, then floats. Format: davisking/dlib dlib/serialize.h (pack_int), dlib/dnn/core.h. */
import type { Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";

/** A packed integer is a byte with its length in bytes (the highest bit is the sign), then itself. */
const versionOne = 0x01_01;

/** A network begins with its version and the name of its loss; a shape predictor with its version and a column of mean coordinates. */
export function isDlib(head: Uint8Array, bytes: Bytes): boolean {
  if (bytes.size < 1000 || ((head[0] ?? 0) << 8) + (head[1] ?? 0) !== versionOne) return false;
  return namesLoss(head) || isShape(head);
}

function namesLoss(head: Uint8Array): boolean {
  const at = head[2] === 0x01 && head[3] === 0x01 ? 4 : 2;
  const length = head[at + 1] ?? 0;
  if (head[at] !== 0x01 || length < 6 || length > 60) return false;
  return /^loss_[a-z_0-9]+$/.test(String.fromCharCode(...head.subarray(at + 2, at + 2 + length)));
}

/** Minus twice the number of landmarks, minus one, and a packed float behind them. */
function isShape(head: Uint8Array): boolean {
  const [rows, columns, float] = [head[3] ?? 0, head[5] ?? 0, (head[6] ?? 0) & 0x7f];
  return head[2] === 0x81 && rows >= 6 && rows % 2 === 0 && head[4] === 0x81 && columns === 1 && float >= 1 && float <= 8;
}

/** Nearly all of the file is weights of four bytes. */
export function readDlib(bytes: Bytes, tally: Tally): void {
  tally.add(Math.floor(bytes.size / 4), "float32");
}
