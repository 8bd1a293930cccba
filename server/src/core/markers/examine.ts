/** One file from its bytes to its summary: what kind of contents it has, whether the gate lets it pass, and then its evidence. */
import type { CompiledRules } from "./compile-rules.js";
import { isArchive, readArchive } from "./containers/archive.js";
import { readNotebook, type NotebookText } from "./containers/notebook.js";
import { decodeText, isUtf16 } from "./encoding.js";
import { fileEvidence, joinEvidence, lowered, textEvidence, type TextEvidence } from "./file-evidence.js";
import type { FormatFinding } from "./formats/finding.js";
import { joinHopes, type Hopes, type PutOff } from "./bound.js";
import { createGate, type Gate } from "./gate.js";
import { languageOf } from "./language.js";
import type { FileSummary, Skipped } from "./marker.js";
import { saysTopic, topicsOf } from "./topic.js";
import { looksMinified } from "./traits.js";

/** A file's contents, as far as they were read. */
export interface FileContents {
  readonly path: string;
  readonly size: number;
  /** The first bytes: all of them, unless the file is larger than what is read whole. */
  readonly bytes: Uint8Array;
  /** Whether a zero byte stands among the first 8,000. */
  readonly zero: boolean;
  /** Any stretch of the file, clipped to its size; `into` is memory that may be used for it. */
  readonly read: (from: number, to: number, into?: Uint8Array) => Uint8Array;
}

/** What one file gave. */
export interface Examined {
  /** null: nothing to say about it. */
  readonly summary: FileSummary | null;
  /** Files inside an archive that have something to say. */
  readonly inside: readonly FileSummary[];
  /** Set where the file must be examined again if its tree raises it. */
  readonly later: PutOff | null;
  /** Whether it was read closely: it passed the gate, or a reader of formats knew it. */
  readonly close: boolean;
  /** It passed the gate and was not read closely: nothing is known of it yet. */
  readonly passed: boolean;
}

export interface Examiner {
  /** Memory in which contents are best read: from there they need no copy. */
  readonly room: Uint8Array<ArrayBuffer>;
  readonly examine: (file: FileContents) => Examined;
  /** As `examine`, but what passes the gate is left for somebody else to read. */
  readonly sift: (file: FileContents) => Examined;
  /** Whatever the gate says: for files that had been put off. */
  readonly examineClosely: (file: FileContents) => Examined;
}

export interface ExaminerOptions {
  readonly compiled: CompiledRules;
  readonly inlineSuppressions: boolean;
  /** Recognises model weights and pointers to them. */
  readonly readFormat: (file: FileContents) => FormatFinding | null;
}

/** Which files are read closely: none, those that pass the gate, or all. */
type Closely = "none" | "passed" | "all";

interface Task extends ExaminerOptions {
  readonly gate: Gate;
  /** Memory for the windows of long texts: of their own, each would cost as much again as its reading. */
  readonly window: Uint8Array;
  readonly closely: Closely;
}

const nothing: Examined = { summary: null, inside: [], later: null, close: false, passed: false };
const nothingClose: Examined = { ...nothing, close: true };
/** Text is examined up to this size (bytes); the rest is a gap. Text in UTF-16 is transcoded as a whole, so less of it. */
const textLimit = 256 << 20;
const utf16Limit = 16 << 20;
const notebookLimit = 32 << 20;
/** Bytes of a file from which is told what it is. */
const firstPart = 16 << 10;
const firstDecoder = new TextDecoder();
/** Bytes of a text that are examined together. */
const windowSize = 256 << 10;
const encoder = new TextEncoder();

/** Makes what examines files; it keeps scratch memory, so each thread has its own. */
export function createExaminer(options: ExaminerOptions): Examiner {
  const gate = createGate(options.compiled);
  const window = new Uint8Array(windowSize);
  const examiner = (closely: Closely) => {
    const task: Task = { ...options, gate, window, closely };
    return (file: FileContents): Examined => examineFile(task, file);
  };
  return { room: gate.room, examine: examiner("passed"), sift: examiner("none"), examineClosely: examiner("all") };
}

