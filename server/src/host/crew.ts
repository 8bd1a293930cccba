/** The threads of one scan, this one among them, and who does what next: turns are small and handed out as others are finished, so that none waits. */
import type { Worker } from "node:worker_threads";
import { isOnlyData, mustBeRead } from "../core/destinations/read-destinations.js";
import { createBatchReader, type BatchOrder, type BatchResult, type BatchSettings } from "./batch.js";
import { entryOf, type CacheEntry } from "./cache-table.js";
import { sharedRules } from "./shared-rules.js";
import { send, type WorkerResult } from "./threads.js";
import type { FolderBatch } from "./walk.js";

/** What a turn gave beside entries. */
export type Figures = Omit<BatchResult, "entries">;

/** Is told what a turn gave; `texts` are the entries as they are kept, where a worker has sent them so. */
export type TakeTurn = (figures: Figures, entries: readonly CacheEntry[], texts?: readonly string[]) => void;

/** Turns that wait at a worker at least, so that it never waits for this thread; where many are left, an even share of them is cut in this many. */
const ahead = { least: 3, share: 4 };

/** Deals turns out, and hands on what they gave. */
export class Crew {
  /** Deploy files come first: while the others are read, this thread works out what they say. */
  private readonly waiting: Record<BatchOrder["kind"], BatchOrder[]> = { deploy: [], plain: [], passed: [], raised: [] };
  private deployOpen = 0;
  /** Whether all plain files are known. */
  private complete = false;
  private readonly readBatch: (order: BatchOrder) => BatchResult;
  private failure: Error | null = null;
  private inFlight = 0;
  private wake: () => void = () => undefined;

  /** `workers` have not been told anything yet. */
  constructor(
    settings: Omit<BatchSettings, "sifts" | "keeps">,
    private readonly workers: readonly Worker[],
    private readonly takeTurn: TakeTurn,
    private readonly signal: AbortSignal | undefined,
  ) {
    const shared = { ...settings, compiled: sharedRules(settings.compiled) };
    for (const worker of workers) this.instruct(worker, { ...shared, sifts: true, keeps: worker === workers[0] });
    this.readBatch = createBatchReader({ ...shared, sifts: false, keeps: false }, { mustBeRead, isOnlyData });
  }

  /** Puts a turn in its queue. */
  order(kind: BatchOrder["kind"], batches: readonly FolderBatch[]): void {
    if (batches.length === 0) return;
    this.waiting[kind].push({ batches, kind });
    if (kind === "deploy") this.deployOpen++;
  }

  /** Says that no more plain files will come. */
  knowsAll(): void {
    this.complete = true;
    this.feedAll();
  }

  /** The deploy files that wait. */
  get waitingDeployFiles(): readonly BatchOrder[] {
    return this.waiting.deploy;
  }

  /** Makes the deploy files that wait like any other file. */
  treatDeployFilesAsPlain(): void {
    const { deploy, plain } = this.waiting;
    plain.unshift(...deploy.splice(0).map(({ batches }) => ({ batches, kind: "plain" as const })));
    this.deployOpen = 0;
  }

  /** Works until all deploy files are read. */
  async finishDeployFiles(): Promise<void> {
    while (this.deployOpen > 0) await this.work();
  }

  /** Works until nothing waits and every worker has answered. */
  async finish(): Promise<void> {
    const { plain, passed, raised } = this.waiting;
    while (plain.length + passed.length + raised.length + this.inFlight > 0) await this.work();
  }

  /** Each worker in turn is given one more, for as long as they have less than they should. */
  feedAll(): void {
    for (let any = this.workers.length > 0; any;) {
      any = false;
      for (const worker of this.workers) any = this.feed(worker) || any;
    }
  }

  /** Lets messages of the workers, and the caller's own work, in. Rejects where a thread failed or the scan is aborted. */
  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.check();
  }

  private instruct(worker: Worker, settings: BatchSettings): void {
    if (worker.threadId < 0) throw new Error("a worker thread cannot start");
    send(worker, settings);
    worker.on("message", ({ entries, ...figures }: WorkerResult) => {
      this.inFlight--;
      this.take(figures, entries.map(entryOf), entries);
      this.feed(worker);
      this.wake();
    });
    worker.on("error", (error) => {
      this.failure = error;
      this.wake();
    });
  }

  /** This thread reads the deploy files, and closely what the others sifted out; with the latter they help it once they have nothing else to do. */
  private next(own: boolean): BatchOrder | undefined {
    const { deploy, plain, passed, raised } = this.waiting;
    if (own) return deploy.shift() ?? passed.shift() ?? plain.shift() ?? raised.shift();
    return plain.shift() ?? passed.shift() ?? raised.shift();
  }

  /** One order, or, where none is left, until a worker answers. */
  private async work(): Promise<void> {
    this.feedAll();
    const order = this.next(true);
    if (order !== undefined) {
      const { entries, ...figures } = this.readBatch(order);
      this.take(figures, entries);
      await this.breathe();
    } else await new Promise<void>((resolve) => (this.wake = resolve));
    this.check();
  }

  /** This thread may be busy with one file for long: all the while the workers have to do. */
  private feed(worker: Worker): boolean {
    const share = this.complete ? this.waiting.plain.length / ahead.share / (this.workers.length + 1) : 0;
    const order = this.inFlight < Math.max(ahead.least, share) * this.workers.length ? this.next(false) : undefined;
    if (order === undefined) return false;
    this.inFlight++;
    send(worker, order);
    return true;
  }

  private take(...turn: Parameters<TakeTurn>): void {
    const [{ kind, passed }] = turn;
    if (kind === "deploy") this.deployOpen--;
    this.order("passed", passed);
    this.takeTurn(...turn);
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
    this.signal?.throwIfAborted();
  }
}
