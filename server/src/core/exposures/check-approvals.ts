/** What is wrong with a ledger: malformed people or documents, kinds that do not fit, what expires, what nothing uses, what covers too much, what a new edition changed. */
import type { Problem } from "../problem.js";
import { daysBetween, findItem, itemAt } from "../rulebook/catalogue.js";
import type { Item } from "../rulebook/item.js";
import type { LocalText } from "../text.js";
import type { Approval } from "./approval.js";
import { mayClose, flawsOf, isAnywhere, isContentBound, isExpired } from "./approvals.js";
import type { Exposure } from "./exposure.js";
import { isEverything, isInTree } from "./globs.js";

/** How near the end is: days left (0 on the last day, negative after it), and the loudness of it. */
export interface Expiry {
  readonly days: number;
  readonly urgency: "none" | "30" | "14" | "3" | "expired";
}

/** An approval holds through the UTC day of `expires`. */
export function expiryOf(approval: Pick<Approval, "expires">, asOf: string): Expiry {
  const days = daysBetween(asOf, approval.expires);
  const urgency = days < 0 ? "expired" : days <= 3 ? "3" : days <= 14 ? "14" : days <= 30 ? "30" : "none";
  return { days, urgency };
}

/** `in 3 days`, `today`, `1 day ago`: how far the last day is. */
export function daysLeft(days: number): LocalText {
  const count = Math.abs(days);
  const en = `${count} ${count === 1 ? "day" : "days"}`;
  if (days < 0) return { en: `${en} ago`, zh: `${count} 天前` };
  return days === 0 ? { en: "today", zh: "今天" } : { en: `in ${en}`, zh: `剩余 ${count} 天` };
}

/** All problems of the approvals on a day. `exposures` are those of a whole scan; null where there was none, and then nothing is called unused. */
export function checkApprovals(
  rulebook: { readonly items: readonly Item[] },
  approvals: readonly Approval[],
  exposures: readonly Exposure[] | null,
  asOf: string,
): readonly Problem[] {
  const used = exposures && new Set(exposures.flatMap((exposure) => exposure.approval?.id ?? []));
  return approvals.flatMap((approval, index) => {
    if (approval.status === "revoked") return duplicateOf(approval, approvals.slice(0, index));
    const said = [
      ...flawsOf(approval),
      ...itemFlaws(rulebook, approval, asOf),
      ...breadth(approval),
      ...validity(rulebook, approval, asOf),
      ...editionChanges(rulebook, approval, asOf),
    ];
    // An organisation's ledger serves many trees: what one of them does not use is no fault of it.
    if (used && !used.has(approval.id) && isInTree(approval.path) && approval.status === "approved" && !isExpired(approval, asOf))
      said.push({
        en: "covers nothing in this tree; take it out, or correct its items, paths or destinations",
        zh: "在该目录树中没有对应事项；请移除，或更正其条目、路径或去向",
      });
    return [...duplicateOf(approval, approvals.slice(0, index)), ...said.map((text) => problem(approval, text))];
  });
}

function duplicateOf(approval: Approval, earlier: readonly Approval[]): readonly Problem[] {
  const sameId = earlier.find((one) => one.id === approval.id);
  if (sameId)
    return [
      problem(approval, {
        en: `has the id of the entry in ${sameId.path}:${sameId.line}`,
        zh: `与 ${sameId.path}:${sameId.line} 的条目编号相同`,
      }),
    ];
  const same = earlier.find((one) => one.status === approval.status && scopeOf(one) === scopeOf(approval));
  return same
    ? [
        problem(approval, {
          en: `decides the same as ${same.id} (${same.path}:${same.line})`,
          zh: `与 ${same.id}（${same.path}:${same.line}）内容相同`,
        }),
      ]
    : [];
}

function scopeOf({ kind, items, paths, destinations, recipient, content, expires }: Approval): string {
  return JSON.stringify([kind, [...items].sort(), [...paths].sort(), [...destinations].sort(), recipient, [...content].sort(), expires]);
}

function itemFlaws(rulebook: { readonly items: readonly Item[] }, approval: Approval, asOf: string): LocalText[] {
  return approval.items.flatMap((name): LocalText[] => {
    const item = findItem(rulebook, name);
    if (!item) return [{ en: `names the unknown item ${name}`, zh: `引用了未知条目 ${name}` }];
    const day = itemAt(item, asOf);
    if (!day) return [{ en: `names ${name}, which is not in force on ${asOf}`, zh: `所列 ${name} 在 ${asOf} 不在有效版本中` }];
    if (approval.kind === "letter-of-intent" || mayClose(approval.kind, day.class)) return [];
    if (approval.kind === "public-domain" && day.class === "restricted")
      return [
        {
          en: `is a company position on ${name}, not a decision: the civil catalogue does not expressly exempt published technology; it closes nothing`,
          zh: `对 ${name} 仅为公司立场，并非决定：民用目录没有明确豁免已公开技术；不产生关闭效果`,
        },
      ];
    return [
      {
        en: `does not fit ${name}: kind ${approval.kind} cannot close class ${day.class}`,
        zh: `与 ${name} 不相符：${approval.kind} 不能关闭 ${day.class} 类条目`,
      },
    ];
  });
}

