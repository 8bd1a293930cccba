/** NumPy: .npy headers, .npz archives, and the arrays inside pickles. Format: numpy.lib.format. */
import { absurd, Cursor, hasText, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { membersOf, type Value, type Watch } from "./pickle.js";
import { entryBytes, type ZipEntry } from "./zip.js";

/** Names that layers give their parameters; an array of such a name holds weights. */
const weightName =
  /(^|[./_:\-\s])(w|b|weights?|bias(es)?|kernel|gamma|beta|embeddings?|emb|moving_(mean|variance)|running_(mean|var)|conv\d*|fc\d*|dense\d*|lstm|gru|attn|attention|layer_?norm|coefs?_?|intercepts?_?)([./_:\-\s\d]|$)/i;

/** Whether an array is called like a layer's parameter. */
export function isWeightName(name: string): boolean {
  return name.length < 200 && weightName.test(name.replace(/\.npy$/, ""));
}

const kinds: Readonly<Record<string, string>> = {
  f: "float",
  i: "int",
  u: "uint",
  c: "complex",
  b: "bool",
  V: "void",
  S: "bytes",
  U: "text",
  O: "object",
  M: "date",
  m: "time",
};

/** `<f4` is float32: NumPy counts bytes, people bits. */
function dtypeName(code: string): string {
  const match = /^[<>=|]?([a-zA-Z])(\d*)$/.exec(code);
  if (match === null) return "other";
  const kind = kinds[match[1] ?? ""] ?? "other";
  return /^(float|int|uint|complex)$/.test(kind) ? `${kind}${Number(match[2] ?? "0") * 8}` : kind;
}

/** The magic: 0x93 and `NUMPY`. */
export function isNpy(head: Uint8Array): boolean {
  return head[0] === 0x93 && hasText(head, 1, "NUMPY");
}

interface NpyHeader {
  readonly elements: number;
  readonly dtype: string;
  /** Where the array begins. */
  readonly end: number;
}

/** The header of one array. */
export function npyHeader(bytes: Bytes): NpyHeader {
  const cursor = new Cursor(bytes, 6);
  const version = cursor.u8();
  cursor.skip(1);
  const length = version === 1 ? cursor.u16() : cursor.u32();
  const header = cursor.text(length, 1 << 16);
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(header);
  if (shape === null) throw absurd({ en: "its header", zh: "文件头" });
  const sizes = (shape[1] ?? "")
    .split(",")
    .map((part) => Number.parseInt(part, 10))
    .filter((n) => Number.isFinite(n));
  return { elements: elementsOf(sizes), dtype: dtypeName(/'descr':\s*'([^']*)'/.exec(header)?.[1] ?? ""), end: cursor.at };
}

/** Names of right-hand sides (`b`, `b_ub` of linear programs) as much as of biases: alone they make no layer. */
const besideWeights = /^(b|bias(es)?)([._\-\d]|$)/i;

/** The arrays of an .npz; true where floating-point arrays are called like parameters of layers, and not by their biases alone. */
export function readNpz(bytes: Bytes, entries: readonly ZipEntry[], tally: Tally): boolean {
  let named = 0;
  let weights = 0;
  for (const entry of entries) {
    if (!entry.name.endsWith(".npy")) continue;
    const content = entryBytes(bytes, entry, 1 << 16);
    if (!isNpy(content.read(0, 8))) continue;
    const header = npyHeader(content);
    tally.add(header.elements, header.dtype);
    if (header.dtype.startsWith("float") && header.elements >= 16 && isWeightName(entry.name)) {
      named++;
      if (!besideWeights.test(entry.name)) weights++;
    }
  }
  // Marian keeps its configuration beside the arrays of its translation model.
  return (named >= 2 && weights > 0) || entries.some((entry) => entry.name === "special:model.yml.npy");
}

/** What the arrays of a pickle said. */
export interface PickledArrays {
  readonly watch: Watch;
  /** Names, among the pickle's texts, that layers give their parameters. */
  names(): number;
  arrays(): number;
}

function isArrayMaker(name: string): boolean {
  return /^numpy\.(_?core)\.(multiarray|numeric)\._(reconstruct|frombuffer)$/.test(name);
}

function madeBy(value: Value | undefined): string {
  return typeof value === "object" && value?.kind === "made" && typeof value.of === "object" && value.of?.kind === "global"
    ? value.of.name
    : "";
}

/** The code that a pickled `numpy.dtype("f8", …)` was made of; records are `V` and their size. */
function pickledCode(value: Value | undefined): string {
  const code = typeof value === "object" && value?.kind === "made" ? membersOf(value.args)[0] : null;
  return typeof code === "string" ? code : "";
}

function pickledType(value: Value | undefined): string {
  const name = dtypeName(pickledCode(value));
  return name === "void" ? "records" : name;
}

function shapeOf(value: Value | undefined): number[] {
  return membersOf(value).filter((n): n is number => typeof n === "number" && n >= 0);
}

/** Reads the arrays of NumPy and joblib while a pickle is walked. */
export function watchArrays(tally: Tally): PickledArrays {
  let names = 0;
  let arrays = 0;
  const count = (shape: readonly number[], dtype: string): number => {
    const elements = elementsOf(shape);
    if (/^(float|int|uint|records)/.test(dtype) && elements > 0) {
      arrays++;
      tally.add(elements, dtype);
    }
    return elements;
  };
  const watch: Watch = {
    // One letter is an argument of NumPy's own.
    text: (text) => void (text.length > 1 && isWeightName(text) && names++),
    call: (name, args) => {
      if (isArrayMaker(name) && name.endsWith("_frombuffer")) count(shapeOf(args[2]), pickledType(args[1]));
    },
    state: (of, state, cursor) => {
      if (isArrayMaker(madeBy(of))) count(shapeOf(membersOf(state)[1]), pickledType(membersOf(state)[2]));
      else if (madeBy(of).endsWith("NumpyArrayWrapper")) skipJoblibArray(state, cursor, count);
    },
  };
  return { watch, names: () => names, arrays: () => arrays };
}

/** joblib writes the array's bytes into the stream behind the state that describes it. */
function skipJoblibArray(state: Value, cursor: Cursor, count: (shape: readonly number[], dtype: string) => number): void {
  const pairs = membersOf(state);
  const of = (key: string): Value | undefined => pairs[pairs.indexOf(key) + 1];
  if (!pairs.includes("shape") || !pairs.includes("dtype")) return;
  const elements = count(shapeOf(of("shape")), pickledType(of("dtype")));
  const size = Number(/\d+$/.exec(pickledCode(of("dtype")))?.[0] ?? "0");
  if (size === 0) return;
  if (pairs.includes("numpy_array_alignment_bytes")) cursor.skip(cursor.u8());
  cursor.skip(elements * size);
}
