/** `borderline baseline write|check`: what was known before adoption. It only shrinks by itself. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkBaseline, shrinkBaseline, writeBaseline } from "../../core/exposures/baseline.js";
import { plain } from "../../core/reports/safe.js";
import { say } from "../../core/text.js";
import { baselineName } from "../../host/push-policy.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { UsageError, type Arguments } from "../args.js";
import { answer, answerForm, problemsFor } from "../render.js";
import type { Shell } from "../run.js";
import { langOf } from "../settings.js";
import { judgementOf, rootOf, scanResult } from "../scanned.js";
import { shownFrom } from "../../core/markers/marker.js";

/** `write` makes the first one; over an existing one it only takes out what is gone. `check` says what it has that is gone, exit status 1. */
export async function baseline(args: Arguments, shell: Shell): Promise<number> {
  const [action = "", ...rest] = args.rest;
  if (action !== "write" && action !== "check") throw new UsageError('baseline takes "write" or "check"', "baseline 后接 write 或 check");
  answerForm(args);
  const judgement = await judgementOf(args, shell, rootOf({ ...args, rest }, shell), loadRulebook(shell.home));
  if (judgement === null) return 2;
  // A baseline speaks of the whole tree, whichever part of it was named: what a part does not hold is not gone.
  const result = await scanResult({ ...args, rest: [judgement.folder] }, shell, loadRulebook(shell.home));
  if (result === null) return 2;
  const markers = result.markers.filter((marker) => marker.confidence >= shownFrom);
  if (action === "check") {
    const problems = judgement.baseline === null ? [] : checkBaseline(judgement.baseline, markers);
    const lang = langOf(args, shell);
    const lines = problems.map(({ path, line, message }) => `${plain(path)}:${line ?? 1}: ${plain(say(message, lang), 2000)}\n`);
    answer(args, shell, lines.join(""), "borderline.problems/1", { asOf: result.asOf, problems: problemsFor(problems, lang) });
    return problems.length === 0 ? 0 : 1;
  }
  const file = join(judgement.folder, baselineName);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    judgement.baseline === null ? writeBaseline(markers, result.destinations) : shrinkBaseline(judgement.baseline, markers),
  );
  answer(args, shell, `${file}\n`, "borderline.written/1", { path: file });
  return 0;
}
