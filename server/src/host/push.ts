/** The push from stdin to a judged result: list, examine, judge under the policy as it is and as it was. */
import { join } from "node:path";
import { placeRemotes } from "../core/destinations/git/place-remotes.js";
import type { Destination } from "../core/destinations/destination.js";
import { forwardIn, placeIn } from "../core/destinations/place-of.js";
import type { Problem } from "../core/problem.js";
import { judgePush } from "../core/push/judge-push.js";
import type { PushRef } from "../core/push/push-lines.js";
import type { Split } from "../core/push/push-report.js";
import { louder, type Verdict, verdictOf } from "../core/push/verdict.js";
import type { PlaceFound } from "../core/destinations/read-destinations.js";
import type { ExposureState } from "../core/exposures/exposure.js";
import type { CompiledRules } from "../core/markers/compile-rules.js";
import type { Regime } from "../core/rulebook/item.js";
import type { Rule } from "../core/rulebook/rule.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import type { Scanned, ScanResult } from "../core/scan-result.js";
import { many, type LocalText } from "../core/text.js";
import { readBounded } from "./bounded-file.js";
import { cacheIdentity } from "./cache.js";
import { examinePush, type PushExamination, speakingBlobs } from "./examine-push.js";
import { type Judgement, loadPolicy } from "./load-policy.js";
import { compileBuilt } from "./load-rulebook.js";
import { foundForPush } from "./git-remotes.js";
import type { GitRepository } from "./git-repository.js";
import { openGit } from "./git.js";
import { cacheFolderOutside } from "./own-folder.js";
import { gazetteer } from "./places-file.js";
import { noCache, openPushCache, type PushCache } from "./push-cache.js";
import { policyBases } from "./push-bases.js";
import { doubts } from "./push-doubts.js";
import type { PushObjects } from "./push-objects.js";
import { type PushPolicies, type PushRules, readPushPolicies } from "./push-policy.js";
import { listRemembering, withEarlier } from "./push-remembering.js";
import { splitOf } from "./push-split.js";
import { knowledgeOf, type RemoteKnowledge } from "./remote-knowledge.js";

/** A push, or a history looked at as if it were one. */
export interface PushAsk {
  readonly repository: GitRepository;
  readonly environment: NodeJS.ProcessEnv;
  readonly rulebook: Rulebook;
  /** The folder of the built program; what it holds names the cache. null: nothing is remembered. */
  readonly home: string | null;
  readonly asOf: string;
  readonly refs: readonly PushRef[];
  /** Lines of stdin that could not be read. */
  readonly unreadable: readonly number[];
  readonly remote: string;
  readonly url: string;
  /** A history that is looked at without a push: the ways out to judge it by, what it leaves out, and where the policy is taken from. */
  readonly history?: {
    readonly destinations: (place: PlaceFound) => readonly Destination[];
    readonly without: readonly string[];
    readonly state: ExposureState;
    /** Judged by the policy as it lies there: no range that begins somewhere, and no change that would judge itself. */
    readonly ownPolicy: boolean;
  };
  /** `--policy`, absolute. */
  readonly policy: string | null;
  /** `--regime`; null: the policy's. */
  readonly regimes: readonly Regime[] | null;
  readonly onProgress: (done: number, all: number) => void;
}

/** A judged push. */
export interface PushJudged {
  readonly result: ScanResult;
  readonly verdict: Verdict;
  readonly undecided: readonly LocalText[];
  readonly policyChanged: readonly { readonly path: string; readonly before: Verdict }[];
  /** Whether a recorded reason may count: only if the policy allowed it before this push as well. */
  readonly acknowledge: boolean;
  readonly objects: PushObjects;
  readonly examination: PushExamination;
  readonly known: RemoteKnowledge;
  readonly maySplit: readonly Split[];
  /** Blob → the commit that brings it. */
  readonly commits: ReadonlyMap<string, string>;
}

