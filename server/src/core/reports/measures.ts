/** Measures in words: parameters in billions, operations with their arithmetic; what is not known here is shown under its own name. */
import type { Measures } from "../markers/marker.js";
import { say, type Lang, type LocalText } from "../text.js";
import { plain } from "./safe.js";

const names: Readonly<Record<string, LocalText>> = {
  parameters: { en: "parameters", zh: "参数" },
  tensors: { en: "tensors", zh: "张量" },
  standsForBytes: { en: "bytes kept elsewhere", zh: "字节（存放于别处）" },
  shards: { en: "shards", zh: "个分片" },
  nodes: { en: "nodes", zh: "节点" },
  devices: { en: "devices", zh: "设备" },
  deviceModel: { en: "device", zh: "加速器型号" },
  peakTeraflops: { en: "peak TFLOPS (dense)", zh: "峰值 TFLOPS（稠密）" },
  trainingOperations: { en: "training operations", zh: "训练运算次数" },
  bytes: { en: "bytes", zh: "字节" },
  dtype: { en: "type", zh: "数据类型" },
  architecture: { en: "architecture", zh: "架构" },
};

/** `7.2 billion parameters`, `64 devices` … in a fixed order; the size is left to whoever lists all. */
export function measureSummary(measures: Measures, lang: Lang): string[] {
  const known = Object.keys(names).filter((key) => key !== "bytes" && measures[key] !== undefined);
  return known.map((key) => measureText(key, measures[key] ?? "", lang));
}

/** One measure with its name. */
export function measureText(key: string, value: number | string, lang: Lang): string {
  const name = names[key] === undefined ? plain(key, 40) : say(names[key], lang);
  if (typeof value === "string") return `${name} ${plain(value, 60)}`;
  if (lang === "zh-CN") return `${name} ${amount(value, lang)}`;
  return `${amount(value, lang)} ${value === 1 ? name.replace(/^(\w+)s\b/, "$1") : name}`;
}

function amount(value: number, lang: Lang): string {
  if (value >= 1e15) return value.toExponential(1);
  if (lang === "zh-CN") {
    if (value >= 1e8) return `${short(value / 1e8)} 亿`;
    return value >= 1e5 ? `${short(value / 1e4)} 万` : short(value);
  }
  if (value >= 1e9) return `${short(value / 1e9)} billion`;
  return value >= 1e6 ? `${short(value / 1e6)} million` : short(value);
}

function short(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}
