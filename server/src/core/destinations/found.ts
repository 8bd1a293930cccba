/** From a value to found destinations: what every reader needs once it knows which key of its format says where. */
import type { DestinationKind, FoundDestination, TrailStep, Via } from "./destination.js";
import { regionOf } from "./region-name.js";
import type { Option, Value } from "./value.js";

/** What a reader knows beside the value: where it stands and what it means. */
export interface Finding {
  readonly via: Via;
  readonly name: string;
  /** As written in the file. */
  readonly written: string;
  readonly path: string;
  readonly line: number;
  /** The key of the format, for the trail. */
  readonly what: string;
  readonly audience?: FoundDestination["audience"];
  readonly scope?: readonly string[] | undefined;
}

/** A destination per option of a value that names regions (or zones) of a cloud; one unknown where it has none. */
export function regionsFound(cloud: string, value: Value, finding: Finding): FoundDestination[] {
  const [open, closed] = [
    value.options.filter((option) => isTemplate(option.text)),
    value.options.filter((option) => !isTemplate(option.text)),
  ];
  const [template] = open;
  const known = { options: closed, unknown: value.unknown ?? template?.text.replace(/[{}$<>%\s]/g, "") ?? null };
  return each(known, finding, "cloud-region", (option) => ({ value: option.text, cloud, region: regionOf(cloud, option.text) }));
}

/** Text that another tool fills in before this one reads the file: `{{ region }}`, `<region>`, `${REGION}`. */
function isTemplate(text: string): boolean {
  return /\{\{|\$\{|^<.*>$|%\{/.test(text);
}

/** A destination per option of a value that names hosts, images or URLs. `hostOf` says which host an option means; undefined leaves it out. */
export function hostsFound(
  kind: DestinationKind,
  value: Value,
  finding: Finding,
  hostOf: (text: string) => string | undefined,
): FoundDestination[] {
  return each(value, finding, kind, (option) => {
    const host = hostOf(option.text);
    return host === undefined ? undefined : { value: option.text, host };
  });
}

/** One destination that the file names and does not place. */
export function unplaced(kind: DestinationKind, reason: string, finding: Finding): FoundDestination {
  return { ...common(finding), kind, value: finding.written, unresolved: reason, trail: [step(finding)] };
}

function each(
  value: Value,
  finding: Finding,
  kind: DestinationKind,
  where: (option: Option) => Pick<FoundDestination, "value" | "host" | "cloud" | "region"> | undefined,
): FoundDestination[] {
  const found = value.options.flatMap((option) => {
    const at = where(option);
    return at ? [{ ...common(finding), kind, ...at, trail: [step(finding), ...option.trail] }] : [];
  });
  if (found.length > 0 || value.unknown === null) return found;
  return [unplaced(kind, value.unknown, finding)];
}

function common(finding: Finding): Omit<FoundDestination, "kind" | "value" | "trail"> {
  return {
    via: finding.via,
    name: finding.name,
    line: finding.line,
    ...(finding.audience ? { audience: finding.audience } : {}),
    ...(finding.scope ? { scope: finding.scope } : {}),
  };
}

function step(finding: Finding): TrailStep {
  return { path: finding.path, line: finding.line, what: finding.what };
}
