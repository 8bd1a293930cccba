/** Walking and reading trees, hostile ones too, on a real file system. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeFile, createOpenFile, hasZero, openFile, readStretch } from "../../src/host/files.js";
import { openable, shownPath, walkTree, type WalkOptions, type WalkOutcome } from "../../src/host/walk.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "borderline-walk-"));
});
afterEach(() => {
  execFileSync("chmod", ["-R", "u+rwx", root]);
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text = "x\n"): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function walk(options: Partial<WalkOptions> = {}): { paths: string[]; outcome: WalkOutcome } {
  const steps = walkTree(root, { ignoredIn: () => null, excluded: () => false, ...options });
  const paths: string[] = [];
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { paths: paths.sort(), outcome: step.value };
    const { folder, names, byteNames } = step.value;
    paths.push(...names.map((name) => shownPath(folder === "" ? name : `${folder}/${name}`, byteNames)));
  }
}

describe("the walk", () => {
  it("reads every file but those of .git, in batches that name each file once", () => {
    for (let i = 0; i < 150; i++) write(`many/${i}.c`);
    write("a.py");
    write("deep/er/b.py");
    write(".git/config");
    write(".gitignore", "*\n");
    const { paths, outcome } = walk();
    expect(paths).toHaveLength(153);
    expect(new Set(paths).size).toBe(153);
    expect(paths).toContain("deep/er/b.py");
    expect(paths).toContain(".gitignore");
    expect(outcome).toEqual({ skipped: [], files: 153, ignored: 0 });
  });

  it("leaves out what git ignores, counts it, and asks again in work trees inside", () => {
    write("kept.py");
    write("build/one.o");
    write("build/two/three.o");
    write("secret.env");
    write("inner/.git/HEAD");
    write("inner/kept.py");
    write("inner/left.log");
    const asked: string[] = [];
    const { paths, outcome } = walk({
      ignoredIn: (folder) => {
        asked.push(folder);
        return folder === root ? ["build/", "secret.env"] : ["left.log"];
      },
    });
    expect(paths).toEqual(["inner/kept.py", "kept.py"]);
    expect(asked).toEqual([root, join(root, "inner")]);
    expect(outcome.ignored).toBe(4);
    expect(outcome.skipped.map((one) => one.path).sort()).toEqual(["build/", "inner/left.log", "secret.env"]);
    expect(outcome.skipped.every((one) => one.reason === "ignored" && !one.gap)).toBe(true);
  });

  it("leaves out what the policy ignores", () => {
    write("third_party/lib/a.c");
    write("own.c");
    const { paths, outcome } = walk({ excluded: (path) => path.startsWith("third_party/") });
    expect(paths).toEqual(["own.c"]);
    expect(outcome.ignored).toBe(1);
  });

  it("follows no link, says nothing of one that stays inside, and reports broken, looping and out-leading ones", () => {
    write("real/file.py");
    symlinkSync("real/file.py", join(root, "inside"));
    symlinkSync("inside", join(root, "twice"));
    symlinkSync("real", join(root, "folder"));
    symlinkSync("nowhere", join(root, "broken"));
    symlinkSync("loop2", join(root, "loop1"));
    symlinkSync("loop1", join(root, "loop2"));
    symlinkSync("/etc/passwd", join(root, "absolute"));
    symlinkSync("../../etc", join(root, "upwards"));
    symlinkSync("..", join(root, "real/parent"));
    const { paths, outcome } = walk();
    expect(paths).toEqual(["real/file.py"]);
    expect(outcome.skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual([
      "absolute special-file",
      "broken vanished",
      "loop1 special-file",
      "loop2 special-file",
      "upwards special-file",
    ]);
    expect(outcome.skipped.every((one) => one.gap)).toBe(true);
  });

  it("does not open a FIFO or a socket", () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    write("a.c");
    const { paths, outcome } = walk();
    expect(paths).toEqual(["a.c"]);
    expect(outcome.skipped).toEqual([{ path: "pipe", reason: "special-file", gap: true }]);
  });

  it("reads files whose names are not UTF-8, and the folders below them", () => {
    const odd = Buffer.concat([Buffer.from(root + "/d"), Buffer.from([0xe9])]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from([0x2f, 0xff, 0x2e, 0x63])]), "odd");
    write("plain.c");
    const file = createOpenFile();
    const texts: string[] = [];
    for (const { folder, names, byteNames } of walkTree(root, { ignoredIn: () => null, excluded: () => false })) {
      for (const name of names) {
        expect(openFile(file, openable(root, folder === "" ? name : `${folder}/${name}`, byteNames))).toBe(true);
        texts.push(file.buffer.toString("utf8", 0, file.length));
        closeFile(file);
      }
    }
    expect(texts.sort()).toEqual(["odd", "x\n"]);
    expect(walk().paths).toEqual(["d\ufffd/\ufffd.c", "plain.c"]);
  });

  it("goes on beside a folder that it may not read", () => {
    write("closed/a.c");
    write("open.c");
    chmodSync(join(root, "closed"), 0);
    const { paths, outcome } = walk();
    // The superuser may read it all the same.
    const superuser = process.getuid?.() === 0;
    expect(paths).toEqual(superuser ? ["closed/a.c", "open.c"] : ["open.c"]);
    expect(outcome.skipped).toEqual(superuser ? [] : [{ path: "closed", reason: "unreadable", gap: true }]);
  });

  it("reports a root that is not there", () => {
    root = join(root, "gone");
    expect(walk().outcome.skipped).toEqual([{ path: ".", reason: "vanished", gap: true }]);
    mkdirSync(root);
  });
});

describe("reading", () => {
  const open = (path: string) => {
    const file = createOpenFile();
    const ok = openFile(file, join(root, path));
    closeFile(file);
    return { ok, failed: file.failed, length: file.length, size: file.size, zero: ok && hasZero(file) };
  };

  it("reads a file whole, the empty one too", () => {
    write("a", "hello");
    write("empty", "");
    expect(open("a")).toEqual({ ok: true, failed: null, length: 5, size: 5, zero: false });
    expect(open("empty")).toEqual({ ok: true, failed: null, length: 0, size: 0, zero: false });
  });

  it("refuses links, FIFOs and folders without waiting, and says what vanished", () => {
    write("a");
    symlinkSync("a", join(root, "link"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    mkdirSync(join(root, "folder"));
    expect(open("link").failed).toBe("special-file");
    expect(open("pipe").failed).toBe("special-file");
    expect(open("folder").failed).toBe("special-file");
    expect(open("gone").failed).toBe("vanished");
    expect(open("a/below").failed).toBe("vanished");
  });

  it("reads no more of a huge sparse file than tells that it is binary", () => {
    write("sparse", "");
    truncateSync(join(root, "sparse"), 4 * 2 ** 30);
    const before = process.memoryUsage.rss();
    expect(open("sparse")).toEqual({ ok: true, failed: null, length: 1 << 20, size: 4 * 2 ** 30, zero: true });
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 << 20);
  });

  it("reads of a large file what fits, and any stretch of it when asked", () => {
    write("large", "a".repeat(1 << 20) + "b".repeat(1000));
    const file = createOpenFile();
    expect(openFile(file, join(root, "large"))).toBe(true);
    expect([file.length, file.size]).toEqual([1 << 20, (1 << 20) + 1000]);
    expect(Buffer.from(readStretch(file, (1 << 20) - 2, (1 << 20) + 2)).toString()).toBe("aabb");
    expect(readStretch(file, file.size - 3, file.size + 50)).toHaveLength(3);
    expect(readStretch(file, file.size + 5, file.size + 50)).toHaveLength(0);
    closeFile(file);
  });
});
