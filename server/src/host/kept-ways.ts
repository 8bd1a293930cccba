/** What the deploy files of a tree said together in an earlier scan: it holds while they are the same files in the same states. */
import { createHash } from "node:crypto";
import type { DestinationsRead } from "../core/destinations/read-destinations.js";
import type { BatchOrder, BatchResult } from "./batch.js";
import type { Cache, KeptWays } from "./cache.js";
import { fileKey, tooFresh, type CacheTable } from "./cache-table.js";
import { stateOf } from "./files.js";
import { openable, shownPath, type FolderBatch } from "./walk.js";

/** What is known of these deploy files, all that the tree has; null where any of them is new or not as it was. */
export function knownWays(root: string, cache: Cache, orders: readonly BatchOrder[]): DestinationsRead | null {
  if (cache.ways === null) return null;
  const states = digestOf(orders.map(({ batches }) => statesOf(root, cache.table, batches)));
  return states === cache.ways.states ? (JSON.parse(cache.ways.read) as DestinationsRead) : null;
}

/** What is kept of what deploy files said; null where one of them was not read, or may change unseen. `turns` are all in which they were read. */
export function waysToKeep(turns: readonly Pick<BatchResult, "states" | "skipped">[], read: DestinationsRead): KeptWays | null {
  const states = turns.some(({ skipped }) => skipped.length > 0) ? null : digestOf(turns.map((one) => one.states));
  return states === null ? null : { states, read: JSON.stringify(read) };
}

/** Names the states of files, given as their keys; null where one of them is not known (all zero). */
function digestOf(states: readonly Uint32Array[]): string | null {
  const hash = createHash("sha256");
  for (const keys of states) {
    for (let at = 3; at < keys.length; at += 4) if (keys[at] === 0) return null;
    hash.update(keys);
  }
  return hash.digest("hex");
}

/** Keys of files as they are now, without opening any; all zero where there is no state to rely on. */
function statesOf(root: string, cache: CacheTable, batches: readonly FolderBatch[]): Uint32Array {
  const paths = batches.flatMap(({ folder, names, byteNames }) =>
    names.map((name) => ({ path: folder === "" ? name : `${folder}/${name}`, byteNames })),
  );
  const states = new Uint32Array(4 * paths.length);
  const nowMs = Date.now();
  paths.forEach(({ path, byteNames }, n) => {
    const state = stateOf(openable(root, path, byteNames));
    if (state === null || tooFresh(state, nowMs)) return;
    fileKey(cache.seed, shownPath(path, byteNames), false, state, states.subarray(4 * n, 4 * n + 4));
  });
  return states;
}
