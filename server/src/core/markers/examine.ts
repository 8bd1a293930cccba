/** One file from its bytes to its summary: what kind of contents it has, whether the gate lets it pass, and then its evidence. */
import type { CompiledRules } from "../rulebook/compile-rules.js";
import { decodeText, isUtf16 } from "./encoding.js";
import { fileEvidence, joinEvidence, textEvidence, type FormatFound, type TextEvidence } from "./file-evidence.js";
import { createGate, readNow, type Gate, type PutOff } from "./gate.js";
import { findImports } from "./imports.js";
import { languageOf } from "./language.js";
import type { FileSummary, Skipped } from "./marker.js";
import { lineStarts } from "../text.js";
import { looksMinified } from "./traits.js";

/** A file's contents, as far as they were read. */
export interface FileContents {
  readonly path: string;
  readonly size: number;
  /** The first bytes: all of them, unless the file is larger than what is read whole. */
  readonly bytes: Uint8Array;
  /** Whether a zero byte stands among the first 8,000. */
  readonly zero: boolean;
  /** Any stretch of the file, clipped to its size. */
  readonly read: (from: number, to: number) => Uint8Array;
}

/** What one file gave. */
export interface Examined {
  /** null: nothing to say about it. */
  readonly summary: FileSummary | null;
  /** Set where the file must be examined again if its tree raises it. */
  readonly later: PutOff | null;
  /** Whether it was read closely: it passed the gate, or a reader of formats knew it. */
  readonly close: boolean;
}

export interface Examiner {
  /** Memory in which contents are best read: from there they need no copy. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly examine: (file: FileContents) => Examined;
  /** Without the gate: for files that had been put off. */
  readonly examineClosely: (file: FileContents) => Examined;
}

export interface ExaminerOptions {
  readonly compiled: CompiledRules;
  readonly inlineSuppressions: boolean;
  /** Recognises model weights and pointers to them. */
  readonly readFormat: (file: FileContents) => FormatFound | null;
}

const nothing: Examined = { summary: null, later: null, close: false };
const nothingClose: Examined = { ...nothing, close: true };
/** Larger text is not put through the gate to its end (bytes). */
const gateLimit = 256 << 20;
const stretch = 4 << 20;
/** Bytes of a file from which is told what it is, and which are searched for imports where nothing else is looked at. */
const firstPart = 16 << 10;
const firstDecoder = new TextDecoder();
/** Bytes that are read closely at a time. */
const window = 1 << 20;
const encoder = new TextEncoder();

/** Makes what examines files; it keeps scratch memory, so each thread has its own. */
export function createExaminer(options: ExaminerOptions): Examiner {
  const gate = createGate(options.compiled);
  return {
    room: gate.room,
    examine: (file) => examineFile(options, gate, file),
    examineClosely: (file) => examineFile(options, null, file),
  };
}

function examineFile(options: ExaminerOptions, gate: Gate | null, file: FileContents): Examined {
  const format = options.readFormat(file);
  if (format !== null) {
    const text = format.measures["bytes"] === file.bytes.length && !file.zero ? textOfFormat(options, file) : null;
    return { summary: fileEvidence(options.compiled, file.path, file.size, text, format), later: null, close: true };
  }
  if (isUtf16(file.bytes)) return examineText(options, gate, file, transcoded(file.bytes));
  if (file.zero && languageOf(file.path)?.kind !== "code") return skip(options, file, "binary", false);
  return examineText(options, gate, file, file.bytes);
}

/** A pointer, an index or a configuration is text as well: what it says in words counts too. */
function textOfFormat({ compiled, inlineSuppressions }: ExaminerOptions, { path, bytes }: FileContents): TextEvidence {
  const { text } = decodeText(bytes);
  return textEvidence(compiled, path, { text, bytes: encoder.encode(text) }, inlineSuppressions);
}

/** `bytes`: the text as UTF-8 or in a legacy encoding. */
function examineText(options: ExaminerOptions, gate: Gate | null, file: FileContents, bytes: Uint8Array): Examined {
  const { path, size } = file;
  const whole = size <= file.bytes.length;
  if (gate !== null) {
    gate.look(bytes, 0, bytes.length);
    if (!whole) lookAtRest(gate, file);
    const answer = gate.answer(path);
    if (answer !== readNow) {
      if (size > gateLimit) return skip(options, file, "too-large", true);
      if (isMinifiedByName(path)) return skip(options, file, "minified", false);
      return answer.length === 0
        ? nothing
        : { summary: null, later: { path, hopes: answer, imports: firstImports(path, bytes) }, close: false };
    }
  }
  if (looksMinified(firstText(bytes), path)) return skip(options, file, "minified", false);
  const evidence = evidenceIn(options, path, bytes);
  const skipped: Skipped[] = whole ? [] : [{ path, reason: "too-large", gap: true }];
  const summary = fileEvidence(options.compiled, path, size, evidence, null, skipped);
  const silent = summary.rules.length + summary.suppressions.length + summary.skipped.length === 0;
  return silent ? nothingClose : { summary, later: null, close: true };
}

/** Evidence in a text; a long one is read in windows that end with a line, so that its size does not decide how much memory is needed. */
function evidenceIn({ compiled, inlineSuppressions }: ExaminerOptions, path: string, bytes: Uint8Array): TextEvidence {
  let all: TextEvidence | null = null;
  let lines = 0;
  for (let from = 0; from < bytes.length || all === null;) {
    const to = bytes.length - from <= window ? bytes.length : endOfLine(bytes, from + window);
    const { text, encoding } = decodeText(bytes.subarray(from, to));
    const plain = encoding === "utf-8" && text.length === to - from;
    const part = textEvidence(compiled, path, { text, bytes: plain ? bytes.subarray(from, to) : encoder.encode(text) }, inlineSuppressions);
    all = all === null ? part : joinEvidence(all, part, lines);
    if (to < bytes.length) lines += lineStarts(text).length - 1;
    from = to;
  }
  return all;
}

/** Behind the last line feed before `at`; `at` itself where a line is longer than a window. */
function endOfLine(bytes: Uint8Array, at: number): number {
  const feed = bytes.lastIndexOf(10, at - 1);
  return feed > at - window ? feed + 1 : at;
}

/** The beginning of a text, enough to know what it is. */
function firstText(bytes: Uint8Array): string {
  return firstDecoder.decode(bytes.subarray(0, firstPart));
}

/** Imports stand at a file's beginning; those further down are not looked for in a file that is only put off. */
function firstImports(path: string, bytes: Uint8Array): string[] {
  const language = languageOf(path);
  if (language === null || language.imports.length === 0) return [];
  const text = firstText(bytes);
  return findImports(text, language, lineStarts(text)).map((one) => one.module);
}

/** The part of a large file that was not read into memory goes through the gate all the same. */
function lookAtRest(gate: Gate, file: FileContents): void {
  const end = Math.min(file.size, gateLimit);
  for (let from = file.bytes.length; from < end; from += stretch) {
    const bytes = file.read(from - gate.overlap, Math.min(end, from + stretch));
    if (bytes.length === 0) return;
    gate.look(bytes, 0, bytes.length);
  }
}

function transcoded(bytes: Uint8Array): Uint8Array {
  return encoder.encode(decodeText(bytes).text);
}

function isMinifiedByName(path: string): boolean {
  return path.endsWith(".min.js") || path.endsWith(".min.css");
}

function skip({ compiled }: ExaminerOptions, { path, size }: FileContents, reason: Skipped["reason"], gap: boolean): Examined {
  return { summary: fileEvidence(compiled, path, size, null, null, [{ path, reason, gap }]), later: null, close: false };
}
