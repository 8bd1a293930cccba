/** Core ML: the specification version, a description, then one field above 200 that names the kind of model. Format: apple/coremltools mlmodel/format/Model.proto. */
import type { Bytes } from "./bytes.js";
import { firstFields } from "./protobuf.js";

/** Kinds that carry trained weights: neural networks, trees, linear models, support vectors, embeddings … */
const firstKind = 200;
const lastKind = 3000;

/** A Model: a version, then a description whose first fields are names and types. */
export function isCoreMl(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x08 || (head[1] ?? 99) > 20 || head[2] !== 0x12) return false;
  const [version, description, ...rest] = firstFields(bytes, 0, bytes.size, 6);
  if (version?.kind !== 0 || description?.kind !== 2) return false;
  const inside = firstFields(bytes, description.from, description.to, 4);
  if (!inside.some((field) => field.number === 1 && field.kind === 2) || inside.some((field) => field.number > 300)) return false;
  return rest.some((field) => field.kind === 2 && field.number >= firstKind && field.number <= lastKind && field.to - field.from >= 64);
}

/** The weight file of an ML program: a head of 64 bytes, then a record that begins with 0xDEADBEEF. */
export function isCoreMlWeights(head: Uint8Array): boolean {
  return head[4] === 2 && head[5] === 0 && head[64] === 0xef && head[65] === 0xbe && head[66] === 0xad && head[67] === 0xde;
}
