/** Builds tiny valid model files, byte by byte: no sample of anybody's model is stored. */
import { zipSync } from "fflate";

const letters = new TextEncoder();

/** Bytes of numbers, texts and other bytes, one after the other. */
export function join(...parts: readonly (number | string | Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = parts.flatMap((part) =>
    typeof part === "number" ? [part] : typeof part === "string" ? [...letters.encode(part)] : [...part],
  );
  return Uint8Array.from(bytes);
}

function view(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}
export const u16 = (n: number, little = true): Uint8Array => view(2, (v) => v.setUint16(0, n, little));
export const u32 = (n: number, little = true): Uint8Array => view(4, (v) => v.setUint32(0, n, little));
export const u64 = (n: number | bigint, little = true): Uint8Array => view(8, (v) => v.setBigUint64(0, BigInt(n), little));
export const zeros = (n: number): Uint8Array => new Uint8Array(n);

/** safetensors with these tensors, all float32 unless said. */
export function safetensors(tensors: Readonly<Record<string, readonly number[]>>, dtype = "F32", width = 4): Uint8Array {
  let at = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of Object.entries(tensors)) {
    const size = shape.reduce((product, n) => product * n, width);
    header[name] = { dtype, shape, data_offsets: [at, at + size] };
    at += size;
  }
  const text = JSON.stringify(header);
  return join(u64(text.length), text, zeros(at));
}

/** GGUF with an architecture, an array of texts, and these tensors of [shape, type]. */
export function gguf(version: number, tensors: Readonly<Record<string, readonly [readonly number[], number]>>, little = true): Uint8Array {
  const length = (n: number): Uint8Array => (version === 1 ? u32(n, little) : u64(n, little));
  const text = (s: string): Uint8Array => join(length(s.length), s);
  const infos = Object.entries(tensors).map(([name, [shape, type]]) =>
    join(text(name), u32(shape.length, little), ...shape.map(length), u32(type, little), u64(0, little)),
  );
  return join(
    ...["GGUF", u32(version, little), length(infos.length), length(2)],
    ...[text("general.architecture"), u32(8, little), text("llama")],
    ...[text("tokenizer.ggml.tokens"), u32(9, little), u32(8, little), length(2), text("a"), text("b")],
    ...infos,
    zeros(64),
  );
}

export function varint(n: number): Uint8Array {
  const bytes: number[] = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return Uint8Array.from([...bytes, n]);
}
/** A length-delimited field of a protocol buffer. */
export function field(number: number, ...content: readonly (string | Uint8Array | readonly number[])[]): Uint8Array {
  const inside = join(...content);
  return join(varint(number * 8 + 2), varint(inside.length), inside);
}
/** A number field of a protocol buffer. */
export const number = (of: number, value: number): Uint8Array => join(varint(of * 8), varint(value));

/** An ONNX TensorProto of zeros: type 1 float32, 7 int64, 10 float16. */
export function onnxTensor(name: string, shape: readonly number[], type = 1): Uint8Array {
  const width = type === 10 ? 2 : type === 7 ? 8 : 4;
  return join(...shape.map((n) => number(1, n)), number(2, type), field(8, name), field(9, zeros(shape.reduce((p, n) => p * n, width))));
}
export const onnxNode = (op: string, ...attributes: readonly Uint8Array[]): Uint8Array =>
  join(field(1, "x"), field(2, "y"), field(4, op), ...attributes.map((a) => field(5, a)));
/** An ONNX model around the fields of its graph. */
export const onnx = (...graph: readonly Uint8Array[]): Uint8Array =>
  join(number(1, 7), field(2, "test"), field(7, ...graph, field(2, "net")), field(8, number(2, 17)));

