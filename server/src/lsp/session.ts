/** The state of one connection: what the client can do, its settings, its folders, and the readings of its documents. */
import { realpathSync } from "node:fs";
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { ClientCapabilities, Connection, TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Lang } from "../core/text.js";
import { findRepository } from "../host/git-repository.js";
import type { Diagnostics } from "./diagnostics.js";
import { openProject, type Project, type World } from "./project.js";
import type { InitializeOptions, Settings } from "./protocol.js";
import { readDocument, type Reading } from "./reading.js";
import { toUri, type Show } from "./to-lsp.js";

/** The settings of an editor that says nothing. */
export const defaultSettings: Settings = { language: "auto", unchangedFiles: "note", debounce: 150, policy: "", scanOnStart: false };

/** What somebody sent as settings, as far as it is of the right kind: an editor says null, or a word of its own, for what is not set. */
export function settingsIn(sent: unknown): Partial<Settings> {
  if (typeof sent !== "object" || sent === null) return {};
  const known = Object.entries(defaultSettings).map(([key, usual]) => [key, typeof usual] as const);
  const given = new Map(Object.entries(sent));
  return Object.fromEntries(known.filter(([key, kind]) => typeof given.get(key) === kind).map(([key]) => [key, given.get(key)]));
}

/** The settings with which a connection begins. */
export function firstSettings(options: InitializeOptions): Settings {
  return { ...defaultSettings, ...settingsIn(options.settings) };
}

/** One connection with all that belongs to it. */
export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly world: World;
  readonly capabilities: ClientCapabilities;
  readonly options: InitializeOptions;
  /** The editor's own language, as `initialize` said it. */
  readonly locale: string;
  settings: Settings;
  /** Absolute folders of the workspace, the innermost first. */
  roots: readonly string[];
  /** Names that the editor shows for its folders, by root: people may call them otherwise than the disk does. */
  readonly names: Map<string, string>;
  /** By which path the client knows a folder of the workspace, by root, where links lead from one to the other. */
  readonly linked: Map<string, string>;
  /** URIs of open documents as the client writes them, by absolute path: clients differ in what they escape. */
  readonly openAt: Map<string, string>;
  readonly projects: Map<string, Promise<Project>>;
  readonly readings: Map<string, KeptReading>;
  /** What must be told when a project changed. */
  readonly changed: (project: Project) => void;
  /** Shows diagnostics for files that need not be open. */
  readonly changedFiles: (project: Project, files: readonly string[]) => void;
  /** Called once for each folder when it has been opened. */
  readonly opened: (project: Project) => void;
  /** Joins what is made after the session. */
  readonly join: (diagnostics: Diagnostics, opened: (project: Project) => void, status: () => void) => void;
}

interface KeptReading {
  readonly version: number;
  readonly generation: number;
  readonly known: boolean;
  readonly reading: Reading;
}

/** A document, open or on disk, with its folder. */
export interface Opened {
  readonly uri: string;
  readonly absolute: string;
  readonly text: string;
  readonly project: Project;
  readonly reading: Reading;
}

/** The language of the settings, else the editor's own. */
export function langOf({ settings, locale }: Session): Lang {
  const asked = settings.language === "auto" ? locale : settings.language;
  return /^zh/i.test(asked) ? "zh-CN" : "en";
}

/** The policy file that the settings name; null: the nearest one holds. */
export function namedPolicy({ settings }: Session): string | null {
  return settings.policy === "" ? null : settings.policy;
}

/** How this client's diagnostics are written. */
export function showOf(session: Session): Show {
  const text = session.capabilities.textDocument;
  const diagnostics = text?.diagnostic ?? text?.publishDiagnostics;
  return {
    lang: langOf(session),
    unchangedFiles: session.settings.unchangedFiles,
    related: (diagnostics?.relatedInformation ?? text?.publishDiagnostics?.relatedInformation) === true,
    pages: (diagnostics?.codeDescriptionSupport ?? text?.publishDiagnostics?.codeDescriptionSupport) === true,
    rulePage: session.options.rulePage ?? null,
  };
}

/** The path of a `file:` URI as the system knows it; null for every other scheme. */
export function pathOf(uri: string): string | null {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

/** The path of a document: a folder of the workspace that the client knows by a link is the one that the link leads to. */
export function fileOf({ linked }: Session, uri: string): string | null {
  const path = pathOf(uri);
  const found = path === null ? undefined : [...linked].find(([, given]) => path === given || path.startsWith(given + sep));
  return path === null || found === undefined ? path : found[0] + path.slice(found[1].length);
}

/** The URI by which a client knows a file that is not open. */
export function closedUri({ linked }: Session, absolute: string): string {
  const found = [...linked].find(([root]) => absolute.startsWith(root + sep));
  return toUri(found === undefined ? absolute : found[1] + absolute.slice(found[0].length));
}

/** A folder's own path, links resolved: git and the walk speak of that one. */
export function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The folder that a file belongs to: the innermost of the workspace, else its repository, else where it lies. */
export function projectOf(session: Session, absolute: string): Promise<Project> {
  const root = session.roots.find(
    (each) => absolute.startsWith(each.endsWith("/") ? each : `${each}/`) || absolute.startsWith(`${each}\\`),
  );
  return projectAt(session, root ?? findRepository(dirname(absolute))?.top ?? dirname(absolute));
}

/** The project of a folder, opened where it is not open yet. */
export function projectAt(session: Session, root: string): Promise<Project> {
  const there = session.projects.get(root);
  if (there) return there;
  const opening = openProject(root, session.world, namedPolicy(session)).then((project) => {
    session.opened(project);
    return project;
  });
  session.projects.set(root, opening);
  return opening;
}

/** The folders of the workspace. */
export function workspaceProjects(session: Session): Promise<Project[]> {
  return Promise.all(session.roots.map((root) => projectAt(session, root)));
}

/** The document that a request names, read and judged; null where it cannot be one of ours. */
export async function openedDocument(session: Session, uri: string): Promise<Opened | null> {
  const absolute = fileOf(session, uri);
  const document = session.documents.get(uri);
  if (absolute === null || document === undefined) return null;
  const project = await projectOf(session, absolute);
  return { uri, absolute, text: document.getText(), project, reading: readingOf(session, document, absolute, project) };
}

/** The reading of a document, made anew only where the text, the folder or what remotes have of it is another. */
export function readingOf(session: Session, document: TextDocument, absolute: string, project: Project): Reading {
  const kept = session.readings.get(document.uri);
  const { generation } = project;
  if (kept?.version === document.version && kept.generation === generation && kept.known === project.known.has(kept.reading.path))
    return kept.reading;
  const reading = readDocument(project, absolute, document.getText());
  session.readings.set(document.uri, { version: document.version, generation, known: project.known.has(reading.path), reading });
  return reading;
}
