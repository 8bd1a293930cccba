/** Diagnostics: answered when the client pulls, pushed where it cannot, never both for one document. */
import { createHash } from "node:crypto";
import type { CancellationToken, Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport } from "vscode-languageserver/node";
import { readText } from "../host/bounded-file.js";
import { createClosedFiles } from "./closed-files.js";
import { DocumentDiagnosticReportKind, ErrorCodes, LSPErrorCodes, ResponseError } from "./library.js";
import { askKnown, pathIn, type Project } from "./project.js";
import { readDocument, type Reading } from "./reading.js";
import { closedUri, fileOf, projectOf, readingOf, showOf, type Session } from "./session.js";
import { toDiagnostics } from "./to-lsp.js";

/** The first answer waits this long for what remotes have of a file (milliseconds): a louder mark that turns quiet is worse than a late one. */
const patience = 400;

/** Diagnostics, as the rest of the server asks for them. */
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

/** The diagnostics of a session. */
export function createDiagnostics(session: Session): Diagnostics {
  const open = createPushes(session);
  const closed = createClosedFiles(session);
  let refreshing: NodeJS.Timeout | null = null;
  return {
    pull: (params, token) => pull(session, params, token),
    changed: (uri) => {
      const absolute = fileOf(session, uri);
      const before = absolute === null ? null : closed.forget(absolute);
      if (!pulls(session)) open.push(uri, session.readings.has(uri) ? session.settings.debounce : 0);
      if (before !== null && (pulls(session) || before !== uri)) void session.connection.sendDiagnostics({ uri: before, diagnostics: [] });
    },
    closed: (uri) => {
      open.cancel(uri);
      session.readings.delete(uri);
      const absolute = fileOf(session, uri);
      if (absolute === null) return;
      void projectOf(session, absolute).then((project) => {
        const path = pathIn(project, absolute);
        if (path !== null) project.known.delete(path);
        const isShown = closed.showAgain(project, absolute);
        if (!pulls(session) && (!isShown || closedUri(session, absolute) !== uri))
          void session.connection.sendDiagnostics({ uri, diagnostics: [] });
      });
    },
    show: closed.show,
    refresh: (project) => {
      closed.refresh(project);
      refreshing ??= setTimeout(() => {
        refreshing = null;
        refreshOpen(session, open.push);
      }, 20);
    },
  };
}

/** Pushes for open documents, each a while after the last change. */
function createPushes(session: Session) {
  const timers = new Map<string, NodeJS.Timeout>();
  const cancel = (uri: string): void => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
  };
  const push = (uri: string, wait: number): void => {
    cancel(uri);
    const now = (): void => {
      timers.delete(uri);
      void pushNow(session, uri);
    };
    timers.set(uri, setTimeout(now, wait));
  };
  return { push, cancel };
}

/** Open documents may be other than they were: who pulls is told to, the others are told at once. */
function refreshOpen(session: Session, push: (uri: string, wait: number) => void): void {
  if (!pulls(session)) for (const document of session.documents.all()) push(document.uri, 0);
  else if (session.capabilities.workspace?.diagnostics?.refreshSupport === true)
    session.connection.languages.diagnostics.refresh().catch(() => undefined);
}

async function pushNow(session: Session, uri: string): Promise<void> {
  const document = session.documents.get(uri);
  const absolute = fileOf(session, uri);
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
  const absolute = fileOf(session, uri);
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
  const document = session.documents.get(session.openAt.get(absolute) ?? "");
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
