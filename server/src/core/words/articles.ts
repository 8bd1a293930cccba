/** Articles of law as readers cite them: the rulebook writes `技术进出口管理条例 art. 30-32; …`, a Chinese reader `技术进出口管理条例第 30-32 条；…`. */
import { t, type LocalText } from "../text.js";

/** A citation in both languages. Regulations that are cited by number alone (15 CFR, EU) stay as they are. */
export function articlesCited(articles: string): LocalText {
  const zh = articles
    .split("; ")
    .map((one) => one.replace(/ art\. ([\d, -]+)$/, (_all, numbers: string) => `第 ${numbers.replaceAll(", ", "、")} 条`))
    .join("；");
  return t(articles, zh);
}
