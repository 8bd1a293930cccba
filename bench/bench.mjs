// Measures what the product promises about speed, each as a ratio within one run. `npm run bench [-- TREE]`.
// TREE (or BORDERLINE_BENCH_TREE) is Debian's linux-source-6.1, unpacked; the package puts it at /usr/src as an archive.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { limit, row, timed } from "./figures.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, "dist");
const scratch = mkdtempSync(path.join(tmpdir(), "borderline-bench-"));
const peak = path.join(root, "bench/peak.cjs");
const tree = findTree();
const literals = findLiterals();
const times = 3;

try {
  await bench();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function bench() {
  const inside = path.join(scratch, "inside.cjs");
  const options = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error" };
  await build({ ...options, entryPoints: [path.join(root, "bench/inside.ts")], outfile: inside });
  console.log(`tree ${tree}`);
  run("node", [inside, "gate", dist, tree]); // The page cache is warm from here on.

  const rounds = Array.from({ length: times }, () => {
    const rg = timed(() => run("rg", ["-uuu", "-i", "-c", "-F", "-f", literals, tree], { ok: [0, 1, 2] }));
    const cache = mkdtempSync(path.join(scratch, "cache-"));
    const cold = scan(tree, cache);
    const again = scan(tree, cache);
    const gate = JSON.parse(run("node", [inside, "gate", dist, tree]));
    return { rg, cold, again, gate };
  });
  const best = (of) => Math.min(...rounds.map(of));
  const rg = best((round) => round.rg);
  const cold = best((round) => round.cold.milliseconds);
  const { stats, processor } = rounds[0].cold;
  const gate = rounds[0].gate;
  row("files read, bytes", `${stats.files}, ${(stats.bytes / 1e9).toFixed(2)} GB`);
  row(`ripgrep with ${count(literals)} literals`, seconds(rg));
  row("cold scan, two jobs", `${seconds(cold)}, processor ${seconds(processor)}`);
  row("  against ripgrep", limit(cold / rg, 0.6));
  row(
    "gate alone (reading, one pass, bound), two threads",
    `${seconds(best((round) => round.gate.milliseconds))}, ${(best((round) => round.gate.milliseconds) / rg).toFixed(2)} of ripgrep`,
  );
  row(
    "files that pass the gate",
    `${gate.now} (${percent(gate.now / gate.files)}), put off until the tree speaks ${gate.putOff} (${percent(gate.putOff / gate.files)})`,
  );
  row("files read closely in the end", `${stats.candidates}, ${limit(stats.candidates / stats.files, 0.05, percent)}`);
  row(
    "peak memory",
    limit(Math.max(...rounds.map((round) => round.cold.peak)), 400e6, (bytes) => `${(bytes / 1e6).toFixed(0)} MB`),
  );
  row(
    "second scan with the cache",
    `${seconds(best((round) => round.again.milliseconds))}, ${stats.files === rounds[0].again.stats.cached ? "every file" : `${rounds[0].again.stats.cached} files`} from the cache`,
  );
  row(
    "  against the first",
    limit(
      best((round) => round.again.milliseconds / round.cold.milliseconds),
      0.35,
    ),
  );

  const readers = path.join(scratch, "readers.cjs");
  await build({ ...options, entryPoints: [path.join(root, "bench/readers.ts")], outfile: readers });
  const share = JSON.parse(run("node", [readers]));
  row(`${share.files} small configuration files read for destinations`, `${seconds(share.read)}, parsing alone ${seconds(share.parse)}`);
  row("  against parsing alone", limit(share.read / share.parse, 2));

  writeFileSync(path.join(scratch, "bench-file.py"), sourceOf(40_000));
  for (const name of ["rulebook.json", "places.jsonl", "tables.bin"])
    writeFileSync(path.join(scratch, name), readFileSync(path.join(dist, name)));
  const { bytes, milliseconds } = JSON.parse(run("node", [inside, "file", scratch]));
  row(
    `one file of ${Math.round(bytes / 1000)} kB read closely, once warm`,
    limit(milliseconds, 2, (ms) => `${ms.toFixed(2)} ms`),
  );

  const starts = Array.from({ length: 11 }, () => ({
    bare: timed(() => run("node", ["-e", "0"])),
    ours: timed(() => run("node", [path.join(dist, "cli.js"), "--version"])),
  }));
  const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
  const [bare, ours] = [median(starts.map((one) => one.bare)), median(starts.map((one) => one.ours))];
  row("borderline --version, bare Node", `${ours.toFixed(0)} ms, ${bare.toFixed(0)} ms: ${limit(ours / bare, 2)}`);

  const secretlint = path.join(root, "node_modules/.bin/secretlint");
  const net = path.join(tree, "net");
  if (!existsSync(secretlint) || !existsSync(net)) return row("secretlint", "not installed, or the tree has no net/");
  const config = path.join(scratch, "secretlintrc.json");
  writeFileSync(config, JSON.stringify({ rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] }));
  const theirs = timed(() => run(secretlint, ["--secretlintrc", config, "**/*"], { ok: [0, 1], cwd: net }));
  row(
    "net/ alone: secretlint, a cold scan",
    `${seconds(theirs)}, ${seconds(scan(net, mkdtempSync(path.join(scratch, "cache-"))).milliseconds)}`,
  );
}

