/** The law and the rules of a saved scan: what parse-report.ts reads of items, editions, procedures and rules. */
import { itemClasses, procedures, regimes, verifications, type Edition, type Measure, type Source } from "../rulebook/item.js";
import { families, roles } from "../rulebook/rule.js";
import { list, localText, localTextOrNull, object, text, textOrNull, texts, word, type Json } from "./decode.js";
import type { ReportItem, ReportProcedure, ReportRule } from "./report.js";

/** A control item under its id. */
export function item(i: Json, id: string): ReportItem {
  return {
    id,
    regime: word(i["regime"], regimes, "CN"),
    parent: textOrNull(i["parent"]),
    title: localText(i["title"] ?? id),
    procedure: word(i["procedure"], procedures, "review"),
    notes: Array.isArray(i["notes"]) ? i["notes"].map(localText) : [],
    sources: list(i["sources"], source),
    reviewed: text(i["reviewed"]),
    code: textOrNull(i["code"]),
    class: word(i["class"], itemClasses, "reference"),
    verification: word(i["verification"], verifications, "memory"),
    edition: textOrNull(i["edition"]),
    wording: localTextOrNull(i["wording"]),
    status: list(i["status"], (s) => ({
      text: localText(s["text"]),
      verification: word(s["verification"], verifications, "memory"),
      from: text(s["from"]),
      until: textOrNull(s["until"]),
      source: source(object(s["source"])),
    })),
    measures: list(i["measures"], measure),
    until: textOrNull(i["until"]),
  };
}

function measure(m: Json): Measure {
  const endUse = localTextOrNull(m["endUse"]);
  return {
    territory: text(m["territory"], "*"),
    effect: localText(m["effect"]),
    source: source(object(m["source"])),
    from: text(m["from"]),
    verification: word(m["verification"], verifications, "memory"),
    ...(endUse === null ? {} : { endUse }),
    ...until(m),
  };
}

function source(s: Json): Source {
  const url = textOrNull(s["url"]);
  const date = textOrNull(s["date"]);
  return { name: text(s["name"]), ...(url === null ? {} : { url }), ...(date === null ? {} : { date }) };
}

function until(p: Json): { until?: string } {
  const value = textOrNull(p["until"]);
  return value === null ? {} : { until: value };
}

/** An edition of a list. */
export function edition(e: Json): Edition {
  const totals = localTextOrNull(e["totals"]);
  return {
    id: text(e["id"]),
    regime: word(e["regime"], regimes, "CN"),
    list: text(e["list"]),
    instrument: localText(e["instrument"]),
    verification: word(e["verification"], verifications, "memory"),
    source: source(object(e["source"])),
    from: text(e["from"]),
    ...(totals === null ? {} : { totals }),
    ...until(e),
  };
}

/** A procedure under its id. */
export function procedure(p: Json, id: string): ReportProcedure {
  return {
    id,
    title: localText(p["title"] ?? id),
    steps: list(p["steps"], (s) => {
      const days = localTextOrNull(s["days"]);
      return {
        text: localText(s["text"]),
        authority: localText(s["authority"]),
        articles: text(s["articles"]),
        ...(days === null ? {} : { days }),
      };
    }),
    sources: list(p["sources"], source),
    verification: word(p["verification"], verifications, "memory"),
  };
}

/** What a rule says of itself, under its id. */
export function rule(r: Json, id: string): ReportRule {
  return {
    id,
    family: word(r["family"], families, "data"),
    role: word(r["role"], roles, "mentions"),
    title: localText(r["title"] ?? id),
    why: localText(r["why"]),
    advice: localText(r["advice"]),
    references: texts(r["references"]),
  };
}
