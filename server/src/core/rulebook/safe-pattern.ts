/** Which regular expressions a rule may carry: bounded ones, so that no line of a hostile file can make them run long. */
import type { LocalText } from "../text.js";

/** Why a pattern is refused, or null. Refused: what does not compile, back references, look-behind, `*` and `+` and ranges over 100, a repetition inside a repetition. */
export function patternFault(pattern: string): LocalText | null {
  if (pattern.length === 0 || pattern.length > 300) return { en: "is empty or longer than 300 characters", zh: "为空或超过 300 个字符" };
  try {
    new RegExp(pattern, "iu");
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return { en: `is no regular expression: ${message}`, zh: `不是正则表达式：${message}` };
  }
  const bare = pattern.replace(/\\[^\n]/g, (escaped) => (/\\[1-9k]/.test(escaped) ? "\u0001" : "x")).replace(/\[[^\]]*\]/g, "x");
  if (bare.includes("\u0001")) return { en: "has a back reference", zh: "含有反向引用" };
  if (bare.includes("(?<")) return { en: "looks behind or names a group", zh: "含有后行断言或命名分组" };
  if (/[*+]/.test(bare))
    return {
      en: "repeats without a bound; write {0,40} instead of * and {1,40} instead of +",
      zh: "含有无上限的重复；请用 {0,40} 代替 *，用 {1,40} 代替 +",
    };
  for (const [, least, comma, most] of bare.matchAll(/\{(\d+)(,?)(\d*)\}/g)) {
    if (comma === "," && most === "")
      return { en: "repeats without a bound; write {1,40} instead of {1,}", zh: "含有无上限的重复；请用 {1,40} 代替 {1,}" };
    if (Number(most === "" ? least : most) > 100) return { en: "repeats more than 100 times", zh: "重复上限超过 100" };
  }
  if (/\)\{\d*,\d*\}/.test(bare) && /\([^()]*\{\d*,\d*\}[^()]*\)\{/.test(bare))
    return { en: "repeats inside a repetition", zh: "重复之中又有重复" };
  return null;
}
