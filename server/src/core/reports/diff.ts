/** What changed between two scans (`--against`): new, gone, re-opened, closed, louder, quieter, moved. */
import { disclaimer } from "../words/sentences.js";
import type { LocalText } from "../text.js";
import { levels, type ScanReport } from "./report.js";
import { findings, grouped, type Finding } from "./view.js";

/** What became of an exposure between two scans. */
export type ChangeKind = "new" | "reopened" | "louder" | "gone" | "closed" | "quieter" | "moved";

/** One exposure in both scans; `before` is null for a new one, `after` for one that is gone. */
export interface Change {
  readonly kind: ChangeKind;
  readonly before: Finding | null;
  readonly after: Finding | null;
}

/** Two scans and what differs. */
export interface ScanDiff {
  readonly before: ScanReport;
  readonly after: ScanReport;
  /** In the order of `changeKinds`, the loudest of each first, then as the scans have them. */
  readonly changes: readonly Change[];
  /** Exposures that are the same in both. */
  readonly unchanged: number;
  /** Why the two are not like and like: other rulebook, other edition, other policy, gaps. */
  readonly caution: readonly LocalText[];
}

/** What asks for attention first. */
export const changeKinds: readonly ChangeKind[] = ["new", "reopened", "louder", "moved", "closed", "quieter", "gone"];

/** Joins exposures by rule, file, item and way out, then (a file may have moved) by fingerprint, item and way out. */
export function diffScans(before: ScanReport, after: ScanReport): ScanDiff {
  const [byPlace, oldLeft, newLeft] = pairs(findings(before), findings(after), (f) =>
    [f.marker.rule, f.marker.path, ...wayOut(f)].join("\n"),
  );
  const [byPrint, gone, fresh] = pairs(oldLeft, newLeft, (f) => [f.marker.fingerprint, ...wayOut(f)].join("\n"));
  const changes = [
    ...fresh.map((f): Change => ({ kind: "new", before: null, after: f })),
    ...[...byPlace, ...byPrint].flatMap(([old, now]) => changeOf(old, now)),
    ...gone.map((f): Change => ({ kind: "gone", before: f, after: null })),
  ];
  const sorted = changes.sort((a, b) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind) || loudness(a) - loudness(b));
  return {
    before,
    after,
    changes: sorted,
    unchanged: byPlace.length + byPrint.length - changes.filter((c) => c.before !== null && c.after !== null).length,
    caution: caution(before, after),
  };
}

function loudness({ before, after }: Change): number {
  return levels.indexOf((after ?? before)?.exposure.level ?? "note");
}

function wayOut({ exposure, destination: d }: Finding): string[] {
  return [exposure.item, d.kind, d.via, d.value, d.recipient ?? ""];
}

type Pair = readonly [Finding, Finding];

/** Pairs of equal keys in order, and what is left over on each side. */
function pairs(old: readonly Finding[], now: readonly Finding[], key: (f: Finding) => string): [Pair[], Finding[], Finding[]] {
  const waiting = grouped(old, key);
  const matched: Pair[] = [];
  const left: Finding[] = [];
  for (const f of now) {
    const partner = waiting.get(key(f))?.shift();
    if (partner === undefined) left.push(f);
    else matched.push([partner, f]);
  }
  return [matched, [...waiting.values()].flat(), left];
}

function changeOf(before: Finding, after: Finding): Change[] {
  const kind = kindOf(before, after);
  return kind === null ? [] : [{ kind, before, after }];
}

function kindOf(before: Finding, after: Finding): ChangeKind | null {
  if (before.exposure.closed !== after.exposure.closed) return after.exposure.closed ? "closed" : "reopened";
  const louder = levels.indexOf(before.exposure.level) - levels.indexOf(after.exposure.level);
  if (louder !== 0) return louder > 0 ? "louder" : "quieter";
  return before.marker.path === after.marker.path ? null : "moved";
}

function caution(before: ScanReport, after: ScanReport): LocalText[] {
  const notes: LocalText[] = [];
  const was = before.tool.rulebook;
  const is = after.tool.rulebook;
  if (was.digest !== is.digest)
    notes.push({
      en: `The rulebook changed (${was.digest} → ${is.digest}): a difference may come from it, not from the code.`,
      zh: `规则库已变更（${was.digest} → ${is.digest}）：差异可能来自规则库，而非代码。`,
    });
  if (JSON.stringify(was.editions) !== JSON.stringify(is.editions))
    notes.push({
      en: "Another edition of a control list applies; continuing services after an edition change are to be looked at.",
      zh: "适用的目录版本不同；版本变更后仍在持续的服务应另行核对。",
    });
  if (before.policy !== after.policy)
    notes.push({ en: "The two were scanned under different policies.", zh: "两次扫描使用了不同的策略。" });
  const gaps = [before, after].map((r) => r.skipped.filter((s) => s.gap).length);
  if (gaps.some((n) => n > 0))
    notes.push({
      en: `Files not read: ${gaps[0]} before, ${gaps[1]} after; “gone” may mean “not read”.`,
      zh: `未能读取的文件：之前 ${gaps[0]} 个，之后 ${gaps[1]} 个；“消失”可能只是未能读取。`,
    });
  return notes;
}

/** `borderline.diff/1`. */
export function renderDiffJson(diff: ScanDiff): string {
  const short = (f: Finding | null): unknown =>
    f === null
      ? null
      : { exposure: f.exposure, rule: f.marker.rule, path: f.marker.path, line: f.marker.range.line, destination: f.destination };
  const side = (r: ScanReport): unknown => ({ root: r.root, asOf: r.asOf, scanned: r.scanned, tool: r.tool });
  const value = {
    schema: "borderline.diff/1",
    before: side(diff.before),
    after: side(diff.after),
    counts: Object.fromEntries([
      ...changeKinds.map((kind): [string, number] => [kind, diff.changes.filter((c) => c.kind === kind).length]),
      ["unchanged", diff.unchanged],
    ]),
    changes: diff.changes.map(({ kind, before, after }) => ({ kind, before: short(before), after: short(after) })),
    caution: diff.caution,
    notice: disclaimer,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
