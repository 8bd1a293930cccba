/** The one file in which our values become the protocol's: positions from 0, severities, diagnostics, links. */
import { pathToFileURL } from "node:url";
import type { Diagnostic, DiagnosticRelatedInformation, Location, Range as LspRange } from "vscode-languageserver/node";
import type { Exposure } from "../core/exposures/exposure.js";
import type { Level } from "../core/exposures/policy.js";
import type { Marker } from "../core/markers/marker.js";
import type { Problem } from "../core/problem.js";
import { levels, type ReportItem } from "../core/reports/report.js";
import { plain } from "../core/reports/safe.js";
import { markerSentence } from "../core/reports/sentences.js";
import { say, type Lang, type Range } from "../core/text.js";
import { standingNames } from "../core/words/names.js";
import { territoryName } from "../core/words/territories.js";
import { DiagnosticSeverity } from "./library.js";
import { absoluteOf, type Project } from "./project.js";
import type { Reading } from "./reading.js";
import { itemsOf, leavingBy, noWay, wayInFull, wayShown, waysOf, type WayOut } from "./ways.js";
import { words } from "./words.js";

/** How people look at it. */
export interface Show {
  readonly lang: Lang;
  readonly unchangedFiles: "note" | "asJudged";
  /** Whether the client takes related information and pages of rules. */
  readonly related: boolean;
  readonly pages: boolean;
  readonly rulePage: string | null;
}

const source = "borderline";
/** Ways out that one diagnostic names, and places that it points to. */
const namedWays = 3;
const mostRelated = 12;

const severities: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** The `file:` URI of an absolute path. */
export function toUri(absolute: string): string {
  return pathToFileURL(absolute).href;
}

/** A range of ours; an empty one becomes its line. */
export function toRange(range: Range, text: string): LspRange {
  const empty = range.line === range.endLine && range.column >= range.endColumn;
  if (empty) return lineRange(text, range.line);
  return {
    start: { line: range.line - 1, character: range.column - 1 },
    end: { line: range.endLine - 1, character: range.endColumn - 1 },
  };
}

/** A line (from 1) without the blanks around it. */
export function lineRange(text: string, line: number): LspRange {
  const content = lineOf(text, line);
  const start = content.length - content.trimStart().length;
  return { start: { line: line - 1, character: start }, end: { line: line - 1, character: Math.max(start, content.trimEnd().length) } };
}

/** The text of a line (from 1), without its end. */
export function lineOf(text: string, line: number): string {
  let from = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", from);
    if (end < 0) return "";
    from = end + 1;
  }
  const end = text.indexOf("\n", from);
  return text.slice(from, end < 0 ? text.length : end).replace(/\r$/, "");
}

/** Everything that is said about a document. */
export function toDiagnostics(project: Project, reading: Reading, text: string, show: Show): Diagnostic[] {
  const items = itemsOf(project, reading.markers);
  return [
    ...reading.markers.map((marker) => markerDiagnostic(project, reading, marker, items, text, show)),
    ...destinationDiagnostics(project, reading, text, show),
    ...reading.problems.map((problem) => problemDiagnostic(problem, text, show)),
  ];
}

function markerDiagnostic(
  project: Project,
  reading: Reading,
  marker: Marker,
  items: Readonly<Record<string, ReportItem>>,
  text: string,
  show: Show,
): Diagnostic {
  const own = reading.exposures.filter((exposure) => exposure.marker === marker.id);
  const open = own.filter((exposure) => !exposure.closed);
  const leaving = waysOf(project, open).filter(({ exposure }) => exposure.leaves !== false);
  const page = show.pages ? pageOf(project, marker.rule, show) : null;
  return {
    range: toRange(marker.range, text),
    severity: severityOf(marker, own, show),
    source,
    code: marker.rule,
    ...(page === null ? {} : { codeDescription: { href: page } }),
    message: messageOf(project, marker, items, own, leaving, show.lang),
    ...(show.related ? { relatedInformation: relatedOf(project, leaving, show.lang) } : {}),
    data: marker.id,
  };
}

/** The loudest open level. What lies there unchanged, and what nobody can tell a way out for, is a note; what is covered is a hint. */
function severityOf(marker: Marker, own: readonly Exposure[], show: Show): DiagnosticSeverity {
  const open = own.filter((exposure) => !exposure.closed);
  if (own.length > 0 ? open.length === 0 : marker.suppressed !== null || marker.baselined) return DiagnosticSeverity.Hint;
  const level = levels.find((one) => open.some((exposure) => exposure.level === one)) ?? "note";
  const leaving = open.filter((exposure) => exposure.leaves !== false);
  const unchanged = leaving.length > 0 && leaving.every((exposure) => exposure.state === "already-there");
  return unchanged && show.unchangedFiles === "note" ? DiagnosticSeverity.Information : severities[level];
}

function messageOf(
  project: Project,
  marker: Marker,
  items: Readonly<Record<string, ReportItem>>,
  own: readonly Exposure[],
  leaving: readonly WayOut[],
  lang: Lang,
): string {
  const tail = leaving.length > 0 ? waysShown(leaving, lang) : say(own.length > 0 ? closedOr(own) : noWay(project), lang);
  return plain(`${say(markerSentence(marker, items, project.judgement.policy.regimes), lang)} ${tail}`, 600);
}

