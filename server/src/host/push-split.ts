/** What may be pushed without that which is in question. */
import { shownUrl } from "../core/destinations/git/url.js";
import type { Split } from "../core/push/push-report.js";
import { counted } from "../core/push/verdict.js";
import type { ScanResult } from "../core/scan-result.js";
import type { PushExamination } from "./examine-push.js";
import type { Git } from "./git.js";
import { readPushCommits } from "./push-commits.js";
import type { PushObjects } from "./push-objects.js";
import type { PushAsk, PushJudged } from "./push.js";

/** Which commit brings what is in question, and what may be pushed without it. */
export async function splitOf(
  git: Git,
  ask: PushAsk,
  objects: PushObjects,
  result: ScanResult,
  examination: PushExamination,
): Promise<Pick<PushJudged, "maySplit" | "commits">> {
  const ids = new Set(counted(result.exposures).map((exposure) => exposure.marker));
  const blobs = new Set([...examination.blobs].filter(([id]) => ids.has(id)).map(([, blob]) => blob.oid));
  if (blobs.size === 0) return { maySplit: [], commits: new Map() };
  const commits = await readPushCommits(git, objects.from, objects.without, blobs);
  if (commits === null) return { maySplit: [], commits: new Map() };
  const maySplit = objects.tips.flatMap(({ ref, oid }): Split[] => {
    const clean = commits.cleanPart(oid);
    if (clean === null) return [];
    const whole = clean === oid;
    const source = whole && /^[\w./@+-]+$/.test(ref.localRef) ? ref.localRef : clean;
    return [
      {
        command: `git push ${quoted(shownUrl(ask.remote))} ${quoted(`${source}:${ref.remoteRef}`)}`,
        oid: clean,
        remoteRef: ref.remoteRef,
        whole,
      },
    ];
  });
  return { maySplit, commits: commits.bringing };
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@+-]+$/.test(word) && !word.startsWith("-") ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
