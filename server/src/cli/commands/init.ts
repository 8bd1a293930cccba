/** `borderline init`: asks for home and contact, writes `.borderline.yaml`. Without a terminal it takes the defaults and says so. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { stringify } from "yaml";
import { isTerritory } from "../../core/words/territories.js";
import { say, type Lang } from "../../core/text.js";
import { policyName } from "../../host/push-policy.js";
import { UsageError, type Arguments } from "../args.js";
import type { Shell } from "../run.js";
import { langOf } from "../settings.js";

interface Answers {
  readonly home: string;
  readonly role: string;
  readonly channel: string;
}

const asked = {
  home: { en: "Where is this code made (ISO code)? [CN] ", zh: "代码在哪里开发（ISO 代码）？[CN] " },
  role: { en: "Who answers questions about export (role)? [Export compliance] ", zh: "出口问题由谁答复（角色）？[出口合规] " },
  channel: { en: "How are they reached (mail, chat, phone)? ", zh: "联系方式（邮箱、群、电话）？" },
};

/** Asks for home and contact where a person can answer, and writes the policy; an existing one stays. */
export async function init(args: Arguments, shell: Shell): Promise<number> {
  const file = join(shell.cwd, policyName);
  if (existsSync(file)) throw new UsageError(`${policyName} is here already`);
  const lang = langOf(args, shell);
  const answers = shell.terminal === null ? null : await ask(lang);
  const { home, role, channel } = answers ?? { home: "CN", role: lang === "en" ? "Export compliance" : "出口合规", channel: "" };
  if (!isTerritory(home)) throw new UsageError(`"${home}" is no ISO 3166-1 code`);
  writeFileSync(file, policyText(home, role, channel, lang));
  shell.out(
    lang === "en"
      ? `Written: ${policyName}. Next: borderline scan, then borderline hook install.\n`
      : `已写入 ${policyName}。下一步：borderline scan，然后 borderline hook install。\n`,
  );
  return 0;
}

async function ask(lang: Lang): Promise<Answers> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const home = (await lines.question(say(asked.home, lang))).trim().toUpperCase() || "CN";
    const role = (await lines.question(say(asked.role, lang))).trim() || (lang === "en" ? "Export compliance" : "出口合规");
    const channel = (await lines.question(say(asked.channel, lang))).trim();
    return { home, role, channel };
  } finally {
    lines.close();
  }
}

function policyText(home: string, role: string, channel: string, lang: Lang): string {
  const head = lang === "en" ? "# Borderline's policy: docs/contract.md has every key." : "# Borderline 策略：全部键见 docs/contract.md。";
  const contact = { regime: home === "CN" ? "CN" : home === "US" ? "US" : "EU", role, channel: channel || "?" };
  return `${head}\n${stringify({ home, contact: [contact], unknownPlaces: "warn", push: { block: "error", undecided: "warn" } })}`;
}
