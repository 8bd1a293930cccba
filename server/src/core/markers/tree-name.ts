/** What a tree is called: a word in the names of its folders that says the same of all of them. */
import type { Evidence, FileSummary } from "./marker.js";
import type { TreeFiles } from "./tree-files.js";

/** Share of a tree's programs (0 to 1), and so many of them, from which the word that is in the names of their folders is the tree's own name, or its maker's: it says the same of all. */
const ofWholeTree = { share: 0.5, programs: 40 };

/** A folder by what lies above it. */
interface Place {
  readonly above: string;
  /** Programs in it and below it. */
  readonly programs: number;
}

/** The folders of a tree by their names, and these in one text with a zero behind each: a word is found far faster in one text than in thousands. */
interface Named {
  readonly names: string;
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** Tells whether a word is in the names of the folders of most programs of a tree. */
export function treesNames({ folders, ownPrograms }: TreeFiles): (word: string) => boolean {
  const known = new Map<string, boolean>();
  let named: Named | undefined;
  const isOfMost = (word: string): boolean => {
    const { names, places } = (named ??= byName(folders));
    let of = 0;
    for (let at = word === "" ? -1 : names.indexOf(word); at >= 0;) {
      const end = names.indexOf("\0", at);
      for (const { above, programs } of places.get(names.slice(names.lastIndexOf("\0", at) + 1, end)) ?? [])
        if (!above.includes(word)) of += programs;
      at = names.indexOf(word, end);
    }
    return of > ofWholeTree.share * ownPrograms;
  };
  return (literal) => {
    let answer = known.get(literal);
    if (answer === undefined) known.set(literal, (answer = ownPrograms >= ofWholeTree.programs && isOfMost(bare(literal))));
    return answer;
  };
}

/** Share of a tree's programs (0 to 1) from which a name that they use is the tree's own. */
const allOver = 0.4;

/** Tells whether a piece of evidence is a name that programs all over the tree use: in `ucc_assert.h`, `ucc_` tells only whose file it is. */
export function usedAllOver(summaries: readonly FileSummary[], { ownPrograms }: TreeFiles): (evidence: Evidence) => boolean {
  const from = Math.max(ofWholeTree.programs, allOver * ownPrograms);
  if (summaries.length < from) return () => false;
  const files = new Map<string, number>();
  for (const { rules } of summaries) {
    const named = new Set(rules.flatMap(({ evidence }) => evidence.filter(isName).map(({ literal }) => literal)));
    for (const literal of named) files.set(literal, (files.get(literal) ?? 0) + 1);
  }
  return (evidence) => isName(evidence) && (files.get(evidence.literal) ?? 0) >= from;
}

const isName = ({ signal }: Evidence): boolean => signal === "identifier" || signal === "import";

/** Folders with programs by their names. */
function byName(folders: TreeFiles["folders"]): Named {
  const own = [...folders].filter(([, { programs }]) => programs > 0);
  const paths = bare(own.map(([folder]) => folder).join("\0")).split("\0");
  const named = new Map<string, Place[]>();
  for (let i = 0; i < own.length; i++) {
    const path = paths[i]!;
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const place = { above: path.slice(0, Math.max(0, slash)), programs: own[i]![1].programs };
    const places = named.get(name);
    if (places) places.push(place);
    else named.set(name, [place]);
  }
  return { names: `${[...named.keys()].join("\0")}\0`, places: named };
}

/** Letters and digits of a word or of paths. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}/\0]/gu, "").toLowerCase();
}
