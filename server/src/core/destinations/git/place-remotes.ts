/** Found remotes with their places: destinations like those of every other reader. */
import type { Destination } from "../destination.js";
import { destinationAt, type PlaceFound } from "../read-destinations.js";
import type { FoundRemote } from "./found-remotes.js";

/** One destination per file, kind and value; what several remotes name alike is one way out, named by the first, for all their files. */
export function placeRemotes(found: readonly FoundRemote[], place: PlaceFound): readonly Destination[] {
  const byId = new Map<string, Destination>();
  for (const each of found) {
    const next = destinationAt(each, each.path, place(each));
    const same = byId.get(next.id);
    byId.set(next.id, same === undefined ? next : { ...same, scope: [...new Set([...same.scope, ...next.scope])] });
  }
  return [...byId.values()];
}
