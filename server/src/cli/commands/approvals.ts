/** `borderline approve …` and `borderline approvals [list|check]`: the ledger. */
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { approvalKinds } from "../../core/exposures/approval.js";
import { defaultLedger } from "../../core/exposures/parse-approvals.js";
import { checkApprovals, expiryOf } from "../../core/exposures/check-approvals.js";
import { writeApproval, type ApprovalEntry } from "../../core/exposures/write-approval.js";
import { plain } from "../../core/reports/safe.js";
import { isDay } from "../../core/rulebook/yaml-reader.js";
import { say } from "../../core/text.js";
import { approvalKindNames, approvalStatusNames } from "../../core/words/names.js";
import { readText } from "../../host/bounded-file.js";
import { loadRulebook } from "../../host/load-rulebook.js";
import { list, option, UsageError, type Arguments } from "../args.js";
import type { Shell } from "../run.js";
import { asOfOf, langOf } from "../settings.js";
import { judgementOf, rootOf, scanResult } from "../scanned.js";

/** Writes one entry. Without `--approved-by` it is only requested; whoever requests does not approve. */
export async function approve(args: Arguments, shell: Shell): Promise<number> {
  const judgement = await judgementOf(args, shell, shell.cwd, loadRulebook(shell.home));
  if (judgement === null) return 2;
  const file = resolve(judgement.folder, judgement.policy.ledger?.path ?? defaultLedger);
  const entry = entryOf(args, asOfOf(args, shell));
  const text = writeApproval(readText(file, 16 << 20) ?? "", entry);
  if (text === null) throw new UsageError(`${file} cannot be read as a ledger; nothing was written (borderline approvals check)`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  shell.out(`${entry.id}\t${entry.status}\t${file}\n`);
  return 0;
}

function entryOf(args: Arguments, today: string): ApprovalEntry {
  const kind = approvalKinds.find((one) => one === option(args, "kind"));
  if (!kind) throw new UsageError(`approve needs --kind, one of ${approvalKinds.join(", ")}`);
  const items = needed(args, "item");
  const destinations = needed(args, "to");
  const expires = option(args, "expires") ?? "";
  if (!isDay(expires)) throw new UsageError("approve needs --expires YYYY-MM-DD");
  const requestedBy = option(args, "requested-by");
  const approvedBy = option(args, "approved-by");
  if (requestedBy === null) throw new UsageError("approve needs --requested-by NAME");
  if (approvedBy === requestedBy) throw new UsageError("who requests does not approve: --approved-by names another person");
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
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new UsageError("--uses takes a whole number from 1 on");
  return { uses: Number(given) };
}

function needed(args: Arguments, name: "item" | "to"): readonly string[] {
  const values = list(args, name);
  if (values.length === 0) throw new UsageError(`approve needs --${name} (may be given several times)`);
  return values;
}

/** `list`: every entry with its end; `check`: what is wrong with them, judged against a scan. Exit status 1 where something is. */
export async function approvals(args: Arguments, shell: Shell): Promise<number> {
  const [action = "list", ...rest] = args.rest;
  if (action === "check") return check({ ...args, rest }, shell);
  if (action !== "list") throw new UsageError(`approvals knows "list" and "check", not "${action}"`);
  const judgement = await judgementOf(args, shell, shell.cwd, loadRulebook(shell.home));
  if (judgement === null) return 2;
  const lang = langOf(args, shell);
  for (const one of judgement.policy.approvals) {
    const { days } = expiryOf(one, asOfOf(args, shell));
    const end = lang === "en" ? `${one.expires} (${days} days)` : `${one.expires}（${days} 天）`;
    shell.out(
      [
        one.id,
        say(approvalStatusNames[one.status], lang),
        say(approvalKindNames[one.kind], lang),
        one.items.join(" "),
        one.destinations.join(" "),
        end,
      ]
        .map((cell) => plain(cell))
        .join("\t") + "\n",
    );
  }
  return 0;
}

async function check(args: Arguments, shell: Shell): Promise<number> {
  const judgement = await judgementOf(args, shell, rootOf(args, shell), loadRulebook(shell.home));
  if (judgement === null) return 2;
  // The ledger speaks of the whole tree, whichever part of it was named.
  const result = await scanResult({ ...args, rest: [judgement.folder] }, shell, loadRulebook(shell.home));
  if (result === null) return 2;
  const problems = checkApprovals(result.rulebook, result.policy.approvals, result.exposures, result.asOf);
  for (const { path, line, message } of problems)
    shell.out(`${plain(path)}:${line ?? 1}: ${plain(say(message, langOf(args, shell)), 2000)}\n`);
  return problems.length === 0 ? 0 : 1;
}
