/** `borderline scan [PATH…]`: markers, destinations, exposures. */
import type { ScanReport } from "../../core/reports/report.js";
import { scanRecordOf } from "../../core/reports/scan-record.js";
import { exitSentence } from "../../core/reports/text.js";
import { exitStatus } from "../../core/reports/view.js";
import { say } from "../../core/text.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { appendRecord, lastDigest } from "../../host/record.js";
import { option, type Arguments } from "../args.js";
import { complain } from "../complain.js";
import { rendererOf, write } from "../render.js";
import type { Shell } from "../run.js";
import { scanReport } from "../scanned.js";
import { failOnOf, langOf, pathOf } from "../settings.js";

/** Forms in which only what was found has a place: what was not read is said beside them. */
const bareForms: ReadonlySet<string> = new Set(["gitlab", "csv"]);

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
  const bare = bareForms.has(option(args, "format") ?? "text");
  if (bare)
    complain(
      report.problems.slice(0, 20).map((problem) => ({ ...problem, message: problem.text })),
      args,
      shell,
    );
  if ((bare && status === 3) || (option(args, "output") !== null && shell.terminal !== null && args.values.quiet !== true))
    shell.err(`borderline: ${say(exitSentence(report, failOn), langOf(args, shell))}\n`);
  return status;
}

/** `--record FILE`: one more line for what this scan found. */
function keepRecord(args: Arguments, shell: Shell, report: ScanReport): void {
  const file = pathOf(args, shell, "record");
  if (file !== null) appendRecord(file, scanRecordOf(report, new Date().toISOString(), lastDigest(file)));
}
