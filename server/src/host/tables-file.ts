/**
 * dist/tables.bin: a value of texts and flat arrays of numbers, as the build leaves it. It is read into shared memory and used where it
 * lies, without a copy: a head (its length in bytes, four of them; JSON in which an array says where it lies), then the arrays.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const kinds = { Uint8Array, Uint16Array, Uint32Array };

/** Where an array lies: its first byte counted from the end of the head, and how many numbers it has. */
interface Place {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly length: number;
}

/** What any array may begin at (bytes). */
const grain = 8;

/** The bytes of such a file. */
export function packTables(value: object): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const packed = (one: unknown): unknown => {
    if (ArrayBuffer.isView(one)) {
      const bytes = new Uint8Array(roundedUp(one.byteLength));
      bytes.set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
      parts.push(bytes);
      size += bytes.length;
      const numbers = one as Uint8Array;
      return { kind: numbers.constructor.name, at: size - bytes.length, length: numbers.length };
    }
    return isPlain(one) ? mapped(one, packed) : one;
  };
  const text = new TextEncoder().encode(JSON.stringify(packed(value)));
  const head = new Uint8Array(roundedUp(4 + text.length)).fill(32);
  head.set(new Uint8Array(Uint32Array.of(head.length).buffer));
  head.set(text, 4);
  const all = new Uint8Array(head.length + size);
  let at = 0;
  for (const part of [head, ...parts]) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Reads such a file. Throws for one that is missing or is none. */
export function readTables(path: string): unknown {
  return tablesIn(readShared(path));
}

/** What `packTables` was given. Throws for other bytes. */
export function unpackTables(packed: Uint8Array): unknown {
  const bytes = new Uint8Array(new SharedArrayBuffer(packed.length));
  bytes.set(packed);
  return tablesIn(bytes);
}

function tablesIn(bytes: Uint8Array<SharedArrayBuffer>): unknown {
  const base = Buffer.from(bytes.buffer).readUInt32LE(0);
  const found = (one: unknown): unknown => {
    if (!isPlain(one)) return one;
    if (!isPlace(one)) return mapped(one, found);
    return new (kinds[one.kind] as Uint8ArrayConstructor)(bytes.buffer, base + one.at, one.length);
  };
  return found(JSON.parse(Buffer.from(bytes.buffer, 4, base - 4).toString("utf8")));
}

function readShared(path: string): Uint8Array<SharedArrayBuffer> {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size));
    for (let at = 0, n = 1; n > 0 && at < bytes.length; at += n) n = readSync(file, bytes, at, bytes.length - at, at);
    return bytes;
  } finally {
    closeSync(file);
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlace(value: object): value is Place {
  return "kind" in value && typeof value.kind === "string" && Object.hasOwn(kinds, value.kind);
}

function mapped(value: Readonly<Record<string, unknown>>, of: (one: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, of(one)]));
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / grain) * grain;
}
