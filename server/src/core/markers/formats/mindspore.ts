/** MindSpore: checkpoints and MindIR graphs, both protocol buffers. Formats: mindspore/ccsrc/utils/checkpoint.proto, mindspore/core/proto/mind_ir.proto. */
import { absurd, type Bytes } from "./bytes.js";
import { elementsOf, type Tally } from "./finding.js";
import { firstTypes } from "./onnx.js";
import { fieldText, fields, firstFields, numbers, type Field } from "./protobuf.js";

const typeName = /^(Float|BFloat|Int|UInt|Bool|QInt)\d*$/;
/** DataType of mind_ir.proto, by number. */
const irTypes: readonly string[] = [...firstTypes, "float64"];

/** Value: tag (1) and TensorProto (2) with dims (1), the name of the type (2) and content (3). */
export function isMindSporeCheckpoint(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x0a) return false;
  const [first] = firstFields(bytes, 0, bytes.size, 1);
  if (first?.number !== 1 || first.kind !== 2) return false;
  const [tag, tensor] = firstFields(bytes, first.from, first.to, 2);
  if (tag?.number !== 1 || tag.kind !== 2 || tensor?.number !== 2 || tensor.kind !== 2) return false;
  return firstFields(bytes, tensor.from, tensor.to, 12).some(
    (field) => field.number === 2 && field.kind === 2 && typeName.test(fieldText(bytes, field)),
  );
}

/** Counts the values; one that is split into pieces of the same tag has its whole shape in each piece and counts once. */
export function readMindSporeCheckpoint(bytes: Bytes, tally: Tally): void {
  let last = "";
  for (const value of fields(bytes, 0, bytes.size)) {
    if (value.number !== 1 || value.kind !== 2) continue;
    let tag = "";
    for (const field of fields(bytes, value.from, value.to)) {
      if (field.number === 1 && field.kind === 2) tag = fieldText(bytes, field);
      if (field.number !== 2 || field.kind !== 2 || (tag !== "" && tag === last)) continue;
      const shape: number[] = [];
      let type = "";
      for (const part of fields(bytes, field.from, field.to)) {
        if (part.number === 1) shape.push(...numbers(bytes, part));
        if (part.number === 2 && part.kind === 2) type = fieldText(bytes, part);
        if (shape.length > 64) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
      }
      tally.add(elementsOf(shape), type.toLowerCase());
    }
    last = tag;
  }
}

/** A MindIR model begins with its IR version as text (an ONNX model has a number there) and has a graph (7). */
export function isMindIr(head: Uint8Array, bytes: Bytes): boolean {
  if (head[0] !== 0x0a) return false;
  const seen = firstFields(bytes, 0, bytes.size, 12);
  const [version] = seen;
  return (
    version?.kind === 2 &&
    /^\d+\.\d+(\.\d+)?$/.test(fieldText(bytes, version)) &&
    seen.some((field) => field.number === 7 && field.kind === 2)
  );
}

function parameters(bytes: Bytes, place: Field, tally: Tally): void {
  for (const field of fields(bytes, place.from, place.to)) {
    if (field.number !== 3 || field.kind !== 2) continue;
    const shape: number[] = [];
    let type = 0;
    for (const part of fields(bytes, field.from, field.to)) {
      if (part.number === 1) shape.push(...numbers(bytes, part));
      if (part.number === 2 && part.kind === 0) type = part.value;
      if (shape.length > 64) throw absurd({ en: "the rank of a tensor", zh: "张量维数" });
    }
    tally.add(elementsOf(shape), irTypes[type] ?? "other");
  }
}

/** Counts the parameters of the main graph and of the functions. */
export function readMindIr(bytes: Bytes, tally: Tally): void {
  for (const field of fields(bytes, 0, bytes.size))
    if ((field.number === 7 || field.number === 8) && field.kind === 2) parameters(bytes, field, tally);
}
