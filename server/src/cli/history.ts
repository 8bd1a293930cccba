/** `scan --history [RANGE]`: every blob that a range of commits holds, judged by the ways out that there are, or as if it went somewhere (`--destination`). */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Destination } from "../core/destinations/destination.js";
import { supposedReason } from "../core/destinations/place-reason.js";
import { placeRemotes } from "../core/destinations/git/place-remotes.js";
import { destinationAt, type PlaceFound } from "../core/destinations/read-destinations.js";
import type { ExposureState } from "../core/exposures/exposure.js";
import type { Skipped } from "../core/markers/marker.js";
import type { Problem } from "../core/problem.js";
import type { PushRef } from "../core/push/push-lines.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import type { ScanResult } from "../core/scan-result.js";
import { isTerritory } from "../core/words/territories.js";
import { findRepository, type GitRepository } from "../host/git-repository.js";
import { foundForPush, readGitRemotes } from "../host/git-remotes.js";
import { firstLine, type Git, openGit, runGit } from "../host/git.js";
import { nothingRead } from "../host/nothing-read.js";
import { judgedPush } from "../host/push.js";
import { option, UsageError, type Arguments } from "./args.js";
import { complain } from "./complain.js";
import type { Shell } from "./run.js";
import { asOfOf, pathOf, regimesOf } from "./settings.js";

/** The same words for a scan of history in another folder: the policy's path still counts from where the command was typed. */
export function inFolder(args: Arguments, shell: Shell): Arguments {
  const policy = pathOf(args, shell, "policy");
  return { ...args, values: { ...args.values, history: true, ...(policy === null ? {} : { policy }) } };
}

/** Scans a history. null: what is wrong has been said, and the exit status is 2. */
export async function historyResult(args: Arguments, shell: Shell, rulebook: Rulebook): Promise<ScanResult | null> {
  const repository = findRepository(shell.cwd);
  const [word, ...words] = args.rest;
  const { git, problems } = repository === null ? { git: null, problems: [] } : await openGit(repository, shell.environment);
  if (word !== undefined && isFolder(resolve(shell.cwd, word)) && !(git !== null && (await isRevision(git, word))))
    return historyResult(inFolder({ ...args, rest: words }, shell), { ...shell, cwd: resolve(shell.cwd, word) }, rulebook);
  if (repository === null) throw new UsageError("scan --history works in a git repository", "scan --history 须在 Git 仓库中使用");
  if (git === null) return stopped(problems, args, shell);
  return rangeResult(args, shell, rulebook, { repository, git });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function isRevision(git: Git, word: string): Promise<boolean> {
  return !word.startsWith("-") && (await runGit(git, ["rev-parse", "--verify", "--quiet", `${word}^{commit}`])).why === null;
}

async function rangeResult(
  args: Arguments,
  shell: Shell,
  rulebook: Rulebook,
  { repository, git }: { readonly repository: GitRepository; readonly git: Git },
): Promise<ScanResult | null> {
  const words = args.rest;
  const supposed = option(args, "destination") !== null;
  const { refs, without } = await rangeOf(git, words);
  const judged = await judgedPush({
    repository,
    environment: shell.environment,
    rulebook,
    home: args.values["no-cache"] === true ? null : shell.home,
    asOf: asOfOf(args, shell),
    refs,
    unreadable: [],
    remote: "",
    url: "",
    history: { ...waysOut(repository, args, shell), without, ownPolicy: without.length === 0 && (words.length === 0 || !supposed) },
    policy: pathOf(args, shell, "policy"),
    regimes: regimesOf(args),
    onProgress: () => undefined,
  });
  if ("problems" in judged) return stopped(judged.problems, args, shell);
  const errors = judged.result.problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) return stopped(errors, args, shell);
  const changed = judged.policyChanged.map(({ path }) => ({
    code: "policy" as const,
    severity: "warning" as const,
    path,
    line: null,
    column: null,
    message: { en: "changed within this range; judged by the policy at its start", zh: "在该范围内有改动；按范围起点的策略判断" },
  }));
  const nothing =
    judged.objects.blobs.length + judged.result.stats.files > 0
      ? []
      : [nothingRead(".", { en: "these commits bring no file: none was looked at", zh: "这些提交未带来任何文件：未检查任何文件" })];
  const unread = new Set([...judged.objects.missing, ...judged.examination.unread]);
  const gaps = [...unread].slice(0, 1000).map((oid): Skipped => ({ path: `(object ${oid.slice(0, 12)})`, reason: "vanished", gap: true }));
  const doubts = judged.undecided.map((message) => ({
    code: "git" as const,
    severity: "warning" as const,
    path: ".",
    line: null,
    column: null,
    message,
  }));
  return {
    ...judged.result,
    skipped: [...judged.result.skipped, ...gaps],
    problems: [...nothing, ...judged.result.problems, ...changed, ...doubts],
  };
}

