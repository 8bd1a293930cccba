/** Scale in batch scripts and command lines: Slurm directives, torchrun and its relatives, MPI, Horovod, DeepSpeed, host files. */
import { count, type Plan } from "./plan.js";

/** Values of shell variables that are set to plain numbers in the same file (`GPUS_PER_NODE=8`, `${NNODES:-4}`). */
function variables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(
    /^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?([A-Za-z_]\w{0,60})=["']?(?:\$\{\w{1,60}:?[-=])?(\d{1,8})\}?["']?[ \t]*(?:[;#\r\n]|$)/gm,
  )) {
    if (found.size < 1000 && match[1] !== undefined && match[2] !== undefined && !found.has(match[1])) found.set(match[1], match[2]);
  }
  return found;
}

/** A value as written, with `$NAME`, `${NAME}` and `${NAME:-8}` resolved. An elastic range (`1:4`) is its upper end. */
function resolve(value: string | undefined, known: ReadonlyMap<string, string>): string | null {
  if (value === undefined) return null;
  const bare = value.replace(/^["']|["',\\)]+$/g, "");
  const name = /^\$\{?(\w+)(?::?[-=](\d+))?\}?$/.exec(bare);
  const plain = name === null ? bare : (known.get(name[1] ?? "") ?? name[2] ?? "");
  return plain.split(":").at(-1) ?? null;
}

interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Lines, with those that end in a backslash joined to the next, at most 20,000. */
function logicalLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let open: Line | null = null;
  for (const [i, part] of text.split("\n").slice(0, 20_000).entries()) {
    const before: Line | null = open;
    const joined: Line = { text: before === null ? part : `${before.text} ${part}`, number: before?.number ?? i + 1 };
    open = /\\\s*$/.test(part) && joined.text.length < 8000 ? { text: joined.text.replace(/\\\s*$/, ""), number: joined.number } : null;
    if (open === null) lines.push(joined);
  }
  return lines;
}

/** The value of the first of these options on a line: `--nnodes 4`, `--nnodes=4`, `-N4`. */
function option(line: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const long = name.length > 1;
    const dashes = name.startsWith("-") ? "" : long ? "--" : "-";
    const match = new RegExp(`(?:^|\\s)${dashes}${name.replaceAll("_", "[-_]")}${long ? "(?:=|\\s+)" : "(?:=|\\s*)"}([^\\s=]+)`).exec(line);
    if (match?.[1] !== undefined) return match[1];
  }
  return undefined;
}

