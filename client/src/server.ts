/** Starts, restarts and stops the language server, and forwards commands to it. */
import {
  l10n,
  ProgressLocation,
  window,
  type CancellationToken,
  type ExtensionContext,
  type LogOutputChannel,
  type Progress,
} from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { methods, type CommandName, type Status } from "../../server/src/lsp/protocol.js";
import type { followWork, Work } from "./language-client.js";

/** The language server as the rest of the extension sees it. */
export interface Server {
  readonly log: LogOutputChannel;
  readonly start: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Runs a command of the server; a failure is logged and told once. */
  readonly execute: (command: CommandName, argument?: unknown) => Promise<string | null>;
  /** The same with the server's progress in a notification, and a button that stops it. */
  readonly executeShown: (command: CommandName, title: string, argument?: unknown) => Promise<string | null>;
  readonly request: <R>(method: string, params: unknown) => Promise<R | null>;
}

/** `onStatus` is called whenever what there is to show changed. */
export function createServer(context: ExtensionContext, log: LogOutputChannel, onStatus: (status: Status | null) => void): Server {
  let client: LanguageClient | null = null;
  let follow: typeof followWork | null = null;
  let followed = 0;
  let starting: Promise<void> | null = null;

  const start = (): Promise<void> => {
    starting ??= (async () => {
      // A file of its own: the protocol's library is most of the extension, and activation needs none of it.
      const library = await import("./language-client.js");
      const next = library.newClient(context, log);
      follow = library.followWork;
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
  const request = async <R>(method: string, params: unknown, token?: CancellationToken): Promise<R | null> => {
    await start();
    try {
      // An argument more, even an undefined one, would make a list of the parameters.
      const rest = token === undefined ? [] : [token];
      return client === null ? null : await client.sendRequest<R>(method, params, ...rest);
    } catch (error) {
      log.error(`${method}: ${String(error)}`);
      return null;
    }
  };
  const execute = async (command: CommandName, argument?: unknown, shown?: Shown): Promise<string | null> => {
    await start();
    if (client === null) {
      void window.showErrorMessage(l10n.t("Borderline's language server does not run; the log says why."));
      return null;
    }
    const workDoneToken = `borderline-${++followed}`;
    const listening = shown && follow?.(client, workDoneToken, shown.heard);
    const params = { command, arguments: argument === undefined ? [] : [argument] };
    try {
      return await request<string>("workspace/executeCommand", shown ? { ...params, workDoneToken } : params, shown?.token);
    } finally {
      listening?.dispose();
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
    execute,
    executeShown: async (command, title, argument) =>
      window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title }, (progress, token) =>
        execute(command, argument, { token, heard: sayOf(progress) }),
      ),
  };
}

/** Who follows a command: how far it is, and whether it shall stop. */
interface Shown {
  readonly token: CancellationToken;
  readonly heard: (value: Work) => void;
}

function sayOf(progress: Progress<{ message?: string; increment?: number }>): (value: Work) => void {
  let reached = 0;
  return ({ message, percentage = reached }) => {
    progress.report({ ...(message === undefined ? {} : { message }), increment: Math.max(0, percentage - reached) });
    reached = Math.max(reached, percentage);
  };
}
