/** Diagnostics of files that are not open: what the last scan said of them, pushed for every client. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Diagnostic } from "vscode-languageserver/node";
import { applyBaseline } from "../core/exposures/baseline.js";
import { shownFrom } from "../core/markers/marker.js";
import type { Problem } from "../core/problem.js";
import { grouped } from "../core/reports/view.js";
import { readText } from "../host/bounded-file.js";
import { absoluteOf, type Project } from "./project.js";
import { readDocument, type Reading } from "./reading.js";
import { closedUri, showOf, type Session } from "./session.js";
import { toDiagnostics } from "./to-lsp.js";

/** Files that are not open and for which diagnostics are shown after a scan. */
const most = 1000;

/** What is shown of files that are not open. */
export interface ClosedFiles {
  /** Shows what the last scan of a folder said, and takes back what it no longer says. */
  readonly refresh: (project: Project) => void;
  /** Reads files from disk and shows what they hold; open ones show it already. */
  readonly show: (project: Project, files: readonly string[]) => void;
  /** A file was closed: says whether the last scan has something to show of it, and shows it. */
  readonly showAgain: (project: Project, absolute: string) => boolean;
  /** A file was opened: gives the URI under which something is shown of it that now stands twice; null: nothing is. */
  readonly forget: (absolute: string) => string | null;
}

/** The closed files of a session. */
export function createClosedFiles(session: Session): ClosedFiles {
  /** URIs for which something is shown, by the folder's root. */
  const shown = new Map<string, Set<string>>();
  const shownIn = (project: Project): Set<string> => {
    const uris = shown.get(project.root) ?? new Set<string>();
    shown.set(project.root, uris);
    return uris;
  };
  const send = (uri: string, diagnostics: Diagnostic[]): void => void session.connection.sendDiagnostics({ uri, diagnostics });
  return {
    refresh: (project) => {
      const before = shownIn(project);
      const now = closedDiagnostics(session, project);
      for (const [uri, diagnostics] of now) send(uri, diagnostics);
      for (const uri of before) if (!now.has(uri) && session.documents.get(uri) === undefined) send(uri, []);
      shown.set(project.root, new Set(now.keys()));
    },
    show: (project, files) => {
      const uris = shownIn(project);
      for (const file of files.slice(0, most)) {
        const uri = closedUri(session, file);
        const text = session.openAt.has(file) ? null : readText(file, 16 << 20);
        if (text === null) continue;
        const diagnostics = toDiagnostics(project, readDocument(project, file, text), text, showOf(session));
        if (diagnostics.length > 0) uris.add(uri);
        send(uri, diagnostics);
      }
    },
    showAgain: (project, absolute) => {
      const uri = closedUri(session, absolute);
      const diagnostics = closedDiagnostics(session, project).get(uri);
      if (diagnostics === undefined) return false;
      shownIn(project).add(uri);
      send(uri, diagnostics);
      return true;
    },
    forget: (absolute) => {
      const uri = closedUri(session, absolute);
      return [...shown.values()].filter((uris) => uris.delete(uri)).length > 0 ? uri : null;
    },
  };
}

/** Errors of policy, ledger and rules, by absolute path: nothing is judged by them until they are mended, so they are told whether or not somebody looks at the file. */
function ownErrors({ judgement }: Project): ReadonlyMap<string, readonly Problem[]> {
  const errors = judgement.problems.filter(({ severity }) => severity === "error");
  return grouped(errors, ({ path }) => resolve(judgement.folder, path));
}

/** What is wrong with our own files, and what the last scan said about files that are not open. */
function closedDiagnostics(session: Session, project: Project): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  const { kept } = project;
  const show = showOf(session);
  for (const [absolute, problems] of ownErrors(project)) {
    if (session.openAt.has(absolute)) continue;
    const reading: Reading = { path: absolute, markers: [], exposures: [], destinations: [], problems, wholeTree: false };
    found.set(closedUri(session, absolute), toDiagnostics(project, reading, readText(absolute, 1 << 20) ?? "", show));
  }
  if (kept === null) return found;
  const markers = applyBaseline(kept.result.markers, project.judgement.baseline).filter((marker) => marker.confidence >= shownFrom);
  const byPath = grouped(markers, (marker) => marker.path);
  const byMarker = grouped(kept.result.exposures, (exposure) => exposure.marker);
  for (const [path, own] of byPath) {
    const absolute = absoluteOf(project, path);
    // A file that went since the scan has nothing to say.
    if (absolute === null || session.openAt.has(absolute) || !existsSync(absolute)) continue;
    if (found.size >= most) break;
    const exposures = own.flatMap((marker) => byMarker.get(marker.id) ?? []);
    const reading: Reading = { path, markers: own, exposures, destinations: [], problems: [], wholeTree: true };
    found.set(closedUri(session, absolute), toDiagnostics(project, reading, "", show));
  }
  return found;
}
