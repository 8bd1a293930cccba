/** PyTorch: zip checkpoints, TorchScript archives and the older pickled checkpoints. Tensors are read off the calls that would rebuild them. Format: torch/serialization.py. */
import { absurd, Unreadable, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { membersOf, walkPickle, type Value, type Watch } from "./pickle.js";
import { entryBytes, type ZipEntry } from "./zip.js";

const mostPickle = 64_000_000;
const legacyMagic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
const storageTypes: Readonly<Record<string, string>> = {
  DoubleStorage: "float64",
  FloatStorage: "float32",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
  QInt8Storage: "int8",
  QUInt8Storage: "uint8",
  QInt32Storage: "int32",
};

/** A checkpoint written before PyTorch 1.6 begins with a pickle of a magic number. */
export function isLegacyTorch(head: Uint8Array): boolean {
  return legacyMagic.every((byte, i) => head[i] === byte);
}

/** What several tensors share; how much of it they use. */
interface Storage {
  readonly dtype: string;
  readonly elements: number;
  used: number;
}

/** The storage that a tensor names: ("storage", type, key, place, elements). */
function storageOf(value: Value | undefined, storages: Map<string, Storage>): Storage | null {
  if (typeof value !== "object" || value?.kind !== "made" || value.of !== "persistent") return null;
  const [, type, key, , elements] = membersOf(value.args);
  const name = typeof type === "object" && type?.kind === "global" ? (type.name.split(".").at(-1) ?? "") : "";
  if (
    (typeof key !== "string" && typeof key !== "number") ||
    typeof elements !== "number" ||
    !Number.isSafeInteger(elements) ||
    elements < 0
  )
    return null;
  const id = String(key);
  const known = storages.get(id) ?? { dtype: storageTypes[name] ?? "untyped", elements, used: 0 };
  storages.set(id, known);
  return known;
}

/** Sees the tensors of a pickled checkpoint, tied weights (two tensors on one storage) once. */
function watchTensors(): { readonly watch: Watch; count(tally: Tally): void } {
  const storages = new Map<string, Storage>();
  const untyped = new Map<Storage, string>();
  let tensors = 0;
  const watch: Watch = {
    call(name, args) {
      if (!/^torch\._(utils|tensor)\._rebuild_\w*tensor\w*$/.test(name)) return;
      const storage = storageOf(args[0], storages);
      if (storage === null) return;
      tensors++;
      storage.used += elementsOf(membersOf(args[2]).filter((n): n is number => typeof n === "number"));
      const dtype = args[6];
      if (storage.dtype === "untyped" && typeof dtype === "object" && dtype?.kind === "global")
        untyped.set(storage, dtype.name.replace("torch.", ""));
    },
  };
  return {
    watch,
    count(tally) {
      for (const storage of storages.values()) {
        if (storage.used === 0) continue;
        const dtype = untyped.get(storage) ?? storage.dtype;
        tally.add(storage.dtype === "untyped" ? storage.used : Math.min(storage.used, storage.elements), dtype);
      }
      if (tensors > 0) tally.note("tensors", tensors);
    },
  };
}

/** Whether a zip archive is one of PyTorch's. */
export function isTorchZip(entries: readonly ZipEntry[]): boolean {
  return entries.some((entry) => /(^|\/)data\.pkl$/.test(entry.name));
}

/** Counts the tensors of a zip checkpoint. True for TorchScript, which carries its code too. */
export function readTorchZip(bytes: Bytes, entries: readonly ZipEntry[], tally: Tally): boolean {
  const tensors = watchTensors();
  const script = entries.some((entry) => /(^|\/)code\//.test(entry.name));
  try {
    for (const entry of entries) {
      if (!/(^|\/)(data|constants)\.pkl$/.test(entry.name)) continue;
      if (entry.size > mostPickle) throw absurd({ en: "the length of its pickle", zh: "pickle 长度" });
      walkPickle(entryBytes(bytes, entry, mostPickle), 0, tensors.watch);
    }
  } finally {
    tensors.count(tally);
    const stored = entries.filter((entry) => /(^|\/)(data|constants|tensors)\/\d+$/.test(entry.name));
    tally.note(
      "storageBytes",
      stored.reduce((sum, entry) => sum + entry.size, 0),
    );
  }
  return script;
}

/** Counts the tensors of an older checkpoint: magic, version, system, then the object itself. */
export function readLegacyTorch(bytes: Bytes, tally: Tally): void {
  const tensors = watchTensors();
  try {
    let at = 0;
    for (let part = 0; part < 4; part++) at = walkPickle(bytes, at, part === 3 ? tensors.watch : {}).end;
    if (at >= bytes.size) throw new Unreadable({ en: "its storages are missing", zh: "缺少存储数据" });
  } finally {
    tensors.count(tally);
  }
}
