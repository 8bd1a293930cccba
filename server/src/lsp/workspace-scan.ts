/** Scans of whole folders, of what changed, and of what a push would send, with progress that the server begins and the user can stop. */
import { join } from "node:path";
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import { pushReportOf } from "../core/push/make-push-report.js";
import type { PushReport } from "../core/push/push-report.js";
import { reportOf } from "../core/reports/make-report.js";
import { say } from "../core/text.js";
import { openGit, runGit } from "../host/git.js";
import { outgoingPush } from "../host/outgoing.js";
import { judgedPush } from "../host/push.js";
import { pushFacts } from "../host/push-facts.js";
import { scanKept } from "../host/scan-tree.js";
import { version } from "../version.js";
import { askKnown, keepScan, type Project } from "./project.js";
import { openIn } from "./open-exposures.js";
import { langOf, namedPolicy, type Session } from "./session.js";
import { cancelledAfter, foundIn, progressOf, words } from "./words.js";

/** Scans folders one after the other; gives the sentence of its end. `work`: where a client that asked for it hears how far the scan is; for others the server begins a progress of its own. */
export async function scanProjects(
  session: Session,
  projects: readonly Project[],
  token: CancellationToken | null,
  work: WorkDoneProgressReporter | null,
): Promise<string> {
  const lang = langOf(session);
  const abort = new AbortController();
  const own =
    work === null && session.capabilities.window?.workDoneProgress === true
      ? await session.connection.window.createWorkDoneProgress()
      : null;
  const progress = work ?? own;
  progress?.begin(say(words.scanning, lang), 0, "", true);
  for (const each of [token, own?.token ?? null]) each?.onCancellationRequested(() => abort.abort());
  let last = { done: 0, met: 0 };
  try {
    for (const project of projects) {
      const kept = await scanKept({
        root: project.root,
        rulebook: project.judgement.rulebook,
        policy: project.judgement.policy,
        baseline: project.judgement.baseline,
        asOf: session.world.today(),
        environment: session.world.environment,
        home: session.world.home,
        signal: abort.signal,
        onProgress: (done, met) => {
          last = { done, met };
          progress?.report(met === 0 ? 0 : Math.min(99, Math.floor((100 * done) / met)), say(progressOf(done, met), lang));
        },
      });
      keepScan(project, kept);
      session.changed(project);
    }
    return say(foundIn(openIn(projects)), lang);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    return say(cancelledAfter(last.done, last.met), lang);
  } finally {
    progress?.done();
  }
}

/** Files that differ from the last commit or are not tracked, as absolute paths. */
export async function changedFiles(project: Project): Promise<readonly string[]> {
  if (project.repository === null) return [];
  const { git } = await openGit(project.repository, project.world.environment);
  if (git === null) return [];
  const answer = await runGit(git, ["ls-files", "-z", "--modified", "--others", "--exclude-standard", "--deduplicate"]);
  const paths = answer.why === null ? answer.stdout.toString("utf8").split("\0").filter(Boolean) : [];
  for (const path of paths.slice(0, 200)) await askKnown(project, path);
  return paths.map((path) => join(project.root, path));
}

/** Judges the push that `git push` would make. null: there is none to make. */
export async function outgoingReport(session: Session, project: Project): Promise<PushReport | null> {
  const { repository, world } = project;
  const outgoing = repository === null ? null : await outgoingPush(repository, world.environment);
  if (repository === null || outgoing === null) return null;
  const judged = await judgedPush({
    ...outgoing,
    repository,
    environment: world.environment,
    rulebook: world.rulebook,
    home: world.home,
    asOf: world.today(),
    unreadable: [],
    regimes: null,
    policy: namedPolicy(session),
    onProgress: () => undefined,
  });
  if ("problems" in judged) return null;
  const facts = pushFacts(judged, outgoing.refs, { acknowledged: null, hypothetical: true });
  return pushReportOf(reportOf(judged.result, { version, lang: langOf(session) }), facts);
}
