/** What an approval covers: item × path × destination × recipient until a day, and only where its kind fits the item's class. */
import type { Destination } from "../destinations/destination.js";
import type { Marker } from "../markers/marker.js";
import { findItem } from "../rulebook/catalogue.js";
import type { Item, ItemClass } from "../rulebook/item.js";
import type { LocalText } from "../text.js";
import type { Approval, ApprovalKind } from "./approval.js";
import type { Exposure } from "./exposure.js";
import { isEverything, matcher, type Matches } from "./globs.js";

/** An approval made ready for thousands of questions. */
export interface ReadyApproval {
  readonly approval: Approval;
  /** Ids of the items it names, old codes resolved. */
  readonly items: ReadonlySet<string>;
  readonly paths: Matches;
  readonly destinations: (destination: Destination) => boolean;
  /** Why it closes nothing, whatever it covers. */
  readonly flaws: readonly LocalText[];
}

/** Which classes a kind may close. A letter of intent closes nothing; on a civil item "public domain" is a position, not a decision. */
const closes: Readonly<Record<ApprovalKind, readonly ItemClass[]>> = {
  licence: ["restricted", "dual-use", "foreign"],
  registration: ["free"],
  "public-domain": ["dual-use", "foreign"],
  "not-controlled": ["prohibited", "restricted", "dual-use", "free", "foreign"],
  "letter-of-intent": [],
};

/** Whether a kind may close an item of a class at all. */
export function mayClose(kind: ApprovalKind, itemClass: ItemClass): boolean {
  return closes[kind].includes(itemClass);
}

/** Whether a kind is bound to the content it was given for, rather than to paths and recipient. */
export function isContentBound(kind: ApprovalKind): boolean {
  return kind === "not-controlled" || kind === "public-domain";
}

/** Makes approvals ready; items that the rulebook does not have stay as written and never match. */
export function readyApprovals(rulebook: { readonly items: readonly Item[] }, approvals: readonly Approval[]): readonly ReadyApproval[] {
  return approvals.map((approval) => ({
    approval,
    items: new Set(approval.items.map((name) => findItem(rulebook, name)?.id ?? name)),
    paths: approval.paths.length === 0 && isContentBound(approval.kind) ? () => true : matcher(approval.paths, false),
    destinations: destinationMatcher(approval.destinations),
    flaws: flawsOf(approval),
  }));
}

type Decision = NonNullable<Exposure["approval"]>;
const rank: readonly Decision["status"][] = ["closes", "requested", "expired", "misfit", "recorded"];

/** Whether an approval may say anything of a marker under an item: it is not revoked, and item and path are its own. */
export function coversMarker({ approval, items, paths }: ReadyApproval, item: string, path: string): boolean {
  return approval.status !== "revoked" && items.has(item) && paths(path);
}

/** Whether an approval may say anything of a destination: place and recipient are its own. */
export function coversDestination({ approval, destinations }: ReadyApproval, destination: Destination): boolean {
  return destinations(destination) && !otherRecipient(approval, destination);
}

/** The best decision among approvals that cover both. Null where there are none. */
export function decisionAmong(covering: readonly ReadyApproval[], itemClass: ItemClass, marker: Marker, asOf: string): Decision | null {
  let best: Decision | null = null;
  for (const one of covering) {
    const { id, kind, expires } = one.approval;
    const status = statusOf(one, itemClass, marker, asOf);
    const decision: Decision = {
      id,
      kind,
      status,
      expires,
      ...(status === "closes" && isEdited(one.approval, marker) ? { edited: true } : {}),
    };
    if (best === null || rank.indexOf(decision.status) < rank.indexOf(best.status)) best = decision;
  }
  return best;
}

function statusOf(one: ReadyApproval, itemClass: ItemClass, marker: Marker, asOf: string): Decision["status"] {
  const { approval } = one;
  if (approval.status === "requested") return "requested";
  if (approval.kind === "letter-of-intent") return "recorded";
  if (isExpired(approval, asOf)) return "expired";
  if (!mayClose(approval.kind, itemClass)) return approval.kind === "public-domain" && itemClass === "restricted" ? "recorded" : "misfit";
  if (one.flaws.length > 0 || outgrown(approval, marker)) return "misfit";
  if (isContentBound(approval.kind) && !approval.content.includes(marker.fingerprint)) return "misfit";
  if ((approval.issued ?? asOf) > asOf || (approval.approvedAt ?? asOf) > asOf) return "recorded";
  return "closes";
}

/** Whether a decision that is bound to paths recorded contents, and this is not one of them. */
function isEdited({ kind, content }: Approval, marker: Marker): boolean {
  return !isContentBound(kind) && content.length > 0 && !content.includes(marker.fingerprint);
}

/** Approvals hold through the whole UTC day of `expires`. */
export function isExpired(approval: Approval, asOf: string): boolean {
  return asOf > approval.expires;
}

/** Whether a measure has grown beyond what was recorded. */
function outgrown(approval: Approval, marker: Marker): boolean {
  return Object.entries(approval.measures).some(([name, most]) => {
    const now = marker.measures[name];
    return typeof now === "number" && now > most;
  });
}

/** Somebody else would receive it; what the public can read has everybody as its recipient. */
function otherRecipient(approval: Approval, destination: Destination): boolean {
  if (approval.recipient === null) return false;
  if (destination.audience === "public" && !isContentBound(approval.kind)) return true;
  if (destination.recipient === null) return false;
  return plainName(approval.recipient) !== plainName(destination.recipient);
}

function plainName(name: string): string {
  return name.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase();
}

