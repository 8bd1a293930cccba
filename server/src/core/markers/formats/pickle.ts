/**
 * Pickle, walked and never executed: a stack machine that keeps only shapes, names and sizes. Nothing is imported, called or built;
 * what a call would give is a note of its name and arguments. Opcodes: Python's pickletools.
 */
import { absurd, Cursor, textOf, type Bytes } from "./bytes.js";

/** A class or function, by `module name`. */
export interface GlobalName {
  readonly kind: "global";
  readonly name: string;
}
/** A tuple, list, dict or set; only the first 64 members are kept. */
export interface Items {
  readonly kind: "items";
  readonly items: Value[];
}
/** What `of(...args)` would make. */
export interface Made {
  readonly kind: "made";
  readonly of: Value;
  readonly args: Value;
}
/** Bytes, of which only the length is kept. */
export interface Blob {
  readonly kind: "blob";
  readonly size: number;
}
/** What the machine's stack holds; nothing of it is ever run. */
export type Value = number | string | null | GlobalName | Items | Made | Blob;

/** What a caller wants to see; all of it is optional. */
export interface Watch {
  /** A call: its name and arguments. */
  call?(name: string, args: readonly Value[]): void;
  /** State put into what a call made; the number of bytes of array data that follow in the stream, outside the pickle (joblib). */
  state?(of: Value, state: Value, cursor: Cursor): void;
  name?(name: string): void;
  text?(text: string): void;
}

const mostSteps = 6_000_000;
const mostStack = 1_000_000;
const keptItems = 64;
const keptText = 200;

interface Machine {
  readonly cursor: Cursor;
  readonly watch: Watch;
  readonly stack: Value[];
  readonly marks: number[];
  readonly memo: Map<number, Value>;
}

/** Walks one pickle from `at`; gives back what it holds and where the next one would begin. */
export function walkPickle(bytes: Bytes, at: number, watch: Watch): { readonly value: Value; readonly end: number } {
  const machine: Machine = { cursor: new Cursor(bytes, at), watch, stack: [], marks: [], memo: new Map() };
  for (let steps = 0; steps < mostSteps; steps++) {
    const op = machine.cursor.u8();
    if (op === 0x2e) return { value: machine.stack.at(-1) ?? null, end: machine.cursor.at };
    step(machine, op);
    if (machine.stack.length > mostStack || machine.memo.size > mostStack) throw absurd({ en: "its stack", zh: "栈深度" });
  }
  throw absurd({ en: "the number of its steps", zh: "步骤数量" });
}

function push(machine: Machine, value: Value): void {
  machine.stack.push(value);
}

function pop(machine: Machine): Value {
  return machine.stack.pop() ?? null;
}

/** The values above the last mark, taken off. */
function popMark(machine: Machine): Value[] {
  return machine.stack.splice(machine.marks.pop() ?? 0);
}

function items(values: readonly Value[]): Items {
  return { kind: "items", items: values.slice(0, keptItems) };
}

function append(machine: Machine, values: readonly Value[]): void {
  const into = machine.stack.at(-1);
  if (typeof into === "object" && into?.kind === "items")
    for (const value of values) if (into.items.length < keptItems) into.items.push(value);
}

function string(machine: Machine, length: number): void {
  const start = machine.cursor.at;
  const text = textOf(machine.cursor.raw(Math.min(length, keptText)));
  machine.cursor.skip(length - (machine.cursor.at - start));
  machine.watch.text?.(text);
  push(machine, text);
}

function blob(machine: Machine, size: number): void {
  machine.cursor.skip(size);
  push(machine, { kind: "blob", size });
}

/** A line of the textual opcodes, at most 64 kB. */
function line(machine: Machine): string {
  const codes: number[] = [];
  let all = 0;
  for (let c = machine.cursor.u8(); c !== 10; c = machine.cursor.u8()) {
    if (++all > 1 << 24) throw absurd({ en: "the length of a line", zh: "行长度" });
    if (codes.length < keptText) codes.push(c);
  }
  return String.fromCharCode(...codes).trim();
}

function textLine(machine: Machine): void {
  const text = line(machine).replace(/^'(.*)'$/, "$1");
  machine.watch.text?.(text);
  push(machine, text);
}

function global(machine: Machine, module: string, name: string): void {
  machine.watch.name?.(`${module}.${name}`);
  push(machine, { kind: "global", name: `${module}.${name}` });
}

/** A text of the stack; a hostile pickle may have put something else there. */
function letters(value: Value): string {
  return typeof value === "string" ? value : "";
}

/** The name of what would be called. */
function nameOf(value: Value): string {
  return typeof value === "object" && value?.kind === "global" ? value.name : "";
}

/** The members of a tuple or list; empty for anything else. */
export function membersOf(value: Value | undefined): readonly Value[] {
  return typeof value === "object" && value?.kind === "items" ? value.items : [];
}

function call(machine: Machine, of: Value, args: Value): void {
  machine.watch.call?.(nameOf(of), membersOf(args));
  push(machine, { kind: "made", of, args });
}

