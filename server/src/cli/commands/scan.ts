/** `borderline scan [PATH…]`: markers, destinations, exposures. */
import { statSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { reportOf } from "../../core/reports/make-report.js";
import type { ScanReport } from "../../core/reports/report.js";
import { plain } from "../../core/reports/safe.js";
import { scanRecordOf } from "../../core/reports/scan-record.js";
import { exitStatus } from "../../core/reports/view.js";
import type { Rulebook } from "../../core/rulebook/rulebook.js";
import type { ScanResult } from "../../core/scan-result.js";
import { say } from "../../core/text.js";
import { excerptsOf } from "../../host/excerpts.js";
import { findRepository, real } from "../../host/git-repository.js";
import { loadPolicy, type Judgement } from "../../host/load-policy.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { appendRecord, lastDigest } from "../../host/record.js";
import { scanTree } from "../../host/scan-tree.js";
import { version } from "../../version.js";
import { option, UsageError, type Arguments } from "../args.js";
import { historyResult } from "../history.js";
import { rendererOf, type RenderOptions } from "../render.js";
import type { Shell } from "../run.js";
import { asOfOf, failOnOf, jobsOf, langOf, regimesOf } from "../settings.js";

/** Scans, keeps the record that was asked for, writes the report and gives the contract's exit status. */
export async function scanCommand(args: Arguments, shell: Shell): Promise<number> {
  const render = rendererOf(args);
  const failOn = failOnOf(args);
  const report = await scanReport(args, shell, loadRulebook(shell.home));
  if (report === null) return 2;
  keepRecord(args, shell, report);
  const status = exitStatus(report, failOn);
  const nothing = status === 0 && report.problems.length === 0 && (option(args, "format") ?? "text") === "text";
  if (args.values.quiet !== true || !nothing || option(args, "output") !== null)
    write(args, shell, (options) => render(report, { ...options, failOn }));
  return status;
}

/** `--record FILE`: one more line for what this scan found. */
function keepRecord(args: Arguments, shell: Shell, report: ScanReport): void {
  const named = option(args, "record");
  if (named === null) return;
  const file = resolve(shell.cwd, named);
  appendRecord(file, scanRecordOf(report, new Date().toISOString(), lastDigest(file)));
}

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
    return historyResult({ ...args, rest: [], values: { ...args.values, history: true } }, { ...shell, cwd: root }, rulebook);
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
  });
  return { ...result, problems: [...judgement.problems, ...result.problems] };
}

/** The policy of a folder with all that it names. An error in it is said with file, line and column, and null comes back: exit status 2. */
export async function judgementOf(args: Arguments, shell: Shell, root: string, rulebook: Rulebook): Promise<Judgement | null> {
  const named = option(args, "policy");
  const judgement = await loadPolicy({
    root,
    rulebook,
    environment: shell.environment,
    named: named === null ? null : resolve(shell.cwd, named),
    regimes: regimesOf(args),
  });
  const errors = judgement.problems.filter((problem) => problem.severity === "error");
  for (const { path, line, column, message } of errors)
    shell.err(
      `borderline: ${plain(path)}${line === null ? "" : `:${line}:${column ?? 1}`}: ${plain(say(message, langOf(args, shell)), 2000)}\n`,
    );
  return errors.length > 0 ? null : judgement;
}

/** The folder that is scanned, and the parts of it that the arguments name: several paths, or a file, are looked at from the folder that holds them all. */
export function pathsOf(args: Arguments, shell: Shell): { root: string; only: readonly string[] } {
  const asked = (args.rest.length === 0 ? ["."] : args.rest).map((name) => {
    const path = resolve(shell.cwd, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isDirectory() && !stat?.isFile()) throw new UsageError(`${name} is no folder and no file`);
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

/** Writes the report where `--output` says, or to stdout; colour only for a terminal. */
export function write(args: Arguments, shell: Shell, render: (options: RenderOptions) => string): void {
  const output = option(args, "output");
  const color = output === null && shell.terminal !== null && args.values["no-color"] !== true && !shell.environment["NO_COLOR"];
  const text = render({ lang: langOf(args, shell), color, width: shell.terminal ?? 100 });
  if (output !== null) writeFileSync(resolve(shell.cwd, output), text);
  else shell.out(text);
}
