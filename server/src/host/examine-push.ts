/** Examines what a push would send: each new blob once, each tip as the tree it is, and what lies only in the history by itself. */
import { idOf } from "../core/markers/identity.js";
import type { FileSummary, Marker, Skipped } from "../core/markers/marker.js";
import { noPackages } from "../core/markers/origin.js";
import { countFiles, noFiles } from "../core/markers/tree-files.js";
import { raisedByTree, treeMarkers } from "../core/markers/tree-context.js";
import { isOwnOutput, mayBeOwnOutput } from "../core/own-output.js";
import type { CompiledRules } from "../core/markers/compile-rules.js";
import { type Git, firstLine, runGit } from "./git.js";
import { nameOf, records, shownName } from "./git-names.js";
import type { PushCache, RememberedBlob } from "./push-cache.js";
import type { PushObjects } from "./push-objects.js";
import { PushWork, type Sizes, type TipEntry } from "./push-work.js";

/** What the objects of a push say. */
export interface PushExamination {
  /** Markers of the tips and of the history, each rule and path once. */
  readonly markers: readonly Marker[];
  /** By id of the marker: the blob, whether the push would send it, and whether it stands in a tip or only in the history. */
  readonly blobs: ReadonlyMap<string, MarkedBlob>;
  readonly skipped: readonly Skipped[];
  /** Objects that could not be read. */
  readonly unread: readonly string[];
  readonly incomplete: readonly string[];
  /** Tips beyond those that are judged as trees: their blobs were judged by themselves. */
  readonly treesLeft: number;
  /** Blobs in which some rule found something, or that could not be read to their end. */
  readonly spoke: ReadonlySet<string>;
  readonly stats: { readonly blobs: number; readonly bytes: number; readonly read: number; readonly candidates: number };
}

/** The blob that speaks for a marker. */
export interface MarkedBlob {
  readonly oid: string;
  readonly isNew: boolean;
  readonly inTip: boolean;
}

/** What is to be examined, and by what. */
export interface PushRequest {
  readonly git: Git;
  readonly objects: PushObjects;
  /** Blobs with something to say in a history that was examined before and is sent as well. */
  readonly remembered: readonly RememberedBlob[];
  /** Compiled when first needed: a push of which everything is remembered needs no rules. */
  readonly compiled: () => CompiledRules;
  readonly inlineSuppressions: boolean;
  readonly cache: PushCache;
  readonly onProgress: (done: number, all: number) => void;
}

/** Tips that are judged as trees, latest refs first; the blobs of others are judged by themselves. */
const mostTips = 32;

/** Examines the objects of a push. */
export async function examinePush(request: PushRequest): Promise<PushExamination> {
  const { git, objects, remembered } = request;
  const work = new PushWork(request);
  const sent = new Map<string, { readonly path: string; readonly size: number }>();
  for (const { oid, path, size } of [...objects.blobs, ...remembered]) sent.set(oid, { path: pathShown(oid, path), size });
  const tips = await readTips(git, objects, work);
  const inTips = new Set(tips.flatMap((tip) => tip.map((entry) => entry.oid)));
  const history = [...sent]
    .filter(([oid]) => !inTips.has(oid))
    .flatMap(([oid, { path }]) => pathsToTry(path).map((one) => ({ oid, path: one })));
  // Where nothing is known of the other side, all of a tip is sent, remembered or not.
  const everything = objects.without.length === 0;
  const isSent = (entry: TipEntry): boolean => everything || sent.has(entry.oid);
  await work.examine([...tips.flatMap((tip) => tip.filter(isSent)), ...history], sent);
  const found = createFound();
  for (const tip of tips) {
    // A tree in which no sent file has anything to say gives no new marker, whatever its other files say.
    if (!tip.some((entry) => isSent(entry) && work.speaks(entry))) continue;
    await work.examine(tip, sent);
    const oids = new Map(tip.map((entry) => [entry.path, entry.oid]));
    for (const marker of await markersOf(work, request.compiled(), tip, sent)) {
      const oid = oids.get(marker.path) ?? oids.get(marker.path.replace(/!\/.*$/s, "")) ?? "";
      found.add(marker, { oid, isNew: isSent({ oid, path: marker.path }), inTip: true });
    }
  }
  for (const entry of history)
    for (const marker of historyMarkers(work, request, entry))
      if (found.blobs.get(marker.id)?.inTip !== true) found.add(marker, { oid: entry.oid, isNew: true, inTip: false });
  const own = await takeOwnOutputs(git, found);
  return {
    markers: [...found.markers.values()].sort(byPathAndRule),
    blobs: found.blobs,
    skipped: [...work.skipped(), ...own],
    unread: work.unread,
    spoke: work.spoke,
    incomplete: work.incomplete,
    treesLeft: work.treesLeft,
    stats: {
      blobs: sent.size,
      bytes: [...sent.values()].reduce((sum, blob) => sum + blob.size, 0),
      read: work.read,
      candidates: work.candidates,
    },
  };
}

