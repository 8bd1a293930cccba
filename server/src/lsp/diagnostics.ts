/** Diagnostics: answered when the client pulls, pushed where it cannot, never both for one document. */
import { createHash } from "node:crypto";
import {
  DocumentDiagnosticReportKind,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { applyBaseline } from "../core/exposures/baseline.js";
import { grouped } from "../core/reports/view.js";
import { readText } from "../host/bounded-file.js";
import { absoluteOf, askKnown, pathIn, type Project } from "./project.js";
import { readDocument, type Reading } from "./reading.js";
import { pathOf, projectOf, readingOf, showOf, type Session } from "./session.js";
import { toDiagnostics, toUri } from "./to-lsp.js";
import { shownFrom } from "../core/markers/marker.js";

/** Files that are not open and for which diagnostics are shown after a scan. */
const mostClosed = 1000;
/** The first answer waits this long for what remotes have of a file (milliseconds): a louder mark that turns quiet is worse than a late one. */
const patience = 400;

export interface Diagnostics {
  readonly pull: (params: DocumentDiagnosticParams, token: CancellationToken) => Promise<DocumentDiagnosticReport>;
  /** A document was opened or changed. */
  readonly changed: (uri: string) => void;
  readonly closed: (uri: string) => void;
  /** Everything of a folder may be other than it was. */
  readonly refresh: (project: Project) => void;
  /** Reads files from disk and shows what they hold; open ones show it already. */
  readonly show: (project: Project, files: readonly string[]) => void;
}

/** Whether the client asks for diagnostics by itself. */
export function pulls(session: Session): boolean {
  return session.capabilities.textDocument?.diagnostic !== undefined;
}

export function createDiagnostics(session: Session): Diagnostics {
  const timers = new Map<string, NodeJS.Timeout>();
  /** URIs for which something was pushed, by root. */
  const pushed = new Map<string, Set<string>>();
  let refreshing: NodeJS.Timeout | null = null;

  const push = (uri: string, wait: number): void => {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        void pushNow(session, uri);
      }, wait),
    );
  };

  const refreshOpen = (): void => {
    if (pulls(session)) {
      if (session.capabilities.workspace?.diagnostics?.refreshSupport === true)
        session.connection.languages.diagnostics.refresh().catch(() => undefined);
    } else for (const document of session.documents.all()) push(document.uri, 0);
  };

  const refreshClosed = (project: Project): void => {
    const before = pushed.get(project.root) ?? new Set<string>();
    const now = new Set<string>();
    for (const [uri, diagnostics] of closedDiagnostics(session, project)) {
      now.add(uri);
      void session.connection.sendDiagnostics({ uri, diagnostics });
    }
    for (const uri of before) if (!now.has(uri) && !isOpen(session, uri)) void session.connection.sendDiagnostics({ uri, diagnostics: [] });
    pushed.set(project.root, now);
  };

  return {
    pull: (params, token) => pull(session, params, token),
    changed: (uri) => {
      let wasPushed = false;
      for (const uris of pushed.values()) wasPushed = uris.delete(uri) || wasPushed;
      if (wasPushed && pulls(session)) void session.connection.sendDiagnostics({ uri, diagnostics: [] });
      if (!pulls(session)) push(uri, session.readings.has(uri) ? session.settings.debounce : 0);
    },
    closed: (uri) => {
      clearTimeout(timers.get(uri));
      timers.delete(uri);
      session.readings.delete(uri);
      const absolute = pathOf(uri);
      if (absolute === null) return;
      void projectOf(session, absolute).then((project) => {
        const path = pathIn(project, absolute);
        if (path !== null) project.known.delete(path);
        const diagnostics = closedDiagnostics(session, project).get(uri);
        if (diagnostics) pushed.set(project.root, (pushed.get(project.root) ?? new Set()).add(uri));
        if (diagnostics || !pulls(session)) void session.connection.sendDiagnostics({ uri, diagnostics: diagnostics ?? [] });
      });
    },
    show: (project, files) => {
      const uris = pushed.get(project.root) ?? new Set<string>();
      pushed.set(project.root, uris);
      for (const file of files.slice(0, mostClosed)) {
        const uri = toUri(file);
        const text = isOpen(session, uri) ? null : readText(file, 16 << 20);
        if (text === null) continue;
        const diagnostics = toDiagnostics(project, readDocument(project, file, text), text, showOf(session));
        if (diagnostics.length > 0) uris.add(uri);
        void session.connection.sendDiagnostics({ uri, diagnostics });
      }
    },
    refresh: (project) => {
      refreshClosed(project);
      if (refreshing !== null) return;
      refreshing = setTimeout(() => {
        refreshing = null;
        refreshOpen();
      }, 20);
    },
  };
}

