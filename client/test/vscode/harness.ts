/** A real VS Code for a test: its own server with fresh data, and its workbench in headless Chromium. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import type { TestRepository } from "../../../server/test/git/repository.js";
import { extensionFolder, type VsCodeServer } from "./places.js";

export interface StartOptions {
  readonly server: VsCodeServer;
  readonly chromium: string;
  /** The folder that is opened, and the environment of everything that runs. */
  readonly repo: TestRepository;
  /** A module whose `run` is called in the extension host. */
  readonly suite?: string;
  /** Given to the extension host besides the repository's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the workspace is trusted without a question; else it opens in Restricted Mode. Default true. */
  readonly trusted?: boolean;
  /** A packed extension that is installed as users do it; without it, this repository is the extension, in development. */
  readonly vsix?: string;
  /** Opened instead of the repository: a file that names the folders of a workspace. */
  readonly workspace?: string;
  /** Settings of the machine beside those of all tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The language of the editor as extensions see it. VS Code's own words stay English: those of others come from the network. */
  readonly language?: "zh-cn";
}

export interface RunningVsCode {
  readonly page: Page;
  /** What the server and the page's console said, for the message of a test that fails. */
  readonly said: () => string;
  readonly close: () => Promise<void>;
}

/** The workbench asks nothing, suggests nothing and moves nothing that a test does not ask for. */
const settings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "always",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
};

/** Starts VS Code on the repository with this extension. */
export async function startVsCode(options: StartOptions): Promise<RunningVsCode> {
  const data = realpathSync(mkdtempSync(join(tmpdir(), "borderline-vscode-")));
  const said: string[] = [];
  const undo: (() => Promise<unknown> | void)[] = [() => rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const port = await startServer(options, data, said, undo);
    const context = await chromium.launchPersistentContext(join(data, "browser"), {
      executablePath: options.chromium,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
      viewport: { width: 1360, height: 900 },
    });
    undo.push(() => context.close());
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(90_000);
    page.on("console", (message) => said.push(message.text()));
    if (options.language !== undefined) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = "${options.language}"`);
    await page.goto(address(port, options), { waitUntil: "domcontentloaded" });
    return { page, said: () => said.join("\n").slice(-20_000), close };
  } catch (error) {
    await close();
    throw new Error(`VS Code did not start: ${said.join("\n").slice(-4000)}`, { cause: error });
  }
}

/** Resolves to the port on which the server listens. */
async function startServer(
  { server, repo, environment, trusted, vsix, settings: own }: StartOptions,
  data: string,
  said: string[],
  undo: (() => Promise<unknown> | void)[],
): Promise<number> {
  mkdirSync(join(data, "data", "Machine"), { recursive: true });
  writeFileSync(join(data, "data", "Machine", "settings.json"), JSON.stringify({ ...settings, ...own }));
  const common = [server.main, "--accept-server-license-terms", "--server-data-dir", data];
  const env = { ...repo.environment, LANG: "C.UTF-8", VSCODE_CLI: "1", ...environment };
  if (vsix !== undefined)
    said.push(execFileSync(server.node, [...common, "--install-extension", vsix], { env, encoding: "utf8", stdio: "pipe" }));
  const flags = [
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    "--without-connection-token",
    "--enable-smoke-test-driver",
    "--telemetry-level",
    "off",
  ];
  // What runs sees the environment of the test, not the one of somebody's login shell.
  flags.push("--force-disable-user-env");
  if (trusted !== false) flags.push("--disable-workspace-trust");
  const child = spawn(server.node, [...common, ...flags], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: the extension host and the language server go with it.
    detached: true,
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  undo.push(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await gone;
  });
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said.push(chunk.toString());
      const port = /listening on (\d+)/.exec(said.join(""))?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

/** As @vscode/test-electron names the extension and its suite, in the address; honoured only with --enable-smoke-test-driver. */
function address(port: number, { repo, suite, vsix, workspace }: StartOptions): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ...(vsix === undefined ? [["extensionDevelopmentPath", remote(extensionFolder)]] : []),
    ...(suite === undefined ? [] : [["extensionTestsPath", remote(suite)]]),
  ];
  const query = new URLSearchParams({
    ...(workspace === undefined ? { folder: repo.root } : { workspace }),
    payload: JSON.stringify([...payload, ["skipWelcome", "true"]]),
  });
  return `http://127.0.0.1:${port}/?${query.toString().replaceAll("+", "%20")}`;
}
