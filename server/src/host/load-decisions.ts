/** Reads what people decided about a tree: the policy with all that it extends, the ledger, the baseline, and the organisation's own items and rules. */
import { lstatSync, readdirSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { parseBaseline, type Baseline } from "../core/exposures/baseline.js";
import { matcher } from "../core/exposures/globs.js";
import type { Policy } from "../core/exposures/policy.js";
import type { Problem } from "../core/problem.js";
import { readBounded, readText } from "./bounded-file.js";
import { readGitConfiguration, expandHome } from "./git-config.js";
import { findRepository, real, type GitRepository } from "./git-repository.js";
import { baselineName, policyFrom, policyName } from "./push-policy.js";

/** A file of a policy's own rules or items. */
export interface RulebookText {
  readonly path: string;
  readonly text: string;
}

/** What was decided about a tree, as it was read. */
export interface Decisions {
  readonly policy: Policy;
  /** The folder from which the policy's globs and relative paths count. */
  readonly folder: string;
  readonly baseline: Baseline | null;
  /** Files of `rules.items` and `rules.files`, by paths relative to `folder`. */
  readonly items: readonly RulebookText[];
  readonly rules: readonly RulebookText[];
  readonly problems: readonly Problem[];
}

/** Most files and levels that a glob of the policy may look through. */
const limits = { files: 5000, depth: 8, bytes: 1 << 20 };

/** `named` is `--policy`; else `git config borderline.policy`; else the nearest `.borderline.yaml` from the scanned folder up to the top of its work tree. `unsaved`: the text that an editor has for an absolute path. */
export async function loadDecisions(
  scanned: string,
  named: string | null,
  environment: NodeJS.ProcessEnv,
  unsaved: (path: string) => string | null = () => null,
  known: GitRepository | null = null,
): Promise<Decisions> {
  const root = real(scanned);
  const repository = known ?? findRepository(root);
  const top = real(repository?.top ?? root);
  const configured =
    repository === null || named !== null
      ? undefined
      : readGitConfiguration(repository, environment).entries.findLast((e) => e.section === "borderline" && e.name === "policy")?.value;
  const given = named !== null ? resolve(named) : configured === undefined ? null : resolve(top, expandHome(configured, environment));
  const found = given ?? nearest(root, top);
  // A policy from elsewhere (an organisation's file) speaks of this tree: its globs count from the tree's top.
  const folder = given === null && found !== null ? dirname(found) : top;
  const start = found === null ? policyName : inside(folder, found);
  const unread = found !== null && !readBounded(found, limits.bytes).ok && unsaved(found) === null;
  const missing = unread ? [unreadable(given ?? start)] : [];
  const { policy, problems } = await policyFrom(start, (path) => {
    const absolute = resolve(folder, path);
    return Promise.resolve(unsaved(absolute) ?? readText(absolute, limits.bytes));
  });
  const baselineText = readText(join(folder, baselineName), 16 * limits.bytes);
  const baseline = baselineText === null ? null : parseBaseline(baselineName, baselineText);
  return {
    policy: { ...policy, base: below(folder, root) },
    folder,
    baseline: baseline?.baseline ?? null,
    items: textsOf(folder, policy.rules.items),
    rules: textsOf(folder, policy.rules.files),
    problems: [...missing, ...problems, ...(baseline?.problems ?? [])],
  };
}

function nearest(root: string, top: string): string | null {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    const path = join(folder, policyName);
    // One that is there and cannot be read is no reason to look further: it would be passed over in silence.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return path;
    if (folder === resolve(top) || folder === dirname(folder)) return null;
  }
}

/** Seen from a folder where it lies inside; absolute otherwise. POSIX. */
function inside(folder: string, path: string): string {
  const within = relative(folder, path);
  return within === "" || within.startsWith("..") || isAbsolute(within) ? path : within.split(sep).join("/");
}

/** A folder as seen from the one of the policy: POSIX, with a slash at its end; empty where they are one. */
function below(folder: string, root: string): string {
  const within = relative(folder, root);
  return within === "" || within.startsWith("..") || isAbsolute(within) ? "" : `${within.split(sep).join("/")}/`;
}

/** The YAML files that globs name, in path order; links are not followed. */
function textsOf(folder: string, globs: readonly string[]): readonly RulebookText[] {
  if (globs.length === 0) return [];
  const wanted = matcher(globs, false);
  const paths = [...new Set(globs.flatMap((glob) => filesBelow(folder, literalFolder(glob))))].filter((path) => wanted(path)).sort();
  return paths.flatMap((path) => {
    const text = readText(join(folder, path), limits.bytes);
    return text === null ? [] : [{ path, text }];
  });
}

/** The part of a glob before its first wildcard. */
function literalFolder(glob: string): string {
  const parts = glob.replace(/^\.\//, "").split("/");
  const wild = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
  return parts.slice(0, wild < 0 ? -1 : wild).join("/");
}

function filesBelow(root: string, start: string): readonly string[] {
  const found: string[] = [];
  const open = [{ folder: start, depth: 0 }];
  for (let next = open.pop(); next && found.length < limits.files; next = open.pop()) {
    for (const entry of entriesOf(join(root, next.folder))) {
      const path = next.folder === "" ? entry.name : `${next.folder}/${entry.name}`;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && next.depth < limits.depth && entry.name !== ".git")
        open.push({ folder: path, depth: next.depth + 1 });
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function unreadable(path: string): Problem {
  const message = {
    en: `the policy cannot be read: no regular file of at most ${limits.bytes >> 20} MiB`,
    zh: `策略文件无法读取：不是普通文件，或超过 ${limits.bytes >> 20} MiB`,
  };
  return { code: "policy", severity: "error", path, line: null, column: null, message };
}
