/** The one pass over bytes: which forms of literals stand in them. Everything else of a scan is asked only where it says so. */

import { kinds } from "./byte-borders.js";
import { longestKey, shortestKey, type FormIndex } from "./form-index.js";
import { assembleKernel, keyMasks, type Kernel, type KernelPlaces } from "./kernel.js";
import { createPlainKernel, createPlainSight } from "./plain-kernel.js";
import { anchorOf, assembleSight, isAsked, lengthOf, wholesOf, type Sight, type SightPlaces } from "./sight.js";

/**
 * Calls back for every occurrence between two offsets of every form that is asked for, in order of its end (exclusive); a form whose anchor begins
 * no name is not looked for there, nor where a name would have to end and does not. `unasked` has a 1 by the number of each of the index's `forms` that is not wanted.
 */
export function forEachHit(
  index: FormIndex,
  bytes: Uint8Array,
  from: number,
  to: number,
  onHit: (form: number, end: number) => void,
  unasked: Uint8Array | null = null,
  isPath = false,
): void {
  const hits = passOf(index).hits(bytes, from, to, unasked, isPath);
  for (let at = 0; at < hits.length; at += 2) onHit(hits[at]!, hits[at + 1]!);
}

const passes = new WeakMap<FormIndex, OnePass>();

/** The one pass of this thread for an index: its memory is prepared once, from the index's image where somebody has it. */
export function passOf(index: FormIndex, image?: PassImage): OnePass {
  let pass = passes.get(index);
  if (!pass) passes.set(index, (pass = createOnePass(index, image ?? imageOf(index))));
  return pass;
}

/** Whether an occurrence counts, of a form of which its bytes and its end do not tell; asked until it says yes once for a form. */
export type Accept = (form: number, bytes: Uint8Array, begin: number) => boolean;

/** The one pass of one thread, with its memory. */
export interface OnePass {
  /** Bytes that are put here are not copied: those of a file, and those of a name. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly nameRoom: Uint8Array<ArrayBuffer>;
  /** Looks for forms that lie between two offsets, end where they must, and are accepted where more is asked of them. */
  readonly see: (bytes: Uint8Array, from: number, to: number, accept: Accept) => void;
  /** The different forms seen since this was last asked. */
  readonly seen: () => readonly number[];
  /** Every occurrence of what is asked for, in order: its form and where it ends. Good until the next call. */
  readonly hits: (bytes: Uint8Array, from: number, to: number, unasked: Uint8Array | null, isPath?: boolean) => Uint32Array;
}

/** Bytes that the kernel goes over at a time. */
const chunk = 64 << 10;
/** Size of `room`: most files fit. */
const roomSize = 1 << 20;
/** Size of `nameRoom`: three bytes for each letter of a path that a system opens. */
const nameRoomSize = 3 * 4096;
/** Bytes that may be read before what is asked for (a form has at most 255 before its anchor), and at least behind it. */
const [before, behindLeast] = [320, 80];
/** Keys that are listed for one place at most: one of each length. */
const mostKeys = longestKey - shortestKey + 1;
/** Chunks whose lists have room one behind the other: those of a text that is read closely after it was looked at, and that of its name. */
const chunksKept = 4;

/** The memory of a pass, and the loop over it. Offsets in bytes. */
export interface PassMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where room for bytes begins, for a name, and for copies of bytes that lie elsewhere; where the list of what is found does. */
  readonly room: number;
  readonly nameRoom: number;
  readonly copies: number;
  readonly list: number;
  /** Where it is noted which of the index's `forms` were seen, which are not asked for, and what the sight knows of them. */
  readonly seen: number;
  readonly unasked: number;
  readonly wholes: Uint32Array;
  /** null where the machine's WebAssembly has no vectors. */
  readonly steps: Steps | null;
  /** The same in TypeScript. */
  readonly plainSteps: Steps;
  /** What goes over paths, which are too short for more. */
  readonly pathKernel: Kernel;
}

/** What goes over the bytes, and what over the list that it gives. */
export interface Steps {
  readonly kernel: Kernel;
  /** What is new, and every occurrence of what is asked for. */
  readonly sight: Sight;
  readonly hits: Sight;
}

/** How an index lies in the memory of a pass, and the modules for it: making them takes as long as starting a thread, so the build does. */
export interface PassImage {
  /** What the memory begins with. */
  readonly tables: Uint8Array;
  /** What lies where. */
  readonly places: KernelPlaces &
    SightPlaces & {
      readonly [
        Name in "pathsByThree" | "pathsByFour" | "pathsFirstKeys" | "unasked" | "room" | "nameRoom" | "copies" | "list" | "size" | "longest"
      ]: number;
    };
  readonly kernel: Uint8Array;
  readonly sight: Uint8Array;
  readonly hits: Uint8Array;
}

