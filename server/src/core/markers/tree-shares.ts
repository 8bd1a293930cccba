/** How much of a tree holds a family: the files that hold it by their own evidence, their share of each folder, and what the README says. */
import type { CompiledRules } from "./compile-rules.js";
import type { Family, Rule } from "../rulebook/rule.js";
import { languageOf } from "./language.js";
import type { FileSummary, RuleEvidence } from "./marker.js";
import { isBeside, isVendored, vendoredBelow } from "./traits.js";

/** The shares of one tree. */
export interface TreeShares {
  /** family → files that hold it by their own evidence: 1, or by half of it: `half`. */
  readonly holders: ReadonlyMap<Family, ReadonlyMap<string, number>>;
  /** family → kind of file and folder → how many such files hold the family, and all of them; the folder's own and everything below it. */
  readonly folders: ReadonlyMap<Family, ReadonlyMap<string, FolderShare>>;
  /** What the tree as a whole counts for, by family. */
  readonly topics: ReadonlyMap<Family, Topic>;
}

/** How much a tree is about a family, from 0 to 1. */
interface Topic {
  /** By its README or package description. */
  readonly said: number;
  /** By its files, for its programs. */
  readonly shown: number;
}

interface FolderShare {
  readonly held: number;
  readonly files: number;
}

/** Works out the shares. `paths` are all files of the tree: folders are measured against them. */
export function treeShares({ rules }: CompiledRules, summaries: readonly FileSummary[], paths: readonly string[]): TreeShares {
  const holders = holdersOf(summaries, new Map(rules.map((rule) => [rule.id, rule])));
  return { holders, folders: folderShares(holders, paths), topics: topicsOf(summaries, holders, paths) };
}

/** What a tree that says it is about a family (README, package description) counts for at least, as a folder does. */
const topicFolder = 0.9;

/** Share of a large tree's own programs from which all that its README says is believed. */
const holdsFrom = 0.02;

/** Files of a family from which a tree shows by them what it is about, how much their share of its programs counts, and for how much at most. */
const shows = { files: 8, times: 3, most: 0.5 };

/**
 * What the tree as a whole counts for, as a folder does. What it says reaches less far in a large tree of which the family holds little, for a database
 * with a recommender is a database. Neither the code of others that the tree brings along nor its tests count.
 */
function topicsOf(
  summaries: readonly FileSummary[],
  holders: ReadonlyMap<Family, ReadonlyMap<string, number>>,
  paths: readonly string[],
): ReadonlyMap<Family, Topic> {
  const said = new Set(summaries.flatMap((summary) => summary.topics ?? []));
  const isOwn = (path: string): boolean => kindOf(path) === programs && !isVendored(path) && !isBeside(path);
  const held = new Map<Family, number>();
  for (const [family, files] of holders) {
    let sum = 0;
    for (const [path, share] of files) if (isOwn(path)) sum += share;
    if (sum >= shows.files || said.has(family)) held.set(family, sum);
  }
  const families = new Set([...said, ...held.keys()]);
  const files = families.size === 0 ? 0 : paths.filter(isOwn).length;
  const topicOf = (family: Family): Topic => {
    const own = held.get(family) ?? 0;
    const reach = files < 300 ? 1 : Math.max(1 / 3, Math.min(1, own / (holdsFrom * files)));
    const shown = own < shows.files || files === 0 ? 0 : Math.min(shows.most, (shows.times * own) / files);
    return { said: said.has(family) ? topicFolder * reach : 0, shown };
  };
  return new Map([...families].map((family) => [family, topicOf(family)]));
}

/** What a file with half of the evidence that a rule asks counts for: several such files in one folder are of one trade, one alone says nothing. */
const half = 0.5;
/** Files that must hold a family wholly before those that hold half of it count. */
const wholly = 2;

