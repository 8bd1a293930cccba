/** Scans of the tree, and the status that says whether one is under way. */
import type { CancellationToken, WorkDoneProgressReporter } from "vscode-languageserver/node";
import type { Project } from "./project.js";
import { methods } from "./protocol.js";
import { workspaceProjects, type Session } from "./session.js";
import { statusOf } from "./status.js";
import { scanProjects } from "./workspace-scan.js";

/** The scans of a session. */
export interface Work {
  /** Scans folders; gives the sentence of its end. */
  readonly scan: (
    projects: readonly Project[],
    token: CancellationToken | null,
    reporter: WorkDoneProgressReporter | null,
  ) => Promise<string>;
  /** Soon, and once for many that come together. */
  readonly sendStatus: () => void;
}

/** The work of one session. */
export function createWork(session: Session): Work {
  let scanning = 0;
  const sendStatus = later(100, () => {
    if (session.options.status !== true) return;
    void workspaceProjects(session).then((projects) =>
      session.connection.sendNotification(methods.status, statusOf(session, projects, scanning > 0)),
    );
  });
  return {
    sendStatus,
    scan: async (projects, token, reporter) => {
      scanning++;
      sendStatus();
      try {
        return await scanProjects(session, projects, token, reporter);
      } finally {
        scanning--;
        sendStatus();
      }
    },
  };
}

/** A call that is made once for many that come together. */
function later(milliseconds: number, act: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      act();
    }, milliseconds);
  };
}
