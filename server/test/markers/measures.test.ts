/** The scale of a computation, read from the scripts and manifests that set it up. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeMeasure } from "../../src/core/markers/measures/compute.js";
import { devicesIn, parseDevices } from "../../src/core/markers/measures/devices.js";

const table = new URL("../../../rules/devices.yaml", import.meta.url);
const { devices, problems } = parseDevices("rules/devices.yaml", readFileSync(table, "utf8"));
const measure = (text: string, path = "run.sh") => computeMeasure(path, text, devices);

describe("the table of devices", () => {
  it("has the record's peaks, and no name twice", () => {
    expect(problems).toEqual([]);
    expect(devices.find((device) => device.id === "a100")?.fp16).toBe(312);
    expect(devices.find((device) => device.id === "ascend-910b")?.verification).toBe("memory");
    const names = devices.flatMap((device) => device.names);
    expect(new Set(names).size).toBe(names.length);
  });

  it("says where a table is wrong", () => {
    const wrong = parseDevices("d.yaml", "devices:\n  - { id: x, names: [x], fp16: fast, verification: rumour, source: s }\n");
    expect(wrong.problems.map((problem) => [problem.line, problem.code])).toEqual([
      [2, "wrong-type"],
      [2, "unknown-value"],
    ]);
  });

  it.each([
    ["NVIDIA-A100-SXM4-80GB", ["a100"]],
    ["nvidia-tesla-v100", ["v100"]],
    ["H100 PCIe", ["h100-pcie"]],
    ["RTX 4090", ["rtx-4090"]],
    ["Ascend910B", ["ascend-910b"]],
    ["tested on V100 and A100", ["v100", "a100"]],
    ["va1000 h1000", []],
  ])("finds in %j %j", (words, ids) => {
    expect(
      devicesIn(words, devices)
        .map((device) => device.id)
        .sort(),
    ).toEqual([...ids].sort());
  });
});

describe("batch scripts and command lines", () => {
  it("multiplies the nodes, GPUs and peak of a Slurm script", () => {
    const found = measure("#!/bin/bash\n#SBATCH --job-name=x\n#SBATCH --nodes=16\n#SBATCH --gres=gpu:a100:8\nsrun python train.py\n");
    // 16 × 8 = 128; 128 × 312 = 39,936.
    expect(found?.measures).toEqual({ nodes: 16, devices: 128, deviceModel: "a100", peakTeraflops: 39_936 });
    expect(found?.arithmetic.en).toContain(
      "16 nodes × 8 devices = 128 devices × 312 TFLOPS (a100, dense FP16 peak, secondary) = 39,936 TFLOPS.",
    );
    expect(found?.arithmetic.zh).toContain("16 个节点 × 每节点 8 个加速器 = 128 个加速器 × 312 TFLOPS");
    expect(found?.line).toBe(2);
  });

  const scripts: readonly (readonly [string, string, Record<string, unknown>])[] = [
    [
      "short Slurm options",
      "#SBATCH -N 4\n#SBATCH --gpus-per-node=h100:4\n",
      { nodes: 4, devices: 16, deviceModel: "h100-sxm", peakTeraflops: 15_830.4 },
    ],
    ["a sum of GPUs", "#SBATCH --gpus=v100:64\n", { devices: 64, deviceModel: "v100", peakTeraflops: 8000 }],
    ["Slurm's nodes and torchrun's processes", "#SBATCH --nodes=2\nsrun torchrun --nproc_per_node=8 train.py\n", { nodes: 2, devices: 16 }],
    ["GPUs per task", "#SBATCH --nodes=2 --ntasks-per-node=4 --gpus-per-task=1\n", { nodes: 2, devices: 8 }],
    [
      "torchrun",
      "torchrun --nnodes=4 --nproc-per-node=8 train.py # on H800\n",
      { nodes: 4, devices: 32, deviceModel: "h800", peakTeraflops: 31_648 },
    ],
    ["an elastic range by its upper end", "torchrun --nnodes=1:8 --nproc_per_node=4 train.py\n", { nodes: 8, devices: 32 }],
    [
      "a command over several lines",
      "python -m torch.distributed.launch \\\n  --nproc_per_node 8 \\\n  --nnodes 2 \\\n  train.py\n",
      { nodes: 2, devices: 16 },
    ],
    [
      "variables and their defaults",
      "GPUS_PER_NODE=8\nNNODES=${NNODES:-32}\ntorchrun --nproc_per_node $GPUS_PER_NODE --nnodes ${NNODES} x.py\n",
      { nodes: 32, devices: 256 },
    ],
    [
      "a shell array of options",
      "NUM_NODES=4\nDISTRIBUTED_ARGS=(\n    --nproc_per_node 8\n    --nnodes $NUM_NODES\n)\ntorchrun ${DISTRIBUTED_ARGS[@]} pretrain.py\n",
      { nodes: 4, devices: 32 },
    ],
    ["Horovod", "horovodrun -np 16 -H a:8,b:8 python train.py\n", { devices: 16 }],
    ["MPI with GPUs", "mpirun -np 32 -x NCCL_DEBUG=INFO python train.py\n", { devices: 32 }],
    ["DeepSpeed", "deepspeed --num_nodes 2 --num_gpus 8 train.py\n", { nodes: 2, devices: 16 }],
    ["accelerate", "accelerate launch --num_machines 4 --num_processes 32 train.py\n", { nodes: 4, devices: 32 }],
    ["a host file", "worker-1 slots=8\nworker-2 slots=8 # second\n", { nodes: 2, devices: 16 }],
    ["nodes without devices", "#SBATCH --nodes=64\nsrun ./solver\n", { nodes: 64 }],
    ["a trainer in code", "trainer = pl.Trainer(accelerator='gpu', devices=8, num_nodes=4)\n", { nodes: 4, devices: 32 }],
  ];
  it.each(scripts)("reads %s", (_, text, expected) => {
    expect(measure(text)?.measures).toEqual(expected);
  });

  it("says that an unnamed device has no peak", () => {
    expect(measure("torchrun --nnodes=2 --nproc_per_node=8 t.py\n")?.arithmetic).toEqual({
      en: "2 nodes × 8 devices = 16 devices; the device is not named, so no peak.",
      zh: "2 个节点 × 每节点 8 个加速器 = 16 个加速器；未写明加速器型号，无法计算峰值。",
    });
  });

  it("does not choose among several devices", () => {
    const found = measure("# V100 or A100\ntorchrun --nnodes=2 --nproc_per_node=8 t.py\n");
    expect(found?.measures).toEqual({ nodes: 2, devices: 16 });
    expect(found?.arithmetic.en).toContain("several devices are named");
  });

  it("calls a peak from memory not verified", () => {
    expect(measure("#SBATCH --nodes=2 --gres=gpu:mi300x:8\n")?.arithmetic.en).toContain("dense FP16 peak, not verified");
  });

  it("names the missing unit wherever the threshold is exceeded, and keeps silent below it", () => {
    expect(measure("#SBATCH --gpus=a100:1\n")?.arithmetic.en).toContain("no stated unit of time or precision");
    expect(measure("#SBATCH --gpus=mlu370-x8:1\n")?.arithmetic.en).toBe(
      "1 device × 96 TFLOPS (mlu370-x8, dense FP16 peak, secondary) = 96 TFLOPS.",
    );
  });

  it.each([
    ["a script of something else", "#!/bin/sh\nnpm ci && npm test\n"],
    ["a comment about torchrun", "# use torchrun --nproc_per_node=8\nmake\n"],
    ["MPI of a laptop", "mpirun --version\n"],
    ["a single process", "torchrun train.py\n"],
    ["absurd numbers", "torchrun --nnodes=99999999999 --nproc_per_node=99999999999 t.py\n"],
    ["slots of something else", "cpu slots=4\nthis is prose\n"],
  ])("finds no scale in %s", (_, text) => {
    expect(measure(text)).toBeNull();
  });
});

describe("manifests", () => {
  const yaml = (text: string) => measure(text, "job.yaml")?.measures;

  it("multiplies the limits of pods by the replicas around them", () => {
    const job = `apiVersion: kubeflow.org/v1
kind: PyTorchJob
spec:
  pytorchReplicaSpecs:
    Master:
      replicas: 1
      template: { spec: { nodeSelector: { nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB }, containers: [{ resources: { limits: { nvidia.com/gpu: 8 } } }] } }
    Worker:
      replicas: 3
      template: { spec: { containers: [{ resources: { limits: { nvidia.com/gpu: "8" } } }] } }
`;
    // 4 pods × 8 = 32; 32 × 312 = 9,984.
    expect(yaml(job)).toEqual({ nodes: 4, devices: 32, deviceModel: "a100", peakTeraflops: 9984 });
  });

  it("reads a Ray cluster by its types of node", () => {
    const ray = `cluster_name: x
head_node_type: head
available_node_types:
  head: { resources: { CPU: 8 } }
  worker: { min_workers: 1, max_workers: 10, resources: { GPU: 4, "accelerator_type:V100": 1 } }
`;
    // 10 × 4 = 40; 40 × 125 = 5,000. The head is a node without GPUs.
    expect(yaml(ray)).toEqual({ nodes: 11, devices: 40, deviceModel: "v100", peakTeraflops: 5000 });
  });

  it("reads accelerate's configuration and SkyPilot tasks", () => {
    expect(yaml("compute_environment: LOCAL_MACHINE\ndistributed_type: FSDP\nnum_machines: 2\nnum_processes: 16\n")).toEqual({
      nodes: 2,
      devices: 16,
    });
    expect(yaml("num_nodes: 4\nresources:\n  accelerators: H100:8\n")).toEqual({
      nodes: 4,
      devices: 32,
      deviceModel: "h100-sxm",
      peakTeraflops: 31_660.8,
    });
  });

  it("leaves deployments without accelerators, templates and configurations of nothing alone", () => {
    expect(yaml("apiVersion: apps/v1\nkind: Deployment\nspec: { replicas: 3 }\n")).toBeUndefined();
    expect(yaml("resources:\n  limits:\n    nvidia.com/gpu: {{ .Values.gpus }}\n")).toBeUndefined();
    expect(yaml("distributed_type: 'NO'\nnum_machines: 1\nnum_processes: 1\n")).toBeUndefined();
  });

  it("is not slowed by nesting or aliases", () => {
    const start = performance.now();
    yaml(`distributed_type: FSDP\nx: ${"[".repeat(20_000)}`);
    yaml(
      `a: &a [1,1]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? "a" : `b${i - 1}`}, *${i === 0 ? "a" : `b${i - 1}`}]`).join("\n")}\ndistributed_type: FSDP\nnum_machines: 2\n`,
    );
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe("hostile text", () => {
  const pieces = [
    "#SBATCH ",
    "--nodes=",
    "--gres=gpu:",
    "torchrun ",
    "--nproc_per_node ",
    "$",
    "${A:-",
    "}",
    "8",
    "\\\n",
    "\n",
    "Trainer(",
    "slots=",
    ":",
    "A=1",
    "mpirun -np ",
    "nvidia.com/gpu: ",
    "replicas: ",
    "[",
    "{",
    "&a ",
    "*a",
  ];
  it("never throws and never takes long", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 })), { maxLength: 60 }), (parts) => {
        const start = performance.now();
        const found = computeMeasure("x.yaml", parts.join(""), devices);
        expect(performance.now() - start).toBeLessThan(1000);
        for (const value of Object.values(found?.measures ?? {}))
          expect(typeof value === "string" || (Number.isFinite(value) && value > 0)).toBe(true);
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 6000 },
    );
  });

  it("reads long lines in linear time", () => {
    const start = performance.now();
    measure(`torchrun ${"--nnodes ".repeat(50_000)}`);
    measure(`#SBATCH ${"--gres=gpu:".repeat(30_000)}\n`.repeat(3));
    measure("Trainer(".repeat(50_000));
    measure("X_ARGS=(".repeat(20_000) + " --nproc 3");
    expect(performance.now() - start).toBeLessThan(2500);
  });
});
