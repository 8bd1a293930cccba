/** The deploy, CI and IaC files of a tree, found without reading anything else: an editor wants the ways out before anybody asks for a whole scan. */
import { isDeployFile, isOnlyData } from "../core/destinations/read-destinations.js";
import { decodeText } from "../core/markers/encoding.js";
import { readBounded } from "./bounded-file.js";
import { listIgnored } from "./ignored.js";
import { openable, walkTree } from "./walk.js";

/** Larger files are not read (bytes). */
const largest = 4 << 20;

/** Text by path. Between folders other work gets its turn; an aborted walk gives what it has. */
export async function readDeployFiles(
  root: string,
  environment: NodeJS.ProcessEnv,
  excluded: (path: string) => boolean,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const ignored = await listIgnored(root, environment);
  const files = new Map<string, string>();
  let last = performance.now();
  for (const { folder, names, byteNames } of walkTree(root, { ignoredIn: (inner) => ignored.byFolder.get(inner) ?? null, excluded })) {
    if (signal.aborted) return files;
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (byteNames || !isDeployFile(path)) continue;
      const file = readBounded(openable(root, path, byteNames).toString(), largest);
      if (!file.ok) continue;
      const { text } = decodeText(file.bytes);
      if (!isOnlyData(path, file.bytes.length, () => text)) files.set(path, text);
    }
    if (performance.now() - last < 8) continue;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    last = performance.now();
  }
  return files;
}
