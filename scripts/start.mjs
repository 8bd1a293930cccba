// `npm start`: installs, builds, and scans a sample repository that it makes. `npm start -- scan PATH` runs any command on a real one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeRepository, recommender } from "./sample.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const asked = process.argv.slice(2);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

if (needsInstall()) {
  console.error("Installing (once) …");
  run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root, shell: process.platform === "win32" });
}
console.error("Building …");
run(process.execPath, [path.join(root, "scripts/build.mjs")], { cwd: root });

const cli = path.join(root, "dist/cli.js");
// npm changes into the project's folder; INIT_CWD is where the person stands.
const here = process.env.INIT_CWD ?? process.cwd();
if (asked.length > 0) process.exitCode = spawnSync(process.execPath, [cli, ...asked], { cwd: here, stdio: "inherit" }).status ?? 1;
else {
  const sample = makeSample();
  console.error(`Scanning a sample repository, ${sample}\n`);
  spawnSync(process.execPath, [cli, "scan", sample], { stdio: "inherit" });
  rmSync(path.dirname(sample), { recursive: true, force: true });
  console.error("\nThat was a sample. For your own repository: npm start -- scan PATH");
}

/** Missing or older than the lock file: install. */
function needsInstall() {
  const marker = path.join(root, "node_modules/.package-lock.json");
  return !existsSync(marker) || statSync(marker).mtimeMs < statSync(path.join(root, "package-lock.json")).mtimeMs;
}

function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", 2, 2], ...options });
  if (status !== 0) process.exit(status ?? 1);
}

/** A repository as a team that goes abroad may have it: a two-tower recommender, a mirror on GitHub, a region in Singapore. */
function makeSample() {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "borderline-")), "shop-recommender");
  const files = {
    ".borderline.yaml": `home: CN
contact:
  - { regime: CN, role: "Export compliance", channel: "export@example.cn", hours: "9:00-18:00 UTC+8" }
`,
    ...recommender,
    "train/launch.sh": `#!/bin/bash
#SBATCH --nodes=4
#SBATCH --gres=gpu:a100:8
torchrun --nnodes 4 --nproc_per_node 8 train.py --tensor-model-parallel-size 8
`,
    "infra/main.tf": `variable "region" {
  default = "ap-southeast-1"
}

provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "models" {
  bucket = "shop-models-sg"
}
`,
    "README.md": "# Shop recommender\n\nA sample that `npm start` makes.\n",
  };
  makeRepository(folder, files, {
    origin: "https://gitee.com/shop/recommender.git",
    mirror: "git@github.com:shop-sg/recommender.git",
  });
  return folder;
}