function littleNumber(bytes: Uint8Array): number {
  let value = 0;
  for (let i = Math.min(bytes.length, 8) - 1; i >= 0; i--) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

function remember(machine: Machine, key: number): void {
  machine.memo.set(key, machine.stack.at(-1) ?? null);
}

/** What the opcodes do, by number. */
// prettier-ignore
const steps: Readonly<Record<number, (machine: Machine) => void>> = {
  0x80: (m) => m.cursor.skip(1), // PROTO
  0x95: (m) => m.cursor.skip(8), // FRAME
  0x28: (m) => void m.marks.push(m.stack.length), // MARK
  0x30: (m) => void pop(m), // POP
  0x31: (m) => void popMark(m), // POP_MARK
  0x32: (m) => push(m, m.stack.at(-1) ?? null), // DUP
  0x4e: (m) => push(m, null), // NONE
  0x88: (m) => push(m, 1), // NEWTRUE
  0x89: (m) => push(m, 0), // NEWFALSE
  0x49: (m) => push(m, Number.parseInt(line(m), 10)), // INT
  0x4c: (m) => push(m, Number.parseInt(line(m), 10)), // LONG
  0x46: (m) => push(m, Number.parseFloat(line(m))), // FLOAT
  0x4b: (m) => push(m, m.cursor.u8()), // BININT1
  0x4d: (m) => push(m, m.cursor.u16()), // BININT2
  0x4a: (m) => push(m, m.cursor.i32()), // BININT
  0x47: (m) => { m.cursor.skip(8); push(m, 0); }, // BINFLOAT
  0x8a: (m) => push(m, littleNumber(m.cursor.raw(m.cursor.u8()))), // LONG1
  0x8b: (m) => { m.cursor.skip(Math.max(0, m.cursor.i32())); push(m, 0); }, // LONG4
  0x53: (m) => textLine(m), // STRING
  0x56: (m) => textLine(m), // UNICODE
  0x54: (m) => string(m, Math.max(0, m.cursor.i32())), // BINSTRING
  0x55: (m) => string(m, m.cursor.u8()), // SHORT_BINSTRING
  0x58: (m) => string(m, m.cursor.u32()), // BINUNICODE
  0x8c: (m) => string(m, m.cursor.u8()), // SHORT_BINUNICODE
  0x8d: (m) => string(m, m.cursor.u64()), // BINUNICODE8
  0x42: (m) => blob(m, m.cursor.u32()), // BINBYTES
  0x43: (m) => blob(m, m.cursor.u8()), // SHORT_BINBYTES
  0x8e: (m) => blob(m, m.cursor.u64()), // BINBYTES8
  0x96: (m) => blob(m, m.cursor.u64()), // BYTEARRAY8
  0x97: (m) => push(m, { kind: "blob", size: 0 }), // NEXT_BUFFER
  0x98: () => undefined, // READONLY_BUFFER
  0x29: (m) => push(m, items([])), // EMPTY_TUPLE
  0x5d: (m) => push(m, items([])), // EMPTY_LIST
  0x7d: (m) => push(m, items([])), // EMPTY_DICT
  0x8f: (m) => push(m, items([])), // EMPTY_SET
  0x85: (m) => push(m, items([pop(m)])), // TUPLE1
  0x86: (m) => { const b = pop(m); push(m, items([pop(m), b])); }, // TUPLE2
  0x87: (m) => { const c = pop(m); const b = pop(m); push(m, items([pop(m), b, c])); }, // TUPLE3
  0x74: (m) => push(m, items(popMark(m))), // TUPLE
  0x6c: (m) => push(m, items(popMark(m))), // LIST
  0x64: (m) => push(m, items(popMark(m))), // DICT
  0x91: (m) => push(m, items(popMark(m))), // FROZENSET
  0x61: (m) => append(m, [pop(m)]), // APPEND
  0x65: (m) => append(m, popMark(m)), // APPENDS
  0x90: (m) => append(m, popMark(m)), // ADDITEMS
  0x73: (m) => { const value = pop(m); append(m, [pop(m), value]); }, // SETITEM
  0x75: (m) => append(m, popMark(m)), // SETITEMS
  0x63: (m) => { const module = line(m); global(m, module, line(m)); }, // GLOBAL
  0x93: (m) => { const name = letters(pop(m)); global(m, letters(pop(m)), name); }, // STACK_GLOBAL
  0x52: (m) => { const args = pop(m); call(m, pop(m), args); }, // REDUCE
  0x81: (m) => { const args = pop(m); call(m, pop(m), args); }, // NEWOBJ
  0x92: (m) => { pop(m); const args = pop(m); call(m, pop(m), args); }, // NEWOBJ_EX
  0x69: (m) => { const module = line(m); const name = line(m); const args = items(popMark(m)); global(m, module, name); call(m, pop(m), args); }, // INST
  0x6f: (m) => { const [of = null, ...args] = popMark(m); call(m, of, items(args)); }, // OBJ
  0x62: (m) => { const state = pop(m); m.watch.state?.(m.stack.at(-1) ?? null, state, m.cursor); }, // BUILD
  0x51: (m) => push(m, { kind: "made", of: "persistent", args: pop(m) }), // BINPERSID
  0x50: (m) => push(m, { kind: "made", of: "persistent", args: line(m) }), // PERSID
  0x82: (m) => { m.cursor.skip(1); push(m, null); }, // EXT1
  0x83: (m) => { m.cursor.skip(2); push(m, null); }, // EXT2
  0x84: (m) => { m.cursor.skip(4); push(m, null); }, // EXT4
  0x71: (m) => remember(m, m.cursor.u8()), // BINPUT
  0x72: (m) => remember(m, m.cursor.u32()), // LONG_BINPUT
  0x70: (m) => remember(m, Number.parseInt(line(m), 10)), // PUT
  0x94: (m) => remember(m, m.memo.size), // MEMOIZE
  0x68: (m) => push(m, m.memo.get(m.cursor.u8()) ?? null), // BINGET
  0x6a: (m) => push(m, m.memo.get(m.cursor.u32()) ?? null), // LONG_BINGET
  0x67: (m) => push(m, m.memo.get(Number.parseInt(line(m), 10)) ?? null), // GET
};

function step(machine: Machine, op: number): void {
  const run = steps[op];
  if (run === undefined) throw absurd({ en: "an opcode", zh: "操作码" });
  run(machine);
}
