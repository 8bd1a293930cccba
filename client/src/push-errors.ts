/** A push that the hook stopped: one clear message instead of git's "pull first". */
import { commands, extensions, l10n, Range, Uri, window, type Disposable } from "vscode";
import { methods, type LastPushSaid } from "../../server/src/lsp/protocol.js";
import type { GitExtension } from "./git-api.js";
import type { Server } from "./server.js";

/** A verdict older than this belongs to another push (milliseconds). */
const recent = 120_000;

/** Registers with VS Code's git extension, where it is there. */
export async function handlePushErrors(server: Server): Promise<Disposable | null> {
  const extension = extensions.getExtension<GitExtension>("vscode.git");
  if (extension === undefined) return null;
  const git = await Promise.resolve(extension.activate()).catch(() => null);
  if (git === null) return null;
  return git.getAPI(1).registerPushErrorHandler({
    handlePushError: async ({ rootUri }) => {
      const said = await server.request<LastPushSaid>(methods.lastPush, { uri: rootUri.toString() });
      if (said === null || !said.blocked || said.age > recent) return false;
      void tell(said, rootUri.toString());
      return true;
    },
  });
}

async function tell({ sentence, place }: LastPushSaid, uri: string): Promise<void> {
  const show = l10n.t("Show what is new");
  const go = l10n.t("Go to the line");
  const chosen = await window.showErrorMessage(sentence, ...(place === null ? [show] : [show, go]));
  if (chosen === show) await commands.executeCommand("borderline.showPushReport", { uri });
  if (chosen === go && place !== null)
    await commands.executeCommand("vscode.open", Uri.parse(place.uri), { selection: new Range(place.line, 0, place.line, 0) });
}
