/** Licences that may be used so many times: a single dual-use licence covers one export and lapses on use (两用物项出口管制条例 art. 15). */
import type { Approval } from "./approval.js";
import type { Exposure } from "./exposure.js";

/** Re-opens what goes beyond an approval's `uses`. A destination is one use; where its contents are already there, that use is spent. */
export function withinUses(exposures: readonly Exposure[], approvals: readonly Approval[]): readonly Exposure[] {
  const limited = new Map(approvals.flatMap((approval) => (approval.uses === null ? [] : [[approval.id, approval.uses] as const])));
  if (limited.size === 0) return exposures;
  const closedBy = (exposure: Exposure) => (exposure.approval?.status === "closes" ? exposure.approval.id : null);
  const spent = new Map<string, Set<string>>();
  const granted = new Map<string, Set<string>>();
  const of = (sets: Map<string, Set<string>>, id: string) => sets.get(id) ?? sets.set(id, new Set()).get(id) ?? new Set<string>();
  for (const exposure of exposures) {
    const id = closedBy(exposure);
    if (id !== null && limited.has(id) && exposure.state === "already-there") of(spent, id).add(exposure.destination);
  }
  return exposures.map((exposure) => {
    const id = closedBy(exposure);
    const uses = id === null ? undefined : limited.get(id);
    if (id === null || uses === undefined || exposure.state === "already-there" || !exposure.approval) return exposure;
    const grants = of(granted, id);
    if (!grants.has(exposure.destination) && of(spent, id).size + grants.size < uses) grants.add(exposure.destination);
    if (grants.has(exposure.destination)) return exposure;
    return { ...exposure, approval: { ...exposure.approval, status: "misfit" as const }, closed: false };
  });
}
