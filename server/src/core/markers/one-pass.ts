/** The one pass over bytes: which forms of literals stand in them. Everything else of a scan is asked only where it says so. */

import { foldByte, longestKey, shortestKey, type FormIndex } from "./form-index.js";
import { assembleKernel, keyMasks, type Kernel, type KernelPlaces } from "./kernel.js";
import { createPlainKernel } from "./plain-kernel.js";

/** Calls back for every occurrence of every form that is wanted between two offsets, in order of its end (exclusive); a form whose anchor begins no name is not looked for there. */
export function forEachHit(
  index: FormIndex,
  bytes: Uint8Array,
  from: number,
  to: number,
  onHit: (form: number, end: number) => void,
  isWanted: (form: number) => boolean = () => true,
): void {
  const found: number[] = [];
  passOf(index).hits(bytes, from, to, (place, form) => {
    if (!isWanted(form)) return;
    const end = endAt(index, bytes, form, place, from, to);
    if (end > 0) found.push(end * mostForms + form);
  });
  for (const one of Float64Array.from(found).sort()) onHit(one % mostForms, Math.floor(one / mostForms));
}

/** Forms that a number can carry beside an offset. */
const mostForms = 2 ** 20;

const passes = new WeakMap<FormIndex, OnePass>();

/** The one pass of this thread for an index: its memory is prepared once. */
export function passOf(index: FormIndex): OnePass {
  let pass = passes.get(index);
  if (!pass) passes.set(index, (pass = createOnePass(index)));
  return pass;
}

/** Whether an occurrence counts, by what stands around it; asked until it says yes once for a form. */
export type Accept = (form: number, bytes: Uint8Array, begin: number, end: number) => boolean;

/** The one pass of one thread, with its memory. */
export interface OnePass {
  /** Bytes that are put here are not copied. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Looks for forms that lie between two offsets and are accepted. */
  readonly see: (bytes: Uint8Array, from: number, to: number, accept: Accept) => void;
  /** The different forms seen since this was last asked. */
  readonly seen: () => readonly number[];
  /** Calls back for each place where a form's anchor may stand. */
  readonly hits: (bytes: Uint8Array, from: number, to: number, onHit: (place: number, form: number) => void) => void;
}

/** Bytes that the kernel goes over at a time. */
const chunk = 64 << 10;
/** Size of `room`: most files fit. */
const roomSize = 1 << 20;
/** Bytes that the kernel reads before what it is asked for, of which these count, and at least behind it. */
const [before, counting, behindLeast] = [64, 2, 80];
/** Keys that are listed for one place at most: one of each length. */
const mostKeys = longestKey - shortestKey + 1;

/** The memory of a pass, and the loop over it. Offsets in bytes. */
export interface PassMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where room for bytes begins, and for copies of bytes that lie elsewhere; where the list of what is found does. */
  readonly room: number;
  readonly copies: number;
  readonly list: number;
  /** null where the machine's WebAssembly has no vectors. */
  readonly kernel: Kernel | null;
  /** The same in TypeScript. */
  readonly plainKernel: Kernel;
}

/** Lays an index out in a memory. */
export function layOutPass(index: FormIndex): PassMemory {
  let size = 0;
  const place = (bytes: number): number => (size = (size + bytes + 15) & ~15) - ((bytes + 15) & ~15);
  const tables = { ...tablesOf(index), masks: keyMasks };
  const placed = Object.entries(tables).map(([name, table]) => ({ name, table, at: place(table.byteLength) }));
  const tablesAt = Object.fromEntries(placed.map(({ name, at }) => [name, at])) as Record<keyof typeof tables, number>;
  const behind = Math.max(behindLeast, longestForm(index) + 8);
  const room = place(before + roomSize + behind) + before;
  const copies = place(before + chunk + behind) + before;
  const [names, kept, keys] = [place(4 * chunk + 256), place(4 * chunk + 256), place(8 * (mostKeys * chunk + 1))];
  // At the end of the memory: many forms may end alike, and what outgrows it is an error.
  const list = place(8 * (mostKeys * chunk + 1));
  const memory = memoryOf(Math.ceil(size / 65536));
  const bytes = new Uint8Array(memory.buffer);
  for (const { table, at } of placed) bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
  const places = { ...tablesAt, names, kept, keys, factor: index.factor };
  return { bytes, room, copies, list, kernel: createKernel(memory, places), plainKernel: createPlainKernel(memory.buffer, places) };
}

