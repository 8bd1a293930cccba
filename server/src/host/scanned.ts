/** Which commit a scanned folder stands on, and which of the files that a report is about are not as that commit has them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Scanned } from "../core/scan-result.js";
import { readText } from "./bounded-file.js";
import { openGit, runGit } from "./git.js";
import { findRepository, type GitRepository } from "./git-repository.js";
import { type ObjectNames, prefixOf } from "./object-names.js";

/** Of a folder without a repository. */
const noCommit: Scanned = { what: "tree", commit: null, branch: null, differing: null, ranges: [] };

/** What a work tree scan looked at. `paths` are the files that something was found in. */
export async function readScanned(
  root: string,
  environment: NodeJS.ProcessEnv,
  paths: readonly string[],
  own: ObjectNames,
): Promise<Scanned> {
  const repository = findRepository(root);
  if (repository === null) return noCommit;
  const { commit, branch } = await readHead(repository, environment);
  const differing = commit === null ? null : await differingFrom(commit, repository, environment, paths, own);
  return { ...noCommit, commit, branch, differing };
}

interface Head {
  readonly commit: string | null;
  readonly branch: string | null;
}

/** HEAD as its files say; git itself is asked only where refs lie in tables. */
async function readHead(repository: GitRepository, environment: NodeJS.ProcessEnv): Promise<Head> {
  if (existsSync(join(repository.commonDir, "reftable"))) return askedHead(repository, environment);
  const head = (readText(join(repository.gitDir, "HEAD"), 4096) ?? "").trim();
  if (isObjectName(head)) return { commit: head, branch: null };
  const ref = /^ref: (refs\/[^\s]+)$/.exec(head)?.[1];
  if (ref === undefined || ref.split("/").includes("..")) return { commit: null, branch: null };
  const loose = (readText(join(repository.commonDir, ...ref.split("/")), 4096) ?? "").trim();
  return { commit: isObjectName(loose) ? loose : packedRef(repository, ref), branch: ref.replace(/^refs\/heads\//, "") };
}

function packedRef({ commonDir }: GitRepository, ref: string): string | null {
  const packed = readText(join(commonDir, "packed-refs"), 64 << 20) ?? "";
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  const name = line?.slice(0, -ref.length - 1) ?? "";
  return isObjectName(name) ? name : null;
}

async function askedHead(repository: GitRepository, environment: NodeJS.ProcessEnv): Promise<Head> {
  const { git } = await openGit(repository, environment);
  if (git === null) return { commit: null, branch: null };
  const answer = await runGit(git, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  const name = answer.stdout.toString("latin1").trim();
  return { commit: isObjectName(name) ? name : null, branch: null };
}

function isObjectName(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** The paths that a commit does not have with the same bytes; null where git does not say. */
async function differingFrom(
  commit: string,
  repository: GitRepository,
  environment: NodeJS.ProcessEnv,
  paths: readonly string[],
  own: ObjectNames,
): Promise<readonly string[] | null> {
  if (paths.length === 0) return [];
  const { git } = await openGit(repository, environment);
  if (git === null) return null;
  const asked = paths.filter((path) => !path.includes("\n"));
  const prefix = prefixOf(repository);
  const input = asked.map((path) => `${commit}:${prefix}${path}\n`).join("");
  const answer = await runGit(git, ["cat-file", "--batch-check=%(objectname)"], { input, time: 60_000 });
  const lines = answer.stdout.toString("latin1").split("\n");
  if (answer.why !== null || lines.length !== asked.length + 1) return null;
  const same = new Set(asked.filter((path, n) => lines[n] === own(path)));
  return paths.filter((path) => !same.has(path));
}
