/** Reports and explanations as an editor shows them. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { explain, nearest } from "../core/exposures/explain.js";
import { renderHtml } from "../core/reports/html.js";
import { reportOf } from "../core/reports/make-report.js";
import { verdictLine } from "../core/push/render-verdict.js";
import { say } from "../core/text.js";
import { readLastPush } from "../host/last-push.js";
import { version } from "../version.js";
import type { Project } from "./project.js";
import type { Explanation, LastPushSaid, Report } from "./protocol.js";
import { langOf, type Session } from "./session.js";
import { locationOf } from "./to-lsp.js";
import { pushStopped, words } from "./words.js";
import { outgoingReport } from "./workspace-scan.js";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

/** The page of `--format html` for the last scan of a folder; null where there was none. */
export function scanPage(session: Session, project: Project): Report | null {
  if (project.kept === null) return null;
  const lang = langOf(session);
  const report = reportOf(project.kept.result, { version, lang });
  return { title: basename(project.root), root: project.root, html: renderHtml(report, { lang, sha256 }) };
}

/** The page for the push that would be made, with its verdict in the first line; null where there is none. */
export async function pushPage(session: Session, project: Project): Promise<Report | null> {
  const report = await outgoingReport(session, project);
  if (report === null) return null;
  const lang = langOf(session);
  const page = renderHtml({ ...report, schema: "borderline.scan/1" }, { lang, sha256, first: verdictLine(report) });
  return { title: `${basename(project.root)} → ${report.known.remote ?? ""}`, root: project.root, html: page };
}

/** What an id means, or which ids look like it. */
export function explanationOf(session: Session, project: Project | null, id: string): Explanation {
  const lang = langOf(session);
  const rulebook = project?.judgement.rulebook ?? session.world.rulebook;
  const text = explain(rulebook, id, lang, session.world.today());
  return { title: id, text: text ?? `${say(words.nothingKnown, lang)}\n${nearest(rulebook, id).join("\n")}\n` };
}

/** What the hook said last, if it said anything. */
export function lastPushSaid(session: Session, project: Project): LastPushSaid | null {
  const last = project.repository === null ? null : readLastPush(project.repository);
  if (last === null) return null;
  const age = Date.now() - Date.parse(last.at);
  const location = last.loudest === null ? null : locationOf(project, last.loudest.path, last.loudest.line);
  return {
    blocked: !last.mayGo,
    age,
    sentence: say(pushStopped(last), langOf(session)),
    place: location === null ? null : { uri: location.uri, line: location.range.start.line },
  };
}