/** The pickle of a call to torch's rebuild function for one float32 tensor. */
function rebuilt(key: string, shape: readonly number[], storage: string): Uint8Array {
  const int = (n: number): Uint8Array => join(0x4a, u32(n));
  const text = (s: string): Uint8Array => join(0x58, u32(s.length), s);
  const elements = shape.reduce((p, n) => p * n, 1);
  return join(
    ...["ctorch._utils\n_rebuild_tensor_v2\n", "("],
    ...["(", text("storage"), `ctorch\n${storage}\n`, text(key), text("cpu"), int(elements), "t", "Q"],
    ...[int(0), "(", ...shape.map(int), "t", "(", ...shape.map(() => int(1)), "t", 0x89, "}", "t", "R"],
  );
}
/** The pickle of a state dict; a name that occurs twice in `shared` uses the storage of the first. */
export function torchPickle(
  tensors: Readonly<Record<string, readonly number[]>>,
  storage = "FloatStorage",
  oneStorage = false,
): Uint8Array {
  const items = Object.entries(tensors).map(([name, shape], i) =>
    join(0x58, u32(name.length), name, rebuilt(oneStorage ? "0" : String(i), shape, storage)),
  );
  return join([0x80, 2], "}", "(", ...items, "u", ".");
}
export function torchZip(pickle: Uint8Array, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
  return zipSync({ "archive/data.pkl": pickle, "archive/version": join("3\n"), "archive/data/0": zeros(64), ...more }, { level: 0 });
}
export function torchLegacy(pickle: Uint8Array): Uint8Array {
  const magic = join([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19], ".");
  return join(magic, [0x80, 2, 0x4d, 0xe9, 3, 0x2e], [0x80, 2, 0x7d, 0x2e], pickle, [0x80, 2, 0x5d, 0x2e], zeros(64));
}

/** The pickle of named NumPy float32 arrays (protocol 2, as NumPy writes them). */
export function numpyPickle(arrays: Readonly<Record<string, readonly number[]>>, before: string | Uint8Array = ""): Uint8Array {
  const text = (s: string): Uint8Array => join(0x58, u32(s.length), s);
  const int = (n: number): Uint8Array => join(0x4a, u32(n));
  const items = Object.entries(arrays).map(([name, shape]) => {
    const size = shape.reduce((p, n) => p * n, 4);
    return join(
      ...[text(name), "cnumpy.core.multiarray\n_reconstruct\n", "(", "cnumpy\nndarray\n", "(", int(0), "t", text("b"), "t", "R"],
      ...["(", int(1), "(", ...shape.map(int), "t", "cnumpy\ndtype\n", "(", text("f4"), int(0), int(1), "t", "R"],
      ...[0x89, join(0x42, u32(size), zeros(size)), "t", "b"],
    );
  });
  return join([0x80, 2], before, "}", "(", ...items, "u", ".");
}

export function npy(shape: readonly number[], descr = "<f4", content?: Uint8Array): Uint8Array {
  const header =
    `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`.padEnd(117) + "\n";
  return join(0x93, "NUMPY", [1, 0], u16(header.length), header, content ?? zeros(shape.reduce((p, n) => p * n, Number(descr.at(-1)))));
}
export const zip = (files: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 6): Uint8Array => zipSync(files, { level });

/** A GraphDef of one placeholder and one constant of this shape. */
export function frozenGraph(shape: readonly number[], type = 1): Uint8Array {
  const dims = shape.map((n) => field(2, number(1, n)));
  const tensor = join(number(1, type), field(2, ...dims), field(4, zeros(shape.reduce((p, n) => p * n, 4))));
  const constant = join(field(1, "w"), field(2, "Const"), field(5, field(1, "value"), field(2, field(8, tensor))));
  return join(field(1, field(1, "x"), field(2, "Placeholder")), field(1, constant));
}

/** A checkpoint's index: one block of keys without shared prefixes, an index block, and the footer of a table. */
export function checkpointIndex(variables: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const block = (entries: readonly (readonly [string, Uint8Array])[]): Uint8Array =>
    join(...entries.map(([key, value]) => join(0, varint(key.length), varint(value.length), key, value)), u32(0), u32(1));
  const listed = Object.entries(variables).map(
    ([key, shape]) => [key, join(number(1, 1), field(2, ...shape.map((n) => field(2, number(1, n)))), number(5, 4))] as const,
  );
  const data = block([["", number(1, 1)], ...listed]);
  const index = block([["z", join(varint(0), varint(data.length))]]);
  const footer = join(varint(0), varint(0), varint(data.length + 5), varint(index.length));
  return join(data, zeros(5), index, zeros(5), footer, zeros(40 - footer.length), [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]);
}

