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

/** Tells whether a word is in the names of the folders of most programs of a tree. */
export function treesNames({ folders, ownPrograms }: TreeFiles): (word: string) => boolean {
  const known = new Map<string, boolean>();
  const bare = (text: string): string => text.replace(/[^\p{L}\p{N}/]/gu, "").toLowerCase();
  let named: ReadonlyMap<string, readonly Place[]> | undefined;
  const isOfMost = (word: string): boolean => {
    named ??= byName([...folders].flatMap(([folder, { programs }]) => (programs > 0 ? [{ path: bare(folder), programs }] : [])));
    let of = 0;
    for (const [name, places] of named) {
      if (!name.includes(word)) continue;
      for (const { above, programs } of places) if (!above.includes(word)) of += programs;
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
  const files = new Map<string, number>();
  for (const { rules } of summaries) {
    const named = new Set(rules.flatMap(({ evidence }) => evidence.filter(isName).map(({ literal }) => literal)));
    for (const literal of named) files.set(literal, (files.get(literal) ?? 0) + 1);
  }
  const from = Math.max(ofWholeTree.programs, allOver * ownPrograms);
  return (evidence) => isName(evidence) && (files.get(evidence.literal) ?? 0) >= from;
}

const isName = ({ signal }: Evidence): boolean => signal === "identifier" || signal === "import";

/** Folders by their names. */
function byName(folders: readonly { readonly path: string; readonly programs: number }[]): ReadonlyMap<string, readonly Place[]> {
  const named = new Map<string, Place[]>();
  for (const { path, programs } of folders) {
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const place = { above: path.slice(0, Math.max(0, slash)), programs };
    const places = named.get(name);
    if (places) places.push(place);
    else named.set(name, [place]);
  }
  return named;
}
