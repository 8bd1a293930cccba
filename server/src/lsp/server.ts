/** Entry of dist/language-server.js: the language server over stdio, or over the channel that its starter names. Here the features are joined to the connection; each is a file of its own. */
import type { Connection } from "vscode-languageserver/node";
import { codeActions } from "./code-actions.js";
import { execute, projectNamed } from "./commands.js";
import { createDiagnostics, pulls } from "./diagnostics.js";
import { hearDocuments } from "./documents.js";
import { hover } from "./hover.js";
import { abilities, linkedOf, namesOf, openSession, rootsOf } from "./initialize.js";
import {
  createConnection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  ExecuteCommandRequest,
  MessageType,
  ProposedFeatures,
  ResponseError,
  ShowMessageNotification,
} from "./library.js";
import { documentLinks } from "./links.js";
import { ownFileOf } from "./own-files.js";
import { completeOwnFile } from "./own-file-words.js";
import { findDeployFiles, type Project } from "./project.js";
import { methods, type ReportParams, type ViewParams } from "./protocol.js";
import { explanationOf, lastPushSaid, pushPage, scanPage } from "./reports.js";
import { langOf, namedPolicy, openedDocument, firstSettings, settingsIn, workspaceProjects, type Session } from "./session.js";
import { toUri } from "./to-lsp.js";
import { foldersView } from "./views.js";
import { createWatcher, registerWatching, type Watcher } from "./watch.js";
import { createWork, type Work } from "./work.js";

/** The first answers come first: deploy files are looked for when the server has had nothing else to do for a while (milliseconds). */
const deployWait = 600;

