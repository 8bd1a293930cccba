/** What a push's report says besides its scan, out of what was judged. */
import type { PushFacts } from "../core/push/make-push-report.js";
import type { PushRef } from "../core/push/push-lines.js";
import { mayGo } from "../core/push/verdict.js";
import type { PushJudged } from "./push.js";

/** `acknowledged`: the reason that a person recorded to go on; `hypothetical`: no push is under way. */
export function pushFacts(
  judged: PushJudged,
  refs: readonly PushRef[],
  { acknowledged, hypothetical }: Pick<PushFacts, "acknowledged" | "hypothetical">,
): PushFacts {
  const { examination, objects, known, verdict } = judged;
  const whole = new Set(objects.whole);
  const commits = [...examination.blobs].flatMap(([marker, { oid }]): [string, string][] => {
    const commit = judged.commits.get(oid);
    return commit === undefined ? [] : [[marker, commit]];
  });
  return {
    verdict,
    mayGo: mayGo(verdict, judged.result.policy) || acknowledged !== null,
    refs: refs.map((ref) => ({ ...ref, whole: whole.has(ref) })),
    known: { remote: known.remote, since: known.since },
    maySplit: judged.maySplit,
    undecided: judged.undecided,
    policyChanged: judged.policyChanged,
    acknowledged,
    hypothetical,
    blobs: examination.stats.blobs,
    bytes: examination.stats.bytes,
    commits: Object.fromEntries(commits),
  };
}
