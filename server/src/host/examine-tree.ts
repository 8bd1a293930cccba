/** Examines a whole tree with several threads: walks it, has its files read, and reads closely what the whole tree raises. */
import type { Worker } from "node:worker_threads";
import { isDeployFile, isSource, type DestinationsRead, type Texts } from "../core/destinations/read-destinations.js";
import type { FileSummary } from "../core/markers/marker.js";
import type { TreeFiles } from "../core/markers/tree-files.js";
import type { BatchSettings } from "./batch.js";
import { isNew, saveCache, type Cache } from "./cache.js";
import { Crew } from "./crew.js";
import { Gathered, type PutOffFile, type TreeRead } from "./gathered.js";
import { knownWays } from "./kept-ways.js";
import { send } from "./threads.js";
import { shownPath, walkTree, type FolderBatch, type WalkOptions, type WalkOutcome } from "./walk.js";

export interface TreeRequest extends Omit<BatchSettings, "cache" | "sifts" | "keeps"> {
  /** What earlier scans of this tree left; null: none is used, none is kept. */
  readonly cache: Cache | null;
  readonly walk: WalkOptions;
  /** The threads beside this one, which have not been told anything yet. */
  readonly workers: readonly Worker[];
  readonly signal?: AbortSignal;
  /** Called between batches, at most every 50 ms: files done, and files met so far. */
  readonly onProgress?: (done: number, met: number) => void;
  /** Once every file has been seen: which of those that were put off the tree raises. */
  readonly raised: (tree: { summaries: readonly FileSummary[]; files: TreeFiles }, putOff: Iterable<PutOffFile>) => Iterable<PutOffFile>;
  /** What the deploy files say: this thread works it out step by step while the others go on. */
  readonly meanwhile?: (deployFiles: Texts) => Iterator<void, DestinationsRead>;
  /** Whether the texts of deploy files are wanted even where it is known what they say. */
  readonly wantsTexts?: boolean;
}

/** Files in one turn of a thread; a turn takes one to three milliseconds. */
const turnSize = 64;
/** Files in one turn of close reading: few, for at its end one thread waits for the turns that wait at the others. */
const closeTurnSize = 4;

const nothingSaid: DestinationsRead = { destinations: [], problems: [] };

/** Walks and examines a tree. Rejects with the signal's reason when it is aborted. */
export async function examineTree(request: TreeRequest): Promise<TreeRead> {
  const { root, compiled, inlineSuppressions, cache, workers } = request;
  const gathered = new Gathered(cache);
  const tell = progressOf(request, gathered);
  const crew = new Crew(
    { root, compiled, inlineSuppressions, cache: cache?.table ?? null },
    workers,
    (...turn) => {
      gathered.take(...turn);
      tell();
    },
    request.signal,
  );
  const { skipped, ignored } = await walk(request, crew, gathered);
  const files = gathered.counted();
  const known = cache === null || request.wantsTexts === true ? null : knownWays(root, cache, crew.waitingDeployFiles);
  if (known !== null) crew.treatDeployFilesAsPlain();
  await crew.finishDeployFiles();
  const deployFiles = gathered.deployFiles();
  const deploy = known ?? (await whileOthersRead(crew, request.meanwhile?.(deployFiles)));
  await crew.finish();
  await readRaised(crew, request.raised({ summaries: gathered.summaries(), files }, gathered.putOff()));
  keep(request, gathered, known === null ? deploy : null);
  return gathered.read({ files, deployFiles, deploy, skipped, ignored });
}

/** Tells how far the scan is, not too often. */
function progressOf({ onProgress }: TreeRequest, gathered: Gathered): () => void {
  let done = 0;
  let told = 0;
  return () => {
    done += turnSize;
    const now = performance.now();
    if (onProgress === undefined || now - told < 50) return;
    told = now;
    onProgress(Math.min(done, gathered.met), gathered.met);
  };
}

/** Walks the tree while the workers already read what has been found. */
async function walk(request: TreeRequest, crew: Crew, gathered: Gathered): Promise<WalkOutcome> {
  const steps = walkTree(request.root, request.walk);
  const open = { deploy: [] as FolderBatch[], plain: [] as FolderBatch[] };
  const put = (kind: "deploy" | "plain", batch: FolderBatch): void => {
    if (batch.names.length === 0) return;
    open[kind].push(batch);
    if (open[kind].reduce((sum, { names }) => sum + names.length, 0) >= turnSize) crew.order(kind, open[kind].splice(0));
  };
  let lastBreath = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      crew.order("deploy", open.deploy);
      crew.order("plain", open.plain);
      crew.knowsAll();
      return step.value;
    }
    const { folder, names, byteNames } = step.value;
    const listed = { folder: shownPath(folder, byteNames), names: byteNames ? names.map((name) => shownPath(name, true)) : names };
    gathered.list(listed);
    const prefix = folder === "" ? "" : `${listed.folder}/`;
    const wanted = new Set(names.filter((_, n) => !isSource(listed.names[n]!) && isDeployFile(prefix + listed.names[n]!)));
    put("deploy", { folder, names: wanted.size === 0 ? [] : names.filter((name) => wanted.has(name)), byteNames });
    put("plain", { folder, names: wanted.size === 0 ? names : names.filter((name) => !wanted.has(name)), byteNames });
    if (performance.now() - lastBreath < 2) continue;
    crew.feedAll();
    await crew.breathe();
    lastBreath = performance.now();
  }
}

/** Goes through steps, a few at a time, and lets the workers' answers in between. */
async function whileOthersRead(crew: Crew, steps?: Iterator<void, DestinationsRead>): Promise<DestinationsRead> {
  for (;;) {
    crew.feedAll();
    for (const until = performance.now() + 2; performance.now() < until;) {
      const step = steps?.next() ?? { done: true, value: nothingSaid };
      if (step.done === true) return step.value;
    }
    await crew.breathe();
  }
}

/** Reads closely what the tree raises; the other threads begin while this one still looks for more. */
async function readRaised(crew: Crew, raised: Iterable<PutOffFile>): Promise<void> {
  let turn: FolderBatch[] = [];
  for (const { path, bytePath } of raised) {
    turn.push({ folder: "", names: [bytePath ?? path], byteNames: bytePath !== null });
    if (turn.length < closeTurnSize) continue;
    crew.order("raised", turn);
    turn = [];
    crew.feedAll();
    await crew.breathe();
  }
  crew.order("raised", turn);
  await crew.finish();
}

/** Keeps what was learned for the next scan, while this thread goes on; where nothing new was, the old cache stays as it is. */
function keep({ cache, workers: [worker] }: TreeRequest, gathered: Gathered, deploy: DestinationsRead | null): void {
  if (cache === null) return;
  const learned = gathered.learned(deploy);
  if (!isNew(cache, learned) && gathered.held === 0) return;
  if (worker) send(worker, { cache, learned });
  else saveCache(cache, learned);
}
