/** Globs of policies, approvals and scopes as fast, bounded predicates over POSIX paths. */
import { Minimatch } from "minimatch";

/** Longest glob that is tried, and most `*` in one of its segments: backtracking grows with both. */
const limits = { length: 400, stars: 6, kept: 2000 };

/** Whether a POSIX path is meant. */
export type Matches = (path: string) => boolean;

const kept = new Map<string, Matches>();

/**
 * One predicate for a list of globs: true where any matches. `**` and `**` + `/*` match everything.
 * `whereBad` is the answer of a glob that is too costly to try: true for a scope (assume it leaves), false for an approval (assume it does not cover).
 */
export function matcher(globs: readonly string[], whereBad: boolean): Matches {
  if (globs.some(isEverything)) return () => true;
  const each = globs.map((glob) => compiled(glob, whereBad));
  const [only] = each;
  if (each.length === 1 && only) return only;
  return (path) => each.some((matches) => matches(path));
}

/** Whether a glob covers any path at all. */
export function isEverything(glob: string): boolean {
  return glob === "**" || glob === "**/*" || glob === "/**" || glob === "./**";
}

/** Whether a path, as a file of the tree writes it, stays inside the tree. */
export function isInTree(path: string): boolean {
  return !/^(\/|[A-Za-z]:|\.\.(\/|$))/.test(path);
}

function compiled(glob: string, whereBad: boolean): Matches {
  const key = `${whereBad ? 1 : 0}${glob}`;
  let matches = kept.get(key);
  if (!matches) {
    matches = compile(glob, whereBad);
    if (kept.size >= limits.kept) kept.clear();
    kept.set(key, matches);
  }
  return matches;
}

function compile(written: string, whereBad: boolean): Matches {
  const glob = written.replace(/^\.?\//, "").replace(/\/$/, "/**");
  const tooCostly =
    glob.length > limits.length || glob.split("/").some((segment) => (segment.match(/[*?+@!]/g)?.length ?? 0) > limits.stars);
  if (tooCostly) return () => whereBad;
  if (!/[*?[\]{}()!+@\\]/.test(glob)) return (path) => path === glob || path.startsWith(`${glob}/`);
  const folder = /^([^*?[\]{}()!+@\\]+)\/\*\*$/.exec(glob)?.[1];
  if (folder !== undefined) return (path) => path.startsWith(`${folder}/`);
  try {
    const pattern = new Minimatch(glob, {
      dot: true,
      nocomment: true,
      nonegate: true,
      nobrace: (glob.match(/\{/g)?.length ?? 0) > 3,
      platform: "linux",
    });
    return (path) => pattern.match(path);
  } catch {
    return () => whereBad;
  }
}
