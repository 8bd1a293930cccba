/** What stands beside weights and launches reaches the markers: architecture, tokens, scale. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fileEvidence, textEvidence } from "../../../src/core/markers/file-evidence.js";
import type { FileSummary, Marker } from "../../../src/core/markers/marker.js";
import { bytesOf } from "../../../src/core/markers/formats/bytes.js";
import { trainingOperations } from "../../../src/core/markers/formats/model-json.js";
import { readFormat } from "../../../src/core/markers/formats/read-format.js";
import { parseDevices } from "../../../src/core/markers/measures/devices.js";
import { noPackages } from "../../../src/core/markers/origin.js";
import { countFiles } from "../../../src/core/markers/tree-files.js";
import { treeMarkers } from "../../../src/core/markers/tree-context.js";
import { compileRules } from "../../../src/core/markers/compile-rules.js";
import { parseRule } from "../../../src/core/rulebook/parse-rule.js";
import { safetensors } from "./build.js";

const rules = new URL("../../../../rules/", import.meta.url);
const ruleOf = (path: string) => {
  const { rule } = parseRule(path, readFileSync(new URL(`markers/${path}`, rules), "utf8"));
  if (rule === null) throw new Error(path);
  return rule;
};
const { devices } = parseDevices("devices.yaml", readFileSync(new URL("devices.yaml", rules), "utf8"));
const names = ["model-weights/safetensors.yaml", "model-weights/architecture.yaml", "distributed-compute/launch-script.yaml"];
const compiled = compileRules(names.map(ruleOf), devices);

function markersOf(files: Readonly<Record<string, Uint8Array | string>>): Marker[] {
  const summaries = Object.entries(files).map(([path, content]): FileSummary => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const text =
      typeof content === "string" ? textEvidence(compiled, path, { text: content, bytes: new TextEncoder().encode(content) }, true) : null;
    return fileEvidence(compiled, path, bytes.length, text, readFormat(path, bytes, bytesOf(bytes)));
  });
  return treeMarkers({ compiled, summaries, files: countFiles(Object.keys(files)), packages: noPackages });
}
const config =
  '{"architectures": ["LlamaForCausalLM"], "hidden_size": 8, "num_hidden_layers": 2, "vocab_size": 100, "training_tokens": 1000}';

describe("weights and the configuration beside them", () => {
  it("multiplies six operations for each parameter and token", () => {
    expect(trainingOperations(7e9, 2e12)).toBe(8.4e22);
    expect(trainingOperations(7e9, null)).toBeNull();
  });

  it("gives weights the architecture and operations of the configuration in their folder, and of no other", () => {
    const markers = markersOf({
      "a/config.json": config,
      "a/model.safetensors": safetensors({ w: [8, 8] }),
      "b/model.safetensors": safetensors({ w: [8, 8] }),
    });
    const measures = (path: string) => markers.find((marker) => marker.path === path)?.measures;
    // 6 × 64 parameters × 1,000 tokens.
    expect(measures("a/model.safetensors")).toMatchObject({
      parameters: 64,
      architecture: "LlamaForCausalLM",
      trainingOperations: 384_000,
    });
    expect(measures("b/model.safetensors")).not.toHaveProperty("architecture");
  });

  it("says a file that is cut off as a gap beside its marker", () => {
    const cut = safetensors({ w: [64, 64] }).subarray(0, 200);
    const summary = fileEvidence(compiled, "m.safetensors", cut.length, null, readFormat("m.safetensors", cut, bytesOf(cut)));
    expect(summary.skipped).toEqual([{ path: "m.safetensors", reason: "truncated", gap: true }]);
    expect(summary.measures["parameters"]).toBe(4096);
  });
});

describe("the scale of a launch", () => {
  it("reaches the marker as measures, and as words that weigh nothing", () => {
    const script =
      "#!/bin/bash\n#SBATCH --nodes=4\n#SBATCH --gres=gpu:a100:8\nsrun torchrun --nproc_per_node=8 --nnodes=4 pretrain_gpt.py --tensor-model-parallel-size 8 --num-layers 96\n";
    const [marker] = markersOf({ "train.sbatch": script });
    // 4 × 8 × 312.
    expect(marker?.measures).toEqual({ nodes: 4, devices: 32, deviceModel: "a100", peakTeraflops: 9984 });
    expect(marker?.evidence.filter((one) => one.id === "scale").map((one) => [one.line, one.weight, one.what.en.slice(0, 30)])).toEqual([
      [2, 0, "4 nodes × 8 devices = 32 devic"],
    ]);
  });
});
