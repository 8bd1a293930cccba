/** `borderline init`: asks for home and contact, writes `.borderline.yaml`. What nobody answers keeps its default, and that is said. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { stringify } from "yaml";
import { regimesOf } from "../../core/exposures/territory.js";
import { isTerritory } from "../../core/words/territories.js";
import { say, type Lang } from "../../core/text.js";
import { policyName } from "../../host/push-policy.js";
import { UsageError, type Arguments } from "../args.js";
import { answer, answerForm } from "../render.js";
import type { Shell } from "../run.js";
import { langOf } from "../settings.js";

const asked = {
  home: { en: "Where is this code made (ISO code)? [CN] ", zh: "代码在哪里开发（ISO 代码）？[CN] " },
  role: { en: "Who answers questions about export (role)? [Export compliance] ", zh: "出口问题由谁答复（角色）？[出口合规] " },
  channel: { en: "How are they reached (mail, chat, phone)? ", zh: "联系方式（邮箱、群、电话）？" },
};

/** Asks for home and contact, and writes the policy; an existing one stays. Answers may be piped in, a line each; what nobody answers keeps its default. */
export async function init(args: Arguments, shell: Shell): Promise<number> {
  answerForm(args);
  const file = join(shell.cwd, policyName);
  if (existsSync(file)) throw new UsageError(`${policyName} is here already`, `${policyName} 已存在`);
  const lang = langOf(args, shell);
  const given = process.stdin.isTTY && shell.terminal !== null ? await ask(lang) : await piped();
  const [first = "", role = "", channel = ""] = given.map((line) => line.trim());
  const home = first.toUpperCase() || "CN";
  if (!isTerritory(home)) throw new UsageError(`"${home}" is no ISO 3166-1 code`, `“${home}”不是 ISO 3166-1 代码`);
  writeFileSync(file, policyText(home, role || say(compliance, lang), channel, lang));
  const taken = first === "" ? say({ en: " Nobody said where this is made: home CN.", zh: "未说明开发地：home CN。" }, lang) : "";
  const missing =
    channel === "" ? say({ en: " No contact: `contact:` says whom to call.", zh: "未填写联系人：请补充 `contact:`。" }, lang) : "";
  const text =
    lang === "en"
      ? `Written: ${policyName}.${taken}${missing} Next: borderline scan, then borderline hook install.\n`
      : `已写入 ${policyName}。${taken}${missing}下一步：borderline scan，然后 borderline hook install。\n`;
  answer(args, shell, text, "borderline.written/1", { path: file, home });
  return 0;
}

const compliance = { en: "Export compliance", zh: "出口合规" };

async function ask(lang: Lang): Promise<readonly string[]> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const given: string[] = [];
  try {
    for (const question of [asked.home, asked.role, asked.channel]) given.push(await lines.question(say(question, lang)));
  } finally {
    lines.close();
  }
  return given;
}

/** How long stdin may be silent before it counts as nobody's (milliseconds): an open pipe that nothing is written to must not hold us. */
const silence = 300;

async function piped(): Promise<readonly string[]> {
  const chunks: Buffer[] = [];
  const silent = setTimeout(() => process.stdin.destroy(), silence);
  try {
    for await (const chunk of process.stdin) {
      chunks.push(Buffer.from(chunk as Uint8Array));
      silent.refresh();
    }
  } catch {
    // Nobody writes there: what came until now is what was answered.
  } finally {
    clearTimeout(silent);
  }
  return Buffer.concat(chunks).toString("utf8").split(/\r?\n/);
}

function policyText(home: string, role: string, channel: string, lang: Lang): string {
  const head = lang === "en" ? "# Borderline's policy: docs/contract.md has every key." : "# Borderline 策略：全部键见 docs/contract.md。";
  const [regime] = regimesOf(home);
  const contact = channel === "" ? {} : { contact: [{ ...(regime === undefined ? {} : { regime }), role, channel }] };
  const hint = channel === "" ? `# contact: [{ role: ${JSON.stringify(role)}, channel: "…" }]\n` : "";
  return `${head}\n${stringify({ home, ...contact, unknownPlaces: "warn", push: { block: "error", undecided: "warn" } })}${hint}`;
}