/** `depth`: 1 inside an archive, where no further one is opened. */
function examineFile(task: Task, file: FileContents, depth = 0): Examined {
  const format = task.readFormat(file);
  if (format !== null) {
    const text = format.measures["bytes"] === file.bytes.length && !file.zero && !format.numbers ? textOfFormat(task, file) : null;
    return { ...nothingClose, summary: fileEvidence(task.compiled, file.path, file.size, text, format) };
  }
  if (isUtf16(file.bytes)) {
    const bytes = transcoded(file.read(0, Math.min(file.size, utf16Limit)));
    return examineText(task, { ...file, bytes, size: bytes.length, read: (from, to) => bytes.subarray(from, to) }, file.size > utf16Limit);
  }
  if (file.path.endsWith(".ipynb") && !file.zero && file.size <= notebookLimit) {
    const notebook = readNotebook(decodeText(file.read(0, file.size)).text);
    if (notebook !== null) return examineNotebook(task, file, notebook);
    if (file.size > 0) return unfolded(examineText(task, file, false), task, file);
  }
  if (depth === 0 && isArchive(file.path, file.bytes)) return examineArchive(task, file);
  if (file.zero && languageOf(file.path)?.kind !== "code") return skip(task, file, "binary", false);
  return examineText(task, file, file.size > textLimit);
}

/** A notebook is examined as the text of its cells; lines and columns are then those of the file. */
function examineNotebook(task: Task, file: FileContents, { text, places }: NotebookText): Examined {
  const bytes = encoder.encode(text);
  const inside = { ...file, bytes, size: bytes.length, read: (from: number, to: number) => bytes.subarray(from, to) };
  const examined = examineText(task, inside, false);
  const move = <T extends { readonly line: number; readonly column: number }>(list: readonly T[]): T[] =>
    list.map((one) => {
      const { line, shift } = places[one.line - 1] ?? { line: 1, shift: 0 };
      const moved = { ...one, line, column: Math.max(1, one.column + shift) };
      return "endColumn" in one && typeof one.endColumn === "number" ? { ...moved, endColumn: Math.max(1, one.endColumn + shift) } : moved;
    });
  if (examined.summary === null) return examined;
  const { summary } = examined;
  const moved: FileSummary = {
    ...summary,
    size: file.size,
    rules: summary.rules.map((rule) => ({ ...rule, evidence: move(rule.evidence), contextual: move(rule.contextual) })),
    suppressions: move(summary.suppressions),
  };
  return { ...examined, summary: moved };
}

/** What is called a notebook and cannot be unfolded is examined as the text that it is, and counts as not read: its cells are not to be told apart. */
function unfolded(examined: Examined, { compiled }: Task, { path, size }: FileContents): Examined {
  if (examined.passed) return examined;
  const skipped: Skipped = { path, reason: "truncated", gap: true };
  const { summary } = examined;
  if (summary === null) return { ...examined, summary: fileEvidence(compiled, path, size, null, null, [skipped]) };
  return { ...examined, summary: { ...summary, skipped: [...summary.skipped, skipped] } };
}

/** The files inside an archive are judged by what they say alone; `archive.zip!/src/file.py` names one. */
function examineArchive(task: Task, file: FileContents): Examined {
  const inside: FileSummary[] = [];
  const skipped = readArchive(file.path, { size: file.size, read: file.read }, (name, bytes) => {
    const read = (from: number, to: number): Uint8Array => bytes.subarray(Math.max(0, from), Math.max(0, to));
    const zero = bytes.subarray(0, 8000).includes(0);
    // Nobody else can be handed a file of an archive.
    const inner = examineFile(
      { ...task, closely: task.closely === "none" ? "passed" : task.closely },
      { path: `${file.path}!/${name}`, size: bytes.length, bytes, zero, read },
      1,
    );
    if (inner.summary !== null && inner.summary.rules.length + inner.summary.suppressions.length > 0) inside.push(inner.summary);
  });
  if (inside.length + skipped.length === 0) return skip(task, file, "binary", false);
  const own = fileEvidence(task.compiled, file.path, file.size, null, null, skipped);
  return { ...nothingClose, summary: own, inside };
}

/** A pointer, an index or a configuration is text as well: what it says in words counts too. */
function textOfFormat({ compiled, inlineSuppressions }: ExaminerOptions, { path, bytes }: FileContents): TextEvidence {
  const { text } = decodeText(bytes);
  return textEvidence(compiled, path, { text, bytes: encoder.encode(text) }, inlineSuppressions);
}

