/** Contents of blobs through one `git cat-file --batch`, in the order asked for; large ones lie in a file without a name while they are looked at. */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Git, startGit } from "./git.js";

/** One blob's contents; valid until the callback returns. */
export interface BlobContents {
  readonly size: number;
  /** The first bytes: all, up to the limit that files are read whole. */
  readonly bytes: Uint8Array;
  readonly read: (from: number, to: number) => Uint8Array;
}

/** Bytes of a blob that are kept in memory; a larger one lies on the disk while it is looked at. */
const wholeLimit = 16 << 20;
/** Larger blobs are not read at all, which is a gap (bytes). */
export const largestBlob = 8 * 2 ** 30;
/** Milliseconds without any output after which git is given up. */
const patience = 60_000;

/**
 * Reads blobs and calls back for each: `null` where git does not have it.
 * Resolves with the oids that were not answered because git stopped before.
 */
export async function readBlobs(
  git: Git,
  oids: readonly string[],
  each: (oid: string, contents: BlobContents | null) => void,
): Promise<readonly string[]> {
  if (oids.length === 0) return [];
  const child = startGit(git, ["cat-file", "--batch", "--buffer"]);
  child.stdin.on("error", () => undefined);
  child.stderr.resume();
  child.on("error", () => undefined);
  let timer = setTimeout(() => child.kill("SIGKILL"), patience);
  const parser = new BatchParser(oids, each);
  feed(child.stdin, oids);
  try {
    for await (const chunk of child.stdout) {
      clearTimeout(timer);
      parser.take(chunk as Buffer);
      timer = setTimeout(() => child.kill("SIGKILL"), patience);
    }
  } catch {
    child.kill("SIGKILL");
  } finally {
    clearTimeout(timer);
    parser.close();
  }
  return parser.unanswered();
}

function feed(stdin: NodeJS.WritableStream, oids: readonly string[]): void {
  for (let i = 0; i < oids.length; i += 10_000) stdin.write(oids.slice(i, i + 10_000).join("\n") + "\n");
  stdin.end();
}

/** Cuts `<oid> blob <size>\n<bytes>\n` out of the stream. */
class BatchParser {
  private at = 0;
  private head = "";
  /** Bytes of the current blob still to come, with the line end after it; -1: a header is next. */
  private left = -1;
  private size = 0;
  private length = 0;
  private buffer = Buffer.allocUnsafeSlow(1 << 20);
  private spool: number | null = null;

  constructor(
    private readonly oids: readonly string[],
    private readonly each: (oid: string, contents: BlobContents | null) => void,
  ) {}

  take(chunk: Buffer): void {
    for (let from = 0; from < chunk.length;) {
      if (this.left < 0) {
        const end = chunk.indexOf(10, from);
        this.head += chunk.toString("latin1", from, end < 0 ? chunk.length : end);
        if (end < 0) return;
        from = end + 1;
        this.begin();
      } else {
        const until = Math.min(chunk.length, from + this.left);
        this.add(chunk.subarray(from, until));
        this.left -= until - from;
        from = until;
        if (this.left === 0) this.finish();
      }
    }
  }

  unanswered(): readonly string[] {
    return this.oids.slice(this.at);
  }

  close(): void {
    if (this.spool !== null) closeSync(this.spool);
    this.spool = null;
  }

  private begin(): void {
    const size = / blob (\d+)$/.exec(this.head)?.[1];
    this.head = "";
    if (size === undefined) return this.each(this.oids[this.at++] ?? "", null);
    this.size = Number(size);
    this.left = this.size + 1;
    this.length = 0;
    const wanted = Math.min(this.size, wholeLimit) + 1;
    if (this.buffer.length < wanted) this.buffer = Buffer.allocUnsafeSlow(wanted);
    if (this.size > wholeLimit) this.spool = namelessFile();
  }

  /** The line end after a blob is no part of it. */
  private add(bytes: Buffer): void {
    const content = this.left - bytes.length === 0 ? bytes.subarray(0, -1) : bytes;
    if (this.spool !== null) writeSync(this.spool, content);
    const room = Math.min(this.size, wholeLimit) - this.length;
    if (room > 0) this.length += content.copy(this.buffer, this.length, 0, room);
  }

  private finish(): void {
    this.left = -1;
    this.buffer[this.length] = 0;
    const bytes = this.buffer.subarray(0, this.length);
    const { spool, size } = this;
    const read =
      spool === null
        ? (from: number, to: number) => bytes.subarray(from, to)
        : (from: number, to: number) => readPart(spool, from, Math.min(to, size));
    try {
      this.each(this.oids[this.at++] ?? "", { size, bytes, read });
    } finally {
      this.close();
    }
  }
}

/** A file that has lost its name already: nothing stays behind, whatever ends us. Where the system does not allow that, it goes with its folder. */
function namelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), "borderline-"));
  const file = openSync(join(folder, "blob"), "wx+", 0o600);
  rmSync(folder, { recursive: true, force: true, maxRetries: 0 });
  return file;
}

function readPart(file: number, from: number, to: number): Uint8Array {
  const end = Math.min(to, fstatSync(file).size, from + (64 << 20));
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - from));
  let at = 0;
  for (let n = 1; n > 0 && at < bytes.length; at += n) n = readSync(file, bytes, at, bytes.length - at, from + at);
  return bytes.subarray(0, at);
}
