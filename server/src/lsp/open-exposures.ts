/** What is open in the folders of the editor, counted once for all who say it: the status item, the end of a scan. The tree shows the same files. */
import type { Level } from "../core/exposures/policy.js";
import { reportOf } from "../core/reports/make-report.js";
import { findings } from "../core/reports/view.js";
import { version } from "../version.js";
import type { Project } from "./project.js";

/** How much is open, in files and exposures. */
export interface OpenExposures {
  /** Files that were scanned. */
  readonly files: number;
  /** Files in which something is open that leaves, or of which nobody can tell. */
  readonly held: number;
  /** Those among them in which something is at least a warning. */
  readonly loud: number;
  /** Open exposures: each marker once for each way out and item. */
  readonly levels: Readonly<Record<Level, number>>;
}

/** The sum over folders; one that was not scanned has nothing. */
export function openIn(projects: readonly Project[]): OpenExposures {
  const levels = { error: 0, warning: 0, note: 0 };
  let files = 0;
  const held = new Set<string>();
  const loud = new Set<string>();
  for (const { kept, root } of projects) {
    if (kept === null) continue;
    files += kept.result.stats.files;
    for (const { exposure, marker } of findings(reportOf(kept.result, { version, lang: "en" }))) {
      if (exposure.closed || exposure.leaves === false) continue;
      levels[exposure.level]++;
      held.add(`${root}\0${marker.path}`);
      if (exposure.level !== "note") loud.add(`${root}\0${marker.path}`);
    }
  }
  return { files, held: held.size, loud: loud.size, levels };
}
