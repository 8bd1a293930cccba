/** `borderline explain ID`: what an item, control point, rule, family, host, region or the judgement means. */
import { explain as explainText, nearest } from "../../core/exposures/explain.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { UsageError, type Arguments } from "../args.js";
import { answer, answerForm } from "../render.js";
import type { Shell } from "../run.js";
import { asOfOf, langOf } from "../settings.js";
import { judgementOf } from "../scanned.js";

/** Prints what an id means on the day that is asked for; an id that nothing has is wrong usage and names what is near. */
export async function explain(args: Arguments, shell: Shell): Promise<number> {
  const id = args.rest.join(" ");
  if (id === "")
    throw new UsageError(
      "explain takes an item, control point, rule, family, host, region, or the word judgement",
      "explain 后接条目、控制要点、规则、类别、主机、区域，或 judgement",
    );
  answerForm(args);
  const judgement = await judgementOf(args, shell, shell.cwd, loadRulebook(shell.home));
  if (judgement === null) return 2;
  const text = explainText(judgement.rulebook, id, langOf(args, shell), asOfOf(args, shell));
  if (text === null) {
    const near = nearest(judgement.rulebook, id);
    if (near.length === 0 && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(id))
      throw new UsageError(
        `nothing is called "${id}"; if it is a host, its place is unknown until the policy's \`places:\` says where it stands`,
        `没有名为“${id}”的内容；如为主机，在策略的 \`places:\` 写明之前其所在地不明`,
      );
    throw new UsageError(
      `nothing is called "${id}"${near.length > 0 ? `; near it: ${near.join(", ")}` : ""}`,
      `没有名为“${id}”的内容${near.length > 0 ? `；相近的有：${near.join("、")}` : ""}`,
    );
  }
  answer(args, shell, text, "borderline.explain/1", { id, asOf: asOfOf(args, shell), explanation: text });
  return 0;
}
