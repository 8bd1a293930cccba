/** What a script or configuration says of its scale, before the arithmetic: how many nodes, how many devices on each, which device. */

/** Numbers are null where the file does not say them. */
export interface Plan {
  readonly nodes: number | null;
  readonly devicesPerNode: number | null;
  /** Where the file gives the sum and not the share of a node (`--gpus`, `-np`). */
  readonly devices: number | null;
  /** Words in which the device is named (`gpu:a100:8`, a node label); empty where none is. */
  readonly deviceWords: string;
  /** From 1. */
  readonly line: number;
}

/** More nodes or devices than any machine of today has; beyond it a number is a mistake or bait. */
const most = 10_000_000;

/** A whole number as scripts write it; null for anything else. */
export function count(value: string | number | undefined | null): number | null {
  const number = typeof value === "number" ? value : /^\d{1,8}$/.test(value ?? "") ? Number(value) : NaN;
  return Number.isInteger(number) && number > 0 && number <= most ? number : null;
}

/** All devices of a plan; null where it cannot be known. */
export function devicesOf(plan: Plan): number | null {
  if (plan.devices !== null) return plan.devices;
  return plan.devicesPerNode === null ? null : plan.devicesPerNode * (plan.nodes ?? 1);
}

/** The plan of the greatest scale. */
export function largest(plans: readonly Plan[]): Plan | null {
  const scale = (plan: Plan): number => (devicesOf(plan) ?? 0) * 1000 + (plan.nodes ?? 0);
  return [...plans].sort((a, b) => scale(b) - scale(a))[0] ?? null;
}
