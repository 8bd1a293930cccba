/** The scan that commands share: what the arguments name, under the policy that holds there. */
import { statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { reportOf } from "../core/reports/make-report.js";
import type { ScanReport } from "../core/reports/report.js";
import type { Rulebook } from "../core/rulebook/rulebook.js";
import type { ScanResult } from "../core/scan-result.js";
import { excerptsOf } from "../host/excerpts.js";
import { findRepository, real } from "../host/git-repository.js";
import { loadPolicy, type Judgement } from "../host/load-policy.js";
import { scanTree } from "../host/scan-tree.js";
import { version } from "../version.js";
import { UsageError, type Arguments } from "./args.js";
import { complain } from "./complain.js";
import { historyResult, inFolder } from "./history.js";
import type { Shell } from "./run.js";
import { asOfOf, jobsOf, langOf, pathOf, regimesOf } from "./settings.js";

/** Scans the first path that the arguments name (the current folder where they name none). null: the policy is wrong, which has been said. */
export async function scanReport(args: Arguments, shell: Shell, rulebook: Rulebook): Promise<ScanReport | null> {
  const result = await scanResult(args, shell, rulebook);
  if (result === null) return null;
  const excerpts = args.values.excerpts === true ? { excerpt: excerptsOf(result.root) } : {};
  return reportOf(result, { version, lang: langOf(args, shell), redact: args.values.redact === true, ...excerpts });
}

/** The scan that a report is made of. */
export async function scanResult(args: Arguments, shell: Shell, rulebook: Rulebook): Promise<ScanResult | null> {
  if (args.values.history === true) return historyResult(args, shell, rulebook);
  const { root, only } = pathsOf(args, shell);
  // A bare repository has no work tree: what its refs hold is what there is.
  const repository = findRepository(root);
  if (repository?.top === null && repository.gitDir === real(root))
    return historyResult(inFolder({ ...args, rest: [] }, shell), { ...shell, cwd: root }, rulebook);
  const jobs = jobsOf(args);
  const judgement = await judgementOf(args, shell, root, rulebook);
  if (judgement === null) return null;
  const result = await scanTree({
    root,
    only,
    rulebook: judgement.rulebook,
    policy: judgement.policy,
    baseline: judgement.baseline,
    asOf: asOfOf(args, shell),
    environment: shell.environment,
    home: shell.home,
    noCache: args.values["no-cache"] === true,
    ...(jobs === null ? {} : { jobs }),
    ...(shell.early === undefined ? {} : { early: shell.early }),
  });
  return { ...result, problems: [...judgement.problems, ...result.problems] };
}

/** The policy of a folder with all that it names. An error in it is said with file, line and column, and null comes back: exit status 2. */
export async function judgementOf(args: Arguments, shell: Shell, root: string, rulebook: Rulebook): Promise<Judgement | null> {
  const judgement = await loadPolicy({
    root,
    rulebook,
    environment: shell.environment,
    named: pathOf(args, shell, "policy"),
    regimes: regimesOf(args),
  });
  const errors = judgement.problems.filter((problem) => problem.severity === "error");
  complain(errors, args, shell);
  return errors.length > 0 ? null : judgement;
}

/** The folder that is scanned, and the parts of it that the arguments name: several paths, or a file, are looked at from the folder that holds them all. */
function pathsOf(args: Arguments, shell: Shell): { root: string; only: readonly string[] } {
  const asked = (args.rest.length === 0 ? ["."] : args.rest).map((name) => {
    const path = resolve(shell.cwd, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isDirectory() && !stat?.isFile()) throw new UsageError(`${name} is no folder and no file`, `${name} 既不是文件夹也不是文件`);
    return { path, folder: stat.isDirectory() ? path : dirname(path), isFile: stat.isFile() };
  });
  const [first] = asked;
  if (asked.length === 1 && first && !first.isFile) return { root: first.path, only: [] };
  let root = first?.folder ?? shell.cwd;
  while (!asked.every(({ folder }) => folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep))) root = dirname(root);
  return { root, only: asked.map(({ path }) => relative(root, path).split(sep).join("/")).filter((path) => path !== "") };
}

/** The folder of a command that takes one. */
export function rootOf(args: Arguments, shell: Shell): string {
  return pathsOf(args, shell).root;
}
