/** The second stage: what a file's folder, its imports and its manifest add to its own evidence, and the markers that result. */
import type { CompiledRules } from "../rulebook/compile-rules.js";
import type { PutOff } from "./bound.js";
import type { Family, Rule } from "../rulebook/rule.js";
import type { Range } from "../text.js";
import { languageOf } from "./language.js";
import { modulePath } from "./imports.js";
import type { Evidence, FileSummary, Marker, RuleEvidence } from "./marker.js";
import { measuresBeside } from "./formats/beside.js";
import { fingerprintOf, idOf } from "./identity.js";
import { originOf, type PackageFacts } from "./origin.js";
import { inPlumbing, isVendored } from "./traits.js";

/** Confidence from which a marker is shown to people. */
export const shownFrom = 0.5;
/** Confidence below which nothing is said at all. */
const keptFrom = 0.2;

/** Share of a folder (0 to 1) from which it is taken to be of one family. */
const ofOneTrade = 0.75;

/** Share of the folders around a file (0 to 1) from which what it imports counts: in a large tree of another trade a few files of the family import, and are imported by, anything. */
const speaking = 0.1;

/** How much folder and imports (each 0 to 1) must speak together for a file that is only ever a part. */
const speaksFrom = 0.4;

export interface TreeInput {
  readonly compiled: CompiledRules;
  /** Files with evidence or suppressions. */
  readonly summaries: readonly FileSummary[];
  /** All files of the tree, evidence or not: folders are measured against them. Empty where the tree is not known (one file, a blob). */
  readonly paths: readonly string[];
  readonly packages: PackageFacts;
}

/** How much the tree speaks for a family at one file: 0 (not at all) to 1. */
interface Context {
  readonly folder: number;
  readonly imports: number;
}

/** What a tree that says it is about a family (README, package description) counts for at least, as a folder does. */
const topicFolder = 0.9;

/** Families that the tree says it is about. */
function topicsSaid(summaries: readonly FileSummary[]): ReadonlySet<Family> {
  return new Set(summaries.flatMap((summary) => summary.topics ?? []));
}

/** Those of the files that the gate put off which their tree may raise after all: with its folders, and with imports that nobody has read yet. */
export function raisedByTree<T extends PutOff>({ compiled, summaries, paths }: TreeInput, putOff: readonly T[]): T[] {
  const strong = strongFiles(summaries, new Map(compiled.rules.map((rule) => [rule.id, rule])));
  const topics = topicsSaid(summaries);
  if (strong.size + topics.size === 0 || putOff.length === 0) return [];
  const folders = folderShares(strong, paths);
  return putOff.filter(({ path, hopes }) =>
    hopes.some(({ rule: index, missing, contextual, inTrade }) => {
      const rule = compiled.rules[index];
      if (!rule) return false;
      const folder = folderOf(rule.family, path, strong, folders, topics);
      if (inTrade && folder < ofOneTrade) return false;
      const imports = folder < speaking ? 0 : 1;
      if (rule.context.needed && folder + imports < speaksFrom) return false;
      const context = rule.context.folder * folder + rule.context.imports * imports;
      return (context > 0.3 ? context + contextual : context) >= missing;
    }),
  );
}

/** What a tree says about each of its files, worked out once: an editor asks it again for a file whose text has changed. */
export interface TreeContext {
  /** The markers of one file, which need not be as it was when the context was made. */
  readonly markersOf: (summary: FileSummary) => Marker[];
}

/** Works out strong files, folders and imports of a tree. */
export function treeContext(input: TreeInput): TreeContext {
  const rules = new Map(input.compiled.rules.map((rule) => [rule.id, rule]));
  const strong = strongFiles(input.summaries, rules);
  const topics = topicsSaid(input.summaries);
  const folders = folderShares(strong, input.paths);
  const links = importLinks(input.summaries);
  const measures = measuresBeside(input.summaries);
  return {
    markersOf: (summary) =>
      summary.rules.flatMap((found) => {
        const rule = rules.get(found.rule);
        if (!rule) return [];
        const context = contextOf(rule.family, summary.path, strong, folders, links, topics);
        const marker = toMarker(rule, summary, found, context, input.packages);
        return marker ? [{ ...marker, measures: measures(summary) }] : [];
      }),
  };
}

/** Markers of a tree. The order of the summaries does not matter; markers come sorted by path and rule. */
export function treeMarkers(input: TreeInput): Marker[] {
  const { markersOf } = treeContext(input);
  return input.summaries.flatMap(markersOf).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1));
}

