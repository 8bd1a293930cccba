/** Hovers: what a marker is and where it would go, what a line that names a way out says. Markdown in which nothing of the repository's is markup. */
import type { Hover, HoverParams, MarkupContent } from "vscode-languageserver/node";
import type { Destination } from "../core/destinations/destination.js";
import { reasonText } from "../core/destinations/place-reason.js";
import type { Marker } from "../core/markers/marker.js";
import type { Policy } from "../core/exposures/policy.js";
import { whomToCallMarkdown, whomToContact } from "../core/reports/contact.js";
import { itemCalled } from "../core/reports/names.js";
import type { ReportItem } from "../core/reports/report.js";
import { markdownCode, markdownText, plain } from "../core/reports/safe.js";
import { say, type Lang } from "../core/text.js";
import { adviceByVia } from "../core/words/advice.js";
import {
  audienceNames,
  levelNames,
  placeVerificationNames,
  procedureNames,
  stateNames,
  strength,
  verificationNames,
  viaNames,
} from "../core/words/names.js";
import { alreadyThere, classSentence, disclaimer, recipientUnknown } from "../core/words/sentences.js";
import { territoryName } from "../core/words/territories.js";
import { MarkupKind } from "./library.js";
import { ownFileOf } from "./own-files.js";
import { hoverOwnFile } from "./own-file-words.js";
import { langOf, openedDocument, type Opened, type Session } from "./session.js";
import { lineRange, toRange } from "./to-lsp.js";
import { itemsOf, leavingBy, noWay, wayInFull, waysOf, type WayOut } from "./ways.js";
import { words } from "./words.js";

/** Lines of evidence, ways out and files that one hover names. */
const most = { evidence: 6, ways: 5, files: 8 };

/** The hover at a position, as the client can show it; null where there is nothing to say. */
export async function hover(session: Session, params: HoverParams): Promise<Hover | null> {
  const found = await markdownHover(session, params);
  const formats = session.capabilities.textDocument?.hover?.contentFormat;
  if (found === null || formats === undefined || formats.includes(MarkupKind.Markdown)) return found;
  return { ...found, contents: { kind: MarkupKind.PlainText, value: withoutMarkup(found.contents.value) } };
}

