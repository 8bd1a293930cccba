// Measures the language server over stdio, as an editor meets it: start, typing, rest, opening and closing. `node bench/editor.mjs`, after `npm run build`.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { limit, row } from "./figures.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const rpc = createRequire(import.meta.url)("vscode-jsonrpc/node");
const folder = mkdtempSync(path.join(tmpdir(), "borderline-bench-editor-"));
const repository = path.join(folder, "repository");
const heapFile = path.join(folder, "heap");

try {
  makeRepository();
  await start();
  await typing(2000, 10);
  await typing(30_000, 60);
  await rest();
  await openAndClose();
  activation();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** From the start of the process to the first diagnostics, against a bare Node; the quickest of nine, for both. The first start of a new version, whose code is not kept yet, apart. */
async function start() {
  const bare = [];
  const ours = [];
  let first = Infinity;
  for (let i = 0; i < 9; i++) {
    const before = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    bare.push(performance.now() - before);
    first = Math.min(first, await startOnce({ XDG_CACHE_HOME: path.join(folder, `cache-${i}`) }, 0));
    // The code is kept when a server has run for five seconds.
    if (i === 0) await startOnce({}, 7000);
    ours.push(await startOnce({}, 0));
  }
  const [quick, node] = [Math.min(...ours), Math.min(...bare)];
  const times = (value) => limit(value / node, 5, (n) => n.toFixed(1));
  row("start to first diagnostics", `${quick.toFixed(0)} ms, bare Node ${node.toFixed(0)} ms: ${times(quick)}`);
  row("the same, the first time", `${first.toFixed(0)} ms: ${times(first)}`);
}

/** The installed extension's activation in a real VS Code's extension host, the quickest of five starts: the test that installs it tells. */
function activation() {
  const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
  const { stdout } = spawnSync(process.execPath, [vitest, "run", "client/test/vscode/installed.test.ts"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, BORDERLINE_STARTS: "5" },
  });
  const told = /activation of the installed extension: ([\d, ]+) ms/.exec(stdout)?.[1];
  const times = (told ?? "").split(", ").map(Number);
  row("activation of the installed extension", told ? limit(Math.min(...times), 50, (ms) => `${ms} ms`) : "not measured: no VS Code here");
}

/** Milliseconds from the start to the first diagnostics; then the server goes on for a while. */
async function startOnce(environment, goesOn) {
  const began = performance.now();
  const server = await connect({ environment });
  await server.pull(server.open("rank.py", sourceOf(40)));
  const took = performance.now() - began;
  await wait(goesOn);
  await server.end();
  return took;
}

/** 200 keys in a file: from the change sent to the diagnostics received. */
async function typing(lines, most) {
  const server = await connect();
  const text = sourceOf(lines);
  const uri = server.open("rank.py", text);
  const times = [];
  for (let version = 2; version < 242; version++) {
    const began = performance.now();
    const line = (version * 37) % lines;
    server.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: { line, character: 0 }, end: { line, character: 0 } }, text: version % 2 === 0 ? "x" : " " }],
    });
    await server.pull(uri);
    if (version >= 42) times.push(performance.now() - began);
  }
  await server.end();
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)];
  row(
    `change to diagnostics, ${lines} lines`,
    `median ${times[times.length >> 1].toFixed(1)} ms, p95 ${limit(p95, most, (ms) => `${ms.toFixed(1)} ms`)}`,
  );
}

/** Processor time of ten seconds in which nobody does anything. */
async function rest() {
  const server = await connect();
  await server.pull(server.open("rank.py", sourceOf(2000)));
  await wait(22_000);
  const before = processorTime(server.pid);
  await wait(10_000);
  row(
    "processor time of ten idle seconds",
    limit(processorTime(server.pid) - before, 10, (ms) => `${ms} ms`),
  );
  await server.end();
}

/** A thousand files opened, read and closed, after as many to warm up. */
async function openAndClose() {
  // The collector is asked through a signal's handler, so that what is measured is kept and not merely not yet collected.
  const preload = path.join(folder, "collect.cjs");
  writeFileSync(
    preload,
    `process.on("SIGUSR2", () => { global.gc(); global.gc(); require("fs").writeFileSync(${JSON.stringify(heapFile)}, String(process.memoryUsage().heapUsed + process.memoryUsage().external)); });`,
  );
  const server = await connect({ flags: ["--expose-gc", "-r", preload] });
  const cycle = async (i) => {
    const uri = server.open(`src/f${i % 50}.py`, sourceOf(200));
    await server.pull(uri);
    server.notify("textDocument/didClose", { textDocument: { uri } });
  };
  for (let i = 0; i < 1500; i++) await cycle(i);
  const before = await server.heap();
  for (let i = 0; i < 1000; i++) await cycle(i);
  const grown = (await server.heap()) - before;
  row(
    "memory kept by 1,000 files opened and closed",
    limit(grown / 1e6, 5, (mb) => `${mb.toFixed(1)} MB`),
  );
  await server.end();
}

async function connect({ environment = {}, flags = [] } = {}) {
  const child = spawn(process.execPath, [...flags, path.join(root, "dist/cli.js"), "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, XDG_CACHE_HOME: path.join(folder, "cache"), ...environment },
  });
  const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.onRequest(() => null);
  connection.onUnhandledNotification(() => undefined);
  connection.listen();
  const uri = pathToFileURL(repository).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: "repository" }],
    capabilities: { textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } } },
  });
  const notify = (method, params) => void connection.sendNotification(method, params);
  notify("initialized", {});
  return {
    pid: child.pid,
    notify,
    open: (file, text) => {
      const uri = pathToFileURL(path.join(repository, file)).href;
      notify("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
      return uri;
    },
    pull: (uri) => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } }),
    heap: async () => {
      rmSync(heapFile, { force: true });
      child.kill("SIGUSR2");
      for (;;) {
        await wait(50);
        try {
          const text = readFileSync(heapFile, "utf8");
          if (text !== "") return Number(text);
        } catch {
          // Not yet.
        }
      }
    },
    end: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      await gone;
      connection.dispose();
    },
  };
}

/** Milliseconds of processor time, from /proc (clock ticks of 10 ms). */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A program in which one line in forty says something, as it is in files of such repositories. */
function sourceOf(lines) {
  const words = ["user_embedding", "click_through_rate", "din_attention", "candidate_item", "loss", "optimizer", "batch"];
  const out = [
    "import tensorflow as tf",
    "class DeepInterestNetwork(tf.keras.Model):",
    '    """CTR prediction for personalised recommendation."""',
  ];
  for (let i = out.length; i < lines; i++) {
    const word = i % 40 === 0 ? words[(i / 40) % words.length] : `value_${i % 97}`;
    out.push(`    ${word}_${i} = compute(${i}, scale=${i % 7}, name="row ${i}")`);
  }
  return `${out.join("\n")}\n`;
}

function makeRepository() {
  mkdirSync(repository, { recursive: true });
  const git = (...words) => spawnSync("git", words, { cwd: repository, stdio: "ignore" });
  git("init", "-q", "-b", "main");
  git("remote", "add", "origin", "https://github.com/acme/shop.git");
  writeFileSync(path.join(repository, "rank.py"), sourceOf(40));
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
