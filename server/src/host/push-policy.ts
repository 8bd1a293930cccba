/** The policy of a push: as the work tree has it, and as it was before the push. */
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Baseline, parseBaseline } from "../core/exposures/baseline.js";
import { defaultPolicy } from "../core/exposures/default-policy.js";
import { defaultLedger, parseLedger } from "../core/exposures/parse-approvals.js";
import { type PolicyText, readPolicy } from "../core/exposures/parse-policy.js";
import type { Policy } from "../core/exposures/policy.js";
import type { Problem } from "../core/problem.js";
import { readText } from "./bounded-file.js";
import { type Git, runGit } from "./git.js";
import { expandHome, readGitConfiguration } from "./git-config.js";

/** The policy's usual place, and the baseline's beside it. */
export const policyName = ".borderline.yaml";
/** Where the baseline lies, below the policy's folder. */
export const baselineName = ".borderline/baseline.json";

/** A policy as some commit has it. */
export interface PolicyFound {
  readonly policy: Policy;
  readonly problems: readonly Problem[];
  /** Files of the tree that it was read from, relative to its top: what a push could change. */
  readonly files: readonly string[];
}

/** Reads a file by its path: absolute outside the tree, relative to the top inside it. */
type Read = (path: string) => Promise<string | null>;

/** What a push is judged under. */
export interface PushRules {
  readonly policy: Policy;
  readonly baseline: Baseline | null;
}

/** The policy before a push that changes it. */
export interface PushPolicies {
  /** null: nothing of the policy lies in the tree, or it is the same as before. */
  readonly before: PushRules | null;
  /** Files that differ from before. */
  readonly changed: readonly string[];
}

/** `named` is `--policy`. `bases` are commits that were seen elsewhere already: what the other side has, what other remotes have. `tips` are what is pushed. */
export async function readPushPolicies(
  git: Git,
  named: string | null,
  bases: readonly string[],
  tips: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<PushPolicies> {
  const top = git.repository.top ?? git.repository.gitDir;
  const configured = readGitConfiguration(git.repository, environment).entries.findLast(
    (e) => e.section === "borderline" && e.name === "policy",
  )?.value;
  const start = named ?? (configured === undefined ? null : resolve(top, expandHome(configured, environment)));
  const here: Read = (path) => Promise.resolve(readText(resolve(top, path), 1 << 20));
  const policy = start === null ? policyName : insideOr(top, start);
  if (isAbsolute(policy)) return { before: null, changed: [] };
  const files = [...(await policyFrom(policy, here)).files, baselineName];
  const { base, changed } = await filesUnlike(git, files, here, tips, bases);
  if (changed.length === 0) return { before: null, changed };
  const there: Read = async (path) => (!isInside(path) ? here(path) : base === null ? null : atCommit(git, base, path));
  const baseline = await there(baselineName);
  return {
    before: {
      policy: (await policyFrom(policy, there)).policy,
      baseline: baseline === null ? null : parseBaseline(baselineName, baseline).baseline,
    },
    changed,
  };
}

/** Follows `extends` and the ledger. A missing file is the default policy; a missing outer file is a problem. */
export async function policyFrom(start: string, read: Read): Promise<PolicyFound> {
  const chain: PolicyText[] = [];
  const missing: Problem[] = [];
  const files = new Set<string>([start]);
  let found = { policy: defaultPolicy, problems: [] as readonly Problem[], wants: start as string | null };
  while (found.wants !== null) {
    const path: string = found.wants;
    files.add(path);
    const text = await read(path);
    if (text === null) {
      if (path !== start) missing.push(lacking(chain.at(-1), path));
      break;
    }
    chain.push({ path, text });
    found = readPolicy(chain);
  }
  const ledger = found.policy.ledger?.path ?? join(dirname(start), defaultLedger);
  files.add(ledger);
  const text = await read(ledger);
  const entries = text === null ? { approvals: [], problems: [] } : parseLedger(ledger, text);
  return {
    policy: { ...found.policy, approvals: [...found.policy.approvals, ...entries.approvals] },
    problems: [...found.problems, ...missing, ...entries.problems],
    files: [...files].filter(isInside),
  };
}

/** Whether a path that a policy names lies in the tree, where a push could change it. */
function isInside(path: string): boolean {
  return !isAbsolute(path) && !path.startsWith("../");
}

function lacking(from: PolicyText | undefined, path: string): Problem {
  const line = 1 + (from?.text.split("\n").findIndex((text) => text.startsWith("extends")) ?? -1);
  const at = from === undefined || line === 0 ? { path, line: null, column: null } : { path: from.path, line, column: 1 };
  const message = { en: `the policy extends ${path}, which cannot be read`, zh: `策略引用的 ${path} 无法读取` };
  return { code: "policy", severity: "error", ...at, message };
}

/** Relative to the top where it lies inside. */
function insideOr(top: string, path: string): string {
  const inside = relative(top, path);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? path : inside.split(sep).join("/");
}

/** The base whose policy files are most like those of the work tree and of the tips, and the files that differ from it. Without any base, all that are there differ. */
async function filesUnlike(
  git: Git,
  files: readonly string[],
  here: Read,
  tips: readonly string[],
  bases: readonly string[],
): Promise<{ base: string | null; changed: readonly string[] }> {
  const versions = await filesAt(git, [...tips, ...bases], files);
  const own = await Promise.all(files.map(here));
  // The texts of a few small files, each read once: names of objects say which are the same.
  const texts = new Map<string, string | null>();
  const textOf = async (commit: string, path: string): Promise<string | null> => {
    const oid = versions.get(`${commit}:${path}`);
    if (oid === undefined) return null;
    if (!texts.has(oid)) texts.set(oid, await atCommit(git, commit, path));
    return texts.get(oid) ?? null;
  };
  const present = await Promise.all(
    files.map(async (path, index) => [own[index] ?? null, ...(await Promise.all(tips.map((tip) => textOf(tip, path))))]),
  );
  let best = { base: null as string | null, changed: files.filter((_, index) => present[index]?.some((text) => text !== null)) };
  for (const base of bases) {
    const then = await Promise.all(files.map((path) => textOf(base, path)));
    const changed = files.filter((_, index) => present[index]?.some((text) => text !== then[index]));
    if (best.base === null || changed.length < best.changed.length) best = { base, changed };
    if (changed.length === 0) break;
  }
  return best;
}

/** `<commit>:<path>` → name of the blob, for those that are there: one question for all. */
async function filesAt(git: Git, commits: readonly string[], files: readonly string[]): Promise<Map<string, string>> {
  const asked = commits.flatMap((commit) => files.map((path) => `${commit}:${path}`));
  const found = new Map<string, string>();
  if (asked.length === 0) return found;
  const answer = await runGit(git, ["cat-file", "--batch-check=%(objectname)"], { input: asked.join("\n") + "\n" });
  const lines = answer.stdout.toString("utf8").split("\n");
  asked.forEach((name, index) => {
    const oid = lines[index] ?? "";
    if (/^[0-9a-f]{40,64}$/.test(oid)) found.set(name, oid);
  });
  return found;
}

async function atCommit(git: Git, commit: string, path: string): Promise<string | null> {
  const answer = await runGit(git, ["cat-file", "blob", `${commit}:${path}`], { bytes: 1 << 20 });
  return answer.why === null ? answer.stdout.toString("utf8") : null;
}
