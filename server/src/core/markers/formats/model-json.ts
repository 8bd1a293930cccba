/** JSON beside weights: the index of a sharded checkpoint, and the configuration of an architecture. Both are read by their keys, never by their name. */
import type { Measures } from "../marker.js";
import { includesText, textOf, type Bytes } from "./bytes.js";
import type { FormatFinding } from "./finding.js";

const mostText = 16_000_000;

/** The object that a JSON text holds; null for anything else. */
function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}

/** The first of these keys that has a number. */
function firstNumber(json: Readonly<Record<string, unknown>>, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = numberOf(json[key]);
    if (value !== null) return value;
  }
  return null;
}

const architectureKeys = ["architectures", "model_type", "_class_name", "architecture"] as const;
const widthKeys = ["hidden_size", "d_model", "n_embd", "dim", "hidden_dim", "embed_dim"];
const depthKeys = ["num_hidden_layers", "n_layer", "num_layers", "n_layers", "encoder_layers"];
const tokenKeys = ["num_training_tokens", "training_tokens", "n_tokens", "num_tokens_trained", "total_tokens"];

/** Operations of training by the usual estimate 6·N·D (parameters × tokens); null where one is missing. */
export function trainingOperations(parameters: number | null, tokens: number | null): number | null {
  return parameters === null || tokens === null ? null : 6 * parameters * tokens;
}

/** What a configuration says of the architecture: its name, width, depth, vocabulary and, where given, the tokens it was trained on. */
export function readModelConfig(text: string): Measures | null {
  const json = objectOf(text);
  if (json === null) return null;
  const width = firstNumber(json, widthKeys);
  const depth = firstNumber(json, depthKeys);
  const named = architectureKeys.map((key) => json[key]).map((value): unknown => (Array.isArray(value) ? value[0] : value));
  const architecture = named.find((value): value is string => typeof value === "string" && value.length > 0 && value.length < 100);
  if (architecture === undefined || width === null || (depth === null && numberOf(json["vocab_size"]) === null)) return null;
  const vocabulary = numberOf(json["vocab_size"]);
  const tokens = firstNumber(json, tokenKeys);
  const type = json["torch_dtype"] ?? json["dtype"];
  return {
    architecture,
    hiddenSize: width,
    ...(depth === null ? {} : { layers: depth }),
    ...(vocabulary === null ? {} : { vocabulary }),
    ...(typeof type === "string" ? { dtype: type.replace("torch.", "").slice(0, 20) } : {}),
    ...(tokens === null ? {} : { tokens }),
  };
}

/** Measures of weights, completed by the configuration beside them: architecture, and training operations where both parameters and tokens are known. */
export function withConfig(measures: Measures, config: Measures): Measures {
  const parameters = numberOf(measures["parameters"]);
  const operations = trainingOperations(parameters, numberOf(config["tokens"]));
  const { architecture, tokens } = config;
  return {
    ...(architecture === undefined ? {} : { architecture }),
    ...(tokens === undefined ? {} : { tokens }),
    ...measures,
    ...(operations === null ? {} : { trainingOperations: operations }),
  };
}

/** The index of a sharded checkpoint: which tensor stands in which file, and the size of all. */
function readIndex(text: string, size: number): FormatFinding | null {
  const json = objectOf(text);
  const map = json?.["weight_map"];
  if (json === null || typeof map !== "object" || map === null) return null;
  const files = new Set(Object.values(map).filter((file): file is string => typeof file === "string"));
  const metadata = json["metadata"];
  const about = typeof metadata === "object" && metadata !== null ? (metadata as Readonly<Record<string, unknown>>) : {};
  const total = numberOf(about["total_size"]);
  const parameters = numberOf(about["total_parameters"]);
  return {
    format: "weights-index",
    measures: {
      bytes: size,
      tensors: Object.keys(map).length,
      shards: files.size,
      ...(total === null ? {} : { standsForBytes: total }),
      ...(parameters === null ? {} : { parameters }),
    },
  };
}

/** The weights of one group of TensorFlow.js: each with a shape and a type, none of it text. */
function groupOf(value: unknown): { readonly shape: readonly number[]; readonly dtype: string }[] {
  const group = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if (!Array.isArray(group["weights"]) || !Array.isArray(group["paths"])) return [];
  return group["weights"].slice(0, 1_000_000).flatMap((entry: unknown) => {
    const { shape, dtype } = typeof entry === "object" && entry !== null ? (entry as Readonly<Record<string, unknown>>) : {};
    if (!Array.isArray(shape) || typeof dtype !== "string") return [];
    const sizes = shape.filter((n): n is number => typeof n === "number" && Number.isInteger(n) && n >= 0);
    return sizes.length === shape.length ? [{ shape: sizes, dtype }] : [];
  });
}

/** The manifest of a TensorFlow.js model: the shards beside it have no head of their own. */
function readManifest(text: string, size: number): FormatFinding | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const groups: unknown = Array.isArray(value) ? value : (value as Readonly<Record<string, unknown>>)["weightsManifest"];
  const weights = Array.isArray(groups) ? groups.flatMap(groupOf) : [];
  const parameters = weights.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  if (weights.length === 0 || !Number.isSafeInteger(parameters)) return null;
  return {
    format: "tfjs-manifest",
    measures: { bytes: size, parameters, tensors: weights.length, dtype: weights[0]?.dtype.slice(0, 20) ?? "" },
  };
}

/** An index or a configuration; null where the JSON is neither. Only texts whose first letters look like one are parsed at all. */
export function readModelJson(head: Uint8Array, bytes: Bytes): FormatFinding | null {
  if (bytes.size > mostText || bytes.size < 20 || (head[0] !== 0x7b && head[0] !== 0x5b)) return null;
  const start = bytes.read(0, 16_384);
  const has = (key: string): boolean => includesText(start, `"${key}"`);
  const isList = head[0] === 0x5b;
  if (isList ? has("paths") && has("weights") : has("modelTopology") || has("weightsManifest"))
    return readManifest(textOf(bytes.read(0, bytes.size)), bytes.size);
  if (isList) return null;
  const index = has("weight_map");
  if (!index && !(bytes.size < 1_000_000 && architectureKeys.some(has) && widthKeys.some(has))) return null;
  const text = textOf(bytes.read(0, bytes.size));
  if (index) return readIndex(text, bytes.size);
  const config = readModelConfig(text);
  return config === null ? null : { format: "model-config", measures: { bytes: bytes.size, ...config } };
}
