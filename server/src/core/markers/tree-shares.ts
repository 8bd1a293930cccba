/** How much of a tree holds a family: the files that hold it by their own evidence, their share of each folder, and what the README says. */
import type { CompiledRules } from "./compile-rules.js";
import type { Family, Rule } from "../rulebook/rule.js";
import type { FileSummary, RuleEvidence } from "./marker.js";
import { standsAside, isVendored } from "./traits.js";
import { foldersOf, groupOf, type FileGroup, type FolderFiles, type TreeFiles } from "./tree-files.js";

/** The shares of one tree. */
export interface TreeShares {
  /** family → files that hold it by their own evidence: 1, or by half of it: `half`. */
  readonly holders: ReadonlyMap<Family, ReadonlyMap<string, number>>;
  /** family → folder → how many of its files, those below it among them, hold the family. */
  readonly held: ReadonlyMap<Family, ReadonlyMap<string, FolderFiles>>;
  /** What speaks for files that hold nothing themselves: it is the same for all of a folder and a group, which are asked one after the other. */
  readonly last: { folder: string | null; around: Around; speaking: Partial<Record<FileGroup, Speaking>> };
  readonly files: TreeFiles;
  /** What the tree as a whole counts for, by family. */
  readonly topics: ReadonlyMap<Family, Topic>;
}

/** How much the folders of a file, or what the tree says of itself, speak for a family: 0 (not at all) to 1. */
export type Speaking = (family: Family) => number;

/** How much a tree is about a family, from 0 to 1. */
interface Topic {
  /** By READMEs and package descriptions, each for its folder. */
  readonly said: ReadonlyMap<string, number>;
  /** By its files, for its programs. */
  readonly shown: number;
}

/** Works out the shares. `files` are all files of the tree: what is held is measured against them. */
export function treeShares({ rules }: CompiledRules, summaries: readonly FileSummary[], files: TreeFiles): TreeShares {
  const holders = holdersOf(summaries, new Map(rules.map((rule) => [rule.id, rule])));
  const held = heldByFolder(holders);
  return {
    holders,
    held,
    last: { folder: null, around: aroundOf(""), speaking: {} },
    files,
    topics: topicsOf(summaries, holders, held, files),
  };
}

/** What a tree that says it is about a family (README, package description) counts for at least, as a folder does; a package of a tree; and one none of whose files holds it. */
const topicFolder = { tree: 0.9, package: 0.75, emptyPackage: 0.35 };

/** Share of a large tree's own programs from which all that its README says is believed, and how much of it is believed in any case. */
const holdsFrom = 0.08;
const believed = 0.5;

/** Programs of a tree up to which all that its README says is believed. */
const ofSmall = 300;

/** Folders whose README is that of a tree which has none at its top, as hosts of repositories show it. */
const introduces = /^(docs?|\.github)$/i;

/** Files of a family, and their share of the tree's programs, from which a tree shows by them what it is about; how much what is above that share counts, and for how much at most. */
const shows = { files: 8, share: 0.08, times: 4, most: 0.5 };

/**
 * What the tree as a whole counts for, as a folder does. What it says reaches less far in a large tree of which the family holds little, for a database
 * with a recommender is a database. Neither the code of others that the tree brings along nor its tests count. What a package says reaches its folder.
 */
function topicsOf(
  summaries: readonly FileSummary[],
  holders: ReadonlyMap<Family, ReadonlyMap<string, number>>,
  heldBelow: ReadonlyMap<Family, ReadonlyMap<string, FolderFiles>>,
  { ownPrograms, folders, introduced }: TreeFiles,
): ReadonlyMap<Family, Topic> {
  const sayers = new Map<Family, Set<string>>();
  for (const { path, topics } of summaries)
    for (const family of topics ?? []) {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      sayers.set(family, (sayers.get(family) ?? new Set<string>()).add(!introduced && introduces.test(folder) ? "" : folder));
    }
  const isOwn = (path: string): boolean => groupOf(path) === "programs" && !isVendored(path) && !standsAside(path);
  const held = new Map<Family, number>();
  for (const [family, files] of holders) {
    let sum = 0;
    for (const [path, share] of files) if (isOwn(path)) sum += share;
    if (sum >= shows.files || sayers.has(family)) held.set(family, sum);
  }
  const saidIn = (family: Family, folder: string): number => {
    if (folder === "") return topicFolder.tree * reachOf(held.get(family) ?? 0, ownPrograms);
    const own = heldBelow.get(family)?.get(folder)?.programs ?? 0;
    return (own > 0 ? topicFolder.package : topicFolder.emptyPackage) * reachOf(own, folders.get(folder)?.programs ?? 0);
  };
  const topicOf = (family: Family): Topic => {
    const own = held.get(family) ?? 0;
    const above = own < shows.files || ownPrograms === 0 ? 0 : own / ownPrograms - shows.share;
    const shown = Math.min(shows.most, shows.times * Math.max(0, above));
    return { said: new Map([...(sayers.get(family) ?? [])].map((folder) => [folder, saidIn(family, folder)])), shown };
  };
  return new Map([...new Set([...sayers.keys(), ...held.keys()])].map((family) => [family, topicOf(family)]));
}

