/** What `pre-push` does between git's question (what is pushed where) and its answer: examines, judges, takes a recorded reason, keeps the record. */
import { join } from "node:path";
import { counted, levelCounts } from "../core/push/verdict.js";
import { pushReportOf, verdictDigest } from "../core/push/make-push-report.js";
import type { PushRef } from "../core/push/push-lines.js";
import type { PushReport } from "../core/push/push-report.js";
import { recordOf } from "../core/push/record.js";
import { reportOf } from "../core/reports/make-report.js";
import type { ScanReport } from "../core/reports/report.js";
import { loudestPlace } from "../core/push/render-verdict.js";
import { readGitConfiguration } from "../host/git-config.js";
import type { GitRepository } from "../host/git-repository.js";
import { openGit } from "../host/git.js";
import { loadRulebook } from "../host/load-rulebook.js";
import { judgedPush, type PushJudged } from "../host/push.js";
import { pushFacts } from "../host/push-facts.js";
import { appendRecord, commitsOf, digestOf, lastDigest, tellEditors } from "../host/record.js";
import { t, type LocalText } from "../core/text.js";
import { version } from "../version.js";
import type { Arguments } from "./args.js";
import { complain } from "./complain.js";
import type { Shell } from "./run.js";
import { asOfOf, langOf, pathOf, regimesOf } from "./settings.js";

/** What git asks: the refs that are pushed from a repository to a remote. */
export interface PushTask {
  readonly repository: GitRepository;
  readonly refs: readonly PushRef[];
  readonly unreadable: readonly number[];
  readonly remote: string;
  readonly url: string;
}

/** A judged push, and what a person may still do where it is blocked and the policy lets them; null: nothing. */
export interface PushAnswer {
  readonly report: PushReport;
  readonly hint: LocalText | null;
}

/** Examines, judges, records. null: what is wrong has been said, and the exit status is 2. */
export async function pushReport(task: PushTask, args: Arguments, shell: Shell): Promise<PushAnswer | null> {
  const lang = langOf(args, shell);
  const rulebook = loadRulebook(shell.home);
  const { tell, end } = progress(args, shell);
  const judged = await judgedPush({
    ...task,
    environment: shell.environment,
    rulebook,
    home: args.values["no-cache"] === true ? null : shell.home,
    asOf: asOfOf(args, shell),
    policy: pathOf(args, shell, "policy"),
    regimes: regimesOf(args),
    onProgress: tell,
  }).finally(end);
  const problems = "problems" in judged ? judged.problems : judged.result.problems.filter((problem) => problem.severity === "error");
  complain(problems, args, shell);
  if ("problems" in judged || problems.length > 0) return null;
  const scan = reportOf(judged.result, { version, lang, redact: args.values.redact === true });
  const { acknowledged, hint } = acknowledgement(task, judged, scan, shell);
  const report = pushReportOf(scan, pushFacts(judged, task.refs, { acknowledged, hypothetical: false }));
  tellEditors(task.repository.commonDir, lastPush(report, shell));
  await keepRecord(task, judged, report, args, shell);
  return { report, hint };
}

/** Says after 0.45 s that it is at work, and then how far every two: a first push of a long history must not look like a hang. */
function progress(args: Arguments, shell: Shell): { readonly tell: (done: number, all: number) => void; readonly end: () => void } {
  if (args.values.quiet === true) return { tell: () => undefined, end: () => undefined };
  const english = langOf(args, shell) === "en";
  let last = performance.now();
  const first = setTimeout(() => {
    last = performance.now();
    shell.err(english ? "borderline: looking at what this push would send\n" : "borderline: 正在检查本次推送将发送的内容\n");
  }, 450);
  const tell = (done: number, all: number): void => {
    if (performance.now() - last < 2000) return;
    last = performance.now();
    shell.err(english ? `borderline: looked at ${done} of ${all} new objects\n` : `borderline: 已检查 ${done} / ${all} 个新对象\n`);
  };
  return { tell, end: () => clearTimeout(first) };
}

/**
 * `BORDERLINE_ACKNOWLEDGE="DIGEST: reason"`: off unless the policy allows it, never for prohibited items, only for exactly this verdict.
 * It is told what it is before it counts, and it is recorded.
 */
function acknowledgement(
  task: PushTask,
  judged: PushJudged,
  scan: ScanReport,
  shell: Shell,
): Pick<PushReport, "acknowledged"> & Pick<PushAnswer, "hint"> {
  const none = { acknowledged: null, hint: null };
  if (judged.verdict !== "block" || !judged.acknowledge) return none;
  if (counted(scan.exposures).some((exposure) => exposure.class === "prohibited")) return none;
  const digest = verdictDigest(
    scan,
    task.refs.map((ref) => ({ ...ref, whole: false })),
  );
  const given = /^\s*([0-9a-f]{16})\s*[:：]\s*(\S[^]{7,})$/.exec(shell.environment["BORDERLINE_ACKNOWLEDGE"] ?? "");
  if (given?.[1] !== digest) {
    return {
      acknowledged: null,
      hint: t(
        `BORDERLINE_ACKNOWLEDGE="${digest}: <reason>" would record a reason for exactly this push`,
        `BORDERLINE_ACKNOWLEDGE="${digest}: <理由>" 可仅为本次推送记录理由`,
      ),
    };
  }
  shell.err(
    "borderline: A reason is not a licence; your name, time and commits are recorded. 理由不等于许可；将记录您的姓名、时间与提交。\n",
  );
  const { entries } = readGitConfiguration(task.repository, shell.environment);
  const name =
    shell.environment["GIT_AUTHOR_NAME"] ??
    entries.findLast((e) => e.section === "user" && e.name === "name")?.value ??
    shell.environment["USER"] ??
    "";
  return name === "" ? none : { acknowledged: { reason: (given[2] ?? "").slice(0, 2000), name, at: new Date().toISOString() }, hint: null };
}

function lastPush(report: PushReport, shell: Shell): object {
  const open = counted(report.exposures);
  const { verdict, mayGo: goes, digest, known } = report;
  return {
    schema: "borderline.last-push/1",
    at: new Date().toISOString(),
    today: shell.today,
    id: digest,
    verdict,
    mayGo: goes,
    remote: known.remote,
    counts: levelCounts(open),
    loudest: loudestPlace(report),
    markers: open.map((each) => each.marker).slice(0, 200),
  };
}

/** `--record FILE`; a reason that lets a push go on is recorded in the git folder where nothing else is said. */
async function keepRecord(task: PushTask, judged: PushJudged, report: PushReport, args: Arguments, shell: Shell): Promise<void> {
  const named = pathOf(args, shell, "record");
  const path = named ?? (report.acknowledged === null ? null : join(task.repository.commonDir, "borderline", "acknowledged.jsonl"));
  if (path === null) return;
  const { git } = await openGit(task.repository, shell.environment);
  const commits = git === null ? [] : await commitsOf(git, judged.objects.from, judged.objects.without);
  const record = recordOf(report, {
    at: new Date().toISOString(),
    commits: commits.slice(0, 10_000),
    commitCount: commits.length,
    blobsDigest: digestOf(
      judged.objects.blobs
        .map((blob) => blob.oid)
        .sort()
        .join("\n"),
    ),
    blobs: Object.fromEntries([...judged.examination.blobs].map(([id, blob]) => [id, blob.oid])),
    previous: lastDigest(path),
  });
  appendRecord(path, record);
}