/** Patterns that bind to nothing in particular. */
function breadth(approval: Approval): LocalText[] {
  const said: LocalText[] = [];
  if (approval.paths.some(isEverything) || (approval.paths.length === 0 && !isContentBound(approval.kind)))
    said.push({ en: "covers every path; name the folders it was given for", zh: "涵盖所有路径；请写明所针对的目录" });
  const wide = approval.destinations.filter((pattern) => !isAnywhere(pattern) && /^[^/]+\/\*\*?$/.test(pattern) && !pattern.includes(":"));
  for (const pattern of wide)
    said.push({ en: `covers all of ${pattern}; name the owner or repository`, zh: `涵盖 ${pattern} 的全部内容；请写明所有者或仓库` });
  return said;
}

function validity(rulebook: { readonly items: readonly Item[] }, approval: Approval, asOf: string): LocalText[] {
  const { days, urgency } = expiryOf(approval, asOf);
  const said: LocalText[] = [];
  if (urgency === "expired")
    said.push({
      en: `expired on ${approval.expires}, ${daysLeft(days).en}; what it covered is open again`,
      zh: `已于 ${approval.expires} 到期（${daysLeft(days).zh}）；其所涵盖的事项重新变为未处理`,
    });
  else if (urgency !== "none")
    said.push({ en: `expires on ${approval.expires}, ${daysLeft(days).en}`, zh: `将于 ${approval.expires} 到期（${daysLeft(days).zh}）` });
  const begin = approval.issued ?? approval.approvedAt;
  const classes = approval.items.map((name) => findItem(rulebook, name)?.class);
  const most = (years: number, of: LocalText) => {
    const last = begin === null ? null : `${Number(begin.slice(0, 4)) + years}${begin.slice(4)}`;
    if (last !== null && approval.expires > last) said.push({ en: `runs longer than ${of.en}`, zh: `有效期超过${of.zh}` });
  };
  if (approval.kind === "public-domain" && classes.includes("restricted"))
    most(1, { en: "the 12 months that a position on a civil item may last", zh: "对民用条目立场的 12 个月上限" });
  if (approval.kind === "licence" && classes.includes("dual-use"))
    most(
      approval.uses === 1 ? 1 : 3,
      approval.uses === 1
        ? { en: "the 1 year of a single dual-use licence", zh: "两用物项单项许可的 1 年" }
        : { en: "the 3 years of a general dual-use licence", zh: "两用物项通用许可的 3 年" },
    );
  return said;
}

/** What was decided under one edition and is used under another: services that continue after a change of edition count as new, in practice. */
function editionChanges(rulebook: { readonly items: readonly Item[] }, approval: Approval, asOf: string): LocalText[] {
  const given = approval.approvedAt ?? approval.issued;
  if (given === null || isExpired(approval, asOf)) return [];
  return approval.items.flatMap((name): LocalText[] => {
    const item = findItem(rulebook, name);
    const now = item && itemAt(item, asOf);
    if (!item || !now) return [];
    const then = itemAt(item, given);
    if (!then)
      return [
        {
          en: `was given on ${given}, before ${name} was listed (${now.edition}); check what it decided`,
          zh: `于 ${given} 作出，早于 ${name} 列入（${now.edition}）；请核对其内容`,
        },
      ];
    const same = then.class === now.class && then.code === now.code && then.wording?.zh === now.wording?.zh;
    if (then.edition === now.edition || same) return [];
    return [
      {
        en: `was given under ${then.edition}; the entry of ${name} reads differently since ${now.edition}. Continuing services after a change of edition count as a new export in practice; check whether it still fits`,
        zh: `依据 ${then.edition} 作出；自 ${now.edition} 起 ${name} 的表述已有变化。实务中，版本变更后的持续服务视为新的出口；请核对是否仍然适用`,
      },
    ];
  });
}

function problem(approval: Approval, text: LocalText): Problem {
  return {
    code: "approval",
    severity: "warning",
    path: approval.path,
    line: approval.line,
    column: 1,
    message: { en: `approval ${approval.id} ${text.en}`, zh: `审批 ${approval.id}：${text.zh}` },
  };
}
