/** Clients that differ from the usual one: in what they can do, in how they write URIs, in the order in which they speak. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { DiagnosticSeverity, ErrorCodes, type CodeAction, type Command, type Hover } from "vscode-languageserver-protocol";
import { expect, onTestFinished, test } from "vitest";
import { newRepository } from "../git/repository.js";
import { dist, ranking, startClient, until } from "./client.js";
import { markerOf, start, withRemote } from "./marked.js";

test("a client without literals of code actions is given commands only", async () => {
  const client = await start(withRemote(), { capabilities: {} });
  const uri = client.open("rank.py", ranking);
  const { diagnostics } = await until(() => client.pushed.get(uri));
  const [first] = diagnostics;
  if (first === undefined) throw new Error("nothing was pushed");
  const given: readonly (Command | CodeAction)[] = await client.actions(uri, first);
  expect(given.map(({ title }) => title)).toContain("Request an approval (drafts a ledger entry)");
  expect(given.map(({ command }) => typeof command)).toEqual(given.map(() => "string"));
});

test("a client that shows plain text only is given no markup", async () => {
  const client = await start(withRemote(), { capabilities: { textDocument: { hover: { contentFormat: ["plaintext"] } } } });
  const uri = client.open("rank.py", ranking);
  const hover: Hover = await client.connection.sendRequest("textDocument/hover", {
    textDocument: { uri },
    position: { line: 2, character: 8 },
  });
  expect(hover.contents).toMatchObject({ kind: "plaintext" });
  const { value } = hover.contents as { value: string };
  expect(value).toContain("recommendation.ranking-model");
  expect(value).toContain("086501X (Personalised information push");
  expect(value).not.toMatch(/[*`]|&#/);
});

test("a client that takes no edits is told so in a sentence", async () => {
  const client = await start(withRemote());
  const uri = client.open("rank.py", ranking);
  const marker = await markerOf(client, uri);
  client.connection.onRequest("workspace/applyEdit", () => {
    throw new Error("what is an edit?");
  });
  expect(await client.execute("borderline.requestApproval", { uri, marker: marker.data as string })).toBe(
    "This editor takes no edits from a language server.",
  );
});

test("a file whose URI the client escapes otherwise is the same file: nothing is said of it twice", async () => {
  const repo = withRemote();
  repo.commit({ "c++ (old)/rank@2.py": ranking });
  const client = await start(repo);
  const uri = pathToFileURL(join(repo.root, "c++ (old)/rank@2.py")).href.replaceAll("+", "%2B").replace("(", "%28").replace("@", "%40");
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "python", version: 1, text: ranking },
  });
  await markerOf(client, uri);
  await client.execute("borderline.scanWorkspace");
  await markerOf(client, uri);
  expect([...client.pushed.values()].filter(({ diagnostics }) => diagnostics.length > 0)).toEqual([]);
});

test("a workspace that is opened by a link is the folder behind it, under the name by which the client knows it", async () => {
  const repo = withRemote();
  repo.commit({ "rank/a.py": ranking, "rank/b.py": ranking });
  const link = `${repo.root}-link`;
  symlinkSync(repo.root, link);
  onTestFinished(() => rmSync(link));
  const client = await startClient(link, { environment: repo.environment });
  const open = client.open("rank/a.py", ranking);
  await client.execute("borderline.scanWorkspace");
  expect(await client.hover(open, 2, 8)).not.toContain("This file only");
  const closed = pathToFileURL(join(link, "rank/b.py")).href;
  await until(() => client.pushed.has(closed));
  expect([...client.pushed.keys()]).toEqual([closed]);
});

test("what was said of a folder is taken back when it leaves the workspace, and of a file that went when the folder is looked at again", async () => {
  const repo = withRemote();
  repo.commit({ "a.py": ranking, "b.py": ranking });
  const client = await start(repo);
  await client.execute("borderline.scanWorkspace");
  const [a = "", b = ""] = ["a.py", "b.py"].map((name) => pathToFileURL(join(repo.root, name)).href);
  const said = (uri: string): number => client.pushed.get(uri)?.diagnostics.length ?? 0;
  await until(() => said(a) > 0 && said(b) > 0);
  rmSync(join(repo.root, "a.py"));
  repo.write(".borderline.yaml", "home: CN\n");
  await until(() => said(a) === 0);
  expect(said(b)).toBeGreaterThan(0);
  await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { removed: [{ uri: pathToFileURL(repo.root).href, name: "root" }], added: [] },
  });
  await until(() => said(b) === 0);
});

test("a policy that cannot be read is told at its line, though nobody has it open, until it is mended", async () => {
  const repo = withRemote();
  repo.write(".borderline.yaml", "home: CN\nhoome: CN\n");
  const client = await start(repo);
  client.open("rank.py", ranking);
  const policy = pathToFileURL(join(repo.root, ".borderline.yaml")).href;
  const told = await until(() => client.pushed.get(policy));
  expect(told.diagnostics).toMatchObject([
    { code: "unknown-key", severity: DiagnosticSeverity.Error, range: { start: { line: 1, character: 0 } } },
  ]);
  repo.write(".borderline.yaml", "home: CN\n");
  await until(() => client.pushed.get(policy)?.diagnostics.length === 0);
});

test("a client that watches nothing: a first workflow in a new folder counts, and no longer once it is gone", async () => {
  const repo = newRepository();
  const client = await start(repo);
  const uri = client.open("rank.py", ranking);
  const says = (words: string) =>
    until(async () => {
      const { message } = await markerOf(client, uri);
      return typeof message === "string" && message.includes(words);
    });
  await says("No way out of this tree is known.");
  // Later than the first look for such files.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  mkdirSync(join(repo.root, ".github"));
  await new Promise((resolve) => setTimeout(resolve, 200));
  mkdirSync(join(repo.root, ".github/workflows"));
  repo.write(
    ".github/workflows/d.yml",
    "on: push\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n      - run: aws s3 cp model.bin s3://acme-eu/ --region eu-central-1\n",
  );
  await says("Germany");
  rmSync(join(repo.root, ".github/workflows/d.yml"));
  await says("No way out of this tree is known.");
});

test("progress goes by the token that the client gave, and by none of the server's own", async () => {
  const repo = withRemote();
  repo.commit({ "a.py": ranking });
  const client = await start(repo, { progress: true });
  const heard: [unknown, string][] = [];
  client.connection.onNotification("$/progress", ({ token, value }: { token: unknown; value: { kind: string } }) => {
    heard.push([token, value.kind]);
  });
  await client.connection.sendRequest("workspace/executeCommand", { command: "borderline.scanWorkspace", workDoneToken: "mine" });
  expect(heard[0]).toEqual(["mine", "begin"]);
  expect(heard.at(-1)).toEqual(["mine", "end"]);
  expect(heard.map(([token]) => token)).toEqual(heard.map(() => "mine"));
});

test("another policy in the settings holds at once; one that is no longer set, or set to nothing, does not", async () => {
  const repo = withRemote();
  repo.write("american.yaml", "home: US\n");
  const client = await start(repo);
  const uri = client.open("rank.py", ranking);
  const configure = (borderline: object): Promise<void> =>
    client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { borderline } });
  const becomes = (severity: DiagnosticSeverity) => until(async () => (await markerOf(client, uri)).severity === severity);
  await becomes(DiagnosticSeverity.Warning);
  await configure({ policy: join(repo.root, "american.yaml") });
  await becomes(DiagnosticSeverity.Information);
  expect((await markerOf(client, uri)).message).toContain("No known way out concerns it under the regimes that this tree is judged by.");
  await configure({ policy: null, language: null });
  await becomes(DiagnosticSeverity.Warning);
});

test("who is judged by other regimes is quoted none of China's items", async () => {
  const repo = withRemote();
  repo.write(".borderline.yaml", "home: CN\nregimes: [US]\n");
  const client = await start(repo);
  const { message } = await markerOf(client, client.open("rank.py", ranking));
  expect(message).toMatch(/^No item of US that this rulebook knows names this \(because /);
});

test("nothing is answered before the beginning or after the end, and there is one beginning", async () => {
  const child = spawn(process.execPath, [join(dist, "cli.js"), "lsp", "--stdio"], { stdio: "pipe" });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const repo = newRepository();
  const hello = { processId: process.pid, rootUri: pathToFileURL(repo.root).href, capabilities: {} };
  const hover = { textDocument: { uri: hello.rootUri }, position: { line: 0, character: 0 } };
  await expect(connection.sendRequest("textDocument/hover", hover)).rejects.toMatchObject({ code: ErrorCodes.ServerNotInitialized });
  await connection.sendRequest("initialize", hello);
  await expect(connection.sendRequest("initialize", hello)).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  await expect(connection.sendRequest("borderline/nothing", {})).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
  await connection.sendRequest("shutdown");
  for (const [method, params] of [
    ["textDocument/hover", hover],
    ["borderline/view", { view: "item" }],
    ["borderline/nothing", {}],
  ] as const)
    await expect(connection.sendRequest(method, params)).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  await connection.sendNotification("exit");
  expect(await ended).toBe(0);
});
