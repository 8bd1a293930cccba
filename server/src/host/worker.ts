/** A worker thread: is told what to work with, then examines the batches it is sent until it is ended. Entry of dist/worker.js. */
import { parentPort } from "node:worker_threads";
import { createBatchReader, type BatchOrder, type BatchResult, type BatchSettings } from "./batch.js";

let readBatch: ((order: BatchOrder) => BatchResult) | null = null;
parentPort?.on("message", (message: BatchSettings | BatchOrder) => {
  if ("kind" in message) parentPort?.postMessage(readBatch?.(message));
  else readBatch = createBatchReader(message);
});