/** A table of a flatbuffer at place 0 of its own bytes: fields are 4 bytes each; null is absent. Offsets are written by the caller. */
interface Placed {
  readonly bytes: number[];
}
function put32(file: Placed, at: number, value: number): void {
  u32(value).forEach((byte, i) => (file.bytes[at + i] = byte));
}
function append(file: Placed, ...bytes: readonly (number | Uint8Array)[]): number {
  while (file.bytes.length % 4 !== 0) file.bytes.push(0);
  const at = file.bytes.length;
  file.bytes.push(...join(...bytes));
  return at;
}
/** A table with `slots` fields of four bytes; gives where it stands. Field i stands at `table + 4 + 4·i`. */
function table(file: Placed, values: readonly (number | null)[]): number {
  const vtable = append(
    file,
    u16(4 + values.length * 2),
    u16(4 + values.length * 4),
    ...values.map((value, i) => u16(value === null ? 0 : 4 + i * 4)),
  );
  while (file.bytes.length % 4 !== 0) file.bytes.push(0);
  const at = file.bytes.length;
  append(file, u32(at - vtable), ...values.map((value) => u32(value ?? 0)));
  return at;
}
const link = (file: Placed, from: number, to: number): void => put32(file, from, to - from);
/** A vector of tables; each is made after the vector, since offsets only point forward. */
function tables(file: Placed, owner: number, slot: number, members: readonly (() => number)[]): void {
  const at = append(file, u32(members.length), ...members.map(() => u32(0)));
  link(file, owner + 4 + slot * 4, at);
  members.forEach((make, i) => link(file, at + 4 + i * 4, make()));
}

/** TFLite with one float32 tensor that has data and one (an input) that has none. */
export function tflite(shape: readonly number[]): Uint8Array {
  const file: Placed = { bytes: [...zeros(4), ...join("TFL3")] };
  const model = table(file, [3, null, 0, null, 0]);
  put32(file, 0, model);
  const tensor = (buffer: number) => (): number => {
    const at = table(file, [0, 0, buffer]);
    link(file, at + 4, append(file, u32(shape.length), ...shape.map((n) => u32(n))));
    return at;
  };
  const subgraph = (): number => {
    const at = table(file, [0]);
    tables(file, at, 0, [tensor(0), tensor(1)]);
    return at;
  };
  const filled = (): number => {
    const at = table(file, [0]);
    link(file, at + 4, append(file, u32(4), zeros(4)));
    return at;
  };
  tables(file, model, 2, [subgraph]);
  tables(file, model, 4, [() => table(file, [null]), filled]);
  return Uint8Array.from(file.bytes);
}

/** MNN with two operations, of which one is a convolution with this many weights and biases. */
export function mnn(weights: number, biases: number): Uint8Array {
  const file: Placed = { bytes: [...zeros(4)] };
  const net = table(file, [null, null, null, 0, null, null, null, 0, 2]);
  put32(file, 0, net);
  const operation = (): number => {
    const at = table(file, [null, 9, 0, null, null, 12]);
    const convolution = table(file, [null, 0, 0]);
    link(file, at + 12, convolution);
    link(file, convolution + 8, append(file, u32(weights), zeros(weights * 4)));
    link(file, convolution + 12, append(file, u32(biases), zeros(biases * 4)));
    return at;
  };
  tables(file, net, 3, [() => table(file, [null, null, null, null, null, 34]), operation]);
  const names = append(file, u32(1), u32(0));
  link(file, net + 4 + 7 * 4, names);
  link(file, names + 4, append(file, u32(4), join("conv"), 0));
  return Uint8Array.from(file.bytes);
}

export function ctranslate2(version: number, variables: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const text = (s: string): Uint8Array => join(u16(s.length + 1), s, 0);
  const list = Object.entries(variables).map(([name, shape]) => {
    const size = shape.reduce((p, n) => p * n, 4);
    return join(text(name), shape.length, ...shape.map((n) => u32(n)), 0, u32(size), zeros(size));
  });
  return join(u32(version), text("TransformerSpec"), u32(7), u32(list.length), ...list, u32(0));
}

/** A serialised PaddlePaddle tensor of float32. */
export function paddleTensor(shape: readonly number[]): Uint8Array {
  const desc = join(number(1, 5), ...shape.map((n) => number(2, n)));
  return join(u32(0), u64(0), u32(0), u32(desc.length), desc, zeros(shape.reduce((p, n) => p * n, 4)));
}
export function paddleProgram(name: string, shape: readonly number[]): Uint8Array {
  const desc = join(number(1, 5), ...shape.map((n) => number(2, n)));
  const variable = join(field(1, name), field(2, number(1, 7), field(3, field(1, desc))), number(3, 1));
  return field(1, number(1, 0), number(2, 0), field(3, variable));
}
export const mindSporeValue = (tag: string, shape: readonly number[]): Uint8Array =>
  field(
    1,
    field(1, tag),
    field(2, ...shape.map((n) => number(1, n)), field(2, "Float32"), field(3, zeros(shape.reduce((p, n) => p * n, 4)))),
  );
export const mindIr = (shape: readonly number[]): Uint8Array =>
  join(
    field(1, "0.1.0"),
    field(2, "MindSpore"),
    field(7, field(3, ...shape.map((n) => number(1, n)), number(2, 1), field(7, "w")), field(2, "main")),
  );
