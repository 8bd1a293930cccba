/**
 * Files that stand for others: Git LFS pointers, DVC files, git-annex pointers and links. The content is elsewhere, so name and size must do:
 * a pointer to `model.safetensors` of 150 GB is 150 GB of weights to whoever may fetch it.
 */
import { hasText, includesText, textOf, type Bytes } from "./bytes.js";
import type { Measures } from "../marker.js";

/** What a pointer stands for. `bytes` is null where it does not say. */
export interface Pointer {
  readonly kind: "lfs" | "dvc" | "annex";
  readonly names: readonly string[];
  readonly bytes: number | null;
}

/** Endings that only weights have. */
const weightEndings =
  /\.(safetensors|gguf|ggml|pt|pth|ckpt|onnx|tflite|keras|dnn|pdparams|pdiparams|pdopt|mindir|mnn|caffemodel|mlmodel|nemo|rknn|engine|t7|params|llamafile|q[48]_[01k]\w*)$/i;
/** Endings that data have too: weights where the rest of the name says so. */
const sharedEndings = /\.(bin|h5|hdf5|pkl|pickle|joblib|npz|npy|pb|model|dat|zip|tar|gz|tgz)$|\.data-\d{5}-of-\d{5}$|\/$|^[^.]+$/i;
const weightWords =
  /(^|[-_./])(models?|weights?|checkpoints?|ckpts?|pytorch|adapter|lora|pretrained|consolidated|variables|params|saved_model|encoder|decoder|generator|discriminator|predictor|detector|classifier)([-_./\d]|$)|bert|llama|gpt|resnet|权重|模型/i;

/** Whether a name is one of weights. */
function namesWeights(path: string): boolean {
  if (weightEndings.test(path)) return true;
  const tail = path.split("/").slice(-2).join("/");
  return sharedEndings.test(path) && weightWords.test(tail);
}

function lfs(path: string, text: string): Pointer | null {
  if (!/^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\/v\d/.test(text) || !/^oid [\w-]+:[0-9a-f]{32,}/m.test(text))
    return null;
  const size = /^size (\d{1,15})\s*$/m.exec(text)?.[1];
  return { kind: "lfs", names: [path], bytes: size === undefined ? null : Number(size) };
}

/** How the links of git-annex begin that are relative, as files that hold them do where there are no links. */
const beginsOfLinks = ["./", "../", ".git/", "annex/"];

function annex(path: string, text: string): Pointer | null {
  const key =
    /^(?:\/annex\/objects\/|(?:\.\.?\/)*(?:\.git\/)?annex\/objects\/)(?:[^\n]*\/)?([A-Z][A-Z0-9_]*)(-[^\s/]*?)--([^\s/]+)\s*$/.exec(
      text.split("\n")[0] ?? "",
    );
  if (key === null) return null;
  const size = /-s(\d{1,15})/.exec(key[2] ?? "")?.[1];
  return { kind: "annex", names: [path], bytes: size === undefined ? null : Number(size) };
}

/** `outs:` of a DVC file: what it stands for, with sizes; deps are what it was made from and do not count. */
function dvc(path: string, text: string): Pointer | null {
  if (
    !/^(outs|md5|wdir|deps|frozen|meta|desc):/m.test(text) ||
    !/^outs:\s*$/m.test(text) ||
    !/^\s*(-\s+)?(md5|etag|checksum|hash):\s/m.test(text)
  )
    return null;
  const outs = text
    .slice(text.search(/^outs:\s*$/m))
    .split("\n")
    .slice(1);
  const end = outs.findIndex((line) => /^[a-z]/.test(line));
  const lines = end < 0 ? outs : outs.slice(0, end);
  const values = (key: string): string[] =>
    lines.flatMap((line) => new RegExp(`^[\\s-]*${key}:\\s*['"]?([^'"\\s#]+)`).exec(line)?.[1] ?? []);
  const sizes = values("size")
    .map(Number)
    .filter((n) => Number.isSafeInteger(n));
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
  return {
    kind: "dvc",
    names: values("path").map((name) => folder + name),
    bytes: sizes.length > 0 ? sizes.reduce((sum, n) => sum + n, 0) : null,
  };
}

/** Reads a pointer; null where the text is none. Pointers are small: anything above 64 kB is not read. */
export function readPointer(path: string, head: Uint8Array, bytes: Bytes): Pointer | null {
  if (bytes.size > 65_536 || bytes.size < 20) return null;
  if (hasText(head, 0, "version https://")) return lfs(path, textOf(bytes.read(0, 2048)));
  const first = head[0];
  const annexed =
    hasText(head, 0, "/annex/objects/") ||
    ((first === 0x2e || first === 0x61) &&
      beginsOfLinks.some((begin) => hasText(head, 0, begin)) &&
      includesText(head.subarray(0, 200), "annex/objects/"));
  if (annexed) return annex(path, textOf(bytes.read(0, 2048)));
  return path.endsWith(".dvc") || hasText(head, 0, "outs:") ? dvc(path, textOf(bytes.read(0, bytes.size))) : null;
}

/** Formats are `lfs-weights`, `dvc-weights`, `annex-weights`, or `…-pointer` for what is not called like weights. */
export function pointerFinding(pointer: Pointer, size: number): { readonly format: string; readonly measures: Measures } {
  const weights = pointer.names.some(namesWeights);
  return {
    format: `${pointer.kind}-${weights ? "weights" : "pointer"}`,
    measures: {
      bytes: size,
      ...(pointer.bytes === null ? {} : { standsForBytes: pointer.bytes }),
      standsFor: (pointer.names[0] ?? "").split("/").at(-1)?.slice(0, 120) ?? "",
    },
  };
}

/** How bzip2 and xz begin. */
const packers = ["BZh", "\xfd7zXZ\0"];

/** Whether a file, no archive, was packed by bzip2 or xz and is called like weights below that: it is not unpacked here, so the name must do. */
export function isPackedWeights(path: string, head: Uint8Array): boolean {
  if (!packers.some((letters) => hasText(head, 0, letters))) return false;
  const name = /^(.*(?<!\.tar))\.(bz2|xz)$/i.exec(path)?.[1];
  return name !== undefined && namesWeights(name);
}
