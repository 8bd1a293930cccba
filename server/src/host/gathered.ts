/** What all turns of a scan gave, put together as they come in. */
import { countListed, type Listed, type TreeFiles } from "../core/markers/tree-files.js";
import type { DestinationsRead, Texts } from "../core/destinations/read-destinations.js";
import { decodeText } from "../core/markers/encoding.js";
import type { FileSummary, Skipped } from "../core/markers/marker.js";
import type { PutOff } from "../core/markers/bound.js";
import type { Cache, Learned } from "./cache.js";
import { entryOf, slotWords, type LearnedTurn } from "./cache-table.js";
import type { Figures, TakeTurn } from "./crew.js";
import { waysToKeep } from "./kept-ways.js";
import { shownPath } from "./walk.js";

/** All that a tree's files gave, sorted by path: the number of threads leaves no trace in it. */
export interface TreeRead {
  readonly files: TreeFiles;
  readonly summaries: readonly FileSummary[];
  /** Empty where they were not needed. */
  readonly deployFiles: Texts;
  /** What they say. */
  readonly deploy: DestinationsRead;
  readonly skipped: readonly Skipped[];
  readonly ignored: number;
  readonly bytes: number;
  readonly candidates: number;
  readonly cached: number;
}

/** A file that was put off. */
export interface PutOffFile extends PutOff {
  /** How its path is written on disk, one character per byte, where it is not UTF-8; else null. */
  readonly bytePath: string | null;
}

/** What is known of a tree while it is read. */
export class Gathered {
  private readonly turns: Figures[] = [];
  /** What is to be kept of them. */
  private readonly learnedTurns: LearnedTurn[] = [];
  private readonly told: FileSummary[] = [];
  /** All files of the tree, as people see them. */
  private readonly listed: Listed[] = [];
  /** Files met so far. */
  met = 0;
  /** Files of which a worker holds what is to be kept. */
  held = 0;

  constructor(private readonly cache: Cache | null) {}

  /** Files of a folder, before they are read. */
  list(listed: Listed): void {
    this.listed.push(listed);
    this.met += listed.names.length;
  }

  /** What a turn gave. */
  readonly take: TakeTurn = (figures, entries, texts) => {
    this.turns.push(figures);
    const { slots, hopes } = figures;
    this.held += figures.learned - slots.length / slotWords;
    if (slots.length > 0) this.learnedTurns.push({ slots, hopes, entries: texts ?? entries.map((entry) => JSON.stringify(entry)) });
    for (const entry of entries) this.told.push(...entry);
    for (const number of figures.known) {
      const entry = this.cache?.entries[number - 1];
      if (entry !== undefined) this.told.push(...entryOf(entry));
    }
  };

  /** Files that their tree may still raise, of what has been read by now. */
  *putOff(): Generator<PutOffFile, void> {
    for (const { putOff, hopes } of [...this.turns]) {
      let at = 0;
      for (const { folder, names, byteNames } of putOff)
        for (const name of names) {
          const path = folder === "" ? name : `${folder}/${name}`;
          const from = at + 1;
          at = from + hopes[at]!;
          yield { path: shownPath(path, byteNames), hopes: hopes.subarray(from, at), bytePath: byteNames ? path : null };
        }
    }
  }

  /** The files of the tree, counted. */
  counted(): TreeFiles {
    return countListed(this.listed);
  }

  summaries(): readonly FileSummary[] {
    return byPath(this.told);
  }

  deployFiles(): Texts {
    const files = new Map(this.turns.flatMap((turn) => turn.deploy).sort((a, b) => compare(a[0], b[0])));
    const get = (path: string): string | undefined => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : decodeText(bytes).text;
    };
    return { keys: () => files.keys(), get };
  }

  /** What is to be kept for the next scan; `deploy` is what the deploy files said, null where that was known. */
  learned(deploy: DestinationsRead | null): Learned {
    return {
      turns: this.learnedTurns,
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
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byPath<T extends { readonly path: string }>(list: T[]): T[] {
  return list.sort((a, b) => compare(a.path, b.path));
}
