/** safetensors: 8 bytes little-endian header length, a JSON header of names, dtypes, shapes and offsets, then the data. Format: huggingface/safetensors README. */
import { absurd, Cursor, endsEarly, hasText, textOf, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";

/** Real headers have a few megabytes; more would be parsed at ten times its size in memory. */
const mostHeader = 25_000_000;
const dtypes: Readonly<Record<string, string>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  F8_E4M3: "float8",
  F8_E5M2: "float8",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U8: "uint8",
  BOOL: "bool",
};

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly end: number;
}

/** A header length below 4 GB, then a brace and, if there is anything, a quoted name. The format has no letters of its own, so a file that has its name is read as one: what is wrong with it shall be said. */
export function isSafetensors(head: Uint8Array, _bytes: Bytes, path: string): boolean {
  if (path.endsWith(".safetensors")) return true;
  if (head.length < 10 || head[8] !== 0x7b) return false;
  if ((head[4] ?? 1) + (head[5] ?? 1) + (head[6] ?? 1) + (head[7] ?? 1) !== 0) return false;
  return (
    /^\{\s*("|\})/.test(textOf(head.subarray(8, 40))) && (includesDtype(head) || head.length < 256 || hasText(head, 9, '"__metadata__"'))
  );
}

function includesDtype(head: Uint8Array): boolean {
  return /"(dtype|data_offsets)"/.test(textOf(head.subarray(8, 4096)));
}

/** One entry of the header, or null where it is none. */
function entryOf(value: unknown): Entry | null {
  if (typeof value !== "object" || value === null) return null;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (typeof dtype !== "string" || !Array.isArray(shape) || !Array.isArray(offsets)) return null;
  const sizes = shape.filter((n): n is number => typeof n === "number" && Number.isInteger(n) && n >= 0);
  const end: unknown = offsets[1];
  return sizes.length === shape.length && typeof end === "number" ? { dtype, shape: sizes, end } : null;
}

/** How many weights one stored element holds: GPTQ and AWQ pack eight 4-bit weights in an I32, bitsandbytes and MXFP4 two in a byte. */
function packed(name: string, dtype: string, names: ReadonlySet<string>): number {
  if (dtype === "I32" && /\.qweight$/.test(name)) return 8;
  if (dtype === "U8" && (names.has(`${name}.absmax`) || /_blocks$/.test(name))) return 2;
  return 1;
}

/** Names of what belongs to the quantisation and is no weight itself. */
const asideNames =
  /\.(qzeros|scales|g_idx|absmax|quant_map|nested_absmax|nested_quant_map)$|\.quant_state\.|_scales$|\.weight_scale(_inv)?$/;

/** Counts the tensors of the header. */
export function readSafetensors(bytes: Bytes, tally: Tally): void {
  const cursor = new Cursor(bytes);
  const length = cursor.u64();
  if (length > mostHeader) throw absurd({ en: "the length of its header", zh: "文件头长度" });
  if (8 + length > bytes.size) throw endsEarly(8 + length, bytes.size);
  const header: unknown = parse(textOf(bytes.read(8, 8 + length)));
  if (typeof header !== "object" || header === null) throw absurd({ en: "its header", zh: "文件头" });
  const names = new Set(Object.keys(header));
  const metadata = (header as Record<string, unknown>)["__metadata__"];
  if (typeof metadata === "object" && metadata !== null && "format" in metadata && typeof metadata.format === "string")
    tally.note("framework", metadata.format);
  let end = 0;
  for (const [name, value] of Object.entries(header)) {
    const entry = name === "__metadata__" ? null : entryOf(value);
    if (entry === null) continue;
    end = Math.max(end, entry.end);
    const elements = elementsOf(entry.shape);
    if (asideNames.test(name)) tally.aside(elements);
    else tally.add(elements * packed(name, entry.dtype, names), dtypes[entry.dtype] ?? entry.dtype.slice(0, 16));
  }
  if (8 + length + end > bytes.size) throw endsEarly(8 + length + end, bytes.size);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw absurd({ en: "its header", zh: "文件头" });
  }
}
