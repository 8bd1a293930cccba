// `npm run score -- --mirrors DIR [--show misses|alarms|all] [--only owner/name]`: the labelled repositories, scored by the shared scorer.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const shared = path.join(root, "../shared");
const scorer = path.join(shared, "eval/score.mjs");
const asked = process.argv.slice(2);
if (!existsSync(scorer) || !asked.includes("--mirrors")) {
  console.error(
    "usage: npm run score -- --mirrors DIR [--labels FILE] [--show misses|alarms|all] [--only owner/name]\nneeds ../shared beside the project (eval/score.mjs and corpus/)",
  );
  process.exit(2);
}
const labels = asked.includes("--labels")
  ? []
  : ["positive-dev", "negative-dev", "destinations-dev"].flatMap((name) => ["--labels", path.join(shared, "corpus", `${name}.json`)]);
const { status } = spawnSync(
  process.execPath,
  [scorer, ...labels, "--cli", `${process.execPath} ${path.join(root, "dist/cli.js")}`, ...asked],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
