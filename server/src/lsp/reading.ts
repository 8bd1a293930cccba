/** One document examined and judged: the same evidence, tree context and judgement as a scan, for the text that the editor shows. */
import { isOwnOutput, mayBeOwnOutput } from "../core/own-output.js";
import type { Destination } from "../core/destinations/destination.js";
import { isDeployFile } from "../core/destinations/read-destinations.js";
import { applyBaseline } from "../core/exposures/baseline.js";
import type { Exposure } from "../core/exposures/exposure.js";
import { exposuresOf } from "../core/exposures/exposures-of.js";
import type { FileContents } from "../core/markers/examine.js";
import { shownFrom, type FileSummary, type Marker } from "../core/markers/marker.js";
import { suppressionProblems } from "../core/markers/suppression-problems.js";
import { noPackages } from "../core/markers/origin.js";
import { noFiles } from "../core/markers/tree-files.js";
import { treeContext } from "../core/markers/tree-context.js";
import type { Problem } from "../core/problem.js";
import { stateOf } from "./known-state.js";
import { pathIn, type Project } from "./project.js";
import { ownFileProblems } from "./own-files.js";

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
    const markers = applyBaseline(shownOf(project, found), project.judgement.baseline);
    return {
      path,
      markers,
      exposures: exposuresIn(project, path, text, markers),
      destinations,
      problems: [...problemsIn(project, path, absolute, text), ...(summary === null ? [] : suppressionsIn(project, summary, found))],
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
  const context =
    project.context ?? treeContext({ compiled: project.compiled, summaries: [summary], files: noFiles, packages: noPackages });
  return context.markersOf(summary);
}

/** Those that people see, each in the module of the last scan. */
function shownOf({ judgement, kept }: Project, markers: readonly Marker[]): readonly Marker[] {
  const off = new Set(judgement.policy.rules.off);
  const modules = new Map(kept?.result.markers.map((marker) => [marker.id, marker.module]));
  return markers
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

/** What is wrong with the suppressions of a file. Whether one of the whole file is of use only the tree can tell. */
function suppressionsIn({ judgement, context }: Project, summary: FileSummary, markers: readonly Marker[]): readonly Problem[] {
  if (!judgement.policy.inlineSuppressions) return [];
  const rules = new Set(judgement.rulebook.rules.map((rule) => rule.id));
  const suppressions = summary.suppressions.filter(
    ({ kind, rule, reason }) => context !== null || kind !== "file" || rule === null || reason === null || !rules.has(rule),
  );
  return suppressionProblems([{ ...summary, suppressions }], markers, rules);
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
