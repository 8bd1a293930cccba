/** The suite in the extension host: of the VS Code that VSCODE_EXECUTABLE names, else of VS Code's own server. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { newRepository, type TestRepository } from "../../../server/test/git/repository.js";
import { ranking } from "../../../server/test/lsp/client.js";
import { browser } from "../../../server/test/tools.js";
import { startVsCode } from "./harness.js";
import { extensionFolder, vsCodeServer } from "./places.js";

interface Result {
  readonly name: string;
  readonly error: string | null;
}

const desktop = process.env["VSCODE_EXECUTABLE"] || null;
const server = desktop === null ? vsCodeServer() : null;
const chromium = desktop === null ? browser() : null;

describe.runIf(desktop !== null || (server !== null && chromium !== null))("in the extension host", () => {
  test("every step of the suite holds", { timeout: 420_000 }, async () => {
    const repo = newRepository();
    repo.commit({ "rank.py": ranking, "lib/other.py": ranking });
    const suite = join(repo.home, "suite.cjs");
    await build({
      entryPoints: [join(import.meta.dirname, "suite.ts")],
      outfile: suite,
      bundle: true,
      platform: "node",
      format: "cjs",
      external: ["vscode"],
    });
    const out = join(repo.home, "result.json");
    const said = desktop === null ? await inServer(repo, suite, out) : await onDesktop(desktop, repo, suite, out);
    expect(existsSync(out), said).toBe(true);
    const results = JSON.parse(readFileSync(out, "utf8")) as readonly Result[];
    expect(results.filter(({ error }) => error !== null)).toEqual([]);
    expect(results.map(({ name }) => name)).toContain("a scan of the workspace shows what is not open");
  });
});

/** Until the suite has written its result. Returns what was said meanwhile. */
async function inServer(repo: TestRepository, suite: string, out: string): Promise<string> {
  if (server === null || chromium === null) throw new Error("no VS Code");
  const vscode = await startVsCode({ server, chromium, repo, suite, environment: { BORDERLINE_RESULT: out } });
  try {
    for (const end = Date.now() + 360_000; Date.now() < end && !existsSync(out);) await new Promise((resolve) => setTimeout(resolve, 100));
    return vscode.said();
  } finally {
    await vscode.close();
  }
}

/** As @vscode/test-electron starts a VS Code that is there already. */
async function onDesktop(program: string, repo: TestRepository, suite: string, out: string): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), "borderline-vscode-"));
  const words = [repo.root, `--extensionDevelopmentPath=${extensionFolder}`, `--extensionTestsPath=${suite}`, `--user-data-dir=${data}`];
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-workspace-trust",
    "--skip-welcome",
    "--skip-release-notes",
    "--disable-updates",
  ];
  const child = spawn(program, [...words, ...flags, `--extensions-dir=${join(data, "extensions")}`], {
    env: { ...process.env, ...repo.environment, BORDERLINE_RESULT: out },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => resolve());
  });
  rmSync(data, { recursive: true, force: true });
  return said.slice(-20_000);
}
