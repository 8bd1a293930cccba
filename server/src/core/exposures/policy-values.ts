/** The values of one policy file, each key read in its own way. */
import { vias } from "../destinations/destination.js";
import { regimes } from "../rulebook/item.js";
import { audiences, type Territory } from "../rulebook/place.js";
import * as yaml from "../rulebook/yaml-reader.js";
import type { YamlMap } from "../rulebook/yaml-reader.js";
import { isTerritory } from "../words/territories.js";
import { defaultPolicy } from "./default-policy.js";
import { approvalsOf } from "./parse-approvals.js";
import type { Policy } from "./policy.js";

/** Keys below `rules:` and below `push:`. */
export const ruleKeys = ["off", "files", "items"] as const;
export const pushKeys = ["block", "undecided"] as const;

/** Every value that a file gives, under its key (`push.block`), with the offset at which it stands. */
export function valuesOf(top: YamlMap): readonly (readonly [string, unknown, number])[] {
  const found: (readonly [string, unknown, number])[] = [];
  const put = (map: YamlMap, key: string, value: unknown, name = key) => {
    const field = map.fields.get(key);
    if (field && value !== null) found.push([name, value, field.offset]);
  };
  put(top, "home", territory(top, "home"));
  put(top, "regimes", dedupe(yaml.someOf(top, "regimes", regimes)));
  put(top, "origin", originOf(top));
  put(top, "contact", contactOf(top));
  put(top, "places", placesOf(top));
  put(top, "destinations", destinationsOf(top));
  put(top, "unknownPlaces", yaml.oneOfOr(top, "unknownPlaces", ["warn", "overseas", "home"], null));
  put(top, "ignore", yaml.texts(top, "ignore"));
  put(top, "unverified", yaml.oneOfOr(top, "unverified", ["note", "keep"], null));
  for (const key of ["acknowledge", "inlineSuppressions"] as const) put(top, key, yaml.flagOr(top, key, defaultPolicy[key]));
  put(top, "approvals", approvalsOf(yaml.listAt(top, "approvals")));
  put(top, "ledger", yaml.textOr(top, "ledger", null));
  const rules = yaml.mapAt(top, "rules", ruleKeys);
  if (rules) for (const key of ruleKeys) put(rules, key, yaml.texts(rules, key), `rules.${key}`);
  const push = yaml.mapAt(top, "push", pushKeys);
  if (push) {
    put(push, "block", yaml.oneOfOr(push, "block", ["error", "warning", "note", "never"], null), "push.block");
    put(push, "undecided", yaml.oneOfOr(push, "undecided", ["warn", "block"], null), "push.undecided");
  }
  return found;
}

function originOf(top: YamlMap): Policy["origin"] {
  return yaml.mapsAt(top, "origin", ["paths", "home", "since", "basis"]).map((map) => ({
    paths: yaml.texts(map, "paths"),
    home: requiredTerritory(map, "home"),
    since: yaml.dateOr(map, "since", null),
    basis: yaml.text(map, "basis"),
  }));
}

function contactOf(top: YamlMap): Policy["contact"] {
  return yaml.mapsAt(top, "contact", ["regime", "role", "channel", "hours"]).map((map) => ({
    regime: yaml.oneOfOr(map, "regime", regimes, null),
    role: yaml.text(map, "role"),
    channel: yaml.text(map, "channel"),
    hours: yaml.textOr(map, "hours", null),
  }));
}

function placesOf(top: YamlMap): Policy["places"] {
  return yaml.mapsAt(top, "places", ["host", "path", "territory", "audience", "note", "forwards"]).map((map) => {
    const host = yaml.textOr(map, "host", null);
    const path = yaml.textOr(map, "path", null);
    if ((host === null) === (path === null))
      yaml.complain(map, "missing-key", "needs exactly one of `host` and `path`", "`host` 与 `path` 须且仅须有一个");
    return {
      host,
      path,
      territory: requiredTerritory(map, "territory"),
      audience: yaml.oneOfOr(map, "audience", audiences, null),
      note: yaml.textOr(map, "note", null),
      forwards: yaml.texts(map, "forwards"),
      line: yaml.lineOf(map),
    };
  });
}

function destinationsOf(top: YamlMap): Policy["destinations"] {
  return yaml.mapsAt(top, "destinations", ["via", "recipient", "territory", "scope"]).map((map) => {
    const scope = yaml.texts(map, "scope");
    return {
      via: yaml.oneOf(map, "via", vias),
      recipient: yaml.text(map, "recipient"),
      territory: territory(map, "territory"),
      scope: scope.length === 0 ? ["**"] : scope,
      line: yaml.lineOf(map),
    };
  });
}

function requiredTerritory(map: YamlMap, key: string): Territory {
  if (!map.fields.has(key)) yaml.complain(map, "missing-key", `needs the key \`${key}\``, `缺少键 \`${key}\``);
  return territory(map, key) ?? "";
}

function territory(map: YamlMap, key: string): Territory | null {
  const code = yaml.textOr(map, key, null);
  const field = map.fields.get(key);
  if (code === null || !field || isTerritory(code)) return code;
  const hint = code.toUpperCase() === "UK" ? { en: " (GB)", zh: "（GB）" } : { en: "", zh: "" };
  const en = `is "${code.slice(0, 40)}"; expected an ISO 3166-1 code of two capitals, such as CN, HK, SG${hint.en}`;
  yaml.complain(field, "unknown-value", en, `的值为“${code.slice(0, 40)}”，应为两个大写字母的 ISO 3166-1 代码，例如 CN、HK、SG${hint.zh}`);
  return null;
}

function dedupe<T>(values: readonly T[]): readonly T[] | null {
  return values.length === 0 ? null : [...new Set(values)];
}
