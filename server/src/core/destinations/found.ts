/** From a value to found destinations: what every reader needs once it knows which key of its format says where. */
import type { DestinationKind, FoundDestination, TrailStep, Via } from "./destination.js";
import { regionOf } from "./region-name.js";
import type { Option, Value } from "./value.js";

/** What a reader knows beside the value: where it stands and what it means. */
export interface Mention {
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
export function regionsFound(cloud: string, value: Value, mention: Mention): FoundDestination[] {
  const [open, closed] = [
    value.options.filter((option) => isTemplate(option.text)),
    value.options.filter((option) => !isTemplate(option.text)),
  ];
  const [template] = open;
  const known = { options: closed, unknown: value.unknown ?? template?.text.replace(/[{}$<>%\s]/g, "") ?? null };
  return each(known, mention, "cloud-region", (option) => ({ value: option.text, cloud, region: regionOf(cloud, option.text) }));
}

/** Text that another tool fills in before this one reads the file: `{{ region }}`, `<region>`, `${REGION}`. */
function isTemplate(text: string): boolean {
  return /\{\{|\$\{|^<.*>$|%\{/.test(text);
}

/** A destination per option of a value that names hosts, images or URLs. `hostOf` says which host an option means; undefined leaves it out. */
export function hostsFound(
  kind: DestinationKind,
  value: Value,
  mention: Mention,
  hostOf: (text: string) => string | undefined,
): FoundDestination[] {
  return each(value, mention, kind, (option) => {
    const host = hostOf(option.text);
    return host === undefined ? undefined : { value: option.text, host };
  });
}

/** One destination that the file names and does not place. */
export function unplaced(kind: DestinationKind, reason: string, mention: Mention): FoundDestination {
  return { ...common(mention), kind, value: mention.written, unresolved: reason, trail: [step(mention)] };
}

function each(
  value: Value,
  mention: Mention,
  kind: DestinationKind,
  where: (option: Option) => Pick<FoundDestination, "value" | "host" | "cloud" | "region"> | undefined,
): FoundDestination[] {
  const found = value.options.flatMap((option) => {
    const at = where(option);
    return at ? [{ ...common(mention), kind, ...at, trail: [step(mention), ...option.trail] }] : [];
  });
  if (found.length > 0 || value.unknown === null) return found;
  return [unplaced(kind, value.unknown, mention)];
}

function common(mention: Mention): Omit<FoundDestination, "kind" | "value" | "trail"> {
  return {
    via: mention.via,
    name: mention.name,
    line: mention.line,
    ...(mention.audience ? { audience: mention.audience } : {}),
    ...(mention.scope ? { scope: mention.scope } : {}),
  };
}

function step(mention: Mention): TrailStep {
  return { path: mention.path, line: mention.line, what: mention.what };
}
