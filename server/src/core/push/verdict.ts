/** The verdict on a push: what of it is open, against what the policy blocks. A doubt is never a silent pass. */
import type { Exposure } from "../exposures/exposure.js";
import type { Policy } from "../exposures/policy.js";
import { atLeast, levels } from "../reports/report.js";

/** From the quietest to the loudest. */
export const verdicts = ["none-found", "warn", "undecided", "block"] as const;
export type Verdict = (typeof verdicts)[number];

/** The exposures that a verdict is about: new with this push, open, and not staying at home. */
export function counted(exposures: readonly Exposure[]): readonly Exposure[] {
  return exposures.filter((exposure) => exposure.state === "would-leave" && !exposure.closed && exposure.leaves !== false);
}

/** The verdict under one policy. `doubts` counts what could not be examined. */
export function verdictOf(exposures: readonly Exposure[], policy: Pick<Policy, "push">, doubts: number): Verdict {
  const open = counted(exposures);
  const { block } = policy.push;
  if (block !== "never" && open.some((exposure) => atLeast(exposure.level, block))) return "block";
  if (doubts > 0) return "undecided";
  return open.length > 0 ? "warn" : "none-found";
}

/** The louder of two verdicts: a policy that the push itself changes may raise the verdict, never lower it. */
export function louder(one: Verdict, other: Verdict): Verdict {
  return verdicts.indexOf(one) >= verdicts.indexOf(other) ? one : other;
}

/** Whether git may go on. */
export function mayGo(verdict: Verdict, policy: Pick<Policy, "push">): boolean {
  return verdict !== "block" && !(verdict === "undecided" && policy.push.undecided === "block");
}

/** How many of some exposures are of each level, the loudest first. */
export function levelCounts(exposures: readonly Exposure[]): readonly { readonly level: Exposure["level"]; readonly count: number }[] {
  return levels
    .map((level) => ({ level, count: exposures.filter((exposure) => exposure.level === level).length }))
    .filter(({ count }) => count > 0);
}
