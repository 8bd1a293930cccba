/** Which commits bring blobs in, and how much of a ref can be pushed without them. */
import { type Git, runGit } from "./git.js";

/** What the commits of a push are to its blobs. */
export interface PushCommits {
  /** First commit, parents before children, that brings a blob in. */
  readonly bringing: ReadonlyMap<string, string>;
  /** The latest ancestor (or the tip itself) along first parents that holds none of the blobs; null where there is none. */
  readonly cleanPart: (tip: string) => string | null;
}

const bounds = { time: 120_000, bytes: 512 << 20 };
/** Longer histories are not split: nobody would read the answer. */
const mostCommits = 50_000;

/** Looks through the commits of a push. null where there are too many, or git cannot say. */
export async function readPushCommits(
  git: Git,
  from: readonly string[],
  without: readonly string[],
  blobs: ReadonlySet<string>,
): Promise<PushCommits | null> {
  const input = [...from, ...without.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join("");
  const listed = await runGit(git, ["rev-list", "--topo-order", "--reverse", "--parents", `--max-count=${mostCommits + 1}`, "--stdin"], {
    ...bounds,
    input,
  });
  const commits = listed.stdout
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(" "));
  if (listed.why !== null || commits.length > mostCommits) return null;
  const bringing = await commitsBringing(
    git,
    commits.map(([oid = ""]) => oid),
    blobs,
  );
  if (bringing === null) return null;
  const { first, guilty } = bringing;
  const tainted = new Set<string>();
  const firstParent = new Map<string, string | null>();
  for (const [oid = "", ...parents] of commits) {
    firstParent.set(oid, parents[0] ?? null);
    if (guilty.has(oid) || parents.some((parent) => tainted.has(parent))) tainted.add(oid);
  }
  const cleanPart = (tip: string): string | null => {
    let at: string | null = tip;
    while (at !== null && tainted.has(at)) at = firstParent.get(at) ?? null;
    return at !== null && firstParent.has(at) ? at : null;
  };
  return { bringing: first, cleanPart };
}

/** `diff-tree` over all commits at once; merges against each parent, so that what only a merge brings in is seen. */
async function commitsBringing(
  git: Git,
  commits: readonly string[],
  blobs: ReadonlySet<string>,
): Promise<{ first: Map<string, string>; guilty: Set<string> } | null> {
  const command = [
    "diff-tree",
    "--stdin",
    "-r",
    "-m",
    "--root",
    "--raw",
    "-z",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-abbrev",
  ] as const;
  const answer = await runGit(git, [...command], { ...bounds, input: commits.map((oid) => `${oid}\n`).join("") });
  if (answer.why !== null) return null;
  const first = new Map<string, string>();
  const guilty = new Set<string>();
  let commit = "";
  for (const token of answer.stdout.toString("latin1").split(/[\0\n]/)) {
    if (/^[0-9a-f]{40,64}$/.test(token)) commit = token;
    else if (token.startsWith(":")) {
      const oid = token.split(" ")[3] ?? "";
      if (!blobs.has(oid)) continue;
      guilty.add(commit);
      if (!first.has(oid)) first.set(oid, commit);
    }
  }
  return { first, guilty };
}
