/** A language client for tests: the built server over stdio, spoken to with the protocol's own library. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from "vscode-jsonrpc/node";
import type {
  ClientCapabilities,
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";

export const dist = join(import.meta.dirname, "../../../dist");

export interface ClientOptions {
  readonly pull?: boolean;
  readonly locale?: string;
  readonly initialization?: object;
  readonly progress?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  /** In place of the usual ones. */
  readonly capabilities?: ClientCapabilities;
}

export interface TestClient {
  readonly connection: MessageConnection;
  readonly server: InitializeResult;
  readonly process: ChildProcessWithoutNullStreams;
  /** The last that was pushed, by URI. */
  readonly pushed: Map<string, PublishDiagnosticsParams>;
  /** Edits that the server wanted applied. */
  readonly edits: WorkspaceEdit[];
  /** How often the server asked to be pulled again. */
  readonly refreshes: () => number;
  readonly open: (path: string, text: string, languageId?: string) => string;
  readonly change: (uri: string, version: number, text: string) => void;
  readonly pull: (uri: string, previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  /** Diagnostics of a pull. */
  readonly items: (uri: string) => Promise<readonly Diagnostic[]>;
  readonly hover: (uri: string, line: number, character: number) => Promise<string>;
  readonly actions: (uri: string, diagnostic: Diagnostic) => Promise<readonly CodeAction[]>;
  readonly execute: (command: string, argument?: unknown) => Promise<string | null>;
}

/** Starts a server for a folder; it ends with the test. */
export async function startClient(root: string, options: ClientOptions = {}): Promise<TestClient> {
  const child = spawn(process.execPath, [join(dist, "cli.js"), "lsp", "--stdio"], {
    stdio: "pipe",
    env: { ...process.env, ...options.environment },
  });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const pushed = new Map<string, PublishDiagnosticsParams>();
  const edits: WorkspaceEdit[] = [];
  let refreshes = 0;
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => void pushed.set(params.uri, params));
  connection.onRequest("workspace/diagnostic/refresh", () => {
    refreshes++;
    return null;
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("window/workDoneProgress/create", () => null);
  connection.onRequest("workspace/applyEdit", ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    return { applied: true };
  });
  connection.onUnhandledNotification(() => undefined);
  connection.listen();
  onTestFinished(async () => {
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    await connection.sendRequest("shutdown").catch(() => undefined);
    await connection.sendNotification("exit").catch(() => undefined);
    await gone;
    connection.dispose();
  });
  const server: InitializeResult = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: "root" }],
    locale: options.locale ?? "en",
    initializationOptions: { settings: { debounce: 0 }, ...options.initialization },
    capabilities: options.capabilities ?? {
      textDocument: {
        publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
        ...(options.pull === false ? {} : { diagnostic: { relatedDocumentSupport: false } }),
      },
      workspace: { diagnostics: { refreshSupport: true }, workspaceFolders: true },
      window: { workDoneProgress: options.progress === true },
    },
  });
  await connection.sendNotification("initialized", {});
  const pull = (uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    connection.sendRequest("textDocument/diagnostic", { textDocument: { uri }, previousResultId });
  return {
    connection,
    server,
    process: child,
    pushed,
    edits,
    refreshes: () => refreshes,
    open: (path, text, languageId = "python") => {
      const uri = pathToFileURL(join(root, path)).href;
      void connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
      return uri;
    },
    change: (uri, version, text) =>
      void connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] }),
    pull,
    items: async (uri) => {
      const report = await pull(uri);
      return report.kind === "full" ? report.items : [];
    },
    hover: async (uri, line, character) => {
      const found: Hover | null = await connection.sendRequest("textDocument/hover", {
        textDocument: { uri },
        position: { line, character },
      });
      const contents = found?.contents ?? "";
      return typeof contents === "object" && "value" in contents ? contents.value : "";
    },
    actions: (uri, diagnostic) =>
      connection.sendRequest("textDocument/codeAction", {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      }),
    execute: (command, argument) =>
      connection.sendRequest("workspace/executeCommand", { command, arguments: argument === undefined ? [] : [argument] }),
  };
}

/** Waits until something holds, at most ten seconds. */
export async function until<T>(what: () => T | undefined | false | null | Promise<T | undefined | false | null>): Promise<T> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    const value = await what();
    if (value !== undefined && value !== false && value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not happen within ten seconds");
}

/** A ranking network with personalised features: 086501X's own words. */
export const ranking = `import tensorflow as tf

class DeepInterestNetwork(tf.keras.Model):
    """CTR prediction with user behaviour sequences for personalised recommendation."""

    def __init__(self, user_embedding, item_embedding):
        super().__init__()
        self.din_attention = tf.keras.layers.Dense(64)
        self.click_through_rate = tf.keras.layers.Dense(1)

    def call(self, user_behavior_sequence, candidate_item):
        ctr_logits = self.click_through_rate(self.din_attention(user_behavior_sequence))
        return ctr_logits
`;
