/** The side bar's trees. The server says every line; here they only become tree items. */
import {
  commands,
  EventEmitter,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  type Event,
  type TreeDataProvider,
} from "vscode";
import { methods, type ViewName, type ViewNode } from "../../server/src/lsp/protocol.js";
import type { Server } from "./server.js";

const icons: Readonly<Record<ViewNode["icon"], ThemeIcon>> = {
  error: new ThemeIcon("error", new ThemeColor("list.errorForeground")),
  warning: new ThemeIcon("warning", new ThemeColor("list.warningForeground")),
  note: new ThemeIcon("info"),
  law: new ThemeIcon("law"),
  place: new ThemeIcon("globe"),
  folder: new ThemeIcon("root-folder"),
  module: new ThemeIcon("folder"),
  file: new ThemeIcon("file"),
  approved: new ThemeIcon("pass"),
  requested: new ThemeIcon("clock"),
  expired: new ThemeIcon("circle-slash", new ThemeColor("list.warningForeground")),
  closed: new ThemeIcon("check"),
};

/** A tree whose lines come from one request. */
export class ServerTree implements TreeDataProvider<ViewNode> {
  private readonly emitter = new EventEmitter<undefined>();
  readonly onDidChangeTreeData: Event<undefined> = this.emitter.event;

  constructor(
    private readonly server: Server,
    private readonly view: () => ViewName,
  ) {}

  refresh(): void {
    this.emitter.fire(undefined);
  }

  async getChildren(node?: ViewNode): Promise<ViewNode[]> {
    if (node !== undefined) return [...(node.children ?? [])];
    const view = this.view();
    const lines = await this.server.request<readonly ViewNode[]>(methods.view, { view });
    // Before the first answer, "nothing there" would be a guess.
    void commands.executeCommand("setContext", `borderline.known.${view}`, lines !== null);
    return [...(lines ?? [])];
  }

  getTreeItem(node: ViewNode): TreeItem {
    return itemOf(node);
  }
}

function itemOf(node: ViewNode): TreeItem {
  const children = node.children?.length ?? 0;
  const item = new TreeItem(node.label, children > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
  item.iconPath = icons[node.icon];
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new MarkdownString().appendText(node.tooltip);
  if (node.explain !== undefined) item.contextValue = "explainable";
  if (node.location !== undefined && children === 0) {
    const { uri, line, column } = node.location;
    item.command = { title: "", command: "vscode.open", arguments: [Uri.parse(uri), { selection: new Range(line, column, line, column) }] };
  }
  item.accessibilityInformation = { label: [node.label, node.description].filter(Boolean).join(", ") };
  return item;
}