/** Our own Markdown as plain text: emphasis and code spans without their signs, escaped signs as themselves. */
function withoutMarkup(markdown: string): string {
  return markdown.replace(/[*`]/g, "").replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

async function markdownHover(
  session: Session,
  { textDocument, position }: HoverParams,
): Promise<(Hover & { readonly contents: MarkupContent }) | null> {
  const opened = await openedDocument(session, textDocument.uri);
  if (opened === null) return null;
  const lang = langOf(session);
  const line = position.line + 1;
  const own = ownFileOf(opened.project, opened.absolute);
  if (own !== null) {
    const text = hoverOwnFile(own, opened.text, position, opened.project.judgement.rulebook, opened.project.world.today(), lang);
    if (text !== null) return { contents: { kind: MarkupKind.Markdown, value: text } };
  }
  const markers = opened.reading.markers
    .filter((marker) => isOn(marker, line, position.character + 1))
    .sort((a, b) => nearness(b, line, position.character + 1) - nearness(a, line, position.character + 1) || b.confidence - a.confidence);
  const destinations = opened.reading.destinations.filter((each) => linesOf(each, opened.reading.path).includes(line));
  if (markers.length + destinations.length === 0) return null;
  const parts = [
    // The first in full; of the others what they add.
    ...markers.map((marker, index) => (index === 0 ? markerText(opened, marker, lang) : addedText(opened, marker, lang))),
    ...destinations.map((each) => destinationText(opened, each, lang)),
    `*${say(disclaimer, lang)}*`,
  ];
  const first = markers[0];
  const range = first === undefined || first.range.line !== line ? lineRange(opened.text, line) : toRange(first.range, opened.text);
  return { contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n---\n\n") }, range };
}

/** 2: on the very words that stand for the marker; 1: on their line. */
function nearness({ range }: Marker, line: number, column: number): number {
  return range.line !== line ? 0 : range.column <= column && column <= range.endColumn ? 2 : 1;
}

/** Title and evidence of a further marker on the same line. */
function addedText(opened: Opened, marker: Marker, lang: Lang): string {
  return `${titleLine(opened, marker, lang)}\n\n${evidenceLines(marker, lang)}`;
}

function titleLine({ project }: Opened, marker: Marker, lang: Lang): string {
  const rule = project.judgement.rulebook.rules.find((one) => one.id === marker.rule);
  const title = markdownText(rule === undefined ? marker.rule : say(rule.title, lang));
  return `**${title}** · ${say(strength(marker.confidence), lang)} · ${markdownCode(marker.rule)}`;
}

/** Whether a position is on one of the marker's lines of evidence, or on its own range. */
function isOn(marker: Marker, line: number, column: number): boolean {
  if (marker.range.line === line) return true;
  return marker.evidence.some((one) => one.line === line && one.column <= column && column <= one.endColumn && one.signal !== "path");
}

function linesOf(destination: Destination, path: string): readonly number[] {
  return [destination, ...destination.trail].filter((step) => step.path === path).map((step) => step.line);
}

function markerText(opened: Opened, marker: Marker, lang: Lang): string {
  const { project, reading } = opened;
  const items = itemsOf(project, [marker]);
  const own = reading.exposures.filter((exposure) => exposure.marker === marker.id);
  const ways = waysOf(project, own);
  const { policy } = project.judgement;
  const lines = [
    titleLine(opened, marker, lang),
    heading(say(words.evidence, lang)) + "\n" + evidenceLines(marker, lang),
    heading(say(words.items, lang)) + "\n" + itemLines(marker, items, lang),
    heading(say(words.wouldLeave, lang)) + "\n" + (ways.length === 0 ? say(noWay(project), lang) : wayLines(ways, lang)),
    ...lawLines(marker, items, ways, policy, lang),
    `${heading(say(words.contact, lang))} ${whomToCallMarkdown(policy, lang)}`,
    ...(reading.wholeTree ? [] : [`*${say(words.fileOnly, lang)}*`]),
  ];
  return lines.join("\n\n");
}

function colon(lang: Lang): string {
  return lang === "en" ? ": " : "：";
}

function heading(text: string): string {
  return `**${text}**`;
}

function evidenceLines(marker: Marker, lang: Lang): string {
  const seen = [...marker.evidence].filter((one) => one.weight !== 0).slice(0, most.evidence);
  return seen
    .map(({ what, line, signal, weight }) => {
      const against = weight < 0 ? `*${say(words.against, lang)}* ` : "";
      const where = signal === "path" || signal === "folder" ? "" : lang === "en" ? ` (line ${line})` : `（第 ${line} 行）`;
      return `- ${against}${markdownText(say(what, lang))}${where}`;
    })
    .join("\n");
}

function itemLines(marker: Marker, items: Readonly<Record<string, ReportItem>>, lang: Lang): string {
  return marker.items
    .map(({ id }) => {
      const item = items[id];
      if (item === undefined) return `- ${markdownText(id)}`;
      const verified = say(verificationNames[item.verification], lang);
      const notes = item.notes.map((note) => `\n  ${markdownText(say(note, lang))}`).join("");
      return `- ${markdownText(say(itemCalled(id, items), lang))}${colon(lang)}${say(procedureNames[item.procedure], lang)}${lang === "en" ? "; " : "；"}*${markdownText(verified)}*${notes}`;
    })
    .join("\n");
}

function wayLines(ways: readonly WayOut[], lang: Lang): string {
  const lines = ways.slice(0, most.ways).map(({ destination, exposure }) => {
    const place = markdownText(say(territoryName(destination.territory), lang));
    const state = exposure.leaves === false ? "" : ` · ${say(stateNames[exposure.state], lang)}`;
    const approval = exposure.approval === null ? "" : ` · ${markdownCode(exposure.approval.id)} ${exposure.approval.expires}`;
    return `- ${say(levelNames[exposure.level], lang)}${colon(lang)}${markdownText(wayInFull(destination, lang))}${lang === "en" ? ", " : "，"}**${place}**${state}${approval}`;
  });
  return [...lines, ...(ways.length > most.ways ? [`- … +${ways.length - most.ways}`] : [])].join("\n");
}

/** What the class asks first, what the channel's question is, and what holds for what is there already. */
function lawLines(
  marker: Marker,
  items: Readonly<Record<string, ReportItem>>,
  ways: readonly WayOut[],
  policy: Policy,
  lang: Lang,
): string[] {
  const first = marker.items[0];
  const item = first === undefined ? undefined : items[first.id];
  const leaving = ways.filter(({ exposure }) => exposure.leaves !== false && !exposure.closed);
  const [way] = leaving;
  const lines =
    item === undefined ? [] : [`${heading(say(words.asks, lang))} ${markdownText(say(classSentence(item.class, item.regime), lang))}`];
  if (way === undefined) return lines;
  const advice = adviceByVia[way.destination.via];
  lines.push([advice.advice, advice.question].map((text) => markdownText(say(text, lang))).join(lang === "en" ? " " : ""));
  if (way.destination.recipient === null && way.exposure.leaves === true) lines.push(markdownText(say(recipientUnknown, lang)));
  if (leaving.some(({ exposure }) => exposure.state === "already-there"))
    lines.push(markdownText(say(alreadyThere(whomToContact(policy)), lang)));
  return lines;
}

function destinationText(opened: Opened, destination: Destination, lang: Lang): string {
  const { project } = opened;
  const place = say(territoryName(destination.territory), lang);
  const because = [
    ...(destination.reason === null ? [] : [say(reasonText(destination.reason), lang)]),
    ...(destination.verification ? [say(placeVerificationNames[destination.verification], lang)] : []),
  ];
  const joined = markdownText(because.join(lang === "en" ? "; " : "；"));
  const certainty = because.length === 0 ? "" : lang === "en" ? ` (${joined})` : `（${joined}）`;
  const trail = destination.trail.map((step) => `- ${markdownCode(`${step.path}:${step.line}`)} ${markdownText(step.what)}`);
  const files = [...new Set(leavingBy(project, destination).map((marker) => marker.path))];
  const advice = adviceByVia[destination.via];
  return [
    `**${markdownText(wayInFull(destination, lang))}** · **${markdownText(place)}**${certainty} · ${say(audienceNames[destination.audience], lang)}`,
    ...(trail.length > 0 ? [`${heading(say(words.trail, lang))}\n${trail.join("\n")}`] : []),
    ...(files.length > 0
      ? [
          `${heading(say(words.markersLeaving, lang))}\n${files
            .slice(0, most.files)
            .map((path) => `- ${markdownCode(plain(path, 200))}`)
            .join("\n")}${files.length > most.files ? `\n- … +${files.length - most.files}` : ""}`,
        ]
      : []),
    `${say(viaNames[destination.via], lang)}${colon(lang)}${markdownText(say(advice.advice, lang))}`,
  ].join("\n\n");
}
