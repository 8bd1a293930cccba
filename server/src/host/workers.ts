/** Examines a whole tree with several threads, this one among them: small batches, handed out as they are finished, so that none waits. */
import type { Worker } from "node:worker_threads";
import { isDeployFile, isOnlyData, isSource, mustBeRead, type DestinationsRead } from "../core/destinations/read-destinations.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import { countListed, type Listed, type TreeFiles } from "../core/markers/tree-files.js";
import { createBatchReader, type BatchOrder, type BatchResult, type BatchSettings } from "./batch.js";
import { isNew, saveCache, type Cache, type CacheEntry, type PutOffFile } from "./cache.js";
import { knownWays, waysToKeep } from "./kept-ways.js";
import { sharedRules } from "./shared-rules.js";
import { send, type WorkerResult } from "./threads.js";
import { shownPath, walkTree, type FolderBatch, type WalkOptions } from "./walk.js";

export interface TreeRequest extends Omit<BatchSettings, "cache" | "sifts"> {
  /** What earlier scans of this tree left; null: none is used, none is kept. */
  readonly cache: Cache | null;
  readonly walk: WalkOptions;
  /** The threads beside this one, which have not been told anything yet. */
  readonly workers: readonly Worker[];
  readonly signal?: AbortSignal;
  /** Called between batches, at most every 50 ms: files done, and files met so far. */
  readonly onProgress?: (done: number, met: number) => void;
  /** Once every file has been seen: which of those that were put off the tree raises. */
  readonly raised: (tree: { summaries: readonly FileSummary[]; files: TreeFiles }, putOff: readonly PutOffFile[]) => Iterable<PutOffFile>;
  /** What the deploy files say: this thread works it out step by step while the others go on. */
  readonly meanwhile?: (deployFiles: ReadonlyMap<string, string>) => Iterator<void, DestinationsRead>;
  /** Whether the texts of deploy files are wanted even where it is known what they say. */
  readonly wantsTexts?: boolean;
}

/** All that a tree's files gave, sorted by path: the number of threads leaves no trace in it. */
export interface TreeRead {
  readonly files: TreeFiles;
  readonly summaries: readonly FileSummary[];
  /** Their texts by path; empty where they were not needed. */
  readonly deployFiles: ReadonlyMap<string, string>;
  /** What they say. */
  readonly deploy: DestinationsRead;
  readonly skipped: readonly Skipped[];
  readonly ignored: number;
  readonly bytes: number;
  readonly candidates: number;
  readonly cached: number;
}

/** Files in one turn of a thread; a turn takes one to three milliseconds. */
const turn = 64;
/** Files in one turn of close reading: few, for at its end one thread waits for the turns that wait at the others. */
const closeTurn = 4;
/** Turns that wait at a worker at least, so that it never waits for this thread; where many are left, an even share of them is cut in this many. */
const ahead = { least: 3, share: 4 };

/** Walks and examines a tree. Rejects with the signal's reason when it is aborted. */
export async function examineTree(request: TreeRequest): Promise<TreeRead> {
  return new Crew(request).examine();
}

const nothingSaid: DestinationsRead = { destinations: [], problems: [] };

/** What a turn gave beside entries. */
type Figures = Omit<BatchResult, "entries">;

class Crew {
  /** Deploy files come first: while the others are read, this thread works out what they say. */
  private readonly waiting: Record<BatchOrder["kind"], BatchOrder[]> = { deploy: [], plain: [], passed: [], raised: [] };
  private deployOpen = 0;
  /** Whether all files are known. */
  private walked = false;
  private readonly results: Figures[] = [];
  /** What the results told, as it is kept. */
  private readonly texts: string[] = [];
  private readonly summaries: FileSummary[] = [];
  private readonly putOff: PutOffFile[] = [];
  /** All files of the tree, as people see them. */
  private readonly listed: Listed[] = [];
  private met = 0;
  private readonly readBatch: (order: BatchOrder) => BatchResult;
  private failure: Error | null = null;
  private inFlight = 0;
  private done = 0;
  private told = 0;
  private wake: () => void = () => undefined;

  constructor(private readonly request: TreeRequest) {
    const { root, compiled, inlineSuppressions, cache } = request;
    const settings: BatchSettings = {
      root,
      compiled: sharedRules(compiled),
      inlineSuppressions,
      cache: cache?.table ?? null,
      sifts: false,
    };
    for (const worker of request.workers) this.instruct(worker, { ...settings, sifts: true });
    this.readBatch = createBatchReader(settings, { mustBeRead, isOnlyData });
  }

