/** What a worker thread does: it is told what to work with, examines the batches it is sent, and keeps what was learned where it is asked to. dist/worker-thread.js. */
import { parentPort } from "node:worker_threads";
import { createBatchReader, type BatchOrder, type BatchResult } from "./batch.js";
import { saveCache } from "./cache.js";
import type { WorkerOrder, WorkerResult } from "./threads.js";

let readBatch: ((order: BatchOrder) => BatchResult) | null = null;
parentPort?.on("message", (order: WorkerOrder) => {
  if ("root" in order) readBatch = createBatchReader(order, null);
  else if ("learned" in order) saveCache(order.cache, order.learned);
  else if ("end" in order) parentPort?.close();
  else if (readBatch !== null) {
    const { entries, ...result } = readBatch(order);
    parentPort?.postMessage({ ...result, entries: entries.map((entry) => JSON.stringify(entry)) } satisfies WorkerResult);
  }
});
