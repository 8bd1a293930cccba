/** The commands of the palette, menus and quick fixes. Judgement is the server's; here a person is asked and shown. */
import { commands, env, l10n, languages, Uri, window, workspace, type Disposable, type TextDocumentContentProvider } from "vscode";
import {
  methods,
  type DestinationArgument,
  type Explanation,
  type MarkerArgument,
  type Report,
  type ReportParams,
  type ViewNode,
} from "../../server/src/lsp/protocol.js";
import { showReport } from "./report-view.js";
import type { Server } from "./server.js";

/** The scheme under which explanations are shown. */
const scheme = "borderline";

type Handler = (argument?: unknown) => Promise<void> | void;

/** Registers all commands but those of the views. */
export function registerCommands(server: Server): Disposable[] {
  const explanations = new Map<string, string>();
  const provider: TextDocumentContentProvider = { provideTextDocumentContent: (uri) => explanations.get(uri.toString()) ?? "" };
  const explain = async (argument?: unknown): Promise<void> => {
    const id = idOf(argument) ?? (await askForId());
    if (id === undefined) return;
    const found = await server.request<Explanation>(methods.explain, { id });
    if (found === null) return;
    const uri = Uri.from({ scheme, path: `/${found.title.replace(/[\\/:]/g, " ")}.txt` });
    explanations.set(uri.toString(), found.text);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(await languages.setTextDocumentLanguage(document, "borderline-explanation"), { preview: true });
  };
  const handlers: Readonly<Record<string, Handler>> = {
    "borderline.scanWorkspace": async () => scan(server, "borderline.scanWorkspace"),
    "borderline.scanFolder": async (argument) => scan(server, "borderline.scanFolder", { uri: uriOf(argument) }),
    "borderline.scanChanged": async (argument) =>
      inFolder(argument, async (uri) => say(await server.execute("borderline.scanChanged", { uri }))),
    "borderline.scanPush": async (argument) => inFolder(argument, (uri) => scanPush(server, uri)),
    "borderline.showReport": async (argument) => inFolder(argument, (uri) => report(server, uri, false)),
    "borderline.showPushReport": async (argument) => inFolder(argument, (uri) => report(server, uri, true)),
    "borderline.explain": explain,
    "borderline.requestApproval": async (argument) => requestApproval(server, argument),
    "borderline.setPlace": async (argument) => setPlace(server, argument),
    "borderline.installHook": async (argument) => inFolder(argument, (uri) => hook(server, "borderline.installHook", uri)),
    "borderline.removeHook": async (argument) => inFolder(argument, (uri) => hook(server, "borderline.removeHook", uri)),
    "borderline.createPolicy": async (argument) => inFolder(argument, createPolicy),
    "borderline.restart": async () => server.restart(),
    "borderline.showLog": () => server.log.show(),
  };
  return [
    workspace.registerTextDocumentContentProvider(scheme, provider),
    window.registerUriHandler({ handleUri: (uri) => explain({ id: decodeURIComponent(uri.path.replace(/^\/explain\//, "")) }) }),
    ...Object.entries(handlers).map(([name, handler]) => commands.registerCommand(name, handler)),
  ];
}

function say(sentence: string | null): void {
  if (sentence !== null && sentence !== "") window.setStatusBarMessage(`Borderline: ${sentence}`, 8000);
}

async function scan(server: Server, command: "borderline.scanWorkspace" | "borderline.scanFolder", argument?: unknown): Promise<void> {
  say(await server.executeShown(command, l10n.t("Borderline: scanning"), argument));
}

async function scanPush(server: Server, uri: string): Promise<void> {
  const sentence = await server.execute("borderline.scanPush", { uri });
  if (sentence === null) return;
  const show = l10n.t("Show report");
  if ((await window.showInformationMessage(sentence, show)) === show) await report(server, uri, true);
}

/** The report of the last scan; where there was none, the workspace is scanned first. */
async function report(server: Server, uri: string, push: boolean): Promise<void> {
  const params: ReportParams = { push, uri };
  let found = await server.request<Report>(methods.report, params);
  if (found === null && !push) {
    await scan(server, "borderline.scanWorkspace");
    found = await server.request<Report>(methods.report, params);
  }
  if (found === null)
    void window.showInformationMessage(l10n.t("There is nothing to report: no scan was finished, or there is no push to make."));
  else showReport(found);
}

async function requestApproval(server: Server, argument: unknown): Promise<void> {
  const given = argument as MarkerArgument | undefined;
  const marker = given?.marker === undefined ? markerAtCursor() : given;
  if (marker === null) {
    void window.showInformationMessage(l10n.t("Put the cursor on a line that Borderline underlines."));
    return;
  }
  const said = await server.execute("borderline.requestApproval", marker);
  if (said !== null) void window.showWarningMessage(said);
}

function markerAtCursor(): MarkerArgument | null {
  const editor = window.activeTextEditor;
  if (editor === undefined) return null;
  const found = languages
    .getDiagnostics(editor.document.uri)
    .find((one) => one.source === "borderline" && one.range.intersection(editor.selection) !== undefined && "data" in one);
  const data = found !== undefined && "data" in found ? found.data : undefined;
  return typeof data === "string" ? { uri: editor.document.uri.toString(), marker: data } : null;
}

/** Asks where a place stands; whoever does not know leaves it empty in the policy. */
async function setPlace(server: Server, argument: unknown): Promise<void> {
  const given = argument as DestinationArgument | undefined;
  if (given === undefined) return;
  const names = new Intl.DisplayNames([env.language], { type: "region" });
  const own: Readonly<Record<string, string>> = {
    CN: l10n.t("Chinese mainland"),
    HK: l10n.t("Hong Kong (China)"),
    MO: l10n.t("Macao (China)"),
    TW: l10n.t("Taiwan (China)"),
  };
  const codes = "CN HK MO TW SG JP KR US DE GB FR NL IE IN AE SA ID MY TH VN AU CA BR ZA RU".split(" ");
  const picked = await window.showQuickPick(
    codes.map((code) => ({ label: own[code] ?? names.of(code) ?? code, description: code })),
    { title: l10n.t("Where does it stand?"), placeHolder: l10n.t("Others can be written into the policy by their two-letter code") },
  );
  if (picked === undefined) return;
  const said = await server.execute("borderline.setPlace", { ...given, territory: picked.description });
  if (said !== null) void window.showWarningMessage(said);
}

async function hook(server: Server, command: "borderline.installHook" | "borderline.removeHook", uri: string): Promise<void> {
  const said = await server.execute(command, { uri });
  if (said !== null) void window.showInformationMessage(said);
}

/** Opens the policy, or a beginning of one. */
async function createPolicy(folder: string): Promise<void> {
  const uri = Uri.joinPath(Uri.parse(folder), ".borderline.yaml");
  try {
    await workspace.fs.stat(uri);
  } catch {
    if (!workspace.isTrusted) return;
    const text = `home: CN\ncontact:\n  - { role: "", channel: "" }\n`;
    await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }
  await window.showTextDocument(uri);
}

function idOf(argument: unknown): string | undefined {
  if (typeof argument === "string") return argument;
  const { id, explain } = (argument ?? {}) as { readonly id?: string } & Partial<ViewNode>;
  return id ?? explain;
}

async function askForId(): Promise<string | undefined> {
  return window.showInputBox({
    title: l10n.t("What shall be explained?"),
    placeHolder: l10n.t("an item, rule, family, host or region, such as 086501X, github.com, judgement"),
  });
}

/** Acts in the folder that an argument names, else in the only one; among several a person chooses. */
async function inFolder(argument: unknown, act: (uri: string) => Promise<void>): Promise<void> {
  const named = uriOf(argument);
  const folders = workspace.workspaceFolders ?? [];
  const chosen = named ?? (folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0])?.uri.toString();
  if (chosen !== undefined) await act(chosen);
}

/** A folder's URI: explorers give one, source control gives a provider with one. */
function uriOf(argument: unknown): string | null {
  if (argument instanceof Uri) return argument.toString();
  const { rootUri, uri } = (argument ?? {}) as { readonly rootUri?: unknown; readonly uri?: unknown };
  return rootUri instanceof Uri ? rootUri.toString() : typeof uri === "string" ? uri : null;
}
