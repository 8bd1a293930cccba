// `node bench/words.mjs TREE [N]`, after `npm run build`: the N literals that the one pass finds most often in a tree, each with its share of all that it finds.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";

const root = path.dirname(import.meta.dirname);
const [tree, shown = "50"] = process.argv.slice(2);
if (!tree) {
  console.error("usage: node bench/words.mjs TREE [N]");
  process.exit(2);
}
const scratch = mkdtempSync(path.join(tmpdir(), "borderline-words-"));
try {
  const words = path.join(scratch, "words.cjs");
  const entryPoints = [path.join(root, "bench/words.ts")];
  await build({ entryPoints, outfile: words, bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error" });
  process.exitCode = spawnSync(process.execPath, [words, path.join(root, "dist"), tree, shown], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