/** `cut`: the file goes on behind what is read of it. */
function examineText(task: Task, file: FileContents, cut: boolean): Examined {
  const { path, size } = file;
  const skipped: Skipped[] = cut ? [{ path, reason: "too-large", gap: true }] : [];
  const topics = saysTopic(path) ? topicsOf(task.compiled.topics, decodeText(file.bytes.subarray(0, firstPart)).text) : [];
  const { evidence, hopes, passed } = size <= windowSize ? examineWindow(task, path, file.bytes) : examineWindows(task, file);
  if (passed) return { ...nothing, passed };
  if (isMinifiedByName(path) || (evidence !== null && looksMinified(path, () => firstText(file.bytes))))
    return skip(task, file, "minified", false);
  if (evidence === null && !cut && topics.length === 0) {
    return hopes.length === 0 ? nothing : { ...nothing, later: { path, hopes } };
  }
  const examined = fileEvidence(task.compiled, path, size, evidence, null, skipped);
  const summary: FileSummary = topics.length === 0 ? examined : { ...examined, topics };
  const silent = summary.rules.length + summary.suppressions.length + summary.skipped.length + topics.length === 0;
  return silent ? nothingClose : { ...nothing, summary, close: evidence !== null };
}

/** What a window of a text gave: evidence, where the gate let it pass, otherwise the rules that the tree may still raise. */
interface WindowExamined {
  readonly evidence: TextEvidence | null;
  readonly hopes: Hopes;
  /** It passed the gate and was not read. */
  readonly passed: boolean;
}

function examineWindow(task: Task, path: string, bytes: Uint8Array): WindowExamined {
  task.gate.look(bytes, 0, bytes.length);
  const { now, hopes, possible } = task.gate.answer(path);
  if (now && task.closely === "none") return { evidence: null, hopes: [], passed: true };
  if (!now && (task.closely !== "all" || possible?.length === 0)) return { evidence: null, hopes, passed: false };
  const { text, encoding } = decodeText(bytes);
  const plain = encoding === "utf-8" && text.length === bytes.length;
  const decoded = { text, bytes: plain ? bytes : encoder.encode(text) };
  return { evidence: textEvidence(task.compiled, path, decoded, task.inlineSuppressions, possible), hopes: [], passed: false };
}

/**
 * A long text is examined window by window, each ending with a line: evidence for a technology stands together, while all words of the
 * language stand somewhere in ten megabytes. So its size decides neither what is found nor how much memory is needed.
 */
function examineWindows(task: Task, file: FileContents): WindowExamined {
  let evidence: TextEvidence | null = null;
  let hopes: Hopes = [];
  const lines = linesBefore(task, file);
  const end = Math.min(file.size, textLimit);
  for (let from = 0; from < end;) {
    const read = file.read(from, Math.min(end, from + windowSize), task.window);
    if (read.length === 0) break;
    const bytes = from + read.length < end ? read.subarray(0, behindLastLine(read)) : read;
    const part = examineWindow(task, file.path, bytes);
    if (part.passed) return part;
    if (part.evidence !== null) {
      const moved = lowered(part.evidence, lines(from));
      evidence = evidence === null ? moved : joinEvidence(evidence, moved);
    }
    if (part.hopes.length > 0) hopes = joinHopes(hopes, part.hopes);
    from += bytes.length;
  }
  return { evidence, hopes: evidence === null ? hopes : [], passed: false };
}

/** How many lines lie before an offset; offsets ascend from call to call. Asked only where a window has evidence, so most long files are never counted. */
function linesBefore({ window }: Task, file: FileContents): (offset: number) => number {
  let [at, lines] = [0, 0];
  return (offset) => {
    while (at < offset) {
      const bytes = file.read(at, Math.min(offset, at + windowSize), window);
      if (bytes.length === 0) break;
      for (let feed = bytes.indexOf(10); feed >= 0; feed = bytes.indexOf(10, feed + 1)) lines++;
      at += bytes.length;
    }
    return lines;
  };
}

/** The length of what ends with a line feed; all of it where there is none. */
function behindLastLine(bytes: Uint8Array): number {
  const feed = bytes.lastIndexOf(10);
  return feed < 0 ? bytes.length : feed + 1;
}

/** The beginning of a text, enough to know what it is. */
function firstText(bytes: Uint8Array): string {
  return firstDecoder.decode(bytes.subarray(0, firstPart));
}

function transcoded(bytes: Uint8Array): Uint8Array {
  return encoder.encode(decodeText(bytes).text);
}

function isMinifiedByName(path: string): boolean {
  return path.endsWith(".min.js") || path.endsWith(".min.css");
}

function skip({ compiled }: ExaminerOptions, { path, size }: FileContents, reason: Skipped["reason"], gap: boolean): Examined {
  return { ...nothing, summary: fileEvidence(compiled, path, size, null, null, [{ path, reason, gap }]) };
}
