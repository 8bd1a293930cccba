/** Parses `.borderline.yaml`, and the organisation's files that it extends, into one policy. Unknown keys are errors with a position; locked keys of an extended file win. */
import type { Problem } from "../problem.js";
import * as yaml from "../rulebook/yaml-reader.js";
import type { YamlMap } from "../rulebook/yaml-reader.js";
import { defaultPolicy } from "./default-policy.js";
import { isInTree } from "./globs.js";
import type { Policy } from "./policy.js";
import { pushKeys, ruleKeys, valuesOf } from "./policy-values.js";
import { regimesOf } from "./territory.js";

/** A file of the chain: the tree's own policy first, then what it extends. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

/** A policy with all that it extends, and what is wrong with it. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly problems: readonly Problem[];
  /** The path of the file that must be read before the policy is whole (relative ones resolved against the file that names it); null: it is whole. */
  readonly wants: string | null;
}

/** Keys of the policy, and those that a key of their own may lock. */
const lists = ["origin", "contact", "places", "destinations", "ignore", "approvals"] as const;
const scalars = ["home", "regimes", "unknownPlaces", "unverified", "acknowledge", "inlineSuppressions", "ledger"] as const;
const keys = [...lists, ...scalars, "rules", "push", "extends", "locked"];
const lockable = [...lists, ...scalars, "rules", "push", ...ruleKeys.map((key) => `rules.${key}`), ...pushKeys.map((key) => `push.${key}`)];

/** The longest chain of `extends`. */
const maxChain = 5;

/** Reads a chain of policy texts. Call again with one more text as long as `wants` names a file. */
export function readPolicy(chain: readonly PolicyText[]): PolicyRead {
  const problems: Problem[] = [];
  const files = chain.map(({ path, text }) => openFile(path, text));
  const last = files.at(-1);
  const wants = last && last.extends !== null ? resolve(last.path, last.extends) : null;
  const endless = wants !== null && (files.length >= maxChain || files.some((file) => file.path === wants));
  if (endless && last?.top)
    yaml.complain(last.top, "policy", "`extends` goes round in a circle, or more than five files deep", "`extends` 形成循环，或超过五层");
  const policy = merged(files);
  for (const file of files) problems.push(...file.problems);
  return { policy, problems, wants: endless ? null : wants };
}

interface OpenFile {
  readonly path: string;
  readonly top: YamlMap | null;
  readonly extends: string | null;
  readonly problems: readonly Problem[];
}

function openFile(path: string, text: string): OpenFile {
  const file = yaml.openYaml(path, text);
  const top = file.root?.node ? yaml.mapping(file.root, keys) : null;
  return { path, top, extends: top ? yaml.textOr(top, "extends", null) : null, problems: file.problems };
}

/** From the outermost file inwards: lists add up, single values override, and what an outer file locks stays as it is. */
function merged(files: readonly OpenFile[]): Policy {
  const values = new Map<string, unknown>();
  const locked: Record<string, { path: string; line: number }> = {};
  for (const file of [...files].reverse()) {
    if (!file.top) continue;
    for (const [key, value, offset] of valuesOf(file.top)) {
      const lock = locked[key] ?? locked[key.split(".")[0] ?? key];
      if (lock) {
        const where = `${lock.path}:${lock.line}`;
        const at = { source: file.top.source, offset, name: key };
        yaml.complain(
          { ...at, source: { ...at.source, severity: "warning" } },
          "locked-key",
          `is locked in ${where}; the value there holds`,
          `已在 ${where} 锁定，以该处的值为准`,
        );
      } else values.set(key, addUp(key, values.get(key), value));
    }
    for (const field of yaml.listAt(file.top, "locked")) {
      const key = yaml.textOf(field) ?? "";
      if (lockable.includes(key)) locked[key] ??= { path: file.path, line: yaml.lineOf(field) };
      else yaml.complain(field, "unknown-value", `is not a key that can be locked: "${key}"`, `不是可锁定的键：“${key}”`);
    }
  }
  return assemble(values, locked, files);
}

function addUp(key: string, outer: unknown, inner: unknown): unknown {
  const adds = (lists as readonly string[]).includes(key) || key.startsWith("rules.");
  return adds && Array.isArray(outer) && Array.isArray(inner) ? [...(inner as unknown[]), ...(outer as unknown[])] : inner;
}

function assemble(values: ReadonlyMap<string, unknown>, locked: Policy["locked"], files: readonly OpenFile[]): Policy {
  const own = files[0];
  const get = <T>(key: string, fallback: T): T => (values.get(key) as T | undefined) ?? fallback;
  const home = get("home", defaultPolicy.home);
  const given = values.get("regimes") as Policy["regimes"] | undefined;
  const followed = given ?? regimesOf(home);
  if (own?.top && followed.length === 0) {
    const en = `has no regime in this rulebook for home ${home}; nothing will be judged until \`regimes\` names one`;
    yaml.complain(
      { ...own.top, source: { ...own.top.source, severity: "warning" } },
      "policy",
      en,
      `：本规则库没有 home ${home} 对应的法域；在 \`regimes\` 指明之前不作任何判断`,
    );
  }
  const ledger = values.get("ledger") as string | undefined;
  return {
    ruleWords: ruleWordsOf(files),
    path: own?.path ?? null,
    base: defaultPolicy.base,
    home,
    regimes: [...new Set(followed)],
    origin: get("origin", defaultPolicy.origin),
    contact: get("contact", defaultPolicy.contact),
    places: get("places", defaultPolicy.places),
    destinations: get("destinations", defaultPolicy.destinations),
    unknownPlaces: get("unknownPlaces", defaultPolicy.unknownPlaces),
    ignore: get("ignore", defaultPolicy.ignore),
    rules: { off: get("rules.off", []), files: get("rules.files", []), items: get("rules.items", []) },
    push: { block: get("push.block", defaultPolicy.push.block), undecided: get("push.undecided", defaultPolicy.push.undecided) },
    unverified: get("unverified", defaultPolicy.unverified),
    acknowledge: get("acknowledge", defaultPolicy.acknowledge),
    inlineSuppressions: get("inlineSuppressions", defaultPolicy.inlineSuppressions),
    locked,
    approvals: get("approvals", defaultPolicy.approvals),
    ledger: ledger === undefined ? null : { path: ledger, inside: isInTree(ledger) },
  };
}

/** Where the words under `rules:` stand; the innermost file that has a word. */
function ruleWordsOf(files: readonly OpenFile[]): Policy["ruleWords"] {
  const found: Record<string, { path: string; line: number; column: number }> = {};
  for (const { top, path } of files) {
    const rules = top?.fields.get("rules");
    if (!rules || !yaml.isMapping(rules)) continue;
    const map = yaml.mapping(rules, null);
    for (const key of ruleKeys)
      for (const field of yaml.listAt(map, key)) {
        const { line, col } = field.source.lines.linePos(field.offset);
        found[`${key} ${yaml.textOf(field) ?? ""}`] ??= { path, line: Math.max(line, 1), column: Math.max(col, 1) };
      }
  }
  return found;
}

/** A path written in a file, seen from where that file's path is seen from. POSIX; an absolute one stays. */
function resolve(from: string, path: string): string {
  if (/^(\/|[A-Za-z]:)/.test(path)) return path;
  const parts = from.split("/").slice(0, -1);
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== ".." && parts.at(-1) !== "") parts.pop();
      else parts.push("..");
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