/** One scan in a process of its own: wall time, processor time, peak memory, and what it says of itself. */
function scan(folder, cache) {
  const [output, usage] = [path.join(scratch, "scan.json"), path.join(scratch, "usage.json")];
  const environment = { ...process.env, XDG_CACHE_HOME: cache, BENCH_USAGE: usage, NODE_OPTIONS: `--require ${peak}` };
  const milliseconds = timed(() =>
    run("node", [path.join(dist, "cli.js"), "scan", folder, "--jobs", "2", "--format", "json", "--output", output], {
      ok: [0, 1, 3],
      env: environment,
    }),
  );
  return { milliseconds, ...JSON.parse(readFileSync(usage, "utf8")), stats: JSON.parse(readFileSync(output, "utf8")).stats };
}

function run(program, args, { ok = [0], env = process.env, cwd = process.cwd() } = {}) {
  const done = spawnSync(program === "node" ? process.execPath : program, args, { encoding: "utf8", maxBuffer: 1 << 28, env, cwd });
  if (done.error) throw done.error;
  if (!ok.includes(done.status)) throw new Error(`${program} ${args.join(" ")}: exit ${done.status}\n${done.stderr.slice(0, 2000)}`);
  return done.stdout;
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

function count(file) {
  return readFileSync(file, "utf8").split("\n").filter(Boolean).length;
}

function findTree() {
  const wanted = [
    process.argv[2],
    process.env.BORDERLINE_BENCH_TREE,
    path.join(tmpdir(), "linux/linux-source-6.1"),
    "/usr/src/linux-source-6.1",
  ];
  const found = wanted.find((folder) => folder && existsSync(folder));
  if (found) return found;
  console.error("name a tree to scan: npm run bench -- FOLDER");
  process.exit(2);
}

/** The literals that ripgrep is given: those that the product is measured with, or else the rulebook's own. */
function findLiterals() {
  const shared = path.join(root, "../shared/eval/atoms.txt");
  if (existsSync(shared)) return shared;
  const own = path.join(scratch, "literals.txt");
  const rulebook = JSON.parse(readFileSync(path.join(dist, "rulebook.json"), "utf8"));
  const all = rulebook.rules.flatMap((rule) => rule.signals.flatMap((signal) => signal.any.map((one) => one.replace(/^[=*]|\*$/g, ""))));
  writeFileSync(own, [...new Set(all)].join("\n") + "\n");
  return own;
}

/** Python that a recommender might have, as long as wanted: a third of its lines say something. */
function sourceOf(bytes) {
  const lines = ["import torch", "from torch import nn", ""];
  for (let i = 0, size = 0; size < bytes; i++) {
    const block = [
      `class RankingTower${i}(nn.Module):`,
      `    """Scores candidate items for a user, block ${i}."""`,
      `    def __init__(self, n_users, n_items, dim=${8 + (i % 56)}):`,
      `        super().__init__()`,
      `        self.user_embedding = nn.Embedding(n_users, dim)`,
      `        self.item_embedding = nn.Embedding(n_items, dim)`,
      `    def forward(self, users, items):`,
      `        left = self.user_embedding(users)  # preference of each user`,
      `        right = self.item_embedding(items)`,
      `        return (left * right).sum(-1) / ${i + 1}.0`,
      ``,
      `def count_${i}(values, default=None):`,
      `    total = sum(1 for value in values if value is not default)`,
      `    return max(total, ${i})`,
      ``,
      `def show_${i}(path, width=${60 + (i % 40)}):`,
      `    with open(path, encoding="utf-8") as lines:`,
      `        for number, line in enumerate(lines, start=1):`,
      `            text = line.rstrip()`,
      `            if len(text) > width:`,
      `                text = text[: width - 1] + "…"`,
      `            print(f"{number:5d} {text}")`,
      `    return None`,
      ``,
    ];
    lines.push(...block);
    size += block.join("\n").length + 1;
  }
  return lines.join("\n");
}