export const caffe = (shape: readonly number[]): Uint8Array =>
  join(
    field(1, "net"),
    field(100, field(1, "conv1"), field(2, "Convolution"), field(7, field(7, field(1, ...shape.map(varint))), field(5, zeros(8)))),
  );

/** HDF5 in its newest layout: a root group that links datasets of float32. */
export function hdf5(datasets: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const message = (type: number, body: Uint8Array): Uint8Array => join(type, u16(body.length), 0, body);
  const header = (...messages: readonly Uint8Array[]): Uint8Array => {
    const body = join(...messages);
    return join("OHDR", 2, 1, u16(body.length), body, zeros(4));
  };
  const objects = Object.values(datasets).map((shape) =>
    header(message(1, join([2, shape.length, 0, 1], ...shape.map((n) => u64(n)))), message(3, join([0x11, 0, 0, 0], u32(4), zeros(12)))),
  );
  const start = 48;
  const linksOf = (base: number): Uint8Array => {
    let at = base;
    const links = Object.keys(datasets).map((name, i) => {
      const link = message(6, join([1, 0], name.length, name, u64(at)));
      at += objects[i]?.length ?? 0;
      return link;
    });
    return header(...links);
  };
  const root = linksOf(start + linksOf(0).length);
  return join(
    0x89,
    "HDF\r\n",
    [0x1a, 0x0a],
    [2, 8, 8, 0],
    u64(0),
    u64(0xffffffffffffffffn),
    u64(0),
    u64(start),
    zeros(4),
    root,
    ...objects,
  );
}

/** An MXNet list of one float32 array. */
export const mxnet = (shape: readonly number[]): Uint8Array =>
  join(
    u64(0x112),
    u64(0),
    u64(1),
    u32(0xf993fac9),
    u32(0),
    u32(shape.length),
    ...shape.map((n) => u64(n)),
    u32(1),
    u32(0),
    u32(0),
    zeros(shape.reduce((p, n) => p * n, 4)),
  );

export const floats = (count: number): Uint8Array =>
  view(count * 4, (v) => {
    for (let i = 0; i < count; i++) v.setFloat32(i * 4, Math.sin(i + 1), true);
  });
/** Darknet 0.2.5 with this many weights. */
/** dlib: a version, the name of the loss, packed integers, then floats. */
export const dlib = (weights: number): Uint8Array =>
  join(Uint8Array.from([1, 1, 1, 1, 1, 10]), new TextEncoder().encode("loss_mmod_"), Uint8Array.from([1, 1, 1, 0x50]), floats(weights));

/** dlib: a version and the mean shape of landmarks, minus its rows and minus one column. */
export const dlibShape = (landmarks: number, weights: number): Uint8Array =>
  join(Uint8Array.from([1, 1, 0x81, landmarks * 2, 0x81, 1, 4]), floats(weights));

export const darknet = (weights: number): Uint8Array => join(u32(0), u32(2), u32(5), u64(32_000), floats(weights));
/** Word vectors of word2vec, binary. */
export const wordVectors = (words: number, width: number): Uint8Array =>
  join(`${words} ${width}\n`, ...Array.from({ length: words }, (_, i) => join(`w${i} `, floats(width), "\n")));
/** The same as text. */
export const wordVectorsText = (words: number, width: number): string =>
  `${words} ${width}\n` +
  Array.from({ length: words }, (_, i) => `w${i} ${Array.from({ length: width }, (_, d) => ((i + d) / 100).toFixed(2)).join(" ")}\n`).join(
    "",
  );
/** Tesseract's table of 24 places, of which three are taken. */
export const tesseract = (): Uint8Array =>
  join(u32(24), ...Array.from({ length: 24 }, (_, i) => (i < 3 ? u64(196 + i * 200) : u64(0xffffffffffffffffn))), zeros(1000));
/** Core ML with a neural network (field 500). */
export const coreml = (): Uint8Array =>
  join(number(1, 4), field(2, field(1, field(1, "image")), field(10, field(1, "label"))), field(500, field(1, zeros(80))));
/** Flax: {"params": ext(1, …float32…)}. */
export const flax = (): Uint8Array => join(0x81, 0xa6, "params", [0xc7, 40, 1, 0x93, 0x91, 4, 0xa7], "float32", [0xc4, 16], zeros(40));
export const tfjs = (name: string, shape: readonly number[]): string =>
  JSON.stringify([{ paths: ["m-shard1"], weights: [{ name, shape, dtype: "float32" }] }]) + "\n";
