/** How much of a tree holds a family: the files that hold it by their own evidence, their share of each folder, and what the README says. */
import type { CompiledRules } from "../rulebook/compile-rules.js";
import type { Family, Rule } from "../rulebook/rule.js";
import { languageOf } from "./language.js";
import type { FileSummary } from "./marker.js";
import { isVendored } from "./traits.js";

/** The shares of one tree. */
export interface TreeShares {
  /** family → files that hold it by their own evidence. */
  readonly strong: ReadonlyMap<Family, ReadonlySet<string>>;
  /** family → kind of file and folder → such files that hold the family, and all of them; the folder's own and everything below it. */
  readonly folders: ReadonlyMap<Family, ReadonlyMap<string, { readonly strong: number; readonly files: number }>>;
  /** Families that the tree says it is about. */
  readonly topics: ReadonlySet<Family>;
}

/** Works out the shares. `paths` are all files of the tree: folders are measured against them. */
export function treeShares({ rules }: CompiledRules, summaries: readonly FileSummary[], paths: readonly string[]): TreeShares {
  const strong = strongFiles(summaries, new Map(rules.map((rule) => [rule.id, rule])));
  return { strong, folders: folderShares(strong, paths), topics: topicsSaid(summaries) };
}

/** What a tree that says it is about a family (README, package description) counts for at least, as a folder does. */
const topicFolder = 0.9;

/** Families that the tree says it is about. */
function topicsSaid(summaries: readonly FileSummary[]): ReadonlySet<Family> {
  return new Set(summaries.flatMap((summary) => summary.topics ?? []));
}

/** family → files that hold it by their own evidence. */
function strongFiles(summaries: readonly FileSummary[], rules: ReadonlyMap<string, Rule>): Map<Family, Set<string>> {
  const strong = new Map<Family, Set<string>>();
  for (const { path, rules: found, traits } of summaries) {
    if (traits.docs || traits.test || traits.plumbing) continue;
    for (const { rule: id, evidence } of found) {
      const rule = rules.get(id);
      if (!rule || rule.context.needed || evidence.reduce((sum, one) => sum + one.weight, 0) < rule.threshold) continue;
      if (rule.needs.length > 0 && !evidence.some((one) => rule.needs.includes(one.id))) continue;
      const files = strong.get(rule.family) ?? new Set<string>();
      strong.set(rule.family, files.add(path));
    }
  }
  return strong;
}

/** family → folder and kind of file → share of those files that hold the family, the folder's own and everything below it. */
function folderShares(
  strong: ReadonlyMap<Family, ReadonlySet<string>>,
  paths: readonly string[],
): Map<Family, Map<string, { strong: number; files: number }>> {
  const shares = new Map<Family, Map<string, { strong: number; files: number }>>();
  if (strong.size === 0) return shares;
  const wanted = new Set<string>();
  for (const files of strong.values()) for (const path of files) for (const folder of foldersOf(path)) wanted.add(folder);
  const files = new Map<string, number>();
  for (const path of paths) {
    const folders = foldersOf(path).filter((folder) => wanted.has(folder));
    const kind = folders.length === 0 ? "" : kindOf(path);
    for (const folder of folders) files.set(kind + folder, (files.get(kind + folder) ?? 0) + 1);
  }
  for (const [family, own] of strong) {
    const byFolder = new Map<string, { strong: number; files: number }>();
    for (const path of own) {
      const kind = kindOf(path);
      for (const folder of foldersOf(path)) {
        const place = kind + folder;
        const entry = byFolder.get(place) ?? { strong: 0, files: files.get(place) ?? 0 };
        byFolder.set(place, { strong: entry.strong + 1, files: entry.files });
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

/** The folders of a path, nearest first, the root ("") last. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) folders.push(path.slice(0, at));
  folders.push("");
  return folders;
}

/** How much the folders of a file, or what the tree says of itself, speak for a family. */
export function folderOf({ strong, folders, topics }: TreeShares, family: Family, path: string): number {
  const shares = folders.get(family);
  let share = topics.has(family) && !isVendored(path) ? topicReach(shares?.get(programs)) : 0;
  const files = strong.get(family);
  if (!files || !shares) return share;
  const self = files.has(path) ? 1 : 0;
  const kind = kindOf(path);
  const kinds = kind === programs ? [programs] : [programs, kind];
  let weight = 1;
  for (const name of foldersOf(path)) {
    for (const one of kinds) {
      const entry = shares.get(one + name);
      const others = (entry?.strong ?? 0) - (one === kind ? self : 0);
      if (entry && others >= 2) share = Math.max(share, weight * Math.min(1, (1.5 * others) / Math.max(entry.files - 1, others)));
    }
    weight *= 0.8;
  }
  return share;
}

/** What the README says reaches less far in a large tree of which it holds for little: a database with a recommender is a database. It never speaks for the code of others that the tree brings along. */
function topicReach(all: { readonly strong: number; readonly files: number } | undefined): number {
  if (all === undefined || all.files < 300) return topicFolder;
  return topicFolder * Math.max(1 / 3, Math.min(1, all.strong / (holdsFrom * all.files)));
}

/** Share of a large tree's programs from which all that its README says is believed. */
const holdsFrom = 0.02;
