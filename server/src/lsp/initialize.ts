/** The beginning of a connection: what the client says of itself, and what the server answers. */
import type { Connection, InitializeParams, InitializeResult, WorkspaceFolder } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadRulebook, rulePages } from "../host/load-rulebook.js";
import { version } from "../version.js";
import type { Diagnostics } from "./diagnostics.js";
import { CodeActionKind, TextDocuments, TextDocumentSyncKind } from "./library.js";
import type { Project } from "./project.js";
import { commandNames, type InitializeOptions } from "./protocol.js";
import { fileOf, firstSettings, pathOf, realFolder, type Session } from "./session.js";

/** The state with which a connection begins. */
export function openSession(connection: Connection, home: string, params: InitializeParams): Session {
  const options = (params.initializationOptions ?? {}) as InitializeOptions;
  const documents = new TextDocuments(TextDocument);
  // In a workspace that is not trusted no program is found, so none is run.
  const environment: NodeJS.ProcessEnv = options.trusted === false ? { ...process.env, PATH: "", Path: "" } : process.env;
  const folders =
    params.workspaceFolders?.map((folder) => folder.uri) ?? [params.rootUri].flatMap((uri) => (typeof uri === "string" ? [uri] : []));
  const openAt = new Map<string, string>();
  const late: { diagnostics?: Diagnostics; opened?: (project: Project) => void; status?: () => void } = {};
  const session: Session = {
    connection,
    documents,
    world: {
      home,
      environment,
      rulebook: loadRulebook(home),
      rulePages: rulePages(home),
      today: () => new Date().toISOString().slice(0, 10),
      openText: (path) => documents.get(openAt.get(path) ?? "")?.getText() ?? null,
    },
    capabilities: params.capabilities,
    options,
    locale: params.locale ?? process.env["LC_ALL"] ?? process.env["LANG"] ?? "en",
    settings: firstSettings(options),
    roots: rootsOf(folders),
    names: namesOf(params.workspaceFolders ?? []),
    linked: linkedOf(folders),
    openAt,
    projects: new Map(),
    readings: new Map(),
    changed: (project) => {
      late.diagnostics?.refresh(project);
      late.status?.();
    },
    changedFiles: (project, files) => late.diagnostics?.show(project, files),
    opened: (project) => late.opened?.(project),
    join: (diagnostics, opened, status) => Object.assign(late, { diagnostics, opened, status }),
  };
  documents.onDidOpen(({ document }) => {
    const path = fileOf(session, document.uri);
    if (path !== null) openAt.set(path, document.uri);
  });
  documents.onDidClose(({ document }) => {
    for (const [path, uri] of openAt) if (uri === document.uri) openAt.delete(path);
  });
  return session;
}

/** What the server can do for such a client. */
export function abilities({ capabilities, options }: Session): InitializeResult {
  // Who can be told to ask again is; others ask for all that they show after each edit: one of a policy or a deploy file changes every file.
  const canRefresh = capabilities.workspace?.diagnostics?.refreshSupport === true;
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
        : { diagnosticProvider: { identifier: "borderline", interFileDependencies: !canRefresh, workspaceDiagnostics: false } }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Folders by their URIs, the innermost first, so that the first that holds a file is the right one. */
export function rootsOf(uris: readonly string[]): readonly string[] {
  return uris
    .flatMap((uri) => pathOf(uri) ?? [])
    .map(realFolder)
    .sort((a, b) => b.length - a.length);
}

/** Paths by which a client knows folders that are elsewhere in truth, by root. */
export function linkedOf(uris: readonly string[]): Map<string, string> {
  const paths = uris.flatMap((uri) => pathOf(uri) ?? []).map((path) => (path.length > 1 ? path.replace(/[\\/]$/, "") : path));
  return new Map(paths.map((path) => [realFolder(path), path] as const).filter(([root, path]) => root !== path));
}

/** Names of folders by their roots. */
export function namesOf(folders: readonly WorkspaceFolder[]): Map<string, string> {
  return new Map(folders.flatMap(({ uri, name }) => rootsOf([uri]).map((root) => [root, name] as const)));
}
