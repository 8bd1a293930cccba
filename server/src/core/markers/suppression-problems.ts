/** What is wrong with inline suppressions: misspelt, no rule, no reason, a rule that there is not, or nothing there to suppress. */
import type { Problem } from "../problem.js";
import type { LocalText } from "../text.js";
import type { FileSummary, Marker, Suppression } from "./marker.js";

/** The problems of all suppressions, by file and line. In documents the words are an explanation, not a suppression. */
export function suppressionProblems(
  summaries: readonly FileSummary[],
  markers: readonly Marker[],
  rules: ReadonlySet<string>,
): readonly Problem[] {
  const suppressed = new Set(markers.filter((marker) => marker.suppressed !== null).map((marker) => `${marker.path}\n${marker.rule}`));
  return summaries
    .filter(({ traits }) => !traits.docs)
    .flatMap(({ path, suppressions }) =>
      suppressions.flatMap((one) => {
        const message = faultOf(one, rules, one.rule !== null && suppressed.has(`${path}\n${one.rule}`));
        return message === null
          ? []
          : [{ code: "suppression" as const, severity: "warning" as const, path, line: one.line, column: one.column, message }];
      }),
    );
}

const misspelt: LocalText = {
  en: "a suppression is written borderline-ignore-next-line or borderline-ignore-file; this one suppresses nothing",
  zh: "抑制注释应写作 borderline-ignore-next-line 或 borderline-ignore-file；此处不起作用",
};

function faultOf({ kind, rule, reason, used }: Suppression, rules: ReadonlySet<string>, marked: boolean): LocalText | null {
  if (kind === "misspelt") return misspelt;
  if (rule === null) return { en: "a suppression must name its rule; it suppresses nothing", zh: "抑制注释须写明规则；当前不起作用" };
  if (reason === null)
    return { en: "a suppression must give its reason after --; it suppresses nothing", zh: "抑制注释须在 -- 之后写明理由；当前不起作用" };
  if (rule !== "*" && !rules.has(rule))
    return { en: `"${rule}" is no rule; the suppression does nothing`, zh: `“${rule}”不是规则；该抑制不起作用` };
  if (kind === "next-line" ? used : marked || rule === "*") return null;
  return { en: "this suppression is not used; take it out", zh: "该抑制未被使用，请移除" };
}
