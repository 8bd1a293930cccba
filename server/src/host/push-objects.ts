/** Which objects a push would send: everything that its new tips reach and that the other side, as far as can be known, does not have. */
import type { PushRef } from "../core/push/push-lines.js";
import { type Git, firstLine, runGit } from "./git.js";
import type { RemoteKnowledge } from "./remote-knowledge.js";

/** A blob that would be sent, with the first path under which it was met (null: it has none, a tagged blob or a note). */
export interface PushedBlob {
  readonly oid: string;
  readonly path: string | null;
  readonly size: number;
}

/** A tip of the push that is (or leads to) a commit or a tree. */
export interface PushTip {
  readonly ref: PushRef;
  /** As given: a commit, a tag, a tree. */
  readonly oid: string;
}

/** The objects that a push would send. */
export interface PushObjects {
  readonly blobs: readonly PushedBlob[];
  readonly tips: readonly PushTip[];
  /** What the walk started from and what it left out, for later walks of the same kind. */
  readonly from: readonly string[];
  readonly without: readonly string[];
  /** Objects that would have to be sent, or be looked at, and that this clone does not have. */
  readonly missing: readonly string[];
  /** Refs for which nothing was known to be on the other side: their whole history counts. */
  readonly whole: readonly PushRef[];
  /** Why the list may not be all. Empty: it is. */
  readonly incomplete: readonly string[];
}

/** No push is so large that git needs longer to list it (milliseconds, bytes of output). */
const bounds = { time: 30 * 60_000, bytes: 1 << 30 };

/** Lists the objects of a push. `known` are oids that the other side has. */
export async function listPushObjects(git: Git, refs: readonly PushRef[], known: RemoteKnowledge): Promise<PushObjects> {
  const sent = refs.filter((ref) => ref.localOid !== null);
  const asked = [...new Set([...refs.map((ref) => ref.remoteOid), ...sent.map((ref) => ref.localOid), ...known.oids])].filter(
    (oid) => oid !== null,
  );
  const types = await typesOf(git, asked);
  const incomplete: string[] = [];
  const missing = sent.flatMap((ref) => (types.has(ref.localOid ?? "") ? [] : [ref.localOid ?? ""]));
  const tips = sent.flatMap((ref) => (types.has(ref.localOid ?? "") ? [{ ref, oid: ref.localOid ?? "" }] : []));
  const from = [...new Set(tips.map((tip) => tip.oid))].sort();
  const bases = refs.flatMap((ref) => (ref.remoteOid !== null && types.has(ref.remoteOid) ? [ref.remoteOid] : []));
  const without = [...new Set([...bases, ...known.oids.filter((oid) => types.has(oid))])].sort();
  const whole = without.length === 0 ? tips.map((tip) => tip.ref) : [];
  if (from.length === 0) return { blobs: [], tips, from, without, missing, whole, incomplete };
  const listed = await walk(git, from, without, incomplete);
  const blobs = await sizes(git, listed.paths, incomplete);
  return { blobs: blobs.found, tips, from, without, missing: [...missing, ...listed.missing, ...blobs.missing], whole, incomplete };
}

/** One walk from many tips. Only blobs are listed; git before 2.32 lists all, which does no harm. */
async function walk(
  git: Git,
  from: readonly string[],
  without: readonly string[],
  incomplete: string[],
): Promise<{ paths: Map<string, string | null>; missing: string[] }> {
  const input = [...from, ...without.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join("");
  const common = ["--objects", "--missing=print", "--stdin"];
  let answer = await runGit(git, ["rev-list", "--filter=object:type=blob", ...common], { ...bounds, input });
  if (answer.why === "failed" && /filter/.test(answer.stderr)) answer = await runGit(git, ["rev-list", ...common], { ...bounds, input });
  if (answer.why !== null) incomplete.push(`git rev-list: ${answer.why === "failed" ? firstLine(answer.stderr) : answer.why}`);
  return readObjectList(answer.stdout);
}

/** `<oid> <path>` per line, `?<oid>` for what is missing. A path with a line end is cut there by git; the oid is what counts. */
function readObjectList(output: Buffer): { paths: Map<string, string | null>; missing: string[] } {
  const paths = new Map<string, string | null>();
  const missing: string[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const stop = end < 0 ? output.length : end;
    const space = output.indexOf(32, at);
    if (output[at] === 63) missing.push(output.toString("latin1", at + 1, stop));
    else if (space < 0 || space > stop) paths.set(output.toString("latin1", at, stop), null);
    else {
      const path = output.toString("utf8", space + 1, stop);
      paths.set(output.toString("latin1", at, space), path === "" ? null : path);
    }
    at = stop + 1;
  }
  return { paths, missing };
}

/** The types of those objects that are here. */
async function typesOf(git: Git, oids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (oids.length === 0) return found;
  const input = oids.map((oid) => `${oid}\n`).join("");
  const answer = await runGit(git, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], { ...bounds, input });
  for (const line of answer.stdout.toString("latin1").split("\n")) {
    const [oid = "", type = ""] = line.split(" ");
    if (type !== "" && type !== "missing") found.set(oid, type);
  }
  return found;
}

/** Sizes before contents: the blobs among the listed objects, and those that are not here. */
async function sizes(
  git: Git,
  paths: ReadonlyMap<string, string | null>,
  incomplete: string[],
): Promise<{ found: PushedBlob[]; missing: string[] }> {
  const oids = [...paths.keys()];
  const found: PushedBlob[] = [];
  const missing: string[] = [];
  for (let i = 0; i < oids.length; i += 200_000) {
    const part = oids.slice(i, i + 200_000);
    const answer = await runGit(git, ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", "--buffer"], {
      ...bounds,
      input: part.join("\n") + "\n",
    });
    if (answer.why !== null) incomplete.push(`git cat-file: ${answer.why === "failed" ? firstLine(answer.stderr) : answer.why}`);
    for (const line of answer.stdout.toString("latin1").split("\n")) {
      const [oid = "", type = "", size = ""] = line.split(" ");
      if (type === "blob") found.push({ oid, path: paths.get(oid) ?? null, size: Number(size) });
      else if (type === "missing") missing.push(oid);
    }
  }
  return { found, missing };
}