/** Takes out what Borderline itself wrote: saved scans and records that somebody committed. Gives them as left out. */
async function takeOwnOutputs(git: Git, { markers, blobs }: ReturnType<typeof createFound>): Promise<readonly Skipped[]> {
  const answers = new Map<string, boolean>();
  const own = new Set<string>();
  for (const { id, path } of [...markers.values()].filter((marker) => mayBeOwnOutput(marker.path))) {
    const oid = blobs.get(id)?.oid ?? "";
    if (!answers.has(oid)) {
      const answer = oid === "" ? null : await runGit(git, ["cat-file", "blob", oid], { bytes: 64 << 20 });
      answers.set(oid, answer?.why === null && isOwnOutput(answer.stdout.toString("utf8")));
    }
    if (answers.get(oid) !== true) continue;
    markers.delete(id);
    blobs.delete(id);
    own.add(path);
  }
  return [...own].sort().map((path) => ({ path, reason: "generated", gap: false }));
}

/** Markers by their ids, each with the blob that speaks for it: a new one before one that is there already, then the surest. */
function createFound() {
  const markers = new Map<string, Marker>();
  const blobs = new Map<string, MarkedBlob>();
  const add = (marker: Marker, blob: MarkedBlob): void => {
    const known = blobs.get(marker.id);
    const better =
      known === undefined ||
      (blob.isNew && !known.isNew) ||
      (blob.isNew === known.isNew && marker.confidence > (markers.get(marker.id)?.confidence ?? 0));
    if (!better) return;
    markers.set(marker.id, marker);
    blobs.set(marker.id, blob);
  };
  return { markers, blobs, add };
}

/** What a blob that lies only in the history says, by itself. */
function historyMarkers(work: PushWork, request: PushRequest, entry: TipEntry): readonly Marker[] {
  if (!work.spoke.has(entry.oid)) return [];
  const summaries = work.summaries(entry).filter((summary) => summary.rules.length > 0);
  if (summaries.length === 0) return [];
  return treeMarkers({ compiled: request.compiled(), summaries, files: noFiles, packages: noPackages }).map(withoutGuess);
}

/** The blobs of the push that had anything to say, for a later push of the same history. */
export function speakingBlobs(
  { objects, remembered }: Pick<PushRequest, "objects" | "remembered">,
  { spoke }: PushExamination,
): RememberedBlob[] {
  const own = objects.blobs.filter(({ oid }) => spoke.has(oid)).map(({ oid, path, size }) => ({ oid, path: pathShown(oid, path), size }));
  return [...remembered, ...own];
}

/** A blob without a path of its own (a tagged one, a note, which is named by what it is about) is shown by its name. */
function pathShown(oid: string, path: string | null): string {
  return path === null || namelessPath.test(path) ? `(object ${oid.slice(0, 12)})` : path;
}

/** The name of an object, as notes have it: no path that says anything. */
const namelessPath = /^(?:[0-9a-f]\/?){40,64}$/;

/** Nothing says which language a blob without a path is in: it is looked at in each of these. */
const guessed = [".py", ".cpp", ".java", ".go", ".ts", ".md"];

/** The paths under which a blob of the history is looked at. */
function pathsToTry(path: string): readonly string[] {
  return path.startsWith("(object ") ? [path, ...guessed.map((extension) => path + extension)] : [path];
}

function withoutGuess(marker: Marker): Marker {
  if (!marker.path.startsWith("(object ")) return marker;
  const path = marker.path.replace(/\)\.\w+$/, ")");
  return { ...marker, path, id: idOf(marker.rule, path) };
}

async function markersOf(work: PushWork, compiled: CompiledRules, tip: readonly TipEntry[], sizes: Sizes): Promise<Marker[]> {
  const summaries = (): FileSummary[] => tip.flatMap((entry) => work.summaries(entry));
  const files = countFiles(tip.map((entry) => entry.path));
  const raised = raisedByTree(
    { compiled, summaries: summaries(), files, packages: noPackages },
    tip.flatMap((entry) => work.later(entry) ?? []),
  );
  const again = new Set(Array.from(raised, (file) => file.path));
  await work.examine(
    tip.filter((entry) => again.has(entry.path)),
    sizes,
    true,
  );
  return treeMarkers({ compiled, summaries: summaries(), files, packages: noPackages });
}

/** The regular files of each tip. A tip that is no tree (a tagged blob) has none; of the same tree twice, one is enough. */
async function readTips(git: Git, { tips }: PushObjects, work: PushWork): Promise<TipEntry[][]> {
  const trees = [...new Set(tips.map((tip) => tip.oid))];
  if (trees.length > mostTips) work.treesLeft = trees.length - mostTips;
  const read: TipEntry[][] = [];
  for (const oid of trees.slice(0, mostTips)) {
    const answer = await runGit(git, ["ls-tree", "-r", "-z", "--full-tree", oid], { time: 10 * 60_000, bytes: 1 << 30 });
    if (answer.why === null) read.push(readTree(answer.stdout));
    else if (!/not a tree object/.test(answer.stderr))
      work.incomplete.push(`git ls-tree: ${answer.why === "failed" ? firstLine(answer.stderr) : answer.why}`);
  }
  return read;
}

/** `100644 blob <oid>\t<path>`: links and submodules are no files of this tree. */
function readTree(output: Buffer): TipEntry[] {
  return records(output).flatMap((record) => {
    const tab = record.indexOf(9);
    const [mode = "", type, oid = ""] = record.toString("latin1", 0, tab).split(" ");
    if (type !== "blob" || !mode.startsWith("100")) return [];
    const name = record.subarray(tab + 1);
    const path = nameOf(name) ?? shownName(name);
    return namelessPath.test(path) ? [] : [{ oid, path }];
  });
}

function byPathAndRule(a: Marker, b: Marker): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1;
}
