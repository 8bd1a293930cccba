/** Borderline's own files in an editor: which they are, and what is wrong with them as they stand, saved or not. */
import { basename, dirname, resolve } from "node:path";
import { checkApprovals } from "../core/exposures/check-approvals.js";
import { defaultLedger, parseLedger } from "../core/exposures/parse-approvals.js";
import { readPolicy } from "../core/exposures/parse-policy.js";
import type { Problem } from "../core/problem.js";
import { parseRule } from "../core/rulebook/parse-rule.js";
import { policyName } from "../host/push-policy.js";
import type { Project } from "./project.js";

/** What a file is to us. */
export type OwnFile = "policy" | "ledger" | "rule";

/** What a file is to us; null: it is none of ours. */
export function ownFileOf(project: Project, absolute: string): OwnFile | null {
  const { policy, folder } = project.judgement;
  if (basename(absolute) === policyName || absolute === policyFile(project)) return "policy";
  if (absolute === ledgerFile(project)) return "ledger";
  if (policy.rules.files.some((file) => resolve(folder, file) === absolute)) return "rule";
  return /[\\/]rules[\\/]markers[\\/][\w-]+[\\/][\w.-]+\.yaml$/.test(absolute) ? "rule" : null;
}

/** The policy that holds, or would hold if it were there. */
export function policyFile({ judgement }: Project): string {
  return resolve(judgement.folder, judgement.policy.path ?? policyName);
}

/** The ledger that holds, or would. */
export function ledgerFile({ judgement }: Project): string {
  return resolve(judgement.folder, judgement.policy.ledger?.path ?? defaultLedger);
}

/** The problems of one of our files as its text stands; null for files of others. */
export function ownFileProblems(project: Project, absolute: string, text: string): readonly Problem[] | null {
  const kind = ownFileOf(project, absolute);
  if (kind === null) return null;
  if (kind === "rule") return parseRule(absolute, text).problems;
  const { rulebook, policy } = project.judgement;
  const name = basename(absolute);
  const ledger = kind === "ledger" ? parseLedger(name, text) : null;
  const read = kind === "policy" ? readPolicy([{ path: name, text }]) : null;
  const approvals = ledger?.approvals ?? read?.policy.approvals ?? [];
  const exposures = project.kept?.result.exposures ?? null;
  const parsed = ledger?.problems ?? read?.problems ?? [];
  return [
    ...parsed,
    ...checkApprovals(rulebook, approvals, exposures, project.world.today()),
    ...(kind === "policy" ? missingFiles(project, dirname(absolute), policy.path, parsed) : []),
  ];
}

/** Problems that only reading the files beside the policy shows. */
function missingFiles({ judgement }: Project, folder: string, path: string | null, said: readonly Problem[]): readonly Problem[] {
  if (path === null || folder !== judgement.folder) return [];
  return judgement.problems.filter((problem) => problem.path === path && !said.some((one) => one.message.en === problem.message.en));
}