/** Starts serving on a connection. `home`: the folder of the built program. */
function serve(connection: Connection, home: string): void {
  let begun = false;
  let ended = false;
  connection.onRequest((method: string) => {
    if (!begun) throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize comes first");
    if (ended) refuse();
    throw new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${method}`);
  });
  connection.onInitialize((params) => {
    if (begun) throw new ResponseError(ErrorCodes.InvalidRequest, "initialize was here before");
    begun = true;
    const session = openSession(connection, home, params);
    join(session, () => {
      ended = true;
      for (const method of answered) connection.onRequest(method, refuse);
    });
    return abilities(session);
  });
  connection.listen();
}

/** What is answered until the end. */
const answered = [
  ...["hover", "codeAction", "documentLink", "completion", "diagnostic"].map((name) => `textDocument/${name}`),
  ExecuteCommandRequest.method,
  methods.view,
  methods.report,
  methods.explain,
  methods.lastPush,
];

/** After the end only `exit` is left. */
function refuse(): never {
  throw new ResponseError(ErrorCodes.InvalidRequest, "the server was shut down");
}

/** Joins the features to the connection. */
function join(session: Session, ended: () => void): void {
  const { connection } = session;
  const diagnostics = createDiagnostics(session);
  const work = createWork(session);
  const watcher = createWatcher(session, (project) => void work.scan([project], null, null));
  const stop = new AbortController();
  session.join(
    diagnostics,
    (project) => {
      watcher.watch(project);
      work.sendStatus();
      setTimeout(() => void findDeploy(session, project, watcher, stop.signal), deployWait).unref();
    },
    work.sendStatus,
  );
  connection.onShutdown(() => {
    stop.abort();
    watcher.close();
    ended();
  });
  connection.onDidChangeWatchedFiles((params) => watcher.notified(params));
  hearStart(session, work, watcher);
  hearDocuments(session, diagnostics, watcher);
  if (pulls(session)) connection.languages.diagnostics.on((params, token) => diagnostics.pull(params, token));
  answerEditors(session);
  answerCommands(session, work);
  answerOwn(session);
  session.documents.listen(connection);
}

async function findDeploy(session: Session, project: Project, watcher: Watcher, signal: AbortSignal): Promise<void> {
  try {
    await findDeployFiles(project, signal);
    watcher.watch(project);
    session.changed(project);
  } catch (error) {
    session.connection.console.error(String(error));
  }
}

/** What the client says once it is ready, and when its settings or folders are others. */
function hearStart(session: Session, { scan, sendStatus }: Work, watcher: Watcher): void {
  const { connection, capabilities } = session;
  connection.onInitialized(() => {
    registerWatching(session);
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true)
      connection.client.register(DidChangeConfigurationNotification.type, { section: "borderline" }).catch(() => undefined);
    void readSettings(session).then(async (otherPolicy) => {
      // Documents may have been opened before the editor answered.
      if (otherPolicy) for (const project of await Promise.all(session.projects.values())) watcher.reread(project);
      const projects = await workspaceProjects(session);
      sendStatus();
      if (session.settings.scanOnStart && session.options.trusted !== false) await scan(projects, null, null);
    });
    if (capabilities.workspace?.workspaceFolders === true)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = rootsOf(removed.map((folder) => folder.uri));
        for (const root of gone) {
          void session.projects.get(root)?.then((project) => leave(session, project, watcher));
          session.projects.delete(root);
        }
        for (const [root, name] of namesOf(added)) session.names.set(root, name);
        for (const [root, path] of linkedOf(added.map((folder) => folder.uri))) session.linked.set(root, path);
        session.roots = rootsOf([...session.roots.filter((root) => !gone.includes(root)).map(toUri), ...added.map((folder) => folder.uri)]);
        void workspaceProjects(session).then(sendStatus);
      });
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    void readSettings(session, settings).then(async (otherPolicy) => {
      for (const project of await Promise.all(session.projects.values()))
        if (otherPolicy) watcher.reread(project);
        else session.changed(project);
    });
  });
}

/** What was said of a folder is taken back; what is open in it is read anew, as part of whatever it belongs to now. */
function leave(session: Session, project: Project, watcher: Watcher): void {
  watcher.leave(project);
  project.kept = null;
  session.readings.clear();
  session.changed(project);
}

/** What every editor can ask. */
function answerEditors(session: Session): void {
  const { connection } = session;
  connection.onHover((params) => hover(session, params));
  connection.onCodeAction((params) => codeActions(session, params));
  connection.onDocumentLinks(async ({ textDocument }) => {
    const opened = await openedDocument(session, textDocument.uri);
    return opened === null ? [] : documentLinks(opened);
  });
  connection.onCompletion(async ({ textDocument, position }) => {
    const opened = await openedDocument(session, textDocument.uri);
    const kind = opened === null ? null : ownFileOf(opened.project, opened.absolute);
    return opened === null || kind === null
      ? []
      : completeOwnFile(kind, opened.text, position, opened.project.judgement.rulebook, langOf(session));
  });
}

function answerCommands(session: Session, { scan }: Work): void {
  const { connection } = session;
  // Not by `onExecuteCommand`: it takes the client's token of progress away, so that nobody can tell whether there was one.
  connection.onRequest(ExecuteCommandRequest.type, async ({ command, arguments: given, workDoneToken }, token) => {
    const reporter = workDoneToken === undefined ? null : connection.window.attachWorkDoneProgress(workDoneToken);
    const scanned =
      command === "borderline.scanWorkspace"
        ? await workspaceProjects(session)
        : command === "borderline.scanFolder"
          ? await named(session, given?.[0])
          : null;
    const said = scanned === null ? await execute(session, command, given?.[0], token) : await scan(scanned, token, reporter);
    // Whoever has no commands of its own is told here; a client with its own shows it where it fits.
    if (said !== null && session.options.ownCommands !== true)
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: said });
    return said;
  });
}

/** What only a client of ours asks (protocol.ts). */
function answerOwn(session: Session): void {
  const { connection } = session;
  connection.onRequest(methods.view, async ({ view }: ViewParams) =>
    foldersView(await workspaceProjects(session), session.names, view, langOf(session)),
  );
  connection.onRequest(methods.report, async ({ push, uri }: ReportParams) => {
    const project = await projectNamed(session, { uri });
    if (project === null) return null;
    return push === true ? pushPage(session, project) : scanPage(session, project);
  });
  connection.onRequest(methods.explain, async (asked: { id?: unknown } | undefined) =>
    explanationOf(session, (await workspaceProjects(session))[0] ?? null, typeof asked?.id === "string" ? asked.id : ""),
  );
  connection.onRequest(methods.lastPush, async (argument: unknown) => {
    const project = await projectNamed(session, argument);
    return project === null ? null : lastPushSaid(session, project);
  });
}

async function named(session: Session, argument: unknown): Promise<readonly Project[]> {
  const project = await projectNamed(session, argument);
  return project === null ? [] : [project];
}

/** The editor's settings, asked for where it can be asked, else as they were sent. Says whether they name another policy. */
async function readSettings(session: Session, sent?: unknown): Promise<boolean> {
  const asked: unknown =
    session.capabilities.workspace?.configuration === true
      ? await session.connection.workspace.getConfiguration("borderline").catch(() => null)
      : typeof sent === "object" && sent !== null && "borderline" in sent
        ? sent.borderline
        : null;
  const before = namedPolicy(session);
  // A section is sent whole: what it no longer has is as it was at the beginning.
  if (typeof asked === "object" && asked !== null) session.settings = { ...firstSettings(session.options), ...settingsIn(asked) };
  return namedPolicy(session) !== before;
}

/** Serves over what the process was started with. */
export function main(): void {
  const connection = createConnection(ProposedFeatures.all);
  // A client that refuses a request, or a file that breaks us, must not end the work on all others.
  process.on("unhandledRejection", (reason) =>
    connection.console.error(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
  );
  serve(connection, __dirname);
}
