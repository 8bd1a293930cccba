/** What a scan found, out of its JSON: markers, destinations, exposures. What has the wrong type becomes the emptiest value. */
import { destinationKinds, vias, type Destination } from "../destinations/destination.js";
import { exposureStates, type Exposure } from "../exposures/exposure.js";
import { origins, type Measures } from "../markers/marker.js";
import { itemClasses, procedures, regimes } from "../rulebook/item.js";
import { audiences, placeVerifications } from "../rulebook/place.js";
import { families, fits, roles, signalPlaces } from "../rulebook/rule.js";
import type { Range } from "../text.js";
import { list, localText, number, object, text, textOrNull, texts, word, type Json } from "./decode.js";
import { levels, type ReportEvidence, type ReportMarker } from "./report.js";

/** A marker. */
export function marker(m: Json): ReportMarker {
  const suppressed = m["suppressed"] === null || m["suppressed"] === undefined ? null : object(m["suppressed"]);
  const message = text(m["message"]);
  return {
    id: text(m["id"]),
    fingerprint: text(m["fingerprint"]),
    rule: text(m["rule"]),
    family: word(m["family"], families, "data"),
    role: word(m["role"], roles, "mentions"),
    items: list(m["items"], (i) => ({ id: text(i["id"]), fit: word(i["fit"], fits, "arguable") })),
    path: text(m["path"]),
    range: range(object(m["range"])),
    confidence: number(m["confidence"]),
    evidence: list(m["evidence"], evidence),
    measures: measures(m["measures"]),
    origin: word(m["origin"], origins, "first-party"),
    originEvidence: Array.isArray(m["originEvidence"]) ? m["originEvidence"].map(localText) : [],
    module: textOrNull(m["module"]),
    suppressed: suppressed === null ? null : { reason: text(suppressed["reason"]), line: number(suppressed["line"], 1) },
    baselined: m["baselined"] === true,
    message,
    text: localText(m["text"] ?? message),
  };
}

function range(r: Json): Range {
  return {
    line: number(r["line"], 1),
    column: number(r["column"], 1),
    endLine: number(r["endLine"], 1),
    endColumn: number(r["endColumn"], 1),
  };
}

function evidence(e: Json): ReportEvidence {
  const what = text(e["what"]);
  const excerpt = textOrNull(e["excerpt"]);
  return {
    signal: word(e["signal"], [...signalPlaces, "folder"], signalPlaces[0]),
    id: text(e["id"]),
    what,
    text: localText(e["text"] ?? what),
    line: number(e["line"], 1),
    column: number(e["column"], 1),
    weight: number(e["weight"]),
    ...(excerpt === null ? {} : { excerpt }),
  };
}

function measures(value: unknown): Measures {
  return Object.fromEntries(
    Object.entries(object(value)).flatMap(([key, v]): [string, number | string][] =>
      typeof v === "number" || typeof v === "string" ? [[key, v]] : [],
    ),
  );
}

/** A destination. */
export function destination(d: Json): Destination {
  return {
    id: text(d["id"]),
    kind: word(d["kind"], destinationKinds, "host"),
    via: word(d["via"], vias, "push"),
    name: text(d["name"]),
    value: text(d["value"]),
    host: textOrNull(d["host"]),
    region: textOrNull(d["region"]),
    ...("cloud" in d ? { cloud: textOrNull(d["cloud"]) } : {}),
    territory: textOrNull(d["territory"]),
    certainty: word(d["certainty"], ["known", "inferred", "unknown"], "unknown"),
    ...(typeof d["verification"] === "string" ? { verification: word(d["verification"], placeVerifications, "memory") } : {}),
    reason: textOrNull(d["reason"]),
    audience: word(d["audience"], audiences, "unknown"),
    recipient: textOrNull(d["recipient"]),
    forwards: texts(d["forwards"]),
    path: text(d["path"]),
    line: number(d["line"], 1),
    trail: list(d["trail"], (s) => ({ path: text(s["path"]), line: number(s["line"], 1), what: text(s["what"]) })),
    scope: texts(d["scope"]),
    scopeKnown: d["scopeKnown"] === true,
  };
}

/** An exposure. */
export function exposure(e: Json): Exposure {
  const cover = e["approval"] === null || e["approval"] === undefined ? null : object(e["approval"]);
  return {
    id: text(e["id"]),
    marker: text(e["marker"]),
    destination: text(e["destination"]),
    regime: word(e["regime"], regimes, "CN"),
    item: text(e["item"]),
    class: word(e["class"], itemClasses, "reference"),
    leaves: typeof e["leaves"] === "boolean" ? e["leaves"] : null,
    state: word(e["state"], exposureStates, "unknown"),
    procedure: word(e["procedure"], procedures, "review"),
    level: word(e["level"], levels, "warning"),
    decidedBy: text(e["decidedBy"]),
    approval:
      cover === null
        ? null
        : {
            id: text(cover["id"]),
            kind: text(cover["kind"]),
            status: word(cover["status"], ["closes", "recorded", "expired", "misfit", "requested"], "recorded"),
            expires: text(cover["expires"]),
            ...(cover["edited"] === true ? { edited: true as const } : {}),
          },
    closed: e["closed"] === true,
  };
}
