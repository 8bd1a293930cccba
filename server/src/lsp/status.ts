/** What a status item shows: what is open, how many ways out there are, and whether pushes are judged. */
import { reportOf } from "../core/reports/make-report.js";
import { counts } from "../core/reports/view.js";
import { say } from "../core/text.js";
import { hookStatus } from "../host/hook-status.js";
import { version } from "../version.js";
import type { Project } from "./project.js";
import type { Status } from "./protocol.js";
import { langOf, type Session } from "./session.js";
import { foundIn, words } from "./words.js";

/** The sum over the folders that are open. */
export function statusOf(session: Session, projects: readonly Project[], scanning: boolean): Status {
  const open = { error: 0, warning: 0, note: 0 };
  let files = 0;
  let markers = 0;
  for (const { kept } of projects) {
    if (kept === null) continue;
    const own = counts(reportOf(kept.result, { version, lang: "en" })).open;
    open.error += own.error;
    open.warning += own.warning;
    open.note += own.note;
    files += kept.result.stats.files;
    markers += kept.result.markers.filter((marker) => marker.confidence >= 0.5).length;
  }
  const destinations = projects.flatMap((project) => project.destinations);
  const wholeTree = projects.length > 0 && projects.every((project) => project.kept !== null);
  return {
    state: scanning ? "scanning" : "ready",
    wholeTree,
    open,
    destinations: destinations.length,
    leaving: projects.reduce(
      (sum, { destinations: own, judgement }) => sum + own.filter((each) => each.territory !== judgement.policy.home).length,
      0,
    ),
    policyErrors: projects.reduce(
      (sum, { judgement }) => sum + judgement.problems.filter((problem) => problem.severity === "error").length,
      0,
    ),
    hook: projects.some(({ repository, world }) => repository !== null && hookStatus(repository, world.environment).protected),
    sentence: say(wholeTree ? foundIn(files, markers, open) : words.notScanned, langOf(session)),
  };
}
