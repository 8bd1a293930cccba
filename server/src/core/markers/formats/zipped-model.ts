/** Zip archives that are models: PyTorch, Keras, NumPy. Any other archive is none of ours. */
import { hasText, unreadableAs, type Bytes } from "./bytes.js";
import type { Tally } from "./finding.js";
import { isHdf5, readHdf5 } from "./hdf5.js";
import { readNpz } from "./numpy.js";
import { isTorchZip, readTorchZip } from "./torch.js";
import { entryBytes, firstName, zipEntries, type ZipEntry } from "./zip.js";

const mostUnpacked = 64_000_000;

/** The signature of a local file header. */
export function isZip(head: Uint8Array): boolean {
  return hasText(head, 0, "PK\u0003\u0004");
}

/** What a truncated archive seems to be, by the name of its first entry. */
function guess(head: Uint8Array): string | null {
  const name = firstName(head);
  if (/\/(data\.pkl|\.format_version|version)$/.test(name)) return "torch-zip";
  return name.endsWith(".npy") ? "npz" : null;
}

function contents(bytes: Bytes, head: Uint8Array): readonly ZipEntry[] {
  try {
    return zipEntries(bytes);
  } catch (error) {
    throw unreadableAs(guess(head), error);
  }
}

/** Counts the tensors of a model in a zip archive; gives back the format's name, or null for an ordinary archive. */
export function readZip(bytes: Bytes, tally: Tally, head: Uint8Array): string | null {
  const entries = contents(bytes, head);
  const torch = isTorchZip(entries);
  const keras = entries.find((entry) => /(^|\/)model\.weights\.h5$/.test(entry.name));
  const arrays = entries.length > 0 && entries.every((entry) => entry.name.endsWith(".npy"));
  try {
    if (torch) {
      const script = readTorchZip(bytes, entries, tally);
      return tally.measures()["parameters"] === undefined ? "torch-without-tensors" : script ? "torchscript" : "torch-zip";
    }
    if (arrays) return readNpz(bytes, entries, tally) ? "npz-weights" : "npz";
    if (keras === undefined || !entries.some((entry) => entry.name === "config.json")) return null;
    const content = entryBytes(bytes, keras, mostUnpacked);
    if (isHdf5(content.read(0, 16))) readHdf5(content, tally);
    return "keras";
  } catch (error) {
    throw unreadableAs(torch ? "torch-zip" : arrays ? "npz" : "keras", error);
  }
}
