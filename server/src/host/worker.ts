/** A worker thread: examines the batches it is sent until it is ended. Entry of dist/worker.js. */
import { parentPort, workerData } from "node:worker_threads";
import { createBatchReader, type BatchOrder, type BatchSettings } from "./batch.js";

const readBatch = createBatchReader(workerData as BatchSettings);
parentPort?.on("message", (order: BatchOrder) => parentPort?.postMessage(readBatch(order)));
