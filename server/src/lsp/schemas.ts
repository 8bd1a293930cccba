/** The JSON schemas of our own files, as the editor's words for keys. They stand in schemas/ so that other tools can use them as well. */
import ledger from "../../../schemas/ledger.schema.json?raw";
import policy from "../../../schemas/policy.schema.json?raw";
import rule from "../../../schemas/rule.schema.json?raw";
import type { OwnFile } from "./own-files.js";

/** The part of JSON Schema that ours use; `x-zh` is the description in Chinese. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly "x-zh"?: string;
  readonly enum?: readonly (string | boolean)[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
}

const texts: Readonly<Record<OwnFile, string>> = { policy, ledger, rule };
const parsed = new Map<OwnFile, SchemaNode>();

/** The schema of one of our own files. */
export function schemaOf(kind: OwnFile): SchemaNode {
  const there = parsed.get(kind) ?? (JSON.parse(texts[kind]) as SchemaNode);
  parsed.set(kind, there);
  return there;
}
