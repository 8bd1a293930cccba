/** `borderline scan [PATH…]`: markers, destinations, exposures. */
import { statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { defaultPolicy } from "../../core/exposures/default-policy.js";
import { reportOf } from "../../core/reports/make-report.js";
import type { ScanReport } from "../../core/reports/report.js";
import { exitStatus } from "../../core/reports/view.js";
import type { Rulebook } from "../../core/rulebook/rulebook.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { scanTree } from "../../host/scan-tree.js";
import { version } from "../../version.js";
import { option, UsageError, type Arguments } from "../args.js";
import { rendererOf, type RenderOptions } from "../render.js";
import type { Shell } from "../run.js";
import { asOfOf, failOnOf, jobsOf, langOf } from "../settings.js";

export async function scanCommand(args: Arguments, shell: Shell): Promise<number> {
  const render = rendererOf(args);
  const failOn = failOnOf(args);
  const report = await scanReport(args, shell, loadRulebook(shell.home));
  write(args, shell, (options) => render(report, { ...options, failOn }));
  return exitStatus(report, failOn);
}

/** Scans the first path that the arguments name (the current folder where they name none). */
export async function scanReport(args: Arguments, shell: Shell, rulebook: Rulebook): Promise<ScanReport> {
  const root = rootOf(args, shell);
  const jobs = jobsOf(args);
  const result = await scanTree({
    root,
    rulebook,
    policy: defaultPolicy,
    asOf: asOfOf(args, shell),
    environment: shell.environment,
    home: shell.home,
    noCache: args.values["no-cache"] === true,
    ...(jobs === null ? {} : { jobs }),
  });
  return reportOf(result, { version, lang: langOf(args, shell), redact: args.values.redact === true });
}

function rootOf(args: Arguments, shell: Shell): string {
  const root = resolve(shell.cwd, args.rest[0] ?? ".");
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${args.rest[0] ?? "."} is no folder`);
  return root;
}

/** Writes the report where `--output` says, or to stdout; colour only for a terminal. */
export function write(args: Arguments, shell: Shell, render: (options: RenderOptions) => string): void {
  const output = option(args, "output");
  const color = output === null && shell.terminal !== null && args.values["no-color"] !== true && !shell.environment["NO_COLOR"];
  const text = render({ lang: langOf(args, shell), color, width: shell.terminal ?? 100 });
  if (output !== null) writeFileSync(resolve(shell.cwd, output), text);
  else shell.out(text);
}
