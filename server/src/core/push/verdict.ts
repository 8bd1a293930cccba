/** The verdict on a push: what of it is open, against what the policy blocks. A doubt is never a silent pass. */
import type { Exposure } from "../exposures/exposure.js";
import type { Level, Policy } from "../exposures/policy.js";
import { atLeast, levels } from "../reports/report.js";
import { t, type LocalText } from "../text.js";
import { levelNames } from "../words/names.js";

/** From the quietest to the loudest. */
const verdicts = ["none-found", "warn", "undecided", "block"] as const;
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

/** How many there are of each level. */
export type LevelCounts = Readonly<Record<Level, number>>;

/** Counts exposures by their level. */
export function levelCounts(exposures: readonly Pick<Exposure, "level">[]): LevelCounts {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { level } of exposures) counts[level]++;
  return counts;
}

/** `1 error, 3 warnings`; levels of which there is nothing are left out. */
export function levelsCounted(counts: LevelCounts): LocalText {
  const there = levels.filter((level) => counts[level] > 0);
  return t(
    there.map((level) => `${counts[level]} ${counts[level] === 1 ? level : `${level}s`}`).join(", "),
    there.map((level) => `${counts[level]} 项${levelNames[level].zh}`).join("、"),
  );
}
