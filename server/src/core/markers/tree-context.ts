/** The second stage: what a file's folder, its imports and its manifest add to its own evidence, and the markers that result. */
import type { CompiledRules } from "./compile-rules.js";
import { hopeAt, hopeSize, isEnough, mayBeEnough, type Hope, type PutOff } from "./bound.js";
import type { Family, Rule } from "../rulebook/rule.js";
import type { Range } from "../text.js";
import { countsOf, isHelper, leansOf } from "./chores.js";
import { languageOf } from "./language.js";
import { bannersOf } from "./banners.js";
import { importLinks } from "./links.js";
import type { Evidence, FileSummary, FileTraits, Marker, RuleEvidence } from "./marker.js";
import { measuresBeside } from "./formats/beside.js";
import { fingerprintOf, idOf } from "./identity.js";
import { originOf, type PackageFacts } from "./origin.js";
import { inPlumbing } from "./traits.js";
import type { TreeFiles } from "./tree-files.js";
import { treesNames, usedAllOver } from "./tree-name.js";
import { mostSpeaking, speakingAround, speakingFor, treeShares, type TreeShares } from "./tree-shares.js";
import { familyNames } from "../words/names.js";

/** Confidence below which nothing is said at all; how fast it rises with the score; and how far below a threshold it is reached, or a little further. */
const keptFrom = 0.2;
const steepness = 1.1;
const keptBelow = Math.log(1 / keptFrom - 1) / steepness + 0.01;

/** Share of a folder (0 to 1) from which it is taken to be of one family. */
const ofOneTrade = 0.75;

/** Share of the folders around a file (0 to 1) from which what it imports counts: in a large tree of another trade a few files of the family import, and are imported by, anything. */
const speaking = 0.1;

/** How much folder and imports (each 0 to 1) must speak together for a file that is only ever a part. */
const speaksFrom = 0.4;

/** Times a rule's threshold that a file says by itself, from which it is of the trade where its tree speaks for the family, whatever it is called: `timestamp_tools.py`. */
const saysEnough = 1.1;

/** What the tree stage is given. */
export interface TreeInput {
  readonly compiled: CompiledRules;
  /** Files with evidence or suppressions. */
  readonly summaries: readonly FileSummary[];
  /** All files of the tree, evidence or not: folders are measured against them. `noFiles` where the tree is not known (one file, a blob). */
  readonly files: TreeFiles;
  readonly packages: PackageFacts;
}

/** How much the tree speaks for a family at one file: 0 (not at all) to 1. */
interface Context {
  readonly folder: number;
  readonly imports: number;
}

/** Those of the files that the gate put off which their tree may raise after all: with its folders, and with imports that nobody has read yet. */
export function* raisedByTree<T extends PutOff>({ compiled, summaries, files }: TreeInput, putOff: Iterable<T>): Generator<T, void> {
  const shares = treeShares(compiled, summaries, files);
  if (shares.holders.size + shares.topics.size === 0) return;
  const mostAt = mostSpeaking(shares);
  const isRaised = ({ path, hopes }: T): boolean => {
    const most = mostAt(path);
    for (let at = 0; at < hopes.length; at += hopeSize) {
      const rule = compiled.rules[hopes[at]!]!;
      const hope = hopeAt(hopes, at);
      // A third of a large tree was put off, and most of its folders are of no trade at all.
      if (!mayBeEnough(mostAdded(rule, most, hope), rule, hope)) continue;
      const folder = speakingAround(shares, path)(rule.family);
      if (folder > 0 && isEnough(mostAdded(rule, folder, hope), path, rule, hope)) return true;
    }
    return false;
  };
  for (const one of putOff) if (isRaised(one)) yield one;
}

/** What folders and imports add to a hope at most, where the folders speak so much for the family; -Infinity where they say nothing that counts. */
function mostAdded(rule: Rule, folder: number, hope: Hope): number {
  if (hope.inTrade && folder < ofOneTrade) return -Infinity;
  const imports = folder < speaking ? 0 : 1;
  if (rule.context.needed && folder + imports < speaksFrom) return -Infinity;
  const context = rule.context.folder * folder + rule.context.imports * imports;
  return context > 0.3 ? context + hope.contextual : context;
}

/** What a tree says about each of its files, worked out once: an editor asks it again for a file whose text has changed. */
export interface TreeContext {
  /** The markers of one file, which need not be as it was when the context was made. */
  readonly markersOf: (summary: FileSummary) => Marker[];
}

