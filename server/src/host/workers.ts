/** Examines a whole tree with several threads, this one among them: small batches, handed out as they are finished, so that none waits. */
import { Worker } from "node:worker_threads";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import { countFiles, type TreeFiles } from "../core/markers/tree-files.js";
import type { CompiledRules } from "../core/markers/compile-rules.js";
import { createBatchReader, type BatchOrder, type BatchResult, type BatchSettings } from "./batch.js";
import { saveCache, type Cache, type CacheEntry, type PutOffFile } from "./cache.js";
import { shownPath, walkTree, type FolderBatch, type WalkOptions } from "./walk.js";

export interface TreeRequest extends Omit<BatchSettings, "cache"> {
  /** What earlier scans of this tree left; null: none is used, none is kept. */
  readonly cache: Cache | null;
  readonly walk: WalkOptions;
  /** Threads, this one included; 1: no worker is started. */
  readonly jobs: number;
  /** The built worker.js; null where there is none (tests run from source): this thread then does all. */
  readonly workerScript: string | null;
  readonly signal?: AbortSignal;
  /** Called between batches, at most every 50 ms: files done, and files met so far. */
  readonly onProgress?: (done: number, met: number) => void;
  /** Once every file has been seen: which of those that were put off the tree raises. */
  readonly raised: (tree: { summaries: readonly FileSummary[]; files: TreeFiles }, putOff: readonly PutOffFile[]) => readonly PutOffFile[];
  /** What this thread does while the others read those closely. */
  readonly meanwhile?: (deployFiles: ReadonlyMap<string, string>) => void;
}

/** All that a tree's files gave, sorted by path: the number of threads leaves no trace in it. */
export interface TreeRead {
  readonly files: TreeFiles;
  readonly summaries: readonly FileSummary[];
  readonly deployFiles: ReadonlyMap<string, string>;
  readonly skipped: readonly Skipped[];
  readonly ignored: number;
  readonly bytes: number;
  readonly candidates: number;
  readonly cached: number;
}

/** Files in one turn of a thread; a turn takes one to three milliseconds. */
const turn = 64;
/** What a turn leaves behind is small, so that a worker needs little room for what is new (megabytes). */
const youngMegabytes = 32;
/** Turns that wait at a worker, so that it never waits for this thread. */
const ahead = 3;

/** Walks and examines a tree. Rejects with the signal's reason when it is aborted. */
export async function examineTree(request: TreeRequest): Promise<TreeRead> {
  const crew = new Crew(request);
  try {
    const all = await crew.examine();
    return all;
  } finally {
    await crew.dismiss();
  }
}

class Crew {
  private readonly workers: Worker[] = [];
  private readonly waiting: BatchOrder[] = [];
  private readonly results: BatchResult[] = [];
  private readonly entries: CacheEntry[] = [];
  private readonly paths: string[] = [];
  private readonly readBatch: (order: BatchOrder) => BatchResult;
  private failure: Error | null = null;
  private inFlight = 0;
  private done = 0;
  private told = 0;
  private wake: () => void = () => undefined;

  constructor(private readonly request: TreeRequest) {
    const { root, compiled, inlineSuppressions, cache } = request;
    const settings: BatchSettings = { root, compiled: shared(compiled), inlineSuppressions, cache: cache?.table ?? null };
    for (let i = 1; i < request.jobs && request.workerScript !== null; i++) this.hire(request.workerScript, settings);
    this.readBatch = createBatchReader(settings);
  }

  async examine(): Promise<TreeRead> {
    const outcome = await this.walk();
    const files = countFiles(this.paths);
    await this.finish();
    const putOff = this.entries.flatMap(({ later }) => (later === null ? [] : [later]));
    this.readClosely(this.request.raised({ summaries: this.summaries(), files }, putOff));
    const deployFiles = new Map(this.results.flatMap((result) => result.deploy).sort((a, b) => compare(a[0], b[0])));
    this.request.meanwhile?.(deployFiles);
    await this.finish();
    this.keep();
    const sum = (of: (result: BatchResult) => number): number => this.results.reduce((total, result) => total + of(result), 0);
    return {
      files,
      summaries: this.summaries(),
      deployFiles,
      skipped: byPath([...outcome.skipped, ...this.results.flatMap((result) => result.skipped)]),
      ignored: outcome.ignored,
      bytes: sum((result) => result.bytes),
      candidates: sum((result) => result.candidates),
      cached: sum((result) => result.cached),
    };
  }

  private summaries(): FileSummary[] {
    return byPath(this.entries.flatMap((entry) => entry.summaries));
  }

