/** What all turns of a scan gave, put together as they come in. */
import { countListed, type Listed, type TreeFiles } from "../core/markers/tree-files.js";
import type { DestinationsRead } from "../core/destinations/read-destinations.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import { entryOf, type Cache, type CacheEntry, type Learned, type PutOffFile } from "./cache.js";
import type { Figures, TakeTurn } from "./crew.js";
import { waysToKeep } from "./kept-ways.js";

/** All that a tree's files gave, sorted by path: the number of threads leaves no trace in it. */
export interface TreeRead {
  readonly files: TreeFiles;
  readonly summaries: readonly FileSummary[];
  /** Their texts by path; empty where they were not needed. */
  readonly deployFiles: ReadonlyMap<string, string>;
  /** What they say. */
  readonly deploy: DestinationsRead;
  readonly skipped: readonly Skipped[];
  readonly ignored: number;
  readonly bytes: number;
  readonly candidates: number;
  readonly cached: number;
}

/** What is known of a tree while it is read. */
export class Gathered {
  private readonly turns: Figures[] = [];
  /** What the turns told, as it is kept. */
  private readonly texts: string[] = [];
  private readonly told: FileSummary[] = [];
  /** Files that their tree may still raise. */
  readonly putOff: PutOffFile[] = [];
  /** All files of the tree, as people see them. */
  private readonly listed: Listed[] = [];
  /** Files met so far. */
  met = 0;

  constructor(private readonly cache: Cache | null) {}

  /** Files of a folder, before they are read. */
  list(listed: Listed): void {
    this.listed.push(listed);
    this.met += listed.names.length;
  }

  /** What a turn gave. */
  readonly take: TakeTurn = (figures, entries, texts) => {
    this.turns.push(figures);
    if (this.cache !== null) this.texts.push(...(texts ?? entries.map((entry) => JSON.stringify(entry))));
    for (const entry of entries) this.note(entry);
    for (const number of figures.known) {
      const entry = this.cache?.entries[number - 1];
      if (entry !== undefined) this.note(entryOf(entry));
    }
  };

  /** The files of the tree, counted. */
  counted(): TreeFiles {
    return countListed(this.listed);
  }

  summaries(): readonly FileSummary[] {
    return byPath(this.told);
  }

  deployFiles(): ReadonlyMap<string, string> {
    return new Map(this.turns.flatMap((turn) => turn.deploy).sort((a, b) => compare(a[0], b[0])));
  }

  /** What is to be kept for the next scan; `deploy` is what the deploy files said, null where that was known. */
  learned(deploy: DestinationsRead | null): Learned {
    return {
      plain: this.turns.map(({ plain }) => plain),
      told: this.turns.map(({ told }) => told),
      entries: this.texts,
      ways:
        deploy === null
          ? (this.cache?.ways ?? null)
          : waysToKeep(
              this.turns.filter(({ kind }) => kind === "deploy"),
              deploy,
            ),
    };
  }

  /** All of it. */
  read({
    files,
    deployFiles,
    deploy,
    skipped,
    ignored,
  }: Pick<TreeRead, "files" | "deployFiles" | "deploy" | "skipped" | "ignored">): TreeRead {
    const sum = (of: (turn: Figures) => number): number => this.turns.reduce((total, turn) => total + of(turn), 0);
    return {
      files,
      summaries: this.summaries(),
      deployFiles,
      deploy,
      skipped: byPath([...skipped, ...this.turns.flatMap((turn) => turn.skipped)]),
      ignored,
      bytes: sum((turn) => turn.bytes),
      candidates: sum((turn) => turn.candidates),
      cached: sum((turn) => turn.cached),
    };
  }

  private note({ summaries, later }: CacheEntry): void {
    this.told.push(...summaries);
    if (later !== null) this.putOff.push(later);
  }
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPath<T extends { readonly path: string }>(list: T[]): T[] {
  return list.sort((a, b) => compare(a.path, b.path));
}
