/** What a status item shows: what is open, how many ways out there are, and whether pushes are judged. */
import { say } from "../core/text.js";
import { hookStatus } from "../host/hook-status.js";
import { openIn } from "./open-exposures.js";
import type { Project } from "./project.js";
import type { Status } from "./protocol.js";
import { langOf, type Session } from "./session.js";
import { foundIn, words } from "./words.js";

/** The sum over the folders of the workspace. */
export function statusOf(session: Session, projects: readonly Project[], scanning: boolean): Status {
  const open = openIn(projects);
  const destinations = projects.flatMap((project) => project.destinations);
  const wholeTree = projects.length > 0 && projects.every((project) => project.kept !== null);
  return {
    state: scanning ? "scanning" : "ready",
    wholeTree,
    open: open.levels,
    files: open.loud,
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
    sentence: say(wholeTree ? foundIn(open) : words.notScanned, langOf(session)),
  };
}
