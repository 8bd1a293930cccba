/** Reads a file of rules/places into places. What the file says at its top (kind, cloud, source …) holds for each row that does not say otherwise. */
import type { Problem } from "../problem.js";
import type { Source } from "./item.js";
import { audiences, placeVerifications, type Place, type PlaceKind, type PlaceVerification } from "./place.js";
import {
  complain,
  failedSince,
  flagOr,
  lineOf,
  localTextOr,
  mapAt,
  mapping,
  mapsAt,
  oneOfOr,
  openYaml,
  text,
  textOr,
  texts,
  type YamlMap,
} from "./yaml-reader.js";

const kinds: readonly PlaceKind[] = ["git-host", "cloud-region", "registry", "object-storage", "model-hub", "package-registry", "service"];
const bases: readonly Place["basis"][] = ["location", "seat"];

const shared = ["kind", "cloud", "source", "audience", "basis", "note", "territory", "verification"];
const rowKeys = [...shared, "id", "title", "names", "hosts", "unplaced"];

/** The places of one file, and what is wrong with it. A row that is wrong is left out. */
export function parsePlaces(path: string, yaml: string): { readonly places: readonly Place[]; readonly problems: readonly Problem[] } {
  const file = openYaml(path, yaml);
  if (!file.root) return { places: [], problems: file.problems };
  const top = mapping(file.root, [...shared, "title", "lists", "places"]);
  const rows = mapsAt(top, "places", rowKeys).flatMap((row) => {
    const before = file.problems.length;
    const place = parseRow(row, top, path);
    return failedSince(row, before) ? [] : [place];
  });
  return { places: rows, problems: file.problems };
}

/** Places of several files that share an id: the second is a problem, for a place has one row. */
export function duplicatePlaces(places: readonly Place[]): readonly Problem[] {
  const first = new Map<string, Place>();
  return places.flatMap((place) => {
    const before = first.get(place.id);
    if (!before) return first.set(place.id, place) && [];
    const [path = "", line = "1"] = place.from.split(/:(?=\d+$)/);
    const message = { en: `\`${place.id}\` has a row already, in ${before.from}`, zh: `\`${place.id}\` 已在 ${before.from} 中列出` };
    return [{ code: "duplicate", severity: "error", path, line: Number(line), column: 1, message } satisfies Problem];
  });
}

function parseRow(row: YamlMap, top: YamlMap, path: string): Place {
  const cloud = textOr(row, "cloud", textOr(top, "cloud", null));
  const territory = territoryOf(row, top);
  // Where nothing is said, nobody looked it up.
  const verification = oneOfOr(row, "verification", placeVerifications, oneOfOr(top, "verification", placeVerifications, "memory"));
  const note = localTextOr(row, "note", localTextOr(top, "note", null));
  return {
    id: text(row, "id"),
    kind: oneOfOr(row, "kind", kinds, oneOfOr(top, "kind", kinds, null)) ?? missing(row, "kind", "service"),
    cloud,
    hosts: texts(row, "hosts"),
    names: texts(row, "names"),
    title: titleOf(row, top),
    territory,
    basis: oneOfOr(row, "basis", bases, oneOfOr(top, "basis", bases, "location")),
    audience: oneOfOr(row, "audience", audiences, oneOfOr(top, "audience", audiences, "unknown")),
    ...(note ? { note } : {}),
    verification,
    source: sourceOf(row, "source") ?? sourceFor(verification, top) ?? missing(row, "source", { name: "" }),
    from: `${path}:${lineOf(row)}`,
  };
}

/** A row's own title after the file's (the cloud's), where the file has one. */
function titleOf(row: YamlMap, top: YamlMap): Place["title"] {
  const own = localTextOr(row, "title", null) ?? missing(row, "title", { en: "", zh: "" });
  const cloud = localTextOr(top, "title", null);
  return cloud ? { en: `${cloud.en} ${own.en}`, zh: `${cloud.zh} ${own.zh}` } : own;
}

/** ISO 3166-1 alpha-2; `unplaced: true` says that the place is known and its territory is not (a host that stands for many regions). */
function territoryOf(row: YamlMap, top: YamlMap): string | null {
  if (flagOr(row, "unplaced", false)) return null;
  const territory = textOr(row, "territory", textOr(top, "territory", null)) ?? missing(row, "territory", null);
  if (territory !== null && !/^[A-Z]{2}$/.test(territory))
    complain(
      row,
      "unknown-value",
      `has the territory "${territory}"; expected two capital letters (ISO 3166-1)`,
      `的地区代码“${territory}”无效，应为两个大写字母（ISO 3166-1）`,
    );
  return territory;
}

/** What others publish confirms some rows of a file (`lists`); the operator's own page (`source`) is where the others can be checked. */
function sourceFor(verification: PlaceVerification, top: YamlMap): Source | null {
  const byLists = verification === "secondary" || verification === "derived";
  return (byLists ? sourceOf(top, "lists") : null) ?? sourceOf(top, "source");
}

function sourceOf(map: YamlMap, key: "source" | "lists"): Source | null {
  const source = mapAt(map, key, ["name", "url", "date"]);
  if (!source) return null;
  const url = textOr(source, "url", null);
  const date = textOr(source, "date", null);
  return { name: text(source, "name"), ...(url === null ? {} : { url }), ...(date === null ? {} : { date }) };
}

function missing<T>(map: YamlMap, key: string, fallback: T): T {
  complain(
    map,
    "missing-key",
    `needs the key \`${key}\`, in the row or at the top of the file`,
    `缺少键 \`${key}\`（可写在该行或文件开头）`,
  );
  return fallback;
}
