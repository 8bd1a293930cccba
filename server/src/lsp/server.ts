/** Entry of dist/language-server.js: the language server over stdio, or over the channel that its starter names. Here the features are joined to the connection; each is a file of its own. */
import {
  CodeActionKind,
  createConnection,
  DidChangeConfigurationNotification,
  MessageType,
  ProposedFeatures,
  ShowMessageNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type WorkspaceFolder,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadRulebook } from "../host/load-rulebook.js";
import { version } from "../version.js";
import { codeActions } from "./code-actions.js";
import { execute, projectNamed } from "./commands.js";
import { createDiagnostics, pulls } from "./diagnostics.js";
import { hearDocuments } from "./documents.js";
import { hover } from "./hover.js";
import { documentLinks } from "./links.js";
import { ownFileOf } from "./own-files.js";
import { completeOwnFile } from "./own-file-words.js";
import { findDeployFiles, type Project } from "./project.js";
import { commandNames, methods, type InitializeOptions, type ReportParams, type Settings, type ViewParams } from "./protocol.js";
import { explanationOf, lastPushSaid, pushPage, scanPage } from "./reports.js";
import { defaultSettings, langOf, openedDocument, pathOf, realFolder, workspaceProjects, type Session } from "./session.js";
import { toUri } from "./to-lsp.js";
import { foldersView } from "./views.js";
import { createWatcher, registerWatching, type Watcher } from "./watch.js";
import { createWork, type Work } from "./work.js";

/** The first answers come first: deploy files are looked for when the server has had nothing else to do for a while (milliseconds). */
const deployWait = 600;

/** Starts serving on a connection. `home`: the folder of the built program. */
export function serve(connection: Connection, home: string): void {
  connection.onInitialize((params) => {
    const session = openSession(connection, home, params);
    join(session);
    return answer(session.capabilities, session.options);
  });
  connection.listen();
}

interface OpenSession extends Session {
  readonly pullsDiagnostics: boolean;
}

function openSession(connection: Connection, home: string, params: InitializeParams): OpenSession {
  const options = (params.initializationOptions ?? {}) as InitializeOptions;
  const documents = new TextDocuments(TextDocument);
  // In a workspace that is not trusted no program is found, so none is run.
  const environment: NodeJS.ProcessEnv = options.trusted === false ? { ...process.env, PATH: "", Path: "" } : process.env;
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri === null ? [] : [params.rootUri]);
  const late: { diagnostics?: ReturnType<typeof createDiagnostics>; opened?: (project: Project) => void; status?: () => void } = {};
  const session: OpenSession = {
    connection,
    documents,
    world: {
      home,
      environment,
      rulebook: loadRulebook(home),
      today: () => new Date().toISOString().slice(0, 10),
      openText: (path) => documents.get(toUri(path))?.getText() ?? null,
    },
    capabilities: params.capabilities,
    options,
    locale: params.locale ?? process.env["LC_ALL"] ?? process.env["LANG"] ?? "en",
    settings: { ...defaultSettings, ...options.settings },
    roots: rootsOf(folders),
    names: namesOf(params.workspaceFolders ?? []),
    projects: new Map(),
    readings: new Map(),
    pullsDiagnostics: params.capabilities.textDocument?.diagnostic !== undefined,
    changed: (project) => {
      late.diagnostics?.refresh(project);
      late.status?.();
    },
    changedFiles: (project, files) => late.diagnostics?.show(project, files),
    opened: (project) => late.opened?.(project),
    join: (diagnostics, opened, status) => Object.assign(late, { diagnostics, opened, status }),
  };
  return session;
}

/** Innermost first, so that the first that holds a file is the right one. */
function rootsOf(uris: readonly string[]): readonly string[] {
  return uris
    .flatMap((uri) => pathOf(uri) ?? [])
    .map(realFolder)
    .sort((a, b) => b.length - a.length);
}