/** The evidence for a rule as it counts in this file, and the confidence it gives. */
function toMarker(rule: Rule, summary: FileSummary, found: RuleEvidence, context: Context, packages: PackageFacts): Marker | null {
  const evidence = [...found.evidence];
  const inFile = positiveSum(evidence);
  if (inFile === 0) return null;
  const { traits } = summary;
  // What builds or packs a technology stands among its files without being of them.
  const fromFolder = traits.plumbing ? 0 : rule.context.folder * context.folder;
  const fromImports = traits.plumbing ? 0 : rule.context.imports * context.imports;
  if (fromFolder + fromImports > 0.3) evidence.push(...found.contextual);
  // Where nearly the whole folder is of the family, the ordinary words of its trade are the file's own evidence too.
  const own = context.folder >= ofOneTrade ? positiveSum(evidence) : inFile;
  if (fromFolder >= 0.1) evidence.push(folderEvidence(rule, "folder", fromFolder));
  if (fromImports >= 0.1) evidence.push(folderEvidence(rule, "imports", fromImports));
  const scale = traits.plumbing ? inPlumbing * (traits.docs ? rule.inDocs : 1) : traits.docs ? rule.inDocs : traits.test ? rule.inTests : 1;
  const score = evidence.reduce((sum, one) => sum + (one.weight > 0 ? one.weight * scale : one.weight), 0) - (traits.generated ? 1 : 0);
  let confidence = 1 / (1 + Math.exp(-1.1 * (score - rule.threshold)));
  // The tree may tip the scales, never fill them: half of the threshold must be the file's own.
  if (own < rule.threshold / 2) confidence = Math.min(confidence, 0.45);
  if (rule.needs.length > 0 && !evidence.some((one) => rule.needs.includes(one.id))) confidence = Math.min(confidence, 0.45);
  if (rule.context.needed && context.folder + context.imports < speaksFrom) confidence = Math.min(confidence, 0.45);
  if (confidence < keptFrom) return null;
  evidence.sort((a, b) => b.weight - a.weight || a.line - b.line);
  const suppression = summary.suppressions.find(
    (one) => one.kind === "file" && one.reason !== null && (one.rule === rule.id || one.rule === "*"),
  );
  const origin = originOf(summary, packages);
  return {
    id: idOf(rule.id, summary.path),
    fingerprint: fingerprintOf(rule.id, evidence),
    rule: rule.id,
    family: rule.family,
    role: rule.role,
    items: rule.items,
    path: summary.path,
    range: rangeOf(evidence),
    confidence: Math.round(confidence * 1000) / 1000,
    evidence,
    measures: summary.measures,
    origin: origin.origin,
    originEvidence: origin.evidence,
    module: null,
    suppressed: suppression?.reason ? { reason: suppression.reason, line: suppression.line } : null,
    baselined: false,
  };
}

function positiveSum(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, one) => sum + Math.max(0, one.weight), 0);
}

function rangeOf(evidence: readonly Evidence[]): Range {
  const strongest = evidence.find((one) => one.signal !== "path" && one.signal !== "folder") ?? evidence[0];
  const line = strongest?.line ?? 1;
  return { line, column: strongest?.column ?? 1, endLine: line, endColumn: strongest?.endColumn ?? 1 };
}

function folderEvidence(rule: Rule, id: "folder" | "imports", weight: number): Evidence {
  const what =
    id === "folder"
      ? { en: `Other files of this folder hold ${rule.family} technology`, zh: `同一目录的其他文件含有同类技术（${rule.family}）` }
      : {
          en: `Imports, or is imported by, files that hold ${rule.family} technology`,
          zh: `与含有同类技术（${rule.family}）的文件存在引用关系`,
        };
  return { signal: "folder", id, what, literal: "", line: 1, column: 1, endColumn: 1, weight: Math.round(weight * 1000) / 1000 };
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

/** path → paths of summaries that it imports or that import it. */
function importLinks(summaries: readonly Pick<FileSummary, "path" | "imports">[]): Map<string, Set<string>> {
  const byEnd = new Map<string, string[]>();
  for (const { path } of summaries) {
    const bare = path.replace(/\.\w+$/, "").replace(/\/(__init__|index|mod)$/, "");
    const name = bare.slice(bare.lastIndexOf("/") + 1);
    const list = byEnd.get(name);
    if (list) list.push(path);
    else byEnd.set(name, [path]);
  }
  const links = new Map<string, Set<string>>();
  const link = (a: string, b: string): void => void links.set(a, (links.get(a) ?? new Set<string>()).add(b));
  for (const { path, imports } of summaries) {
    for (const module of imports) {
      const end = modulePath(module, path);
      if (end === null) continue;
      for (const target of targetsOf(end, path, byEnd)) {
        link(path, target);
        link(target, path);
      }
    }
  }
  return links;
}

function targetsOf(end: string, importer: string, byEnd: ReadonlyMap<string, string[]>): string[] {
  const candidates = byEnd.get(end.slice(end.lastIndexOf("/") + 1)) ?? [];
  const folder = importer.slice(0, Math.max(0, importer.lastIndexOf("/")));
  return candidates.filter((path) => {
    if (path === importer) return false;
    const bare = path.replace(/\.\w+$/, "").replace(/\/(__init__|index|mod)$/, "");
    if (end.includes("/")) return bare === end || bare.endsWith("/" + end);
    return path.startsWith(folder === "" ? "" : folder + "/") && !path.slice(folder.length + 1).includes("/");
  });
}

/** How much the folders of a file, or what the tree says of itself, speak for a family. */
function folderOf(
  family: Family,
  path: string,
  strong: ReadonlyMap<Family, ReadonlySet<string>>,
  folders: ReadonlyMap<Family, ReadonlyMap<string, { strong: number; files: number }>>,
  topics: ReadonlySet<Family>,
): number {
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
  return all !== undefined && all.files >= 300 && all.strong < 0.02 * all.files ? topicFolder / 3 : topicFolder;
}

function contextOf(
  family: Family,
  path: string,
  strong: ReadonlyMap<Family, ReadonlySet<string>>,
  folders: ReadonlyMap<Family, ReadonlyMap<string, { strong: number; files: number }>>,
  links: ReadonlyMap<string, ReadonlySet<string>>,
  topics: ReadonlySet<Family>,
): Context {
  const folder = folderOf(family, path, strong, folders, topics);
  const files = strong.get(family);
  if (!files || folder < speaking) return { folder, imports: 0 };
  let neighbours = 0;
  for (const other of links.get(path) ?? []) if (files.has(other)) neighbours++;
  return { folder, imports: Math.min(1, neighbours / 2) };
}
