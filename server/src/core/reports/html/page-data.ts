/** What the HTML page is given: the report with every text in both languages, repeated texts held once, and the names that people are told. */
import type { Destination } from "../../destinations/destination.js";
import type { Approval } from "../../exposures/approval.js";
import { reasonText } from "../../destinations/place-reason.js";
import type { LocalText } from "../../text.js";
import { articlesCited } from "../../words/articles.js";
import { adviceByVia } from "../../words/advice.js";
import * as names from "../../words/names.js";
import { territoryName } from "../../words/territories.js";
import { contactsFor, whomToContact } from "../contact.js";
import type { ChangeKind, ScanDiff } from "../diff.js";
import { procedureKey } from "../law.js";
import { measureText } from "../measures.js";
import { itemName, lastFolder, numberOf, placeShown, remotesName } from "../names.js";
import { isMarked, scannedText } from "../scanned.js";
import type { ReportItem, ReportMarker, ReportProcedure, ScanReport } from "../report.js";
import { spreadSentence, withoutPolicy } from "../sentences.js";
import { compare, counts, daysAfter, findings, standing, type Finding } from "../view.js";
import { collectTexts, packed, packedEvidence, packedRows } from "./pack.js";
import { pageWords } from "./page-words.js";
import {
  alreadyThere,
  classSentence,
  classSentences,
  disclaimer,
  endUseUnseen,
  mostlyIgnored,
  noContact,
  notVisibleHere,
  nothingFound,
  nothingLookedAt,
  recipientUnknown,
  recordedBy,
} from "../../words/sentences.js";

const both = (make: (lang: "en" | "zh-CN") => string): LocalText => ({ en: make("en"), zh: make("zh-CN") });

/** The values that the page's script reads, `first` before it shows anything and `later` after; their shape is known there and here only. */
export function pageData(
  report: ScanReport,
  diff: ScanDiff | null,
  first: LocalText | null,
): { readonly first: object; readonly later: object } {
  const { texts, number } = collectTexts();
  const changes = new Map((diff?.changes ?? []).flatMap((c) => (c.after === null ? [] : [[c.after.exposure, c.kind] as const])));
  const gone = (diff?.changes ?? []).flatMap((c) => (c.kind === "gone" && c.before !== null ? [c.before] : []));
  const lost = new Set(gone);
  const all = [...findings(report), ...gone];
  const markers = [...new Set(all.map((f) => f.marker))];
  const destinations = [...new Set(all.map((f) => f.destination))];
  const markerAt = new Map(markers.map((m, n) => [m, n]));
  const destinationAt = new Map(destinations.map((d, n) => [d, n]));
  const modules = new Map(report.modules.map((m) => [m.id, m.path]));
  const items = { ...diff?.before.items, ...report.items };
  const rules = { ...diff?.before.rules, ...report.rules };
  const rows = all.map((f) => ({
    marker: markerAt.get(f.marker) ?? 0,
    group: pageGroup(f, destinationAt.get(f.destination) ?? 0, lost.has(f) ? "gone" : changes.get(f.exposure)),
  }));
  return {
    first: {
      kind: "scan",
      head: headOf(report, first),
      markers: packed(markers.map((m) => pageMarker(m, modules, number))),
      ...packedRows(rows),
      destinations: destinations.map(pageDestination),
      items: mapped(items, (item, id) => pageItem(id, item, report)),
      ruleTitles: mapped(rules, (rule) => rule.title),
      notChecked: notCheckedOf(report),
      diff: diff === null ? null : pageDiff(diff),
      words: wordsOf(report),
    },
    later: {
      evidence: packedEvidence(markers, number),
      texts,
      law: items,
      editions: Object.fromEntries(report.editions.map((e) => [e.id, e])),
      procedures: mapped(report.procedures, pageProcedure),
      advice: mapped(rules, (rule) => rule.advice),
      judgement: { ...diff?.before.judgement, ...report.judgement },
      approvals: report.approvals.map((a) => pageApproval(a, report.asOf)),
      contacts: Object.fromEntries(report.regimes.map((regime) => [regime, contactsFor(report, regime)])),
    },
  };
}

/** The same keys with other values. */
function mapped<T, U>(table: Readonly<Record<string, T>>, make: (value: T, key: string) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, make(value, key)]));
}

function pageDestination(d: Destination): unknown {
  const reason = d.reason === null ? null : reasonText(d.reason);
  return { ...d, reason, shown: placeShown(d), territoryName: territoryName(d.territory) };
}

function pageDiff({ before, caution, unchanged }: ScanDiff): unknown {
  return {
    before: { root: lastFolder(before.root), asOf: before.asOf, scanned: scannedText(before.scanned, isMarked(before)) },
    caution,
    unchanged,
  };
}

