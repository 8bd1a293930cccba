/** Examines batches of files: what every thread does. A file that gives nothing leaves nothing behind but its key in the cache. */
import { createExaminer, type Examined, type FileContents } from "../core/markers/examine.js";
import { decodeText } from "../core/markers/encoding.js";
import type { FormatFinding } from "../core/markers/formats/finding.js";
import { readFormat as readWeights } from "../core/markers/formats/read-format.js";
import type { Skipped } from "../core/markers/marker.js";
import type { CompiledRules } from "../core/markers/compile-rules.js";
import type { Hopes } from "../core/markers/bound.js";
import {
  fileKey,
  fillSlot,
  givenAt,
  slotOf,
  slotWords,
  tooFresh,
  type CacheEntry,
  type CacheTable,
  type FileState,
} from "./cache-table.js";
import { closeFile, createOpenFile, hasZero, openFile, readStretch, stateOf, type OpenFile } from "./files.js";
import { openable, shownPath, type FolderBatch } from "./walk.js";

/** What a thread is given once. Plain data; the large tables lie in shared memory. */
export interface BatchSettings {
  readonly root: string;
  readonly compiled: CompiledRules;
  readonly inlineSuppressions: boolean;
  readonly cache: CacheTable | null;
  /** Whether plain files that pass the gate are handed back unread, for the one thread in which the code that reads closely is warm. */
  readonly sifts: boolean;
  /** Whether the thread holds what is to be kept until it is asked to keep it: it need not travel to the first thread and back. */
  readonly keeps: boolean;
}

/** What is asked of deploy files: which of them must be read, and which turn out to be data whose text need not be kept. */
export interface DeployQuestions {
  readonly mustBeRead: (path: string) => boolean;
  readonly isOnlyData: (path: string, size: number, textOf: () => string) => boolean;
}

/** One turn of work: files of some folders. */
export interface BatchOrder {
  readonly batches: readonly FolderBatch[];
  /** `deploy`: their text is wanted as well; `passed`: they passed the gate in another thread; `raised`: they had been put off and are now read closely. */
  readonly kind: "deploy" | "plain" | "passed" | "raised";
}

/** What a turn gave. */
export interface BatchResult {
  readonly kind: BatchOrder["kind"];
  readonly entries: readonly CacheEntry[];
  /** Files that were put off, and the hopes of each in their order: how many numbers, and then these. */
  readonly putOff: readonly FolderBatch[];
  readonly hopes: Uint32Array;
  /** What is to be kept of all this, as slots of the cache; empty where the thread holds it. */
  readonly slots: Uint32Array;
  /** How many files that is. */
  readonly learned: number;
  /** Numbers of entries of the cache that still hold. */
  readonly known: number[];
  /** Keys of all deploy files of the turn in their order; all zero where one has no state to rely on. */
  readonly states: Uint32Array;
  /** Deploy, CI and IaC files by path. Bytes: texts would be copied by every collection until they are asked for. */
  readonly deploy: (readonly [path: string, bytes: Uint8Array])[];
  readonly skipped: Skipped[];
  /** Files that passed the gate and are still to be read closely. */
  readonly passed: FolderBatch[];
  bytes: number;
  /** Files that passed the gate. */
  candidates: number;
  /** Files that were not read because the cache knows them. */
  cached: number;
}

/** Makes the function that examines batches in this thread; `deploy` in the one that is given deploy files, for the code that knows them is long. */
export function createBatchReader(settings: BatchSettings, deploy: DeployQuestions | null): (order: BatchOrder) => BatchResult {
  const { compiled, inlineSuppressions } = settings;
  const examiner = createExaminer({ compiled, inlineSuppressions, readFormat });
  const file = createOpenFile(examiner.room);
  const how = {
    deploy: examiner.examine,
    plain: settings.sifts ? examiner.sift : examiner.examine,
    passed: examiner.examine,
    raised: examiner.examineClosely,
  };
  return (order) => {
    const examine = (contents: FileContents): Examined | null => {
      try {
        return how[order.kind](contents);
      } catch {
        // A reader that fails on hostile bytes costs its file, not the scan.
        return null;
      }
    };
    const turn = new Turn(settings, file, examine, order, deploy);
    for (const batch of order.batches) for (const name of batch.names) turn.read(batch, name);
    return turn.result();
  };
}

/** One turn: the files of one order, and what they gave. */
class Turn {
  private readonly entries: CacheEntry[] = [];
  private readonly known: number[] = [];
  private readonly deploy: [string, Uint8Array][] = [];
  private readonly skipped: Skipped[] = [];
  private readonly passed: FolderBatch[] = [];
  private readonly putOff: { folder: string; names: string[]; byteNames: boolean }[] = [];
  private readonly hopes: number[] = [];
  private readonly slots: Uint32Array;
  private readonly states: Uint32Array;
  private seen = 0;
  private learned = 0;
  private bytes = 0;
  private candidates = 0;
  private cached = 0;
  private readonly key = new Uint32Array(4);
  /** The cache, where earlier scans left anything in it. */
  private readonly past: CacheTable | null;
  private readonly nowMs = Date.now();

  private readonly closely: boolean;
  /** The files have been opened before in this scan. */
  private readonly isAgain: boolean;

