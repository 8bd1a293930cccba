/** What makes judgements change without an edit: git's configuration (the user's too), policy, ledger, rules, deploy files. The server watches by itself what no editor reports. */
import { basename, dirname, join, relative, resolve } from "node:path";
import type { DidChangeWatchedFilesParams } from "vscode-languageserver/node";
import { isDeployFile } from "../core/destinations/read-destinations.js";
import { decodeText } from "../core/markers/encoding.js";
import { readBounded } from "../host/bounded-file.js";
import { baselineName, policyName } from "../host/push-policy.js";
import { watchFolder, type Watching } from "../host/watch.js";
import { DidChangeWatchedFilesNotification } from "./library.js";
import { ledgerFile, policyFile } from "./own-files.js";
import { changeDeployFile, findDeployFiles, pathIn, refreshDestinations, refreshPolicy, type Project } from "./project.js";
import { namedPolicy, fileOf, type Session } from "./session.js";

/** Changes that come together are one change (milliseconds). */
const pause = 60;
/** Folders with deploy files that are watched where the client cannot. */
const mostFolders = 200;
const workflows = ".github/workflows";

/** Hears of changes, from the disk and from the editor. */
export interface Watcher {
  /** Watches a folder that was opened, or watches other files of it after its policy changed. */
  readonly watch: (project: Project) => void;
  /** An absolute path changed, on disk or in an editor that saved it. */
  readonly touched: (project: Project, absolute: string) => void;
  /** The policy is another, though no file changed. */
  readonly reread: (project: Project) => void;
  /** A folder is no longer of the workspace. */
  readonly leave: (project: Project) => void;
  readonly notified: (params: DidChangeWatchedFilesParams) => void;
  readonly close: () => void;
}

/** What a changed file means: the policy and all that it names, git's configuration, or a deploy file by its absolute path. */
interface Change {
  readonly policy?: boolean;
  readonly git?: boolean;
  readonly deploy?: string;
  /** A folder of workflows is there or went. */
  readonly folders?: boolean;
}

/** `again`: the rules are others, so what was scanned must be scanned anew. */
export function createWatcher(session: Session, again: (project: Project) => void): Watcher {
  const watching = new Map<string, Watching[]>();
  const pending = new Map<
    Project,
    {
      readonly policy: boolean;
      readonly git: boolean;
      readonly folders: boolean;
      readonly deploy: Set<string>;
      readonly timer: NodeJS.Timeout;
    }
  >();

  const stop = new AbortController();

  const settle = async (project: Project): Promise<void> => {
    const due = pending.get(project);
    pending.delete(project);
    if (due === undefined) return;
    for (const absolute of due.deploy) readDeploy(project, absolute);
    const own = !canWatch(session);
    if (own && due.folders) await findDeployFiles(project, stop.signal);
    if (due.git) refreshDestinations(project);
    const stale = due.policy && (await refreshPolicy(project, namedPolicy(session)));
    if (due.policy || (own && (due.folders || due.deploy.size > 0))) watch(project);
    session.changed(project);
    if (stale) again(project);
  };

  const note = (project: Project, what: Change): void => {
    const before = pending.get(project);
    clearTimeout(before?.timer);
    const deploy = before?.deploy ?? new Set<string>();
    if (what.deploy !== undefined) deploy.add(what.deploy);
    pending.set(project, {
      policy: before?.policy === true || what.policy === true,
      git: before?.git === true || what.git === true,
      folders: before?.folders === true || what.folders === true,
      deploy,
      timer: setTimeout(() => void settle(project), pause),
    });
  };

  const touched = (project: Project, absolute: string): void => {
    const kind = kindOf(project, absolute);
    if (kind !== null) note(project, kind);
  };

  const watch = (project: Project): void => {
    for (const each of watching.get(project.root) ?? []) each.close();
    watching.set(
      project.root,
      foldersOf(project, canWatch(session)).map((folder) => watchFolder(folder, (name) => touched(project, join(folder, name)))),
    );
  };

  return {
    watch,
    touched,
    reread: (project) => note(project, { policy: true }),
    leave: (project) => {
      for (const each of watching.get(project.root) ?? []) each.close();
      watching.delete(project.root);
      clearTimeout(pending.get(project)?.timer);
      pending.delete(project);
    },
    notified: ({ changes }) => {
      for (const { uri, type } of changes) {
        const absolute = fileOf(session, uri);
        if (absolute === null || type === undefined) continue;
        for (const root of session.roots) {
          const inside = relative(root, absolute);
          if (!inside.startsWith("..")) void session.projects.get(root)?.then((project) => touched(project, absolute));
        }
      }
    },
    close: () => {
      stop.abort();
      for (const list of watching.values()) for (const each of list) each.close();
      for (const { timer } of pending.values()) clearTimeout(timer);
    },
  };
}

