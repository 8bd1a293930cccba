/** `borderline scan [PATH…]`: markers, destinations, exposures. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { defaultPolicy } from "../../core/exposures/default-policy.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { scanTree } from "../../host/scan-tree.js";
import { option, type Arguments } from "../args.js";
import type { Shell } from "../run.js";

export function scanCommand(args: Arguments, shell: Shell): number {
  const result = scanTree({
    root: resolve(shell.cwd, args.rest[0] ?? "."),
    rulebook: loadRulebook(shell.home),
    policy: defaultPolicy,
    asOf: option(args, "as-of") ?? shell.today,
  });
  const { rulebook: _rulebook, ...rest } = result;
  const text = JSON.stringify({ schema: "borderline.scan/1", ...rest }, null, 1) + "\n";
  const output = option(args, "output");
  if (output) writeFileSync(resolve(shell.cwd, output), text);
  else shell.out(text);
  return 0;
}
