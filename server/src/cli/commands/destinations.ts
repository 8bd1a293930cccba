/** `borderline destinations [PATH]`: only where this tree's contents can go. */
import { loadRulebook } from "../../host/load-rulebook.js";
import { renderDestinationsText } from "../../core/reports/text.js";
import { renderWaysCsv, renderWaysMarkdown } from "../../core/reports/ways-forms.js";
import { option, type Arguments } from "../args.js";
import { rendererOf, write } from "../render.js";
import type { Shell } from "../run.js";
import { scanReport } from "../scanned.js";

/** The forms that show ways out rather than what would leave by them. */
const own: Readonly<Partial<Record<string, ReturnType<typeof rendererOf>>>> = {
  text: renderDestinationsText,
  csv: (report, { lang }) => renderWaysCsv(report, lang),
  markdown: (report, { lang }) => renderWaysMarkdown(report, lang),
};

function ownForm(name: string): ReturnType<typeof rendererOf> | undefined {
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** A scan without rules: no file is read for markers, and none is reported. */
export async function destinations(args: Arguments, shell: Shell): Promise<number> {
  const render = ownForm(option(args, "format") ?? "text") ?? rendererOf(args);
  const report = await scanReport(args, shell, { ...loadRulebook(shell.home), rules: [] });
  if (report === null) return 2;
  write(args, shell, (options) => render(report, options));
  return 0;
}
