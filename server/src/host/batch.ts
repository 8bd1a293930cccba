/** Examines batches of files: what every thread does. A file that gives nothing leaves nothing behind. */
import { isDeployFile } from "../core/destinations/read-destinations.js";
import { createExaminer, type Examined, type FileContents } from "../core/markers/examine.js";
import { decodeText } from "../core/markers/encoding.js";
import type { FormatFound } from "../core/markers/file-evidence.js";
import { readFormat as readWeights } from "../core/markers/formats/read-format.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import type { CompiledRules } from "../core/rulebook/compile-rules.js";
import { closeFile, createOpenFile, hasZero, openFile, readStretch } from "./files.js";
import { openable, shownPath, type FolderBatch } from "./walk.js";

/** What a thread is given once. Plain data; the automaton's table lies in shared memory. */
export interface BatchSettings {
  readonly root: string;
  readonly compiled: CompiledRules;
  readonly inlineSuppressions: boolean;
}

/** One turn of work: files of some folders, and whether they had been put off and are now read closely. */
export interface BatchOrder {
  readonly batches: readonly FolderBatch[];
  readonly closely: boolean;
}

/** What a turn gave. */
export interface BatchResult {
  readonly summaries: FileSummary[];
  /** Files that must be read closely if the tree speaks for one of the families whose bits are given. */
  readonly later: { readonly folder: string; readonly name: string; readonly byteNames: boolean; readonly families: number }[];
  /** Text of deploy, CI and IaC files by path. */
  readonly deploy: (readonly [path: string, text: string])[];
  readonly skipped: Skipped[];
  bytes: number;
  /** Files that passed the gate. */
  candidates: number;
}

/** Deploy files are configuration that people write: a larger one is not read as such (bytes). */
const deployLimit = 2 << 20;

/** Makes the function that examines batches in this thread. */
export function createBatchReader({ root, compiled, inlineSuppressions }: BatchSettings): (order: BatchOrder) => BatchResult {
  const file = createOpenFile();
  const examiner = createExaminer({ compiled, inlineSuppressions, readFormat });
  const contents = (path: string): FileContents => ({
    path,
    size: file.size,
    bytes: file.buffer.subarray(0, file.length),
    zero: hasZero(file),
    read: (from, to) => (to <= file.length ? file.buffer.subarray(from, to) : readStretch(file, from, to)),
  });

  const readOne = (result: BatchResult, { folder, byteNames }: FolderBatch, name: string, closely: boolean): void => {
    const relative = folder === "" ? name : `${folder}/${name}`;
    const path = shownPath(relative, byteNames);
    if (!openFile(file, openable(root, relative, byteNames))) {
      result.skipped.push({ path, reason: file.failed ?? "unreadable", gap: true });
      return;
    }
    const now = contents(path);
    if (!closely) {
      result.bytes += file.size;
      if (file.length <= deployLimit && isDeployFile(path)) result.deploy.push([path, decodeText(now.bytes).text]);
    }
    const examined = guarded(() => (closely ? examiner.examineClosely(now) : examiner.examine(now)));
    if (examined === null) result.skipped.push({ path, reason: "unreadable", gap: true });
    else if (examined.summary !== null) {
      result.candidates++;
      result.summaries.push(examined.summary);
    } else if (examined.later !== 0) result.later.push({ folder, name, byteNames, families: examined.later });
  };

  return ({ batches, closely }) => {
    const result: BatchResult = { summaries: [], later: [], deploy: [], skipped: [], bytes: 0, candidates: 0 };
    for (const batch of batches) {
      for (const name of batch.names) {
        readOne(result, batch, name, closely);
        closeFile(file);
      }
    }
    return result;
  };
}

/** A reader that fails on hostile bytes costs its file, not the scan. */
function guarded(examine: () => Examined): Examined | null {
  try {
    return examine();
  } catch {
    return null;
  }
}

/** Model weights, and pointers to them, by content. */
function readFormat(file: FileContents): FormatFound | null {
  return readWeights(file.path, file.bytes.subarray(0, 4096), { size: file.size, read: file.read });
}
