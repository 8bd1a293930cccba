/** Bytes to text: what people really write in, told by byte order marks and by what decodes without an error. Never throws. */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030" | "latin1";

/** A file's text and how it was written. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/** Whether the bytes begin with the mark of UTF-16, which the gate cannot read as they are. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/**
 * Decodes a file: UTF-8, UTF-16 with a mark, GB18030 where the bytes above 127 pair up to Chinese, otherwise one character per byte.
 * A mark is not part of the text. A character cut off at the end (of a file read in part) is left out.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decode("utf-16le", evenPart(bytes), false) ?? "", encoding: "utf-16le" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decode("utf-16be", evenPart(bytes), false) ?? "", encoding: "utf-16be" };
  const utf8 = decode("utf-8", withoutCutOff(bytes), true);
  if (utf8 !== null) return { text: utf8, encoding: "utf-8" };
  const chinese = looksChinese(bytes) ? decode("gb18030", bytes, true) : null;
  if (chinese !== null) return { text: chinese, encoding: "gb18030" };
  return { text: decode("latin1", bytes, false) ?? "", encoding: "latin1" };
}

/** Nearly every file is asked whether it is UTF-8. */
const utf8Decoder = new TextDecoder("utf-8", { fatal: true });

function decode(encoding: Encoding, bytes: Uint8Array, fatal: boolean): string | null {
  try {
    return (encoding === "utf-8" ? utf8Decoder : new TextDecoder(encoding, { fatal })).decode(bytes);
  } catch {
    return null;
  }
}

function evenPart(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : bytes.subarray(0, bytes.length - 1);
}

/** Leaves out a last UTF-8 character of which bytes are missing. */
function withoutCutOff(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

/**
 * GB18030 takes nearly any bytes above 127 in pairs, Western text in Latin-1 too. Chinese text has its letters in rows 0xB0 to 0xF7
 * (GB 2312's Chinese letters) with both bytes above 0xA0; most pairs of Western text have an ASCII letter as their second byte.
 */
function looksChinese(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < bytes.length && pairs < 2000; i++) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1] ?? 0;
    pairs++;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common++;
    i += trail >= 0x40 ? 1 : trail >= 0x30 && trail <= 0x39 ? 3 : 0;
  }
  return pairs > 0 && common >= pairs * 0.8;
}
