/** `--format gitlab`: GitLab's Code Quality list (docs.gitlab.com, "Code Quality report format"): what is open and may leave, no byte order mark. */
import type { Level } from "../exposures/policy.js";
import { say, type Lang } from "../text.js";
import { byLevelThenPlace, fingerprints } from "./fingerprint.js";
import type { ScanReport } from "./report.js";
import { plain } from "./safe.js";
import { findingSentence } from "./sentences.js";
import { findings } from "./view.js";

/** An entry without a severity, or with line 0, is hidden by the merge request widget. */
const severities: Readonly<Record<Level, "critical" | "major" | "info">> = { error: "critical", warning: "major", note: "info" };

/** The scan as a Code Quality report. */
export function renderGitlab(report: ScanReport, lang: Lang): string {
  const print = fingerprints();
  const open = findings(report).filter(({ exposure }) => !exposure.closed && exposure.leaves !== false);
  const entries = open.sort(byLevelThenPlace).map((found) => ({
    description: plain(say(findingSentence(found), lang), 1000),
    check_name: found.marker.rule,
    fingerprint: print(found),
    severity: severities[found.exposure.level],
    location: { path: plain(found.marker.path, 1000), lines: { begin: Math.max(1, found.marker.range.line) } },
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
