/** `borderline scan [PATH…]`: markers, destinations, exposures. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { defaultPolicy } from "../../core/exposures/default-policy.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { scanTree } from "../../host/scan-tree.js";
import { option, UsageError, type Arguments } from "../args.js";
import type { Shell } from "../run.js";

export async function scanCommand(args: Arguments, shell: Shell): Promise<number> {
  const result = await scanTree({
    root: resolve(shell.cwd, args.rest[0] ?? "."),
    rulebook: loadRulebook(shell.home),
    policy: defaultPolicy,
    asOf: option(args, "as-of") ?? shell.today,
    environment: shell.environment,
    home: shell.home,
    ...jobsOf(args),
  });
  const { rulebook: _rulebook, ...rest } = result;
  const text = JSON.stringify({ schema: "borderline.scan/1", ...rest }, null, 1) + "\n";
  const output = option(args, "output");
  if (output) writeFileSync(resolve(shell.cwd, output), text);
  else shell.out(text);
  return 0;
}

/** `--jobs N`: threads, from 1 to 64. */
function jobsOf(args: Arguments): { jobs?: number } {
  const text = option(args, "jobs");
  if (text === null) return {};
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw new UsageError(`--jobs takes a number from 1 to 64, not "${text}"`);
  return { jobs };
}
