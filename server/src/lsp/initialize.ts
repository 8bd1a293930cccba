/** The beginning of a connection: what the client says of itself, and what the server answers. */
import {
  CodeActionKind,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type WorkspaceFolder,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { loadRulebook, rulePages } from "../host/load-rulebook.js";
import { version } from "../version.js";
import type { Diagnostics } from "./diagnostics.js";
import type { Project } from "./project.js";
import { commandNames, type InitializeOptions } from "./protocol.js";
import { defaultSettings, pathOf, realFolder, type Session } from "./session.js";
import { toUri } from "./to-lsp.js";

/** The state with which a connection begins. */
export function openSession(connection: Connection, home: string, params: InitializeParams): Session {
  const options = (params.initializationOptions ?? {}) as InitializeOptions;
  const documents = new TextDocuments(TextDocument);
  // In a workspace that is not trusted no program is found, so none is run.
  const environment: NodeJS.ProcessEnv = options.trusted === false ? { ...process.env, PATH: "", Path: "" } : process.env;
  const folders =
    params.workspaceFolders?.map((folder) => folder.uri) ?? [params.rootUri].flatMap((uri) => (typeof uri === "string" ? [uri] : []));
  const late: { diagnostics?: Diagnostics; opened?: (project: Project) => void; status?: () => void } = {};
  return {
    connection,
    documents,
    world: {
      home,
      environment,
      rulebook: loadRulebook(home),
      rulePages: rulePages(home),
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
    changed: (project) => {
      late.diagnostics?.refresh(project);
      late.status?.();
    },
    changedFiles: (project, files) => late.diagnostics?.show(project, files),
    opened: (project) => late.opened?.(project),
    join: (diagnostics, opened, status) => Object.assign(late, { diagnostics, opened, status }),
  };
}

/** What the server can do for such a client. */
export function abilities({ capabilities, options }: Session): InitializeResult {
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

/** Folders by their URIs, the innermost first, so that the first that holds a file is the right one. */
export function rootsOf(uris: readonly string[]): readonly string[] {
  return uris
    .flatMap((uri) => pathOf(uri) ?? [])
    .map(realFolder)
    .sort((a, b) => b.length - a.length);
}

/** Names of folders by their roots. */
export function namesOf(folders: readonly WorkspaceFolder[]): Map<string, string> {
  return new Map(folders.flatMap(({ uri, name }) => rootsOf([uri]).map((root) => [root, name] as const)));
}
