/** Formats of weights that a few letters at a fixed place give away, and of which only the size is read. */
import { hasText, textOf } from "./bytes.js";

interface Magic {
  readonly format: string;
  readonly at: number;
  readonly bytes: readonly number[];
}

/** ggml and its early successors, fastText, TensorRT plans, RKNN, Ascend offline models, nncase, TNN and ESP-DL, tree ensembles of XGBoost and CatBoost, language models of KenLM. */
const magics: readonly Magic[] = [
  ...["lmgg", "fmgg", "tjgg", "algg"].map((letters) => ({ format: "ggml", at: 0, bytes: codes(letters) })),
  { format: "fasttext", at: 0, bytes: [0xba, 0x16, 0x4f, 0x2f] },
  { format: "tensorrt-plan", at: 0, bytes: codes("ftrt") },
  { format: "tensorrt-plan", at: 0, bytes: codes("ptrt") },
  { format: "rknn", at: 0, bytes: codes("RKNN") },
  { format: "ascend-om", at: 0, bytes: codes("IMOD") },
  { format: "kmodel", at: 0, bytes: codes("LDMK") },
  ...["EDL1", "EDL2"].map((letters) => ({ format: "espdl", at: 0, bytes: [...codes(letters), 0, 0, 0, 0] })),
  ...[2, 3, 4].map((version) => ({ format: "tnn", at: 0, bytes: [version, 0, 0xbc, 0xfa] })),
  { format: "boosted-trees", at: 0, bytes: codes("binf") },
  { format: "boosted-trees", at: 0, bytes: codes("CBM1") },
  { format: "boosted-trees", at: 0, bytes: [...codes("{L"), 0, 0, 0, 0, 0, 0, 0, 7, ...codes("learner")] },
  { format: "boosted-trees", at: 0, bytes: codes("tree\nversion=v") },
  { format: "boosted-trees", at: 0, bytes: codes('{"learner":{') },
  { format: "kenlm", at: 0, bytes: codes("mmap lm http://kheafield.com/code") },
];

function codes(letters: string): readonly number[] {
  return [...letters].map((letter) => letter.charCodeAt(0));
}

export const firstOfMagics: ReadonlySet<number> = new Set([0, 1, 3, 4, 0x34, ...magics.map((magic) => magic.bytes[0] ?? 0)]);

/** Kaldi writes "\0B" and then the name of what follows in angle brackets. */
function isKaldi(head: Uint8Array): boolean {
  return head[0] === 0 && head[1] === 0x42 && ["<Nnet3>", "<Nnet>", "<TransitionModel>", "<Nnet3 "].some((name) => hasText(head, 2, name));
}

/** Torch 7 writes an object (4) or a table (3), its number, its version and its class, in bytes or in lines; what begins with a layer is a network, and so is a table of layers. */
function isTorch7(head: Uint8Array): boolean {
  if (head[0] === 0x34) return /^4\n\d{1,6}\n\d\nV 1\n\d{1,3}\n(nn|nngraph|cudnn)\./.test(textOf(head.subarray(0, 60)));
  if (head[0] === 3) return head[1] === 0 && head[4] === 1 && /V 1[^]{4}(nn|nngraph|cudnn)\.[A-Z]/.test(textOf(head.subarray(0, 4000)));
  if (head[0] !== 4 || head[1] !== 0 || head[8] !== 3 || !hasText(head, 12, "V 1")) return false;
  return ["nn.", "nngraph.", "cudnn."].some((name) => hasText(head, 19, name));
}

/** Paddle Lite writes a version of two bytes, then sixteen for that of its optimiser: a number, or the letters of a commit. */
function isPaddleLite(head: Uint8Array): boolean {
  if ((head[0] ?? 9) > 2 || head[1] !== 0) return false;
  return /^(v\d{1,2}\.\d{1,2}[\w.-]{0,10}|[\da-f]{8,16})\0*$/.test(textOf(head.subarray(2, 18)));
}

/** The format that the first bytes name; null for none of these. */
export function magicFormat(head: Uint8Array): string | null {
  if (!firstOfMagics.has(head[0] ?? 0)) return null;
  if (isKaldi(head)) return "kaldi";
  if (isTorch7(head)) return "torch7";
  if (isPaddleLite(head)) return "paddle-lite";
  return magics.find((magic) => magic.bytes.every((byte, i) => head[magic.at + i] === byte))?.format ?? null;
}