  /** Keeps what was learned for the next scan; where nothing new was, the old cache stays as it is. */
  private keep(): void {
    const { cache } = this.request;
    const learned = this.results.map((result) => result.learned);
    const plain = learned.reduce((length, one) => length + one.plain.length, 0);
    const told = learned.flatMap((one) => one.told);
    if (cache === null || plain + told.length === 0) return;
    const all = new Uint32Array(plain);
    let at = 0;
    for (const one of learned) {
      all.set(one.plain, at);
      at += one.plain.length;
    }
    saveCache(cache, { plain: all, told });
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private hire(script: string, settings: BatchSettings): void {
    const worker = new Worker(script, {
      workerData: settings,
      stdout: false,
      stderr: false,
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    });
    worker.on("message", (result: BatchResult) => {
      this.inFlight--;
      this.take(result);
      this.feed(worker);
      this.wake();
    });
    worker.on("error", (error) => {
      this.failure = error;
      this.wake();
    });
    this.workers.push(worker);
  }

  /** Walks the tree while the workers already read what has been found. */
  private async walk() {
    const steps = walkTree(this.request.root, this.request.walk);
    let order: FolderBatch[] = [];
    let size = 0;
    let lastBreath = performance.now();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        if (order.length > 0) this.waiting.push({ batches: order, closely: false });
        return step.value;
      }
      const { folder, names, byteNames } = step.value;
      for (const name of names) this.paths.push(shownPath(folder === "" ? name : `${folder}/${name}`, byteNames));
      order.push(step.value);
      size += names.length;
      if (size < turn) continue;
      this.waiting.push({ batches: order, closely: false });
      order = [];
      size = 0;
      if (performance.now() - lastBreath < 2) continue;
      for (const worker of this.workers) this.feed(worker);
      await this.breathe();
      lastBreath = performance.now();
    }
  }

  /** Hands out files that had been put off, to be read closely: as many to each worker as it takes at once. */
  private readClosely(again: readonly PutOffFile[]): void {
    const each = Math.max(1, Math.ceil(again.length / (ahead * Math.max(1, this.workers.length))));
    for (let i = 0; i < again.length; i += each) {
      const batches = again.slice(i, i + each).map(({ folder, name, byteNames }) => ({ folder, names: [name], byteNames }));
      this.waiting.push({ batches, closely: true });
    }
    this.feedAll();
  }

  private feedAll(): void {
    for (const worker of this.workers) for (let i = 0; i < ahead; i++) this.feed(worker);
  }

  /** Works until nothing waits and every worker has answered. */
  private async finish(): Promise<void> {
    this.feedAll();
    while (this.waiting.length > 0 || this.inFlight > 0) {
      const order = this.waiting.shift();
      if (order !== undefined) {
        this.take(this.readBatch(order));
        await this.breathe();
      } else await new Promise<void>((resolve) => (this.wake = resolve));
      this.check();
    }
  }

  private feed(worker: Worker): void {
    const order = this.inFlight < ahead * this.workers.length ? this.waiting.shift() : undefined;
    if (order === undefined) return;
    this.inFlight++;
    worker.postMessage(order);
  }

  private take(result: BatchResult): void {
    this.results.push(result);
    this.entries.push(...result.entries);
    for (const number of result.known) {
      const entry = this.request.cache?.entries[number - 1];
      if (entry !== undefined) this.entries.push(entry);
    }
    this.done += turn;
    const now = performance.now();
    if (this.request.onProgress === undefined || now - this.told < 50) return;
    this.told = now;
    this.request.onProgress(Math.min(this.done, this.paths.length), this.paths.length);
  }

  /** Lets messages of the workers, and the caller's own work, in. */
  private async breathe(): Promise<void> {
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.check();
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
    this.request.signal?.throwIfAborted();
  }
}

/** The compiled rules for other threads: the tables in shared memory, where they are not copied, and without the examples, which only tests need. */
function shared(compiled: CompiledRules): CompiledRules {
  const rules = compiled.rules.map((rule) => ({ ...rule, examples: { match: [], miss: [] } }));
  const { uses, literalsOf, around, automaton } = compiled;
  return {
    ...compiled,
    rules,
    uses: withShared(uses),
    literalsOf: withShared(literalsOf),
    automaton: withShared(automaton),
    ...withShared({ around }),
  };
}

/** The same values, with the numbers of every array in shared memory. */
function withShared<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      ArrayBuffer.isView(value) ? inSharedMemory(value as Numbers) : (value as unknown),
    ]),
  ) as T;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

function inSharedMemory(numbers: Numbers): Numbers {
  const memory = new SharedArrayBuffer(numbers.byteLength);
  new Uint8Array(memory).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return new (numbers.constructor as new (memory: SharedArrayBuffer) => Numbers)(memory);
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPath<T extends { readonly path: string }>(list: T[]): T[] {
  return list.sort((a, b) => compare(a.path, b.path));
}