  constructor(
    private readonly settings: BatchSettings,
    private readonly file: OpenFile,
    private readonly examine: (contents: FileContents) => Examined | null,
    private readonly order: BatchOrder,
    private readonly questions: DeployQuestions | null,
  ) {
    this.closely = order.kind === "raised";
    this.isAgain = this.closely || order.kind === "passed";
    this.past = settings.cache === null || settings.cache.slots.length === 0 ? null : settings.cache;
    const files = settings.cache === null ? 0 : order.batches.reduce((sum, batch) => sum + batch.names.length, 0);
    this.slots = new Uint32Array(slotWords * files);
    this.states = new Uint32Array(order.kind === "deploy" ? 4 * files : 0);
  }

  read(batch: FolderBatch, name: string): void {
    const { folder, byteNames } = batch;
    const relative = folder === "" ? name : `${folder}/${name}`;
    const system = openable(this.settings.root, relative, byteNames);
    const path = shownPath(relative, byteNames);
    const isDeploy = this.order.kind === "deploy";
    if (!isDeploy && this.isUnchanged(batch, name, system, path)) return;
    const isRead = openFile(this.file, system);
    if (isDeploy) this.noteState(path, isRead);
    if (isRead) this.take(batch, name, path, isDeploy);
    else this.skipped.push({ path, reason: this.file.failed ?? "unreadable", gap: true });
    closeFile(this.file);
  }

  result(): BatchResult {
    const { entries, putOff, known, states, deploy, skipped, bytes, candidates, cached, passed, learned } = this;
    return {
      kind: this.order.kind,
      entries,
      putOff,
      known,
      states,
      deploy,
      skipped,
      bytes,
      candidates,
      cached,
      passed,
      hopes: new Uint32Array(this.hopes),
      slots: this.slots.slice(0, slotWords * learned),
      learned,
    };
  }

  /** Looks the file up by its state, without opening it. */
  private isUnchanged(batch: FolderBatch, name: string, system: string | Buffer, path: string): boolean {
    if (this.past === null) return false;
    const state = stateOf(system);
    if (state === null || !this.isKnown(batch, name, path, state)) return false;
    if (!this.isAgain) {
      this.cached++;
      this.bytes += state.size;
    }
    return true;
  }

  /** Whether the cache has what a file in this state gave, which then holds again. */
  private isKnown(batch: FolderBatch, name: string, path: string, state: FileState): boolean {
    if (this.past === null) return false;
    fileKey(this.past.seed, path, this.closely, state, this.key);
    const slot = slotOf(this.past, this.key);
    if (slot < 0) return false;
    const { entry, hopes } = givenAt(this.past, slot);
    if (entry > 0) this.known.push(entry);
    if (hopes.length > 0) this.noteHopes(batch, name, hopes);
    return true;
  }

  private take(batch: FolderBatch, name: string, path: string, isDeploy: boolean): void {
    const { file } = this;
    const bytes = file.buffer.subarray(0, file.length);
    if (!this.isAgain) this.bytes += file.size;
    if (isDeploy && file.length === file.size) this.keepDeployFile(path, bytes);
    else if (isDeploy && this.questions?.mustBeRead(path) === true) this.skipped.push({ path, reason: "too-large", gap: true });
    // Its text is wanted for where it leads; what it holds may be known.
    if (isDeploy && this.isKnown(batch, name, path, file)) return;
    const read: FileContents["read"] = (from, to, into) =>
      to <= file.length ? bytes.subarray(from, to) : readStretch(file, from, to, into);
    const examined = this.examine({ path, size: file.size, bytes, zero: hasZero(file), read });
    if (examined === null) {
      this.skipped.push({ path, reason: "unreadable", gap: true });
      return;
    }
    if (examined.passed) {
      this.passed.push({ ...batch, names: [name] });
      return;
    }
    if (examined.close) this.candidates++;
    const entry = examined.summary === null ? 0 : this.entries.push([examined.summary, ...examined.inside]);
    const hopes = examined.later === null ? 0 : this.noteHopes(batch, name, examined.later.hopes);
    this.learn(path, entry, hopes);
  }

  /** Notes that a file is put off, and gives where its hopes stand (from 1). */
  private noteHopes({ folder, byteNames }: FolderBatch, name: string, hopes: Hopes): number {
    const last = this.putOff.at(-1);
    if (last?.folder === folder && last.byteNames === byteNames) last.names.push(name);
    else this.putOff.push({ folder, names: [name], byteNames });
    const place = this.hopes.push(hopes.length);
    for (let i = 0; i < hopes.length; i++) this.hopes.push(hopes[i]!);
    return place;
  }

  private noteState(path: string, isRead: boolean): void {
    const { cache } = this.settings;
    if (cache !== null && isRead && !tooFresh(this.file, this.nowMs)) {
      fileKey(cache.seed, path, false, this.file, this.key);
      this.states.set(this.key, 4 * this.seen);
    }
    this.seen++;
  }

  private keepDeployFile(path: string, bytes: Uint8Array): void {
    if (this.questions?.isOnlyData(path, bytes.length, () => decodeText(bytes).text) === false)
      this.deploy.push([path, Buffer.from(bytes)]);
  }

  private learn(path: string, entry: number, hopes: number): void {
    const { cache } = this.settings;
    if (cache === null || tooFresh(this.file, this.nowMs)) return;
    fileKey(cache.seed, path, this.closely, this.file, this.key);
    fillSlot(this.slots, this.learned++, this.key, entry, hopes);
  }
}

/** Model weights, and pointers to them, by content. */
export function readFormat(file: FileContents): FormatFinding | null {
  return readWeights(file.path, file.bytes, { size: file.size, read: file.read });
}
