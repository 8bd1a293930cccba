/** Archives, one level deep and bounded: zip (and what is zip under another name), tar, gzip. What does not fit into the bounds is named, never silently left out. */
import { Gunzip } from "fflate";
import type { Skipped } from "../marker.js";
import { hasText, textOf, bytesOf, type Bytes } from "../formats/bytes.js";
import { entryBytes, zipEntries } from "../formats/zip.js";

/** Calls back for each file inside; its bytes are valid until the callback returns. */
export type EachMember = (name: string, bytes: Uint8Array) => void;

/** Files inside that are looked at, the size of one, and of all together (bytes, unpacked). */
export const archiveLimits = { members: 5000, one: 4 << 20, all: 48 << 20 } as const;

/** Documents that are zip archives inside; what they hold is text of an office, not files of a tree. */
const documents =
  /\.(docx|xlsx|pptx|docm|xlsm|pptm|dotx|xltx|potx|vsdx|odt|ods|odp|odg|epub|key|numbers|pages|xmind|sketch|kra|mscz|ora)$/i;

/** Whether the file is an archive that `readArchive` opens. */
export function isArchive(path: string, head: Uint8Array): boolean {
  return (isZip(head) || isGzip(head) || isTar(head)) && !documents.test(path);
}

/** Reads the files of an archive; gives what could not be read or was too much. Never throws, whatever the bytes. */
export function readArchive(path: string, bytes: Bytes, each: EachMember): Skipped[] {
  const budget = new Budget(path, each);
  try {
    const head = bytes.read(0, 512);
    if (isZip(head)) readZip(bytes, budget);
    else if (isTar(head)) readTar(bytes, budget);
    else readGzip(path, bytes, budget);
  } catch {
    budget.cut();
  }
  return budget.skipped;
}

/** Hands members on as long as they fit. */
class Budget {
  readonly skipped: Skipped[] = [];
  private members = 0;
  private left: number = archiveLimits.all;
  private isCut = false;

  constructor(
    private readonly path: string,
    private readonly each: EachMember,
  ) {}

  /** Whether another member may come. */
  get open(): boolean {
    return this.members < archiveLimits.members && this.left > 0;
  }

  /** Takes a member of the announced size; `read` gives at most so many bytes. */
  take(name: string, size: number, read: (most: number) => Uint8Array): void {
    this.members++;
    const most = Math.min(archiveLimits.one, this.left);
    if (size > most) return this.skip(name, "too-large");
    let bytes: Uint8Array;
    try {
      bytes = read(most);
    } catch {
      return this.skip(name, "truncated");
    }
    this.left -= bytes.length;
    this.each(name, bytes);
  }

  /** A member that is left out; beyond the first hundred the archive as a whole stands for them. */
  skip(name: string, reason: Skipped["reason"]): void {
    if (this.skipped.length < 100) this.skipped.push({ path: `${this.path}!/${name}`, reason, gap: true });
    else this.cut();
  }

  /** Not all of the archive was read. */
  cut(): void {
    if (!this.isCut) this.skipped.push({ path: this.path, reason: "truncated", gap: true });
    this.isCut = true;
  }
}

function readZip(bytes: Bytes, budget: Budget): void {
  for (const entry of zipEntries(bytes)) {
    if (entry.name.endsWith("/") || entry.size === 0) continue;
    if (!budget.open) return budget.cut();
    budget.take(entry.name, entry.size, (most) => {
      const content = entryBytes(bytes, entry, most);
      return content.read(0, Math.min(content.size, most));
    });
  }
}

function readGzip(path: string, bytes: Bytes, budget: Budget): void {
  const parts: Uint8Array[] = [];
  let size = 0;
  const gunzip = new Gunzip((part) => {
    if (size < archiveLimits.all) parts.push(part);
    size += part.length;
  });
  const step = 16_384;
  for (let at = 0; at < bytes.size && size < archiveLimits.all; at += step) gunzip.push(bytes.read(at, at + step), at + step >= bytes.size);
  const whole = new Uint8Array(Math.min(size, archiveLimits.all));
  let at = 0;
  for (const part of parts) {
    whole.set(part.subarray(0, whole.length - at), at);
    at += Math.min(part.length, whole.length - at);
  }
  if (size > archiveLimits.all) budget.cut();
  if (isTar(whole)) return readTar(bytesOf(whole), budget);
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.gz$/i, "");
  budget.take(name, whole.length, () => whole);
}

/** POSIX ustar, with the long names of GNU and pax. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html */
function readTar(bytes: Bytes, budget: Budget): void {
  let longName: string | null = null;
  for (let at = 0; at + 512 <= bytes.size;) {
    const header = bytes.read(at, at + 512);
    if (header.length < 512 || header.every((byte) => byte === 0)) return;
    if (!hasTarSum(header)) return budget.cut();
    const size = tarSize(header);
    if (size === null) return budget.cut();
    const from = at + 512;
    at = from + Math.ceil(size / 512) * 512;
    const type = header[156] ?? 0;
    if (type === 0x4c || type === 0x78) {
      const text = textOf(bytes.read(from, from + Math.min(size, 4096)));
      longName = type === 0x4c ? text.replace(/\0.*$/s, "") : (/^\d+ path=([^\n]*)$/m.exec(text)?.[1] ?? null);
      continue;
    }
    const name = longName ?? tarName(header);
    longName = null;
    if ((type !== 0x30 && type !== 0) || size === 0) continue;
    if (!budget.open) return budget.cut();
    if (from + size > bytes.size) return budget.skip(name, "truncated");
    budget.take(name, size, (most) => bytes.read(from, from + Math.min(size, most)));
  }
}

function tarName(header: Uint8Array): string {
  const field = (from: number, to: number): string => textOf(header.subarray(from, to)).replace(/\0.*$/s, "");
  const prefix = hasText(header, 257, "ustar") ? field(345, 500) : "";
  return prefix === "" ? field(0, 100) : `${prefix}/${field(0, 100)}`;
}

/** An octal number, or GNU's binary one where the first bit is set; null for what is neither. */
function tarSize(header: Uint8Array): number | null {
  if (((header[124] ?? 0) & 0x80) !== 0) {
    const size = header.subarray(128, 136).reduce((sum, byte) => sum * 256 + byte, 0);
    return Number.isSafeInteger(size) ? size : null;
  }
  const text = textOf(header.subarray(124, 136))
    .replace(/[\0 ]+$/, "")
    .trim();
  return /^[0-7]{0,12}$/.test(text) ? parseInt(text || "0", 8) : null;
}

/** The header's own sum over its bytes, with the sum's field taken as spaces. */
function hasTarSum(header: Uint8Array): boolean {
  const said = parseInt(textOf(header.subarray(148, 156)).replace(/[\0 ]+$/, ""), 8);
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0) === said;
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

function isTar(head: Uint8Array): boolean {
  return head.length >= 512 && hasText(head, 257, "ustar") && hasTarSum(head.subarray(0, 512));
}
