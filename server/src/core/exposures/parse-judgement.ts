/** Parses rules/judgement.yaml: rows in order, the last of which must match everything. */
import type { Problem } from "../problem.js";
import { origins } from "../markers/marker.js";
import { verifications } from "../rulebook/item.js";
import { families, fits, roles } from "../rulebook/rule.js";
import * as yaml from "../rulebook/yaml-reader.js";
import { conditions, type JudgementRow } from "./judgement.js";

const words = {
  class: ["prohibited", "restricted", "dual-use", "free", "foreign"],
  fit: fits,
  verification: verifications,
  role: roles,
  family: families,
  origin: origins,
  bound: ["overseas", "public", "unknown", "home"],
  made: ["here", "elsewhere"],
  unverified: ["note", "keep"],
} as const;

/** The rows of the table; a row with a problem is left out (and the problem stops the command). */
export function parseJudgement(path: string, text: string): { rows: readonly JudgementRow[]; problems: readonly Problem[] } {
  const file = yaml.openYaml(path, text);
  if (!file.root) return { rows: [], problems: file.problems };
  const top = yaml.mapping(file.root, ["rows"]);
  const rows = yaml.mapsAt(top, "rows", ["id", "level", "why", ...conditions]).map(rowOf);
  const last = rows.at(-1);
  const ids = rows.map((row) => row.id);
  for (const id of ids.filter((one, i) => ids.indexOf(one) !== i))
    yaml.complain(top, "duplicate", `has the row "${id}" twice`, `中的行“${id}”重复`);
  if (!last || conditions.some((condition) => last[condition] !== undefined))
    yaml.complain(top, "missing-key", "needs a last row without conditions", "最后一行不得带条件");
  return { rows, problems: file.problems };
}

function rowOf(map: yaml.YamlMap): JudgementRow {
  return {
    id: yaml.text(map, "id"),
    ...Object.fromEntries(
      conditions.flatMap((condition) => {
        const values = yaml.someOf<string>(map, condition, words[condition]);
        return values.length === 0 ? [] : [[condition, values]];
      }),
    ),
    level: yaml.oneOf(map, "level", ["error", "warning", "note"]),
    why: yaml.localText(map, "why"),
  };
}