/** `a100:8`, `gpu:a100:8`, `gpu:8`, `8`: the number and the words before it. */
function resource(
  value: string | undefined,
  known: ReadonlyMap<string, string>,
): { readonly number: number | null; readonly words: string } {
  const parts = (value ?? "").split(",")[0]?.replace(/\(.*$/, "").split(":") ?? [];
  const number = count(resolve(parts.at(-1), known));
  return {
    number: number ?? (/^gpu$/i.test(parts[0] ?? "") && parts.length < 3 ? 1 : null),
    words: parts.slice(0, number === null ? undefined : -1).join(" "),
  };
}

/** The `#SBATCH` directives of a batch script, as one plan. */
export function slurmPlan(text: string): Plan | null {
  const directives = [...text.matchAll(/^[ \t]*#SBATCH[ \t]+([^\r\n]{1,400})/gm)];
  const [first] = directives;
  if (first === undefined) return null;
  const all = directives.map((match) => match[1] ?? "").join(" ");
  const known = variables(text);
  const perNode = resource(option(all, "gpus_per_node", "gres"), known);
  const total = resource(option(all, "gpus", "G"), known);
  const tasks = count(resolve(option(all, "ntasks_per_node"), known));
  const perTask = count(resource(option(all, "gpus_per_task"), known).number);
  return {
    nodes: count((resolve(option(all, "nodes", "N"), known) ?? "").split("-").at(-1)),
    devicesPerNode: perNode.number ?? (tasks !== null && perTask !== null ? tasks * perTask : null),
    devices: total.number,
    deviceWords: `${perNode.words} ${total.words} ${option(all, "constraint", "C") ?? ""} ${option(all, "partition", "p") ?? ""}`.trim(),
    line: text.slice(0, first.index).split("\n").length,
  };
}

const launchers =
  /\b(torchrun|torch\.distributed\.(?:launch|run)|horovodrun|deepspeed|accelerate\s+launch|colossalai\s+run|paddle\.distributed\.launch|msrun|mpirun|mpiexec|srun|flagscale)\b/;

/** The options that a launcher gives on one line, or in the shell array that is handed to it. */
function launchPlan(line: Line, known: ReadonlyMap<string, string>): Plan | null {
  const { text } = line;
  const mpi = /\b(mpirun|mpiexec|horovodrun)\b/.test(text);
  const value = (...names: readonly string[]): number | null => count(resolve(option(text, ...names), known));
  const nodes = value("nnodes", "num_nodes", "num_machines", "nodes", "worker_num");
  const perNode = value("nproc_per_node", "num_gpus", "gpus_per_node", "npernode", "ntasks_per_node", "local_worker_num");
  const total = mpi ? value("-np", "np", "n") : value("num_processes");
  if (nodes === null && perNode === null && total === null) return null;
  const devices = mpi && !/horovodrun/.test(text) && !/gpu|cuda|nccl/i.test(text) ? null : total;
  return { nodes, devicesPerNode: perNode, devices: perNode === null ? devices : null, deviceWords: "", line: line.number };
}

/** Every launch of a script: command lines, and shell arrays of a launcher's options. */
export function launchPlans(text: string): readonly Plan[] {
  const known = variables(text);
  const arrays = [...text.matchAll(/^[ \t]*\w*ARGS\w*=\(?["']?([^)"']{10,4000})[)"']/gm)].filter((match) =>
    /--(nproc|nnodes|num_nodes)/.test(match[1] ?? ""),
  );
  const lines = [
    ...logicalLines(text).filter((line) => launchers.test(line.text) && !/^\s*(#|\/\/)(?!SBATCH)/.test(line.text)),
    ...arrays.map((match) => ({
      text: ` ${(match[1] ?? "").replace(/\\?\s*\n/g, " ")}`,
      number: text.slice(0, match.index).split("\n").length,
    })),
  ];
  return lines.slice(0, 200).flatMap((line) => launchPlan(line, known) ?? []);
}

/** A host file: a host and its slots on every line, and nothing else. */
export function hostFilePlan(text: string): Plan | null {
  if (text.length > 2_000_000) return null;
  const lines = text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
  const slots = lines.map((line) => /^[\w.:-]+\s+(?:slots|max_slots|max-slots)=(\d{1,5})(?:\s|$)/.exec(line)?.[1]);
  if (lines.length === 0 || slots.includes(undefined)) return null;
  return { nodes: lines.length, devicesPerNode: null, devices: slots.reduce((sum, n) => sum + Number(n), 0), deviceWords: "", line: 1 };
}

/** A trainer's own arguments in code: `Trainer(num_nodes=16, devices=8)`. */
export function trainerPlans(text: string): readonly Plan[] {
  return [...text.matchAll(/\bTrainer\(([^()]{1,2000})/g)].slice(0, 20).flatMap((match) => {
    const args = match[1] ?? "";
    const nodes = count(/\bnum_nodes\s*=\s*(\d+)/.exec(args)?.[1]);
    const perNode = count(/\b(?:devices|gpus)\s*=\s*(\d+)/.exec(args)?.[1]);
    if (nodes === null || perNode === null) return [];
    return [{ nodes, devicesPerNode: perNode, devices: null, deviceWords: "", line: text.slice(0, match.index).split("\n").length }];
  });
}
