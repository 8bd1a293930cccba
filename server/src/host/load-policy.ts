/** What a scan of a folder is judged under: the decisions that people recorded, and the rulebook with the policy's own rules and items in it. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Baseline } from "../core/exposures/baseline.js";
import { matcher } from "../core/exposures/globs.js";
import type { Policy } from "../core/exposures/policy.js";
import type { Problem } from "../core/problem.js";
import { findItem } from "../core/rulebook/catalogue.js";
import { withOwnItems } from "../core/rulebook/parse-catalogue.js";
import type { Regime } from "../core/rulebook/item.js";
import { parseRule } from "../core/rulebook/parse-rule.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import { unknownItems } from "../core/rulebook/unknown-items.js";
import { readText } from "./bounded-file.js";
import type { GitRepository } from "./git-repository.js";
import { loadDecisions, type Decisions } from "./load-decisions.js";
import { policyName } from "./push-policy.js";

/** All by which a tree is judged: policy, baseline, and the rulebook with the policy's own rules and items. */
export interface Judgement {
  readonly policy: Policy;
  readonly baseline: Baseline | null;
  readonly rulebook: Rulebook;
  /** The folder to which the paths of policy, ledger and baseline are relative. */
  readonly folder: string;
  /** Of policy, ledger, baseline and own rules; an error among them must stop a command. */
  readonly problems: readonly Problem[];
}

/** Whose policy is asked for. */
export interface PolicyRequest {
  readonly root: string;
  /** The repository whose configuration may name the policy, where it is known; else that of the folder. */
  readonly repository?: GitRepository;
  readonly rulebook: Rulebook;
  readonly environment: NodeJS.ProcessEnv;
  /** `--policy`, absolute; null: the nearest one, or `git config borderline.policy`. */
  readonly named: string | null;
  /** `--regime`; null: the policy's. */
  readonly regimes: readonly Regime[] | null;
  /** The text that holds for an absolute path before it is saved; null: what lies on disk. */
  readonly unsaved?: (path: string) => string | null;
}

/** Reads the policy that holds for a folder, and what it names. */
export async function loadPolicy({ root, repository, rulebook, environment, named, regimes, unsaved }: PolicyRequest): Promise<Judgement> {
  const decisions = await loadDecisions(root, named, environment, unsaved, repository ?? null);
  const policy = { ...decisions.policy, regimes: regimes ?? decisions.policy.regimes };
  const own = ownRulebook(rulebook, policy, decisions);
  return {
    policy,
    baseline: decisions.baseline,
    rulebook: own.rulebook,
    folder: decisions.folder,
    problems: [...decisions.problems, ...own.problems, ...unknownApproved(own.rulebook, policy, decisions.folder, unsaved)],
  };
}

/** The rulebook without the rules that the policy switches off, and with the rules and items that it adds; its digest says so. */
function ownRulebook(rulebook: Rulebook, policy: Policy, own: Decisions): { rulebook: Rulebook; problems: readonly Problem[] } {
  const { off, files, items } = policy.rules;
  if (off.length + files.length + items.length === 0) return { rulebook, problems: [] };
  const digest = createHash("sha256").update(rulebook.digest).update(off.join("\n"));
  for (const file of [...own.rules, ...own.items]) digest.update(`${file.path}\0${file.text}\0`);
  const parsed = own.rules.map((file) => parseRule(file.path, file.text));
  const added = parsed.flatMap(({ rule }) => rule ?? []);
  const widened = withOwnItems(rulebook, own.items);
  const replaced = new Set([...off, ...added.map((rule) => rule.id)]);
  return {
    rulebook: {
      ...widened.rulebook,
      digest: `sha256:${digest.digest("hex")}`,
      rules: [...rulebook.rules.filter((rule) => !replaced.has(rule.id)), ...added],
    },
    problems: [
      ...parsed.flatMap((one) => one.problems),
      ...widened.problems,
      ...own.rules.flatMap((file, index) =>
        unknownItems(widened.rulebook.items, file, parsed[index]?.rule?.items.map((item) => item.id) ?? []),
      ),
      ...strayWords(policy, rulebook, own),
    ],
  };
}

/** Approvals for items that there are not: what they were to cover stays open, and nobody would know why. */
function unknownApproved(rulebook: Rulebook, policy: Policy, folder: string, unsaved: PolicyRequest["unsaved"]): readonly Problem[] {
  return policy.approvals.flatMap(({ path, line, items }) => {
    if (items.every((id) => findItem(rulebook, id) !== null)) return [];
    const absolute = resolve(folder, path);
    return unknownItems(rulebook.items, { path, text: unsaved?.(absolute) ?? readText(absolute, 16 << 20) ?? "" }, items, line);
  });
}

/** Words under `rules:` that name nothing. A rule that is not there could not be switched off; a file that is named outright and missing would be missed in silence. */
function strayWords({ rules, ruleWords, path }: Policy, rulebook: Rulebook, own: Decisions): readonly Problem[] {
  const known = new Set(rulebook.rules.map((rule) => rule.id));
  const stray = (key: "off" | "files" | "items", word: string, severity: Problem["severity"], en: string, zh: string): Problem => {
    const at = ruleWords[`${key} ${word}`] ?? { path: path ?? policyName, line: null, column: null };
    return { code: "unknown-value", severity, ...at, message: { en: `rules.${key} ${en}`, zh: `rules.${key} ${zh}` } };
  };
  const files = (["files", "items"] as const).flatMap((key) => {
    const there = (key === "files" ? own.rules : own.items).map((file) => file.path);
    return rules[key]
      .filter((glob) => !there.some((file) => matcher([glob], false)(file)))
      .map((glob) => {
        const severity = /[*?[{(]/.test(glob) ? "warning" : "error";
        return stray(key, glob, severity, `names no file that is there: "${glob}"`, `没有匹配到任何文件：“${glob}”`);
      });
  });
  const off = rules.off
    .filter((id) => !known.has(id))
    .map((id) =>
      stray(
        "off",
        id,
        "warning",
        `names "${id}", which is no rule (borderline rules list)`,
        `中的“${id}”不是规则（borderline rules list）`,
      ),
    );
  return [...off, ...files];
}