/** Makes the image of an index. */
export function imageOf(index: FormIndex): PassImage {
  let size = 0;
  const place = (bytes: number): number => (size = (size + bytes + 15) & ~15) - ((bytes + 15) & ~15);
  const flags = new Uint8Array(index.forms.length);
  const { inPaths } = index;
  const forPaths = { pathsByThree: inPaths.byThree, pathsByFour: inPaths.byFour, pathsFirstKeys: inPaths.firstKeys };
  const all = { ...tablesOf(index), ...forPaths, masks: keyMasks, wholes: wholesOf(index), kinds, seen: flags, unasked: flags };
  const placed = Object.entries(all).map(([name, table]) => ({ name, table, at: place(table.byteLength) }));
  const tables = new Uint8Array(size);
  for (const { table, at } of placed) tables.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
  const tablesAt = Object.fromEntries(placed.map(({ name, at }) => [name, at])) as Record<keyof typeof all, number>;
  const longest = longestForm(index);
  const behind = Math.max(behindLeast, longest + 16);
  const room = place(before + roomSize + behind) + before;
  const nameRoom = place(before + nameRoomSize + behind) + before;
  const copies = place(before + chunk + behind) + before;
  if (size >= 1 << 24) throw new Error(`too many forms for the kernel, which tells places by 24 bits: ${index.textFrom.length}`);
  const [names, kept, keys] = [place(4 * chunk + 256), place(4 * chunk + 256), place(8 * (mostKeys * chunk + 1))];
  // At the end of the memory: many forms may end alike, and what outgrows it is an error.
  const list = place(8 * (mostKeys * chunk + 1) * (chunksKept + 1));
  const places = { ...tablesAt, names, kept, keys, factor: index.factor, room, nameRoom, copies, list, size, longest };
  return {
    tables,
    places,
    kernel: assembleKernel(places),
    sight: assembleSight(places, true),
    hits: assembleSight({ ...places, seen: places.unasked }, false),
  };
}

/** The memory of a pass, with its tables in it. */
export function layOutPass({ forms }: FormIndex, image: PassImage): PassMemory {
  const { places, tables } = image;
  const { room, nameRoom, copies, list, seen, unasked } = places;
  const memory = memoryOf(Math.ceil(places.size / 65536));
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(tables);
  const plainSteps = {
    kernel: createPlainKernel(memory.buffer, places),
    sight: createPlainSight(memory.buffer, places, true),
    hits: createPlainSight(memory.buffer, { ...places, seen: places.unasked }, false),
  };
  const wholes = new Uint32Array(memory.buffer, places.wholes, 2 * forms.length);
  const ofPaths = { byThree: places.pathsByThree, byFour: places.pathsByFour, firstKeys: places.pathsFirstKeys };
  const pathKernel = createPlainKernel(memory.buffer, { ...places, ...ofPaths });
  return { bytes, room, nameRoom, copies, list, seen, unasked, wholes, steps: createSteps(memory, image), plainSteps, pathKernel };
}

/** The tables that the kernel asks of a text. */
function tablesOf({ inTexts, buckets, marks, formsFrom, ends, text }: FormIndex) {
  return { ...inTexts, buckets, marks, formsFrom, ends, text };
}

/** Bytes of the longest form. */
function longestForm({ textFrom }: FormIndex): number {
  let longest = 0;
  for (let form = 1; form < textFrom.length; form++) longest = Math.max(longest, textFrom[form]! - textFrom[form - 1]!);
  return longest;
}

/** Bytes that were looked at, whose lists are still there. */
interface Looked {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Where the list of each chunk ends; that of the next one begins there. */
  readonly ends: number[];
}

