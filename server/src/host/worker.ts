/** Entry of dist/worker.js: a few lines that load what a worker thread does with its kept code. */
import { join } from "node:path";
import { loadCode } from "./load-code.js";

process.once("exit", loadCode(join(__dirname, "worker-thread.js"), process.env).keep);
