/** Starts, restarts and stops the language server, and forwards commands to it. */
import { l10n, window, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { methods, type CommandName, type Status } from "../../server/src/lsp/protocol.js";

export interface Server {
  readonly log: LogOutputChannel;
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Runs a command of the server; a failure is logged and told once. */
  readonly execute: (command: CommandName, argument?: unknown) => Promise<string | null>;
  readonly request: <R>(method: string, params: unknown) => Promise<R | null>;
}

/** `onStatus` is called whenever what there is to show changed. */
export function createServer(context: ExtensionContext, log: LogOutputChannel, onStatus: (status: Status | null) => void): Server {
  let client: LanguageClient | null = null;
  let starting: Promise<void> | null = null;

  const start = (): Promise<void> => {
    starting ??= (async () => {
      // A file of its own: the protocol's library is most of the extension, and activation needs none of it.
      const { newClient } = await import("./language-client.js");
      const next = newClient(context, log);
      next.onNotification(methods.status, onStatus);
      try {
        await next.start();
        client = next;
      } catch (error) {
        log.error(String(error));
        onStatus(null);
      }
    })();
    return starting;
  };
  const stop = async (): Promise<void> => {
    await starting;
    const old = client;
    client = null;
    starting = null;
    await old?.dispose().catch((error: unknown) => log.warn(String(error)));
  };
  const request = async <R>(method: string, params: unknown): Promise<R | null> => {
    await start();
    try {
      return client === null ? null : await client.sendRequest<R>(method, params);
    } catch (error) {
      log.error(`${method}: ${String(error)}`);
      return null;
    }
  };
  return {
    log,
    start,
    stop,
    restart: async () => {
      await stop();
      await start();
    },
    request,
    execute: async (command, argument) => {
      await start();
      if (client === null) {
        void window.showErrorMessage(l10n.t("Borderline's language server does not run; the log says why."));
        return null;
      }
      return request<string>("workspace/executeCommand", { command, arguments: argument === undefined ? [] : [argument] });
    },
  };
}
