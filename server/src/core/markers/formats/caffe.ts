/** Caffe: the blobs of the layers of a NetParameter. Format: BVLC/caffe src/caffe/proto/caffe.proto. */
import type { Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { fieldText, fields, firstFields, numbers, type Field } from "./protobuf.js";

const layers = 100;

/** A net's name (1) of printable letters, then layers (100) that begin with a name and a type. */
export function isCaffe(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x0a && !(head[0] === 0xa2 && head[1] === 6)) return false;
  const seen = firstFields(bytes, 0, bytes.size, 8);
  const layer = seen.find((field) => field.number === layers && field.kind === 2);
  if (layer === undefined) return false;
  const [name, type] = firstFields(bytes, layer.from, layer.to, 2);
  return name?.number === 1 && name.kind === 2 && type?.number === 2 && type.kind === 2 && /^[A-Z]\w{1,40}$/.test(fieldText(bytes, type));
}

/** BlobProto: shape (7: dim 1), or four sizes (1 to 4) in old files. */
function blob(bytes: Bytes, place: Field, tally: Tally): void {
  const sizes: number[] = [];
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number === 7 && field.kind === 2) for (const dim of fields(bytes, field.from, field.to)) sizes.push(...numbers(bytes, dim));
    else if (field.number <= 4 && field.kind === 0) sizes.push(field.value);
  }
  tally.add(elementsOf(sizes.slice(0, 32)), "float32");
}

/** Counts the blobs (7) of every layer. */
export function readCaffe(bytes: Bytes, tally: Tally): void {
  for (const layer of fields(bytes, 0, bytes.size)) {
    if (layer.number !== layers || layer.kind !== 2) continue;
    for (const field of fields(bytes, layer.from, layer.to)) if (field.number === 7 && field.kind === 2) blob(bytes, field, tally);
  }
}
