/** How large a computation a script or configuration sets up: nodes × devices × dense peak, with the arithmetic in words. A measure, never a marker of its own. */
import type { LocalText } from "../../text.js";
import type { Device } from "../../rulebook/rulebook.js";
import type { Measures } from "../marker.js";
import { devicesIn } from "./devices.js";
import { manifestPlans } from "./manifests.js";
import { devicesOf, largest, type Plan } from "./plan.js";
import { hostFilePlan, launchPlans, slurmPlan, trainerPlans } from "./scripts.js";

/** "97万亿次" of 086302X, read as operations per second, in TFLOPS. The wording has neither a unit of time nor a precision: a context figure, never a marker alone. */
const contextTeraflops = 97;

/** Languages in which nobody writes how a computation is launched. */
export const silent: ReadonlySet<string> = new Set([
  "c",
  "cpp",
  "java",
  "scala",
  "csharp",
  "rust",
  "go",
  "swift",
  "fortran",
  "assembly",
  "shader",
  "vhdl",
  "ada",
  "pascal",
]);

/** The scale of one file. */
export interface ComputeMeasure {
  /** `nodes`, `devices`, `deviceModel`, `peakTeraflops` (dense fp16), as far as the file says them. */
  readonly measures: Measures;
  readonly arithmetic: LocalText;
  /** From 1. */
  readonly line: number;
}

const mostText = 2_000_000;
const telling =
  /#SBATCH|torchrun|torch\.distributed|mpirun|mpiexec|horovodrun|deepspeed|accelerate|colossalai|paddle\.distributed|msrun|slots=|Trainer\(|\/gpu|\/tpu|\/mlu|ascend|gaudi|available_node_types|distributed_type|accelerators:|nproc_per_node/i;

/** The scale that a text sets up; null where it says none. `devices` is the rulebook's table. */
export function computeMeasure(path: string, text: string, devices: readonly Device[]): ComputeMeasure | null {
  if (text.length > mostText || !telling.test(text)) return null;
  const plan = planOf(path, text);
  if (plan === null) return null;
  const total = devicesOf(plan);
  const device = deviceOf(plan, text, devices);
  // One device of an unknown kind is any desktop computer.
  if ((plan.nodes ?? 1) < 2 && (total === null || (total < 2 && typeof device === "string"))) return null;
  const peak = total === null || typeof device === "string" ? null : device.fp16;
  const measures: Record<string, number | string> = {};
  if (plan.nodes !== null) measures["nodes"] = plan.nodes;
  if (total !== null) measures["devices"] = total;
  if (typeof device !== "string") measures["deviceModel"] = device.id;
  if (total !== null && peak !== null) measures["peakTeraflops"] = round(total * peak);
  return { measures, arithmetic: inWords(plan, total, device), line: plan.line };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The greatest plan; what Slurm says of nodes and what the launcher in the same script says of devices belong together. */
function planOf(path: string, text: string): Plan | null {
  const slurm = slurmPlan(text);
  const launches = launchPlans(text);
  const joined = slurm === null ? launches : [withLaunch(slurm, largest(launches))];
  const manifests =
    /\.(ya?ml|json)$/i.test(path) || /^\s*(apiVersion|cluster_name|compute_environment|resources):/m.test(text) ? manifestPlans(text) : [];
  const hosts = text.includes("slots=") ? hostFilePlan(text) : null;
  return largest([...joined, ...manifests, ...trainerPlans(text), ...(hosts === null ? [] : [hosts])]);
}

function withLaunch(slurm: Plan, launch: Plan | null): Plan {
  return {
    ...slurm,
    nodes: slurm.nodes ?? launch?.nodes ?? null,
    devicesPerNode: slurm.devicesPerNode ?? (slurm.devices === null ? (launch?.devicesPerNode ?? null) : null),
  };
}

/** The device that the plan's own words name, else the only one that the text names; otherwise why it is unknown. */
function deviceOf(plan: Plan, text: string, devices: readonly Device[]): Device | "unnamed" | "several" {
  const own = devicesIn(plan.deviceWords, devices);
  const named = own.length > 0 ? own : devicesIn(text, devices);
  const [only] = named;
  return only === undefined ? "unnamed" : named.length > 1 ? "several" : only;
}

const unknownDevice = {
  unnamed: { en: "the device is not named, so no peak", zh: "未写明加速器型号，无法计算峰值" },
  several: { en: "several devices are named, so no peak", zh: "写明了多种加速器型号，无法计算峰值" },
} as const;

function counted(plan: Plan, total: number | null): LocalText {
  const { nodes, devicesPerNode } = plan;
  if (total === null)
    return { en: `${number(nodes ?? 1)} nodes; devices per node are not said`, zh: `${number(nodes ?? 1)} 个节点，未写明每节点的加速器数` };
  const product = nodes !== null && devicesPerNode !== null && nodes * devicesPerNode === total;
  if (product)
    return {
      en: `${many(nodes, "node")} × ${many(devicesPerNode, "device")} = ${many(total, "device")}`,
      zh: `${number(nodes)} 个节点 × 每节点 ${devicesPerNode} 个加速器 = ${number(total)} 个加速器`,
    };
  return {
    en: `${many(total, "device")}${nodes === null ? "" : ` on ${many(nodes, "node")}`}`,
    zh: `${nodes === null ? "" : `${number(nodes)} 个节点，`}共 ${number(total)} 个加速器`,
  };
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function many(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** The arithmetic as a sentence, with how well the peak is verified and what the threshold of 086302X means. */
function inWords(plan: Plan, total: number | null, device: Device | "unnamed" | "several"): LocalText {
  const scale = counted(plan, total);
  if (typeof device === "string")
    return { en: `${scale.en}; ${unknownDevice[device].en}.`, zh: `${scale.zh}；${unknownDevice[device].zh}。` };
  if (total === null) return { en: `${scale.en} (${device.id}).`, zh: `${scale.zh}（${device.id}）。` };
  if (device.fp16 === null)
    return {
      en: `${scale.en} (${device.id}); its dense FP16 peak is not known.`,
      zh: `${scale.zh}（${device.id}）；其 FP16 稠密峰值未知。`,
    };
  const peak = round(total * device.fp16);
  const how = {
    en: device.verification === "memory" ? "not verified" : device.verification,
    zh: device.verification === "memory" ? "未经核对" : device.verification === "official" ? "厂商公布" : "二手来源",
  };
  const context =
    peak < contextTeraflops
      ? { en: "", zh: "" }
      : {
          en: ` Above the 97 of 086302X, whose wording has no stated unit of time or precision; any modern accelerator exceeds it.`,
          zh: `高于 086302X 的“97万亿次”；该表述未写明时间单位和精度，任何现代加速器均超过。`,
        };
  return {
    en: `${scale.en} × ${number(device.fp16)} TFLOPS (${device.id}, dense FP16 peak, ${how.en}) = ${number(peak)} TFLOPS.${context.en}`,
    zh: `${scale.zh} × ${number(device.fp16)} TFLOPS（${device.id}，FP16 稠密峰值，${how.zh}）= ${number(peak)} TFLOPS。${context.zh}`,
  };
}
