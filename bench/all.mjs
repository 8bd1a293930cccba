// `npm run bench [TREE]`: every promise about speed, one script after the other; a missed figure ends none of them, and is the exit status at the end.
import { spawnSync } from "node:child_process";
import path from "node:path";

/** The scripts in the order in which they run, and what they measure. Only the first named takes the tree. */
const scripts = [
  ["bench.mjs", "scans, the gate, memory, readers, one file, start-up"],
  ["push.mjs", "pushes"],
  ["editor.mjs", "the language server"],
  ["report.mjs", "the report"],
];

let missed = false;
for (const [script, what] of scripts) {
  console.log(`\n${what}`);
  const args = script === "bench.mjs" ? process.argv.slice(2) : [];
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, script), ...args], { stdio: "inherit" });
  missed ||= status !== 0;
}
process.exitCode = missed ? 1 : 0;