/** Works out who holds what, folders and imports of a tree. */
export function treeContext(input: TreeInput): TreeContext {
  const rules = new Map(input.compiled.rules.map((rule) => [rule.id, rule]));
  const withoutOwn = withoutOwnPackages(input.files);
  const known = new Map(input.summaries.map((summary) => [summary, withoutOwn(summary)]));
  const summaries = [...known.values()];
  const shares = treeShares(input.compiled, summaries, input.files);
  const links = importLinks(summaries);
  const measures = measuresBeside(summaries);
  const isBanner = bannersOf(summaries);
  const isUsedAllOver = usedAllOver(summaries, input.files);
  const ofTools = isWrittenByTools(summaries);
  return {
    markersOf: (summary) => {
      const contextOf = contextsOf(summary.path, shares, links);
      const { prefixes } = input.files;
      const leans = leansOf(summary.path, prefixes);
      const named: Named = {
        counts: summary.traits.plumbing || leans > 0 ? 1 : countsOf(summary.path, input.files),
        leans,
        saysNothing: (one, inTrade) => isBanner(one) || (isUsedAllOver(one) && (!inTrade || isHelper(summary.path, prefixes))),
      };
      return (known.get(summary) ?? withoutOwn(summary)).rules.flatMap((found) => {
        const rule = rules.get(found.rule);
        if (!rule) return [];
        const marker = toMarker(rule, ofTools ? asWritten(summary) : summary, found, contextOf(rule.family), named, input.packages);
        return marker ? [{ ...marker, measures: measures(summary) }] : [];
      });
    },
  };
}

/** Markers of a tree. The order of the summaries does not matter; markers come sorted by path and rule. */
export function treeMarkers(input: TreeInput): Marker[] {
  const { markersOf } = treeContext(input);
  return input.summaries.flatMap(markersOf).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1));
}

/** Takes away what only names a package or a file of the tree itself, where it is imported: what that one holds is told there. And what the tree is called. */
function withoutOwnPackages(files: TreeFiles): (summary: FileSummary) => FileSummary {
  const { packages, names } = files;
  const isTreesName = treesNames(files);
  const isForeign = ({ importedFrom, signal, literal, weight }: Evidence, path: string): boolean => {
    // What counts for little says something where the file itself is called so, not only the tree.
    if (signal === "path" && isTreesName(literal) && (weight >= mostOfPath || !isCalled(path, literal))) return false;
    const name = importedFrom?.toLowerCase();
    return name === undefined || !(packages.has(name) || (signal === "import" && names.has(name)));
  };
  return (summary) => {
    const counts = (one: Evidence): boolean => isForeign(one, summary.path);
    if (summary.rules.every(({ evidence, contextual }) => evidence.every(counts) && contextual.every(counts))) return summary;
    const own = (one: RuleEvidence): RuleEvidence => ({
      ...one,
      evidence: one.evidence.filter(counts),
      contextual: one.contextual.filter(counts),
    });
    return { ...summary, rules: summary.rules.map(own) };
  };
}

/** Share of the programs that have evidence (0 to 1), and so many of them, from which a tool's are the tree's own way to write: templates for a dozen curves, not what a tool adds to the work of people. */
const mostWritten = { share: 0.5, programs: 40 };

/** Whether most programs of a tree were written by tools. */
function isWrittenByTools(summaries: readonly FileSummary[]): boolean {
  const programs = summaries.filter(({ path, traits }) => !traits.vendored && !traits.test && languageOf(path)?.kind === "code");
  const written = programs.filter(({ traits }) => traits.generated).length;
  return programs.length >= mostWritten.programs && written > mostWritten.share * programs.length;
}

/** A program as if people had written it. */
function asWritten(summary: FileSummary): FileSummary {
  return summary.traits.generated ? { ...summary, traits: { ...summary.traits, generated: false } } : summary;
}

/** What a file is by its name. */
interface Named {
  /** How much of its evidence counts. */
  readonly counts: number;
  /** How much of what its tree says of its neighbours is true of it. */
  readonly leans: number;
  /** Evidence that says of the tree what it is, and not what this file holds: what a whole tree uses speaks only beside words of the trade. */
  readonly saysNothing: (evidence: Evidence, inTrade: boolean) => boolean;
}

