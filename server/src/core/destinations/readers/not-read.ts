/** Formats that can name destinations and that no reader reads yet. Each is listed as `not-read`, so that its silence is not taken for an answer. */
import type { Reader } from "../reader.js";

/** A format by its id and by the names of its files. */
function format(id: string, files: RegExp): Pick<Reader, "id" | "claims"> {
  return { id, claims: (path) => files.test(path) };
}

export const notRead: readonly Pick<Reader, "id" | "claims">[] = [
  format("Waypoint", /(?:^|\/)waypoint\.hcl$/),
  format("Earthfile", /(?:^|\/)Earthfile$/),
  format("Tiltfile", /(?:^|\/)Tiltfile$/),
  format("Tanka environment", /(?:^|\/)environments\/[\w/-]+\/main\.jsonnet$/),
  format("Puppet manifest", /(?:^|\/)manifests\/[\w/]+\.pp$/),
  format("Chef recipe", /(?:^|\/)recipes\/[\w-]+\.rb$/),
  format("Salt state", /\.sls$/),
  format("TeamCity settings", /(?:^|\/)\.teamcity\/settings\.kts$/),
  format("Buildkite pipeline", /(?:^|\/)\.buildkite\/[\w.-]+\.sh$/),
  format("Dagger module", /(?:^|\/)dagger\.json$/),
];
