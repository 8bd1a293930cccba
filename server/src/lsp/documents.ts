/** Documents that are opened, written in, saved and closed: what follows for diagnostics, and for the ways out that their text names. */
import { isDeployFile } from "../core/destinations/read-destinations.js";
import type { Diagnostics } from "./diagnostics.js";
import { changeDeployFile, pathIn } from "./project.js";
import { fileOf, projectOf, type Session } from "./session.js";
import type { Watcher } from "./watch.js";

/** Unsaved changes of deploy files are read again after this pause (milliseconds). */
const deployPause = 300;
/** Listens to the documents of a session. */
export function hearDocuments(session: Session, diagnostics: Diagnostics, watcher: Watcher): void {
  const { documents } = session;
  const deployTimers = new Map<string, NodeJS.Timeout>();
  documents.onDidChangeContent(({ document }) => {
    diagnostics.changed(document.uri);
    const absolute = fileOf(session, document.uri);
    if (absolute === null) return;
    clearTimeout(deployTimers.get(document.uri));
    const wait = setTimeout(() => void readUnsaved(session, document.uri, absolute), deployPause);
    deployTimers.set(document.uri, wait);
  });
  documents.onDidSave(({ document }) => {
    const absolute = fileOf(session, document.uri);
    if (absolute !== null)
      void projectOf(session, absolute).then((project) => {
        const path = pathIn(project, absolute);
        if (path !== null) project.known.delete(path);
        watcher.touched(project, absolute);
      });
  });
  documents.onDidClose(({ document }) => {
    clearTimeout(deployTimers.get(document.uri));
    deployTimers.delete(document.uri);
    diagnostics.closed(document.uri);
  });
}

/** Unsaved text of a file that names ways out counts as well. */
async function readUnsaved(session: Session, uri: string, absolute: string): Promise<void> {
  const document = session.documents.get(uri);
  const project = await projectOf(session, absolute);
  const path = pathIn(project, absolute);
  if (document === undefined || path === null || !isDeployFile(path) || project.deployFiles === null) return;
  if (project.deployFiles.get(path) === document.getText()) return;
  changeDeployFile(project, path, document.getText());
  session.changed(project);
}
