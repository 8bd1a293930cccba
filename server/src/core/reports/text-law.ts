/** The law's part of the text: the items that something open may fall under, what their class asks first, and who decides. */
import { say } from "../text.js";
import { itemName, verificationNames } from "./names.js";
import { procedureKey } from "./law.js";
import type { ScanReport } from "./report.js";
import { plain } from "./safe.js";
import { classSentences, recipientUnknown } from "./sentences.js";
import type { Page } from "./text-page.js";
import { compare, findings, grouped, type Finding } from "./view.js";

/** One block for each class that something open has. */
export function lawLines(report: ScanReport, out: Page): void {
  const open = findings(report).filter((f) => !f.exposure.closed && f.exposure.leaves !== false);
  if (open.length === 0) return;
  out.blank();
  out.heading({ en: "What the law asks", zh: "法律要求" });
  for (const [key, found] of [...grouped(open, (f) => procedureKey(f.exposure))].sort(
    ([a], [b]) => classRank(a) - classRank(b) || compare(a, b),
  ))
    classBlock(report, key, found, out);
  if (open.some((f) => f.destination.recipient === null && f.destination.audience === "unknown"))
    out.paragraph(say(recipientUnknown, out.lang), 2);
}

/** The gravest class first. */
function classRank(key: string): number {
  const order = ["prohibited", "restricted", "dual-use", "free", "foreign", "reference"];
  return order.indexOf(key.slice(key.indexOf(":") + 1));
}

function classBlock(report: ScanReport, key: string, found: readonly Finding[], out: Page): void {
  const { lang } = out;
  const first = found[0];
  if (first === undefined) return;
  const ids = [...new Set(found.map((f) => f.exposure.item))].sort(compare);
  for (const id of ids.slice(0, 4)) {
    const item = report.items[id];
    const verified =
      item === undefined
        ? ""
        : say({ en: ` (${verificationNames[item.verification].en})`, zh: `（${verificationNames[item.verification].zh}）` }, lang);
    out.paragraph(`${itemName(id, report, lang)}${out.paint.dim(verified)}`, 2);
    for (const s of item?.status ?? [])
      out.paragraph(`${s.from}: ${plain(say(s.text, lang))} (${say(verificationNames[s.verification], lang)})`, 4);
  }
  if (ids.length > 4) out.paragraph(say({ en: `and ${ids.length - 4} more items`, zh: `另有 ${ids.length - 4} 个条目` }, lang), 2);
  out.paragraph(say(classSentences[first.exposure.class], lang), 4);
  const authorities = [...new Set((report.procedures[key]?.steps ?? []).map((s) => say(s.authority, lang)))];
  const days = report.procedures[key]?.steps.flatMap((s) => (s.days === undefined ? [] : [say(s.days, lang)])) ?? [];
  if (authorities.length > 0)
    out.field({ en: "Who decides", zh: "由谁认定" }, plain(authorities.slice(0, 2).join(lang === "zh-CN" ? "；" : "; ")), 4);
  if (days.length > 0) out.field({ en: "Review time", zh: "审查时限" }, plain(days.join(lang === "zh-CN" ? "；" : "; ")), 4);
  out.paragraph(
    out.paint.dim(
      say(
        {
          en: `Steps and articles: borderline explain ${plain(ids[0] ?? "", 60)}`,
          zh: `步骤与条款：borderline explain ${plain(ids[0] ?? "", 60)}`,
        },
        lang,
      ),
    ),
    4,
  );
}
