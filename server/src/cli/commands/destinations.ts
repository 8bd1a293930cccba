/** `borderline destinations [PATH]`: only where this tree's contents can go. */
import { loadRulebook } from "../../host/load-rulebook.js";
import { renderDestinationsText } from "../../core/reports/text.js";
import { option, type Arguments } from "../args.js";
import { rendererOf, write } from "../render.js";
import type { Shell } from "../run.js";
import { scanReport } from "../scanned.js";

/** A scan without rules: no file is read for markers, and none is reported. */
export async function destinations(args: Arguments, shell: Shell): Promise<number> {
  const render = (option(args, "format") ?? "text") === "text" ? renderDestinationsText : rendererOf(args);
  const report = await scanReport(args, shell, { ...loadRulebook(shell.home), rules: [] });
  if (report === null) return 2;
  write(args, shell, (options) => render(report, options));
  return 0;
}
