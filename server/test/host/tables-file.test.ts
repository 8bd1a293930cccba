/** What the build leaves comes back as it was, in memory that threads share; half a file is none. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { packTables, readTables } from "../../src/host/tables-file.js";

const folder = mkdtempSync(join(tmpdir(), "borderline-tables-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tables = {
  digest: "sha256:1",
  words: ["推荐", "rank"],
  lists: { from: Uint32Array.of(0, 2, 70_000), all: Uint32Array.of(7, 8) },
  borders: Uint8Array.of(1, 2, 3),
  next: Uint16Array.of(65_535, 1),
  none: new Uint8Array(0),
};

describe("the built tables", () => {
  it("are read as they were written, into memory that threads share", () => {
    const file = join(folder, "tables.bin");
    writeFileSync(file, packTables(tables));
    const read = readTables(file) as typeof tables;
    expect(read).toEqual(tables);
    expect(read.next.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("throw where the file is missing or ends early", () => {
    const file = join(folder, "half.bin");
    const whole = packTables({ words: ["a"], numbers: new Uint32Array(100) });
    writeFileSync(file, whole.subarray(0, whole.length - 8));
    expect(() => readTables(file)).toThrow(RangeError);
    writeFileSync(file, whole.subarray(0, 3));
    expect(() => readTables(file)).toThrow();
    expect(() => readTables(join(folder, "missing.bin"))).toThrow("ENOENT");
  });
});
