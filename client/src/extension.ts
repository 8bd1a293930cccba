/** The extension: a thin client of the language server. What is judged, and every sentence about it, comes from there. */
import { commands, window, workspace, type ExtensionContext } from "vscode";
import type { ViewName } from "../../server/src/lsp/protocol.js";
import { registerCommands } from "./commands.js";
import { handlePushErrors } from "./push-errors.js";
import { createServer, type Server } from "./server.js";
import { createStatus } from "./status.js";
import { ServerTree } from "./views.js";

const groupings = ["item", "destination", "module"] as const satisfies readonly ViewName[];
type Grouping = (typeof groupings)[number];

let running: Server | null = null;

/** Called by VS Code when it starts the extension. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Borderline", { log: true });
  const status = createStatus();
  const trees: ServerTree[] = [];
  const server = createServer(context, log, (now) => {
    status.show(now);
    void commands.executeCommand("setContext", "borderline.scanned", now?.wholeTree === true);
    void commands.executeCommand("setContext", "borderline.hook", now?.hook === true);
    for (const tree of trees) tree.refresh();
  });
  running = server;
  context.subscriptions.push(log, status, ...registerCommands(server), ...registerViews(context, server, trees));
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => void server.restart()));
  // Activation ends here; the server starts when the editor has drawn what it has to.
  setImmediate(() => {
    void server.start();
    void handlePushErrors(server).then((handler) => handler && context.subscriptions.push(handler));
  });
}

/** Called by VS Code before it ends the extension. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}

function registerViews(context: ExtensionContext, server: Server, trees: ServerTree[]): { dispose(): unknown }[] {
  const kept = context.workspaceState.get<Grouping>("grouping");
  let grouping: Grouping = kept !== undefined && groupings.includes(kept) ? kept : "item";
  const exposures = new ServerTree(server, () => grouping);
  trees.push(exposures, new ServerTree(server, () => "destinations"), new ServerTree(server, () => "approvals"));
  const names = ["borderline.exposures", "borderline.destinations", "borderline.approvals"];
  const mark = (): Thenable<unknown> => commands.executeCommand("setContext", "borderline.grouping", grouping);
  void mark();
  return [
    ...trees.map((tree, i) => window.createTreeView(names[i] ?? "", { treeDataProvider: tree, showCollapseAll: i < 2 })),
    ...groupings.map((each) =>
      commands.registerCommand(`borderline.groupBy.${each}`, async () => {
        grouping = each;
        await context.workspaceState.update("grouping", each);
        await mark();
        exposures.refresh();
      }),
    ),
  ];
}