function answer(capabilities: ClientCapabilities, options: InitializeOptions): InitializeResult {
  return {
    serverInfo: { name: "borderline", version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      completionProvider: { triggerCharacters: [":", " ", "-"] },
      documentLinkProvider: {},
      // A client with commands of its own would meet the same names twice.
      executeCommandProvider: { commands: options.ownCommands === true ? [] : [...commandNames], workDoneProgress: true },
      ...(capabilities.textDocument?.diagnostic === undefined
        ? {}
        : { diagnosticProvider: { identifier: "borderline", interFileDependencies: false, workspaceDiagnostics: false } }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Joins the features to the connection. */
function join(session: OpenSession): void {
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
  });
  connection.onDidChangeWatchedFiles((params) => watcher.notified(params));
  hearStart(session, work);
  hearDocuments(session, diagnostics, watcher);
  if (pulls(session)) connection.languages.diagnostics.on((params, token) => diagnostics.pull(params, token));
  answerEditors(session);
  answerCommands(session, work);
  answerOwn(session);
  session.documents.listen(connection);
}

/** Names of folders by their roots. */
function namesOf(folders: readonly WorkspaceFolder[]): Map<string, string> {
  return new Map(folders.flatMap(({ uri, name }) => rootsOf([uri]).map((root) => [root, name] as const)));
}

async function findDeploy(session: OpenSession, project: Project, watcher: Watcher, signal: AbortSignal): Promise<void> {
  try {
    await findDeployFiles(project, signal);
    watcher.watch(project);
    session.changed(project);
  } catch (error) {
    session.connection.console.error(String(error));
  }
}

/** What the client says once it is ready, and when its settings or folders are others. */
function hearStart(session: OpenSession, { scan, sendStatus }: Work): void {
  const { connection, capabilities } = session;
  connection.onInitialized(() => {
    registerWatching(session);
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true)
      connection.client.register(DidChangeConfigurationNotification.type, { section: "borderline" }).catch(() => undefined);
    void readSettings(session).then(async () => {
      const projects = await workspaceProjects(session);
      sendStatus();
      if (session.settings.scanOnStart && session.options.trusted !== false) await scan(projects, null, null);
    });
    if (capabilities.workspace?.workspaceFolders === true)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = rootsOf(removed.map((folder) => folder.uri));
        for (const root of gone) session.projects.delete(root);
        for (const [root, name] of namesOf(added)) session.names.set(root, name);
        session.roots = rootsOf([...session.roots.filter((root) => !gone.includes(root)).map(toUri), ...added.map((folder) => folder.uri)]);
        void workspaceProjects(session).then(sendStatus);
      });
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    void readSettings(session, settings).then(async () => {
      for (const project of await Promise.all(session.projects.values())) session.changed(project);
    });
  });
}

/** What every editor can ask. */
function answerEditors(session: OpenSession): void {
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

function answerCommands(session: OpenSession, { scan }: Work): void {
  const { connection } = session;
  connection.onExecuteCommand(async ({ command, arguments: given, workDoneToken }, token, reporter) => {
    const scanned =
      command === "borderline.scanWorkspace"
        ? await workspaceProjects(session)
        : command === "borderline.scanFolder"
          ? await named(session, given?.[0])
          : null;
    const said =
      scanned === null
        ? await execute(session, command, given?.[0], token)
        : await scan(scanned, token, workDoneToken === undefined ? null : reporter);
    // Whoever has no commands of its own is told here; a client with its own shows it where it fits.
    if (said !== null && session.options.ownCommands !== true)
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: said });
    return said;
  });
}

/** What only a client of ours asks (protocol.ts). */
function answerOwn(session: OpenSession): void {
  const { connection } = session;
  connection.onRequest(methods.view, async ({ view }: ViewParams) =>
    foldersView(await workspaceProjects(session), session.names, view, langOf(session)),
  );
  connection.onRequest(methods.report, async ({ push, uri }: ReportParams) => {
    const project = await projectNamed(session, { uri });
    if (project === null) return null;
    return push === true ? pushPage(session, project) : scanPage(session, project);
  });
  connection.onRequest(methods.explain, async ({ id }: { id: string }) =>
    explanationOf(session, (await workspaceProjects(session))[0] ?? null, id),
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

/** The editor's settings, asked for where it can be asked, else as they were sent. */
async function readSettings(session: Session, sent?: unknown): Promise<void> {
  const asked: unknown =
    session.capabilities.workspace?.configuration === true
      ? await session.connection.workspace.getConfiguration("borderline").catch(() => null)
      : typeof sent === "object" && sent !== null && "borderline" in sent
        ? sent.borderline
        : null;
  if (typeof asked === "object" && asked !== null) session.settings = { ...session.settings, ...(asked as Partial<Settings>) };
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
