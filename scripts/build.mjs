// Builds dist/: the bundles, and rules/ parsed once into rulebook.json, places.jsonl, examples.json and tables.bin. `npm run build`.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundle } from "./bundle.mjs";
import { makeRepository } from "./sample.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// Tests build into a folder of their own.
const dist = path.resolve(process.argv[2] ?? path.join(root, "dist"));

/** What is bundled into what. One file each; `apart`: files of dist/ that are loaded when they are needed. */
const bundles = [
  { from: "server/src/cli/cli.ts", to: "cli.js" },
  { from: "server/src/cli/main.ts", to: "commands.js" },
  { from: "server/src/host/worker.ts", to: "worker.js" },
  { from: "server/src/host/worker-thread.ts", to: "worker-thread.js" },
  { from: "server/src/lsp/start.ts", to: "server.js" },
  { from: "server/src/lsp/server.ts", to: "language-server.js" },
  { from: "client/src/extension.ts", to: "extension.js", apart: ["./language-client.js"] },
  { from: "client/src/language-client.ts", to: "language-client.js" },
];

mkdirSync(dist, { recursive: true });
await Promise.all(bundles.map(({ from, to, apart }) => bundle(from, path.join(dist, to), apart)));
const examples = await buildRulebook();
await shipCode(examples);

/** Parses rules/ with the product's own parser; a problem in them fails the build. */
async function buildRulebook() {
  const parser = path.join(dist, ".parse-rulebook.cjs");
  const folder = path.join(root, "server/src/core");
  await build({
    stdin: {
      contents: `export * from "./parse-rulebook.js"; export * from "./markers/compile-rules.js"; export * from "../host/tables-file.js"; export * from "../host/places-file.js";`,
      resolveDir: folder,
      loader: "ts",
    },
    outfile: parser,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
  const { parseRulebook, literalTables, packTables, packPlaces } = createRequire(import.meta.url)(parser);
  rmSync(parser);
  const texts = new Map();
  const digest = createHash("sha256");
  for (const file of filesBelow(path.join(root, "rules"))) {
    if (!file.endsWith(".yaml")) continue;
    const text = readFileSync(path.join(root, "rules", file), "utf8").replaceAll("\r\n", "\n");
    texts.set(file, text);
    digest.update(`${file}\0${text}\0`);
  }
  const { rulebook, problems } = parseRulebook(texts, `sha256:${digest.digest("hex")}`);
  for (const { path: file, line, column, message } of problems) console.error(`rules/${file}:${line ?? 1}:${column ?? 1}: ${message.en}`);
  if (problems.some((problem) => problem.severity === "error")) process.exit(1);
  // Examples apart: every start reads the rulebook, and none but `borderline rules` reads them.
  const bare = rulebook.rules.map((rule) => ({ ...rule, examples: { match: [], miss: [] } }));
  writeFileSync(path.join(dist, "rulebook.json"), JSON.stringify({ ...rulebook, rules: bare, places: undefined }));
  writeFileSync(path.join(dist, "places.jsonl"), packPlaces(rulebook.places));
  writeFileSync(
    path.join(dist, "examples.json"),
    JSON.stringify(Object.fromEntries(rulebook.rules.map(({ id, examples }) => [id, examples]))),
  );
  const tables = { digest: rulebook.digest, rules: rulebook.rules.length, tables: literalTables(rulebook.rules) };
  writeFileSync(path.join(dist, "tables.bin"), packTables(tables));
  return rulebook.rules.flatMap(({ id, examples }) =>
    examples.match.map((example, n) => [`${id}/${n}/${example.path}`, example.text ?? ""]),
  );
}

/** Scans the rules' own examples and serves one of them, and puts beside the programs the code that the engine made of what they ran. */
async function shipCode(examples) {
  const folder = mkdtempSync(path.join(tmpdir(), "borderline-build-"));
  const [sample, loader] = [path.join(folder, "sample"), path.join(folder, "loader.cjs")];
  try {
    makeRepository(sample, Object.fromEntries(examples), { mirror: "git@github.com:shop-sg/recommender.git" });
    const environment = { ...process.env, XDG_CACHE_HOME: folder };
    const words = ["scan", "--jobs", "2", "--format", "json", "--output", path.join(folder, "report.json"), sample];
    spawnSync(process.execPath, [path.join(dist, "cli.js"), ...words], { env: environment, stdio: "ignore" });
    await serveOnce(
      examples.find(([name]) => name.endsWith(".py")),
      sample,
      environment,
    );
    await build({
      entryPoints: [path.join(root, "server/src/host/load-code.ts")],
      outfile: loader,
      bundle: true,
      platform: "node",
      format: "cjs",
    });
    const { shipCode: ship } = createRequire(import.meta.url)(loader);
    for (const file of ["commands.js", "worker-thread.js", "language-server.js"]) ship(path.join(dist, file), environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first minute of a language server: a file is opened, and its diagnostics are asked for. */
async function serveOnce([name, text], folder, environment) {
  const server = spawn(process.execPath, [path.join(dist, "cli.js"), "lsp", "--stdio"], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const send = (method, params, id) => {
    const body = JSON.stringify({ jsonrpc: "2.0", method, params, id });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const [root, uri] = [folder, path.join(folder, name)].map((each) => pathToFileURL(each).href);
  send("initialize", { processId: process.pid, rootUri: root, capabilities: { textDocument: { diagnostic: {} } } }, 1);
  send("initialized", {});
  send("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });
  send("textDocument/diagnostic", { textDocument: { uri } }, 2);
  for await (const answer of server.stdout) if (answer.includes('"id":2')) break;
  send("shutdown", undefined, 3);
  send("exit");
  await once(server, "exit");
}

function filesBelow(folder, prefix = "") {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]));
}
