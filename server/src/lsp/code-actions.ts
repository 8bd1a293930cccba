/** What can be done about a diagnostic: leave out with a reason, request an approval, say where a place stands, explain, install the hook. */
import type {
  CodeAction,
  CodeActionParams,
  Command,
  Diagnostic,
  Position,
  Range,
  SnippetTextEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Marker } from "../core/markers/marker.js";
import { plain } from "../core/reports/safe.js";
import { say, type Lang } from "../core/text.js";
import { hookStatus } from "../host/hook-status.js";
import { commentStyle, firstFreeLine, hasComments } from "./comments.js";
import { CodeActionKind, TextDocumentEdit } from "./library.js";
import type { CommandName } from "./protocol.js";
import { canBePlaced } from "./ledger.js";
import { langOf, openedDocument, showOf, type Opened, type Session } from "./session.js";
import { lineOf, toDiagnostics } from "./to-lsp.js";
import { waysOf } from "./ways.js";
import { words } from "./words.js";

/** Asked about are a range and the diagnostics that a client sends along: those of the whole line in some, those of a moment ago or none in others. */
export async function codeActions(session: Session, params: CodeActionParams): Promise<(CodeAction | Command)[]> {
  const actions = await actionsFor(session, params);
  // A client of the time before literals knows commands only.
  const literals = session.capabilities.textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
  return literals ? actions : actions.flatMap(({ command }) => command ?? []);
}

async function actionsFor(session: Session, { textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
  const opened = await openedDocument(session, textDocument.uri);
  if (opened === null) return [];
  if (context.only !== undefined && !context.only.some((kind) => kind === CodeActionKind.QuickFix || kind === CodeActionKind.Empty))
    return [];
  const { project, reading, text } = opened;
  return toDiagnostics(project, reading, text, showOf(session)).flatMap((one) => {
    const shown = context.diagnostics.find((each) => each.code === one.code && sameRange(each.range, one.range));
    if (shown === undefined && !touches(one.range, range)) return [];
    const diagnostic = shown ?? one;
    const marker = reading.markers.find(({ id }) => id === one.data);
    if (marker) return markerActions(session, opened, marker, diagnostic);
    const destination = reading.destinations.find(({ id }) => id === one.data);
    return destination === undefined || session.options.trusted === false || !canBePlaced(destination)
      ? []
      : [placeAction(opened.uri, destination.id, destination.name, langOf(session), diagnostic)];
  });
}

function touches(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function sameRange(one: Range, other: Range): boolean {
  return isSame(one.start, other.start) && isSame(one.end, other.end);
}

function isSame(one: Position, other: Position): boolean {
  return one.line === other.line && one.character === other.character;
}

function markerActions(session: Session, opened: Opened, marker: Marker, diagnostic: Diagnostic): CodeAction[] {
  const lang = langOf(session);
  const { project, reading } = opened;
  const open = reading.exposures.filter((exposure) => exposure.marker === marker.id && !exposure.closed);
  const ways = waysOf(project, open);
  const languageId = session.documents.get(opened.uri)?.languageId ?? "";
  const argument = { uri: opened.uri, marker: marker.id };
  const actions: CodeAction[] = [];
  if (hasComments(languageId, opened.absolute)) {
    actions.push(ignoreAction(session, opened, marker, "next-line", lang, diagnostic));
    actions.push(ignoreAction(session, opened, marker, "file", lang, diagnostic));
  }
  const act = (title: string, command: CommandName, argument: unknown): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: commandOf(title, command, argument),
  });
  // Ledger and policy are not written in a workspace that is not trusted.
  const trusted = session.options.trusted !== false;
  if (trusted && ways.some(({ exposure }) => exposure.leaves !== false))
    actions.push(act(say(words.requestApproval, lang), "borderline.requestApproval", argument));
  const unknown = ways.find(({ destination }) => destination.territory === null && canBePlaced(destination));
  if (trusted && unknown) actions.push(placeAction(opened.uri, unknown.destination.id, unknown.destination.name, lang, diagnostic));
  actions.push(act(`${say(words.explain, lang)} ${marker.rule}`, "borderline.explain", { id: marker.rule }));
  if (isWithoutHook(opened, session)) actions.push(act(say(words.installHook, lang), "borderline.installHook", { uri: opened.uri }));
  return actions;
}

function placeAction(uri: string, destination: string, name: string, lang: Lang, diagnostic: Diagnostic): CodeAction {
  const title = `${say(words.setPlace, lang)}${lang === "en" ? ": " : "："}${plain(name, 60)}`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    command: commandOf(title, "borderline.setPlace", { uri, destination }),
  };
}

function commandOf(title: string, command: CommandName, argument: unknown): Command {
  return { title, command, arguments: [argument] };
}

function isWithoutHook({ project }: Opened, session: Session): boolean {
  const { repository, world } = project;
  return repository !== null && session.options.trusted !== false && !hookStatus(repository, world.environment).protected;
}

/** The reason is left to the person: what stands in its place is none, so until it is written the comment suppresses nothing, and a diagnostic says so. */
function ignoreAction(
  session: Session,
  opened: Opened,
  marker: Marker,
  kind: "next-line" | "file",
  lang: Lang,
  diagnostic: Diagnostic,
): CodeAction {
  const document = session.documents.get(opened.uri);
  const { before, after } = commentStyle(document?.languageId ?? "", opened.absolute);
  const line = kind === "file" ? firstFreeLine(opened.text) : marker.range.line - 1;
  const indent = kind === "file" ? "" : (/^[ \t]*/.exec(lineOf(opened.text, line + 1))?.[0] ?? "");
  const eol = opened.text.includes("\r\n") ? "\r\n" : "\n";
  const head = `${indent}${before}borderline-ignore-${kind} ${marker.rule} -- `;
  const at = { start: { line, character: 0 }, end: { line, character: 0 } };
  const reason = say(words.reason, lang);
  const plainEdit: TextEdit = { range: at, newText: `${head}${reason}${after}${eol}` };
  const value = `${escaped(head)}\${1:${escaped(reason)}}${escaped(after)}${eol}`;
  const snippet: SnippetTextEdit = { range: at, snippet: { kind: "snippet", value } };
  const workspace = session.capabilities.workspace?.workspaceEdit;
  const version = document?.version ?? null;
  const edit: WorkspaceEdit =
    workspace?.documentChanges === true
      ? {
          documentChanges: [
            TextDocumentEdit.create({ uri: opened.uri, version }, [
              workspace.snippetEditSupport === true ? snippet : plainEdit,
            ] as TextEdit[]),
          ],
        }
      : { changes: { [opened.uri]: [plainEdit] } };
  const title = say(kind === "file" ? words.ignoreFile : words.ignoreLine, lang);
  return { title: `${title} (${marker.rule})`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
