/** What is known of one file at the remotes: whether what an editor shows is there already. */
import { join } from "node:path";
import type { Destination } from "../core/destinations/destination.js";
import type { ExposureState } from "../core/exposures/exposure.js";
import { decodeText } from "../core/markers/encoding.js";
import { readAlreadyThere, stateFrom, type Presence } from "../host/already-there.js";
import { readBounded } from "../host/bounded-file.js";

/** What remotes have of one file. */
export interface KnownState {
  readonly presenceOf: (destination: Destination) => Presence;
  /** The text that was compared with the remotes'. */
  readonly text: string | null;
}

/** Asks about one file. */
export async function knownStates(
  root: string,
  environment: NodeJS.ProcessEnv,
  path: string,
  remotes: readonly Destination[],
): Promise<KnownState> {
  const there = await readAlreadyThere(root, environment, [path], remotes);
  const file = readBounded(join(root, path), 64 << 20);
  return { presenceOf: (destination) => there.presenceOf(path, destination), text: file.ok ? decodeText(file.bytes).text : null };
}

/** The state of what is shown: a text that differs from the one that was compared would leave anew. */
export function stateOf(known: KnownState | undefined, destination: Destination, text: string): ExposureState {
  if (known === undefined) return "unknown";
  const presence = known.presenceOf(destination);
  return presence === "same" && known.text?.replace(/^\uFEFF/, "") !== text ? "would-leave" : stateFrom(presence);
}
