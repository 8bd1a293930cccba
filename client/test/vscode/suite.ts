/** Runs inside the extension host of a real VS Code, there as `require("vscode")` has it. Writes what held and what did not into the file that BORDERLINE_RESULT names. */
import { strict as assert } from "node:assert";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

const rule = "recommendation.ranking-model";
const patience = 60_000;

/** What is shown to hold, in this order: each step starts from what the one before left. */
const steps: Readonly<Record<string, () => Promise<void>>> = {
  "the extension activates": async () => {
    const extension = vscode.extensions.getExtension("borderline.borderline");
    assert(extension, "the extension is not there");
    await extension.activate();
    assert(extension.isActive);
  },
  "a diagnostic appears in a file that is opened; without a way out it is a note": async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file("rank.py")));
    const found = await marker(() => true);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(found.source, "borderline");
    assert.match(found.message, /086501X/);
  },
  "a remote overseas that is added makes a warning of it, without an edit": async () => {
    appendFileSync(join(root(), ".git/config"), '[remote "origin"]\n\turl = https://github.com/acme/shop.git\n');
    const found = await marker(({ severity }) => severity === vscode.DiagnosticSeverity.Warning);
    assert.match(found.message, /origin: United States/);
    assert.deepEqual(
      found.relatedInformation?.map(({ location }) => location.uri.path),
      [file(".git/config").path],
    );
  },
  "hover says why, by which item, where to and whom to ask": async () => {
    const { range } = await marker(() => true);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", file("rank.py"), range.start);
    const text = hovers.flatMap(({ contents }) => contents.map((each) => (typeof each === "string" ? each : each.value))).join("\n");
    for (const part of ["086501X", "United States", "For reference only, not legal advice"])
      assert(text.includes(part), `${part} in ${text}`);
  },
  "a quick fix leaves the file out, with a reason that a person gives": async () => {
    const ignore = await quickFix((title) => title.includes("leave this file out") && title.includes(rule));
    assert(ignore.edit, ignore.title);
    assert(await vscode.workspace.applyEdit(ignore.edit));
    const document = await vscode.workspace.openTextDocument(file("rank.py"));
    const line = document
      .getText()
      .split("\n")
      .findIndex((text) => text.includes(`borderline-ignore-file ${rule} -- `));
    assert(line >= 0, document.getText());
    const reason = new vscode.WorkspaceEdit();
    // What stands where the reason is to be written is none.
    await marker(({ severity }) => severity === vscode.DiagnosticSeverity.Warning);
    const { text } = document.lineAt(line);
    const from = text.indexOf(" -- ") + 4;
    reason.replace(document.uri, new vscode.Range(line, from, line, text.length), "a toy for a lecture");
    assert(await vscode.workspace.applyEdit(reason));
    await marker(({ severity }) => severity === vscode.DiagnosticSeverity.Hint);
    await document.save();
  },
  "a scan of the workspace shows what is not open": async () => {
    await vscode.commands.executeCommand("borderline.scanWorkspace");
    await marker(({ severity }) => severity === vscode.DiagnosticSeverity.Warning, "lib/other.py");
  },
};

/** VS Code calls this. */
export async function run(): Promise<void> {
  const results: { name: string; error: string | null }[] = [];
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
      results.push({ name, error: null });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  writeFileSync(process.env["BORDERLINE_RESULT"] ?? "", JSON.stringify(results));
  const failed = results.filter(({ error }) => error !== null).length;
  if (failed > 0) throw new Error(`${failed} of ${results.length} steps failed`);
}

function root(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, "no folder is open");
  return folder.uri.fsPath;
}

function file(path: string): vscode.Uri {
  return vscode.Uri.file(join(root(), path));
}

/** Waits for the diagnostic of the ranking model to be as wanted. */
async function marker(wanted: (found: vscode.Diagnostic) => boolean, path = "rank.py"): Promise<vscode.Diagnostic> {
  const look = (): vscode.Diagnostic | undefined =>
    vscode.languages.getDiagnostics(file(path)).find((each) => codeOf(each) === rule && wanted(each));
  const there = look();
  if (there) return there;
  return new Promise((resolve, reject) => {
    const done = (result: vscode.Diagnostic | null): void => {
      clearTimeout(timer);
      listening.dispose();
      if (result) resolve(result);
      else reject(new Error(`not within ${patience} ms; there is ${JSON.stringify(vscode.languages.getDiagnostics(file(path)))}`));
    };
    const timer = setTimeout(() => done(null), patience);
    const listening = vscode.languages.onDidChangeDiagnostics(() => {
      const found = look();
      if (found) done(found);
    });
  });
}

/** Asks for the quick fixes of the marker until the wanted one is among them: while diagnostics are being made anew VS Code gets none. */
async function quickFix(wanted: (title: string) => boolean): Promise<vscode.CodeAction> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  let titles: readonly string[] = [];
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const { range } = await marker(() => true);
    const command = "vscode.executeCodeActionProvider";
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, file("rank.py"), range, kind);
    const found = actions.find(({ title }) => wanted(title));
    if (found) return found;
    titles = actions.map(({ title }) => title);
  }
  throw new Error(`no such action among: ${titles.join("; ")}`);
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}
