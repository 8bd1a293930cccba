/** The table of accelerators (rules/devices.yaml, from facts §6), and how a device is recognised in a text. */
import type { Problem } from "../../problem.js";
import { verifications } from "../../rulebook/item.js";
import type { Device } from "../../rulebook/rulebook.js";
import { mapping, mapsAt, numberOr, openYaml, oneOf, text, texts, type YamlMap } from "../../rulebook/yaml-reader.js";

const keys = ["id", "names", "fp64", "fp32", "tf32", "fp16", "fp8", "int8", "verification", "source"];

/** Parses rules/devices.yaml. Peaks are dense TFLOPS (int8: TOPS) of one device; an absent one is null, not zero. */
export function parseDevices(path: string, source: string): { readonly devices: readonly Device[]; readonly problems: readonly Problem[] } {
  const file = openYaml(path, source);
  if (file.root === null) return { devices: [], problems: file.problems };
  const devices = mapsAt(mapping(file.root, ["devices"]), "devices", keys).map(parseDevice);
  return { devices, problems: file.problems };
}

function parseDevice(map: YamlMap): Device {
  const peak = (key: string): number | null => numberOr(map, key, null, { min: 0, max: 1_000_000 });
  return {
    id: text(map, "id"),
    names: texts(map, "names"),
    fp64: peak("fp64"),
    fp32: peak("fp32"),
    tf32: peak("tf32"),
    fp16: peak("fp16"),
    fp8: peak("fp8"),
    int8: peak("int8"),
    verification: oneOf(map, "verification", verifications),
    source: text(map, "source"),
  };
}

/** Names as they are written in scripts: `RTX 4090`, `rtx_4090` and `rtx-4090` are one. */
function plain(words: string): string {
  return ` ${words.toLowerCase().replace(/[^a-z0-9]+/g, "-")} `.replace(/ -|- /g, " ");
}

/** The devices that a text names, as whole words; of names within one another (`H100` in `H100 PCIe`) only the longest. */
export function devicesIn(words: string, devices: readonly Device[]): readonly Device[] {
  let left = `-${plain(words.slice(0, 200_000)).trim()}-`;
  const names = devices.flatMap((device) => device.names.map((name) => ({ device, name: plain(name).trim() })));
  const found = new Set<Device>();
  for (const { device, name } of names.sort((a, b) => b.name.length - a.name.length)) {
    if (!left.includes(`-${name}-`)) continue;
    found.add(device);
    left = left.split(`-${name}-`).join("-.-");
  }
  return [...found];
}
