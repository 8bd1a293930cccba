/** What `workspace/executeCommand` does. Each command is one function; all of them are listed in protocol.ts. */
import type { CancellationToken } from "vscode-languageserver/node";
import { many, say, type LocalText } from "../core/text.js";
import { installHook, uninstallHook, type HookOutcome } from "../host/hooks.js";
import { ownRunner } from "../host/own-runner.js";
import { canBePlaced, destinationOf, placeEdit, requestEdit, type OwnEdit } from "./ledger.js";
import type { Project } from "./project.js";
import type { CommandName, DestinationArgument, FolderArgument, MarkerArgument } from "./protocol.js";
import { explanationOf } from "./reports.js";
import { langOf, openedDocument, fileOf, projectAt, projectOf, workspaceProjects, type Session } from "./session.js";
import { pushWould, words } from "./words.js";
import { changedFiles, outgoingReport } from "./workspace-scan.js";

/** Runs a command. What comes back is a sentence for people, or null where everything has been said. */
export async function execute(session: Session, command: string, argument: unknown, token: CancellationToken): Promise<string | null> {
  const run = (commands as Readonly<Record<string, Run | undefined>>)[command];
  return run === undefined ? null : run(session, argument, token);
}

type Run = (session: Session, argument: unknown, token: CancellationToken) => Promise<string | null>;

/** Scans of the tree are the server's own: they are followed while they run. */
type Scan = "borderline.scanWorkspace" | "borderline.scanFolder";

const commands: Readonly<Record<Exclude<CommandName, Scan>, Run>> = {
  "borderline.scanChanged": scanChanged,
  "borderline.scanPush": async (session, argument) => {
    const project = await projectNamed(session, argument);
    const report = project === null ? null : await outgoingReport(session, project);
    return report === null ? say(words.noOutgoing, langOf(session)) : say(pushWould(report), langOf(session));
  },
  "borderline.requestApproval": requestApproval,
  "borderline.setPlace": setPlace,
  "borderline.explain": explainId,
  "borderline.installHook": (session, argument) => hook(session, argument, install),
  "borderline.removeHook": (session, argument) =>
    hook(session, argument, ({ repository, world }) => repository && uninstallHook(repository, world.environment)),
};

function fieldOf(argument: unknown, name: string): string | null {
  const value = typeof argument === "object" && argument !== null ? (argument as Record<string, unknown>)[name] : null;
  return typeof value === "string" ? value : null;
}

/** The folder that an argument names by a URI of it or of something inside; else the first of the workspace. */
export async function projectNamed(session: Session, argument: unknown): Promise<Project | null> {
  const uri = fieldOf(argument, "uri" satisfies keyof FolderArgument);
  const absolute = uri === null ? null : fileOf(session, uri);
  if (absolute === null) return (await workspaceProjects(session))[0] ?? null;
  return session.roots.includes(absolute) ? projectAt(session, absolute) : projectOf(session, absolute);
}

/** Pulls what git calls changed into the diagnostics: those files are read from disk as they are. */
async function scanChanged(session: Session, argument: unknown): Promise<string | null> {
  const project = await projectNamed(session, argument);
  if (project === null) return null;
  const files = await changedFiles(project);
  session.changedFiles(project, files);
  const text: LocalText = { en: `${many(files.length, "changed file")} checked`, zh: `已检查 ${files.length} 个已更改的文件` };
  return say(text, langOf(session));
}

async function requestApproval(session: Session, argument: unknown): Promise<string | null> {
  if (session.options.trusted === false) return say(words.untrusted, langOf(session));
  const uri = fieldOf(argument, "uri" satisfies keyof MarkerArgument);
  const marker = fieldOf(argument, "marker" satisfies keyof MarkerArgument);
  const opened = uri === null ? null : await openedDocument(session, uri);
  const edit = opened === null || marker === null ? null : requestEdit(session, opened, marker);
  if (edit === "unreadable") return say(words.ledgerUnreadable, langOf(session));
  return edit === null ? say(words.noExposure, langOf(session)) : apply(session, edit);
}

async function setPlace(session: Session, argument: unknown): Promise<string | null> {
  if (session.options.trusted === false) return say(words.untrusted, langOf(session));
  const uri = fieldOf(argument, "uri" satisfies keyof DestinationArgument);
  const id = fieldOf(argument, "destination" satisfies keyof DestinationArgument);
  const project = uri === null ? null : await projectNamed(session, { uri });
  const destination = project === null || id === null ? null : destinationOf(project, id);
  if (project === null || destination === null) return null;
  if (!canBePlaced(destination)) return say(words.noPlace, langOf(session));
  const territory = fieldOf(argument, "territory" satisfies keyof DestinationArgument) ?? "";
  const edit = placeEdit(session, project, destination, territory);
  return edit === "unreadable" ? say(words.policyUnreadable, langOf(session)) : apply(session, edit);
}

/** Applies an edit of ours and takes the person to it. */
async function apply(session: Session, { edit, uri, line }: OwnEdit): Promise<string | null> {
  // A client that knows nothing of edits answers with an error.
  const refused = { applied: false, failureReason: say(words.noEdits, langOf(session)) };
  const { applied, failureReason } = await session.connection.workspace.applyEdit(edit).catch(() => refused);
  if (!applied) return failureReason ?? null;
  const at = { line, character: 0 };
  if (session.capabilities.window?.showDocument?.support === true)
    await session.connection.window.showDocument({ uri, takeFocus: true, selection: { start: at, end: at } });
  return null;
}

async function explainId(session: Session, argument: unknown): Promise<string | null> {
  const id = fieldOf(argument, "id");
  if (id === null) return null;
  const [project] = await workspaceProjects(session);
  return explanationOf(session, project ?? null, id).text;
}

async function hook(session: Session, argument: unknown, act: (project: Project) => HookOutcome | null): Promise<string | null> {
  const lang = langOf(session);
  if (session.options.trusted === false) return say(words.untrusted, lang);
  const project = await projectNamed(session, argument);
  const outcome = project === null ? null : act(project);
  if (project !== null) session.changed(project);
  return outcome === null ? say(words.noRepository, lang) : outcome.said.map((text) => say(text, lang)).join("\n");
}

function install({ repository, world }: Project): HookOutcome | null {
  if (repository === null) return null;
  const runner = ownRunner(world.home, world.environment, { copy: false, missing: "closed", words: [] });
  if ("absent" in runner) return { done: false, said: [{ en: `${runner.absent} is not there`, zh: `${runner.absent} 不存在` }] };
  return installHook(repository, world.environment, runner);
}