/** `→ origin: United States; mirror: Singapore (+2)`, and whether all of it is there already. */
function waysShown(leaving: readonly WayOut[], lang: Lang): string {
  const named = leaving.slice(0, namedWays).map(({ destination }) => wayShown(destination, lang));
  const rest = leaving.length - named.length;
  const notes = [
    ...(rest > 0 ? [{ en: `+${rest}`, zh: `另有 ${rest} 处` }] : []),
    ...(leaving.every(({ exposure }) => exposure.state === "already-there") ? [words.alreadyThere] : []),
  ];
  return lang === "en"
    ? `→ ${named.join("; ")}${notes.map(({ en }) => ` (${en})`).join("")}`
    : `→ ${named.join("；")}${notes.map(({ zh }) => `（${zh}）`).join("")}`;
}

function closedOr(own: readonly Exposure[]): { en: string; zh: string } {
  const closed = own.filter((exposure) => exposure.closed && exposure.leaves !== false);
  if (closed.length === 0) return words.staysHome;
  const approved = closed.find((exposure) => exposure.approval?.status === "closes")?.approval ?? null;
  return approved === null
    ? standingNames.suppressed
    : {
        en: `${standingNames.approved.en}: ${approved.id} (${approved.expires})`,
        zh: `${standingNames.approved.zh}：${approved.id}（${approved.expires}）`,
      };
}

/** The lines that say where it would go: the first of each way out, then further steps of its trail. */
function relatedOf(project: Project, ways: readonly WayOut[], lang: Lang): DiagnosticRelatedInformation[] {
  return ways
    .flatMap(({ destination }) => {
      const steps = destination.trail.length > 0 ? destination.trail : [{ path: destination.path, line: destination.line, what: "" }];
      return steps.flatMap((step) => {
        const location = locationOf(project, step.path, step.line);
        const [comma, colon] = lang === "en" ? [", ", ": "] : ["，", "："];
        const place = say(territoryName(destination.territory), lang);
        const message = plain(`${wayInFull(destination, lang)}${comma}${place}${colon}${step.what}`, 300);
        return location === null ? [] : [{ location, message }];
      });
    })
    .slice(0, mostRelated);
}

/** A place that a trail or a marker names; null where no file stands for it. */
export function locationOf(project: Project, path: string, line: number, column = 1): Location | null {
  const absolute = absoluteOf(project, path);
  if (absolute === null) return null;
  const position = { line: Math.max(0, line - 1), character: Math.max(0, column - 1) };
  return { uri: toUri(absolute), range: { start: position, end: position } };
}

/** Back from a line that names a way out to the files that would leave by it, as far as the last scan knows them. */
function destinationDiagnostics(project: Project, reading: Reading, text: string, show: Show): Diagnostic[] {
  return reading.destinations.flatMap((destination) => {
    if (destination.path !== reading.path) return [];
    const leaving = leavingBy(project, destination);
    if (leaving.length === 0) return [];
    // Each file once, at its strongest place.
    const strongest = leaving.toSorted((a, b) => b.confidence - a.confidence);
    const byFile = [...new Map(strongest.toReversed().map((marker) => [marker.path, marker])).values()].reverse();
    const files = byFile.length;
    const place = say(territoryName(destination.territory), show.lang);
    const related = byFile.slice(0, mostRelated).flatMap((marker) => {
      const location = locationOf(project, marker.path, marker.range.line, marker.range.column);
      return location === null ? [] : [{ location, message: plain(`${marker.path}: ${marker.rule}`, 200) }];
    });
    const message =
      show.lang === "en"
        ? `${wayInFull(destination, "en")}, ${place}: ${files} marked ${files === 1 ? "file" : "files"} would leave by it.`
        : `${wayInFull(destination, "zh-CN")}，${place}：有 ${files} 个带标记的文件将经此离开。`;
    return [
      {
        range: lineRange(text, destination.line),
        severity: DiagnosticSeverity.Information,
        source,
        code: "destination",
        message: plain(message, 400),
        ...(show.related ? { relatedInformation: related } : {}),
        data: destination.id,
      },
    ];
  });
}

function problemDiagnostic(problem: Problem, text: string, show: Show): Diagnostic {
  const line = problem.line ?? 1;
  const whole = lineRange(text, line);
  const start = problem.column === null ? whole.start : { line: line - 1, character: Math.min(problem.column - 1, whole.end.character) };
  return {
    range: { start, end: whole.end },
    severity: problem.severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source,
    code: problem.code,
    message: plain(say(problem.message, show.lang), 600),
  };
}

/** The page of a rule: where the client shows it, else where it stands in the documentation beside the program, else the first source that the rule names. */
function pageOf(project: Project, rule: string, show: Show): string | null {
  if (show.rulePage !== null) return show.rulePage.replace("{rule}", encodeURIComponent(rule));
  const { rulebook, rulePages } = project.world;
  // Renderers of Markdown leave the full stops of a heading out of its anchor.
  if (rulePages !== null && rulebook.rules.some((one) => one.id === rule)) return `${toUri(rulePages)}#${rule.replaceAll(".", "")}`;
  const references = project.judgement.rulebook.rules.find((one) => one.id === rule)?.references ?? [];
  return references.find((reference) => /^https:\/\/\S+$/.test(reference)) ?? null;
}
