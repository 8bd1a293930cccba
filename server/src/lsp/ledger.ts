/** Edits of the policy and the ledger that an editor proposes: a requested approval, a place without its territory. A person finishes and saves them. */
import { randomBytes } from "node:crypto";
import type { WorkspaceEdit } from "vscode-languageserver/node";
import type { Destination } from "../core/destinations/destination.js";
import type { ApprovalKind } from "../core/exposures/approval.js";
import type { Exposure } from "../core/exposures/exposure.js";
import { ledgerName } from "../core/exposures/approvals.js";
import { writeApproval, type ApprovalEntry } from "../core/exposures/write-approval.js";
import type { ItemClass } from "../core/rulebook/item.js";
import { say } from "../core/text.js";
import { readText } from "../host/bounded-file.js";
import { readGitConfiguration } from "../host/git-config.js";
import { ledgerFile, policyFile } from "./own-files.js";
import type { Project } from "./project.js";
import { closedUri, langOf, type Opened, type Session } from "./session.js";
import { waysOf } from "./ways.js";
import { words } from "./words.js";

/** The document that closes a class. */
const kinds: Readonly<Record<ItemClass, ApprovalKind>> = {
  prohibited: "not-controlled",
  restricted: "licence",
  "dual-use": "licence",
  free: "registration",
  foreign: "public-domain",
  reference: "registration",
};

/** Days for which a request asks. */
const asked = 180;

/** An edit, the file it is in, and the line (from 0) at which a person goes on writing. */
export interface OwnEdit {
  readonly edit: WorkspaceEdit;
  readonly uri: string;
  readonly line: number;
}

/** Drafts a request for what a marker is open for. "unreadable": the ledger cannot be read. null: nothing is open. */
export function requestEdit(session: Session, { project, reading }: Opened, marker: string): OwnEdit | "unreadable" | null {
  const open = reading.exposures.filter((one) => one.marker === marker && !one.closed && one.leaves !== false);
  const found = reading.markers.find((one) => one.id === marker);
  const [first] = open;
  if (found === undefined || first === undefined) return null;
  const entry = entryOf(project, found.path, found.fingerprint, open, first);
  const file = ledgerFile(project);
  const before = project.world.openText(file) ?? readText(file, 16 << 20);
  const after = writeApproval(before ?? "", entry);
  if (after === null) return "unreadable";
  const line = after.slice(0, Math.max(0, after.indexOf(entry.id))).split("\n").length - 1;
  return { ...ownEdit(session, file, before, after, "confirmLedger"), line };
}

function entryOf(project: Project, path: string, fingerprint: string, open: readonly Exposure[], first: Exposure): ApprovalEntry {
  const kind = kinds[first.class];
  const items = [...new Set(open.filter((one) => kinds[one.class] === kind).map((one) => one.item))];
  const ways = waysOf(project, open).map(({ destination }) => ledgerName(destination));
  const day = new Date(`${project.world.today()}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + asked);
  const who = requester(project);
  return {
    id: `A-${randomBytes(3).toString("hex")}`,
    kind,
    status: "requested",
    items,
    paths: [project.judgement.policy.base + path],
    destinations: [...new Set(ways)],
    ...(kind === "licence" ? { recipient: "", reference: "", contract: "" } : {}),
    expires: day.toISOString().slice(0, 10),
    ...(kind === "not-controlled" || kind === "public-domain" ? { content: [fingerprint], basis: "" } : {}),
    ...(who === null ? {} : { requestedBy: who }),
    reason: "",
  };
}

function requester({ repository, world }: Project): string | null {
  if (repository === null) return null;
  const { entries } = readGitConfiguration(repository, world.environment);
  return entries.findLast((entry) => entry.section === "user" && entry.subsection === null && entry.name === "name")?.value ?? null;
}

/** Whether the policy's `places:` can speak of it: it knows hosts, and folders that are remotes. A cloud's region says by itself where it is. */
export function canBePlaced({ host, kind }: Destination): boolean {
  return host !== null || kind === "git-remote" || kind === "git-mirror" || kind === "submodule";
}

/** Writes the place of a destination into the policy; without a territory its value stays empty, which is a problem until a person fills it in. */
export function placeEdit(session: Session, project: Project, destination: Destination, territory: string): OwnEdit | "unreadable" {
  const file = policyFile(project);
  const before = project.world.openText(file) ?? readText(file, 16 << 20);
  const text = before ?? `home: ${project.judgement.policy.home}\n`;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const key = destination.host === null ? "path" : "host";
  const entry = `  - { ${key}: ${JSON.stringify(destination.host ?? destination.value)}, territory: ${territory} }`;
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => /^places\s*:/.test(line));
  if (at >= 0 && !/^places\s*:\s*(#.*)?$/.test(lines[at] ?? "")) return "unreadable";
  if (at >= 0) lines.splice(at + 1, 0, entry);
  else lines.splice(lines.at(-1) === "" ? -1 : lines.length, 0, "places:", entry);
  const after = lines.join(eol);
  return { ...ownEdit(session, file, before, after, "confirmPolicy"), line: lines.indexOf(entry) };
}

/** The least edit from one text to the other: what is alike before and behind stays. */
function ownEdit(
  session: Session,
  file: string,
  before: string | null,
  after: string,
  why: "confirmLedger" | "confirmPolicy",
): Omit<OwnEdit, "line"> {
  const uri = session.openAt.get(file) ?? closedUri(session, file);
  const old = before ?? "";
  let start = 0;
  while (start < old.length && start < after.length && old[start] === after[start]) start++;
  let end = 0;
  while (end < old.length - start && end < after.length - start && old[old.length - 1 - end] === after[after.length - 1 - end]) end++;
  const range = { start: positionIn(old, start), end: positionIn(old, old.length - end) };
  const newText = after.slice(start, after.length - end);
  const can = session.capabilities.workspace?.workspaceEdit;
  if (can?.documentChanges !== true) return { uri, edit: { changes: { [uri]: [{ range, newText }] } } };
  const label = say(words[why], langOf(session));
  const annotated = can.changeAnnotationSupport !== undefined;
  const textEdit = annotated ? { range, newText, annotationId: "own" } : { range, newText };
  const create = before === null && can.resourceOperations?.includes("create") === true;
  return {
    uri,
    edit: {
      documentChanges: [
        ...(create ? [{ kind: "create" as const, uri, options: { ignoreIfExists: true } }] : []),
        { textDocument: { uri, version: session.documents.get(uri)?.version ?? null }, edits: [textEdit] },
      ],
      ...(annotated ? { changeAnnotations: { own: { label, needsConfirmation: false } } } : {}),
    },
  };
}

function positionIn(text: string, offset: number): { line: number; character: number } {
  const head = text.slice(0, offset);
  const line = head.split("\n").length - 1;
  return { line, character: offset - (head.lastIndexOf("\n") + 1) };
}

/** Whether a destination is of this project: commands name it by id. */
export function destinationOf(project: Project, id: string): Destination | null {
  return project.destinations.find((one) => one.id === id) ?? null;
}
