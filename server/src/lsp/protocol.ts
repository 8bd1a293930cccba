/** What the server says beyond the standard: names and shapes of its own requests, notifications, commands and options. Plain types, so that a client can use them without the server's libraries. */

/** `initializationOptions`. All of it may be missing. */
export interface InitializeOptions {
  /** The client registers the commands under their names by itself and only forwards them. */
  readonly ownCommands?: boolean;
  /** The client wants `borderline/status`. */
  readonly status?: boolean;
  /** Whether programs may be run and hooks written here (VS Code's Workspace Trust); true where it is not said. */
  readonly trusted?: boolean;
  /** Where a rule is explained; `{rule}` stands for its id. Without it the documentation beside the program is, or the rule's first reference. */
  readonly rulePage?: string;
  /** For editors that cannot be asked for their configuration. */
  readonly settings?: Partial<Settings>;
}

/** The section `borderline` of the editor's settings. */
export interface Settings {
  readonly language: "auto" | "en" | "zh-CN";
  /** How loud a file is that lies unchanged at all the places it could go to: a note, or as it was judged. */
  readonly unchangedFiles: "note" | "asJudged";
  /** Milliseconds between the last key and the diagnostics that are pushed. */
  readonly debounce: number;
  /** Policy file instead of the nearest one. */
  readonly policy: string;
  /** Whether the whole workspace is scanned at the start. */
  readonly scanOnStart: boolean;
}

/** The commands of `workspace/executeCommand`. */
export const commandNames = [
  "borderline.scanWorkspace",
  "borderline.scanFolder",
  "borderline.scanChanged",
  "borderline.scanPush",
  "borderline.requestApproval",
  "borderline.setPlace",
  "borderline.explain",
  "borderline.installHook",
  "borderline.removeHook",
] as const;
export type CommandName = (typeof commandNames)[number];

/** Own requests and the one notification. */
export const methods = {
  /** ViewParams → ViewNode[] */
  view: "borderline/view",
  /** ReportParams → Report | null */
  report: "borderline/report",
  /** { id } → Explanation */
  explain: "borderline/explain",
  /** → LastPushSaid | null */
  lastPush: "borderline/lastPush",
  /** Status, server → client */
  status: "borderline/status",
} as const;

/** Exposures by item, way out or module; the ways out; the approvals. */
export type ViewName = "item" | "destination" | "module" | "destinations" | "approvals";

/** Which view is asked for. */
export interface ViewParams {
  readonly view: ViewName;
}

/** A line of a tree, in the reader's language. */
export interface ViewNode {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon:
    "error" | "warning" | "note" | "law" | "place" | "folder" | "module" | "file" | "approved" | "requested" | "expired" | "closed";
  readonly location?: { readonly uri: string; readonly line: number; readonly column: number };
  /** What `borderline.explain` takes. */
  readonly explain?: string;
  readonly children?: readonly ViewNode[];
}

/** Which report is asked for. */
export interface ReportParams {
  /** A push that is not made, instead of the last scan. */
  readonly push?: boolean;
  /** The folder; without it, the first of the workspace. */
  readonly uri?: string;
}

/** A page for the editor. */
export interface Report {
  readonly title: string;
  readonly html: string;
  /** The folder to which the paths of the report are relative. */
  readonly root: string;
}

/** The text of `explain`, under the id that was asked for. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
}

/** A push that the hook judged. */
export interface LastPushSaid {
  readonly blocked: boolean;
  /** Milliseconds since then. */
  readonly age: number;
  /** One sentence for people. */
  readonly sentence: string;
  /** The loudest place of what was new; null where none is named. Lines from 0. */
  readonly place: { readonly uri: string; readonly line: number } | null;
}

/** What a status item shows. */
export interface Status {
  readonly state: "starting" | "ready" | "scanning";
  /** Whether a scan of the workspace has been made; before it, each file is judged by itself. */
  readonly wholeTree: boolean;
  /** Open exposures: each marker once for each way out and item. */
  readonly open: { readonly error: number; readonly warning: number; readonly note: number };
  /** Files in which something is open that is at least a warning. */
  readonly files: number;
  readonly destinations: number;
  readonly leaving: number;
  /** Errors in policy, ledger or rules: nothing is judged by them until they are mended. */
  readonly policyErrors: number;
  readonly hook: boolean;
  /** One sentence for people. */
  readonly sentence: string;
}

/** What commands on a marker are given. */
export interface MarkerArgument {
  readonly uri: string;
  readonly marker: string;
}

/** What commands on a destination are given. */
export interface DestinationArgument {
  readonly uri: string;
  readonly destination: string;
  /** ISO 3166-1 alpha-2, where the client has asked already. */
  readonly territory?: string;
}

/** What commands on a folder are given; without it, all folders are meant. */
export interface FolderArgument {
  readonly uri: string;
}