/** What a changed file means; null: nothing to us. */
function kindOf(project: Project, absolute: string): Change | null {
  const { judgement, repository } = project;
  const name = basename(absolute);
  const own = [policyFile(project), ledgerFile(project), join(judgement.folder, baselineName)];
  const rules = [...judgement.policy.rules.files, ...judgement.policy.rules.items].map((file) => resolve(judgement.folder, file));
  if (name === policyName || own.includes(absolute) || rules.includes(absolute)) return { policy: true };
  if (project.gitFiles.includes(absolute)) return { git: true, policy: true };
  if (repository !== null && [repository.commonDir, repository.gitDir].includes(dirname(absolute)))
    return /^(config|config\.worktree|HEAD|packed-refs|FETCH_HEAD)$/.test(name) ? { git: true } : null;
  if (/[\\/]refs[\\/]remotes[\\/]/.test(absolute)) return { git: true };
  if (name === ".gitmodules") return { git: true, deploy: absolute };
  const path = pathIn(project, absolute);
  if (path !== null && [".github", workflows].includes(path)) return { folders: true };
  return path !== null && isDeployFile(path) ? { deploy: absolute } : null;
}

function readDeploy(project: Project, absolute: string): void {
  const path = pathIn(project, absolute);
  if (path === null) return;
  const open = project.world.openText(absolute);
  const file = open === null ? readBounded(absolute, 4 << 20) : null;
  const text = open ?? (file?.ok === true ? decodeText(file.bytes).text : null);
  if (project.deployFiles?.get(path) !== (text ?? undefined)) changeDeployFile(project, path, text);
}

/** Folders of the few files that count; those of deploy files only where the client does not watch them. */
function foldersOf(project: Project, clientWatches: boolean): readonly string[] {
  const { root, repository, judgement, deployFiles } = project;
  const folders = new Set([root, judgement.folder, dirname(ledgerFile(project)), dirname(policyFile(project))]);
  for (const file of project.gitFiles) folders.add(dirname(file));
  if (repository !== null) {
    folders.add(repository.commonDir);
    folders.add(repository.gitDir);
    for (const { name } of project.remotes) if (/^[\w.-]+$/.test(name)) folders.add(join(repository.commonDir, "refs", "remotes", name));
  }
  for (const file of [...judgement.policy.rules.files, ...judgement.policy.rules.items])
    folders.add(dirname(resolve(judgement.folder, file)));
  if (!clientWatches) {
    // The outer one as well: it says when the inner one is made.
    folders.add(join(root, ".github"));
    folders.add(join(root, workflows));
    for (const path of [...(deployFiles?.keys() ?? [])].slice(0, mostFolders)) folders.add(dirname(join(root, path)));
  }
  return [...folders];
}

function canWatch(session: Session): boolean {
  return session.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
}

/** Asks the client to report files that may name ways out; what is none of those is told apart by `kindOf`. */
export function registerWatching(session: Session): void {
  if (!canWatch(session)) return;
  const globs = [
    "**/.borderline.yaml",
    "**/.borderline/**",
    "**/.gitmodules",
    "**/*.{yml,yaml,tf,tfvars,hcl,toml,gradle,kts,bicep,sh,json,xml,py,cfg,ini,mk}",
    "**/{Dockerfile,Makefile,Jenkinsfile,justfile,Taskfile,Containerfile,.npmrc,.env}*",
  ];
  const watchers = globs.map((globPattern) => ({ globPattern }));
  session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => undefined);
}