function isOpen(session: Session, uri: string): boolean {
  return session.documents.get(uri) !== undefined;
}

async function pushNow(session: Session, uri: string): Promise<void> {
  const document = session.documents.get(uri);
  const absolute = pathOf(uri);
  if (document === undefined || absolute === null) return;
  const project = await projectOf(session, absolute);
  await waitForKnown(session, project, absolute);
  const current = session.documents.get(uri);
  if (current === undefined) return;
  const reading = readingOf(session, current, absolute, project);
  const diagnostics = toDiagnostics(project, reading, current.getText(), showOf(session));
  await session.connection.sendDiagnostics({ uri, version: current.version, diagnostics });
}

async function pull(
  session: Session,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const { uri } = textDocument;
  const absolute = pathOf(uri);
  if (absolute === null) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const project = await projectOf(session, absolute);
  await waitForKnown(session, project, absolute);
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  const items = currentDiagnostics(session, project, uri, absolute);
  if (items === null) throw new ResponseError(ErrorCodes.InvalidParams, "no such document");
  const resultId = createHash("sha256").update(JSON.stringify(items)).digest("base64url").slice(0, 16);
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

/** A client may ask for a file that it only shows in a tab: then the disk answers. */
function currentDiagnostics(session: Session, project: Project, uri: string, absolute: string): Diagnostic[] | null {
  const document = session.documents.get(uri);
  const text = document?.getText() ?? readText(absolute, 16 << 20);
  if (text === null) return null;
  const reading = document === undefined ? readDocument(project, absolute, text) : readingOf(session, document, absolute, project);
  return toDiagnostics(project, reading, text, showOf(session));
}

/** Waits for what remotes have of a file, for a while; what comes later refreshes. Only files that hold something are asked about. */
async function waitForKnown(session: Session, project: Project, absolute: string): Promise<void> {
  const path = pathIn(project, absolute);
  const document = session.documents.get(toUri(absolute));
  if (path === null || document === undefined || project.known.has(path) || project.remotes.length === 0) return;
  const reading: Reading = readingOf(session, document, absolute, project);
  if (reading.markers.length === 0) return;
  let late = false;
  const asked = askKnown(project, path).then(
    () => void (late && session.changed(project)),
    () => undefined,
  );
  await Promise.race([asked, new Promise<void>((resolve) => setTimeout(resolve, patience).unref())]);
  late = !project.known.has(path);
}

/** What the last scan said about files that are not open. */
function closedDiagnostics(session: Session, project: Project): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  const { kept } = project;
  if (kept === null) return found;
  const show = showOf(session);
  const markers = applyBaseline(kept.result.markers, project.judgement.baseline).filter((marker) => marker.confidence >= shownFrom);
  const byPath = grouped(markers, (marker) => marker.path);
  const byMarker = grouped(kept.result.exposures, (exposure) => exposure.marker);
  for (const [path, own] of byPath) {
    const absolute = absoluteOf(project, path);
    const uri = absolute === null ? null : toUri(absolute);
    if (uri === null || isOpen(session, uri)) continue;
    if (found.size >= mostClosed) break;
    const exposures = own.flatMap((marker) => byMarker.get(marker.id) ?? []);
    const reading: Reading = { path, markers: own, exposures, destinations: [], problems: [], wholeTree: true };
    found.set(uri, toDiagnostics(project, reading, "", show));
  }
  return found;
}
