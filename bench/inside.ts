/** What the bench measures inside one process: the gate alone over a tree (two threads), and one file once everything is warm. Prints JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { createGate } from "../server/src/core/markers/gate.js";
import { createExaminer } from "../server/src/core/markers/examine.js";
import type { CompiledRules } from "../server/src/core/markers/compile-rules.js";
import { closeFile, createOpenFile, hasZero, openFile } from "../server/src/host/files.js";
import { compileBuilt, loadRulebook } from "../server/src/host/load-rulebook.js";
import { openable, walkTree, type FolderBatch } from "../server/src/host/walk.js";

interface Part {
  readonly home: string;
  readonly root: string;
  readonly batches: readonly FolderBatch[];
}
interface Passed {
  readonly files: number;
  readonly bytes: number;
  readonly now: number;
  readonly putOff: number;
}

function compiledAt(home: string): CompiledRules {
  return compileBuilt(loadRulebook(home), home, process.env);
}

/** Reads the files and asks the gate, nothing else. */
function gateOnly({ home, root, batches }: Part): Passed {
  const gate = createGate(compiledAt(home));
  const file = createOpenFile(gate.room);
  let [files, bytes, now, putOff] = [0, 0, 0, 0];
  for (const { folder, names, byteNames } of batches) {
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (openFile(file, openable(root, path, byteNames)) && !hasZero(file)) {
        files++;
        bytes += file.length;
        gate.look(file.buffer, 0, file.length);
        const answer = gate.answer(path);
        if (answer.now) now++;
        else if (answer.hopes.length > 0) putOff++;
      }
      closeFile(file);
    }
  }
  return { files, bytes, now, putOff };
}

async function gateInTwoThreads(home: string, root: string): Promise<Passed & { milliseconds: number }> {
  const began = performance.now();
  const batches = [...walkTree(root, { ignoredIn: () => null, excluded: () => false })];
  const halves = [0, 1].map((half) => batches.filter((_, i) => i % 2 === half));
  const other = new Promise<Passed>((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { home, root, batches: halves[1] } });
    worker.once("message", resolve).once("error", reject);
  });
  const own = gateOnly({ home, root, batches: halves[0] ?? [] });
  const rest = await other;
  const sum = (key: keyof Passed): number => own[key] + rest[key];
  return { files: sum("files"), bytes: sum("bytes"), now: sum("now"), putOff: sum("putOff"), milliseconds: performance.now() - began };
}

/** Milliseconds for a file that passes the gate, read closely: the median of two hundred, after as many that are not counted. */
function oneFile(home: string): { bytes: number; milliseconds: number } {
  const examiner = createExaminer({ compiled: compiledAt(home), inlineSuppressions: true, readFormat: () => null });
  const bytes = new Uint8Array(readFileSync(join(home, "bench-file.py")));
  const times: number[] = [];
  for (let i = 0; i < 400; i++) {
    const began = performance.now();
    examiner.examine({ path: "model/rank.py", size: bytes.length, bytes, zero: false, read: (from, to) => bytes.subarray(from, to) });
    times.push(performance.now() - began);
  }
  return { bytes: bytes.length, milliseconds: times.slice(200).sort((a, b) => a - b)[100] ?? 0 };
}

if (!isMainThread) parentPort?.postMessage(gateOnly(workerData as Part));
else {
  const [what, home = "", root = ""] = process.argv.slice(2);
  const result = what === "gate" ? gateInTwoThreads(home, root) : Promise.resolve(oneFile(home));
  void result.then((value) => process.stdout.write(JSON.stringify(value)));
}
