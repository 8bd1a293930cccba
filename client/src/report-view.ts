/** The report as a page of the editor: the document of `--format html` in the editor's colours, with its places as links to lines. */
import { randomBytes } from "node:crypto";
import * as path from "node:path";
import { commands, Range, Uri, ViewColumn, window, type WebviewPanel } from "vscode";
import type { Report } from "../../server/src/lsp/protocol.js";

let panel: WebviewPanel | null = null;
let root = "";

/** Shows a report; a second one takes the first one's place. */
export function showReport(report: Report): void {
  root = report.root;
  if (panel === null) {
    panel = window.createWebviewPanel("borderline.report", report.title, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [],
    });
    panel.onDidDispose(() => (panel = null));
    panel.webview.onDidReceiveMessage((message: unknown) => void heard(message));
  }
  panel.title = report.title;
  panel.webview.html = themed(report.html, panel.webview.cspSource);
  panel.reveal();
}

/** The page with our few lines added: its own policy stays, and names them by a nonce. */
function themed(html: string, cspSource: string): string {
  const nonce = randomBytes(18).toString("base64url");
  return html
    .replace("script-src ", `script-src 'nonce-${nonce}' `)
    .replace("style-src ", `style-src 'nonce-${nonce}' ${cspSource} `)
    .replace("</head>", `<style nonce="${nonce}">${colours}</style></head>`)
    .replace(/<\/body>\s*<\/html>\s*$/, `<script nonce="${nonce}">${bridge}</script></body></html>`);
}

const colours = `
body { padding: 0; }
body.vscode-light { color-scheme: light; } body.vscode-dark { color-scheme: dark; }
body.vscode-light, body.vscode-dark, body.vscode-high-contrast, body.vscode-high-contrast-light {
  --paper: var(--vscode-editor-background); --sheet: var(--vscode-editorWidget-background, var(--vscode-editor-background));
  --ink: var(--vscode-editor-foreground); --soft: var(--vscode-descriptionForeground);
  --line: var(--vscode-widget-border, var(--vscode-contrastBorder, rgba(128,128,128,.3))); --line-strong: var(--vscode-contrastBorder, rgba(128,128,128,.6));
  --accent: var(--vscode-textLink-foreground); --accent-wash: var(--vscode-list-inactiveSelectionBackground); --hover: var(--vscode-list-hoverBackground);
  --error: var(--vscode-errorForeground); --error-wash: var(--vscode-inputValidation-errorBackground);
  --warning: var(--vscode-editorWarning-foreground); --warning-wash: var(--vscode-inputValidation-warningBackground);
  --note: var(--vscode-descriptionForeground); --note-wash: var(--vscode-list-hoverBackground);
  --good: var(--vscode-testing-iconPassed); --sans: var(--vscode-font-family); --mono: var(--vscode-editor-font-family);
  background: var(--paper); color: var(--ink);
}
body.vscode-high-contrast, body.vscode-high-contrast-light { --soft: var(--ink); --note: var(--ink); }
body.vscode-high-contrast-light { --warning: var(--ink); }
body.vscode-light { --warning: color-mix(in srgb, var(--vscode-editorWarning-foreground) 60%, black); }
[data-borderline-place], [data-borderline-command] { cursor: pointer; text-decoration: underline; text-underline-offset: 2px; color: var(--accent); }
`;

/** Marks every \`path:line\` of the page as a link and sends it here; the page's own script stays as it is. */
const bridge = `(() => {
  const api = acquireVsCodeApi();
  const pattern = /^([^\\s:][^:]*):(\\d+)$/;
  const link = (element, message) => {
    element.tabIndex = 0;
    element.setAttribute("role", "link");
    const open = (event) => { event.stopPropagation(); api.postMessage(message); };
    element.addEventListener("click", open);
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") open(event); });
  };
  // What is said of a command of the terminal, where the editor has that command too.
  const init = "\`borderline init\`";
  const markInit = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const at = text.data.indexOf(init);
      if (at < 0 || text.parentElement.closest("script, style")) continue;
      const words = text.splitText(at);
      words.splitText(init.length);
      const element = document.createElement("span");
      element.dataset.borderlineCommand = "";
      element.textContent = init.slice(1, -1);
      words.replaceWith(element);
      link(element, { command: "createPolicy" });
    }
  };
  const mark = () => {
    markInit();
    for (const code of document.querySelectorAll("code:not([data-borderline-place]), .place:not([data-borderline-place])")) {
      const found = pattern.exec(code.textContent.trim());
      if (!found) continue;
      code.dataset.borderlinePlace = "";
      link(code, { path: found[1], line: Number(found[2]) });
    }
  };
  new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
  mark();
})();`;

/** Opens a place inside the scanned folder, or the policy; nothing else. */
async function heard(message: unknown): Promise<void> {
  if (typeof message !== "object" || message === null) return;
  if ("command" in message && message.command === "createPolicy")
    return void (await commands.executeCommand("borderline.createPolicy", { uri: Uri.file(root).toString() }));
  if (!("path" in message) || !("line" in message)) return;
  const { path: inside, line } = message;
  if (typeof inside !== "string" || typeof line !== "number") return;
  const file = path.resolve(root, inside);
  if (path.relative(root, file).startsWith("..")) return;
  const at = Math.max(0, line - 1);
  await commands.executeCommand("vscode.open", Uri.file(file), { selection: new Range(at, 0, at, 0), viewColumn: ViewColumn.Beside });
}
