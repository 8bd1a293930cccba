// `node scripts/measure-rules.mjs --trees DIR`: how each rule does on the labelled repositories that `npm run score -- --work DIR` checked out.
// Writes rules/measured.json: per rule, must-find files that it marks, of its family's; clean, tempting and ordinary files that it marks.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const trees = process.argv[process.argv.indexOf("--trees") + 1];
const corpus = path.join(root, "../shared/corpus");
if (!process.argv.includes("--trees") || !trees || !existsSync(corpus)) {
  console.error("usage: node scripts/measure-rules.mjs --trees DIR   (DIR: the --work folder of npm run score; needs ../shared/corpus)");
  process.exit(2);
}
const rulebook = JSON.parse(readFileSync(path.join(root, "dist/rulebook.json"), "utf8"));
const measured = Object.fromEntries(rulebook.rules.map(({ id }) => [id, { found: 0, wrong: 0 }]));
const must = {};
for (const name of ["positive-dev", "negative-dev"]) {
  for (const repo of JSON.parse(readFileSync(path.join(corpus, `${name}.json`), "utf8")).repos) {
    const markers = scan(path.join(trees, `${repo.repo.replace("/", "+")}@${repo.commit.slice(0, 12)}`));
    for (const label of repo.labels ?? []) {
      must[label.label] = (must[label.label] ?? 0) + label.must.length;
      const wanted = new Set(label.must.map((entry) => entry.path));
      for (const marker of markers) if (marker.family === label.label && wanted.has(marker.path)) measured[marker.rule].found++;
    }
    const gray = (repo.gray ?? []).map((entry) => (typeof entry === "string" ? entry : entry.glob));
    const clean = repo.kind ? null : new Set(repo.clean ?? []);
    for (const marker of markers) {
      const wrong = clean === null ? !gray.some((glob) => path.matchesGlob?.(marker.path, glob)) : clean.has(marker.path);
      if (wrong) measured[marker.rule].wrong++;
    }
  }
}
writeFileSync(
  path.join(root, "rules/measured.json"),
  `${JSON.stringify({ corpus: "dev", date: new Date().toISOString().slice(0, 10), must, rules: measured }, null, 1)}\n`,
);

function scan(tree) {
  const { stdout, status } = spawnSync(
    process.execPath,
    [path.join(root, "dist/cli.js"), "scan", "--no-cache", "--quiet", "--format", "json", "--fail-on", "never", tree],
    { maxBuffer: 2 ** 30 },
  );
  if (status !== 0 && status !== 3) throw new Error(`${tree}: exit ${status}`);
  return JSON.parse(stdout).markers.filter((marker) => marker.confidence >= 0.5);
}
