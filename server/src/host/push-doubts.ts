/** Why a verdict on a push is not about everything. */
import { join } from "node:path";
import type { LocalText } from "../core/text.js";
import { readText } from "./bounded-file.js";
import type { PushExamination } from "./examine-push.js";
import type { Git } from "./git.js";
import type { PushObjects } from "./push-objects.js";
import type { PushAsk } from "./push.js";

/** Everything for which "nothing found" would be too much said. */
export function doubts(ask: PushAsk, objects: PushObjects, examination: PushExamination, git: Git): LocalText[] {
  const missing = new Set([...objects.missing, ...examination.unread]).size;
  const gaps = examination.skipped.filter((one) => one.gap).length;
  const shallow = objects.whole.length > 0 && (readText(join(git.repository.commonDir, "shallow"), 16 << 20) ?? "") !== "";
  const found: (LocalText | null)[] = [
    ask.unreadable.length === 0
      ? null
      : {
          en: `${ask.unreadable.length} ${ask.unreadable.length === 1 ? "line" : "lines"} of git's list could not be read`,
          zh: `git 列表中有 ${ask.unreadable.length} 行无法识别`,
        },
    missing === 0
      ? null
      : {
          en: `${missing} ${missing === 1 ? "object is" : "objects are"} not in this clone (partial clone?) and ${missing === 1 ? "was" : "were"} not looked at`,
          zh: `有 ${missing} 个对象不在本克隆副本中（部分克隆？），未检查`,
        },
    shallow ? { en: "this clone is shallow: the history before it was not looked at", zh: "本克隆副本为浅克隆，更早的历史未检查" } : null,
    gaps === 0
      ? null
      : {
          en: `${gaps} ${gaps === 1 ? "file could not be read to its end" : "files could not be read to their end"}`,
          zh: `有 ${gaps} 个文件未能完整读取`,
        },
    ...[...objects.incomplete, ...examination.incomplete].map((why) => ({
      en: `not everything was looked at: ${why}`,
      zh: `未能全部检查：${why}`,
    })),
  ];
  return found.filter((one) => one !== null);
}
