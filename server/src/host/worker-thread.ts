/** What a worker thread does: it is told what to work with, examines the batches it is sent, and keeps what was learned where it is asked to. dist/worker-thread.js. */
import { parentPort } from "node:worker_threads";
import { createBatchReader, type BatchOrder, type BatchResult } from "./batch.js";
import { saveCache } from "./cache.js";
import type { LearnedTurn } from "./cache-table.js";
import type { WorkerOrder, WorkerResult } from "./threads.js";

let readBatch: ((order: BatchOrder) => BatchResult) | null = null;
/** What this thread holds until it is asked to keep it; null: it does not. */
let held: LearnedTurn[] | null = null;
const nothing = new Uint32Array(0);

parentPort?.on("message", (order: WorkerOrder) => {
  if ("root" in order) {
    readBatch = createBatchReader(order, null);
    held = order.keeps ? [] : null;
  } else if ("learned" in order) saveCache(order.cache, { ...order.learned, turns: [...(held ?? []), ...order.learned.turns] });
  else if ("end" in order) parentPort?.close();
  else if (readBatch !== null) {
    const { entries, ...result } = readBatch(order);
    const texts = entries.map((entry) => JSON.stringify(entry));
    if (held !== null && result.learned > 0) held.push({ slots: result.slots, hopes: result.hopes, entries: texts });
    const slots = held === null ? result.slots : nothing;
    parentPort?.postMessage({ ...result, slots, entries: texts } satisfies WorkerResult);
  }
});
