/** One document examined and judged: the same evidence, tree context and judgement as a scan, for the text that the editor shows. */
import { isOwnOutput, mayBeOwnOutput } from "../core/own-output.js";
import type { Destination } from "../core/destinations/destination.js";
import { isDeployFile } from "../core/destinations/read-destinations.js";
import { applyBaseline } from "../core/exposures/baseline.js";
import type { Exposure } from "../core/exposures/exposure.js";
import { exposuresOf } from "../core/exposures/exposures-of.js";
import type { FileContents } from "../core/markers/examine.js";
import { shownFrom, type FileSummary, type Marker } from "../core/markers/marker.js";
import { noPackages } from "../core/markers/origin.js";
import { noFiles } from "../core/markers/tree-files.js";
import { treeContext } from "../core/markers/tree-context.js";
import type { Problem } from "../core/problem.js";
import { stateOf } from "./known-state.js";
import { pathIn, type Project } from "./project.js";
import { ownFileProblems } from "./own-files.js";
import { words } from "./words.js";

/** What is said about one document. */
export interface Reading {
  readonly path: string;
  readonly markers: readonly Marker[];
  /** Of these markers. */
  readonly exposures: readonly Exposure[];
  /** Ways out that a line of this document names. */
  readonly destinations: readonly Destination[];
  readonly problems: readonly Problem[];
  readonly wholeTree: boolean;
}

/** Longer documents are left to the scan (UTF-16 units). */
const longestDocument = 16 << 20;
const encoder = new TextEncoder();

/** Examines a document. Never throws for its contents: what fails is a problem of the file. */
export function readDocument(project: Project, absolute: string, text: string): Reading {
  const path = pathIn(project, absolute) ?? absolute;
  const wholeTree = project.context !== null;
  const destinations = destinationsIn(project, path);
  try {
    const summary = summaryOf(project, path, text);
    const found = summary === null ? [] : markersOf(project, summary);
    const markers = applyBaseline(found, project.judgement.baseline);
    return {
      path,
      markers,
      exposures: exposuresIn(project, path, text, markers),
      destinations,
      problems: [...problemsIn(project, path, absolute, text), ...suppressionProblems(path, summary)],
      wholeTree,
    };
  } catch (error) {
    return { path, markers: [], exposures: [], destinations, problems: [failure(path, error)], wholeTree };
  }
}

/** The evidence in a text; null: nothing to say. */
function summaryOf(project: Project, path: string, text: string): FileSummary | null {
  if (text.length > longestDocument || (mayBeOwnOutput(path) && isOwnOutput(text))) return null;
  const bytes = encoder.encode(text);
  const zero = bytes.indexOf(0);
  const contents: FileContents = {
    path,
    size: bytes.length,
    bytes,
    zero: zero >= 0 && zero < 8000,
    read: (from, to) => bytes.subarray(from, to),
  };
  const first = project.examiner.examine(contents);
  // A file that only its tree can raise is looked at closely where the tree is known.
  return first.later === null || project.context === null ? first.summary : project.examiner.examineClosely(contents).summary;
}

function markersOf(project: Project, summary: FileSummary): readonly Marker[] {
  const { compiled, judgement } = project;
  const context = project.context ?? treeContext({ compiled, summaries: [summary], files: noFiles, packages: noPackages });
  const off = new Set(judgement.policy.rules.off);
  const modules = new Map(project.kept?.result.markers.map((marker) => [marker.id, marker.module]));
  return context
    .markersOf(summary)
    .filter((marker) => marker.confidence >= shownFrom && !off.has(marker.rule))
    .map((marker) => ({ ...marker, module: modules.get(marker.id) ?? null }));
}

function exposuresIn(project: Project, path: string, text: string, markers: readonly Marker[]): readonly Exposure[] {
  if (markers.length === 0) return [];
  const { judgement, world } = project;
  const known = project.known.get(path);
  return exposuresOf(judgement.rulebook, judgement.policy, world.today(), markers, project.destinations, {
    stateOf: (_marker, destination) => stateOf(known, destination, text),
    forward: project.forward,
    baseline: judgement.baseline,
  });
}

/** The ways out that a file's lines name, or help to name. */
function destinationsIn(project: Project, path: string): readonly Destination[] {
  return project.destinations.filter((each) => each.path === path || each.trail.some((step) => step.path === path));
}

function problemsIn(project: Project, path: string, absolute: string, text: string): readonly Problem[] {
  const own = ownFileProblems(project, absolute, text);
  if (own !== null) return own;
  return isDeployFile(path) ? project.problems.filter((problem) => problem.path === path && problem.code !== "not-read") : [];
}

function suppressionProblems(path: string, summary: FileSummary | null): readonly Problem[] {
  return (summary?.suppressions ?? [])
    .filter((one) => one.rule === null || one.reason === null)
    .map(({ line, column }) => ({
      code: "suppression" as const,
      severity: "warning" as const,
      path,
      line,
      column,
      message: words.suppressionIncomplete,
    }));
}

function failure(path: string, error: unknown): Problem {
  const why = error instanceof Error ? error.message.slice(0, 200) : "";
  return {
    code: "internal",
    severity: "warning",
    path,
    line: 1,
    column: 1,
    message: { en: `Borderline failed on this file: ${why}`, zh: `Borderline 处理该文件时出错：${why}` },
  };
}
