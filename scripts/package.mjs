// `npm run package`: builds and packs the extension into one universal VSIX, at most 5 MB. `--built`: packs dist/ as it is.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const words = process.argv.slice(2);
const file = path.resolve(words.find((word) => !word.startsWith("--")) ?? path.join(root, `${name}-${version}.vsix`));
const largest = 5 << 20;

if (!words.includes("--built")) run([path.join(root, "scripts/build.mjs")]);
run([
  path.join(root, "node_modules/@vscode/vsce/vsce"),
  ...["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"],
  ...["--readme-path", "client/README.md", "--out", file],
]);
const { size } = statSync(file);
if (size > largest) fail(`${file} has ${size} bytes, more than ${largest}`);
console.log(`${path.basename(file)}: ${(size / 1e6).toFixed(2)} MB`);

function run(args) {
  if (spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status !== 0) fail(`${args[0]} failed`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