/** What keeps an entry from closing anything: the people, the document, the binding. */
export function flawsOf(approval: Approval): readonly LocalText[] {
  const flaws: LocalText[] = [];
  const lacks = (missing: boolean, en: string, zh: string) => {
    if (missing) flaws.push({ en, zh });
  };
  if (approval.status !== "approved") return flaws;
  const { requestedBy, approvedBy, reference, kind } = approval;
  lacks(
    requestedBy === null || approvedBy === null || approval.approvedAt === null,
    "needs requestedBy, approvedBy and approvedAt",
    "须有 requestedBy、approvedBy 和 approvedAt",
  );
  lacks(
    requestedBy !== null && approvedBy !== null && plainName(requestedBy) === plainName(approvedBy),
    "was approved by its requester",
    "申请人与批准人为同一人",
  );
  lacks(
    approval.destinations.length === 0 || approval.destinations.some(isAnywhere),
    "names no destination narrower than everywhere",
    "未限定具体去向",
  );
  if (kind === "licence") {
    lacks(
      !isLicenceNumber(reference),
      "needs the number of the licence (许可证) in `reference`; a letter of intent is none",
      "`reference` 须写明许可证编号；意向书不是许可证",
    );
    lacks(approval.contract === null, "needs `contract`", "须有 `contract`（合同）");
    lacks(approval.recipient === null, "needs `recipient`", "须有 `recipient`（接收方）");
    lacks(approval.paths.length === 0, "needs `paths`: the scope of the licence", "须有 `paths`（许可范围）");
  }
  if (kind === "registration")
    lacks(reference === null, "needs the number of the registration in `reference`", "`reference` 须写明登记证编号");
  if (isContentBound(kind)) {
    lacks(approval.content.length === 0, "needs `content`: the fingerprints it was given for", "须有 `content`：所依据内容的指纹");
    lacks(approval.basis === null, "needs `basis`", "须有 `basis`（依据）");
  }
  return flaws;
}

/** A 许可证 (or a foreign licence) with a number; a 意向书 is none, full-width digits count. */
function isLicenceNumber(reference: string | null): boolean {
  const text = (reference ?? "").normalize("NFKC");
  return /许可证|licen[cs]e/i.test(text) && /\d/.test(text) && !/意向书|letter of intent/i.test(text);
}

/** Whether a destination pattern covers the world. */
export function isAnywhere(pattern: string): boolean {
  return isEverything(pattern) || /^[*/?.]+$/.test(pattern);
}

/** Patterns: `github.com/acme-sg/**` (host and path), `aws:ap-southeast-1` (cloud and region), a recipient's name of a declared handover. */
function destinationMatcher(patterns: readonly string[]): (destination: Destination) => boolean {
  const narrow = patterns.filter((pattern) => !isAnywhere(pattern));
  const wide = narrow.length < patterns.length;
  const matches = matcher(
    narrow.map((pattern) => plainPattern(pattern).toLowerCase()),
    false,
  );
  return (destination) => wide || destinationKeys(destination).some(matches);
}

/** A pattern as people paste it: a URL or an SSH address counts as its host and path. `aws:ap-southeast-1` stays. */
function plainPattern(pattern: string): string {
  return /:\/\/|@|\.git$|^\//.test(pattern) ? hostAndPath(pattern) : pattern;
}

/** The names under which an approval (and a baseline) may know a destination, in lower case. */
export function destinationKeys(destination: Destination): readonly string[] {
  const { value, host, cloud, region, recipient } = destination;
  const written = hostAndPath(value);
  const keys = [written];
  // An SSH alias or a rewritten URL: the host that was resolved, with the path as written.
  if (host !== null) keys.push(host, atHost(host, value));
  if (region !== null && cloud) keys.push(`${cloud}:${region}`);
  if (destination.kind === "declared" && recipient !== null) keys.push(plainName(recipient));
  return [...new Set(keys.map((key) => key.toLowerCase()))];
}

/** The name under which people should write a destination into an approval: its cloud and region, a declared recipient, else the host that was resolved with the path, or the folder from its first slash. */
export function ledgerName({ value, host, cloud, region, kind, recipient }: Destination): string {
  if (region !== null && cloud) return `${cloud}:${region}`;
  if (kind === "declared" && recipient !== null) return recipient;
  const written = hostAndPath(value);
  if (host === null) return /^(file:\/\/)?\//i.test(value) ? `/${written}` : written;
  return atHost(host, value);
}

/** The host that was resolved with the path as written. `acme/rank` names no host, as hubs and images are written: all of it is path, and its owner stays. */
function atHost(host: string, value: string): string {
  const written = hostAndPath(value);
  const first = written.split("/", 1)[0] ?? "";
  if (first === written || /[\s()]/.test(value)) return host;
  const namesHost = /[.:]/.test(first) || first === host || !value.startsWith(first);
  return namesHost || /^[^/]*:/.test(value) ? `${host}${written.slice(first.length)}` : `${host}/${written}`;
}

/** `https://user@github.com:443/acme/shop.git`, `git@github.com:acme/shop.git` and `github.com/acme/shop` → `github.com/acme/shop`; a folder without its first slash. */
function hostAndPath(value: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]*)(?::\d+)?(\/.*)?$/i.exec(value);
  const port = url ? null : /^([^/@:]{2,}):\d{1,5}(\/.*)?$/.exec(value);
  const scp = url || port ? null : /^(?:[^/@:]+@)?([^/:@]{2,}):(?!\/\/)(.+)$/.exec(value);
  const host = url?.[1] ?? port?.[1] ?? scp?.[1];
  const path = url?.[2] ?? port?.[2] ?? scp?.[2] ?? "";
  const joined = host === undefined ? value : `${host}/${path.replace(/^\/+/, "")}`;
  return joined
    .replace(/^\/+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