/** Prepares the one pass. */
function createOnePass(index: FormIndex, image: PassImage): OnePass {
  const { bytes: all, room: roomAt, nameRoom: nameAt, copies, list, steps, plainSteps, pathKernel, ...marks } = layOutPass(index, image);
  const { kernel, sight, ...every } = steps ?? plainSteps;
  const { forms, anchor } = index;
  const lists = new Uint32Array(all.buffer);
  const behind = image.places.longest + 4;
  const room = all.subarray(roomAt, roomAt + roomSize);
  const nameRoom = all.subarray(nameAt, nameAt + nameRoomSize);
  const isSeen = all.subarray(marks.seen, marks.seen + forms.length);
  let found: number[] = [];
  /** The last bytes that were no name. */
  let looked: Looked | null = null;
  let pairs = new Uint32Array(1 << 12);

  /** Lays a stretch of the bytes into the kernel's memory, with what stands around it, unless they are there; behind their end is a zero. Gives what is to be added to an offset. */
  const layOut = (bytes: Uint8Array, at: number, end: number): number => {
    const from = bytes.byteOffset;
    if (bytes.buffer === all.buffer && (from === roomAt || from === nameAt)) {
      all[from + bytes.length] = 0;
      return from;
    }
    const first = Math.max(0, at - before);
    const last = Math.min(bytes.length, end + behind);
    all.fill(0, copies - before, copies);
    all.set(bytes.subarray(first, last), copies - (at - first));
    all[copies + last - at] = 0;
    return copies - at;
  };
  const see: OnePass["see"] = (bytes, from, to, accept) => {
    const isName = bytes.buffer === all.buffer && bytes.byteOffset === nameAt;
    const ends: number[] = [];
    if (!isName) looked = to - from <= chunksKept * chunk ? { bytes, from, to, ends } : null;
    let begin = isName ? (looked?.ends.at(-1) ?? list) : list;
    for (let at = from; at < to; at += chunk) {
      const end = Math.min(to, at + chunk);
      const shift = layOut(bytes, at, end);
      const behind = (isName ? pathKernel : kernel)(at + shift, end + shift, begin);
      const last = sight(begin, behind, from + shift, to + shift, behind) >> 2;
      for (let hit = behind >> 2; hit < last; hit += 2) {
        const number = lists[hit + 1]!;
        if (marks.wholes[2 * number + 1]! & isAsked) {
          const form = forms[number]!;
          if (isSeen[number] === 1 || !accept(form, bytes, lists[hit]! - shift - anchor[form]!)) continue;
          isSeen[number] = 1;
        }
        found.push(number);
      }
      if (looked?.ends === ends) ends.push((begin = behind));
    }
  };
  const seen: OnePass["seen"] = () => {
    const taken = found;
    found = [];
    for (let i = 0; i < taken.length; i++) {
      isSeen[taken[i]!] = 0;
      taken[i] = forms[taken[i]!]!;
    }
    return taken;
  };
  const notAsked = all.subarray(marks.unasked, marks.unasked + forms.length);
  const hits: OnePass["hits"] = (bytes, from, to, unasked, isPath) => {
    if (unasked) notAsked.set(unasked);
    else notAsked.fill(0);
    const listed = looked?.bytes === bytes && looked.from === from && looked.to === to ? looked.ends : null;
    looked = null;
    let length = 0;
    let begin = list;
    for (let at = from, i = 0; at < to; at += chunk, i++) {
      const end = Math.min(to, at + chunk);
      const shift = layOut(bytes, at, end);
      const behind = listed?.[i] ?? (isPath ? pathKernel : kernel)(at + shift, end + shift, begin);
      const last = every.hits(begin, behind, from + shift, to + shift, begin) >> 2;
      pairs = withRoomFor(length + last - (begin >> 2), pairs);
      for (let hit = begin >> 2; hit < last; hit += 2) {
        const number = lists[hit + 1]!;
        const whole = marks.wholes[2 * number + 1]!;
        pairs[length++] = forms[number]!;
        pairs[length++] = lists[hit]! - shift - anchorOf(whole) + lengthOf(whole);
      }
      if (listed) begin = behind;
    }
    // As one number each: where it ends above its form.
    new BigUint64Array(pairs.buffer, 0, length >> 1).sort();
    return pairs.subarray(0, length);
  };
  return { room, nameRoom, see, seen, hits };
}

/** The numbers in an array that has room for so many. */
function withRoomFor(length: number, numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  if (length <= numbers.length) return numbers;
  const larger = new Uint32Array(2 * length);
  larger.set(numbers);
  return larger;
}

/** The steps over a memory. */
function createSteps(memory: WebAssembly.Memory, { kernel, sight, hits }: PassImage): Steps | null {
  // A module is not made from shared memory.
  const codes = [kernel, sight, hits].map((code) => Uint8Array.from(code));
  if (!codes.every((code) => WebAssembly.validate(code))) return null;
  const [first, second, third] = codes.map(
    (code) => new WebAssembly.Instance(new WebAssembly.Module(code), { m: { m: memory } }).exports["k"],
  );
  return { kernel: first as Kernel, sight: second as Sight, hits: third as Sight };
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
