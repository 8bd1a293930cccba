/** Tesseract's trained data: a table of places, then classifiers, dictionaries and the weights of an LSTM. Format: tesseract-ocr/tesseract src/ccutil/tessdatamanager.h. */
import { Cursor, type Bytes } from "./bytes.js";

/** A count of 17 to 30 and as many places, each absent (-1) or behind the one before and inside the file. */
export function isTesseract(head: Uint8Array, bytes: Bytes): boolean {
  const count = head[0] ?? 0;
  if (count < 17 || count > 30 || head[1] !== 0 || head[2] !== 0 || head[3] !== 0 || bytes.size < 1000) return false;
  const cursor = new Cursor(bytes, 4);
  let last = 4 + count * 8 - 1;
  let there = 0;
  for (let i = 0; i < count; i++) {
    const low = cursor.u32();
    const high = cursor.u32();
    if (low === 0xffffffff && high === 0xffffffff) continue;
    if (high !== 0 || low < last || low >= bytes.size) return false;
    last = low;
    there++;
  }
  return there >= 3;
}
