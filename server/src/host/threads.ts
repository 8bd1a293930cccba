/** The threads beside this one: how they are started and ended, and what is said between them and this one. */
import type { Worker } from "node:worker_threads";
import type { BatchOrder, BatchResult, BatchSettings } from "./batch.js";
import type { Cache, Learned } from "./cache.js";

/** What a worker is sent: first what it works with, then work, what is to be kept, and that there is no more. It does one after the other. */
export type WorkerOrder = BatchSettings | BatchOrder | { readonly cache: Cache; readonly learned: Learned } | { readonly end: true };

/** What a worker sends back: entries as JSON, as they are kept. */
export type WorkerResult = Omit<BatchResult, "entries"> & { readonly entries: readonly string[] };

/** What a turn leaves behind is small, so that a worker needs little room for what is new (megabytes). */
const youngMegabytes = 32;

/**
 * Does something with several threads, `jobs` of them, this one included; they end with it. They are started before they can be told anything,
 * for that takes as long as all that is to be known first. `script` is the built worker.js; null (tests run from source): this thread does all.
 */
export async function withWorkers<T>(
  jobs: number,
  script: string | null,
  act: (workers: readonly Worker[]) => Promise<T>,
  early?: EarlyWorker,
): Promise<T> {
  const one = async (): Promise<Worker> => early?.take() ?? (await startWorker(script ?? ""));
  const workers = await Promise.all(Array.from({ length: script === null ? 0 : jobs - 1 }, one));
  whenAllAnswered(workers, () => early?.answered());
  try {
    const done = await act(workers);
    for (const worker of workers) send(worker, { end: true });
    return done;
  } catch (error) {
    for (const worker of workers) void worker.terminate();
    throw error;
  }
}

/** Calls once each has sent something: it has loaded all that it runs. */
function whenAllAnswered(workers: readonly Worker[], act: () => void): void {
  let silent = workers.length;
  for (const worker of workers)
    worker.once("message", () => {
      if (--silent === 0) act();
    });
}

/** A worker that was started before it was known what for. */
export interface EarlyWorker {
  /** Gives it to who needs one, once. */
  readonly take: () => Worker | null;
  /** Is told when this one and all beside it have sent something. */
  readonly answered: () => void;
  /** Ends it unless somebody took it. */
  readonly drop: () => void;
}

/** Starts a worker, for that takes as long as loading all that tells what it is needed for. */
export async function startEarly(script: string, answered: () => void): Promise<EarlyWorker> {
  let worker: Worker | null = await startWorker(script);
  const take = (): Worker | null => {
    const taken = worker;
    worker = null;
    return taken;
  };
  return { take, answered, drop: () => void take()?.terminate() };
}

/** Sends a worker something. */
export function send(worker: Worker, order: WorkerOrder): void {
  worker.postMessage(order);
}

/** What threads are made with is loaded here, for a server starts without any. */
async function startWorker(script: string): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  const worker = new Worker(script, {
    stdout: false,
    stderr: false,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
    // It closes each file that it opens: no list of them need be kept.
    trackUnmanagedFds: false,
  });
  // Who fails before it is told anything is found to have ended.
  return worker.on("error", () => undefined);
}