/** The tables that the kernel asks. */
function tablesOf({ byThree, byFour, firstKeys, buckets, marks, formsFrom, ends }: FormIndex) {
  return { byThree, byFour, firstKeys, buckets, marks, formsFrom, ends };
}

/** Bytes of the longest form. */
function longestForm({ textFrom }: FormIndex): number {
  let longest = 0;
  for (let form = 1; form < textFrom.length; form++) longest = Math.max(longest, textFrom[form]! - textFrom[form - 1]!);
  return longest;
}

/** Lists the forms in a stretch of bytes: the end of the list, and what is to be taken from each place in it. */
type Lister = (bytes: Uint8Array, at: number, end: number) => { readonly last: number; readonly shift: number };

/** Prepares the one pass. */
function createOnePass(index: FormIndex): OnePass {
  const { bytes: all, room: roomAt, copies, list: listAt, ...made } = layOutPass(index);
  const lists = new Uint32Array(all.buffer);
  const longest = longestForm(index);
  const room = all.subarray(roomAt, roomAt + roomSize);
  const kernel = made.kernel ?? made.plainKernel;

  /** Lays a stretch of the bytes into the kernel's memory, with what stands around it, unless they are there. */
  const layOut = (bytes: Uint8Array, at: number, end: number): number => {
    if (bytes.buffer === all.buffer && bytes.byteOffset === roomAt) return roomAt + at;
    const first = Math.max(0, at - counting);
    all.fill(0, copies - counting, copies);
    all.set(bytes.subarray(first, Math.min(bytes.length, end + longest)), copies - (at - first));
    return copies;
  };
  const list: Lister = (bytes, at, end) => {
    const laid = layOut(bytes, at, end);
    return { last: kernel(laid, laid + end - at, listAt) >> 2, shift: laid - at };
  };
  const hits: OnePass["hits"] = (bytes, from, to, onHit) => {
    for (let at = from; at < to; at += chunk) {
      const { last, shift } = list(bytes, at, Math.min(to, at + chunk));
      for (let hit = listAt >> 2; hit < last; hit += 2) onHit(lists[hit]! - shift, index.forms[lists[hit + 1]!]!);
    }
  };
  return { room, hits, ...createSight(index, list, lists, listAt >> 2) };
}

/** The kernel over a memory. */
function createKernel(memory: WebAssembly.Memory, places: KernelPlaces): Kernel | null {
  const code = assembleKernel(places);
  if (!WebAssembly.validate(code)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(code), { m: { m: memory } }).exports["k"] as Kernel;
}

/** Memory of so many pages of 64 KB. Every such memory reserves 8 GB of addresses, which a limit on them (`ulimit -v`) refuses. */
function memoryOf(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    const message = "out of memory: the machine gives no room for the one pass over the files (a limit on addresses, ulimit -v?)";
    throw Object.assign(new Error(message, { cause }), { code: "ENOMEM" });
  }
}

/** Which forms one file has. Most hits are of words that were met before. */
function createSight(index: FormIndex, list: Lister, lists: Uint32Array, first: number): Pick<OnePass, "see" | "seen"> {
  const { forms, anchor } = index;
  const isSeen = new Uint8Array(anchor.length);
  let found: number[] = [];
  const see: OnePass["see"] = (bytes, from, to, accept) => {
    for (let at = from; at < to; at += chunk) {
      const { last, shift } = list(bytes, at, Math.min(to, at + chunk));
      for (let hit = first; hit < last; hit += 2) {
        const form = forms[lists[hit + 1]!]!;
        if (isSeen[form] === 1) continue;
        const place = lists[hit]! - shift;
        const end = endAt(index, bytes, form, place, from, to);
        if (end === 0 || !accept(form, bytes, place - anchor[form]!, end)) continue;
        isSeen[form] = 1;
        found.push(form);
      }
    }
  };
  const seen = (): readonly number[] => {
    const taken = found;
    for (const form of taken) isSeen[form] = 0;
    if (taken.length > 0) found = [];
    return taken;
  };
  return { see, seen };
}

/** Where a form whose anchor stands at a place ends (exclusive); 0 where its other bytes are not there, or lie outside of from..to. */
function endAt({ text, textFrom, anchor }: FormIndex, bytes: Uint8Array, form: number, place: number, from: number, to: number): number {
  const first = textFrom[form]!;
  const begin = place - anchor[form]!;
  const end = begin + textFrom[form + 1]! - first;
  if (begin < from || end > to) return 0;
  // Forms of one key differ at their ends.
  for (let at = end - 1; at >= begin; at--) if (foldByte(bytes[at]!) !== text[first + at - begin]) return 0;
  return end;
}
