/** Code that is kept between starts: found again, and never trusted where it is not ours or not of this file. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../git/repository.js";

/** Newer Nodes keep code by themselves, in a form of their own. */
const byItself = "enableCompileCache" in Module;

const program = `exports.answer = (n) => n * 2; exports.where = __dirname;`;

describe("kept code", () => {
  let loader = "";
  beforeAll(async () => {
    const built = await build({
      stdin: {
        contents: `import { loadCode, shipCode } from "../../src/host/load-code.js";
          const loaded = loadCode(process.argv[2], process.env);
          process.stdout.write(JSON.stringify([loaded.exports.answer(21), loaded.exports.where]));
          loaded.keep();
          if (process.argv[3] === "ship") shipCode(process.argv[2], process.env);`,
        resolveDir: import.meta.dirname,
        loader: "ts",
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      write: false,
    });
    loader = built.outputFiles[0]?.text ?? "";
  });

  function world(): { start: (caches?: string, ...words: string[]) => unknown; file: string; kept: () => string[]; cache: string } {
    const folder = temporaryFolder();
    const [cache, file, entry] = [join(folder, "cache"), join(folder, "program.js"), join(folder, "entry.cjs")];
    mkdirSync(cache);
    writeFileSync(file, program);
    writeFileSync(entry, loader);
    const start = (caches = cache, ...words: string[]): unknown => {
      const env = { PATH: process.env["PATH"], HOME: folder, XDG_CACHE_HOME: caches };
      const { stdout, stderr, status } = spawnSync(process.execPath, [entry, file, ...words], { env, encoding: "utf8", timeout: 20_000 });
      expect(stderr).toBe("");
      expect(status).toBe(0);
      return JSON.parse(stdout);
    };
    const kept = (): string[] => readdirSync(join(cache, "borderline")).filter((name) => name.endsWith(".code"));
    return { start, file, kept: () => kept().map((name) => join(cache, "borderline", name)), cache };
  }

  test("the same answers with and without it, and after the file is another", () => {
    const { start, file } = world();
    const folder = join(file, "..");
    for (let i = 0; i < 2; i++) expect(start()).toEqual([42, folder]);
    // As long as before, to the letter: only its time tells.
    writeFileSync(file, program.replace("n * 2", "n * 3"));
    for (let i = 0; i < 2; i++) expect(start()).toEqual([63, folder]);
  });

  test.runIf(!byItself)("kept for the user alone; what was changed is not run", () => {
    const { start, kept } = world();
    start();
    const [file = ""] = kept();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const good = readFileSync(file);
    for (const bad of [Buffer.alloc(0), good.subarray(0, 200), Buffer.from(good).fill(7, 100, 140)]) {
      writeFileSync(file, bad);
      expect(start()).toEqual([42, join(file, "../../..")]);
      // Mended by the start that met it.
      expect(readFileSync(file).equals(bad)).toBe(false);
    }
  });

  test.runIf(!byItself)("what the build put beside the file needs no cache of the user's, and serves that very file alone", () => {
    const { start, file, kept, cache } = world();
    const folder = join(file, "..");
    start(cache, "ship");
    const shipped = join(folder, "program.code");
    const first = readFileSync(shipped);
    const other = join(folder, "other");
    mkdirSync(other);
    expect(start(other)).toEqual([42, folder]);
    // It was believed: nothing was made anew.
    expect(readdirSync(other)).toEqual([]);
    for (const bad of [Buffer.alloc(0), first.subarray(0, 200), Buffer.from(first).fill(7, 100, 140)]) {
      writeFileSync(shipped, bad);
      expect(start()).toEqual([42, folder]);
    }
    writeFileSync(shipped, first);
    writeFileSync(file, program.replace("n * 2", "n * 3"));
    expect(start()).toEqual([63, folder]);
    expect(kept().length).toBe(2);
  });

  test("nothing is kept in, or taken from, a folder that a repository may have brought along", () => {
    const { start, cache, file } = world();
    mkdirSync(join(cache, "..", ".git"));
    for (let i = 0; i < 2; i++) expect(start()).toEqual([42, join(file, "..")]);
    expect(readdirSync(cache)).toEqual([]);
  });

  test("a cache folder that cannot be written costs nothing but time", () => {
    const { start, cache, file } = world();
    writeFileSync(join(cache, "borderline"), "a file where the folder should be");
    expect(start()).toEqual([42, join(file, "..")]);
    chmodSync(cache, 0o500);
    expect(start()).toEqual([42, join(file, "..")]);
    chmodSync(cache, 0o700);
    // A parent in which nothing can be made, where making folders "recursively" would never end, and one that is still to be made.
    expect(start("/proc/none")).toEqual([42, join(file, "..")]);
    const deep = join(cache, "a", "b");
    expect(start(deep)).toEqual([42, join(file, "..")]);
    expect(statSync(join(deep, "borderline")).mode & 0o777).toBe(0o700);
  });
});
