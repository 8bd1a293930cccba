// `npm test`: builds, runs the tests, and says in one line which of them this machine could not run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(path.join(tmpdir(), "borderline-test-"));
const missing = path.join(folder, "missing");
const totals = path.join(folder, "totals.json");

const built = spawnSync(process.execPath, [path.join(root, "scripts/build.mjs")], { stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${totals}`, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, BORDERLINE_MISSING_TOOLS: missing },
  },
);
const tools = existsSync(missing) ? [...new Set(readFileSync(missing, "utf8").split("\n").filter(Boolean))].sort() : [];
const { numPassedTests = 0, numFailedTests = 0 } = existsSync(totals) ? JSON.parse(readFileSync(totals, "utf8")) : {};
rmSync(folder, { recursive: true, force: true });
if (tools.length > 0)
  console.log(
    `Not run here for want of ${tools.join(", ")} (Debian: apt-get install chromium neovim git-lfs pre-commit); everything else ran.`,
  );
// Alone on its line: CI reads the totals there.
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
process.exitCode = status ?? 1;
