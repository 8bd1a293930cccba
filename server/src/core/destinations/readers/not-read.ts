/** Formats that can name destinations and that no reader reads yet. Each is listed as `not-read`, so that its silence is not taken for an answer. */
import type { Reader } from "../reader.js";
import { byEnding } from "./by-ending.js";

type Format = Pick<Reader, "id" | "endings" | "claims">;

/** A format by its id and by the names of its files. */
function format(id: string, ending: string, files: RegExp): Format {
  return { id, endings: [ending], claims: (path) => files.test(path) };
}

const formats: readonly Format[] = [
  format("Waypoint", "hcl", /(?:^|\/)waypoint\.hcl$/),
  format("Earthfile", "earthfile", /(?:^|\/)Earthfile$/),
  format("Tiltfile", "tiltfile", /(?:^|\/)Tiltfile$/),
  format("Tanka environment", "jsonnet", /(?:^|\/)environments\/[\w/-]+\/main\.jsonnet$/),
  format("Puppet manifest", "pp", /(?:^|\/)manifests\/[\w/]+\.pp$/),
  format("Chef recipe", "rb", /(?:^|\/)recipes\/[\w-]+\.rb$/),
  format("Salt state", "sls", /\.sls$/),
  format("TeamCity settings", "kts", /(?:^|\/)\.teamcity\/settings\.kts$/),
  format("Buildkite pipeline", "sh", /(?:^|\/)\.buildkite\/[\w.-]+\.sh$/),
  format("Dagger module", "json", /(?:^|\/)dagger\.json$/),
];

/** Those of these formats that may claim a path. */
export const notReadFor = byEnding(formats);
