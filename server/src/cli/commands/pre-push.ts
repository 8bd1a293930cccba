/** `borderline pre-push REMOTE URL`: git's pre-push protocol on stdin, the verdict on stderr, 0, 1 or 2 as exit status. */
import { pushReport, type PushTask } from "../push-report.js";
import { parsePushLines } from "../../core/push/push-lines.js";
import { renderVerdict, unlooked } from "../../core/push/render-verdict.js";
import { findRepositoryForHook } from "../../host/git-repository.js";
import { disclaimer } from "../../core/words/sentences.js";
import { option, UsageError, type Arguments } from "../args.js";
import type { Shell } from "../run.js";
import { langOf } from "../settings.js";

/** Judges the push that git describes: 0 it may go, 1 it is blocked, 2 the policy or the call is wrong. */
export async function prePush(args: Arguments, shell: Shell): Promise<number> {
  const fromPreCommit = args.rest.length === 0 ? preCommitPush(shell.environment) : null;
  const [remote, url] = fromPreCommit?.words ?? args.rest;
  if (remote === undefined || url === undefined)
    throw new UsageError(
      "pre-push takes the remote's name and its URL, as git gives them to a hook",
      "pre-push 后接远程仓库的名称和 URL，与 git 给钩子的相同",
    );
  const format = option(args, "format") ?? "text";
  if (format !== "text" && format !== "json")
    throw new UsageError("pre-push writes --format text or json", "pre-push 的 --format 只能是 text 或 json");
  const repository = findRepositoryForHook(shell.cwd, shell.environment);
  if (repository === null) throw new UsageError("pre-push runs in a git repository", "pre-push 须在 Git 仓库中使用");
  const { refs, unreadable } = parsePushLines(fromPreCommit?.line ?? shell.stdin ?? "");
  const task: PushTask = { repository, refs, unreadable, remote, url };
  const answer = await pushReport(task, args, shell);
  if (answer === null) return 2;
  const { report, hint } = answer;
  const quiet = args.values.quiet === true && report.verdict === "none-found" && unlooked(report).length === 0;
  if (format === "json") shell.out(`${JSON.stringify({ ...report, notice: disclaimer }, null, 2)}\n`);
  if (!quiet) shell.err(renderVerdict(report, langOf(args, shell), hint));
  return report.mayGo ? 0 : 1;
}

/** pre-commit tells its hooks of one ref of a push, in the environment. What it says of the other side's tip is a guess at times, so that is not used. */
function preCommitPush(environment: NodeJS.ProcessEnv): { words: readonly string[]; line: string } | null {
  const {
    PRE_COMMIT_TO_REF: oid,
    PRE_COMMIT_REMOTE_NAME: remote,
    PRE_COMMIT_REMOTE_URL: url,
    PRE_COMMIT_LOCAL_BRANCH: local,
    PRE_COMMIT_REMOTE_BRANCH: ref,
  } = environment;
  if (!oid || !remote || !url) return null;
  return { words: [remote, url], line: `${local ?? "HEAD"} ${oid} ${ref ?? "refs/heads/unknown"} ${"0".repeat(oid.length)}\n` };
}
