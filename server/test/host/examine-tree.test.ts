/** A tree read by one thread and by several gives the same; it can be stopped; ignore files act where they should. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileSummary } from "../../src/core/markers/marker.js";
import { compileRules } from "../../src/core/markers/compile-rules.js";
import { parseRule } from "../../src/core/rulebook/parse-rule.js";
import { openCache } from "../../src/host/cache.js";
import { destinationsStepwise, type Texts } from "../../src/core/destinations/read-destinations.js";
import { indexPlaces, placeIn } from "../../src/core/destinations/place-of.js";
import { listIgnored } from "../../src/host/ignored.js";
import { withWorkers } from "../../src/host/threads.js";
import { examineTree, type TreeRequest } from "../../src/host/examine-tree.js";
import type { TreeRead } from "../../src/host/gathered.js";

const ruleText = `
id: crypto.test-cipher
family: crypto
role: implements
title: { en: Test, zh: 测试 }
items: [{ id: "CN:free", fit: arguable }]
why: { en: Because., zh: 因为。 }
advice: { en: Ask., zh: 询问。 }
threshold: 3
signals:
  - { id: name, in: [identifier, comment], any: [round_key_schedule, 轮密钥], weight: 3.2, what: { en: a name, zh: 名称 } }
  - { id: hint, in: [identifier], any: [substitution_box], weight: 1.5, what: { en: a hint, zh: 线索 } }
examples:
  match: [{ why: x, path: a.c, text: "int round_key_schedule;" }]
  miss: [{ why: x, path: a.c, text: "int x;" }]
`;
const rule = parseRule("crypto.test-cipher.yaml", ruleText).rule;
if (!rule) throw new Error("the test's own rule does not parse");
const compiled = compileRules([rule]);

let root = "";
let script = "";
const write = (path: string, text: string | Uint8Array): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "borderline-workers-"));
  script = join(root, "..", `worker-${process.pid}.cjs`);
  const entry = join(import.meta.dirname, "../../src/host/worker-thread.ts");
  await build({ entryPoints: [entry], outfile: script, bundle: true, platform: "node", format: "cjs", logLevel: "error" });
  for (let i = 0; i < 700; i++) write(`src/${i % 7}/plain${i}.c`, `int value_${i};\n`);
  write("src/key.c", "void round_key_schedule(void) {}\n");
  write("src/wide.c", Buffer.from("\ufeffvoid round_key_schedule(void) {}\n", "utf16le"));
  write("src/gb.c", Buffer.from([0x2f, 0x2f, 0x20, 0xc2, 0xd6, 0xc3, 0xdc, 0xd4, 0xbf, 0x0a]));
  write("src/escaped.py", "# \\u8f6e\\u5bc6\\u94a5\n");
  write("src/maybe.c", "int substitution_box;\n");
  write("image.bin", Uint8Array.from([1, 2, 0, 4]));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(script, { force: true });
});

async function read({ jobs = 1, ...more }: Partial<TreeRequest> & { jobs?: number } = {}): Promise<TreeRead> {
  const tree = await withWorkers(jobs, script, (workers) =>
    examineTree({
      root,
      compiled,
      inlineSuppressions: true,
      walk: { ignoredIn: () => null, excluded: () => false },
      workers,
      cache: null,
      raised: () => [],
      ...more,
    }),
  );
  return { ...tree, deployFiles: new Map(Array.from(tree.deployFiles.keys(), (path) => [path, tree.deployFiles.get(path) ?? ""])) };
}
const withEvidence = (summaries: readonly FileSummary[]): string[] =>
  summaries.filter((one) => one.rules.length > 0).map((one) => one.path);

describe("reading a tree", () => {
  it("finds the same whatever the number of threads, in UTF-8, UTF-16, GB18030 and escaped", async () => {
    const alone = await read();
    expect(withEvidence(alone.summaries)).toEqual(["src/escaped.py", "src/gb.c", "src/key.c", "src/wide.c"]);
    expect(alone.files.all).toBe(706);
    expect(alone.summaries.flatMap((one) => one.skipped)).toEqual([{ path: "image.bin", reason: "binary", gap: false }]);
    expect(await read({ jobs: 3 })).toEqual(alone);
  });

  it("reads files that only their tree can raise once the tree speaks for the family", async () => {
    const spoken = await read({ jobs: 2, raised: (_tree, putOff) => putOff });
    expect(withEvidence(spoken.summaries)).toContain("src/maybe.c");
    const other = await read({ jobs: 2, raised: (_tree, putOff) => [...putOff].filter(({ path }) => path !== "src/maybe.c") });
    expect(withEvidence(other.summaries)).not.toContain("src/maybe.c");
  });

  it.each([1, 3])("finds the same in what earlier scans left, kept by %i threads", async (jobs) => {
    const folder = mkdtempSync(join(tmpdir(), "borderline-cache-"));
    const open = () => openCache(folder, root, "these rules");
    try {
      await new Promise((old) => setTimeout(old, 30));
      const first = await read({ jobs, cache: open() });
      await expect.poll(() => open()?.entries.length).toBeGreaterThan(1);
      const second = await read({ jobs, cache: open() });
      expect(second.cached).toBe(first.files.all);
      expect(second).toEqual({ ...first, cached: second.cached, candidates: 0, deployFiles: new Map() });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows what deploy files said while each of them is as it was, and reads them all again when one is not", async () => {
    const folder = mkdtempSync(join(tmpdir(), "borderline-cache-"));
    const open = () => openCache(folder, root, "these rules");
    const meanwhile = (files: Texts) => destinationsStepwise(files, placeIn(indexPlaces([]), []));
    const scanned = async (more: Partial<TreeRequest> = {}) => {
      await new Promise((old) => setTimeout(old, 30));
      const { deploy, deployFiles } = await read({ meanwhile, cache: open(), ...more });
      return { hosts: deploy.destinations.map(({ value }) => value), texts: [...deployFiles.keys()] };
    };
    try {
      write("ways/a.sh", "docker push quay.io/acme/rank\n");
      write("ways/b.sh", "docker push ghcr.io/acme/rank\n");
      const texts = ["src/escaped.py", "ways/a.sh", "ways/b.sh"];
      const both = ["quay.io/acme/rank", "ghcr.io/acme/rank"];
      expect(await scanned()).toEqual({ hosts: both, texts });
      expect(await scanned()).toEqual({ hosts: both, texts: [] });
      expect(await scanned({ wantsTexts: true })).toEqual({ hosts: both, texts });
      write("ways/b.sh", "docker push gcr.io/acme/rank\n");
      expect(await scanned()).toEqual({ hosts: ["quay.io/acme/rank", "gcr.io/acme/rank"], texts });
      expect((await scanned()).texts).toEqual([]);
      rmSync(join(root, "ways/a.sh"));
      expect(await scanned()).toEqual({ hosts: ["gcr.io/acme/rank"], texts: ["src/escaped.py", "ways/b.sh"] });
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(join(root, "ways"), { recursive: true });
    }
  });

  it("says how far it is and stops when told to", async () => {
    const stop = new AbortController();
    const reading = read({ jobs: 2, signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });
    await expect(reading).rejects.toThrow("enough");
  });
});

describe("ignore files", () => {
  it("act on untracked files of a work tree, with whole folders as one path, and never in a plain folder", async () => {
    const top = mkdtempSync(join(tmpdir(), "borderline-ignored-"));
    const git = (...args: string[]): void => void execFileSync("git", ["-C", top, "-c", "user.name=t", "-c", "user.email=t@t", ...args]);
    for (const path of ["build/a.o", "build/deep/b.o", "src/gen.c", "src/own.c", "kept.log", "new.c"]) {
      mkdirSync(dirname(join(top, path)), { recursive: true });
      writeFileSync(join(top, path), "x\n");
    }
    writeFileSync(join(top, ".gitignore"), "build/\n*.log\ngen.c\n");
    expect((await listIgnored(top, process.env)).byFolder.size).toBe(0);
    git("init", "-q");
    git("add", "-f", "kept.log", "src/own.c");
    expect((await listIgnored(top, process.env)).byFolder).toEqual(new Map([[top, ["build/", "src/gen.c"]]]));
    expect((await listIgnored(join(top, "src"), process.env)).byFolder).toEqual(new Map([[join(top, "src"), ["gen.c"]]]));
    rmSync(top, { recursive: true, force: true });
  });

  it("tells of a script that is too large to be read for ways out; a table of that size is data", async () => {
    const long = "# as long as a megabyte and more\n".repeat(40_000);
    write("large/push.sh", `docker push quay.io/acme/rank\n${long}`);
    write("large/table.yaml", `a: 1\n${long}`);
    try {
      const { skipped } = await read();
      expect(skipped.filter(({ path }) => path.startsWith("large/"))).toEqual([{ path: "large/push.sh", reason: "too-large", gap: true }]);
    } finally {
      rmSync(join(root, "large"), { recursive: true });
    }
  });
});
