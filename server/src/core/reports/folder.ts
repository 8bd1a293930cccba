/** A folder of saved scans as one view, for an owner of many repositories: repositories × items × territories, and how complete each is. */
import type { Level } from "../exposures/policy.js";
import type { LocalText } from "../text.js";
import { levels, type ReportItem, type ScanReport } from "./report.js";
import { lastFolder } from "./names.js";
import { compare, counts, findings, grouped, type Counts, type Finding } from "./view.js";

/** A saved file: a scan, or why it is none. */
export interface SavedScan {
  /** Path below the folder. */
  readonly file: string;
  readonly report: ScanReport | null;
  readonly failure: LocalText | null;
}

/** Open and decided exposures of one item in one territory ("?" where unknown). */
export interface FolderCell {
  readonly item: string;
  readonly territory: string;
  readonly open: Readonly<Record<Level, number>>;
  readonly stays: number;
  readonly decided: number;
}

/** One repository of the view: the figures of its scan. */
export interface FolderRow {
  readonly file: string;
  readonly repository: string;
  readonly asOf: string;
  readonly scanned: ScanReport["scanned"];
  readonly digest: string;
  readonly reviewed: string;
  readonly counts: Counts;
  readonly cells: readonly FolderCell[];
  readonly problems: number;
  readonly notLookedFor: number;
  readonly policy: string | null;
  /** Files read. */
  readonly files: number;
}

/** All scans of a folder, and the files that are none. */
export interface FolderView {
  readonly rows: readonly FolderRow[];
  readonly failures: readonly { readonly file: string; readonly failure: LocalText }[];
  /** Every item that is cited, as the newest scan has it. */
  readonly items: Readonly<Record<string, ReportItem>>;
  /** The rulebooks that made the scans: more than one means that rows are not like and like. */
  readonly rulebooks: readonly string[];
  /** The oldest and the newest day of the scans; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
}

/** The view; repositories with the loudest open exposures first. */
export function folderView(saved: readonly SavedScan[]): FolderView {
  const reports = saved.flatMap(({ file, report }) => (report === null ? [] : [{ file, report }]));
  const days = reports.map(({ report }) => report.asOf).sort(compare);
  const items = Object.create(null) as Record<string, ReportItem>;
  for (const { report } of [...reports].sort((a, b) => compare(a.report.asOf, b.report.asOf))) Object.assign(items, report.items);
  return {
    rows: reports.map(({ file, report }) => rowOf(file, report)).sort(byLoudness),
    failures: saved.flatMap(({ file, failure }) => (failure === null ? [] : [{ file, failure }])),
    items,
    rulebooks: [...new Set(reports.map(({ report }) => report.tool.rulebook.digest))].sort(compare),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
}

function rowOf(file: string, report: ScanReport): FolderRow {
  const { digest, reviewed } = report.tool.rulebook;
  return {
    file,
    repository: lastFolder(report.root) || file,
    asOf: report.asOf,
    scanned: report.scanned,
    digest,
    reviewed,
    counts: counts(report),
    cells: [...grouped(findings(report), (f) => `${f.exposure.item}\n${f.destination.territory ?? "?"}`).values()].flatMap(cellOf),
    problems: report.problems.length,
    notLookedFor: report.notLookedFor.length,
    policy: report.policy,
    files: report.stats.files,
  };
}

function cellOf(found: readonly Finding[]): FolderCell[] {
  const first = found[0];
  if (first === undefined) return [];
  const open = { error: 0, warning: 0, note: 0 };
  let stays = 0;
  let decided = 0;
  for (const { exposure } of found) {
    if (exposure.closed) decided++;
    else if (exposure.leaves === false) stays++;
    else open[exposure.level]++;
  }
  return [{ item: first.exposure.item, territory: first.destination.territory ?? "?", open, stays, decided }];
}

function byLoudness(a: FolderRow, b: FolderRow): number {
  for (const level of levels) if (a.counts.open[level] !== b.counts.open[level]) return b.counts.open[level] - a.counts.open[level];
  return compare(a.repository, b.repository) || compare(a.file, b.file);
}

/** Whether all that should have been read was, and nothing kept the scan from knowing. */
export function complete(row: FolderRow): boolean {
  return row.counts.gaps === 0 && row.problems === 0;
}