/** Judges a push. A repository that git cannot open is a problem for the caller to say. */
export async function judgedPush(ask: PushAsk): Promise<PushJudged | { readonly problems: readonly Problem[] }> {
  const began = performance.now();
  const opened = await openGit(ask.repository, ask.environment);
  if (opened.git === null) return { problems: opened.problems };
  const { git } = opened;
  const known =
    ask.history === undefined
      ? await knowledgeOf(git, ask.remote, ask.url, ask.environment)
      : { oids: ask.history.without, since: null, remote: null };
  const bases = await policyBases(git, ask, known);
  const tips = ask.refs.flatMap((ref) => ref.localOid ?? []).slice(0, 32);
  const policies =
    ask.history?.ownPolicy === true
      ? { before: null, changed: [] }
      : underRegimes(await readPushPolicies(git, ask.policy, bases, tips, ask.environment), ask.regimes);
  const judgement = await loadPolicy({
    root: ask.repository.top ?? ask.repository.root,
    repository: ask.repository,
    rulebook: ask.rulebook,
    environment: ask.environment,
    named: ask.policy,
    regimes: ask.regimes,
  });
  const { policy, baseline } = judgement;
  const inlineSuppressions = policy.inlineSuppressions && (policies.before?.policy.inlineSuppressions ?? true);
  const cache = cacheFor(ask, judgement.rulebook.digest, inlineSuppressions, policies.before !== null);
  const { objects, remembered, historyKey, same, earlier } = await listRemembering(git, ask, known, cache);
  let rules: CompiledRules | null = null;
  const rulebook = { ...judgement.rulebook, rules: rulesFor(ask, judgement, policies) };
  const compiled = (): CompiledRules => (rules ??= compileBuilt(rulebook, ask.home, ask.environment));
  const request = { git, objects, remembered, compiled, inlineSuppressions, cache, onProgress: ask.onProgress };
  const examination =
    same === null ? withEarlier(await examinePush(request), objects, earlier) : { ...same, stats: { ...same.stats, read: 0 } };
  const undecided = doubts(ask, objects, examination, git);
  if (undecided.length === 0 && historyKey !== null && same === null)
    cache.keepHistory(historyKey, { blobs: speakingBlobs(request, examination), examination });
  cache.save();
  const judge = (under: PushRules): ScanResult => judgeUnder(under, ask, judgement, examination, performance.now() - began);
  const result = judge({ policy, baseline });
  const before = policies.before === null ? null : judge(policies.before);
  const now = verdictOf(result.exposures, policy, undecided.length);
  const then = before === null ? now : verdictOf(before.exposures, policies.before?.policy ?? policy, undecided.length);
  const verdict = louder(now, then);
  // Where the policy as it was is louder, what it found open is what people must see; a history is judged as its start asks for.
  const shown =
    before !== null && (verdict !== now || ask.history !== undefined)
      ? { ...before, policy: { ...before.policy, push: policy.push, contact: policy.contact } }
      : result;
  const split = await splitOf(git, ask, objects, shown, examination);
  return {
    result: shown,
    verdict,
    undecided,
    policyChanged: policies.changed.map((path) => ({ path, before: then })),
    acknowledge: policy.acknowledge && (policies.before?.policy.acknowledge ?? true),
    objects,
    examination,
    known,
    ...split,
  };
}

/** `--regime` holds for the policy as it was as well. */
function underRegimes({ before, changed }: PushPolicies, regimes: PushAsk["regimes"]): PushPolicies {
  return { before: before === null || regimes === null ? before : { ...before, policy: { ...before.policy, regimes } }, changed };
}

/** The rules to examine by. A rule that the push itself switches off is looked for all the same: the policy as it was may ask for it. */
function rulesFor(ask: PushAsk, { rulebook, policy }: Judgement, policies: PushPolicies): readonly Rule[] {
  const known = new Set(rulebook.rules.map((rule) => rule.id));
  const off = ask.rulebook.rules.filter((rule) => policy.rules.off.includes(rule.id) && !known.has(rule.id));
  return policies.before === null ? rulebook.rules : [...rulebook.rules, ...off];
}

function cacheFor(ask: PushAsk, digest: string, ...variant: readonly boolean[]): PushCache {
  const code = ask.home === null ? null : readBounded(join(ask.home, "commands.js"), 64 << 20);
  if (code === null || !code.ok) return noCache;
  const folder = cacheFolderOutside(ask.environment, [ask.repository.root, ask.repository.top ?? ask.repository.root]);
  return openPushCache(folder, digest, cacheIdentity([code.bytes], digest, variant));
}

function judgeUnder(
  { policy, baseline }: PushRules,
  ask: PushAsk,
  judgement: Judgement,
  examination: PushExamination,
  milliseconds: number,
): ScanResult {
  const place = placeIn(gazetteer(ask.rulebook, ask.home), policy.places);
  const { stats, blobs } = examination;
  const isNew = (id: string): boolean => blobs.get(id)?.isNew === true;
  return judgePush({
    rulebook: judgement.rulebook,
    root: ask.repository.top ?? ask.repository.root,
    scanned: scannedOf(ask),
    asOf: ask.asOf,
    policy,
    baseline,
    // What stood before a range began is no part of it; beside a push it is shown as there already.
    markers: ask.history === undefined ? examination.markers : examination.markers.filter(({ id }) => isNew(id)),
    fresh: new Set([...blobs.keys()].filter(isNew)),
    destinations:
      ask.history?.destinations(place) ?? placeRemotes([foundForPush(ask.repository, ask.remote, ask.url, ask.environment)], place),
    ...(ask.history === undefined ? {} : { state: ask.history.state }),
    forward: forwardIn(place),
    skipped: examination.skipped,
    problems: [...judgement.problems, ...treeProblems(examination)],
    stats: {
      files: stats.blobs,
      bytes: stats.bytes,
      candidates: stats.candidates,
      cached: Math.max(0, stats.blobs - stats.read),
      milliseconds: Math.round(milliseconds),
    },
  });
}

/** At most 64 refs are told one by one. */
function scannedOf({ refs, history }: PushAsk): Scanned {
  const ranges = refs.flatMap(({ localRef, localOid, remoteOid }) =>
    localOid === null ? [] : [{ ref: localRef, from: history?.without ?? (remoteOid === null ? [] : [remoteOid]), to: localOid }],
  );
  return { what: history === undefined ? "push" : "history", commit: null, branch: null, differing: null, ranges: ranges.slice(0, 64) };
}

/** Said where a push has more tips than are looked at as trees. */
function treeProblems({ treesLeft }: PushExamination): Problem[] {
  if (treesLeft === 0) return [];
  const message = {
    en: `the files of ${many(treesLeft, "more tip")} were judged one by one, without their trees`,
    zh: `另有 ${treesLeft} 个末端提交的文件未结合目录树，仅逐个判断`,
  };
  return [{ code: "git", severity: "warning", path: ".", line: null, column: null, message }];
}
