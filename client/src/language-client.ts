/** Entry of dist/language-client.js: the protocol's client, loaded when the server is started and not before. */
import { env, workspace, type Disposable, type ExtensionContext, type LogOutputChannel } from "vscode";
import { LanguageClient, TransportKind, WorkDoneProgress } from "vscode-languageclient/node";
import type { InitializeOptions } from "../../server/src/lsp/protocol.js";

/** What the server says of work that takes a while. */
export interface Work {
  readonly message?: string;
  readonly percentage?: number;
}

/** Hears how far the work of one request is, by the token that the request carries. */
export function followWork(client: LanguageClient, token: string, heard: (work: Work) => void): Disposable {
  return client.onProgress(WorkDoneProgress.type, token, (said) => {
    if (said.kind !== "end")
      heard({
        ...(said.message === undefined ? {} : { message: said.message }),
        ...(said.percentage === undefined ? {} : { percentage: said.percentage }),
      });
  });
}

/** A client of dist/server.js; it is not started yet. */
export function newClient(context: ExtensionContext, log: LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath("dist/server.js");
  const options: InitializeOptions = {
    ownCommands: true,
    status: true,
    trusted: workspace.isTrusted,
    rulePage: `${env.uriScheme}://${context.extension.id}/explain/{rule}`,
  };
  return new LanguageClient(
    "borderline",
    "Borderline",
    { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
    {
      documentSelector: [{ scheme: "file" }],
      initializationOptions: options,
      outputChannel: log,
      synchronize: { configurationSection: "borderline" },
    },
  );
}