/** The evidence for a rule as it counts in this file, and the confidence it gives. */
function toMarker(
  rule: Rule,
  summary: FileSummary,
  found: RuleEvidence,
  context: Context,
  { counts, leans: byName, saysNothing }: Named,
  packages: PackageFacts,
): Marker | null {
  const inFile = positiveSum(found.evidence);
  if (inFile === 0 || mostScore(rule, found, context) < rule.threshold - keptBelow) return null;
  const evidence = [...found.evidence];
  const { traits } = summary;
  // What builds or packs a technology, and what a tool wrote, stands among its files without being of them; a helper stands among them for all of them.
  const standsAlone = context.folder + context.imports === 0;
  const says = evidence.some((one) => one.weight > 0 && !saysNothing(one, found.contextual.length > 0));
  const leans = standsAlone || traits.plumbing || traits.generated || !says || isOneWord(summary, evidence) ? 0 : byName;
  const fromFolder = leans * rule.context.folder * context.folder;
  const fromImports = leans * rule.context.imports * context.imports;
  if (fromFolder + fromImports > 0.3) evidence.push(...found.contextual);
  // Where nearly the whole folder is of the family, the ordinary words of its trade are the file's own evidence too.
  const own = context.folder >= ofOneTrade ? positiveSum(evidence) : inFile;
  if (fromFolder >= 0.1) evidence.push(folderEvidence(rule, "folder", fromFolder));
  if (fromImports >= 0.1) evidence.push(folderEvidence(rule, "imports", fromImports));
  // What is called a helper where nearly all is of the family, and says enough by itself, helps with nothing else.
  const enough = inFile >= saysEnough * rule.threshold;
  const isOfTrade = saysItself(summary.path, evidence) || (context.folder >= ofOneTrade && enough);
  const scale = (isOfTrade ? 1 : counts) * scaleOf(rule, traits);
  const score = evidence.reduce((sum, one) => sum + (one.weight > 0 ? one.weight * scale : one.weight), 0) - (traits.generated ? 1 : 0);
  let confidence = 1 / (1 + Math.exp(-steepness * (score - rule.threshold)));
  // The tree may tip the scales, never fill them: half of the threshold must be the file's own.
  if (own < rule.threshold / 2) confidence = Math.min(confidence, 0.45);
  if (rule.needs.length > 0 && !evidence.some((one) => rule.needs.includes(one.id))) confidence = Math.min(confidence, 0.45);
  const heard = enough && !traits.test ? 1 : leans;
  if (rule.context.needed && heard * (context.folder + context.imports) < speaksFrom) confidence = Math.min(confidence, 0.45);
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

/** What evidence and tree add up to at most: most of what is found is far from anything to be said. */
function mostScore(rule: Rule, { evidence, contextual }: RuleEvidence, { folder, imports }: Context): number {
  let most = rule.context.folder * folder + rule.context.imports * imports;
  for (const list of [evidence, contextual]) for (const { weight } of list) if (weight > 0) most += weight;
  return most;
}

/** Whether a file's own name, not only that of its folder, has a word of the trade: `wide_deep_utils.py` helps with nothing else. */
function saysItself(path: string, evidence: readonly Evidence[]): boolean {
  return evidence.some(({ signal, literal }) => signal === "path" && isCalled(path, literal));
}

/** Whether a file's own name has a literal in it. */
function isCalled(path: string, literal: string): boolean {
  return bare(path.slice(path.lastIndexOf("/") + 1)).includes(bare(literal));
}

/** Letters and digits of a name or a literal. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** Whether a file that is no program (a script of the shell, settings, a page) has one piece of evidence alone: it names what the programs around it do. */
function isOneWord({ path }: FileSummary, evidence: readonly Evidence[]): boolean {
  const language = languageOf(path);
  if ((language?.kind === "code" && language.id !== "shell") || path.endsWith(".inc")) return false;
  const own = evidence.filter(({ weight }) => weight > 0);
  return own.length === 1 && own[0]?.signal !== "format" && own[0]?.signal !== "metric";
}

/** How much of the evidence counts in a file of this kind: 0 to 1. */
function scaleOf(rule: Rule, { plumbing, docs, test }: FileTraits): number {
  const kinds = [...(docs ? [rule.inDocs] : []), ...(test && !plumbing ? [rule.inTests] : [])];
  return (plumbing ? inPlumbing : 1) * Math.min(1, ...kinds);
}

/** What a path counts for at most as the file's own, however many signals it speaks to: a folder's name says the same of all its files. */
const mostOfPath = 1;

/** How much of the evidence is the file's own. */
function positiveSum(evidence: readonly Evidence[]): number {
  let [inText, inPath] = [0, 0];
  for (const { weight, signal } of evidence) {
    if (weight <= 0) continue;
    if (signal === "path") inPath += weight;
    else inText += weight;
  }
  return inText + Math.min(inPath, mostOfPath);
}

function rangeOf(evidence: readonly Evidence[]): Range {
  const strongest = evidence.find((one) => one.signal !== "path" && one.signal !== "folder") ?? evidence[0];
  const line = strongest?.line ?? 1;
  return { line, column: strongest?.column ?? 1, endLine: line, endColumn: strongest?.endColumn ?? 1 };
}

function folderEvidence(rule: Rule, id: "folder" | "imports", weight: number): Evidence {
  const { en, zh } = familyNames[rule.family];
  const what =
    id === "folder"
      ? { en: `other files of this folder hold ${en} technology`, zh: `同一目录的其他文件含有同类技术（${zh}）` }
      : { en: `imports, or is imported by, files that hold ${en} technology`, zh: `与含有同类技术（${zh}）的文件存在引用关系` };
  return { signal: "folder", id, what, literal: "", line: 1, column: 1, endColumn: 1, weight: Math.round(weight * 1000) / 1000 };
}

/** What the tree says of one file, family by family. */
function contextsOf(path: string, shares: TreeShares, links: ReadonlyMap<string, ReadonlySet<string>>): (family: Family) => Context {
  const speaks = speakingFor(shares, path);
  return (family) => {
    const folder = speaks(family);
    const files = shares.holders.get(family);
    if (!files || folder < speaking) return { folder, imports: 0 };
    let neighbours = 0;
    for (const other of links.get(path) ?? []) if (files.get(other) === 1) neighbours++;
    return { folder, imports: Math.min(1, neighbours / 2) };
  };
}
