/** The ledger itself: a record of what is controlled, and where it goes, is a matter of its own when it leaves (出口管制法 art. 32). */
import type { Destination } from "../destinations/destination.js";
import type { Problem } from "../problem.js";
import { territoryName } from "../words/territories.js";
import { isInTree, matcher } from "./globs.js";
import type { Policy } from "./policy.js";
import { boundOf, type TerritoryOfForward } from "./territory.js";

/** One problem for each destination by which a file with approvals would leave the home territory. */
export function leavingLedger(
  policy: Policy,
  destinations: readonly Destination[],
  forward: TerritoryOfForward = () => null,
): readonly Problem[] {
  const ledgers = [...new Set(policy.approvals.map((approval) => approval.path))].filter(isInTree);
  return ledgers.flatMap((ledger) => destinations.flatMap((destination) => leavingBy(policy, ledger, destination, forward)));
}

function leavingBy(policy: Policy, ledger: string, destination: Destination, forward: TerritoryOfForward): readonly Problem[] {
  const bounds = policy.regimes.map((regime) => boundOf(regime, destination, policy, forward));
  if (!bounds.some((bound) => bound === "overseas" || bound === "public") || !matcher(destination.scope, true)(ledger)) return [];
  const to = territoryName(destination.territory);
  return [
    {
      code: "approval" as const,
      severity: "warning" as const,
      path: ledger,
      line: null,
      column: null,
      message: {
        en: `the ledger itself would leave by ${destination.name} (${to.en}); export-control information provided abroad is a matter of its own (Export Control Law art. 32). \`ledger:\` in the policy can name a place outside the tree`,
        zh: `审批台账本身将经 ${destination.name}（${to.zh}）出境；向境外提供出口管制相关信息另有规定（出口管制法第三十二条）。可在策略中以 \`ledger:\` 指定目录树之外的位置`,
      },
    },
  ];
}
