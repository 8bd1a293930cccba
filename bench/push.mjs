// Measures what the product promises about pushes, each as a ratio within one run. `node bench/push.mjs [BLOBS]` after `npm run build`.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { limit, miss, row, timed } from "./figures.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(root, "dist/cli.js");
const peak = path.join(root, "bench/peak.cjs");
const scratch = mkdtempSync(path.join(tmpdir(), "borderline-bench-"));
const home = path.join(scratch, "home");
const environment = { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" };
const blobs = Number(process.argv[2] ?? 100_000);
const zeros = "0".repeat(40);
let spoken = null;

try {
  mkdirSync(home);
  emptyPush();
  await firstPush();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A push with nothing to send: what our hook adds to git's own time, against the start of bare Node. */
function emptyPush() {
  const repo = path.join(scratch, "small");
  const far = path.join(scratch, "small.git");
  git(scratch, "init", "-q", "--bare", far);
  git(scratch, "init", "-q", "-b", "main", repo);
  writeFileSync(path.join(repo, "a.txt"), "a\n");
  git(repo, "add", "-A");
  git(repo, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "a");
  git(repo, "push", "-q", far, "main");
  const empty = path.join(scratch, "empty.cjs");
  writeFileSync(empty, "");
  const node = median(() => spawnSync(process.execPath, [empty], { env: environment }));
  const bare = median(() => git(repo, "push", "-q", far, "main"));
  execFileSync(process.execPath, [cli, "hook", "install"], { cwd: repo, env: environment, stdio: "ignore" });
  const hooked = median(() => git(repo, "push", "-q", far, "main"));
  const program = median(() =>
    spawnSync(process.execPath, [cli, "pre-push", "--", "origin", far], { cwd: repo, env: environment, input: "" }),
  );
  row("bare Node", ms(node));
  row("push of nothing, git alone", ms(bare));
  row("  with the hook installed", `${ms(hooked)}, adds ${limit((hooked - bare) / node, 2.5)} of bare Node`);
  row("  the program itself, empty stdin", `${ms(program)}, ${limit(program / node, 2.5)} of bare Node`);
}

/** The first push of a long history, against git listing and reading the same objects, and the second. */
async function firstPush() {
  const repo = path.join(scratch, "long");
  git(scratch, "init", "-q", "-b", "main", repo);
  await fastImport(repo);
  git(repo, "repack", "-q", "-a", "-d");
  const objects = "git rev-list --objects --no-object-names main | git cat-file --batch --buffer > /dev/null";
  sh(repo, objects);
  const rounds = [1, 2, 3].map(() => ({
    theirs: timed(() => sh(repo, objects)),
    ours: judge(repo, mkdtempSync(path.join(scratch, "cache-"))),
  }));
  const again = rounds.map(({ ours }) => judge(repo, ours.cache));
  const theirs = Math.min(...rounds.map((each) => each.theirs));
  const ours = Math.min(...rounds.map((each) => each.ours.time));
  const second = Math.min(...again.map((each) => each.time));
  const first = rounds[0].ours;
  row(`git, ${first.report.new.blobs} blobs, ${(first.report.new.bytes / 1e6).toFixed(0)} MB`, ms(theirs));
  row("first push, no cache", `${ms(ours)}, ${limit(ours / theirs, 3)} of git`);
  row("  first word on stderr after", limit(Math.min(first.word, first.time), 1000, ms));
  row(
    "  peak memory",
    limit(first.peak, 500e6, (bytes) => `${(bytes / 1e6).toFixed(0)} MB`),
  );
  row("  verdict, markers", `${first.report.verdict}, ${first.report.new.markers.length}`);
  row("second push", `${ms(second)}, ${limit(second / ours, 0.1)} of the first`);
  if (again[0].report.verdict !== first.report.verdict || again[0].report.new.markers.length !== first.report.new.markers.length)
    row("  differs from the first", miss());
}

/** Runs the program as a hook does, and notes when it first says anything. */
function judge(repo, cache) {
  const usage = path.join(scratch, "usage.json");
  const tip = git(repo, "rev-parse", "main").trim();
  const began = performance.now();
  const out = path.join(scratch, "out.json");
  const done = spawnSync(
    "sh",
    [
      "-c",
      `"$@" 2>"${out}.err" >"${out}"`,
      "sh",
      process.execPath,
      "-r",
      peak,
      cli,
      "pre-push",
      "--format",
      "json",
      "--",
      "origin",
      "https://github.com/a/b",
    ],
    {
      cwd: repo,
      env: { ...environment, XDG_CACHE_HOME: cache, BENCH_USAGE: usage },
      input: `refs/heads/main ${tip} refs/heads/main ${zeros}\n`,
    },
  );
  if (done.status !== 0 && done.status !== 1) throw new Error(readFileSync(`${out}.err`, "utf8"));
  const time = performance.now() - began;
  return {
    time,
    cache,
    report: JSON.parse(readFileSync(out, "utf8")),
    peak: JSON.parse(readFileSync(usage, "utf8")).peak,
    word: firstWord(repo, tip),
  };
}

/** Milliseconds to the first line on stderr of a first push; measured once. */
function firstWord(repo, tip) {
  if (spoken !== null) return spoken;
  const script = `const {spawn}=require("child_process");const t=performance.now();const c=spawn(process.execPath,[${JSON.stringify(cli)},"pre-push","--no-cache","--","origin","https://github.com/a/b"],{stdio:["pipe","ignore","pipe"]});c.stdin.end("refs/heads/main ${tip} refs/heads/main ${zeros}\\n");c.stderr.once("data",()=>{console.log(performance.now()-t);c.kill("SIGKILL")})`;
  return (spoken = Number(execFileSync(process.execPath, ["-e", script], { cwd: repo, env: environment, encoding: "utf8" })));
}

/** A history of many commits; a few thousand files that change again and again, like those of people: names, words, some of them telling. */
async function fastImport(repo) {
  const child = spawn("git", ["fast-import", "--quiet"], { cwd: repo, env: environment, stdio: ["pipe", "inherit", "inherit"] });
  const words =
    "int void return const static struct value index buffer length size node next list tree map key user item event queue worker config option parse read write open close error result status request response client server handler context state update insert remove find count total offset".split(
      " ",
    );
  const perCommit = 100;
  for (let commit = 0; commit * perCommit < blobs; commit++) {
    let text = `commit refs/heads/main\ncommitter C <c@example.com> ${1_500_000_000 + commit * 60} +0000\ndata 7\nchange\n\n`;
    for (let i = 0; i < perCommit; i++) {
      const file = (commit * 37 + i * 61) % 5000;
      const lines = Array.from(
        { length: 60 },
        (_, line) =>
          `  ${words[(file + line * 7) % words.length]} ${words[(commit + line) % words.length]}_${line} = ${words[(line * 13 + i) % words.length]}(${commit}, ${i});`,
      );
      const body = `/* file ${file}, change ${commit} */\n${lines.join("\n")}\n`;
      text += `M 100644 inline src/d${file % 97}/f${file}.c\ndata ${body.length}\n${body}\n`;
    }
    if (!child.stdin.write(text)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  }
  child.stdin.end();
  await new Promise((resolve) => child.once("close", resolve));
}

function git(cwd, ...words) {
  return execFileSync("git", words, { cwd, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function sh(cwd, command) {
  execFileSync("sh", ["-c", command], { cwd, env: environment });
}

function median(what) {
  return Array.from({ length: 15 }, () => timed(what)).sort((a, b) => a - b)[7];
}

function ms(value) {
  return `${value.toFixed(0)} ms`;
}