function stopped(problems: readonly Problem[], args: Arguments, shell: Shell): null {
  complain(problems, args, shell);
  return null;
}

/** What to walk: `BASE..HEAD` and the like as git reads them; all refs where nothing is given. */
async function rangeOf(git: Git, words: readonly string[]): Promise<{ refs: readonly PushRef[]; without: readonly string[] }> {
  const option = words.find((word) => word.startsWith("-"));
  if (option !== undefined) throw new UsageError(`${option} is no range of commits`, `${option} 不是提交范围`);
  const answer =
    words.length === 0
      ? await runGit(git, ["for-each-ref", "--format=%(objectname)"], { time: 60_000 })
      : await runGit(git, ["rev-parse", "--revs-only", ...words]);
  // What is checked out may hang on no ref, as a pipeline's does.
  const head = words.length === 0 ? await runGit(git, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]) : null;
  const oids = `${answer.stdout.toString("latin1")}\n${head?.stdout.toString("latin1") ?? ""}`
    .split("\n")
    .filter((line) => /^\^?[0-9a-f]{40,64}$/.test(line));
  if (answer.why !== null || (words.length > 0 && !oids.some((oid) => !oid.startsWith("^"))))
    throw new UsageError(
      `git finds no commits in ${[words.join(" "), firstLine(answer.stderr)].filter((part) => part !== "").join(": ")}`,
      `git 没有找到提交：${[words.join(" "), firstLine(answer.stderr)].filter((part) => part !== "").join("：")}`,
    );
  const named = words.join(" ") || "all refs";
  return {
    refs: [...new Set(oids.filter((oid) => !oid.startsWith("^")))].map((oid) => ({
      localRef: named,
      localOid: oid,
      remoteRef: named,
      remoteOid: null,
    })),
    without: oids.filter((oid) => oid.startsWith("^")).map((oid) => oid.slice(1)),
  };
}

/** The repository's own remotes; or one that is only supposed, by its URL or its territory. */
function waysOut(
  repository: GitRepository,
  args: Arguments,
  shell: Shell,
): { destinations: (place: PlaceFound) => readonly Destination[]; state: ExposureState } {
  const asked = option(args, "destination");
  if (asked === null)
    return { state: "unknown", destinations: (place) => placeRemotes(readGitRemotes(repository.root, shell.environment).found, place) };
  const recipient = option(args, "recipient");
  const name = "--destination";
  const code = /^[A-Za-z]{2}$/.test(asked) ? asked.toUpperCase() : null;
  // A single word that is no folder here is neither: a mistyped territory must not become an address.
  const isWord = code === null && (asked.trim() === "" || (!/[/:.\\~]/.test(asked) && !isFolder(resolve(shell.cwd, asked))));
  if (code !== null || isWord) {
    if (code === null || !isTerritory(code))
      throw new UsageError(
        `--destination takes a URL or a territory (ISO 3166-1), not "${asked}"`,
        `--destination 取 URL 或国家和地区代码（ISO 3166-1），不能是“${asked}”`,
      );
    const found = { kind: "declared", via: "push", name, value: code, line: 1, trail: [], scope: ["**"] } as const;
    const placement = {
      host: null,
      region: null,
      territory: code,
      certainty: "known",
      reason: supposedReason(null),
      audience: "unknown",
      recipient,
      forwards: [],
    } as const;
    return { state: "would-leave", destinations: () => [destinationAt(found, name, placement)] };
  }
  const found = { ...foundForPush(repository, name, asked, shell.environment), path: name, ...(recipient === null ? {} : { recipient }) };
  return {
    state: "would-leave",
    destinations: (place) => placeRemotes([found], place).map((each) => ({ ...each, reason: supposedReason(each.reason) })),
  };
}