function pageApproval(a: Approval, asOf: string): unknown {
  return { ...a, recorded: recordedBy(a.approvedBy ?? a.requestedBy, a.approvedAt), expiring: isExpiring(a, asOf) };
}

function headOf(report: ScanReport, first: LocalText | null): unknown {
  const { digest, reviewed, editions } = report.tool.rulebook;
  const count = counts(report);
  return {
    repository: lastFolder(report.root),
    root: report.root,
    asOf: report.asOf,
    soon: daysAfter(report.asOf, 30),
    home: territoryName(report.home),
    regimes: report.regimes,
    policy: report.policy,
    firstLine: [
      ...(first === null ? [] : [first]),
      ...(report.policy === null ? [withoutPolicy(report)] : []),
      ...(report.ignoredShare > 0.5 ? [mostlyIgnored(report.ignoredShare)] : []),
    ],
    version: report.tool.version,
    digest,
    reviewed,
    editions,
    remotesOf: remotesName(report.remotesOf),
    scanned: scannedText(report.scanned, isMarked(report)),
    stats: report.stats,
    counts: count,
    spread: spreadSentence(count),
  };
}

function pageMarker(m: ReportMarker, modules: ReadonlyMap<string, string>, number: (text: LocalText) => number): Record<string, unknown> {
  return {
    rule: m.rule,
    family: m.family,
    role: m.role,
    path: m.path,
    line: m.range.line,
    message: number(m.text),
    strength: names.strength(m.confidence),
    measures: Object.entries(m.measures).map(([key, value]) => both((lang) => measureText(key, value, lang))),
    origin: m.origin,
    originEvidence: m.originEvidence,
    module: m.module === null ? null : (modules.get(m.module) ?? null),
    suppressed: m.suppressed,
    baselined: m.baselined,
  };
}

/** All of a row but its marker. */
function pageGroup(f: Finding, destination: number, change: ChangeKind | undefined): Record<string, unknown> {
  const { exposure: e, marker } = f;
  return {
    d: destination,
    family: marker.family,
    regime: e.regime,
    item: e.item,
    class: e.class,
    leaves: e.leaves,
    state: e.state,
    procedure: e.procedure,
    key: procedureKey(e),
    level: e.level,
    row: e.decidedBy,
    approval: e.approval,
    standing: change === "gone" ? "gone" : standing(f),
    ...(change === undefined ? {} : { change }),
  };
}

/** What the list and the matrix tell of an item; its law comes later. */
function pageItem(id: string, item: ReportItem, report: ScanReport): unknown {
  const { title, class: kind, verification } = item;
  return {
    title,
    class: kind,
    verification,
    name: both((lang) => itemName(id, report, lang)),
    number: numberOf(item, report.items),
  };
}

/** An approval that counts today and ends within 30 days, or has ended. */
function isExpiring(a: Approval, asOf: string): boolean {
  return a.status === "approved" && a.expires <= daysAfter(asOf, 30);
}

function notCheckedOf(report: ScanReport): unknown {
  const reasons = new Map<string, number>();
  for (const s of report.skipped) if (!s.gap) reasons.set(s.reason, (reasons.get(s.reason) ?? 0) + 1);
  return {
    gaps: report.skipped.filter((s) => s.gap).sort((a, b) => compare(a.path, b.path)),
    skipped: [...reasons].map(([reason, count]) => ({ reason, count })),
    problems: report.problems.map(({ severity, path, line, column, text }) => ({ severity, path, line, column, text })),
    items: report.notLookedFor.map((id) => both((lang) => itemName(id, report, lang))),
  };
}

function wordsOf(report: ScanReport): unknown {
  return {
    ...pageWords,
    levels: names.levelNames,
    families: names.familyNames,
    roles: names.roleNames,
    classes: names.classNames,
    procedures: names.procedureNames,
    vias: names.viaNames,
    kinds: names.kindNames,
    states: names.stateNames,
    audiences: names.audienceNames,
    origins: names.originNames,
    verifications: names.verificationNames,
    approvalKinds: names.approvalKindNames,
    placeVerifications: names.placeVerificationNames,
    approvalStatuses: names.approvalStatusNames,
    covers: names.coverNames,
    skippedReasons: names.skippedNames,
    standings: names.standingNames,
    classSentences,
    euSentence: classSentence("foreign", "EU"),
    endUseUnseen,
    recipientUnknown,
    alreadyThere: alreadyThere(whomToContact(report)),
    noContact,
    adviceByVia,
    nothingFound: report.stats.files === 0 ? nothingLookedAt : nothingFound({ en: "see “Not checked”", zh: "见“未检查”" }),
    notVisibleHere,
    disclaimer,
  };
}

function pageProcedure(text: ReportProcedure) {
  return { ...text, steps: text.steps.map((step) => ({ ...step, articles: articlesCited(step.articles) })) };
}
