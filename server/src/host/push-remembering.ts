/** What of a push was examined before: of a whole history, only what came since has to be listed and looked at. */
import type { PushRef } from "../core/push/push-lines.js";
import type { PushExamination } from "./examine-push.js";
import { type Git, runGit } from "./git.js";
import type { PushCache, RememberedBlob } from "./push-cache.js";
import { listPushObjects, type PushObjects } from "./push-objects.js";
import type { RemoteKnowledge } from "./remote-knowledge.js";

interface Refs {
  readonly refs: readonly PushRef[];
}

/** The objects of a push, and what is known of its history from before. */
export interface Listed {
  readonly objects: PushObjects;
  /** Blobs of the remembered part that said something. */
  readonly remembered: readonly RememberedBlob[];
  /** Under which name this history is to be remembered; null: it is not a whole one. */
  readonly historyKey: string | null;
  /** Exactly these tips were examined before, with this outcome. */
  readonly same: PushExamination | null;
  /** How much the remembered part holds. */
  readonly earlier: PushExamination["stats"] | null;
}

/** Lists the objects. Of a whole history that was examined before, only what came since is walked; what it had to say is remembered. */
export async function listRemembering(git: Git, ask: Refs, known: RemoteKnowledge, cache: PushCache): Promise<Listed> {
  const everything = known.oids.length === 0 && ask.refs.every((ref) => ref.remoteOid === null);
  const tips = [...new Set(ask.refs.flatMap((ref) => ref.localOid ?? []))].sort();
  if (!everything || tips.length === 0)
    return { objects: await listPushObjects(git, ask.refs, known), remembered: [], historyKey: null, same: null, earlier: null };
  const historyKey = tips.join(" ");
  const before = await rememberedHistory(git, tips, historyKey, cache);
  if (before === null)
    return { objects: await listPushObjects(git, ask.refs, known), remembered: [], historyKey, same: null, earlier: null };
  const history = cache.history(before);
  if (before === historyKey && history !== null)
    return { objects: nothingSince(ask), remembered: history.blobs, historyKey, same: history.examination, earlier: null };
  const listed = await listPushObjects(git, ask.refs, { ...known, oids: before.split(" ") });
  const objects = { ...listed, without: [], whole: listed.tips.map((tip) => tip.ref) };
  return { objects, remembered: history?.blobs ?? [], historyKey, same: null, earlier: history?.examination.stats ?? null };
}

/** Blobs of a remembered history are sent as well, though only those of them that said something were looked at again. */
export function withEarlier(
  examination: PushExamination,
  { blobs }: PushObjects,
  earlier: PushExamination["stats"] | null,
): PushExamination {
  if (earlier === null) return examination;
  const bytes = blobs.reduce((sum, blob) => sum + blob.size, 0);
  return { ...examination, stats: { ...examination.stats, blobs: blobs.length + earlier.blobs, bytes: bytes + earlier.bytes } };
}

/** The same tips as before: git itself has just read them, so they are there, and nothing came since. */
function nothingSince(ask: Refs): PushObjects {
  const tips = ask.refs.flatMap((ref) => (ref.localOid === null ? [] : [{ ref, oid: ref.localOid }]));
  const from = [...new Set(tips.map((tip) => tip.oid))].sort();
  return { blobs: [], tips, from, without: [], missing: [], whole: tips.map((tip) => tip.ref), incomplete: [] };
}

/** The latest history that was examined whole and that this push holds. */
async function rememberedHistory(git: Git, tips: readonly string[], key: string, cache: PushCache): Promise<string | null> {
  const histories = cache.tips();
  if (histories.includes(key)) return key;
  for (const history of histories.filter((each) => !each.includes(" ")).slice(0, 8)) {
    for (const tip of tips.slice(0, 4)) {
      const answer = await runGit(git, ["merge-base", "--is-ancestor", history, tip], { time: 60_000 });
      if (answer.why === null) return history;
    }
  }
  return null;
}