  async examine(): Promise<TreeRead> {
    const outcome = await this.walk();
    const files = countListed(this.listed);
    const known = this.knownWays();
    const deployFiles = await this.deployFiles();
    const deploy = known ?? (await this.meanwhile(this.request.meanwhile?.(deployFiles)));
    await this.finish();
    await this.readRaised(this.request.raised({ summaries: byPath(this.summaries), files }, [...this.putOff]));
    this.keep(known === null ? deploy : null);
    const sum = (of: (result: Figures) => number): number => this.results.reduce((total, result) => total + of(result), 0);
    return {
      files,
      summaries: byPath(this.summaries),
      deployFiles,
      deploy,
      skipped: byPath([...outcome.skipped, ...this.results.flatMap((result) => result.skipped)]),
      ignored: outcome.ignored,
      bytes: sum((result) => result.bytes),
      candidates: sum((result) => result.candidates),
      cached: sum((result) => result.cached),
    };
  }

  /** Reads closely what the tree raises; the other threads begin while this one still looks for more. */
  private async readRaised(raised: Iterable<PutOffFile>): Promise<void> {
    let turn: FolderBatch[] = [];
    for (const { path, bytePath } of raised) {
      turn.push({ folder: "", names: [bytePath ?? path], byteNames: bytePath !== null });
      if (turn.length < closeTurn) continue;
      this.order("raised", turn);
      turn = [];
      this.feedAll();
      await this.breathe();
    }
    this.order("raised", turn);
    await this.finish();
  }

  /** Keeps what was learned for the next scan, while this thread goes on; where nothing new was, the old cache stays as it is. */
  private keep(deploy: DestinationsRead | null): void {
    const { cache, workers } = this.request;
    if (cache === null) return;
    const learned = {
      plain: this.results.map(({ plain }) => plain),
      told: this.results.map(({ told }) => told),
      entries: this.texts,
      ways:
        deploy === null
          ? cache.ways
          : waysToKeep(
              this.results.filter(({ kind }) => kind === "deploy"),
              deploy,
            ),
    };
    if (!isNew(cache, learned)) return;
    const [worker] = workers;
    if (worker) send(worker, { cache, learned });
    else saveCache(cache, learned);
  }

  /** What an earlier scan read in the deploy files, where it still holds: they are then like any other file. */
  private knownWays(): DestinationsRead | null {
    const { root, cache, wantsTexts } = this.request;
    const { deploy, plain } = this.waiting;
    const known = cache === null || wantsTexts === true ? null : knownWays(root, cache, deploy);
    if (known === null) return null;
    plain.unshift(...deploy.splice(0).map(({ batches }) => ({ batches, kind: "plain" as const })));
    this.deployOpen = 0;
    return known;
  }

  private instruct(worker: Worker, settings: BatchSettings): void {
    if (worker.threadId < 0) throw new Error("a worker thread cannot start");
    send(worker, settings);
    worker.on("message", ({ entries, ...result }: WorkerResult) => {
      this.inFlight--;
      this.take(result, entries.map(entryOf), entries);
      this.feed(worker);
      this.wake();
    });
    worker.on("error", (error) => {
      this.failure = error;
      this.wake();
    });
  }

