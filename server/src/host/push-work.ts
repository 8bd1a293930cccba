/** Blobs at paths, examined once each, by way of the cache: the part of a push that costs time. */
import { createExaminer, type Examined, type Examiner, type FileContents } from "../core/markers/examine.js";
import type { PutOff } from "../core/markers/bound.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import { readFormat } from "./batch.js";
import { largestBlob, readBlobs } from "./blobs.js";
import type { PushRequest } from "./examine-push.js";

/** A blob and the path under which it is looked at. */
export interface TipEntry {
  readonly oid: string;
  readonly path: string;
}

/** Sizes by blob, where they are known. */
export type Sizes = ReadonlyMap<string, { readonly size: number }>;

/** Blobs at paths, examined once each, by way of the cache. */
export class PushWork {
  read = 0;
  candidates = 0;
  readonly unread: string[] = [];
  readonly incomplete: string[] = [];
  treesLeft = 0;
  readonly spoke = new Set<string>();
  private readonly results = new Map<string, Examined>();
  private readonly failed: Skipped[] = [];
  private made: Examiner | null = null;

  constructor(private readonly request: PushRequest) {}

  private examiner(): Examiner {
    return (this.made ??= createExaminer({
      compiled: this.request.compiled(),
      inlineSuppressions: this.request.inlineSuppressions,
      readFormat,
    }));
  }

  /** Of an archive also those of the files inside. */
  summaries(entry: TipEntry): readonly FileSummary[] {
    const examined = this.results.get(keyOf(entry, true)) ?? this.results.get(keyOf(entry, false));
    return examined?.summary ? [examined.summary, ...examined.inside] : [];
  }

  later(entry: TipEntry): PutOff | null {
    return this.results.get(keyOf(entry, false))?.later ?? null;
  }

  /** Whether the entry may have markers, by itself or with its tree's help. */
  speaks(entry: TipEntry): boolean {
    return this.summaries(entry).some((summary) => summary.rules.length > 0 || summary.topics !== undefined) || this.later(entry) !== null;
  }

  skipped(): Skipped[] {
    const noted = [...this.results.values()].flatMap((examined) =>
      [examined.summary, ...examined.inside].flatMap((summary) => summary?.skipped ?? []),
    );
    return [...new Map([...noted, ...this.failed].map((one) => [`${one.path}\n${one.reason}`, one])).values()].sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
  }

  /** Looks entries up, reads the blobs of the others once each, and looks at each under all its paths. */
  async examine(entries: readonly TipEntry[], sizes: Sizes, closely = false): Promise<void> {
    const paths = new Map<string, string[]>();
    for (const entry of entries) {
      const key = keyOf(entry, closely);
      if (this.results.has(key)) continue;
      const known = this.request.cache.examined(entry.oid, entry.path, closely);
      if (known !== null) this.keep(entry, key, known);
      else if ((sizes.get(entry.oid)?.size ?? 0) > largestBlob) this.fail(entry.path, "too-large");
      else paths.set(entry.oid, [...(paths.get(entry.oid) ?? []), entry.path]);
    }
    const oids = [...paths.keys()];
    if (oids.length === 0) return;
    // A machine without room for the rules is no fault of the files: that ends the push's judgement, here and not file by file.
    this.examiner();
    let done = 0;
    const unanswered = await readBlobs(this.request.git, oids, (oid, contents) => {
      if (++done % 256 === 0) this.request.onProgress(done, oids.length);
      if (contents === null) this.unread.push(oid);
      else for (const path of new Set(paths.get(oid))) this.look({ oid, path }, contents, closely);
    });
    this.unread.push(...unanswered);
  }

  private look(
    entry: TipEntry,
    contents: { readonly size: number; readonly bytes: Uint8Array; readonly read: FileContents["read"] },
    closely: boolean,
  ): void {
    this.read++;
    const zero = contents.bytes.subarray(0, 8000).includes(0);
    const file: FileContents = { path: entry.path, size: contents.size, bytes: contents.bytes, zero, read: contents.read };
    try {
      const examined = closely ? this.examiner().examineClosely(file) : this.examiner().examine(file);
      this.request.cache.keep(entry.oid, entry.path, closely, examined);
      this.keep(entry, keyOf(entry, closely), examined);
    } catch {
      // A reader that fails on hostile bytes costs its file, not the push.
      this.fail(entry.path, "unreadable");
    }
  }

  private keep(entry: TipEntry, key: string, examined: Examined): void {
    this.results.set(key, examined);
    if (examined.summary === null) return;
    this.candidates++;
    const summaries = [examined.summary, ...examined.inside];
    if (summaries.some((summary) => summary.rules.length > 0 || summary.skipped.some((one) => one.gap))) this.spoke.add(entry.oid);
  }

  private fail(path: string, reason: Skipped["reason"]): void {
    this.failed.push({ path, reason, gap: true });
  }
}

function keyOf(entry: TipEntry, closely: boolean): string {
  return `${closely ? "c" : ""}${entry.oid}${entry.path}`;
}