/** family → files that hold it by their own evidence, or half of it. */
function holdersOf(summaries: readonly FileSummary[], rules: ReadonlyMap<string, Rule>): Map<Family, Map<string, number>> {
  const holders = new Map<Family, Map<string, number>>();
  for (const { path, rules: found, traits } of summaries) {
    if (traits.docs || traits.test || traits.plumbing) continue;
    for (const one of found) {
      const rule = rules.get(one.rule);
      const held = rule === undefined ? 0 : heldBy(one, rule);
      if (!rule || held === 0) continue;
      const files = holders.get(rule.family) ?? new Map<string, number>();
      holders.set(rule.family, files.set(path, Math.max(held, files.get(path) ?? 0)));
    }
  }
  for (const [family, files] of holders) {
    const whole = [...files].filter(([, held]) => held === 1);
    if (whole.length < wholly) holders.set(family, new Map(whole));
    if (whole.length === 0) holders.delete(family);
  }
  return holders;
}

/** How much of a rule's family a file's own evidence holds; half of it only where its tree could make up for the rest. */
function heldBy({ evidence }: RuleEvidence, { context, needs, threshold }: Rule): number {
  if (context.needed || (needs.length > 0 && !evidence.some((one) => needs.includes(one.id)))) return 0;
  const own = evidence.reduce((sum, one) => sum + one.weight, 0);
  if (own >= threshold) return 1;
  return own >= half * threshold && own + context.folder + context.imports >= threshold ? half : 0;
}

/** family → folder and kind of file → share of those files that hold the family, the folder's own and everything below it. Tests and what is taken along, which are never counted, are not counted against either. */
function folderShares(
  holders: ReadonlyMap<Family, ReadonlyMap<string, number>>,
  paths: readonly string[],
): Map<Family, Map<string, FolderShare>> {
  const shares = new Map<Family, Map<string, FolderShare>>();
  if (holders.size === 0) return shares;
  const wanted = new Set<string>();
  for (const files of holders.values()) for (const path of files.keys()) for (const folder of foldersOf(path)) wanted.add(folder);
  const files = new Map<string, number>();
  for (const path of paths) {
    if (isBeside(path)) continue;
    const folders = foldersOf(path).filter((folder) => wanted.has(folder));
    const kind = folders.length === 0 ? "" : kindOf(path);
    for (const folder of folders) files.set(kind + folder, (files.get(kind + folder) ?? 0) + 1);
  }
  for (const [family, own] of holders) {
    const byFolder = new Map<string, FolderShare>();
    for (const [path, held] of own) {
      const kind = kindOf(path);
      for (const folder of foldersOf(path)) {
        const place = kind + folder;
        const entry = byFolder.get(place) ?? { held: 0, files: files.get(place) ?? 0 };
        byFolder.set(place, { held: entry.held + held, files: entry.files });
      }
    }
    shares.set(family, byFolder);
  }
  return shares;
}

const programs = "programs ";

/** Programs of a folder are measured against its programs, all else against all else: a hundred tables are of no trade for two that name one. */
function kindOf(path: string): string {
  return languageOf(path)?.kind === "code" ? programs : "others ";
}

/** The folders of a path, nearest first, the root ("") last. The code of others is measured within its own folder: it speaks neither for the tree nor against it. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  const outermost = vendoredBelow(path);
  for (let at = path.lastIndexOf("/"); at > 0 && at >= outermost; at = path.lastIndexOf("/", at - 1)) folders.push(path.slice(0, at));
  if (outermost === 0) folders.push("");
  return folders;
}

/** How much the folders of a file, or what the tree says of itself, speak for a family. */
export function folderOf({ holders, folders, topics }: TreeShares, family: Family, path: string): number {
  const shares = folders.get(family);
  const kind = kindOf(path);
  const topic = isVendored(path) ? undefined : topics.get(family);
  let share = Math.max(topic?.said ?? 0, kind === programs ? (topic?.shown ?? 0) : 0);
  const files = holders.get(family);
  if (!files || !shares) return share;
  const self = files.get(path) ?? 0;
  const kinds = kind === programs ? [programs] : [programs, kind];
  let weight = 1;
  for (const name of foldersOf(path)) {
    for (const one of kinds) {
      const entry = shares.get(one + name);
      const others = (entry?.held ?? 0) - (one === kind ? self : 0);
      if (entry && others >= 2) share = Math.max(share, weight * Math.min(1, (1.5 * others) / Math.max(entry.files - 1, others)));
    }
    weight *= 0.8;
  }
  return share;
}
