/** What a scan of a folder is judged under: the policy, the ledger, the baseline, and the rulebook with the policy's own rules and items in it. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseBaseline, type Baseline } from "../core/exposures/baseline.js";
import { defaultPolicy } from "../core/exposures/default-policy.js";
import type { Policy } from "../core/exposures/policy.js";
import type { Problem } from "../core/problem.js";
import type { Regime } from "../core/rulebook/item.js";
import { parseCatalogue } from "../core/rulebook/catalogue.js";
import { parseRule } from "../core/rulebook/parse-rule.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { readText } from "./bounded-file.js";
import { expandHome, readGitConfiguration } from "./git-config.js";
import { findRepository } from "./git-repository.js";
import { baselineName, policyFrom, policyName } from "./push-policy.js";

export { baselineName, policyName };

export interface Judgement {
  readonly policy: Policy;
  readonly baseline: Baseline | null;
  readonly rulebook: Rulebook;
  /** The folder to which the paths of policy, ledger and baseline are relative. */
  readonly folder: string;
  /** Of policy, ledger, baseline and own rules; an error among them must stop a command. */
  readonly problems: readonly Problem[];
}

export interface PolicyRequest {
  readonly root: string;
  readonly rulebook: Rulebook;
  readonly environment: NodeJS.ProcessEnv;
  /** `--policy`, absolute; null: the nearest one, or `git config borderline.policy`. */
  readonly named: string | null;
  /** `--regime`; null: the policy's. */
  readonly regimes: readonly Regime[] | null;
}

/** Reads the policy that holds for a folder, and what it names. */
export async function loadPolicy(request: PolicyRequest): Promise<Judgement> {
  const { root, rulebook, environment, named, regimes } = request;
  const file = named ?? configuredPolicy(root, environment) ?? nearestPolicy(root);
  const folder = file === null ? root : dirname(file);
  const read = (path: string): Promise<string | null> => Promise.resolve(readText(resolve(folder, path)));
  const found = await policyFrom(file === null ? policyName : relative(folder, file), read);
  const given = named !== null && !existsSync(named) ? [missing(named)] : [];
  const policy: Policy = {
    ...found.policy,
    path: file === null || found.policy.path === null ? null : shown(root, file),
    regimes: regimes ?? found.policy.regimes,
  };
  const own = ownRulebook(rulebook, policy, folder);
  const baseline = readBaseline(folder);
  return {
    policy: file === null && policy.approvals.length === 0 ? { ...defaultPolicy, regimes: policy.regimes } : policy,
    baseline: baseline.baseline,
    rulebook: own.rulebook,
    folder,
    problems: [...given, ...found.problems, ...own.problems, ...baseline.problems],
  };
}

/** The nearest `.borderline.yaml` from a folder up to the top of its work tree; outside a work tree only the folder itself is asked. */
export function nearestPolicy(root: string): string | null {
  const top = findRepository(root)?.top ?? root;
  for (let folder = root; ; folder = dirname(folder)) {
    const file = join(folder, policyName);
    if (existsSync(file)) return file;
    if (folder === top || folder === dirname(folder) || !folder.startsWith(top)) return null;
  }
}

function configuredPolicy(root: string, environment: NodeJS.ProcessEnv): string | null {
  const repository = findRepository(root);
  if (repository === null) return null;
  const entry = readGitConfiguration(repository, environment).entries.findLast((e) => e.section === "borderline" && e.name === "policy");
  return entry === undefined ? null : resolve(repository.top ?? repository.gitDir, expandHome(entry.value, environment));
}

function readBaseline(folder: string): { baseline: Baseline | null; problems: readonly Problem[] } {
  const text = readText(join(folder, baselineName), 16 << 20);
  return text === null ? { baseline: null, problems: [] } : parseBaseline(baselineName, text);
}

/** The rulebook without the rules that the policy switches off, and with the rules and items that it adds; its digest says so. */
function ownRulebook(rulebook: Rulebook, policy: Policy, folder: string): { rulebook: Rulebook; problems: readonly Problem[] } {
  const { off, files, items } = policy.rules;
  if (off.length + files.length + items.length === 0) return { rulebook, problems: [] };
  const problems: Problem[] = unknownRules(rulebook, policy);
  const digest = createHash("sha256").update(rulebook.digest).update(off.join("\n"));
  const texts = (paths: readonly string[]): { path: string; text: string }[] =>
    paths.flatMap((path) => {
      const text = readText(resolve(folder, path));
      if (text === null) problems.push(missing(path));
      else digest.update(`${path}\0${text}\0`);
      return text === null ? [] : [{ path, text }];
    });
  const parsed = texts(files).map(({ path, text }) => parseRule(path, text));
  problems.push(...parsed.flatMap((one) => one.problems));
  const added = parsed.flatMap(({ rule }) => rule ?? []);
  const catalogue = parseCatalogue(texts(items), rulebook);
  problems.push(...catalogue.problems);
  const replaced = new Set([...off, ...added.map((rule) => rule.id)]);
  return {
    rulebook: {
      ...rulebook,
      digest: `sha256:${digest.digest("hex")}`,
      items: catalogue.items,
      editions: catalogue.editions,
      procedures: catalogue.procedures,
      rules: [...rulebook.rules.filter((rule) => !replaced.has(rule.id)), ...added],
    },
    problems,
  };
}

/** A rule that is switched off but not there is a word misspelt: it would go on marking in silence. */
function unknownRules(rulebook: Rulebook, policy: Policy): Problem[] {
  const known = new Set(rulebook.rules.map((rule) => rule.id));
  return policy.rules.off
    .filter((id) => !known.has(id))
    .map((id) => ({
      code: "unknown-value" as const,
      severity: "error" as const,
      path: policy.path ?? policyName,
      line: null,
      column: null,
      message: {
        en: `rules.off names "${id}", which is no rule; see borderline rules list`,
        zh: `rules.off 中的“${id}”不是规则；见 borderline rules list`,
      },
    }));
}

function missing(path: string): Problem {
  const message = { en: `${path} cannot be read`, zh: `${path} 无法读取` };
  return { code: "policy", severity: "error", path, line: null, column: null, message };
}

/** Relative to the root where it lies inside, else as it is. */
function shown(root: string, file: string): string {
  const inside = relative(root, file);
  return inside.startsWith("..") ? file : inside.split(sep).join("/");
}
