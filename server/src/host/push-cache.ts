/**
 * What is remembered between pushes, in the user's cache folder: what blobs gave at their paths, and what whole histories gave.
 * One file per rulebook, sealed with a key of the user's: a file that somebody else wrote, or that is damaged, is as good as none.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Examined } from "../core/markers/examine.js";
import type { PushExamination } from "./examine-push.js";
import { readBounded } from "./bounded-file.js";
import { readSecret } from "./own-folder.js";

/** A blob with something to say, in the history of a remembered tip. */
export interface RememberedBlob {
  readonly oid: string;
  readonly path: string;
  readonly size: number;
}

/** What can be asked and told while a push is examined. */
export interface PushCache {
  readonly examined: (oid: string, path: string, closely: boolean) => Examined | null;
  readonly keep: (oid: string, path: string, closely: boolean, examined: Examined) => void;
  /** Tips (or sets of them) whose whole history has been examined, latest first. */
  readonly tips: () => readonly string[];
  readonly history: (tips: string) => RememberedHistory | null;
  readonly keepHistory: (tips: string, history: RememberedHistory) => void;
  /** Writes what is new; never fails aloud, for a cache is no promise. */
  readonly save: () => void;
}

/** What a whole history gave. */
export interface RememberedHistory {
  /** The blobs in which some rule found something: what a longer history holds as well. */
  readonly blobs: readonly RememberedBlob[];
  /** What exactly these tips gave. */
  readonly examination: PushExamination;
}

interface Blobs {
  /** 24-byte names of blobs × paths that gave nothing at all, one after the other. */
  readonly silent: Buffer;
  readonly found: ReadonlyMap<string, Examined>;
}

type Histories = ReadonlyMap<string, RememberedHistory>;

const limits = { silent: 1_000_000, found: 40_000, histories: 24, blobsOfHistory: 20_000, bytes: 256 << 20, files: 8 };
const nameLength = 24;
const magic = Buffer.from("borderline push cache 3\n");

const silentFile: Examined = { summary: null, inside: [], later: null, close: false, passed: false };

/** Whether a file gave nothing that any tree could make something of. */
function isSilent(examined: Examined): boolean {
  return examined.summary === null && examined.later === null;
}

/** Forgets everything at once: `--no-cache`, and whatever keeps the folder from being used. */
export const noCache: PushCache = {
  examined: () => null,
  keep: () => undefined,
  tips: () => [],
  history: () => null,
  keepHistory: () => undefined,
  save: () => undefined,
};

/** Opens the cache for one rulebook and one way of examining (`variant`). */
export function openPushCache(folder: string | null, digest: string, variant: string): PushCache {
  if (folder === null) return noCache;
  try {
    const key = readSecret(folder);
    if (key === null) return noCache;
    const path = join(folder, `push-${createHash("sha256").update(`${digest}\0${variant}`).digest("hex").slice(0, 24)}`);
    return cacheOver(folder, path, key);
  } catch {
    return noCache;
  }
}

/** Two files: what blobs gave, read only where something must be looked up, and the histories, which are few. */
function cacheOver(folder: string, path: string, key: Buffer): PushCache {
  const files = { blobs: path, histories: `${path}.histories` };
  const histories = read<Histories>(files.histories, key) ?? new Map<string, RememberedHistory>();
  const nameOf = namer(key);
  const fresh = { silent: new Set<string>(), found: new Map<string, Examined>(), histories: new Map<string, RememberedHistory>() };
  let known: { silent: ReadonlySet<string>; found: Blobs["found"] } | null = null;
  const before = (): NonNullable<typeof known> => {
    if (known === null) {
      const { silent, found } = read<Blobs>(files.blobs, key) ?? noBlobs;
      known = { silent: namesIn(Buffer.from(silent)), found };
    }
    return known;
  };
  const saveBlobs = (): void => {
    if (fresh.silent.size + fresh.found.size === 0) return;
    // Another push may have written since: what it learnt is kept.
    const now = read<Blobs>(files.blobs, key) ?? noBlobs;
    const silent = Buffer.concat([Buffer.from([...fresh.silent].join(""), "latin1"), now.silent]);
    write(files.blobs, key, {
      silent: silent.subarray(0, limits.silent * nameLength),
      found: firstOf(fresh.found, now.found, limits.found),
    });
  };
  const saveHistories = (): void => {
    if (fresh.histories.size === 0) return;
    write(
      files.histories,
      key,
      firstOf(fresh.histories, read<Histories>(files.histories, key) ?? new Map<string, RememberedHistory>(), limits.histories),
    );
  };
  return {
    examined: (oid, path, closely) => {
      const name = nameOf(oid, path, closely);
      return fresh.silent.has(name) || before().silent.has(name) ? silentFile : (fresh.found.get(name) ?? before().found.get(name) ?? null);
    },
    keep: (oid, path, closely, examined) => {
      const name = nameOf(oid, path, closely);
      if (isSilent(examined)) fresh.silent.add(name);
      else fresh.found.set(name, examined);
    },
    tips: () => [...fresh.histories.keys(), ...histories.keys()],
    history: (tips) => fresh.histories.get(tips) ?? histories.get(tips) ?? null,
    keepHistory: (tips, history) => {
      if (history.blobs.length <= limits.blobsOfHistory && history.examination.markers.length <= limits.blobsOfHistory)
        fresh.histories.set(tips, history);
    },
    save: () => {
      try {
        saveBlobs();
        saveHistories();
        forget(folder, Object.values(files));
      } catch {
        // A full or read-only disk costs the next push some time, nothing else.
      }
    },
  };
}

