/** Parses approvals: the `approvals:` of a policy, or a ledger file. Entries with a problem are left out, never half believed. */
import type { Problem } from "../problem.js";
import * as yaml from "../rulebook/yaml-reader.js";
import type { YamlField, YamlMap } from "../rulebook/yaml-reader.js";
import { approvalKinds, approvalStatuses, type Approval } from "./approval.js";

/** Where the ledger lies unless the policy's `ledger:` says otherwise, relative to the policy's folder. */
export const defaultLedger = ".borderline/approvals.yaml";

const texts = ["recipient", "reference", "contract", "requestedBy", "approvedBy", "reason", "basis"] as const;
const days = ["issued", "approvedAt"] as const;
const keys = ["id", "kind", "status", "items", "paths", "destinations", "expires", "content", "measures", "uses", ...texts, ...days];

/** The entries of a ledger file: `approvals: [...]`, or the bare list. */
export function parseLedger(
  path: string,
  text: string,
): { readonly approvals: readonly Approval[]; readonly problems: readonly Problem[] } {
  const file = yaml.openYaml(path, text);
  if (!file.root?.node) return { approvals: [], problems: file.problems };
  const root = file.root;
  const fields = yaml.isMapping(root) ? yaml.listAt(yaml.mapping(root, ["approvals"]), "approvals") : yaml.itemsOf(root);
  return { approvals: approvalsOf(fields), problems: file.problems };
}

/** The approvals of a list. */
export function approvalsOf(fields: readonly YamlField[]): readonly Approval[] {
  return fields.flatMap((field) => {
    const before = field.source.problems.length;
    const approval = approvalOf(yaml.mapping(field, keys));
    return yaml.failedSince(field, before) ? [] : [approval];
  });
}

function approvalOf(map: YamlMap): Approval {
  const some = <K extends string>(names: readonly K[], read: (name: K) => string | null) =>
    Object.fromEntries(names.map((name) => [name, read(name)])) as Record<K, string | null>;
  return {
    id: yaml.text(map, "id"),
    kind: yaml.oneOf(map, "kind", approvalKinds),
    status: yaml.oneOf(map, "status", approvalStatuses),
    items: required(map, "items"),
    paths: yaml.texts(map, "paths"),
    destinations: required(map, "destinations"),
    expires: yaml.date(map, "expires"),
    content: yaml.texts(map, "content"),
    measures: measuresOf(map),
    uses: yaml.numberOr(map, "uses", null, { min: 1, max: 1_000_000, whole: true }),
    ...some(texts, (name) => blankAsNull(yaml.textOr(map, name, null))),
    ...some(days, (name) => yaml.dateOr(map, name, null)),
    path: map.source.path,
    line: yaml.lineOf(map),
  };
}

function required(map: YamlMap, key: string): readonly string[] {
  const list = yaml.texts(map, key);
  if (list.length === 0) yaml.complain(map, "missing-key", `needs \`${key}\` with at least one entry`, `\`${key}\` 至少须有一项`);
  return list;
}

function measuresOf(map: YamlMap): Readonly<Record<string, number>> {
  const measures = yaml.mapAt(map, "measures", null);
  const names = measures ? [...measures.fields.keys()] : [];
  return Object.fromEntries(names.flatMap((name) => (measures ? [[name, yaml.numberOr(measures, name, 0, { min: 0 })]] : [])));
}

/** An empty text (or one of blanks and full-width blanks) says nothing. */
function blankAsNull(text: string | null): string | null {
  return text === null || text.replace(/[\s\u3000]/g, "") === "" ? null : text;
}
