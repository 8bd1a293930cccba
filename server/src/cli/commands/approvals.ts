/** `borderline approve …` and `borderline approvals [list|check]`: the ledger. */
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { approvalKinds } from "../../core/exposures/approval.js";
import { defaultLedger } from "../../core/exposures/parse-approvals.js";
import { checkApprovals, daysLeft, expiryOf } from "../../core/exposures/check-approvals.js";
import { nearest } from "../../core/exposures/explain.js";
import { writeApproval, type ApprovalEntry } from "../../core/exposures/write-approval.js";
import { plain } from "../../core/reports/safe.js";
import { findItem } from "../../core/rulebook/catalogue.js";
import { isDay } from "../../core/rulebook/yaml-reader.js";
import { say, t } from "../../core/text.js";
import { approvalKindNames, approvalStatusNames } from "../../core/words/names.js";
import { readText } from "../../host/bounded-file.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { list, option, UsageError, type Arguments } from "../args.js";
import { answer, answerForm, linesOr, problemsFor } from "../render.js";
import type { Shell } from "../run.js";
import { asOfOf, langOf } from "../settings.js";
import { judgementOf, rootOf, scanResult } from "../scanned.js";

/** Writes one entry. Without `--approved-by` it is only requested; whoever requests does not approve. */
export async function approve(args: Arguments, shell: Shell): Promise<number> {
  answerForm(args);
  const judgement = await judgementOf(args, shell, shell.cwd, loadRulebook(shell.home));
  if (judgement === null) return 2;
  const file = resolve(judgement.folder, judgement.policy.ledger?.path ?? defaultLedger);
  const entry = entryOf(args, asOfOf(args, shell));
  // An entry for what there is not would stop every later scan.
  for (const item of entry.items)
    if (findItem(judgement.rulebook, item) === null) {
      const near = nearest(judgement.rulebook, item).slice(0, 3);
      throw new UsageError(
        `--item ${item} is no item of the catalogue${near.length > 0 ? `; near it: ${near.join(", ")}` : ""}`,
        `--item ${item} 不是目录中的条目${near.length > 0 ? `；相近的有：${near.join("、")}` : ""}`,
      );
    }
  const text = writeApproval(readText(file, 16 << 20) ?? "", entry);
  if (text === null)
    throw new UsageError(
      `${file} cannot be read as a ledger; nothing was written (borderline approvals check)`,
      `${file} 无法作为台账读取，未写入任何内容（borderline approvals check）`,
    );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { id, status } = entry;
  answer(args, shell, `${id}\t${status}\t${file}\n`, "borderline.approve/1", { id, status, path: file });
  return 0;
}

function entryOf(args: Arguments, today: string): ApprovalEntry {
  const kind = approvalKinds.find((one) => one === option(args, "kind"));
  if (!kind)
    throw new UsageError(
      `approve needs --kind, one of ${approvalKinds.join(", ")}`,
      `approve 须有 --kind，取 ${approvalKinds.join("、")} 之一`,
    );
  const items = needed(args, "item");
  const destinations = needed(args, "to");
  const expires = option(args, "expires") ?? "";
  if (!isDay(expires)) throw new UsageError("approve needs --expires YYYY-MM-DD", "approve 须有 --expires YYYY-MM-DD");
  const requestedBy = option(args, "requested-by");
  const approvedBy = option(args, "approved-by");
  if (requestedBy === null) throw new UsageError("approve needs --requested-by NAME", "approve 须有 --requested-by 申请人");
  if (approvedBy?.trim() === requestedBy.trim())
    throw new UsageError(
      "who requests does not approve: --approved-by names another person",
      "申请人不能批准自己的申请：--approved-by 须为另一人",
    );
  const given = (...names: ("recipient" | "reference" | "contract" | "issued" | "basis" | "reason")[]): Partial<ApprovalEntry> =>
    Object.fromEntries(names.flatMap((name) => (option(args, name) === null ? [] : [[name, option(args, name)]])));
  return {
    id: `A-${randomBytes(3).toString("hex")}`,
    kind,
    status: approvedBy === null ? "requested" : "approved",
    items,
    ...(list(args, "paths").length > 0 ? { paths: list(args, "paths") } : {}),
    destinations,
    ...given("recipient", "reference", "contract", "issued"),
    expires,
    ...(list(args, "content").length > 0 ? { content: list(args, "content") } : {}),
    ...usesOf(args),
    ...given("basis"),
    requestedBy,
    ...(approvedBy === null ? {} : { approvedBy, approvedAt: today }),
    ...given("reason"),
  };
}

/** A single licence covers so many exports. */
function usesOf(args: Arguments): Partial<ApprovalEntry> {
  const given = option(args, "uses");
  if (given === null) return {};
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new UsageError("--uses takes a whole number from 1 on", "--uses 取不小于 1 的整数");
  return { uses: Number(given) };
}

function needed(args: Arguments, name: "item" | "to"): readonly string[] {
  const values = list(args, name);
  if (values.length === 0)
    throw new UsageError(`approve needs --${name} (may be given several times)`, `approve 须有 --${name}（可多次给出）`);
  return values;
}

/** `list`: every entry with its end; `check`: what is wrong with them, judged against a scan. Exit status 1 where something is. */
export async function approvals(args: Arguments, shell: Shell): Promise<number> {
  const [action = "list", ...rest] = args.rest;
  answerForm(args);
  if (action === "check") return check({ ...args, rest }, shell);
  if (action !== "list")
    throw new UsageError(`approvals knows "list" and "check", not "${action}"`, `approvals 后接 list 或 check，不能是“${action}”`);
  const judgement = await judgementOf(args, shell, shell.cwd, loadRulebook(shell.home));
  if (judgement === null) return 2;
  const lang = langOf(args, shell);
  const asOf = asOfOf(args, shell);
  const all = judgement.policy.approvals.map((one) => ({ one, ...expiryOf(one, asOf) }));
  const lines = all.map(({ one, days }) => {
    const end = lang === "en" ? `${one.expires} (${daysLeft(days).en})` : `${one.expires}（${daysLeft(days).zh}）`;
    return (
      [
        one.id,
        say(approvalStatusNames[one.status], lang),
        say(approvalKindNames[one.kind], lang),
        one.items.join(" "),
        one.destinations.join(" "),
        end,
      ]
        .map((cell) => plain(cell))
        .join("\t") + "\n"
    );
  });
  const approvals = all.map(({ one, days, urgency }) => ({ ...one, days, urgency }));
  const text = linesOr(lines, t("No approvals are recorded.", "台账中没有审批记录。"), args, shell);
  answer(args, shell, text, "borderline.approvals/1", { asOf, approvals });
  return 0;
}

async function check(args: Arguments, shell: Shell): Promise<number> {
  const judgement = await judgementOf(args, shell, rootOf(args, shell), loadRulebook(shell.home));
  if (judgement === null) return 2;
  // The ledger speaks of the whole tree, whichever part of it was named.
  const result = await scanResult({ ...args, rest: [judgement.folder] }, shell, loadRulebook(shell.home));
  if (result === null) return 2;
  const problems = checkApprovals(result.rulebook, result.policy.approvals, result.exposures, result.asOf);
  const lang = langOf(args, shell);
  const lines = problems.map(({ path, line, message }) => `${plain(path)}:${line ?? 1}: ${plain(say(message, lang), 2000)}\n`);
  const text = linesOr(lines, t("No problems in the ledger.", "台账没有问题。"), args, shell);
  answer(args, shell, text, "borderline.problems/1", { asOf: result.asOf, problems: problemsFor(problems, lang) });
  return problems.length === 0 ? 0 : 1;
}