function firstOf<T>(first: ReadonlyMap<string, T>, then: ReadonlyMap<string, T>, most: number): Map<string, T> {
  return new Map([...first, ...[...then].filter(([name]) => !first.has(name))].slice(0, most));
}

/** Names of blobs at paths: 64 bits of the blob's own name, and 64 bits of the path that nobody can foresee who does not have the key. */
function namer(key: Buffer): (oid: string, path: string, closely: boolean) => string {
  const [seedA, seedB] = [key.readUInt32LE(0), key.readUInt32LE(4)];
  return (oid, path, closely) => {
    let a = closely ? ~seedA : seedA;
    let b = seedB;
    for (let i = 0; i < path.length; i++) {
      const c = path.charCodeAt(i);
      a = Math.imul(a ^ c, 0x9e3779b1);
      a ^= a >>> 15;
      b = Math.imul(b ^ c, 0x85ebca77) + a;
      b ^= b >>> 13;
    }
    return oid.slice(0, 16) + four(a) + four(b);
  };
}

function four(word: number): string {
  return String.fromCharCode(word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24);
}

function namesIn(bytes: Buffer): Set<string> {
  const text = bytes.toString("latin1");
  const names = new Set<string>();
  for (let i = 0; i + nameLength <= text.length; i += nameLength) names.add(text.slice(i, i + nameLength));
  return names;
}

const noBlobs: Blobs = { silent: Buffer.alloc(0), found: new Map() };

/** What a sealed file holds; null where it is missing, damaged or somebody else's. */
function read<T>(path: string, key: Buffer): T | null {
  const file = readBounded(path, limits.bytes);
  if (!file.ok || file.bytes.length < magic.length + 32 || !file.bytes.subarray(0, magic.length).equals(magic)) return null;
  const seal = file.bytes.subarray(magic.length, magic.length + 32);
  const body = file.bytes.subarray(magic.length + 32);
  if (!timingSafeEqual(seal, createHmac("sha256", key).update(body).digest())) return null;
  try {
    return deserialize(body) as T;
  } catch {
    return null;
  }
}

/** Written beside and moved into place: whoever reads meanwhile, and whatever stops us, sees the old file or the new one. */
function write(path: string, key: Buffer, value: Blobs | Histories): void {
  const body = serialize(value);
  if (body.length + magic.length + 32 > limits.bytes) return;
  const beside = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const file = openSync(beside, "wx", 0o600);
    for (const part of [magic, createHmac("sha256", key).update(body).digest(), body]) writeSync(file, part);
    closeSync(file);
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Files of older rulebooks, and what a killed push left beside, go. */
function forget(folder: string, own: readonly string[]): void {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith("push-"))
    .map((name) => ({ path: join(folder, name), age: Date.now() - statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => a.age - b.age);
  const stale = files.filter(
    ({ path, age }, index) => !own.includes(path) && (index >= limits.files || (/\.\d+\.[0-9a-f]{8}$/.test(path) && age > 3_600_000)),
  );
  for (const { path } of stale) rmSync(path, { force: true });
}
