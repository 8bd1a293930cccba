/** Watches folders for changes of some files in them, without polling. A folder that cannot be watched is not watched: saving and asking still work. */
import { watch, type FSWatcher } from "node:fs";

/** What is watched, until it is closed. */
export interface Watching {
  readonly close: () => void;
}

/** Calls `changed` with the name (relative to the folder) of each file that changed, was made or went. */
export function watchFolder(folder: string, changed: (name: string) => void): Watching {
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null) changed(name);
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    // Gone, or the system's watches are used up.
  }
  return { close: () => watcher?.close() };
}