  /** Walks the tree while the workers already read what has been found. */
  private async walk() {
    const steps = walkTree(this.request.root, this.request.walk);
    const open = { deploy: [] as FolderBatch[], plain: [] as FolderBatch[] };
    const put = (kind: "deploy" | "plain", batch: FolderBatch): void => {
      if (batch.names.length === 0) return;
      open[kind].push(batch);
      if (open[kind].reduce((sum, { names }) => sum + names.length, 0) >= turn) this.order(kind, open[kind].splice(0));
    };
    let lastBreath = performance.now();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        this.order("deploy", open.deploy);
        this.order("plain", open.plain);
        this.walked = true;
        this.feedAll();
        return step.value;
      }
      const { folder, names, byteNames } = step.value;
      const listed = { folder: shownPath(folder, byteNames), names: byteNames ? names.map((name) => shownPath(name, true)) : names };
      this.listed.push(listed);
      this.met += names.length;
      const prefix = folder === "" ? "" : `${listed.folder}/`;
      const wanted = new Set(names.filter((_, n) => !isSource(listed.names[n]!) && isDeployFile(prefix + listed.names[n]!)));
      put("deploy", { folder, names: wanted.size === 0 ? [] : names.filter((name) => wanted.has(name)), byteNames });
      put("plain", { folder, names: wanted.size === 0 ? names : names.filter((name) => !wanted.has(name)), byteNames });
      if (performance.now() - lastBreath < 2) continue;
      this.feedAll();
      await this.breathe();
      lastBreath = performance.now();
    }
  }

  private order(kind: BatchOrder["kind"], batches: readonly FolderBatch[]): void {
    if (batches.length === 0) return;
    this.waiting[kind].push({ batches, kind });
    if (kind === "deploy") this.deployOpen++;
  }

  /** This thread reads the deploy files, and closely what the others sifted out; with the latter they help it once they have nothing else to do. */
  private next(own: boolean): BatchOrder | undefined {
    const { deploy, plain, passed, raised } = this.waiting;
    if (own) return deploy.shift() ?? passed.shift() ?? plain.shift() ?? raised.shift();
    return plain.shift() ?? passed.shift() ?? raised.shift();
  }

  /** Reads on until all deploy files are there. */
  private async deployFiles(): Promise<ReadonlyMap<string, string>> {
    while (this.deployOpen > 0) await this.work();
    return new Map(this.results.flatMap((result) => result.deploy).sort((a, b) => compare(a[0], b[0])));
  }

  /** Goes through steps, a few at a time, and lets the workers' answers in between. */
  private async meanwhile(steps?: Iterator<void, DestinationsRead>): Promise<DestinationsRead> {
    for (;;) {
      this.feedAll();
      for (const until = performance.now() + 2; performance.now() < until;) {
        const step = steps?.next() ?? { done: true, value: nothingSaid };
        if (step.done === true) return step.value;
      }
      await this.breathe();
    }
  }

  /** Works until nothing waits and every worker has answered. */
  private async finish(): Promise<void> {
    const { plain, passed, raised } = this.waiting;
    while (plain.length + passed.length + raised.length + this.inFlight > 0) await this.work();
  }

  /** One order, or, where none is left, until a worker answers. */
  private async work(): Promise<void> {
    this.feedAll();
    const order = this.next(true);
    if (order !== undefined) {
      const { entries, ...result } = this.readBatch(order);
      this.take(result, entries, this.request.cache === null ? [] : entries.map((entry) => JSON.stringify(entry)));
      await this.breathe();
    } else await new Promise<void>((resolve) => (this.wake = resolve));
    this.check();
  }

  /** Each worker in turn is given one more, for as long as they have less than they should. */
  private feedAll(): void {
    for (let any = this.request.workers.length > 0; any;) {
      any = false;
      for (const worker of this.request.workers) any = this.feed(worker) || any;
    }
  }

  /** This thread may be busy with one file for long: all the while the workers have to do. */
  private feed(worker: Worker): boolean {
    const { workers } = this.request;
    const share = this.walked ? this.waiting.plain.length / ahead.share / (workers.length + 1) : 0;
    const order = this.inFlight < Math.max(ahead.least, share) * workers.length ? this.next(false) : undefined;
    if (order === undefined) return false;
    this.inFlight++;
    send(worker, order);
    return true;
  }

  private take(result: Figures, entries: readonly CacheEntry[], texts: readonly string[]): void {
    this.results.push(result);
    this.texts.push(...texts);
    if (result.kind === "deploy") this.deployOpen--;
    this.order("passed", result.passed);
    for (const entry of entries) this.note(entry);
    for (const number of result.known) {
      const entry = this.request.cache?.entries[number - 1];
      if (entry !== undefined) this.note(entryOf(entry));
    }
    this.done += turn;
    const now = performance.now();
    if (this.request.onProgress === undefined || now - this.told < 50) return;
    this.told = now;
    this.request.onProgress(Math.min(this.done, this.met), this.met);
  }

  private note({ summaries, later }: CacheEntry): void {
    this.summaries.push(...summaries);
    if (later !== null) this.putOff.push(later);
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

function entryOf(text: string): CacheEntry {
  return JSON.parse(text) as CacheEntry;
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPath<T extends { readonly path: string }>(list: T[]): T[] {
  return list.sort((a, b) => compare(a.path, b.path));
}