/** How much of what is said of so many programs, of which so many hold the family, is believed of all of them. */
function reachOf(own: number, programs: number): number {
  return Math.min(1, Math.max(believed, ofSmall / programs, own / (holdsFrom * programs)));
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

/** family → folder → what its files hold of it, and those of everything below it. */
function heldByFolder(holders: ReadonlyMap<Family, ReadonlyMap<string, number>>): Map<Family, Map<string, FolderFiles>> {
  const byFamily = new Map<Family, Map<string, FolderFiles>>();
  for (const [family, files] of holders) {
    const byFolder = new Map<string, Record<FileGroup, number>>();
    for (const [path, share] of files) {
      for (const folder of foldersOf(path)) {
        const held = byFolder.get(folder) ?? { programs: 0, others: 0 };
        held[groupOf(path)] += share;
        byFolder.set(folder, held);
      }
    }
    byFamily.set(family, byFolder);
  }
  return byFamily;
}

/** How much the folders of a file that holds nothing itself speak at most, for whatever family: one number for all files of a folder. */
export function mostSpeaking({ held, files, topics }: TreeShares): (path: string) => number {
  const inFolder = new Map<string, number>();
  const said = new Map<string, number>();
  const raise = (most: Map<string, number>, folder: string, share: number): void => {
    if (share > (most.get(folder) ?? 0)) most.set(folder, share);
  };
  let shown = 0;
  for (const byFolder of held.values())
    for (const [folder, here] of byFolder)
      for (const group of ["programs", "others"] as const)
        raise(inFolder, folder, shareIn(here[group], files.folders.get(folder)?.[group] ?? 0));
  for (const topic of topics.values()) {
    shown = Math.max(shown, topic.shown);
    for (const [folder, share] of topic.said) raise(said, folder, share);
  }
  let last: string | null = null;
  let most = 0;
  return (path) => {
    const length = path.lastIndexOf("/") + 1;
    if (last?.length === length && path.startsWith(last)) return most;
    last = path.slice(0, length);
    most = shown;
    let weight = 1;
    for (const folder of foldersOf(path)) {
      most = Math.max(most, said.get(folder) ?? 0, weight * (inFolder.get(folder) ?? 0));
      weight *= farther;
    }
    return most;
  };
}

/** What speaks for a file. */
export function speakingFor(shares: TreeShares, path: string): Speaking {
  const around = speakingAround(shares, path);
  return (family) => {
    const self = shares.holders.get(family)?.get(path) ?? 0;
    return self === 0 ? around(family) : shareOf(shares, family, aroundOf(path), groupOf(path), self);
  };
}

/** What speaks for a file that holds nothing itself. */
export function speakingAround(shares: TreeShares, path: string): Speaking {
  const { last } = shares;
  const length = path.lastIndexOf("/") + 1;
  if (last.folder?.length !== length || !path.startsWith(last.folder)) {
    last.folder = path.slice(0, length);
    last.around = aroundOf(path);
    last.speaking = {};
  }
  const group = groupOf(path);
  return (last.speaking[group] ??= speakingIn(shares, last.around, group));
}

function speakingIn(shares: TreeShares, around: Around, group: FileGroup): Speaking {
  const answered = new Map<Family, number>();
  return (family) => {
    let share = answered.get(family);
    if (share === undefined) answered.set(family, (share = shareOf(shares, family, around, group, 0)));
    return share;
  };
}

/** Where a file lies. */
interface Around {
  /** As `foldersOf`. */
  readonly folders: readonly string[];
  readonly vendored: boolean;
}

function aroundOf(path: string): Around {
  const folders = foldersOf(path);
  return { folders, vendored: folders.at(-1) !== "" };
}

/** `self` is what the file itself holds, which speaks for others only. */
function shareOf(
  { held, files, topics }: TreeShares,
  family: Family,
  { folders, vendored }: Around,
  group: FileGroup,
  self: number,
): number {
  const topic = vendored ? undefined : topics.get(family);
  let share = group === "programs" ? (topic?.shown ?? 0) : 0;
  if (topic !== undefined && topic.said.size > 0) for (const folder of folders) share = Math.max(share, topic.said.get(folder) ?? 0);
  const byFolder = held.get(family);
  if (!byFolder) return share;
  const groups: readonly FileGroup[] = group === "programs" ? ["programs"] : ["programs", group];
  let weight = 1;
  for (const folder of folders) {
    const heldHere = byFolder.get(folder);
    for (const one of heldHere ? groups : []) {
      const others = heldHere![one] - (one === group ? self : 0);
      share = Math.max(share, weight * shareIn(others, files.folders.get(folder)?.[one] ?? 0));
    }
    weight *= farther;
  }
  return share;
}

/** What a folder counts for that is one farther away. */
const farther = 0.8;

/** What a folder counts for in which so many files hold a family, of so many. */
function shareIn(others: number, all: number): number {
  return others < 2 ? 0 : Math.min(1, (1.5 * others) / Math.max(all - 1, others));
}
